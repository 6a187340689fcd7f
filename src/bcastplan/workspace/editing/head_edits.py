"""Edits of a schedule file beside its list, which read the head and give the transmissions what they share now.

The lines of a block list mean the same below another head, as long as it has no anchors and no directives. So the file
is parsed with its first and last item only, which show that the list still begins and ends where it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from bcastplan.airtime.table import RowSplice
from bcastplan.document.comments import find_ignores
from bcastplan.document.key_reader import EXACT_KEYS, KeyReader
from bcastplan.document.nodes import MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.schedule_head import Defaults, Head, format_version_problem, lose_all, read_head
from bcastplan.document.schedule_reader import NEEDED, NO_SERVICE
from bcastplan.document.splice import TextEdit
from bcastplan.model.finding import MOST_FINDINGS, Place, Problem
from bcastplan.model.schedule import LISTENERS_KEY, Schedule
from bcastplan.model.season import NO_WINDOW
from bcastplan.model.transmission import KEY_OF_ATTRIBUTE, Origin, Transmission
from bcastplan.model.written_places import KeyPlaces, Layout
from bcastplan.workspace.editing.item_list import NOT_ALONE, ItemList
from bcastplan.workspace.editing.item_problems import shifted
from bcastplan.workspace.editing.read_text import Followed, ReadText

_MISSING = object()


class ShortText(NamedTuple):
    """A text without most of its list: what is found and edited beside the list in it counts for the whole text."""

    text: str
    cut_at: int = 0
    """An offset within the list, behind which characters are missing."""
    missing: int = 0

    def in_whole(self, edits: Sequence[TextEdit]) -> list[TextEdit]:
        """Edits of this text as edits of the whole one."""
        return [
            TextEdit(edit.start + self.missing, edit.end + self.missing, edit.text)
            if edit.start > self.cut_at
            else edit
            for edit in edits
        ]


def short_text(read: ReadText) -> ShortText:
    """A text with blank lines in place of all items between the first and the last; the whole text where that differs.

    It differs where anchors or directives may reach from one part of the file into another.
    """
    items = read.items
    if items is None or items.flow or not items.spans or read.has_aliases:
        return ShortText(read.text)
    parted = _parted(read.text, items.first_line(read.text), items.behind)
    inner = _ends_alone(items, read.text)
    if any(_reaches_far(part) for part in (parted.above, inner, parted.below)):
        return ShortText(read.text)
    cut_at = items.line(read.text, 1) if len(items.spans) > 1 else 0
    return ShortText(parted.above + inner + parted.below, cut_at, len(parted.middle) - len(inner))


class _Parted(NamedTuple):
    """A text in three parts: what stands above the list, the list, and what stands below it."""

    above: str
    middle: str
    below: str

    def lines(self) -> range:
        """The lines of the list, from 1."""
        first = self.above.count("\n") + 1
        return range(first, first + self.middle.count("\n") + (not self.middle.endswith("\n")))


@dataclass(frozen=True, slots=True)
class _Change:
    """The heads before and after an edit, and by how much the list has moved."""

    before: Head
    after: Head
    problems: list[Problem]
    """Of the new head, in the order of reading."""
    root: MapNode
    items: ItemList
    lines: int
    listed: range
    """The lines of the list before the edit, from 1."""


def with_other_head(read: ReadText, text: str, edits: Sequence[TextEdit]) -> Followed | None:
    """A read text after edits beside its list; None where the whole text has to be read.

    Args:
        read: the text before the edits.
        text: the text after them.
        edits: what has been edited.
    """
    items = read.items
    if read.schedule is None or read.rows is None or items is None or items.flow or not items.spans:
        return None
    if read.has_aliases:
        return None
    if any(
        line.strip(" \t\r")[:1] not in ("", "#") for line in read.text[items.spans[-1].end : items.behind].split("\n")
    ):
        return None  # a key that stands twice in the file stands below the list
    old = _parted(read.text, items.first_line(read.text), items.behind)
    new = _after(old, text, edits)
    change = _change_of(read, old, new) if new is not None else None
    if change is None or not _rows_stay_whole(read, change):
        return None
    problems = _problems_after(read, change)
    if problems is None:
        return None
    splices, rows = _rows_after(read.rows, change)
    schedule = _schedule_after(read.schedule, change.after, rows, text)
    # Heads that keep transmissions off the air have others come and go than those that change.
    if any(head.window is None or _losing_keys(head.defaults) for head in (change.before, change.after)):
        splices = [RowSplice(0, len(read.schedule.transmissions), schedule.transmissions)]
    root, items = change.root, change.items
    return Followed(ReadText(read.name, text, schedule, problems, root, items, False, rows), splices)


def _parted(text: str, start: int, stop: int) -> _Parted:
    return _Parted(text[:start], text[start:stop], text[stop:])


def _after(old: _Parted, text: str, edits: Sequence[TextEdit]) -> _Parted | None:
    """The parts of the text after edits; None where one of them reaches into the list."""
    start, stop = len(old.above), len(old.above) + len(old.middle)
    above = below = 0
    for edit in edits:
        grown = len(edit.text) - (edit.end - edit.start)
        # At the very edge of the list only whole lines stand above it: anything else would begin the first item's line.
        if edit.end <= start and (edit.end < start or not edit.text or edit.text.endswith("\n")):
            above += grown
        elif edit.start >= stop:
            below += grown
        else:
            return None
    new = _parted(text, start + above, stop + above)
    # A list at the end of the text that ends without a line break goes on in what is written behind it.
    is_apart = not new.below or new.middle.endswith("\n")
    return new if new.middle == old.middle and new.above.endswith("\n") and is_apart else None


def _change_of(read: ReadText, old: _Parted, new: _Parted) -> _Change | None:
    """Both heads, where the list stands under the new one as it stood under the old one."""
    items, root = read.items, read.root
    assert items is not None
    inner = _ends_alone(items, read.text)
    if not isinstance(root, MapNode) or any(_reaches_far(part) for part in (*old[::2], *new[::2], inner)):
        return None
    reduced = new.above + inner + new.below
    fresh_root, of_syntax = parse_text(read.name, reduced)
    fresh = ItemList.of(reduced, fresh_root)
    if (
        not isinstance(fresh_root, MapNode)
        or fresh is None
        or format_version_problem(read.name, fresh_root) is not None
    ):
        return None
    left_out = len(old.middle) - len(inner)
    lines = new.above.count("\n") - old.above.count("\n")
    moved = items.moved(len(new.above) - len(old.above), lines)
    moved = replace(moved, end=fresh.end + left_out, behind=fresh.behind + left_out)
    if not _stand_alike(moved, fresh, left_out) or not (_defaults_above(root) and _defaults_above(fresh_root)):
        return None
    listed = new.lines()
    # What the parser says of the two items that are left is known from before, as what it said of all others.
    reading = KeyReader(read.name, [problem for problem in of_syntax if problem.place.line not in listed])
    head = read_head(reading, fresh_root)
    return _Change(
        read_head(KeyReader(read.name, []), root), head, reading.problems, fresh_root, moved, lines, old.lines()
    )


def _reaches_far(part: str) -> bool:
    """Whether a part of a text may change what another part means, by anchors, aliases or directives."""
    return NOT_ALONE.search(part) is not None or part.startswith("%") or "\n%" in part


def _ends_alone(items: ItemList, text: str) -> str:
    """The lines of a list with blank ones in place of all items between the first and the last."""
    start, stop = items.first_line(text), items.behind
    if len(items.spans) < 3:
        return text[start:stop]
    second, last = items.line(text, 1), items.line(text, len(items.spans) - 1)
    return text[start:second] + "\n" * text.count("\n", second, last) + text[last:stop]


def _stand_alike(moved: ItemList, fresh: ItemList, left_out: int) -> bool:
    """Whether the ends of a list were found where they have moved to, ``left_out`` characters between them missing."""
    ends = moved.spans[:1] if len(moved.spans) == 1 else [moved.spans[0], moved.spans[-1].moved(-left_out, 0)]
    return (fresh.flow, fresh.indent, fresh.start, fresh.spans) == (False, moved.indent, moved.start, ends)


def _defaults_above(root: MapNode) -> bool:
    """Whether what transmissions share stands above them: then its lines tell it from their own keys."""
    keys = list(root.entries)
    listed = keys.index("transmissions")
    return all(keys.index(key) < listed for key in ("defaults", LISTENERS_KEY) if key in keys)


def _rows_stay_whole(read: ReadText, change: _Change) -> bool:
    """Whether the same items are whole transmissions as before; otherwise only a reading of all can tell which."""
    before, after = change.before.defaults, change.after.defaults
    assert read.rows is not None
    assert read.items is not None
    if before.values.get("extensions") != after.values.get("extensions"):
        return False  # a transmission does not tell which of these are its own
    all_whole = len(read.rows) == len(read.items.spans)
    if not all_whole and (_losing_keys(before) or _losing_keys(after)):
        return False
    for _, key in NEEDED:
        had, has = key in before.positions, key in after.positions
        if (has and not had and not all_whole) or (had and not has and not all(_owns(row, key) for row in read.rows)):
            return False
    return True


def _losing_keys(defaults: Defaults) -> list[str]:
    """The keys whose faulty defaults keep the transmissions off the air that take them over."""
    return sorted(EXACT_KEYS & defaults.faults.keys())


def _on_air(rows: tuple[Transmission, ...], head: Head) -> tuple[Transmission, ...]:
    """The transmissions that a schedule with this head has."""
    if head.window is None:
        return ()
    losing = _losing_keys(head.defaults)
    return tuple(row for row in rows if all(_owns(row, key) for key in losing)) if losing else rows


def _count_lost(problems: list[Problem], rows: Sequence[Transmission], defaults: Defaults) -> None:
    """Count each transmission at the first of the faulty defaults that keep it off the air."""
    losing = _losing_keys(defaults)
    for row in rows if losing else ():
        for rank, key in enumerate(key for key in losing if not _owns(row, key)):
            number = defaults.faults[key]
            problems[number] = replace(problems[number], loses=(problems[number].loses or 0) + (not rank))


def _owns(row: Transmission, key: str) -> bool:
    places = row.origin.positions
    return places.owns(key) if isinstance(places, KeyPlaces) else key in places


def _problems_after(read: ReadText, change: _Change) -> list[Problem] | None:
    """The problems below the new head, in the order of the text; None where only a whole reading can tell them."""
    assert read.rows is not None
    problems = change.problems
    _count_lost(problems, read.rows, change.after.defaults)
    if change.after.window is None:
        lose_all(problems, change.after, len(_on_air(read.rows, replace(change.after, window=NO_WINDOW))))
    kept = [shifted(problem, change.lines) for problem in read.problems if problem.place.line in change.listed]
    had, has = bool(change.before.shared.get("service")), bool(change.after.shared.get("service"))
    if had != has:
        # A misspelt key of an item may be meant for the service that it lacks.
        if len(read.rows) < len(change.items.spans) or any(problem.code == "YML002" for problem in kept):
            return None
        missing = _without_service(read.rows, change.lines)
        places = {problem.place for problem in missing}
        others = [problem for problem in kept if problem.message != NO_SERVICE or problem.place not in places]
        kept = others if has else [*others, *missing]
    everything = [*problems, *kept]
    if len(everything) + len(read.problems) >= MOST_FINDINGS and any(each.code == "YML002" for each in everything):
        return None  # from this number on, reading gives no hints
    return sorted(everything, key=lambda problem: (problem.place.line or 0, problem.place.column or 0))


def _without_service(rows: Sequence[Transmission], lines: int) -> list[Problem]:
    """The problems of transmissions that name no service and get none; they stand ``lines`` further down."""
    return [
        Problem("YML004", NO_SERVICE, Place(row.file, row.origin.line + lines, row.origin.column))
        for row in rows
        if not _owns(row, "service")
    ]


def _rows_after(rows: Sequence[Transmission], change: _Change) -> tuple[list[RowSplice], tuple[Transmission, ...]]:
    """What gives way to what, and all transmissions below the new head."""
    before, after = change.before.shared, change.after.shared
    names = [name for name in before.keys() | after.keys() if before.get(name, _MISSING) != after.get(name, _MISSING)]
    inherited = change.after.defaults.positions
    if not names and not change.lines and inherited == change.before.defaults.positions:
        return [], tuple(rows)
    keys = {name: KEY_OF_ATTRIBUTE.get(name) for name in names}
    known: dict[int, Layout] = {}
    fresh, differ = [], []
    for row in rows:
        values = dict(row.__dict__)
        origin = row.origin
        places = origin.positions
        assert isinstance(places, KeyPlaces)
        taken = [name for name, key in keys.items() if key is None or not places.owns(key)]
        for name in taken:
            values.pop(name, None)
            if name in after:
                values[name] = after[name]
        placed = places.inheriting(inherited, change.lines, known)
        values["origin"] = Origin(origin.file, origin.line + change.lines, origin.column, placed, origin.index)
        # All values were checked when they were read, here or above the list.
        fresh.append(Transmission.trusted(values))
        differ.append(bool(taken))
    return list(_splices(fresh, differ)), tuple(fresh)


def _splices(fresh: Sequence[Transmission], differ: Sequence[bool]) -> Iterator[RowSplice]:
    """A splice for each run of transmissions that differ from those they replace."""
    for differs, run in groupby(range(len(fresh)), differ.__getitem__):
        if differs:
            numbers = list(run)
            yield RowSplice(numbers[0], numbers[-1] + 1, tuple(fresh[numbers[0] : numbers[-1] + 1]))


def _schedule_after(before: Schedule, head: Head, rows: tuple[Transmission, ...], text: str) -> Schedule:
    """The schedule below the new head; the same object where it says the same, so that what is kept of it holds."""
    after = replace(
        before,
        service=head.top.get("service"),
        season=head.top.get("season"),
        window=head.window or NO_WINDOW,
        transmissions=_on_air(rows, head),
        ignores=find_ignores(text),
        extensions=head.extensions,
    )
    stay = all(mine is theirs for mine, theirs in zip(after.transmissions, before.transmissions, strict=False))
    return before if stay and after == before else after
