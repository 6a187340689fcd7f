"""TIM: when a transmission is on the air, and whether it ever is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bcastplan.model.clock import time_meant
from bcastplan.model.days import same_days
from bcastplan.model.finding import Problem, Severity
from bcastplan.model.transmission import Transmission
from bcastplan.rules.context import Context, remark
from bcastplan.rules.registry import reading_rule, rule
from bcastplan.rules.rule_fixes import Fix, drop_date, rewriting


@reading_rule(
    "TIM001", "bad-time", Severity.ERROR, since="0.1",
    fixes=(Fix("writes a time in another form, as `15:30-16:30`, with four digits each.", rewriting(time_meant)),),
)  # fmt: skip
def bad_time() -> None:
    """A time cannot be read.

    ## What it checks
    `time` is start and stop in UTC, four digits each, from 0000 to 2400.

    ## Why it matters
    The transmission stays out of every check and count until its time is known.

    ## Example
    `time: 25:00`

    ## How to fix
    Write `1530-1630`; a stop before the start lies on the next day.

    ## Source
    Format version 1 of schedule files; HFCC requirement file, columns 7-15.
    """


@reading_rule("TIM002", "start-equals-stop", Severity.ERROR, since="0.1")
def start_equals_stop() -> None:
    """Start and stop are the same.

    ## What it checks
    A transmission lasts at least one minute.

    ## Why it matters
    Nobody can tell whether all day or no time at all is meant.

    ## Example
    `time: 0600-0600`

    ## How to fix
    Write `0000-2400` for all day, or the stop that is meant.

    ## Source
    ITU HFBC requirement file format: start and stop differ.
    """


@rule("TIM003", "outside-window", Severity.WARNING, since="0.1", fields=("first", "last"))
def outside_window(context: Context) -> Iterator[Problem]:
    """A date lies outside the schedule's season or dates.

    ## What it checks
    An explicit `from` or `until` of a transmission lies inside the season (or the `from` and `until`) of its file.
    The last Sunday of a season belongs to it until 0100 UTC, so ending on that day is normal.

    ## Why it matters
    What lies outside is not put on the air by this schedule: the airings are cut off at its edges.

    ## Example
    `season: A26` and `until: 2026-11-30`

    ## How to fix
    Correct the date, leave it out (the season's edge is the default), or move the rest to the next season's file.

    ## Source
    HFCC and ITU seasons change at 0100 UTC on the last Sundays of March and October.
    """
    for transmission in context.transmissions:
        window = transmission.window
        if window.is_empty:  # another finding of the file reports that
            continue
        for key, day in (("from", transmission.valid_from), ("until", transmission.valid_until)):
            if day is not None and not window.first_day <= day <= window.last_day:
                yield remark(
                    "TIM003",
                    transmission,
                    key,
                    f"{key} {day} lies outside {_window_words(transmission)}: airings are cut off there",
                    first=str(window.first_day),
                    last=str(window.last_day),
                )


def _window_words(transmission: Transmission) -> str:
    window = transmission.window
    name = f"season {transmission.season} " if transmission.season else ""
    return f"{name}({window.first_day} to {window.last_day})"


@rule("TIM004", "never-airs", Severity.WARNING, since="0.1")
def never_airs(context: Context) -> Iterator[Problem]:
    """A transmission is never on the air.

    ## What it checks
    At least one airing of every planned or active transmission lies inside the schedule's window. In a list whose
    season nobody knows this is said once for the list, not for every row.

    ## Why it matters
    It looks planned and is not: its hours are zero and its conflicts are not seen.

    ## Example
    `days: Mon` with `from` and `until` on the same Tuesday.

    ## How to fix
    Correct the days or the dates; set `status: unused` to keep it for later.

    ## Source
    The program's own rule.
    """
    # These have a repeat rule that cannot be used, which TIM011 reports; that they never air only follows from it.
    without_dates = set(context.table.problem_rows)
    minutes = context.table.minutes
    for row, transmission in context.with_rows():
        if minutes[row] > 0 or row in without_dates or not transmission.counts:
            continue
        # TIM006 reports dates in the wrong order, and the reader a file without a season.
        if _turned_round(transmission) or transmission.window.is_empty:
            continue
        yield remark("TIM004", transmission, None, f"never on the air: {_why_never(transmission)}")


def _why_never(transmission: Transmission) -> str:
    window = transmission.window
    if transmission.last_date < window.first_day or transmission.first_date > window.last_day:
        return f"its dates lie outside {_window_words(transmission)}"
    span = f"between {transmission.first_date} and {transmission.last_date}"
    if transmission.repeat is not None:
        return f"its repeat rule and days meet on no date {span}"
    return f"no {transmission.days_text} airing {span} is left inside {_window_words(transmission)}"


@reading_rule("TIM005", "days-by-number", Severity.ERROR, since="0.1")
def days_by_number() -> None:
    """Days are given as digits.

    ## What it checks
    `days` names days: `daily`, `Mon-Fri`, `Wed-Mon`, `Sat,Sun` or a list.

    ## Why it matters
    HFCC and Aoki count Sunday as 1, EiBi counts Monday as 1: `12` is Sunday and Monday to one, Monday and Tuesday to
    the other.

    ## Example
    `days: 23456`

    ## How to fix
    Write the names.

    ## Source
    HFCC requirement file, columns 73-79; EiBi README, entry 3.
    """


@rule("TIM006", "until-before-from", Severity.ERROR, since="0.1")
def until_before_from(context: Context) -> Iterator[Problem]:
    """The last date lies before the first.

    ## What it checks
    `until` is not before `from`, in a transmission and in a file.

    ## Why it matters
    Such a transmission never airs; usually a year or a month is mistyped.

    ## Example
    `from: 2026-06-22` and `until: 2026-06-21`

    ## How to fix
    Correct one of the two dates.

    ## Source
    ITU HFBC requirement file format: the stop date is not before the start date.
    """
    yield from context.problems.get("TIM006", ())
    for row in context.rows if context.judged is None else context.judged:
        transmission = context.table.transmissions[row]
        if _turned_round(transmission):
            message = f"the last date {transmission.last_date} lies before the first, {transmission.first_date}"
            yield Problem("TIM006", message, transmission.place("until"), loses=1)


def _turned_round(transmission: Transmission) -> bool:
    """Whether both dates are written and in the wrong order; one alone can only miss the window."""
    first, last = transmission.valid_from, transmission.valid_until
    return first is not None and last is not None and last < first


@rule(
    "TIM007", "exception-hits-nothing", Severity.WARNING, since="0.1", fields=("date",),
    fixes=(Fix("takes the date out of the transmission's own `except`, never out of a default.", drop_date),),
)  # fmt: skip
def exception_hits_nothing(context: Context) -> Iterator[Problem]:
    """An exception names a date on which nothing would air.

    ## What it checks
    Every date under `except` is one on which the transmission would otherwise start.

    ## Why it matters
    The airing that was to be dropped is probably still in the schedule, a day or a week off.

    ## Example
    `days: [Fri, Sat]` and `except: [2026-07-02]`, a Thursday.

    ## How to fix
    Name the date on which the airing starts (2330-0030 on Friday belongs to Friday), or remove the exception.

    ## Source
    The program's own rule.
    """
    for transmission in context.transmissions:
        for day in transmission.excepted:
            if not _would_air(transmission, day):
                yield remark(
                    "TIM007", transmission, "except", f"nothing starts on {day:%a} {day} anyway", date=str(day)
                )


def _would_air(transmission: Transmission, day: date) -> bool:
    window = transmission.window
    if not max(transmission.first_date, window.first_day) <= day <= min(transmission.last_date, window.last_day):
        return False
    # Bit 0 of the days is Monday, as ``weekday`` counts.
    if not transmission.days >> day.weekday() & 1:
        return False
    # A rule without a date to count from has no dates at all, which TIM011 reports.
    if transmission.repeat is None or (transmission.repeat.needs_first_date and transmission.valid_from is None):
        return True
    return day in (transmission.repeat_dates() or ())


@reading_rule("TIM008", "unknown-season", Severity.ERROR, since="0.1")
def unknown_season() -> None:
    """A season cannot be read.

    ## What it checks
    `season` is A or B and two digits of the year it starts in.

    ## Why it matters
    Without a season nothing in the file has dates.

    ## Example
    `season: Z99`

    ## How to fix
    Write `A26` for the last Sunday of March to that of October 2026, `B26` for the winter after it.

    ## Source
    HFCC season names.
    """


@reading_rule("TIM009", "impossible-date", Severity.ERROR, since="0.1")
def impossible_date() -> None:
    """A date does not exist or is not written as one.

    ## What it checks
    Dates are year-month-day, exist in the calendar and lie between 1920 and 2099.

    ## Why it matters
    The transmission stays out of every check and count until its dates are known.

    ## Example
    `from: 2026-02-30`

    ## How to fix
    Write the date that is meant, as `2026-03-02`.

    ## Source
    ISO 8601 calendar dates.
    """


@reading_rule(
    "TIM010", "bad-days", Severity.ERROR, since="0.1",
    fixes=(Fix("writes other words for the same days, as `weekdays` or `Mo-Fr`, in ours.", rewriting(same_days)),),
)  # fmt: skip
def bad_days() -> None:
    """Days cannot be read.

    ## What it checks
    `days` is `daily`, a day, a range of days or a list of them.

    ## Why it matters
    The transmission stays out of every check and count until its days are known.

    ## Example
    `days: Sta`

    ## How to fix
    Write `daily`, `Mon-Fri`, `Wed-Mon`, `Sat,Sun` or `[Sat, Sun]`.

    ## Source
    Format version 1 of schedule files (docs/file-format.md).
    """


@rule("TIM011", "bad-repeat", Severity.ERROR, since="0.1")
def bad_repeat(context: Context) -> Iterator[Problem]:
    """A repeat rule cannot be used.

    ## What it checks
    `repeat` is an RFC 5545 RRULE without DTSTART and UNTIL, from YEARLY to DAILY, without hours. A rule that takes
    something from its first date has an explicit `from`: INTERVAL above 1 and COUNT count from it, and a weekly,
    monthly or yearly rule that names no day takes its weekday or day of the month from it.

    ## Why it matters
    The transmission stays out of every check and count until its dates are known.

    ## Example
    `repeat: FREQ=WEEKLY;INTERVAL=2` without `from`.

    ## How to fix
    Put the first date in `from`, the last in `until`, the hours in `time`; name the day in the rule, as
    `FREQ=WEEKLY;BYDAY=TU`.

    ## Source
    RFC 5545, section 3.3.10.
    """
    yield from context.problems.get("TIM011", ())
    if not context.table.problems:
        return
    rows = set(context.rows)
    for row, problem in zip(context.table.problem_rows, context.table.problems, strict=True):
        if row in rows and problem.code == "TIM011":
            yield problem


@reading_rule("TIM012", "two-windows", Severity.ERROR, since="0.1")
def two_windows() -> None:
    """A file gives both a season and dates of its own.

    ## What it checks
    A file has either `season`, or `from` and `until`.

    ## Why it matters
    A season ends at 0100 UTC, a date at 2400: the two do not mean the same.

    ## Example
    `season: A26` and `from: 2026-04-01` at the top of one file.

    ## How to fix
    Keep `season` and give single transmissions their own dates, or keep the dates.

    ## Source
    Format version 1 of schedule files (docs/file-format.md).
    """
