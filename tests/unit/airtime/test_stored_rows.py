"""A stored transmission says what the original says, or that it does not know."""

import json

import numpy as np
import pytest

from bcastplan.airtime.airings import Calendar, airings_of
from bcastplan.airtime.stored_rows import STORED, MixedRows, NotStored, StoredRows, column_of, is_storable_jammer
from bcastplan.document.schedule_reader import read_schedule

TEXT = """\
bcastplan: 1
service: VOA
season: A26
defaults: {manager: AGM}
transmissions:
  - {id: a, frequency: 9565, time: 1530-1630, azimuth: 21, power: 1, rate: 1.0, language: [Kor, Eng]}
  - {frequency: 9565.0, time: 1530-1630, azimuth: 0.0, slew: -0.0, from: 2026-05-01, note: so, x-own: {a: 1}}
  - {id: '1', frequency: 648, time: 0000-2400, site: {name: Jeju, latitude: 33, longitude: 126.5},
     jammer: yes, except: 2026-05-03, x-heard: '2026-08'}
  - {id: "b", service: RFA, frequency: 6348.5, time: 0000-2400, days: Mon, status: unused, sync: korea, site: PHT}
"""
ROWS = read_schedule("a.yaml", TEXT)[0].transmissions


def again(rows):
    values, arrays = rows.packed()
    return StoredRows.unpacked(json.loads(json.dumps(values)), arrays)


@pytest.fixture(params=[lambda rows: rows, again], ids=["columns", "unpacked"])
def stored(request):
    return request.param(StoredRows.of(ROWS))


def test_what_is_stored_is_what_was(stored):
    assert len(stored) == len(ROWS) == 4
    for kept, row in zip(stored, ROWS, strict=True):
        for name in STORED:
            value, known = getattr(row, name), getattr(kept, name)
            assert (repr(known), type(known)) == (repr(value), type(value)), name
        assert kept.place() == row.place()
        assert kept.place("id") == row.place("id")
        assert kept.place("note") == row.place("note") if row.note is None else True
        assert (kept.counts, kept.jams, kept.site_code, kept.file) == (row.counts, row.jams, row.site_code, row.file)
        assert set(kept.origin.positions) == set(row.origin.positions)


@pytest.mark.parametrize("name", ["note", "slew_deg", "repeat", "excepted", "extensions", "season", "time"])
def test_what_is_not_stored_is_refused(stored, name):
    assert hasattr(ROWS[1], name)
    with pytest.raises(NotStored):
        getattr(stored[1], name)


def test_of_a_jammer_all_is_known_that_says_when_it_is_on_the_air(stored):
    jammer = ROWS[2]
    assert [*stored.jammers] == [2]
    for name in ("time", "excepted", "repeat", "extensions"):
        assert getattr(stored[2], name) == getattr(jammer, name)
    calendar = Calendar.covering([jammer.window])
    of_both = [airings_of(row.changed(jammer=False), calendar) for row in (jammer, stored[2])]
    assert of_both[0] == of_both[1]
    assert of_both[0].segments
    with pytest.raises(NotStored):
        _ = stored[2].note


def test_a_jammer_with_a_repeat_rule_is_not_stored():
    assert not is_storable_jammer(ROWS[2].changed(repeat=object()))
    assert not is_storable_jammer(ROWS[1])
    assert is_storable_jammer(ROWS[2])


def test_nothing_is_taken_for_a_default(stored):
    for ask in (lambda row: row.values(), lambda row: row == ROWS[0], lambda row: row.place("frequency")):
        with pytest.raises(NotStored):
            ask(stored[1])


def test_columns_are_those_of_the_rows(stored):
    sources = np.array([3, 4, 0, 5, 1])
    mixed = MixedRows(stored, ROWS[:2], sources)
    expected = [ROWS[3], ROWS[0], ROWS[0], ROWS[1], ROWS[1]]
    assert [row.id for row in mixed] == [row.id for row in expected]
    for name in ("id", "service", "site"):
        assert column_of(mixed, name, [0, 3]) == [getattr(expected[row], name) for row in (0, 3)]
        assert column_of(expected, name, [0, 3]) == column_of(mixed, name, [0, 3])
    assert mixed.different("service") == {"VOA", "RFA"}


def test_no_rows_are_stored_too():
    assert len(again(StoredRows.of([]))) == 0


def test_values_of_other_types_are_not_packed():
    with pytest.raises(NotStored):
        StoredRows.of([ROWS[0].changed(service=b"bytes")]).packed()
