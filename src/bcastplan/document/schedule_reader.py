"""Reads a schedule file in one pass: returns the model and all problems of the file.

A transmission with a fault in its frequency, its time or its dates stays out of the schedule (it cannot be put on
the air exactly); any other faulty value is left out and the transmission kept.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from bcastplan.document.comments import find_ignores
from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode, node_below
from bcastplan.document.parse import parse_text
from bcastplan.model.collector import without_gc
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import MOST_FINDINGS, WHOLE_FILE, Place, Problem
from bcastplan.model.ignoring import IgnoreComment
from bcastplan.model.nearest import did_you_mean, nearest, one_slip_away
from bcastplan.model.schedule import (
    FORMAT_VERSION,
    LISTENERS_KEY,
    SCHEDULE_KEYS,
    SCHEDULE_PARSERS,
    VERSION_KEY,
    Schedule,
)
from bcastplan.model.season import NO_WINDOW, Season, Window
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, KEYS, TRANSMISSION_PARSERS, Origin, Transmission
from bcastplan.model.written_places import KeyPlaces

_BOUNDS = ("season", "from", "until")
_NEEDED = (("frequency_khz", "frequency"), ("time", "time"))
"""Attributes without which there is no transmission, with their keys."""
EXACT_KEYS = frozenset(name for name, key in KEYS.items() if key.exact)
"""Keys without which nothing exact can be said of when and where a transmission is on the air."""


_TYPED: defaultdict[str, dict[str, Any]] = defaultdict(dict)
"""Key -> written value -> typed value: files repeat themselves and one another, and equal values are one object."""
_MOST_TYPED = 4096


def read_schedule(file: str, text: str) -> tuple[Schedule | None, list[Problem]]:
    """Read one schedule file.

    Returns the schedule (None where nothing can be made of the text) and the problems of reading: YML, TIM and
    single-value codes of other families, in the order of the text.
    """
    with without_gc():
        root, problems = parse_text(file, text)
        if root is None:
            return None, unread(file, problems)
        read = schedule_from_node(file, root, problems, find_ignores(text))
        del root  # freed before the collector wakes, which would otherwise walk all of it
        return read


def unread(file: str, problems: Sequence[Problem]) -> list[Problem]:
    """Returns why nothing of a file without a root can be read: its problems of syntax, or that it is empty."""
    empty = Problem("YML009", "the file is empty: `bcastplan new` writes a first one", Place(file, 1))
    return [replace(problem, loses=WHOLE_FILE) for problem in problems or (empty,)]


def schedule_from_node(
    file: str, root: Node, problems: list[Problem], ignores: tuple[IgnoreComment, ...]
) -> tuple[Schedule | None, list[Problem]]:
    """Make a schedule of a parsed text; ``problems`` is added to and returned in the order of the text."""
    reading = _Reading(file, problems)
    schedule = reading.schedule(root, ignores)
    problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    return schedule, problems


def transmissions_from_nodes(
    schedule: Schedule, defaults: Node | None, items: Iterable[tuple[int, Node]]
) -> tuple[list[Transmission], list[Problem]]:
    """Read some transmissions of a schedule again; those that are not whole are left out, with a problem.

    Args:
        schedule: the schedule they belong to, for its service and window.
        defaults: the node of the file's defaults.
        items: the transmissions' nodes, each with its number in the list.
    """
    reading = _Reading(schedule.file, [])
    values, positions, faults = reading.defaults_of(defaults)
    told = len(reading.problems)  # by the file's own reading
    top = {"service": schedule.service or "", "season": schedule.season}
    transmissions = []
    for index, item in items:
        for transmission in reading.transmissions([item], values, positions, faults, top, schedule.window):
            origin = transmission.origin
            placed = Origin(origin.file, origin.line, origin.column, origin.positions, index)
            transmissions.append(transmission.changed(origin=placed))
    return transmissions, reading.problems[told:]


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


def _worth_reading(root: MapNode, wrong: Problem) -> bool:
    """Whether a file with a faulty head is ours all the same: the mark is missing, but there are transmissions."""
    return wrong.code == "YML011" and "transmissions" in root.entries


class _Reading:
    """The reading of one schedule file."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = sys.intern(file)
        self.problems = problems

    def say(self, code: str, message: str, node: Node, identifier: str | None = None, loses: int | None = None) -> None:
        self.problems.append(Problem(code, message, Place(self.file, node.line, node.column, identifier), loses=loses))

    def schedule(self, root: Node, ignores: tuple[IgnoreComment, ...]) -> Schedule | None:
        wrong = format_version_problem(self.file, root)
        if not isinstance(root, MapNode) or (wrong is not None and not _worth_reading(root, wrong)):
            assert wrong is not None
            self.problems.append(replace(wrong, loses=WHOLE_FILE))
            return None
        if wrong is not None:
            self.problems.append(wrong)
        self.unknown_keys(root, SCHEDULE_KEYS)
        top: dict[str, Any] = {}
        bounding: list[int] = []  # the numbers of the problems of what bounds the file
        for key, parse in SCHEDULE_PARSERS.items():
            if (node := root.get(key)) is not None:
                known = len(self.problems)
                self.value_into(top, key, key, node, parse, None)
                bounding += range(known, len(self.problems)) if key in _BOUNDS else ()
        known = len(self.problems)
        window = self.window(root, top)
        bounding += range(known, len(self.problems))
        defaults, positions, faulty = self.defaults(root)
        listed = root.get("transmissions")
        if listed is None:
            self.say("YML004", "'transmissions' is missing: a list of what is put on the air", root, loses=WHOLE_FILE)
        elif not isinstance(listed, ListNode):
            message = "'transmissions' is a list: start every transmission with a hyphen"
            self.say("YML005", message, listed, loses=WHOLE_FILE)
        items = listed.items if isinstance(listed, ListNode) else []
        transmissions = self.transmissions(items, defaults, positions, faulty, top, window or NO_WINDOW)
        if window is None:
            for rank, number in enumerate(bounding):
                self.problems[number] = replace(self.problems[number], loses=0 if rank else len(transmissions))
            window, transmissions = NO_WINDOW, []
        return Schedule(
            file=self.file,
            service=top.get("service"),
            season=top.get("season"),
            window=window,
            transmissions=tuple(transmissions),
            ignores=ignores,
            extensions={key: value.raw() for key, (_, value) in root.entries.items() if key.startswith("x-")},
        )

    def window(self, root: MapNode, top: dict[str, Any]) -> Window | None:
        """The window of the file; None (and a problem) where it does not say one."""
        season: Season | None = top.get("season")
        written = [key for key in ("from", "until") if root.get(key) is not None]
        if root.get("season") is not None:
            if written:
                where = root.get(written[0])
                assert where is not None
                self.say("TIM012", f"'season' and '{written[0]}' both bound the schedule: keep one of them", where)
            return season.window if season is not None else None
        if len(written) < 2:
            missing = (
                "'season' is missing" if not written else f"'{'until' if written == ['from'] else 'from'}' is missing"
            )
            self.say("YML004", f"{missing}: write season: A26, or both from: and until:", root)
            return None
        if "from" not in top or "until" not in top:
            return None
        if top["until"] < top["from"]:
            until = root.get("until")
            assert until is not None
            self.say("TIM006", f"until {top['until']} lies before from {top['from']}", until)
            return None
        return Window(top["from"], top["until"])

    def defaults(self, root: MapNode) -> tuple[dict[str, Any], dict[str, tuple[int, int]], dict[str, int]]:
        """Values, their positions, and the keys whose value is at fault, each with the number of its problem."""
        return self.defaults_of(defaults_node(root))

    def defaults_of(self, node: Node | None) -> tuple[dict[str, Any], dict[str, tuple[int, int]], dict[str, int]]:
        """The same, of the node of the defaults."""
        if node is None:
            return {}, {}, {}
        if not isinstance(node, MapNode):
            self.say("YML005", "'defaults' is a mapping of keys that every transmission shares", node)
            return {}, {}, {}
        if (identifier := node.get("id")) is not None:
            self.say("YML005", "an 'id' names one transmission: it cannot be a default", identifier)
        values: dict[str, Any] = {}
        positions: dict[str, tuple[int, int]] = {}
        faulty = self.fields(node, values, positions)
        values.pop("id", None)
        for number in faulty.values():  # until a transmission takes the value over
            self.problems[number] = replace(self.problems[number], loses=None)
        return values, positions, faulty

    def transmissions(
        self,
        items: Iterable[Node],
        defaults: dict[str, Any],
        default_positions: dict[str, tuple[int, int]],
        default_faults: dict[str, int],
        top: dict[str, Any],
        window: Window,
    ) -> list[Transmission]:
        transmissions = []
        base = {"service": top.get("service", ""), "season": top.get("season"), "window": window, **defaults}
        for index, item in enumerate(items):
            if not isinstance(item, MapNode):
                message = "a transmission is a mapping of keys, as {frequency: 9565, time: 1530-1630}"
                self.say("YML005", message, item, loses=1)
                continue
            values = dict(base)
            positions = dict(default_positions)
            known = len(self.problems)
            # A faulty default counts against those transmissions only that do not write the key themselves.
            inherited = default_faults.keys() - item.entries.keys()
            faulty = self.fields(item, values, positions).keys() | inherited
            exact = faulty.isdisjoint(EXACT_KEYS)
            for attribute, key in _NEEDED:
                if attribute not in values:
                    if key not in positions and not self.misspelt(key, known):
                        self.say("YML004", f"'{key}' is missing", item, values.get("id"), loses=0)
                    exact = False
            if not exact:
                self.charge(known, [default_faults[key] for key in sorted(inherited & EXACT_KEYS)])
            if not values.get("service") and not self.misspelt("service", known):
                self.say("YML004", "'service' is missing: name it here, in defaults or for the file", item)
            if exact:
                line = item.start.line + 1
                places = KeyPlaces(positions, line)
                values["origin"] = Origin(self.file, line, item.start.column + 1, places, index)
                transmissions.append(Transmission.trusted(values))
        return transmissions

    def misspelt(self, key: str, known: int) -> bool:
        """Whether a problem behind ``known`` is a misspelling of a key that is missing: then that is the fault."""
        for number in range(known, len(self.problems)):
            problem = self.problems[number]
            if problem.code == "YML002" and nearest(str(problem.data.get("key")), KEYS) == key:
                self.problems[number] = replace(problem, loses=0 if key in EXACT_KEYS else problem.loses)
                return True
        return False

    def charge(self, known: int, inherited: Sequence[int]) -> None:
        """Count a transmission as lost by one problem: the first of its own, behind ``known``, else a default's."""
        own = [number for number in range(known, len(self.problems)) if self.problems[number].loses is not None]
        for number in inherited:
            self.problems[number] = replace(self.problems[number], loses=self.problems[number].loses or 0)
        number = (*own, *inherited)[0]
        problem = self.problems[number]
        self.problems[number] = replace(problem, loses=(problem.loses or 0) + 1)

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
        for key, (key_node, _) in node.entries.items():
            if key not in known and not key.startswith("x-"):
                self.unknown(key_node, known)

    def unknown(self, key_node: ScalarNode, known: Collection[str]) -> None:
        key = key_node.value
        near = did_you_mean(key, known) if len(self.problems) < MOST_FINDINGS else ""  # more are never listed
        hint = near or ": keys of your own begin with x-"
        meant = one_slip_away(key, known) if near else None
        self.problems.append(
            Problem(
                "YML002",
                f"unknown key '{key}'{hint}",
                Place(self.file, key_node.line, key_node.column),
                {"key": key, "meant": meant} if meant else {"key": key},
            )
        )
