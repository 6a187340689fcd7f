"""Rows of lists that are ours, against a twin that keeps sets of minutes of the day; edits against doing it anew."""

from datetime import date, timedelta
from itertools import combinations

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.airtime.table import RowSplice
from bcastplan.conflicts import PairOptions, RowSide, frequency_pairs
from bcastplan.conflicts.incremental import Incremental, SideSplice
from bcastplan.conflicts.own_rows import EQUAL_MINUTES, NEAR_KM, SAME_PLACE_KM, SLACK_MINUTES, own_rows
from bcastplan.conflicts.side_columns import encode
from bcastplan.exchange.places import distance_km
from bcastplan.model.clock import ClockTime
from bcastplan.model.days import DAILY
from bcastplan.model.season import Window
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference.station_names import station_form

DAY = 1440
FIRST = date(2026, 6, 1)
WINDOW = Window(FIRST, FIRST + timedelta(days=20))
SITES = (None, "PHT", InlineSite("Tinang", 15.36, 120.62), InlineSite("Lampertheim", 49.6, 8.53))
POSITIONS = {None: None, "PHT": (15.35, 120.6167), SITES[2]: (15.36, 120.62), SITES[3]: (49.6, 8.53)}
NAMES = ("Voice of America", "VOICE OF AMERICA DIGITAL", "Radio Free Asia", "R.FREE ASIA", "Voice of Nobody")
WHO = (("VOA", "AGM"), ("RFA", None), (None, None))
OWN_NAMES = ((), ("Voice of Nobody",))


def row(draw: st.DrawFn, *, listed: bool) -> tuple[Transmission, RowSide]:
    start = draw(st.sampled_from([0, 5, 600, 603, 610, 620, 660, 1380, 1430]))
    length = draw(st.sampled_from([30, 57, 60, 120, 1440]))
    broadcaster, manager = draw(st.sampled_from(WHO[2:] if listed else WHO))
    site = draw(st.sampled_from(SITES))
    transmission = Transmission(
        frequency=draw(st.sampled_from([9565.0, 9570.0])),
        time=ClockTime(start, start + length),
        days=draw(st.sampled_from([DAILY, 0b1100000])),
        valid_from=draw(st.sampled_from([None, FIRST, FIRST + timedelta(days=10)])),
        valid_until=draw(st.sampled_from([None, FIRST + timedelta(days=5)])),
        service=draw(st.sampled_from(NAMES if listed else ("Voice of America, Korean", "RFA Korean", "Other"))),
        broadcaster=broadcaster,
        manager=manager,
        language=draw(st.sampled_from([(), ("Kor",), ("Kor", "Eng"), ("Eng",)])),
        target=draw(st.sampled_from(["44NE", None])),
        site=site,
        window=WINDOW,
    )
    names = () if listed else draw(st.sampled_from(OWN_NAMES))
    side = RowSide.of(transmission, is_reference=listed, names=names, position=POSITIONS[site])
    return transmission, side


@st.composite
def plans(draw: st.DrawFn) -> list[tuple[Transmission, RowSide]]:
    ours = [row(draw, listed=False) for _ in range(draw(st.integers(1, 3)))]
    return ours + [row(draw, listed=True) for _ in range(draw(st.integers(1, 4)))]


def minutes(time: ClockTime, slack: int = 0) -> set[int]:
    return {minute % DAY for minute in range(time.start_minute - slack, time.stop_minute + slack)}


def dates(transmission: Transmission) -> set[date]:
    day, chosen = max(transmission.first_date, WINDOW.first_day), set()
    while day <= min(transmission.last_date, WINDOW.last_day):
        if transmission.days >> day.weekday() & 1:
            chosen.add(day)
        day += timedelta(days=1)
    return chosen


def near_in_time(left: int, right: int) -> bool:
    return any(abs(left - right + shift) <= EQUAL_MINUTES for shift in (-2 * DAY, -DAY, 0, DAY, 2 * DAY))


def twin(rows: list[tuple[Transmission, RowSide]]) -> tuple[set[int], set[tuple[int, int]]]:
    """The reference rows that are certainly ours, and the pairs (ours, theirs) that are probably one."""
    certain, probable = set(), set()
    side_of = [side for _, side in rows]
    for number, (theirs, side) in enumerate(rows):
        if not side.is_reference:
            continue
        evidence = []
        for mine, (ours, own) in enumerate(rows):
            if own.is_reference or ours.frequency_khz != theirs.frequency_khz:
                continue
            named = station_form(theirs.service) in own.known_as or (
                own.station is not None and own.station in side.known_as
            )
            same_service = ours.service == theirs.service
            exactly = ours.time == theirs.time and ours.days == theirs.days and own.site == side.site
            if exactly and own.site is not None and (named or same_service):
                certain.add(number)
            around = {day + timedelta(days=shift) for day in dates(ours) for shift in (-1, 0, 1)}
            meets = bool(minutes(ours.time) & minutes(theirs.time)) and bool(dates(theirs) & around)
            here, there = own.position, side.position
            same_site = own.site == side.site if own.site and own.site == side.site else None
            if same_site is None and here and there:
                same_site = distance_km(*here, *there) <= NEAR_KM
            spoken = set(ours.language) & set(theirs.language)
            same_language = bool(spoken) if ours.language and theirs.language else None
            equal = near_in_time(ours.time.start_minute, theirs.time.start_minute) and near_in_time(
                ours.time.stop_minute, theirs.time.stop_minute
            )
            if meets:
                evidence.append((mine, ours, named, same_site, same_language, equal))
        at_site = [ours for _, ours, named, site, language, _ in evidence if named and site and language is not False]
        covered = set().union(*(minutes(ours.time, SLACK_MINUTES) for ours in at_site)) if at_site else set()
        if at_site and minutes(theirs.time) <= covered:
            certain.add(number)
        if any(named and site is None and language and equal for _, _, named, site, language, equal in evidence):
            certain.add(number)
        for mine, ours, named, site, language, equal in evidence:
            inside = minutes(theirs.time) <= minutes(ours.time, SLACK_MINUTES)
            if named:
                likely = language is not False and (site is not False or inside)
            else:
                there = rows[number][1].position
                here = rows[mine][1].position
                same_place = rows[mine][1].site == side_of[number].site and side_of[number].site is not None
                if not same_place and here and there:
                    same_place = distance_km(*here, *there) <= SAME_PLACE_KM
                likely = bool(site and language and equal) or (same_place and inside)
            if likely:
                probable.add((mine, number))
    return certain, {(mine, number) for mine, number in probable if number not in certain}


@given(plans())
@examples(300)
def test_our_rows_are_those_that_the_twin_finds(rows: list[tuple[Transmission, RowSide]]) -> None:
    table, sides = build([transmission for transmission, _ in rows]), [side for _, side in rows]
    known = own_rows(table, encode(sides, table.frequency_hz), sides)
    certain, probable = twin(rows)
    assert {number for number in range(len(rows)) if known.twins[number]} == certain
    assert {divmod(key, len(rows)) for key in known.probable.tolist()} == probable
    severities = ("error", "warning", "info")
    for pair in frequency_pairs(table, sides, PairOptions(all_areas=True)):
        assert pair.b_row not in certain
        assert pair.probably_ours == ((pair.a_row, pair.b_row) in probable)
        if pair.probably_ours:
            plain = {"co-channel": 0, "duplicate": 1}[pair.kind] + (1 if pair.own and pair.kind == "co-channel" else 0)
            unknown = pair.shared_test_points is None
            assert pair.severity == severities[min(2, plain + 1 + unknown)]


@given(plans(), st.data())
@examples(150)
def test_an_edit_tells_our_rows_as_looking_anew_does(
    rows: list[tuple[Transmission, RowSide]], data: st.DataObject
) -> None:
    table, sides = build([transmission for transmission, _ in rows]), [side for _, side in rows]
    live = Incremental(table, sides)
    for _ in range(3):
        own = sum(not side.is_reference for side in sides)
        first = data.draw(st.integers(0, own))
        stop = data.draw(st.integers(first, min(own, first + 1)))
        added = [row(data.draw, listed=False) for _ in range(data.draw(st.integers(0, 2)))]
        table = table.spliced([RowSplice(first, stop, tuple(transmission for transmission, _ in added))])
        sides = [*sides[:first], *(side for _, side in added), *sides[stop:]]
        live.splice(table, [SideSplice(first, stop, tuple(side for _, side in added))])
        assert list(live.result) == list(frequency_pairs(table, sides))


def test_names_count_as_equal_however_they_are_shortened() -> None:
    equal = (
        ("R.FREE ASIA", "Radio Free Asia", "Radio Free Asia DIGITAL"),
        ("China Radio Int.", "China Radio International"),
        ("China National Radio 8", "China National Radio"),
        ("Radio Exterior España", "Radio Exterior Espana"),
    )
    for names in equal:
        for left, right in combinations(names, 2):
            assert station_form(left) == station_form(right)
    assert station_form("Radio Taiwan Int.") != station_form("Radio Romania Int.")
