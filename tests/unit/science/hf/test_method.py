import dataclasses

import numpy as np
import pytest

from bcastplan.science.hf import Circuits, method, predict
from bcastplan.science.hf.conditions import Conditions
from bcastplan.science.hf.method import RECOMMENDATION, REFERENCE, Method, Quirks

HOURS = np.arange(24.0)
QUIRKS = [field.name for field in dataclasses.fields(Quirks)]
# Paths that meet the quirks: high latitudes west of Greenwich, the far south with its thin E layer, two long ones.
PATHS = np.array(
    [
        (60.0, -150.0, 68.0, -90.0),
        (-60.0, 100.0, -55.0, 150.0),
        (48.0, 10.7, 40.0, -3.0),
        (29.5, 47.7, 34.5, 69.2),
        (45.9, -64.3, 69.0, 33.1),
        (-50.0, 140.0, -50.0, -40.0),
        (-36.3, 145.4, 51.5, -0.1),
        (-63.1, -23.1, -85.5, 139.4),
    ]
)


def run(monkeypatch: pytest.MonkeyPatch, quirks: Quirks):
    monkeypatch.setattr(Method, "named", classmethod(lambda cls, mode, absorption: cls(quirks, absorption, True)))
    return predict(
        Circuits(*PATHS.T), month=6, ssn=60, hours_utc=HOURS, frequencies_mhz=[4.0, 9.7, 17.7], power_dbkw=20.0
    )


def test_modes_switch_all_quirks_at_once() -> None:
    assert not any(dataclasses.astuple(RECOMMENDATION))
    assert all(dataclasses.astuple(REFERENCE))
    assert Method.named("recommendation", "control_points") == Method(absorption="control_points")
    assert Method.named("reference", "penetration_points").exact


# What each quirk may touch; everything else must stay as it is.
@pytest.mark.parametrize(
    ("name", "touched"),
    [
        ("deciles_by_utc", {"muf90_mhz", "muf10_mhz"}),
        ("operational_muf_as_coded", {"operational_muf_mhz"}),
        ("noise_whole_hour_zones", {"snr_db", "reliability_pct", "du_snr_db", "dl_snr_db"}),
        ("high_latitude_north_only", {"du_snr_db", "dl_snr_db", "du_day_db", "dl_day_db", "reliability_pct"}),
        ("screening_term_missing", None),
        ("auroral_clock_unwrapped", None),
        ("height_from_any_point", None),
        ("polar_night_everywhere_south", None),
        ("june_one_day_late", None),
    ],
)
def test_every_quirk_changes_what_it_should(
    monkeypatch: pytest.MonkeyPatch, name: str, touched: set[str] | None
) -> None:
    plain = run(monkeypatch, RECOMMENDATION)
    quirky = run(monkeypatch, dataclasses.replace(RECOMMENDATION, **{name: True}))
    changed = {
        field.name
        for field in dataclasses.fields(plain)
        if not np.array_equal(getattr(plain, field.name), getattr(quirky, field.name), equal_nan=True)
    }
    if touched is None:
        assert "field_strength_dbuv" in changed
    else:
        assert changed
        assert changed <= touched
        assert min(touched) in changed


def test_every_quirk_is_tested() -> None:
    marks = [mark for mark in test_every_quirk_changes_what_it_should.pytestmark if mark.name == "parametrize"]
    assert {case[0] for case in marks[0].args[1]} == set(QUIRKS)


def test_june_alone_is_a_day_late() -> None:
    reference = method.Method(REFERENCE)
    shifts = [Conditions(month, 0.0, HOURS, reference).day_shift for month in range(1, 13)]
    assert shifts == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert Conditions(6, 0.0, HOURS, method.Method()).day_shift == 0
