from collections.abc import Callable

import pytest

from bcastplan.model.finding import Finding
from bcastplan.reference import antennas
from bcastplan.rules.beams import NARROWEST_HALF_DEG, sure_half_width_deg
from bcastplan.rules.facilities import designation
from bcastplan.science.antennas import is_directional, six_db_width_deg
from bcastplan.science.antennas.definition import CURTAIN_FAMILIES

Check = Callable[..., list[Finding]]
ITEM = "frequency: 9565, time: 1530-1630"


@pytest.mark.parametrize(
    ("antenna", "known"),
    [
        ("216", True),
        ("991", True),
        ("99999", False),
        ("AHR4/4/0.5", True),
        ("AHR4/4", False),
        ("QHR4/4/0.5", False),
        ("curtain", True),
        ("mine", True),
    ],
)
def test_antennas_are_codes_designations_or_the_plan_s_own(check: Check, antenna: str, known: bool) -> None:
    plan = (
        "codes: {antennas: {mine: LPH18/35/30/30/3/26/89}}\nsites: {PHT: {antennas: [{id: curtain, antenna: 216}]}}\n"
    )
    found = check("SIT003", ITEM, plan=plan, antenna=antenna)
    assert [finding.data["antenna"] for finding in found] == ([] if known else [antenna])


@pytest.mark.parametrize(
    ("antenna", "design_khz", "fits"),
    [
        ("216", 15900, True),
        ("216", 15950, False),
        ("216", 6000, True),
        ("216", 5970, False),
        ("700", 11950, True),
        ("700", 11960, False),
        ("902", 2000, True),
    ],
)
def test_design_range(check: Check, antenna: str, design_khz: int, fits: bool) -> None:
    found = check("SIT007", f"{ITEM}, design_frequency: {design_khz}", antenna=antenna)
    assert bool(found) is not fits


def test_azimuth_of_an_antenna_without_direction(check: Check) -> None:
    found = check("SIT008", *(f"{ITEM}, antenna: {code}, azimuth: 60" for code in (925, 950, 975, 700, 216)))
    assert [finding.data["antenna"] for finding in found] == ["HQ1/0.3", "HX0.3", "VM8/8/120/3"]
    assert check("SIT008", f"{ITEM}, antenna: 925, azimuth: 0") == []


@pytest.mark.parametrize(
    ("antenna", "slew", "possible"),
    [
        ("216", 30, True),
        ("216", -30, True),
        ("216", 31, False),
        ("216", -31, False),
        ("101", 15, False),
        ("AHR4/4/0.5", 15, False),
        ("902", 15, False),
        ("902", 0, True),
        ("99999", 15, True),
        ("99999", 45, False),
    ],
)
def test_slew(check: Check, antenna: str, slew: int, possible: bool) -> None:
    assert bool(check("SIT009", f"{ITEM}, slew: {slew}", antenna=antenna)) is not possible


# From Tinang (15.4 N 120.6 E) the test points of 44NE, Korea, lie between 3.0 and 14.7 degrees.
@pytest.mark.parametrize(
    ("changes", "misses"),
    [
        ({}, False),
        ({"azimuth": "200"}, True),
        ({"azimuth": "60"}, True),
        ({"azimuth": "0"}, False),
        ({"azimuth": None}, False),
        ({"azimuth": "270", "target": '"44NE,49"'}, False),
        ({"azimuth": "200", "target": None}, False),
        ({"azimuth": "200", "target": "nowhere"}, False),
        ({"azimuth": "200", "antenna": "925"}, False),
        ({"azimuth": "200", "antenna": "700"}, False),
        ({"azimuth": "200", "antenna": None}, False),
        ({"azimuth": "200", "antenna": "991"}, False),
        ({"azimuth": "200", "site": None}, False),
        ({"azimuth": "200", "site": "QQQ"}, False),
        ({"azimuth": "45", "antenna": "101"}, False),
    ],
)
def test_beam_and_target(check: Check, changes: dict[str, str | None], misses: bool) -> None:
    assert bool(check("SIT010", ITEM, **changes)) is misses


@pytest.mark.parametrize("antenna", ["LPH60/1000/1000/1000/0.1/1000/10", "RH0.1/30/0.1", "AHR16/16/10", "EHR(S)16/1/9"])
@pytest.mark.parametrize("khz", ["0.1", "99.9", "1799", "1800", "30000"])
def test_any_antenna_on_any_frequency_is_survived(check: Check, antenna: str, khz: str) -> None:
    more = "design_frequency: 0.1, slew: 90"
    found = check("SIT", f"frequency: {khz}, time: 1530-1630, {more}", antenna=antenna, azimuth="200")
    assert ("SIT010" in {finding.rule for finding in found}) <= (float(khz) >= 1800)


@pytest.mark.parametrize(("khz", "misses"), [("1799.9", False), ("1800", True), ("1800.1", True)])
def test_beams_are_judged_from_1800_khz_on(check: Check, khz: str, misses: bool) -> None:
    item = f"frequency: {khz}, time: 1530-1630"
    assert bool(check("SIT010", item, antenna="AHR4/4/0.5", azimuth="200")) is misses


def test_azimuth_360_is_north(check: Check) -> None:
    assert check("SIT010", ITEM, target="54", azimuth="0") == []
    (found,) = check("SIT010", ITEM, target="55", azimuth="360")
    assert found.data["azimuth_deg"] == 360.0


def test_slew_is_in_the_azimuth_already(check: Check) -> None:
    assert check("SIT010", f"{ITEM}, slew: -30") == []
    assert check("SIT010", f"{ITEM}, slew: 30, azimuth: 51") != []


def test_with_a_design_frequency_the_wider_beam_counts(check: Check) -> None:
    # At 0.65 of its design frequency a row of four reaches 25 degrees, not 17.
    narrow, wide = f"{ITEM}, azimuth: 36", f"{ITEM}, azimuth: 36, design_frequency: 14700"
    assert [finding.place.line for finding in check("SIT010", narrow, wide, target="44NE")] == [6]


@pytest.mark.parametrize("frequency_mhz", [4.0, 10.0, 22.0])
def test_what_is_taken_for_sure_is_less_than_any_beam(frequency_mhz: float) -> None:
    checked = 0
    for row in antennas().values():
        antenna = designation(row.definition)
        if antenna is None or not is_directional(antenna) or antenna.family in ("CH", "CT"):
            continue
        # Every second height and row count is enough: width hardly depends on either.
        if antenna.family in CURTAIN_FAMILIES and antenna.parameters[1:] not in ((1, 0.3), (4, 0.5), (8, 1.5)):
            continue
        half = six_db_width_deg(antenna, frequency_mhz) / 2
        assert half > NARROWEST_HALF_DEG
        if antenna.family in CURTAIN_FAMILIES:
            assert half > sure_half_width_deg(antenna)
        checked += 1
    assert checked > 60
