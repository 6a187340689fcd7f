"""What a plan asks of a programme is kept, hours, money and facilities, and nothing within it is worth more."""

import json
from itertools import product
from pathlib import Path

import pytest

PLAN = """\
bcastplan: 1
rates: {currency: USD, items: [{site: PHT, per_hour: 40}]}
optimise:
  programmes:
    evening:
      service: VOA Korean
      clock: Asia/Seoul
      wanted: [{time: 2200-2330, value: 1}]
      most_hours: 1
      transmissions: 1
      budget: 900
  offers:
    - {name: near, site: PHT, power: 250, antenna: 216, azimuths: [21], frequencies: [9405], per_hour: 50}
    - {name: far, site: KWT, power: 250, antenna: 216, azimuths: [58], frequencies: [11600], per_hour: 30,
       available: [1300-1400], least_minutes: 60}
"""
OURS = """\
bcastplan: 1
service: VOA Korean
from: 2026-07-01
until: 2026-07-31
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21, days: Mon-Fri}
transmissions:
  - {id: now, frequency: 9565, time: 1500-1600}
"""
FAST = ("--date", "2026-07-15")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)


def data(run, *options):
    ran = run("optimise", "plan", "--format", "json", *FAST, *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def refused(run, *options):
    ran = run("optimise", "plan", *FAST, *options)
    assert ran.code == 2
    return ran.err


def total(run, command, schedule):
    """What coverage or hours say of the plan with another schedule in place of ours."""
    Path("plan/ours.yaml").write_text(schedule)
    options = ("--interference", *FAST) if command == "coverage" else ()
    ran = run(command, "plan", "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["total"]


def on_air(answer):
    return [(choice["offer"], choice["frequency_khz"], choice["time"]) for choice in answer["choices"]]


def test_no_block_within_what_is_asked_is_worth_more(run):
    """Brute force: every block of half an hour or an hour, of each offer where it is free; 23 dates for 900 USD."""
    answer = data(run, "--band", "31m", "--band", "25m")
    head = OURS.split("defaults:")[0]
    offers = {
        "near": "site: PHT, power: 250, antenna: 216, azimuth: 21, frequency: 9405, rate: 50",
        "far": "site: KWT, power: 250, antenna: 216, azimuth: 58, frequency: 11600, rate: 30",
    }
    worth = {}
    for time, (name, keys) in product(
        ("1300-1330", "1330-1400", "1400-1430", "1300-1400", "1330-1430"), offers.items()
    ):
        if name == "far" and time != "1300-1400":
            continue
        row = f"  - {{target: 44NE, language: Kor, days: Mon-Fri, time: {time}, {keys}}}\n"
        schedule = f"{head}transmissions:\n{row}"
        cost = total(run, "hours", schedule)["cost"]
        if cost <= 900:
            worth[name, time] = total(run, "coverage", schedule)["coverage_minutes_interfered"]
    best = max(worth, key=worth.get)
    assert {(offer, time) for offer, _, time in on_air(answer)} == {best}
    assert answer["proposed"]["coverage_minutes_interfered"] >= max(worth.values()) - 0.05
    assert answer["cost"]["proposed"] <= 900
    assert answer["gap"] <= 2e-4


def test_cost_and_coverage_are_what_hours_and_coverage_say(run):
    answer = data(run, "-o", "proposal.yaml")
    written = Path("proposal.yaml").read_text()
    said = total(run, "coverage", written)
    assert said["coverage_minutes_interfered"] == answer["proposed"]["coverage_minutes_interfered"]
    assert total(run, "hours", written)["cost"] == answer["cost"]["proposed"]
    assert answer["currency"] == "USD"


def test_hours_are_on_the_clock_of_the_listeners(run):
    asked = data(run)["asked"]
    assert asked["clock"] == "Asia/Seoul"
    assert asked["first_step"] == "1300"
    assert asked["value_by_step"][:4] == [1.0, 1.0, 1.0, 0.0]


def test_a_clock_that_changes_counts_by_its_dates(run):
    Path("plan/ours.yaml").write_text(OURS.replace("2026-07-01", "2026-03-09").replace("2026-07-31", "2026-04-17"))
    asked = data(run, "--clock", "Europe/Berlin", "--wanted", "2000-2100")["asked"]
    weights = {value for value in asked["value_by_step"] if value}
    assert weights == {round(20 / 40, 4)} or sum(asked["value_by_step"]) == pytest.approx(2.0)
    assert len([value for value in asked["value_by_step"] if value]) == 4


def test_a_window_gets_the_least_that_it_is_to_have(run):
    plan = PLAN.replace(
        "wanted: [{time: 2200-2330, value: 1}]",
        "wanted: [{time: 2200-2330, value: 1}, {time: 0500-0600, value: 0.01, least_hours: 0.5}]",
    ).replace("transmissions: 1", "transmissions: 2")
    Path("plan/bcastplan.yaml").write_text(plan)
    answer = data(run)
    assert answer["missing_minutes_per_day"] == 0
    assert any(time[:2] == "20" for _, _, time in on_air(answer))
    assert answer["counted_minutes"]["proposed"] < answer["proposed"]["coverage_minutes_interfered"]


def test_what_must_stay_stays(run):
    Path("plan/bcastplan.yaml").write_text(
        PLAN.replace("transmissions: 1", "transmissions: 2")
        .replace("most_hours: 1", "keep: [now]")
        .replace("900", "3000")
    )
    assert (None, 9565, "1500-1600") in on_air(data(run))
    Path("plan/bcastplan.yaml").write_text(PLAN)
    answer = data(run, "--keep-on-air", "2200-2230")
    assert on_air(answer)[0][2].startswith("1300-")


def test_a_programme_that_is_not_on_the_air_yet(run):
    Path("plan/bcastplan.yaml").write_text(
        PLAN.replace("service: VOA Korean", "service: New Radio\n      from: 2026-07-01\n      until: 2026-07-31\n"
                     "      target: 44NE\n      language: Kor")
    )  # fmt: skip
    answer = data(run, "-o", "new.yaml")
    assert answer["replaces"] == []
    assert answer["now"]["programme_minutes"] == 0
    assert {offer for offer, _, _ in on_air(answer)} <= {"near", "far"}
    assert "service: New Radio" in Path("new.yaml").read_text()
    text = run("optimise", "plan", *FAST)
    assert "not on the air" in text.out


def test_without_the_key_and_without_options_all_is_as_it_was(run):
    Path("plan/bcastplan.yaml").write_text("bcastplan: 1\n")
    answer = data(run)
    assert answer["asked"] is None
    assert [choice["time"] for choice in answer["choices"]] == ["1500-1600"]


def test_sites_of_the_inventory_can_be_used(run):
    Path("plan/bcastplan.yaml").write_text(
        "bcastplan: 1\nsites:\n  KWT: {transmitters: [{id: K1, power: 250, frequencies: [11600-11700]}],\n"
        "        antennas: [{id: a58, antenna: 216, azimuth: 58}]}\n"
        "  TIN: {transmitters: [{id: T1, power: 250, frequencies: [9400-9500]}],\n"
        "        antennas: [{id: a329, antenna: 216, azimuth: 329}]}\n"
    )
    answer = data(run, "--use-site", "KWT", "--use-site", "TIN", "--wanted", "1300-1400", "--most-hours", "1")
    assert answer["channels_considered"] > 20
    assert "the inventory has no site 'XYZ'" in refused(run, "--use-site", "XYZ")
    busy = OURS + (
        "  - {frequency: 9410, time: 1200-1500, service: Other, site: TIN, transmitter: T1, antenna: a329}\n"
    )
    Path("plan/ours.yaml").write_text(busy)
    blocked = data(run, "--use-site", "TIN", "--wanted", "1300-1400", "--service", "VOA Korean")
    assert {choice["site"] for choice in blocked["choices"]} == {"PHT"}


def test_options_override_the_plan_and_the_text_says_what_is_asked(run):
    text = run("optimise", "plan", *FAST, "--transmissions", "2", "--budget", "400", "--most-hours", "3").out
    assert "at most 2 transmissions a day, at most 3 h a day, a budget of 400; hours (UTC): 1300-1430" in text
    assert "Nothing can be put on the air within what is asked" in text
    fewer = run("optimise", "plan", *FAST, "--budget", "500", "--wanted", "1500-1600", "--clock", "UTC").out
    assert "Counted as asked, less is heard than now, for" in fewer
    assert "USD less." in fewer


def test_a_day_without_a_transmission_can_be_written_and_read(run):
    data(run, "--budget", "400", "-o", "empty.yaml")
    assert run("check", "empty.yaml").code == 0


def test_what_binds_is_named(run):
    answer = data(run, "--budget", "500", "--most-hours", "3")
    assert answer["cost"]["proposed"] <= 500
    assert answer["longer_but_for"] in ("budget", "transmissions")
    text = run("optimise", "plan", *FAST, "--budget", "500")
    assert "binds" in text.out or "bind" in text.out


def test_two_at_a_time_within_a_budget(run):
    answer = data(run, "--frequencies", "2", "--transmissions", "2", "--budget", "3000", "--value", "any")
    assert answer["cost"]["proposed"] <= 3000
    assert answer["asked"]["value"] == "any"
    assert answer["counted_minutes"]["proposed"] >= answer["proposed"]["coverage_minutes_interfered"] - 0.05


JAMMER = """\
jammers:
  - {name: Pyongyang, latitude: 39.03, longitude: 125.75, power: 50, follows: [VOA Korean]}
"""


def test_with_jamming_two_frequencies_are_worth_more_than_one(run):
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("transmissions: 1", "transmissions: 2") + JAMMER)
    options = ("--budget", "3000", "--wanted", "1300-1400", "--clock", "UTC", "--value", "any", "--band", "31m",
               "--band", "25m")  # fmt: skip
    alone = data(run, *options, "--frequencies", "1")
    both = data(run, *options, "--frequencies", "2")
    assert len(both["choices"]) == 2
    assert both["counted_minutes"]["proposed"] > 1.02 * alone["counted_minutes"]["proposed"]
    jammed = [bound for choice in alone["choices"] for bound in choice["binds"] if bound["kind"] == "jammer"]
    assert jammed
    assert all(bound["coverage_minutes"] > 0 for bound in jammed)


def test_scenarios_count_as_they_are_asked_to(run):
    """The mean and the worst are those of what coverage says of the proposal under each assumption."""
    for scenario in ("mean", "worst"):
        answer = data(run, "--scenario", scenario)
        cases = [answer["proposed"], *(case["proposed"] for case in answer["scenarios"])]
        minutes = [case["coverage_minutes_interfered"] for case in cases]
        said = min(minutes) if scenario == "worst" else sum(minutes) / len(minutes)
        assert answer["counted_minutes"]["proposed"] == pytest.approx(said, rel=1e-3)
        assert answer["asked"]["scenario"] == scenario
        assert answer["gap"] <= 0.05


def test_budgets_of_a_programme_are_exact(run):
    points = data(run, "--budgets", "500,900,2000")["frontier"]
    assert all(point["cost"] <= point["budget"] for point in points)
    assert [point["gap"] for point in points] == pytest.approx([0.0] * 3, abs=2e-3)


def test_wrong_wishes_are_told(run):
    assert "no programme 'x': there are evening" in refused(run, "--programme", "x")
    assert "--clock" in refused(run, "--clock", "Mars/Olympus")
    assert "--wanted" in refused(run, "--wanted", "2000")
    assert "from 0 to 1" in refused(run, "--wanted", "2000-2100=2")
    assert "neither a time nor the id" in refused(run, "--keep-on-air", "nothing")
    assert "goes with no option of a programme" in refused(run, "--on", "2026-07-15", "--budget", "5")
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("service: VOA Korean", "service: Nobody"))
    assert "no transmission of the service 'Nobody'" in refused(run)
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("service: VOA Korean", "service: Nobody\n      season: A26"))
    told = refused(run)
    assert "whom it is meant for" in told
    assert f"{Path('plan/bcastplan.yaml')}:5: programme 'evening'" in told
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("budget: 900", "bands: 32m"))
    assert "no band '32m'" in refused(run)
