"""Reads the keys of one mapping of a schedule file; what is wrong with them is noted, in the order of reading."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from bcastplan.document.nodes import MapNode, Node, ScalarNode, node_below
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import MOST_FINDINGS, Place, Problem
from bcastplan.model.nearest import did_you_mean, one_slip_away
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, KEYS, TRANSMISSION_PARSERS

EXACT_KEYS = frozenset(name for name, key in KEYS.items() if key.exact)
"""Keys without which nothing exact can be said of when and where a transmission is on the air."""

_TYPED: defaultdict[str, dict[str, Any]] = defaultdict(dict)
"""Key -> written value -> typed value: files repeat themselves and one another, and equal values are one object."""
_MOST_TYPED = 4096


class KeyReader:
    """The reading of one schedule file, with the problems of what has been read of it."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = sys.intern(file)
        self.problems = problems

    def say(self, code: str, message: str, node: Node, identifier: str | None = None, loses: int | None = None) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(code, message, Place(self.file, node.line, node.column, identifier), loses=loses))

    def fields(self, node: MapNode, values: dict[str, Any], positions: dict[str, tuple[int, int]]) -> dict[str, int]:
        """Read the keys of one transmission into ``values``; returns those at fault, with numbers of problems."""
        faulty: dict[str, int] = {}
        for key, (key_node, value) in node.entries.items():
            attribute = ATTRIBUTE_OF_KEY.get(key)
            if attribute is None:
                if key.startswith("x-"):
                    values["extensions"] = {**values.get("extensions", {}), key: value.raw()}
                else:
                    self.unknown(key_node, KEYS)
                continue
            start = value.start
            positions[key] = (start.line + 1, start.column + 1)
            if type(value) is ScalarNode:
                # A season repeats its values thousands of times; each text is parsed once.
                known = _TYPED[key].get(value.value)
                if known is not None:
                    values[attribute] = known
                    continue
            # The default must not stand in for a value that was written and cannot be read.
            values.pop(attribute, None)
            loses = 0 if key in EXACT_KEYS else None
            if not self.value_into(values, attribute, key, value, TRANSMISSION_PARSERS[key], node, loses):
                faulty[key] = len(self.problems) - 1
            elif type(value) is ScalarNode:
                typed = _TYPED[key]
                if len(typed) >= _MOST_TYPED:
                    typed.clear()
                typed[value.value] = values[attribute]
        return faulty

    def value_into(
        self,
        values: dict[str, Any],
        attribute: str,
        key: str,
        node: Node,
        parse: Any,
        item: MapNode | None,
        loses: int | None = None,
    ) -> bool:
        """Read one value; returns whether it is one. Otherwise the problem is noted, at the part that is at fault."""
        try:
            values[attribute] = parse(node.raw() if type(node) is not ScalarNode else node.value)
        except ValueFault as fault:
            identifier = item.get("id") if item is not None else None
            self.say(
                fault.code,
                f"{key}: {fault}",
                node_below(node, fault.path, at_key=fault.code == "YML002"),
                identifier.value if isinstance(identifier, ScalarNode) else None,
                loses,
            )
            return False
        return True

    def unknown_keys(self, node: MapNode, known: Collection[str]) -> None:
        """Note the keys of a mapping that there are none of."""
        for key, (key_node, _) in node.entries.items():
            if key not in known and not key.startswith("x-"):
                self.unknown(key_node, known)

    def unknown(self, key_node: ScalarNode, known: Collection[str]) -> None:
        """Note a key that there is none of, with the one that may be meant."""
        key = key_node.value
        near = did_you_mean(key, known) if len(self.problems) < MOST_FINDINGS else ""  # more are never listed
        hint = near or ": keys of your own begin with x-"
        # `check --fix` writes what is meant in place of the key, so it has to be surer than a suggestion.
        meant = one_slip_away(key, known) if near else None
        self.problems.append(
            Problem(
                "YML002",
                f"unknown key '{key}'{hint}",
                Place(self.file, key_node.line, key_node.column),
                {"key": key, "meant": meant} if meant else {"key": key},
            )
        )
