"""A bar is marked exactly in the minutes in which it and a row it is paired with are on the air."""

from datetime import date, timedelta

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.conflicts import RowSide, frequency_pairs
from bcastplan.model.clock import ClockTime
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.tui.views.clashes import Clashes

WINDOW = Window(date(2026, 6, 1), date(2026, 6, 14))
rows = st.lists(
    st.tuples(
        st.integers(0, 47).map(lambda half: half * 30),
        st.integers(1, 40).map(lambda half: half * 30),
        st.integers(1, 127),
        st.sampled_from((9565.0, 9570.0, 9580.0)),
        st.sampled_from(("AGM", "RFA")),
    ),
    min_size=2,
    max_size=6,
)


def minutes_on(transmission, day):
    """Half hours of a UTC date on which a transmission is on the air."""
    found = set()
    for began in (day - timedelta(days=1), day):
        if WINDOW.first_day <= began <= WINDOW.last_day and transmission.days >> began.weekday() & 1:
            shift = 1440 if began < day else 0
            found |= {m for m in range(0, 1440, 30) if transmission.time[0] <= m + shift < transmission.time[1]}
    return found


@examples(60)
@given(rows, st.integers(0, 14))
def test_clashes_are_the_common_minutes_of_paired_rows(listed, offset):
    transmissions = [
        Transmission(
            frequency=frequency, time=ClockTime(start, start + length), days=days, manager=manager, target="44NE",
            window=WINDOW, service=f"s{number}",
        )
        for number, (start, length, days, frequency, manager) in enumerate(listed)
    ]  # fmt: skip
    table = build(transmissions)
    pairs = frequency_pairs(table, [RowSide.of(one) for one in transmissions])
    day = WINDOW.first_day + timedelta(days=offset)
    clashes = Clashes(pairs, day)
    for row, one in enumerate(transmissions):
        wanted = set()
        for pair in pairs:
            if row in (pair.a_row, pair.b_row):
                other = transmissions[pair.b_row if pair.a_row == row else pair.a_row]
                common = minutes_on(one, day) & minutes_on(other, day)
                wanted |= {(minute, pair.severity) for minute in common}
        found = clashes.of(row)
        marked = {(m, clash.severity) for clash in found for m in range(clash.start_minute, clash.stop_minute, 30)}
        assert marked == wanted
        assert [clash.severity.rank for clash in found] == sorted(clash.severity.rank for clash in found)
