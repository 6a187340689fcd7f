"""One channel of the workbench as runs of characters and style names; what a colour says, a sign or number says too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from bcastplan.model.clock import MINUTES_PER_DAY, clock, clock_stop
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import whole_percent
from bcastplan.science.protection import margin_class
from bcastplan.tui.views.timeline_lines import CLASH_FILL, TICK, Run
from bcastplan.workspace.prediction.channel_slots import DAYS, ChannelSlots, Stretch, Use

if TYPE_CHECKING:
    from bcastplan.workspace.prediction.channel_workbench import ChannelVerdict
    from bcastplan.workspace.prediction.clear_channels import Candidate

FILLS = {Use.ELSEWHERE: "┄", Use.BESIDE: "░", Use.THEIRS: "▒", Use.OURS: "═", Use.JAMMED: "≈"}
STYLES = {
    Use.ELSEWHERE: "elsewhere", Use.BESIDE: "beside", Use.THEIRS: "theirs", Use.OURS: "ours", Use.JAMMED: "jammed",
}  # fmt: skip
FREE_FILL, ITSELF_FILL = "○", "█"
LABEL_CELLS = 8
"""Cells left of the hours: the cursor, the frequency, and a sign for a channel that is not allocated."""
STATUS_WORDS = {"in": "allocated", "customary": "customary", "out": "not allocated"}
STATUS_CELLS = 11
"""Cells of the word behind the figures."""
_WIDE = 100
"""Cells of a line from which on there are words behind the figures."""
_LEAST_FOR_LABEL, _LEAST_FOR_NAME = 6, 5
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Figure(NamedTuple):
    """A column of figures: its head, and the cells it takes with the blank before it."""

    head: str
    width: int


FIGURES = (
    Figure("✗", 3), Figure("▲", 3), Figure("·", 3), Figure("J", 2), Figure("ours", 7), Figure("theirs", 7),
    Figure("heard", 6), Figure("serv", 5), Figure("intf", 5), Figure("serv", 5),
)  # fmt: skip
"""Conflicts by gravity and jammers; margins (dB); heard and served, alone and under interference (%)."""
FIGURE_CELLS = sum(figure.width for figure in FIGURES)


class Line(NamedTuple):
    """What is known of one channel; None for figures that are still being computed."""

    candidate: Candidate
    heard_known: bool
    verdict: ChannelVerdict | None


def hours_width(width: int, *, week: bool) -> int:
    """The cells that the hours take out of a line: whole cells for each hour, or day, where there is room."""
    room = max(1, width - LABEL_CELLS - FIGURE_CELLS - (STATUS_CELLS if width >= _WIDE else 0))
    unit = DAYS if week else 24
    # On a screen too narrow for a cell an hour, hours share cells.
    return room // unit * unit or room


def words_of(line: Line, room: int) -> str:
    """The words after the figures where there is room: whether the channel is allocated, and whom it harms most."""
    if room < STATUS_CELLS:
        return ""
    status = STATUS_WORDS[line.candidate.status].ljust(STATUS_CELLS - 1)
    theirs = line.verdict.theirs if line.verdict is not None else None
    name = inert(theirs.service or theirs.broadcaster or "") if theirs is not None else ""
    left = room - STATUS_CELLS - 1
    if left < _LEAST_FOR_NAME:
        return f" {status}"
    return f" {status} {name if cell_len(name) <= left else set_cell_size(name, left - 1) + '…'}"


def figures(line: Line) -> list[tuple[str, str]]:
    """The texts of the columns of figures, each with the name of its style."""
    candidate, verdict = line.candidate, line.verdict
    texts = [
        _count(candidate.errors, "error"), _count(candidate.warnings, "warning"), _count(candidate.infos, "info"),
        _count(candidate.jammers, "error"),
    ]  # fmt: skip
    if verdict is None:
        known = line.heard_known
        alone = [_share(share, known=known) for share in (candidate.share, candidate.served_share)]
        return [*texts, ("…", "dim"), ("…", "dim"), *alone, ("…", "dim"), ("…", "dim")]
    heard = verdict.heard
    alone = [_share(share) for share in ((heard.share, heard.served_share) if heard else (None, None))]
    under = (heard.heard_interfered, heard.served_share_interfered) if heard else (None, None)
    return [*texts, _margin(verdict.ours_db), _margin(verdict.theirs_db), *alone, *map(_share, under)]


def _count(number: int, style: str) -> tuple[str, str]:
    return (str(number), style) if number else ("-", "dim")


def _share(share: float | None, *, known: bool = True) -> tuple[str, str]:
    if share is None:
        return ("?" if known else "…"), "dim"
    return str(whole_percent(share)), ""


def _margin(margin_db: float | None) -> tuple[str, str]:
    if margin_db is None:
        return "?", "dim"
    if math.isinf(margin_db):
        return "clear", "clean"
    return f"{margin_db:+.1f}", margin_class(margin_db)


def label_of(line: Line, *, cursor: bool) -> str:
    """The cells left of the hours."""
    candidate = line.candidate
    sign = {"in": " ", "customary": "c"}.get(candidate.status, "!")
    own = ITSELF_FILL if candidate.current else " "
    return f"{'›' if cursor else own}{format_khz(candidate.frequency_khz):>5}{sign} "


def paint(slots: ChannelSlots, number: int, width: int, *, week: bool, itself: bool, cursor: bool) -> list[Run]:
    """The hours of one channel, ``width`` cells in all.

    Args:
        slots: the uses of all channels.
        number: the channel.
        width: how many cells there are.
        week: seven days from Monday on, and not the days of the transmission as one.
        itself: whether the transmission is on this channel now.
        cursor: whether the cursor stands on it.
    """
    cells = [" "] * width
    styles = [""] * width
    span = MINUTES_PER_DAY * (DAYS if week else 1)
    for mark in range(0, span, MINUTES_PER_DAY if week else 360):
        cells[mark * width // span], styles[mark * width // span] = TICK, "grid"
    # Stretches come with those that hide others last, so that painting in their order is enough.
    owners: list[Stretch | None] = [None] * width
    for stretch in slots.channels[number]:
        for first, stop in _places(stretch, slots.weekdays, width, week=week):
            cells[first:stop] = FILLS[stretch.use] * (stop - first)
            styles[first:stop] = [STYLES[stretch.use]] * (stop - first)
            owners[first:stop] = [stretch] * (stop - first)
    for own, first, stop in _own_places(slots, width, week=week):
        for place in range(first, stop):
            use = _use_in_cell(slots.channels[number], own, place, width)
            cells[place], styles[place] = _own_cell(use, itself=itself)
            # The own hours hide who else is there, and a label would then stand in the wrong cells.
            owners[place] = None
        if cursor:
            cells[first], cells[stop - 1] = "[", "]" if stop - first > 1 else "["
            styles[first:stop] = ["selected"] * (stop - first)
    _write_labels(cells, owners)
    runs = groupby(range(width), key=styles.__getitem__)
    return [("".join(cells[place] for place in places), style) for style, places in runs]


def _own_cell(use: Use | None, *, itself: bool) -> tuple[str, str]:
    """Sign and style of a cell in the transmission's own hours: what stands in its way there, or that nothing does."""
    if itself:
        return ITSELF_FILL, "itself"
    if use is None or use is Use.ELSEWHERE:
        return (FREE_FILL if use is None else FILLS[use]), "free"
    return (FILLS[use] if use is Use.JAMMED else CLASH_FILL), "clash"


class _OwnMinutes(NamedTuple):
    """Minutes of the transmission; ``day`` is the day of the week that is painted, None where all are one."""

    start_minute: int
    stop_minute: int
    weekdays: int
    day: int | None


def _use_in_cell(stretches: Sequence[Stretch], own: _OwnMinutes, place: int, width: int) -> Use | None:
    """The gravest use of the channel during the transmission's own minutes of a cell; other minutes do not count."""
    span = MINUTES_PER_DAY * (1 if own.day is None else DAYS)
    before = MINUTES_PER_DAY * (own.day or 0)
    begin = max(own.start_minute, place * span / width - before)
    end = min(own.stop_minute, (place + 1) * span / width - before)
    weekdays = own.weekdays if own.day is None else 1 << own.day
    return max(
        (
            stretch.use
            for stretch in stretches
            if stretch.weekdays & weekdays and stretch.start_minute < end and begin < stretch.stop_minute
        ),
        default=None,
    )


def _places(stretch: Stretch, weekdays: int, width: int, *, week: bool) -> Iterator[tuple[int, int]]:
    if week:
        for day in range(DAYS):
            if stretch.weekdays >> day & 1:
                yield _cells(stretch.start_minute, stretch.stop_minute, width, day)
    elif stretch.weekdays & weekdays:
        yield _cells(stretch.start_minute, stretch.stop_minute, width)


def _own_places(slots: ChannelSlots, width: int, *, week: bool) -> Iterator[tuple[_OwnMinutes, int, int]]:
    for start, stop, weekdays in slots.own:
        for day in (day for day in range(DAYS) if weekdays >> day & 1) if week else (None,):
            yield (_OwnMinutes(start, stop, weekdays, day), *_cells(start, stop, width, day))


def _cells(start: int, stop: int, width: int, day: int | None = None) -> tuple[int, int]:
    """The first cell of some minutes and the one after the last; ``day`` is a day of the week, None for all as one."""
    span = MINUTES_PER_DAY * (1 if day is None else DAYS)
    before = MINUTES_PER_DAY * (day or 0)
    first = min((before + start) * width // span, width - 1)
    return first, max(first + 1, min(width, -(-(before + stop) * width // span)))


def _write_labels(cells: list[str], owners: Sequence[Stretch | None]) -> None:
    """Write who is on the air into the part of each use that is not hidden, where there is room."""
    for owner, places in groupby(range(len(owners)), key=owners.__getitem__):
        shown = list(places)
        room = len(shown) - 2
        if owner is None or owner.use is Use.BESIDE or room + 2 < _LEAST_FOR_LABEL:
            continue
        label = inert(owner.label)
        if cell_len(label) > room:
            label = label.partition(" ")[0]  # who, without the site
        text = set_cell_size(label, min(room, cell_len(label)))
        if len(text) == cell_len(text):  # a wide character takes two cells, which none of the others here does
            cells[shown[0] + 1 : shown[0] + 1 + len(text)] = text


def head(width: int, *, week: bool) -> str:
    """The line over the channels: hours or days, and what the figures are."""
    wide = hours_width(width, week=week)
    ruler = [" "] * wide
    marks = _DAY_NAMES if week else tuple(f"{hour:02d}" for hour in range(0, 24, 3 if wide >= 48 else 6))
    for number, mark in enumerate(marks):
        at = number * wide // len(marks)
        text = mark[: wide // len(marks)]
        ruler[at : at + len(text)] = text
    names = "".join(figure.head.rjust(figure.width) for figure in FIGURES)
    room = width - LABEL_CELLS - wide - FIGURE_CELLS
    words = f" {'status':<10}" if room >= STATUS_CELLS else ""
    left = room - STATUS_CELLS - 1
    whom = "" if left < _LEAST_FOR_NAME else " harms most" if left >= len("harms most") else " harms"
    return f"{'kHz':>6}  {''.join(ruler)}{names}{words}{whom}"


def occupants(slots: ChannelSlots, number: int) -> list[str]:
    """Who is on a channel on the days of the transmission, and when, by rising start; jammers among them."""
    stretches = {
        (stretch.start_minute, stretch.stop_minute, stretch.use is Use.JAMMED, inert(stretch.label))
        for stretch in slots.channels[number]
        if stretch.use is not Use.BESIDE and stretch.weekdays & slots.weekdays
    }
    return [
        f"{clock(start)}-{clock_stop(stop)} {'jammed by ' if jammed else ''}{label}"
        for start, stop, jammed, label in sorted(stretches)
    ]


ORDERS = ("by frequency", "best first", "best under interference first")
"""In which order the channels stand; the second one is that of `suggest`."""


def ordered(lines: Sequence[Line], order: str) -> list[int]:
    """The numbers of the channels in one of ``ORDERS``; those that `suggest` proposes only on request come last.

    Under interference, the share that is heard then replaces the share without, where it is known.
    """
    if order == ORDERS[0]:
        return list(range(len(lines)))
    allocated = {"in": 0, "customary": 1}
    ranks = []
    for line in lines:
        candidate, heard = line.candidate, line.verdict.heard if line.verdict is not None else None
        if order == ORDERS[2] and heard is not None:
            candidate = replace(candidate, share=heard.heard_interfered)
        ranks.append((allocated.get(candidate.status, 2), candidate.rank))
    return sorted(range(len(ranks)), key=ranks.__getitem__)
