"""What disturbs the plans' rows: everything near in frequency, whoever it is meant for, and no row that is ours."""

from pathlib import Path

import pytest

from bcastplan.coverage.coverage_options import CoverageOptions
from bcastplan.workspace.opening.open_plans import open_paths
from bcastplan.workspace.prediction.surroundings import surroundings_of

OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {manager: AGM, broadcaster: AGM, language: Kor, target: 44NE, site: PHT, power: 250, days: daily}
transmissions:
  - {id: wanted, frequency: 9565, time: 1500-1600, sync: net}
  - {id: second, frequency: 9575, time: 1500-1600, service: Radio Two, language: Eng}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/ours.yaml").write_text(OURS)


def near(others=(), plan=""):
    """Wanted id -> (service, kHz) of what disturbs it, with the power in kW."""
    Path("plan/bcastplan.yaml").write_text(f"bcastplan: 1\n{plan}")
    Path("others.yaml").write_text(
        "bcastplan: 1\nservice: Other\nseason: A26\n"
        "defaults: {language: Eng, manager: XYZ, site: KWT, target: 29, power: 300}\n"
        "transmissions:\n" + "\n".join(f"  - {{{row}}}" for row in [*others, "frequency: 5900, time: 0100-0200"])
    )
    workspace = open_paths(["plan"], ["others.yaml"])
    surroundings = surroundings_of(workspace, CoverageOptions())
    rows = surroundings.table.transmissions
    return {
        rows[row].id: {
            (rows[other].service, emission.frequency_khz if emission else None): emission and emission.power_kw
            for other, emission in others.items()
        }
        for row, others in surroundings.near.items()
    }


OWN = {"wanted": {("Radio Two", 9575.0): 250.0}, "second": {("VOA Korean", 9565.0): 250.0}}


def test_own_rows_disturb_each_other():
    assert near() == OWN


def test_whatever_it_is_aimed_at_and_up_to_ten_kilohertz_away():
    found = near(["frequency: 9555, time: 1500-1530", "frequency: 9550, time: 1500-1530"])
    assert found == OWN | {"wanted": OWN["wanted"] | {("Other", 9555.0): 300.0}}


def test_only_at_the_same_time():
    assert near(["frequency: 9565, time: 1600-1700"]) == OWN


def test_what_is_not_known_is_there_without_an_emission():
    found = near(["frequency: 9560, time: 1500-1530, site: nowhere"])
    assert found["wanted"][("Other", None)] is None


def test_a_row_of_a_list_that_is_ours_does_not_disturb_us():
    twin = "frequency: 9565, time: 1500-1600, service: VOA, site: PHT, manager: AGM, target: 44"
    assert near([twin])["wanted"] == OWN["wanted"]


def test_what_is_synchronised_with_ours_does_not_disturb_it():
    assert near(["frequency: 9565, time: 1500-1600, sync: net"])["wanted"] == OWN["wanted"]


def test_an_agreement_changes_nothing_of_what_is_heard():
    agreed = "agreed: [{a: wanted, b: second, reason: settled}]"
    assert near(plan=agreed) == OWN


def test_a_jammer_of_a_range_jams_on_the_nearest_of_its_frequencies():
    jammer = "jammers: [{name: J, latitude: 39.0, longitude: 125.7, power: 10, frequencies: [9570-9600]}]"
    found = near(plan=jammer)
    assert found["wanted"] == OWN["wanted"] | {("J", 9570.0): 10.0}
    assert found["second"] == OWN["second"] | {("J", 9575.0): 10.0}


def test_a_jammer_follows_and_disturbs_what_is_beside_it():
    jammer = "jammers: [{name: J, latitude: 39.0, longitude: 125.7, power: 10, follows: [wanted]}]"
    found = near(plan=jammer)
    assert found["wanted"] == OWN["wanted"] | {("J", 9565.0): 10.0}
    assert found["second"] == OWN["second"] | {("J", 9565.0): 10.0}
    powerless = near(plan=jammer.replace("power: 10, ", ""))
    assert powerless["wanted"][("J", None)] is None


def test_what_a_plan_assumes_of_its_rows_disturbs_others():
    assume = "assume: [{service: Radio Two, power: 500, why: heard so}]"
    Path("plan/ours.yaml").write_text(OURS.replace("power: 250, ", ""))
    found = near(plan=assume)
    assert found == {"wanted": {("Radio Two", 9575.0): 500.0}, "second": {("VOA Korean", None): None}}
