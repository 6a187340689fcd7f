"""A proposal is worth what coverage says of it, holds its hours, and hurts nobody."""

import json
from pathlib import Path

import pytest

PLAN = """\
bcastplan: 1
against: [others.yaml]
sites:
  PHT: {transmitters: [{id: T1, power: 250, frequencies: [9400-9415, 9565]}]}
"""
OURS = """\
bcastplan: 1
service: VOA Korean
from: 2026-07-01
until: 2026-07-31
defaults: {manager: AGM, language: Kor, target: 44NE, site: PHT, transmitter: T1, antenna: 216, azimuth: 21,
           days: Mon-Fri}
transmissions:
  - {id: early, frequency: 9565, time: 1500-1600}
  - {id: late, frequency: 9565, time: 1600-1730}
"""
OTHERS = """\
bcastplan: 1
service: Elsewhere
from: 2026-07-01
until: 2026-07-31
defaults: {manager: XYZ, language: Eng, site: KWT, power: 500, antenna: 216, azimuth: 58, target: 29}
transmissions:
  - {id: on-us, frequency: 9565, time: 1530-1730}
  - {id: on-9400, frequency: 9400, time: 1500-1630}
"""
FAST = ("--date", "2026-07-15")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/ours.yaml").write_text(OURS)
    Path("plan/others.yaml").write_text(OTHERS)


def data(run, *options):
    ran = run("optimise", "plan", "--format", "json", *FAST, *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def coverage(run, schedule):
    """What coverage says of the plan with another schedule in place of ours."""
    Path("plan/ours.yaml").write_text(schedule)
    ran = run("coverage", "plan", "--interference", "--format", "json", *FAST)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["total"]


def test_the_proposal_is_worth_what_coverage_says_of_it(run):
    answer = data(run, "-o", "proposal.yaml")
    now, proposed = answer["now"], answer["proposed"]
    assert answer["schema"] == "bcastplan.optimise/1"
    assert proposed["heard_interfered"] > now["heard_interfered"]
    assert proposed["programme_minutes"] == now["programme_minutes"] == 150 * 23
    by_blocks = sum(choice["coverage_minutes_interfered"] for choice in answer["choices"])
    assert proposed["coverage_minutes_interfered"] == pytest.approx(by_blocks, abs=0.05)
    assert coverage(run, OURS)["coverage_minutes_interfered"] == now["coverage_minutes_interfered"]
    written = Path("proposal.yaml").read_text()
    assert coverage(run, written)["coverage_minutes_interfered"] == proposed["coverage_minutes_interfered"]
    assert "# In place of 9565 kHz 1500-1600, 9565 kHz 1600-1730." in written
    assert run("check", "plan").code == 0
    assert run("conflicts", "plan").code == 0


def test_no_channel_alone_is_worth_more(run):
    """Brute force: the plan on each channel that the transmitter reaches, all day long."""
    answer = data(run, "--transmissions", "1")
    (choice,) = answer["choices"]
    assert len(answer["coverage_minutes_by_transmissions"]) == 1
    worth = {}
    for khz in (9400, 9405, 9410, 9415, 9565):
        schedule = OURS.split("transmissions:")[0] + f"transmissions:\n  - {{frequency: {khz}, time: 1500-1730}}\n"
        worth[khz] = coverage(run, schedule)["coverage_minutes_interfered"]
    assert choice["frequency_khz"] == max(worth, key=worth.get)
    assert answer["proposed"]["coverage_minutes_interfered"] == pytest.approx(max(worth.values()), abs=0.05)
    assert answer["coverage_minutes_by_transmissions"][0] == pytest.approx(max(worth.values()), abs=0.05)
    assert answer["bound_coverage_minutes"] >= max(worth.values()) - 0.05
    assert answer["gap"] == pytest.approx(1 - max(worth.values()) / answer["bound_coverage_minutes"], abs=1e-4)


def test_two_at_a_time_are_the_best_pair(run):
    """Brute force: the plan on every two channels that are more than 10 kHz apart; at each place the best counts."""
    both = OURS.replace("1600-1730", "1500-1600")
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("9400-9415, 9565", "9400, 9415, 9565"))
    Path("plan/ours.yaml").write_text(both)
    answer = data(run)
    assert answer["at_once"] == 2
    assert answer["proposed"]["programme_minutes"] == answer["now"]["programme_minutes"] == 60 * 23
    worth = {}
    for pair in ((9400, 9415), (9400, 9565), (9415, 9565)):
        rows = "".join(f"  - {{frequency: {khz}, time: 1500-1600}}\n" for khz in pair)
        total = coverage(run, OURS.split("transmissions:")[0] + f"transmissions:\n{rows}")
        worth[pair] = total["coverage_minutes_interfered"]
    chosen = tuple(sorted(int(choice["frequency_khz"]) for choice in answer["choices"]))
    assert worth[chosen] == max(worth.values()) > min(worth.values())
    assert answer["proposed"]["coverage_minutes_interfered"] == pytest.approx(worth[chosen], abs=0.05)
    assert answer["bound_coverage_minutes"] >= worth[chosen] - 0.05


def test_a_second_frequency_that_adds_nothing_is_called_redundant(run):
    Path("plan/ours.yaml").write_text(OURS.replace("1600-1730", "1500-1600"))
    Path("plan/others.yaml").write_text(OTHERS.replace("power: 500", "power: 0.001"))
    ran = run("optimise", "plan", *FAST, "--snr", "-20")
    assert ran.code == 0, ran.err
    assert "adds nothing to the others in this model: redundant" in ran.out
    assert "no choice of frequencies in any hour is worth more" in ran.out


def test_whom_it_would_harm_is_left_alone(run):
    """Weak stations, whose listeners our beam passes over, lie on or beside all channels but the one in use."""
    rows = "\n".join(f"  - {{id: weak-{khz}, frequency: {khz}, time: 1500-1730}}" for khz in (9400, 9410))
    weak = OTHERS.split("defaults:")[0] + (
        "defaults: {manager: XYZ, language: Eng, site: KWT, power: 1, antenna: 216, azimuth: 58, target: 42E}\n"
        f"transmissions:\n{rows}\n  - {{id: strong, frequency: 9565, time: 1500-1730, power: 500, target: 29}}\n"
    )
    Path("plan/others.yaml").write_text(weak)
    answer = data(run)
    assert any("weak-" in words for words in answer["refused"])
    assert {choice["frequency_khz"] for choice in answer["choices"]} == {9565}


def test_a_pair_with_others_is_never_made(run):
    Path("plan/others.yaml").write_text(OTHERS.replace("target: 29", "target: 44"))
    for choice in data(run)["choices"]:
        assert choice["frequency_khz"] in (9405, 9410, 9415)
        assert choice["frequency_khz"] != 9405 or int(choice["time"][:4]) >= 1630


def test_a_jammer_follows_the_proposal(run):
    before = data(run)
    jammer = "jammers: [{name: Baekdu, latitude: 42.05, longitude: 128.0, power: 50, follows: [early]}]\n"
    Path("plan/bcastplan.yaml").write_text(PLAN + jammer)
    after = data(run)
    assert after["proposed"]["heard_interfered"] < before["proposed"]["heard_interfered"]
    assert "jammers silent" not in [scenario["name"] for scenario in before["scenarios"]]
    silent = next(scenario for scenario in after["scenarios"] if scenario["name"] == "jammers silent")
    assert silent["now"]["heard_interfered"] == before["now"]["heard_interfered"]
    assert silent["proposed"]["heard_interfered"] > after["proposed"]["heard_interfered"]
    by_blocks = sum(choice["coverage_minutes_interfered"] for choice in after["choices"])
    assert after["proposed"]["coverage_minutes_interfered"] == pytest.approx(by_blocks, abs=0.05)


def test_text_says_what_is_gained_and_what_bounds_it(run):
    ran = run("optimise", "plan", *FAST)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("VOA Korean -> 44NE, Mon-Fri, 2026-07-01 to 2026-07-31: 2 transmissions a day\n")
    for words in ("still heard", "runner-up", "Coverage-hours by transmissions a day: 1:", "city noise", "A draft"):
        assert words in ran.out
    assert Path("plan/ours.yaml").read_text() == OURS


def test_what_cannot_be_rearranged_is_refused_with_the_reason(run):
    def refused(schedule, *options):
        Path("plan/ours.yaml").write_text(schedule)
        ran = run("optimise", "plan", *FAST, *options)
        assert ran.code == 2
        return ran.err

    two = OURS.replace("1600-1730}", "1530-1730, target: 40E}")
    assert "frequencies at a time are meant for different places" in refused(two)
    assert "`--service 'NAME*'`" in refused(two), "the message tells what to do"
    all_day = OURS.replace("1500-1600", "0400-2000").replace("1600-1730", "1000-0500")
    assert "no hour at which its day could begin" in refused(all_day)
    assert "no multiples of 5 minutes" in refused(OURS.replace("1600-1730", "1601-1730"))
    assert "without power, site" in refused(OURS.replace("site: PHT", "site: nowhere"))
    assert "no transmission of the service 'RFA'" in refused(OURS, "--service", "RFA")
    assert "nothing to rearrange on 2026-08-01" in refused(OURS, "--on", "2026-08-01")
    assert "only shortwave" in refused(OURS.replace("9565", "1566"))
    assert "no transmission counts" in refused(OURS.replace("days: Mon-Fri", "days: Mon-Fri, status: unused"))
    Path("plan/ours.yaml").write_text(OURS)
    Path("there.yaml").write_text("kept\n")
    ran = run("optimise", "plan", *FAST, "-o", "there.yaml")
    assert ran.code != 0
    assert Path("there.yaml").read_text() == "kept\n"


@pytest.mark.parametrize(
    ("name", "text", "code", "word"),
    [
        ("nowhere.yaml", None, 3, "FIL001"),
        ("empty.yaml", "", 1, "empty.yaml"),
        (
            "broken.yaml",
            "bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n  - {frequency: 9565x, time: 1-2}\n",
            1,
            ":5",
        ),
    ],
)
def test_files_without_a_transmission_are_told_as_everywhere(run, name, text, code, word):
    if text is not None:
        Path(name).write_text(text)
    ran = run("optimise", name)
    assert ran.code == code
    assert word in ran.err
    assert "service 'None'" not in ran.err


RATES = "rates: {currency: USD, items: [{site: PHT, per_hour: 40}, {per_hour: 90}]}\n"


def test_budgets_buy_what_hours_and_coverage_say(run):
    Path("plan/bcastplan.yaml").write_text(PLAN + RATES)
    answer = data(run, "--budgets", "500:2500:3,9000")
    assert answer["currency"] == "USD"
    assert answer["now"]["cost"] == 57.5 * 40
    points = answer["frontier"]
    assert [point["budget"] for point in points] == [500, 1500, 2500, 9000]
    assert all(point["cost"] <= point["budget"] for point in points)
    heard = [point["coverage_minutes_interfered"] or 0.0 for point in points]
    assert heard == sorted(heard)
    assert heard[-1] >= answer["now"]["coverage_minutes_interfered"]
    assert points[-1]["frequency_minutes"] == points[-2]["frequency_minutes"] == 150 * 23
    assert points[-1]["further"] == {"cost_per_coverage_hour": None, "cost_per_person_hour": None}
    for point, minutes in zip(points, heard, strict=True):
        assert point["bound_coverage_minutes"] >= minutes - 0.05
        assert point["gap"] == pytest.approx(1 - minutes / point["bound_coverage_minutes"], abs=1e-4)
    ran = run("optimise", "plan", *FAST, "--budgets", "1500", "-o", "within.yaml")
    assert ran.code == 0, ran.err
    assert "Within 1,500:" in ran.out
    assert coverage(run, Path("within.yaml").read_text())["coverage_minutes_interfered"] == heard[1]
    hours = json.loads(run("hours", "plan", "--format", "json").out)["total"]
    assert (hours["cost"], hours["frequency_minutes"]) == (points[1]["cost"], points[1]["frequency_minutes"])


def test_a_budget_too_small_buys_nothing_and_says_so(run):
    Path("plan/bcastplan.yaml").write_text(PLAN + RATES)
    ran = run("optimise", "plan", *FAST, "--budgets", "10")
    assert ran.code == 0, ran.err
    assert "Within 10 nothing is on the air." in ran.out


def test_budgets_need_prices_and_amounts(run):
    def refused(*options):
        ran = run("optimise", "plan", *FAST, *options)
        assert ran.code == 2
        return ran.err

    assert "a budget needs the price of an hour" in refused("--budgets", "500")
    assert "'much' is neither an amount" in refused("--budgets", "much")
    assert "neither an amount nor a series" in refused("--budgets", "500:100:3")
    assert "neither an amount nor a series" in refused("--budgets", "100:500:0")
    assert "neither an amount nor a series" in refused("--budgets", "-5")
    assert "choose one budget" in refused("--budgets", "500,600", "-o", "x.yaml")


def test_without_a_transmitter_those_of_the_site_bound_the_channels(run):
    Path("plan/ours.yaml").write_text(OURS.replace("transmitter: T1,", "power: 250,"))
    assert {choice["frequency_khz"] for choice in data(run)["choices"]} <= {9400, 9405, 9410, 9415, 9565}
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("9565]}]}", "9565]}, {id: T2}]}"))
    assert data(run)["channels_considered"] > 100
