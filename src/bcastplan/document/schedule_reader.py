"""Reads a schedule file in one pass: returns the model and all problems of the file.

A transmission with a fault in its frequency, its time or its dates stays out of the schedule (it cannot be put on
the air exactly); any other faulty value is left out and the transmission kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bcastplan.document.comments import find_ignores
from bcastplan.document.key_reader import EXACT_KEYS, KeyReader
from bcastplan.document.nodes import ListNode, MapNode, Node
from bcastplan.document.parse import parse_text
from bcastplan.document.schedule_head import (
    Defaults,
    format_version_problem,
    lose_all,
    read_defaults,
    read_head,
)
from bcastplan.model.collector import without_gc
from bcastplan.model.finding import WHOLE_FILE, Place, Problem
from bcastplan.model.ignoring import IgnoreComment
from bcastplan.model.nearest import nearest
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import NO_WINDOW
from bcastplan.model.transmission import KEYS, Origin, Transmission
from bcastplan.model.written_places import KeyPlaces

NEEDED = (("frequency_khz", "frequency"), ("time", "time"))
"""Attributes without which there is no transmission, with their keys."""
NO_SERVICE = "'service' is missing: name it here, in defaults or for the file"


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
    # The head is read before the list and may stand below it.
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
    shared = read_defaults(reading, defaults)
    told = len(reading.problems)  # by the file's own reading
    top = {"service": schedule.service or "", "season": schedule.season, "window": schedule.window}
    transmissions = []
    for index, item in items:
        for transmission in reading.transmissions([item], shared, {**top, **shared.values}):
            origin = transmission.origin
            placed = Origin(origin.file, origin.line, origin.column, origin.positions, index)
            transmissions.append(transmission.changed(origin=placed))
    return transmissions, reading.problems[told:]


def _worth_reading(root: MapNode, wrong: Problem) -> bool:
    """Whether a file with a faulty head is ours all the same: the mark is missing, but there are transmissions."""
    return wrong.code == "YML011" and "transmissions" in root.entries


class _Reading(KeyReader):
    """The reading of one schedule file."""

    def schedule(self, root: Node, ignores: tuple[IgnoreComment, ...]) -> Schedule | None:
        wrong = format_version_problem(self.file, root)
        if not isinstance(root, MapNode) or (wrong is not None and not _worth_reading(root, wrong)):
            assert wrong is not None
            self.problems.append(replace(wrong, loses=WHOLE_FILE))
            return None
        if wrong is not None:
            self.problems.append(wrong)
        head = read_head(self, root)
        listed = root.get("transmissions")
        if listed is None:
            self.say("YML004", "'transmissions' is missing: a list of what is put on the air", root, loses=WHOLE_FILE)
        elif not isinstance(listed, ListNode):
            message = "'transmissions' is a list: start every transmission with a hyphen"
            self.say("YML005", message, listed, loses=WHOLE_FILE)
        items = listed.items if isinstance(listed, ListNode) else []
        transmissions = self.transmissions(items, head.defaults, head.shared)
        if head.window is None:
            lose_all(self.problems, head, len(transmissions))
            transmissions = []
        return Schedule(
            file=self.file,
            service=head.top.get("service"),
            season=head.top.get("season"),
            window=head.window or NO_WINDOW,
            transmissions=tuple(transmissions),
            ignores=ignores,
            extensions=head.extensions,
        )

    def transmissions(self, items: Iterable[Node], defaults: Defaults, base: dict[str, Any]) -> list[Transmission]:
        """Read items of the list; ``base`` is what each has that it does not write."""
        transmissions = []
        for index, item in enumerate(items):
            if not isinstance(item, MapNode):
                message = "a transmission is a mapping of keys, as {frequency: 9565, time: 1530-1630}"
                self.say("YML005", message, item, loses=1)
                continue
            values = dict(base)
            positions = dict(defaults.positions)
            known = len(self.problems)
            # A faulty default counts against those transmissions only that do not write the key themselves.
            inherited = defaults.faults.keys() - item.entries.keys()
            faulty = self.fields(item, values, positions).keys() | inherited
            exact = faulty.isdisjoint(EXACT_KEYS)
            for attribute, key in NEEDED:
                if attribute not in values:
                    if key not in positions and not self.misspelt(key, known):
                        self.say("YML004", f"'{key}' is missing", item, values.get("id"), loses=0)
                    exact = False
            if not exact:
                self.charge(known, [defaults.faults[key] for key in sorted(inherited & EXACT_KEYS)])
            if not values.get("service") and not self.misspelt("service", known):
                self.say("YML004", NO_SERVICE, item)
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
