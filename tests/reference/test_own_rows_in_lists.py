"""Registered services held against EiBi's list of the same season: their own rows are no errors, all others stay.

The services are those of ``schedules/dprk-a26`` whose rows come from HFCC; EiBi has the same transmissions under the
names of their stations.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bcastplan.conflicts import PairResult, frequency_pairs
from bcastplan.model.finding import Severity
from bcastplan.workspace.inspection.plan_conflicts import sides_of
from bcastplan.workspace.opening.open_plans import Workspace, open_paths

OURS = {
    "Adventist World Radio": 3,
    "BBC": 8,
    "China National Radio 8": 8,
    "China Radio Int.": 6,
    "KBS Hanminjok": 2,
    "KNLS New Life Station": 1,
    "NHK Radio Japan": 9,
    "Reach Beyond Australia": 3,
    "Trans World Radio": 5,
    "Voice of America": 15,
}
"""Station -> errors of the services with rows that are their own, as long as nobody recognised them."""
MET_ONCE = {"China National Radio 8": 2}
"""Errors of KBS with rows that are recognised as China National Radio's own: it meets the registered row instead."""
OTHERS = {
    "CNR 2 China Business R.": 2, "China National Radio 1": 4, "China National Radio 8": 2, "KCBS DIGITAL": 1,
    "KCBS Pyongyang": 1, "New Korea Hope Bcing": 1, "PBS Nei Menggu": 1, "PBS Xinjiang": 5, "Shiokaze": 6,
    "Xizang RTV": 5,
}  # fmt: skip
"""Station -> errors that are true: other stations on the channel, at the time."""


@pytest.fixture(scope="module")
def workspace(shared_data: Path, root: Path) -> Workspace:
    folder = root / "schedules" / "dprk-a26"
    files = [str(file) for file in sorted(folder.glob("*.yaml")) if not file.name.startswith(("heard-", "bcastplan"))]
    return open_paths(files, [str(shared_data / "eibi" / "sked-a26.csv")], plan_against=False)


def errors(workspace: Workspace, pairs: PairResult) -> Counter[tuple[str, str]]:
    """Our service and the station of the list -> external errors between them."""
    files = {schedule.file for schedule in workspace.reference}
    return Counter(
        (pair.a.service, pair.b.service)
        for pair in pairs.external
        if pair.severity is Severity.ERROR and pair.b.file in files
    )


def test_no_row_of_ours_is_an_error_and_no_other_error_is_lost(workspace: Workspace) -> None:
    sides = sides_of(workspace)
    nobody = [replace(side, station=None) for side in sides]
    before = errors(workspace, frequency_pairs(workspace.table, nobody))
    after = errors(workspace, frequency_pairs(workspace.table, sides))
    by_station: Counter[str] = Counter()
    for (_, station), count in after.items():
        by_station[station] += count
    assert by_station == OTHERS
    lost = before - after
    assert sum(lost.values()) == sum(OURS.values()) + sum(MET_ONCE.values())
    by_station.clear()
    for (service, station), count in lost.items():
        if service == "KBS Korean" and station in MET_ONCE:
            assert count == MET_ONCE[station]
        else:
            by_station[station] += count
    assert by_station == OURS
    assert not after - before


def test_what_is_only_probably_ours_is_said_to_be_so(workspace: Workspace) -> None:
    pairs = [pair for pair in frequency_pairs(workspace.table, sides_of(workspace)) if pair.probably_ours]
    assert Counter(pair.b.service for pair in pairs) == {
        "Trans World Radio": 1, "Nippon no Kaze": 3, "Furusato no Kaze": 4,
    }, "EiBi has other sites: Tashkent for Dushanbe, Paochung for Tainan"  # fmt: skip
    assert all(pair.own and pair.severity is Severity.INFO for pair in pairs)
