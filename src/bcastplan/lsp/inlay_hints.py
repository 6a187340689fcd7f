"""Small words behind values: the band of a frequency, the local time where it is heard, hours a week."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from bcastplan.conflicts.words import weeks_met
from bcastplan.document.splice import EditRefused
from bcastplan.lsp.question import Question
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.reference.listener_places import listeners_clock
from bcastplan.reference.target_clocks import clock_range

_MOST_ITEMS = 500  # of one answer; editors ask for what is in sight


def inlay_hints(question: Question, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    """The hints of the transmissions in a range."""
    document = question.document
    if document is None or document.schedule is None:
        return []
    try:
        spans = document.items.spans
    except EditRefused:
        return []
    start, end = question.text.offset(params.range.start), question.text.offset(params.range.end)
    chosen = [index for index, span in enumerate(spans) if span.end >= start and span.start <= end]
    hints: list[lsp.InlayHint] = []
    for index in chosen[:_MOST_ITEMS]:
        transmission = question.transmission(index)
        if transmission is not None:
            hints += _of_item(question, transmission)
    return hints


def _of_item(question: Question, transmission: Transmission) -> Iterator[lsp.InlayHint]:
    own = transmission.origin.line
    for key, words in (
        ("frequency", question.directory.band(transmission).band),
        (
            "time",
            " · ".join(part for part in (_local(question, transmission), hours_a_week(question, transmission)) if part),
        ),
    ):
        line, column = transmission.origin.positions.get(key, (0, 0))
        if words and line >= own:  # not what the defaults give
            span = question.text.place_range(line, column)
            yield lsp.InlayHint(span.end, inert(words), padding_left=True)


def _local(question: Question, transmission: Transmission) -> str:
    day = transmission.first_date
    clock = listeners_clock(question.plan, transmission, day.year)
    return clock_range(clock, transmission.time, day) if clock is not None else ""


def hours_a_week(question: Question, transmission: Transmission) -> str:
    """How long a transmission is on the air in a week in which it is."""
    if question.typed is None:
        return ""
    session = question.typed.session
    try:
        row = session.row_at(transmission.file, transmission.origin.index)
    except EditRefused:
        return ""
    table = session.table
    dates = sum(1 << table.bit_of(day) for day in table.date_list(row))
    if not dates:
        return "never on the air"
    return f"{transmission.time.minutes * dates.bit_count() / 60 / weeks_met(dates):.1f} h a week"
