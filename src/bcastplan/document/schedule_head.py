"""Reads a schedule file without its list: whose it is, when it holds, and what its transmissions share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bcastplan.document.key_reader import KeyReader
from bcastplan.document.nodes import MapNode, Node, ScalarNode
from bcastplan.model.finding import Place, Problem
from bcastplan.model.schedule import FORMAT_VERSION, LISTENERS_KEY, SCHEDULE_KEYS, SCHEDULE_PARSERS, VERSION_KEY
from bcastplan.model.season import NO_WINDOW, Season, Window

_BOUNDS = ("season", "from", "until")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the transmissions of a file share.

    Attributes:
        values: attribute -> typed value.
        positions: key -> line and column of its value, both from 1.
        faults: key whose value is at fault -> the number of its problem.
    """

    values: dict[str, Any]
    positions: dict[str, tuple[int, int]]
    faults: dict[str, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a schedule file.

    Attributes:
        top: key -> typed value of the keys that hold one value.
        window: when the file holds; None where it does not say so.
        bounding: numbers of the problems of what bounds the file.
        defaults: what the transmissions share.
        extensions: the keys that begin with ``x-``, as written.
    """

    top: dict[str, Any]
    window: Window | None
    bounding: tuple[int, ...]
    defaults: Defaults
    extensions: dict[str, Any]

    @property
    def shared(self) -> dict[str, Any]:
        """Attribute -> value of every transmission that does not write another."""
        window = self.window or NO_WINDOW
        top = {"service": self.top.get("service", ""), "season": self.top.get("season"), "window": window}
        return {**top, **self.defaults.values}


def read_head(reading: KeyReader, root: MapNode) -> Head:
    """Read all but the list of a file that is ours, noting its problems."""
    reading.unknown_keys(root, SCHEDULE_KEYS)
    top: dict[str, Any] = {}
    bounding: list[int] = []
    for key, parse in SCHEDULE_PARSERS.items():
        if (node := root.get(key)) is not None:
            known = len(reading.problems)
            reading.value_into(top, key, key, node, parse, None)
            bounding += range(known, len(reading.problems)) if key in _BOUNDS else ()
    known = len(reading.problems)
    window = _window(reading, root, top)
    bounding += range(known, len(reading.problems))
    extensions = {key: value.raw() for key, (_, value) in root.entries.items() if key.startswith("x-")}
    return Head(top, window, tuple(bounding), read_defaults(reading, defaults_node(root)), extensions)


def lose_all(problems: list[Problem], head: Head, transmissions: int) -> None:
    """Note in the problems of a head without a window how many transmissions it keeps off the air: the first counts."""
    for rank, number in enumerate(head.bounding):
        problems[number] = replace(problems[number], loses=0 if rank else transmissions)


def _window(reading: KeyReader, root: MapNode, top: dict[str, Any]) -> Window | None:
    """The window of a file; None (and a problem) where it does not say one."""
    season: Season | None = top.get("season")
    written = [key for key in ("from", "until") if root.get(key) is not None]
    if root.get("season") is not None:
        if written:
            where = root.get(written[0])
            assert where is not None
            reading.say("TIM012", f"'season' and '{written[0]}' both bound the schedule: keep one of them", where)
        return season.window if season is not None else None
    if len(written) < 2:
        missing = "'season' is missing" if not written else f"'{'until' if written == ['from'] else 'from'}' is missing"
        reading.say("YML004", f"{missing}: write season: A26, or both from: and until:", root)
        return None
    # The key is written but its value is no date, which is reported already.
    if "from" not in top or "until" not in top:
        return None
    if top["until"] < top["from"]:
        until = root.get("until")
        assert until is not None
        reading.say("TIM006", f"until {top['until']} lies before from {top['from']}", until)
        return None
    return Window(top["from"], top["until"])


def read_defaults(reading: KeyReader, node: Node | None) -> Defaults:
    """Read what transmissions share from its node; see ``defaults_node``."""
    if node is None:
        return Defaults({}, {}, {})
    if not isinstance(node, MapNode):
        reading.say("YML005", "'defaults' is a mapping of keys that every transmission shares", node)
        return Defaults({}, {}, {})
    if (identifier := node.get("id")) is not None:
        reading.say("YML005", "an 'id' names one transmission: it cannot be a default", identifier)
    values: dict[str, Any] = {}
    positions: dict[str, tuple[int, int]] = {}
    faults = reading.fields(node, values, positions)
    values.pop("id", None)
    for number in faults.values():  # until a transmission takes the value over
        reading.problems[number] = replace(reading.problems[number], loses=None)
    return Defaults(values, positions, faults)


def defaults_node(root: Node | None) -> Node | None:
    """What the transmissions of a file share: its defaults, and the listeners at its top where those name none.

    The node begins where the later of both does; None where the file has neither.
    """
    if not isinstance(root, MapNode):
        return None
    defaults, listeners = root.get("defaults"), root.entries.get(LISTENERS_KEY)
    if listeners is None or (defaults is not None and not isinstance(defaults, MapNode)):
        return defaults
    if defaults is None:
        shared = MapNode(listeners[1].start, listeners[1].end, False)
        shared.entries = {LISTENERS_KEY: listeners}
        return shared
    if defaults.get(LISTENERS_KEY) is not None:
        return defaults
    later = max(defaults, listeners[1], key=lambda node: node.start.index)
    shared = MapNode(later.start, later.end, defaults.flow)
    shared.entries = {**defaults.entries, LISTENERS_KEY: listeners}
    return shared


def format_version_problem(file: str, root: Node) -> Problem | None:
    """The problem of the head of a file that should be ours, or None."""
    if not isinstance(root, MapNode):
        return Problem(
            "YML011",
            f"a {root.kind} is not a schedule: it starts with `bcastplan: {FORMAT_VERSION}`",
            Place(file, root.line, root.column),
        )
    version = root.get(VERSION_KEY)
    if version is None:
        return Problem("YML011", f"not marked as ours: start with `bcastplan: {FORMAT_VERSION}`", Place(file, 1, 1))
    if not isinstance(version, ScalarNode) or version.value != str(FORMAT_VERSION):
        return Problem(
            "YML010",
            f"format version {version.raw()!s} is not known: this program reads version {FORMAT_VERSION}",
            Place(file, version.line, version.column),
        )
    return None
