"""How many requirements of a real season each rule of the trade reports; every page explains its number."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bcastplan.rules.registry import all_rules
from bcastplan.workspace.inspection.check_result import CheckResult
from bcastplan.workspace.inspection.rule_check import check_paths

SEASON = "hfcc/A26allx2.zip"
REQUIREMENTS = 3305
TRADE = ("FRQ", "SIT", "TGT", "LNG", "COD", "INV")

# Looked at one by one or in samples: customary out-of-band channels (FRQ001), Sofia and Greenville outside their
# Region (FRQ003), Romania on 5910 (FRQ005), Nashville and Urumqi on tropical bands (FRQ006), one design frequency for
# all antennas of a site (SIT007), domestic services of China and a beam from Dhabbaya northwards for Africa (SIT010).
COUNTS = {"FRQ001": 203, "FRQ003": 2, "FRQ005": 18, "FRQ006": 23, "SIT007": 86, "SIT010": 22}


@pytest.fixture(scope="module")
def season(shared_data: Path) -> CheckResult:
    file = shared_data / SEASON
    if not file.exists():
        pytest.skip(f"the season {SEASON} is not there")
    return check_paths([str(file)], select=TRADE)


def test_every_count_is_the_known_one(season: CheckResult) -> None:
    assert season.summary.transmissions == REQUIREMENTS
    assert Counter(finding.rule for finding in season.findings) == COUNTS


def test_nothing_in_the_season_is_an_error(season: CheckResult) -> None:
    assert season.summary.errors == 0


@pytest.mark.parametrize("code", [code for code in all_rules() if code[:3] in TRADE])
def test_the_page_gives_the_count(code: str) -> None:
    counts = re.findall(r"It reports (\d+) of the 3,305 requirements of season A26", all_rules()[code].docs)
    assert counts == [str(COUNTS.get(code, 0))]
