"""R12: the 13-month mean of a sunspot number, on the original scale, made from the solar radio flux."""

import importlib.util
import itertools
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bcastplan.reference import smoothed_sunspot_number
from bcastplan.reference.storage import SHIPPED_FOLDER, read_shipped

JANUARY_1981 = 12 * 1981


@pytest.fixture(scope="module")
def builder(root: Path) -> ModuleType:
    """builders/sunspots.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "builders"))
        spec = importlib.util.spec_from_file_location("sunspots_builder", root / "builders" / "sunspots.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["sunspots_builder"] = module
        spec.loader.exec_module(module)
        return module


@pytest.mark.parametrize("number", [0.0, 30.0, 100.0, 200.0])
def test_before_1981_the_flux_of_p371_gives_its_number(builder: ModuleType, number: float) -> None:
    flux = 63.7 + 0.728 * number + 0.00089 * number**2
    assert builder.sunspot_number(flux, JANUARY_1981 - 1) == pytest.approx(number, abs=1e-9)


@pytest.mark.parametrize(
    ("version_2", "flux"), [(0.0, 67.00), (20.0, 76.806), (50.0, 91.515), (51.0, 92.2292), (160.0, 169.532)]
)
def test_from_1981_the_flux_gives_seven_tenths_of_version_2(builder: ModuleType, version_2: float, flux: float) -> None:
    assert builder.sunspot_number(flux, JANUARY_1981) == pytest.approx(0.7 * version_2, abs=0.02)  # 0.02: at the knee


def test_a_flux_below_the_quiet_suns_gives_no_negative_number(builder: ModuleType) -> None:
    assert builder.sunspot_number(60.0, JANUARY_1981) == 0.0
    assert builder.sunspot_number(50.0, JANUARY_1981 - 1) == 0.0


def test_the_mean_of_13_months_halves_the_outer_two(builder: ModuleType) -> None:
    values = builder.smoothed({month: 24.0 if month in (0, 12) else 0.0 for month in range(40)})
    assert values[6] == 2.0
    assert values[7] == 2.0 - 1.0 + 1.0
    assert 5 not in values
    straight = builder.smoothed({month: 3.0 * month for month in range(40)})
    assert straight == {month: pytest.approx(3.0 * month) for month in range(6, 40)}


def test_a_month_of_which_a_day_is_missing_is_not_observed(builder: ModuleType, tmp_path: Path) -> None:
    def line(day: str, flux: float) -> str:
        return f"{day:<88}{50:>4}{flux:>6.1f}"

    days = [line(f"2026 01 {day:02d}", 100.0 + day) for day in range(1, 32)]
    days += [line(f"2026 02 {day:02d}", 120.0) for day in range(1, 15)]
    text = ["UPDATED 2026 Feb 15 00:00:00 UTC", "BEGIN OBSERVED", *days, "END OBSERVED", "BEGIN DAILY_PREDICTED"]
    text += [line(f"2026 02 {day:02d}", 134.0) for day in range(15, 29)]
    file = tmp_path / "SW.txt"
    file.write_text("\n".join([*text, "END DAILY_PREDICTED"]))
    observed, predicted, updated = builder.read([file], builder.FLUX_COLUMNS)
    assert observed == {12 * 2026: 116.0}
    assert predicted == {12 * 2026 + 1: 127.0}
    assert updated == "2026 Feb 15"


def test_the_table_states_how_far_it_is_from_the_international_numbers() -> None:
    head = (SHIPPED_FOLDER / "sunspots.csv").read_text(encoding="utf-8").split("year,month")[0]
    stated = re.search(r"median difference (\d+\.\d)", head)
    assert stated is not None
    assert float(stated[1]) < 3.0
    assert "SILSO" not in head


@pytest.mark.parametrize(("low", "high"), [((1986, 6), (1989, 11)), ((1996, 6), (2001, 11)), ((2008, 12), (2014, 4))])
def test_cycles_rise_from_their_minimum_to_their_maximum(low: tuple[int, int], high: tuple[int, int]) -> None:
    least, most = smoothed_sunspot_number(*low), smoothed_sunspot_number(*high)
    assert least is not None
    assert most is not None
    assert least.r12 < 15.0
    assert most.r12 > 75.0
    assert least.status == most.status == "observed"


def test_outside_the_table_there_is_no_number() -> None:
    assert smoothed_sunspot_number(1957, 10) is None
    assert smoothed_sunspot_number(2100, 1) is None
    assert smoothed_sunspot_number(2020, 13) is None


def test_predictions_follow_observations_without_a_gap_or_a_jump() -> None:
    rows = read_shipped("sunspots", ("year", "month", "r12", "status"), tuple)
    months = [12 * int(year) + int(month) - 1 for year, month, _, _ in rows]
    assert months == list(range(months[0], months[-1] + 1))
    statuses = [status for *_, status in rows]
    turn = statuses.index("predicted")
    assert set(statuses[:turn]) == {"observed"}
    assert set(statuses[turn:]) == {"predicted"}
    values = [float(r12) for _, _, r12, _ in rows]
    assert all(value >= 0 for value in values)
    steps = [abs(later - earlier) for earlier, later in itertools.pairwise(values)]
    assert max(steps[turn - 1 :]) <= max(steps[: turn - 1])
