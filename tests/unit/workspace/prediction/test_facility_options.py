"""From where else a transmission could go out: what the inventory has, and what is known of it."""

from pathlib import Path

import pytest

from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.facility_options import other_facilities

PLAN = """\
bcastplan: 1
sites:
  PHT:
    transmitters: [{id: A, power: 250, frequencies: [5900-21850]}]
    antennas:
      - {id: north, antenna: 216, azimuth: 21}
      - {id: quadrant, antenna: 925}
      - {id: turned, antenna: 218}
      - {id: used, antenna: 217}
  TIN:
    transmitters:
      - {id: B, power: 50, frequencies: [5900-21850]}
      - {id: low, power: 500, frequencies: [5900-7300]}
      - {id: C, power: 500}
    antennas: [{id: tin, antenna: 216, azimuth: 325}]
  USK: {transmitters: [{id: D, power: 250}]}
"""
ROWS = """\
bcastplan: 1
service: S
season: A26
defaults: {site: PHT, power: 250, target: 44NE}
transmissions:
  - {id: ours, frequency: KHZ, time: 1100-1200, transmitter: A, antenna: north, azimuth: 21}
  - {id: other, frequency: 15300, time: 0100-0200, transmitter: A, antenna: used, azimuth: 283}
"""


def options(folder: Path, khz: str = "9565", plan: str = PLAN):
    (folder / "bcastplan.yaml").write_text(plan)
    (folder / "a.yaml").write_text(ROWS.replace("KHZ", khz))
    workspace = open_paths([str(folder)])
    return [
        (item.site, item.transmitter, item.power_kw, item.antenna, item.azimuth_deg)
        for item in other_facilities(workspace.table.transmissions[0], workspace.plans[0])
    ]


def test_antennas_whose_direction_is_stated_used_or_needless(tmp_path):
    """Nobody says where `turned` looks; a transmitter below its power gives what it has, none gives more than now."""
    assert options(tmp_path) == [
        ("PHT", "A", 250, "used", 283),
        ("PHT", "A", 250, "quadrant", None),
        ("TIN", "B", 50, "tin", 325),
        ("TIN", "C", 250, "tin", 325),
    ]


def test_a_site_without_an_inventory_offers_nothing(tmp_path):
    assert options(tmp_path, plan="bcastplan: 1\n") == []


def test_a_frequency_has_to_be_allocated_at_the_other_site_too(tmp_path):
    """7250 kHz is broadcasting in Region 3 and not in Region 2, where Delano lies."""
    plan = "bcastplan: 1\nsites:\n  DL: {transmitters: [{id: E}], antennas: [{id: d, antenna: 216, azimuth: 5}]}\n"
    there = plan.replace("DL:", "TIN:")
    assert options(tmp_path, "7250", there) == [("TIN", "E", 250, "d", 5)]
    assert options(tmp_path, "7250", plan) == []


@pytest.mark.parametrize("khz", ["648"])
def test_medium_wave_stays_at_its_site(tmp_path, khz):
    assert {site for site, *_ in options(tmp_path, khz)} == {"PHT"}


def test_an_antenna_carries_what_its_design_frequency_allows(tmp_path):
    """The other row says that `used` is built for 15300 kHz: 9565 is out of its range."""
    (tmp_path / "bcastplan.yaml").write_text(PLAN)
    rows = ROWS.replace("KHZ", "9565").replace("azimuth: 283", "azimuth: 283, design_frequency: 17700")
    (tmp_path / "a.yaml").write_text(rows)
    workspace = open_paths([str(tmp_path)])
    moved = other_facilities(workspace.table.transmissions[0], workspace.plans[0])
    assert "used" not in {item.antenna for item in moved}
