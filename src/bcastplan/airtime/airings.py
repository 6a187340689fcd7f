"""The only module that derives dates and minutes of transmissions: days, dates, repeats, midnight, window edges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from bcastplan.airtime.bits import WORD_BITS, span
from bcastplan.model.clock import MINUTES_PER_DAY, ClockTime
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Problem
from bcastplan.model.repeat import anchor_of, first_to_expand, repeat_dates, years_searched
from bcastplan.model.season import NO_WINDOW, Window
from bcastplan.model.transmission import Transmission

_WEEK = 0b1111111
_MOST_YEARS = 5_000
"""Years that the different repeat rules of one file may take to expand: some hundred rules of a season, 2 seconds."""


class Segment(NamedTuple):
    """A stretch of one UTC day on each of a set of dates; ``is_tail`` when the airing began the day before."""

    start_minute: int
    stop_minute: int
    dates: int
    is_tail: bool


class DayAiring(NamedTuple):
    """An airing of a row as far as it lies on one UTC date; ``stop_minute`` is 1..1440.

    ``from_before``: it began the day before; ``goes_on``: it ends the day after.
    """

    row: int
    start_minute: int
    stop_minute: int
    from_before: bool = False
    goes_on: bool = False


class Airings(NamedTuple):
    """All airings of one transmission: the dates they start on, their segments and what is wrong with it."""

    dates: int
    segments: list[Segment]
    problem: Problem | None


class Calendar:
    """Dates as bits: bit 0 is ``epoch``, and ``words`` words of 64 bits reach past every window's last day."""

    def __init__(self, epoch: date, words: int) -> None:
        self.epoch = epoch
        self.words = words
        self._epoch_ordinal = epoch.toordinal()
        # One bit in every seven: 0b1111111 divides a row of ones whose length is a multiple of seven, and leaves that
        # pattern.
        self._every_week = ((1 << 7 * (words * WORD_BITS // 7 + 1)) - 1) // _WEEK
        self._allowed: dict[tuple[Window, date | None, date | None, int], int] = {}
        self._airings: dict[tuple[Window, date | None, date | None, int, ClockTime], Airings] = {}
        self._repeats: dict[str, set[tuple[str, date, date]]] = {}
        self._years: dict[str, int] = {}

    @classmethod
    def covering(cls, windows: Iterable[Window]) -> Calendar:
        """The smallest calendar with a spare day on both sides of every window; empty windows need no days."""
        spread = {window for window in windows if window.days > 0}
        first = min((window.first_day for window in spread), default=NO_WINDOW.last_day) - timedelta(days=1)
        last = max((window.last_day for window in spread), default=NO_WINDOW.last_day) + timedelta(days=1)
        return cls(first, (last - first).days // WORD_BITS + 1)

    def covers(self, window: Window) -> bool:
        """Whether the window, the day before and the day after it have bits here; an empty one has no days to cover."""
        if window.days <= 0:
            return True
        return self.number(window.first_day) >= 1 and self.number(window.last_day) + 1 < self.words * WORD_BITS

    def number(self, day: date) -> int:
        """The bit of a date; negative before the epoch."""
        return day.toordinal() - self._epoch_ordinal

    def bit(self, day: date) -> int:
        """The set of one date, empty when it lies before the epoch."""
        number = self.number(day)
        return 1 << number if number >= 0 else 0

    def allowed(self, transmission: Transmission) -> int:
        """The dates that a transmission's days, dates and window allow, before exceptions and repeats."""
        window = transmission.window
        key = (window, transmission.valid_from, transmission.valid_until, transmission.days)
        known = self._allowed.get(key)
        if known is None:
            # An airing of the night before a season, asked for by an explicit first date, may reach into the season.
            eve = timedelta(days=1 if window.start_minute else 0)
            first = max(transmission.first_date, window.first_day - eve)
            last = min(transmission.last_date, window.last_day)
            # Bit 0 of a date set is the epoch, whatever its weekday: the week is turned to begin there.
            turned = self.epoch.weekday()
            week = (transmission.days >> turned | transmission.days << (7 - turned)) & _WEEK
            known = self._allowed[key] = week * self._every_week & span(self.number(first), self.number(last))
        return known

    def plain_airings(self, transmission: Transmission) -> Airings:
        """The airings of a transmission without exceptions and repeats; those that air alike share one object."""
        key = (
            transmission.window, transmission.valid_from, transmission.valid_until, transmission.days, transmission.time
        )  # fmt: skip
        known = self._airings.get(key)
        if known is None:
            started = self.allowed(transmission)
            known = Airings(*split_and_clip(transmission.time, transmission.window, started, self), None)
            self._airings[key] = known
        return known

    def spend(self, file: str, rule: str, anchor: date, last: date) -> None:
        """Note that a repeat rule of a file is expanded; raises ValueFault TIM011 beyond what a file may cost.

        The same rule over the same dates costs nothing again.
        """
        known = self._repeats.setdefault(file, set())
        if (rule, anchor, last) in known:
            return
        years = self._years.get(file, 0) + years_searched(anchor, last)
        if years > _MOST_YEARS:
            raise ValueFault(
                f"the file has too many different repeat rules ({len(known):,} before this one): "
                "use the same rule with the same dates, or split the file",
                "TIM011",
            )
        self._years[file] = years
        known.add((rule, anchor, last))


def airings_of(transmission: Transmission, calendar: Calendar) -> Airings:
    """Dates and segments of one transmission; a repeat rule that cannot be expanded gives no dates and a problem."""
    if not transmission.counts:
        return Airings(0, [], None)
    if not transmission.excepted and transmission.repeat is None:
        return calendar.plain_airings(transmission)
    started = calendar.allowed(transmission)
    for day in transmission.excepted:
        started &= ~calendar.bit(day)
    if transmission.repeat is not None:
        try:
            started &= _repeated(transmission, calendar)
        except ValueFault as fault:
            return Airings(0, [], Problem(fault.code, str(fault), transmission.place("repeat"), loses=1))
    if not started:
        return Airings(0, [], None)
    dates, segments = split_and_clip(transmission.time, transmission.window, started, calendar)
    return Airings(dates, segments, None)


OF_AIRTIME = (
    "frequency_khz", "time", "days", "window", "valid_from", "valid_until", "excepted", "repeat", "status", "jammer",
)  # fmt: skip
"""The attributes of a transmission that the table is made of."""
_of_airtime = attrgetter(*OF_AIRTIME)


def same_airtime(before: Transmission, after: Transmission) -> bool:
    """Whether two transmissions have the same row of the table, whatever else they say."""
    return bool(_of_airtime(before) == _of_airtime(after))


def _repeated(transmission: Transmission, calendar: Calendar) -> int:
    assert transmission.repeat is not None
    repeat, window = transmission.repeat, transmission.window
    last = min(transmission.last_date, window.last_day)
    anchor = anchor_of(repeat, transmission.valid_from, transmission.first_date)
    if window.days <= 0 or last < anchor:
        return 0
    # A rule that began long ago names the same dates from a nearer one on, and costs less to expand.
    anchor = first_to_expand(repeat, anchor, window.first_day - timedelta(days=1))
    calendar.spend(transmission.origin.file, repeat.text, anchor, last)
    bits = 0
    for day in repeat_dates(repeat.text, anchor, last):
        bits |= calendar.bit(day)
    return bits


def split_and_clip(time: ClockTime, window: Window, started: int, calendar: Calendar) -> tuple[int, list[Segment]]:
    """Split the airings that start on ``started`` at midnight and cut them at the window's edges.

    Returns the dates of those that are on the air at all, and their segments. What is left of an airing that began
    before the window opened begins there: it is no tail.

    A window that closes at 2400 cuts nothing: the airing that starts on its last day runs to its end. One that
    closes earlier, as a season does at 0100, cuts what runs on.
    """
    start, stop = time
    pieces = [Segment(start, min(stop, MINUTES_PER_DAY), started, False)]
    if stop > MINUTES_PER_DAY:
        pieces.append(Segment(0, stop - MINUTES_PER_DAY, started << 1, True))
    closes = window.stop_minute < MINUTES_PER_DAY
    # A season opens at 0100 UTC, while a window of plain dates opens at 0000 and cuts nothing.
    opening = calendar.bit(window.first_day) if window.start_minute else 0
    before = max(opening - 1, 0)
    closing = calendar.bit(window.last_day) if closes else 0
    on_air = 0
    segments: list[Segment] = []
    for begin, end, days, is_tail in pieces:
        dates = (days & (2 * closing - 1) if closes else days) & ~before
        cut_first = dates & opening if begin < window.start_minute else 0
        cut_last = dates & closing if end > window.stop_minute else 0
        # Where one date opens and closes the window, the piece is cut at both ends; it must not appear three times.
        both = cut_first & cut_last
        for begins, ends, on, runs_on in (
            (begin, end, dates & ~(cut_first | cut_last), is_tail),
            (window.start_minute, end, cut_first & ~both, False),
            (begin, window.stop_minute, cut_last & ~both, is_tail),
            (window.start_minute, window.stop_minute, both, False),
        ):
            if on and begins < ends:
                segments.append(Segment(begins, ends, on, runs_on))
                # Dates are those on which an airing starts: a tail counts for the day before.
                on_air |= on >> is_tail
    return on_air, segments
