"""The array engine against a twin that writes every airing out as an interval and compares all of them with all."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.table import RowSplice, in_place
from bcastplan.conflicts import Pair, PairOptions, RowSide, frequency_pairs
from bcastplan.conflicts import incremental as incremental_module
from bcastplan.conflicts import overlap as overlap_module
from bcastplan.conflicts.incremental import Incremental, SideSplice
from bcastplan.model.clock import ClockTime
from bcastplan.model.repeat import parse_repeat
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Origin, Transmission

SEASON = parse_season("A26").window
NEXT_SEASON = parse_season("B26").window
OPEN = Window(date(2026, 10, 20), date(2026, 10, 29))
RULES = (
    None,
    None,
    None,
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=DAILY;COUNT=3",
    "FREQ=DAILY;INTERVAL=3",
)
DAY = 1440

Interval = tuple[int, int, int]
"""Start and stop in minutes since day 0 of the calendar, and the ordinal of the date it starts on."""


def airings(transmission: Transmission) -> Iterator[Interval]:
    """Every airing on its own, straight from the words of the format: no bits, no segments."""
    window = transmission.window
    opens = window.first_day.toordinal() * DAY + window.start_minute
    closes = window.last_day.toordinal() * DAY + window.stop_minute
    if window.stop_minute == DAY:
        closes += DAY
    named = None
    if transmission.repeat is not None:
        anchor = transmission.valid_from or window.first_day
        start = date.fromordinal(anchor.toordinal())
        rule = rrulestr(transmission.repeat.text, dtstart=_midnight(start))
        named = {moment.date() for moment in rule.between(_midnight(start), _midnight(window.last_day), inc=True)}
    eve = timedelta(days=1) if window.start_minute and transmission.valid_from is not None else timedelta(0)
    day = max(transmission.first_date, window.first_day - eve)
    while day <= min(transmission.last_date, window.last_day):
        chosen = transmission.days >> day.weekday() & 1 and day not in transmission.excepted
        if chosen and (named is None or day in named):
            base = day.toordinal() * DAY
            start_at = max(base + transmission.time.start_minute, opens)
            stop_at = min(base + transmission.time.stop_minute, closes)
            if start_at < stop_at:
                yield start_at, stop_at, start_at // DAY
        day += timedelta(days=1)


def _midnight(day: date):
    from datetime import datetime

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a calendar date


def common(one: Transmission, other: Transmission) -> tuple[int, set[int]]:
    """Minutes two transmissions share, and the ordinals of the dates on which two airings begin to."""
    minutes, dates = 0, set()
    others = list(airings(other))
    for start, stop, _ in airings(one):
        for other_start, other_stop, _ in others:
            from_minute, to_minute = max(start, other_start), min(stop, other_stop)
            if from_minute < to_minute:
                minutes += to_minute - from_minute
                dates.add(from_minute // DAY)
    return minutes, dates


def limit_and_step(one: RowSide, other: RowSide) -> tuple[float, float]:
    def step(side: RowSide) -> float:
        return 5 if side.frequency_khz >= 1800 else 10 if side.region == 2 else 9

    widest = max(step(one), step(other))
    return 2 * widest, widest


def twins(one: Transmission, other: Transmission, left: RowSide, right: RowSide) -> bool:
    return (
        one.frequency_khz == other.frequency_khz
        and one.time == other.time
        and one.days == other.days
        and left.site is not None
        and left.site == right.site
        and is_own(left, right)
    )


def is_own(one: RowSide, other: RowSide) -> bool:
    if one.manager and other.manager:
        return one.manager == other.manager
    if one.broadcaster and other.broadcaster:
        return one.broadcaster == other.broadcaster
    return bool(one.service) and one.service == other.service


def is_entered_twice(one: RowSide, other: RowSide) -> bool:
    known = bool(one.site and other.site and one.language and other.language)
    return known and (one.site, one.service, one.language) == (other.site, other.service, other.language)


SEVERITY = {
    ("co-channel", False): 0,
    ("co-channel", True): 1,
    ("adjacent", False): 1,
    ("adjacent", True): 2,
    ("second-adjacent", False): 2,
    ("second-adjacent", True): 2,
    ("duplicate", False): 1,
    ("duplicate", True): 0,
}
WORDS = ("error", "warning", "info")


def brute_force(rows: list[Transmission], sides: list[RowSide], cap: float | None, all_areas: bool) -> list[tuple]:
    ours = [row for row, side in enumerate(sides) if not side.is_reference]
    dropped = {
        row
        for row, side in enumerate(sides)
        if side.is_reference and any(twins(rows[row], rows[mine], side, sides[mine]) for mine in ours)
    }
    found = []
    for left, right in combinations(range(len(rows)), 2):
        one, other = sides[left], sides[right]
        if {left, right} & dropped or (one.is_reference and other.is_reference):
            continue
        limit, step = limit_and_step(one, other)
        separation = round(abs(one.frequency_khz - other.frequency_khz), 3)
        if separation > min(limit, limit if cap is None else cap):
            continue
        if separation == 0 and one.sync and one.sync == other.sync:
            continue
        minutes, dates = common(rows[left], rows[right])
        if not minutes:
            continue
        shared = (one.target_bits & other.target_bits).bit_count() if one.target_bits and other.target_bits else None
        if shared == 0 and not all_areas:
            continue
        kind = "co-channel" if separation == 0 else "adjacent" if separation <= step else "second-adjacent"
        own = is_own(one, other)
        severity = SEVERITY[kind, own]
        if kind == "co-channel" and is_entered_twice(one, other):
            kind = "duplicate"
            severity = SEVERITY[kind, own]
        elif kind == "adjacent" and (one.drm or other.drm):
            severity = SEVERITY["co-channel", own]
        if shared is None:
            severity = min(severity + 1, 2)
        place = [(side.frequency_khz, side.file, side.line) for side in (one, other)]
        turned = one.is_reference or (not other.is_reference and place[1] < place[0])
        a, b = (right, left) if turned else (left, right)
        first, last = date.fromordinal(min(dates)), date.fromordinal(max(dates))
        order = (own, shared is None, severity, -minutes, place[turned], place[not turned])
        found.append((order, (a, b, kind, WORDS[severity], own, separation, minutes, len(dates), first, last, shared)))
    return [facts for _, facts in sorted(found, key=lambda entry: entry[0])]


def facts(pair: Pair) -> tuple:
    return (
        pair.a_row,
        pair.b_row,
        pair.kind.value,
        pair.severity.value,
        pair.own,
        pair.separation_khz,
        pair.overlap_minutes,
        pair.dates,
        pair.first,
        pair.last,
        pair.shared_test_points,
    )


@st.composite
def transmission(draw: st.DrawFn, line: int) -> Transmission:
    window = draw(st.sampled_from([SEASON, SEASON, NEXT_SEASON, OPEN]))
    start = draw(st.one_of(st.integers(0, DAY - 1), st.sampled_from([0, 30, 60, 90, 1380, 1410, 1439])))
    length = draw(st.one_of(st.integers(1, DAY), st.sampled_from([1, 30, 60, 120, DAY])))
    first = draw(st.none() | st.integers(0, 12))
    last = draw(st.none() | st.integers(0, 12))
    edge = date(2026, 10, 18)
    valid_from = None if first is None else edge + timedelta(days=first)
    rule = draw(st.sampled_from(RULES)) if valid_from else None
    return Transmission.trusted(
        {
            "id": f"t{line}",
            "service": draw(st.sampled_from(["VOA", "RFA"])),
            "frequency_khz": draw(st.sampled_from([648.0, 657.0, 666.0, 1790.0, 1805.0, 9565.0, 9570.0, 9575.5])),
            "time": ClockTime(start, start + length),
            "days": draw(st.sampled_from([0b1111111, 0b1100000, 0b0011111, 0b1000000, 0b0000001])),
            "valid_from": valid_from,
            "valid_until": None if last is None else (valid_from or edge) + timedelta(days=last),
            "excepted": tuple(draw(st.lists(st.dates(date(2026, 10, 22), date(2026, 10, 27)), max_size=2))),
            "repeat": parse_repeat(rule) if rule else None,
            "broadcaster": draw(st.sampled_from([None, "VOA", "RFA"])),
            "manager": draw(st.sampled_from([None, "AGM", "TWN"])),
            "language": draw(st.sampled_from([(), ("Kor",)])),
            "site": draw(st.sampled_from([None, "PHT"])),
            "sync": draw(st.sampled_from([None, None, "net"])),
            "mode": draw(st.sampled_from(["AM", "AM", "DRM"])),
            "status": draw(st.sampled_from(["active", "active", "active", "unused"])),
            "window": window,
            "origin": Origin(draw(st.sampled_from(["a.yaml", "b.yaml"])), line),
        }
    )


@st.composite
def plans(draw: st.DrawFn, largest: int = 6) -> tuple[list[Transmission], list[RowSide]]:
    rows = [draw(transmission(line)) for line in range(1, draw(st.integers(2, largest)) + 1)]
    sides = []
    for row in rows:
        if draw(st.integers(0, 5)) == 0:
            rows[rows.index(row)] = row = rows[0].changed(origin=row.origin, status=row.status)
        side = RowSide.of(row, region=draw(st.sampled_from([None, 1, 2])), is_reference=draw(st.booleans()))
        points = draw(st.sampled_from([None, 0b0011, 0b0110, 0b1100 | 1 << 900]))
        # Rows that bear a station's name only may be ours under other names: test_own_rows.py has these.
        sides.append(_with(side, target_bits=points, station=None))
    return rows, sides


def _with(side: RowSide, **changes) -> RowSide:
    from dataclasses import replace

    return replace(side, **changes)


def counted(rows: list[Transmission]) -> list[Transmission]:
    """What the twin may expand: rows that are not in use have no airings."""
    return [
        row if row.counts else row.changed(valid_from=date(2026, 1, 2), valid_until=date(2026, 1, 1)) for row in rows
    ]


@given(plans(), st.sampled_from([None, 0, 5, 9, 10]), st.booleans())
def test_engine_equals_interval_expansion(plan, cap, all_areas):
    rows, sides = plan
    result = frequency_pairs(build(rows), sides, PairOptions(separation_khz=cap, all_areas=all_areas))
    expected = brute_force(counted(rows), sides, cap, all_areas)
    assert [facts(pair) for pair in result] == expected


@given(plans(), st.randoms(use_true_random=False))
def test_result_does_not_depend_on_the_order_of_rows(plan, random):
    rows, sides = plan
    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)
    straight = frequency_pairs(build(rows), sides, PairOptions(all_areas=True))
    mixed = frequency_pairs(
        build([rows[row] for row in shuffled]), [sides[row] for row in shuffled], PairOptions(all_areas=True)
    )
    turned = [facts(pair) for pair in mixed]
    assert [(shuffled[a], shuffled[b], *rest) for a, b, *rest in turned] == [facts(pair) for pair in straight]


@given(plans(largest=9), st.integers(1, 4))
def test_chunks_do_not_show(plan, chunk):
    rows, sides = plan
    table = build(rows)
    whole = [facts(pair) for pair in frequency_pairs(table, sides, PairOptions(all_areas=True))]
    before = overlap_module.CHUNK
    overlap_module.CHUNK = chunk
    try:
        assert [facts(pair) for pair in frequency_pairs(table, sides, PairOptions(all_areas=True))] == whole
    finally:
        overlap_module.CHUNK = before


@given(st.integers(0, DAY - 1), st.integers(1, DAY), st.integers(1, DAY))
@example(1380, 60, 60)
@example(0, DAY, 1)
def test_touching_ends_are_no_pair(start, length, next_length):
    """The second starts in the minute the first stops, also over midnight, on one date each."""
    first = Transmission(frequency="9485", time=ClockTime(start, start + length), window=OPEN, origin=Origin("a", 1))
    stop = start + length
    day = OPEN.first_day + timedelta(days=3)
    second_day = day + timedelta(days=stop // DAY)
    first = first.changed(valid_from=day, valid_until=day)
    second = first.changed(
        time=ClockTime(stop % DAY, stop % DAY + next_length), valid_from=second_day, valid_until=second_day
    )
    rows = [first, second]
    assert len(frequency_pairs(build(rows), [RowSide.of(row) for row in rows], PairOptions(all_areas=True))) == 0


@given(plans(), st.data())
def test_edits_equal_computing_anew(plan, data):
    """Replace, insert and remove rows; every time the kept pairs are those of the table as it then is."""
    rows, sides = plan
    table = build(rows)
    kept = Incremental(table, sides, PairOptions(all_areas=True))
    for step in range(3):
        before = {pair_names(pair): facts(pair)[2:] for pair in kept.result}
        what = data.draw(st.sampled_from(["replace", "insert", "remove"] if len(rows) > 1 else ["replace", "insert"]))
        row = data.draw(st.integers(0, len(rows) - (what != "insert")))
        if what == "remove":
            table, rows, sides = table.removed(row), rows[:row] + rows[row + 1 :], sides[:row] + sides[row + 1 :]
            changes = kept.remove(row, table)
        else:
            line = rows[row].origin.line if what == "replace" else 100 + step
            new = data.draw(transmission(line))
            side = _with(RowSide.of(new), target_bits=data.draw(st.sampled_from([None, 3, 6])))
            side = _with(side, is_reference=data.draw(st.booleans()))
            taken = row + (what == "replace")
            rows, sides = [*rows[:row], new, *rows[taken:]], [*sides[:row], side, *sides[taken:]]
            if what == "replace":
                table = table.replaced(row, new)
                changes = kept.replace(row, table, side)
            else:
                table = table.inserted(row, new)
                changes = kept.insert(row, table, side)
        anew = frequency_pairs(build(rows), sides, PairOptions(all_areas=True))
        assert [facts(pair) for pair in kept.result] == [facts(pair) for pair in anew]
        after = {pair_names(pair): facts(pair)[2:] for pair in kept.result}
        assert {pair_names(pair) for pair in changes.added} >= after.keys() - before.keys()
        assert {pair_names(pair) for pair in changes.removed} >= before.keys() - after.keys()
        told = {pair_names(pair) for pair in (*changes.added, *changes.removed, *changes.changed)}
        assert {name for name in after.keys() & before.keys() if after[name] != before[name]} <= told


@given(plans(largest=9), st.data(), st.sampled_from([0, 64]))
def test_several_splices_at_once_equal_computing_anew(plan, data, one_by_one):
    """Rows come, go and give way to others in one edit, and the rest moves to other lines."""
    rows, sides = plan
    kept = Incremental(build(rows), sides, PairOptions(all_areas=True))
    edges = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=6)))
    table_splices, side_splices = [], []
    for first, stop in zip(edges[::2], edges[1::2], strict=False):
        new = data.draw(st.lists(transmission(1000 + first), max_size=3))
        made = [_with(RowSide.of(row), is_reference=data.draw(st.booleans())) for row in new]
        table_splices.append(RowSplice(first, stop, tuple(new)))
        side_splices.append(SideSplice(first, stop, tuple(made)))
    table = build(rows).spliced(table_splices)
    lines = [10 * number for number in range(len(table))]
    before = incremental_module.MOST_ROWS_ONE_BY_ONE
    incremental_module.MOST_ROWS_ONE_BY_ONE = one_by_one
    try:
        kept.splice(table, side_splices, lines)
    finally:
        incremental_module.MOST_ROWS_ONE_BY_ONE = before
    sides = [_with(side, line=line) for side, line in zip(in_place(sides, side_splices), lines, strict=True)]
    anew = frequency_pairs(table, sides, PairOptions(all_areas=True))
    assert list(kept.result) == list(anew)


def pair_names(pair: Pair) -> frozenset[int]:
    return frozenset({pair.a.line, pair.b.line})
