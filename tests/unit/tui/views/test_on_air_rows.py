"""Who is on the air at a minute, against a count of every minute of every airing."""

from datetime import date, timedelta

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.tui.views.on_air_rows import on_air

SEASON = parse_season("A26")
WINDOW = Window(date(2026, 6, 1), date(2026, 6, 20))

rows = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1439), st.integers(1, 127), st.sampled_from((9565.0, 7215.0))),
    min_size=1,
    max_size=5,
)


def made(start, length, days, frequency, window=WINDOW):
    from bcastplan.model.clock import ClockTime

    return Transmission(frequency=frequency, time=ClockTime(start, start + length), days=days, window=window)


def airings(transmission):
    """Start and stop of each airing in minutes from the first day of the window."""
    for offset in range(WINDOW.days):
        day = WINDOW.first_day + timedelta(days=offset)
        if transmission.days >> day.weekday() & 1:
            yield offset * 1440 + transmission.time.start_minute, offset * 1440 + transmission.time.stop_minute


@examples(80)
@given(rows, st.integers(0, 20), st.integers(0, 1439))
def test_on_air_is_what_covers_the_minute_with_the_airings_own_ends(listed, offset, minute):
    transmissions = [made(*one) for one in listed]
    table = build(transmissions)
    day = WINDOW.first_day + timedelta(days=offset)
    now = offset * 1440 + minute
    wanted = {
        (row, start - offset * 1440, stop - offset * 1440)
        for row, one in enumerate(transmissions)
        for start, stop in airings(one)
        if start <= now < stop
    }
    found = on_air(table, day, minute, range(len(table)))
    assert {tuple(one) for one in found} == wanted
    assert [table.frequency_hz[one.row] for one in found] == sorted(table.frequency_hz[one.row] for one in found)


def test_only_the_rows_asked_for_are_found():
    table = build([made(600, 60, 127, 9565.0), made(600, 60, 127, 7215.0)])
    assert [one.row for one in on_air(table, date(2026, 6, 3), 620, [0])] == [0]
    assert on_air(table, date(2026, 6, 3), 620, []) == []
    assert on_air(table, date(1990, 6, 3), 620, [0, 1]) == []


def test_an_airing_ends_where_the_season_does():
    table = build([made(1380, 180, 127, 9565.0, SEASON.window)])
    (one,) = on_air(table, SEASON.last_day, 30, [0])
    assert (one.since_minute, one.until_minute) == (-60, 60)
    assert on_air(table, SEASON.last_day, 60, [0]) == []
