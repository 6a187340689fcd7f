from collections.abc import Callable

import pytest

from bcastplan.model.finding import Finding

Check = Callable[..., list[Finding]]
ITEM = "frequency: 9565, time: 1530-1630"
PLAN = """\
sites:
  PHT:
    transmitters:
      - {id: PHT-1, power: 250, frequencies: [5900-15800, 17500-17900]}
      - {id: PHT-2, power: 100}
  USK:
    transmitters:
      - {id: USK-1, frequencies: [531-1602]}
"""


def test_an_unknown_site_is_said_once_where_it_is_written(check: Check) -> None:
    (found,) = check("SIT001", ITEM, ITEM, ITEM, site="PTH")
    assert found.place.line == 4
    assert "did you mean PHT (Tinang" in found.message
    assert found.data == {"code": "PTH"}


def test_own_and_written_out_sites_are_known(check: Check) -> None:
    own = "codes: {sites: {XYZ: {name: Somewhere, administration: RUS, latitude: 43.5, longitude: 131.9}}}\n"
    assert check("SIT001", f"{ITEM}, site: XYZ", plan=own) == []
    assert check("SIT001", f"{ITEM}, site: {{name: Yamata, latitude: 36.17, longitude: 139.82}}") == []
    assert len(check("SIT001", f"{ITEM}, site: XYZ, broadcaster: RFA")) == 1


def test_what_all_lack_is_said_once_a_file_and_what_some_lack_of_each(check: Check) -> None:
    (found,) = check("SIT002", ITEM, ITEM, ITEM, site=None)
    assert found.message.startswith("all 3 transmissions of this file have no site")
    assert (found.data, found.severity) == ({"transmissions": 3}, "warning")
    some = check("SIT002", ITEM, f"{ITEM}, site: PHT", ITEM, site=None)
    assert [finding.place.line for finding in some] == [6, 8]
    assert {finding.data["transmissions"] for finding in some} == {1}
    assert check("SIT002", ITEM) == []


def test_missing_facilities_are_told_apart(check: Check) -> None:
    assert check("SIT004", ITEM) == []
    assert check("SIT004", ITEM, site=None, power=None, antenna=None) == []
    found = check("SIT004", f"{ITEM}, power: 250", f"{ITEM}, antenna: 216", ITEM, power=None, antenna=None)
    assert [finding.message.split(":")[0] for finding in found] == ["no antenna", "no power", "no power and no antenna"]
    (found_once,) = check("SIT004", ITEM, ITEM, power=None)
    assert "all 2 transmissions of this file have no power" in found_once.message


@pytest.mark.parametrize(
    ("power", "severity"),
    [("0", "error"), ("-5", "error"), ("0.5", "warning"), ("1", None), ("5000", None), ("5001", "error")],
)
def test_power_has_limits(check: Check, power: str, severity: str | None) -> None:
    found = check("SIT005", f"{ITEM}, power: {power}")
    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("more", "limit"),
    [
        ("power: 250, transmitter: PHT-1", None),
        ("power: 251, transmitter: PHT-1", 250),
        ("power: 101, transmitter: PHT-2", 100),
        ("power: 250", None),
        ("power: 251", 250),
        ("power: 251, transmitter: PHT-9", None),
        ("power: 2000, site: USK", None),
    ],
)
def test_power_is_held_against_the_inventory(check: Check, more: str, limit: float | None) -> None:
    found = check("SIT005", f"{ITEM}, {more}", plan=PLAN, power=None)
    assert [finding.data["limit_kw"] for finding in found] == ([limit] if limit else [])


@pytest.mark.parametrize(
    ("khz", "more", "fits"),
    [
        (5900, "transmitter: PHT-1", True),
        (15800, "transmitter: PHT-1", True),
        (17500, "transmitter: PHT-1", True),
        (15805, "transmitter: PHT-1", False),
        (15805, "transmitter: PHT-2", True),
        (15805, "x-note: any", True),
        (15805, "transmitter: PHT-9", True),
        (9565, "site: USK", False),
        (648, "site: USK", True),
        (9565, "site: SMG", True),
    ],
)
def test_frequency_is_held_against_the_inventory(check: Check, khz: int, more: str, fits: bool) -> None:
    found = check("SIT006", f"frequency: {khz}, time: 1530-1630, {more}", plan=PLAN)
    assert [finding.data["frequency_khz"] for finding in found] == ([] if fits else [khz])
    assert all("inventory: " in finding.message for finding in found)
