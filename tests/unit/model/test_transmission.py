from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from bcastplan.model.errors import ValueFault
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, TRANSMISSION_PARSERS, Origin, Transmission, transmission_keys

WINDOW = parse_season("A26").window


def test_written_text_may_stand_for_any_value():
    one = Transmission(
        frequency="9565", time="1530-1630", days="Sat,Sun", language="Kor", power="250", window=WINDOW,
        **{"from": "2026-06-22", "except": ["2026-06-27"]},
    )  # fmt: skip
    assert (one.frequency_khz, one.time.minutes, one.days_text, one.power_kw) == (9565.0, 60, "Sat,Sun", 250.0)
    assert one.first_date == date(2026, 6, 22)
    assert one.last_date == WINDOW.last_day
    assert one.excepted == (date(2026, 6, 27),)


def test_is_frozen_and_refuses_unknown_keys():
    one = Transmission(frequency="9565", time="1530-1630", window=WINDOW)
    with pytest.raises(FrozenInstanceError):
        one.frequency_khz = 9570.0
    with pytest.raises(TypeError, match="no frequenzy"):
        Transmission(frequency="9565", time="1530-1630", window=WINDOW, frequenzy="1")


def test_refuses_values_that_are_none_and_what_is_left_out():
    with pytest.raises(ValueFault, match="noon"):
        Transmission(frequency="9565", time="noon", window=WINDOW)
    with pytest.raises(TypeError, match="needs time, window"):
        Transmission(frequency="9565")


def test_quantities_are_floats_by_key_and_by_attribute():
    for one in (
        Transmission(frequency=9565, power=100, azimuth=0, time="1530-1630", window=WINDOW),
        Transmission(frequency_khz=9565, power_kw=100, azimuth_deg=0, time="1530-1630", window=WINDOW),
    ):
        assert [repr(value) for value in (one.frequency_khz, one.power_kw, one.azimuth_deg, one.slew_deg)] == [
            "9565.0", "100.0", "0.0", "None",
        ]  # fmt: skip


def test_trusted_and_checked_are_equal():
    checked = Transmission(frequency="9565", time="1530-1630", service="VOA", window=WINDOW)
    trusted = Transmission.trusted({"frequency_khz": 9565.0, "time": checked.time, "service": "VOA", "window": WINDOW})
    assert trusted == checked
    assert trusted.changed(power_kw=100.0).power_kw == 100.0


def test_only_unused_ones_do_not_count():
    assert [
        Transmission(frequency="9565", time="1530-1630", status=status, window=WINDOW).counts
        for status in ("planned", "active", "unused")
    ] == [True, True, False]


def test_a_key_is_found_at_its_value_and_else_at_the_head():
    origin = Origin("a.yaml", 4, 5, {"frequency": (4, 16)})
    one = Transmission(frequency="9565", time="1530-1630", id="x", window=WINDOW, origin=origin)
    assert (one.place("frequency").line, one.place("frequency").column) == (4, 16)
    assert (one.place("power").line, one.place("power").column, one.place().id) == (4, 5, "x")


def test_repeat_without_anchor_is_a_fault_of_that_transmission():
    one = Transmission(frequency="9565", time="1530-1630", repeat="FREQ=WEEKLY;INTERVAL=2", window=WINDOW)
    with pytest.raises(ValueFault):
        one.repeat_dates()
    assert Transmission(frequency="9565", time="1530-1630", window=WINDOW).repeat_dates() is None


def test_every_key_of_a_file_has_an_attribute():
    assert transmission_keys() == tuple(TRANSMISSION_PARSERS)
    one = Transmission(frequency="9565", time="1530-1630", window=WINDOW)
    assert all(hasattr(one, ATTRIBUTE_OF_KEY.get(key, key)) for key in transmission_keys())
