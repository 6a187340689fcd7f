"""Two transmissions side by side, what differs first and marked; every text is inert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.text import Text

from bcastplan.conflicts.jammed import Jammed, JammedResult
from bcastplan.conflicts.pairs import Pair
from bcastplan.conflicts.resources import Resource
from bcastplan.conflicts.words import Wording
from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.rules.conflict_findings import jammed_problem, resource_problem
from bcastplan.tui.fitted_text import fitted
from bcastplan.tui.severity_signs import SIGNS
from bcastplan.tui.views.lookups import Directories
from bcastplan.workspace.editing.session import Session

DIFFERS, SAME = "≠", "="
_MOST_MEETINGS = 6
_LABEL = 11


class Compared(NamedTuple):
    """One field of two transmissions, as read by a planner."""

    label: str
    a: str
    b: str

    @property
    def differs(self) -> bool:
        """Whether the field has different texts on the two sides."""
        return self.a != self.b


def compared(a: Transmission, b: Transmission, of_a: Directory, of_b: Directory) -> list[Compared]:
    """Every field that one of two transmissions has; what differs comes first, both parts in a fixed order."""
    fields = [
        Compared(label, left, right)
        for (label, left), (_, right) in zip(_fields(a, of_a), _fields(b, of_b), strict=True)
        if left or right
    ]
    return sorted(fields, key=lambda field: not field.differs)


def _fields(transmission: Transmission, directory: Directory) -> Iterator[tuple[str, str]]:
    yield "Frequency", f"{format_khz(transmission.frequency_khz)} kHz {transmission.mode}"
    yield "Time", f"{transmission.time} UTC"
    yield "Days", transmission.days_text
    yield "Dates", f"{transmission.first_date} to {transmission.last_date}"
    site = transmission.site
    yield "Site", _coded(transmission.site_code, directory.site_name(site) if isinstance(site, str) else None)
    yield "Transmitter", inert(transmission.transmitter or "")
    yield "Power", f"{transmission.power_kw:g} kW" if transmission.power_kw is not None else ""
    yield "Antenna", inert(transmission.antenna or "")
    yield "Azimuth", f"{transmission.azimuth_deg:g}°" if transmission.azimuth_deg is not None else ""
    yield "Target", inert(transmission.target or "")
    yield "Language", ", ".join(_coded(code, directory.language_name(code)) for code in transmission.language)
    yield "Service", inert(transmission.service)
    yield "Programme", inert(transmission.programme or "")
    yield "Broadcaster", _coded(transmission.broadcaster, directory.broadcaster_name(transmission.broadcaster))
    yield "Manager", _coded(transmission.manager, directory.manager_name(transmission.manager))
    yield "Id", inert(transmission.id or "")
    yield "Written in", f"{inert(transmission.file)}:{transmission.origin.line}"


def _coded(code: str | None, name: str | None) -> str:
    return inert(" ".join(part for part in (code, name) if part))


def pair_lines(pair: Pair, wording: Wording) -> list[str]:
    """What a pair is, when its sides meet and for whom; the first line says what and how grave."""
    with_whom = "own" if pair.own else "external"
    weekly = wording.hours_a_week(pair.a_row, pair.b_row)
    shared = pair.shared_test_points
    if shared is None:
        area = "a target is missing: whether they share an area is not known"
    elif shared:
        area = f"{shared} test points of the targets in common"
    else:
        area = "no test point of the targets in common"
    return [
        f"{SIGNS[pair.severity]} {pair.kind}, {with_whom}: {format_khz(pair.separation_khz)} kHz apart, "
        f"{weekly:.1f} h a week, {count(pair.dates, 'date')}, {area}",
        *(["  probably this transmission itself, as a list has it"] if pair.probably_ours else []),
        *(f"  {inert(line)}" for line in wording.overlap(pair.a_row, pair.b_row, _MOST_MEETINGS)),
    ]


def jammed_text(session: Session, item: Jammed, jamming: JammedResult, width: int) -> Text:
    """Who jams a transmission, when, and what is known of the jammer, beside the transmission; ``width`` cells wide."""
    problem = jammed_problem(jamming, item)
    text = Text(f"{SIGNS[item.severity]} {item.kind}: {inert(problem.message)}")
    directory = Directories(session).of(item.row)
    ours, jammer = session.table.transmissions[item.row], item.jammer.transmission
    # The 4 are the sign between the sides, and the blanks around it and behind the label.
    half = max(8, (width - _LABEL - 4) // 2)
    text.append(f"\n{_columns('', '› ours', ' ', '  jammer', half)}", "bold")
    low, high = (format_khz(hz / 1000) for hz in (item.jammer.low_hz, item.jammer.high_hz))
    for field in compared(ours, jammer, directory, Directory()):
        if field.label == "Frequency" and low != high:
            field = field._replace(b=f"{low} to {high} kHz")
        if field.b and not (item.jammer.jammer is not None and field.label in _NOT_OF_JAMMERS):
            mark = DIFFERS if field.differs else SAME
            line = _columns(field.label, field.a, mark, field.b, half)
            text.append(f"\n{line}", "bold" if field.differs else "dim")
    return text


_NOT_OF_JAMMERS = ("Written in", "Service", "Target", "Language", "Days", "Dates")
"""What a jammer of the plan has only because it is held as a transmission."""


def conflict_text(session: Session, conflict: Pair | Resource, wording: Wording, chosen: int, width: int) -> Text:
    """All that is said of a conflict, ``width`` cells wide; ``chosen`` is 0 or 1, the side that is selected."""
    if isinstance(conflict, Pair):
        lines = pair_lines(conflict, wording)
        rows: tuple[int, ...] = (conflict.a_row, conflict.b_row)
    else:
        problem = resource_problem(session.table, conflict, wording)
        lines, rows = [f"{SIGNS[conflict.severity]} {conflict.kind}: {inert(problem.message)}"], conflict.member_rows
    text = Text("\n".join(lines))
    text.append("\n")
    text.append_text(_side_by_side(session, rows, chosen, width))
    # Two sides fit beside each other; further members of a booking are named below.
    for row in rows[2:]:
        transmission = session.table.transmissions[row]
        text.append(f"\nalso {format_khz(transmission.frequency_khz)} kHz {transmission.time} UTC, ")
        text.append(f"{inert(transmission.service)}, ")
        text.append(f"{inert(transmission.file)}:{transmission.origin.line}")
    return text


def _side_by_side(session: Session, rows: tuple[int, ...], chosen: int, width: int) -> Text:
    directories = Directories(session)
    both = (rows[0], rows[min(1, len(rows) - 1)])
    a, b = (session.table.transmissions[row] for row in both)
    half = max(8, (width - _LABEL - 4) // 2)
    heads = [
        f"{'› ' if number == chosen else '  '}{'reference' if row >= session.own_rows else 'ours'}"
        for number, row in enumerate(both)
    ]
    text = Text(_columns("", heads[0], " ", heads[1], half), "bold")
    for field in compared(a, b, *(directories.of(row) for row in both)):
        mark = DIFFERS if field.differs else SAME
        text.append("\n")
        text.append(_columns(field.label, field.a, mark, field.b, half), "bold" if field.differs else "dim")
    return text


def _columns(label: str, a: str, mark: str, b: str, half: int) -> str:
    return f"{label:<{_LABEL}} {fitted(a, half)} {mark} {fitted(b, half).rstrip()}"
