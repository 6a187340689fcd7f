"""The cells of a programme hold every minute in which one of its transmissions is on the air, once."""

from datetime import date

from bcastplan.airtime.table import build
from bcastplan.coverage.predicted_months import slot_calendar
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.moves.network_values import cells_of

WINDOW = Window(date(2026, 3, 29), date(2026, 10, 24))


def rows(*written):
    return build([Transmission(window=WINDOW, frequency=9565, **keys) for keys in written])


def minutes_by_members(table):
    counted = {}
    for cell in cells_of(table, slot_calendar(table), range(len(table))):
        counted[cell.members] = counted.get(cell.members, 0) + cell.minutes
    return counted


def test_minutes_are_told_apart_by_what_is_on_the_air():
    table = rows(
        {"time": "1200-1345", "from": "2026-07-06", "until": "2026-07-12"},
        {"time": "1310-1400", "from": "2026-07-06", "until": "2026-07-12", "days": "Sat,Sun"},
    )
    assert minutes_by_members(table) == {(0,): 5 * 105 + 2 * 70, (0, 1): 2 * 35, (1,): 2 * 15}


def test_a_minute_past_midnight_is_in_a_cell_of_the_next_day():
    table = rows({"time": "2330-0030", "from": "2026-07-06", "until": "2026-07-07"})
    cells = list(cells_of(table, slot_calendar(table), [0]))
    assert sorted((cell.step, cell.minutes) for cell in cells) == [(0, 60), (47, 60)]


def test_each_month_has_cells_of_its_own():
    table = rows({"time": "1200-1230"})
    cells = list(cells_of(table, slot_calendar(table), [0]))
    assert len({cell.slots for cell in cells}) == 3
    assert sum(cell.minutes for cell in cells) == int(table.minutes.sum())
