"""A site fails: what it had to send goes elsewhere, as much as possible, with the fewest changes."""

import json
from pathlib import Path

import pytest

from bcastplan.workspace.moves import outage_search
from bcastplan.workspace.moves.replacements import Replacements

PLAN = """\
bcastplan: 1
sites:
  PHT:
    transmitters:
      - {id: PHT-1, power: 250, frequencies: [5900-21850]}
      - {id: PHT-2, power: 100, frequencies: [9900]}
    antennas: [{id: north, antenna: 216, azimuth: 21}, {id: north-2, antenna: 216, azimuth: 21}]
  TIN:
    transmitters: [{id: TIN-1, power: 250}, {id: TIN-2, power: 250}]
    antennas: [{id: tin-n, antenna: 216, azimuth: 313}]
"""
OURS = """\
bcastplan: 1
service: VOA Korean
season: B26
defaults: {broadcaster: VOA, manager: AGM, administration: USA, language: Kor, target: 44NE, power: 250}
transmissions:
  # the evening
  - {id: t1, frequency: 9490, time: 1200-1400, site: TIN, transmitter: TIN-1, antenna: tin-n, azimuth: 313}  # leased
  - id: t2
    frequency: 11945
    time: 0100-0200
    site: TIN        # until the lease ends
    transmitter: TIN-1
    antenna: tin-n
    azimuth: 313
    from: 2026-12-15
  - {id: early, frequency: 6040, time: 2100-2200, site: TIN, transmitter: TIN-1, antenna: tin-n, azimuth: 313, until: 2026-11-20}
"""  # noqa: E501
HOLDER = "  - {id: p1, frequency: 9900, time: 1230-1330, site: PHT, transmitter: PHT-1, antenna: north, azimuth: 21}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    Path("plan/a.yaml").write_text(OURS)


def outage(run, *options):
    return run("optimise", "plan", "--without", "TIN", "--from", "2026-12-01", "--no-cache", *options)


def answer(run, *options):
    ran = outage(run, "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def places(found):
    return {
        row["id"]: row["place"] and (row["place"]["site"], row["place"]["transmitter"])
        for row in found["transmissions"]
    }


def test_what_is_on_the_air_from_then_on_goes_elsewhere(run):
    found = answer(run)
    assert found["schema"] == "bcastplan.outage/1"
    assert places(found) == {"t1": ("PHT", "PHT-1"), "t2": ("PHT", "PHT-1")}, "`early` has ended before"
    assert [row["is_cut"] for row in found["transmissions"]] == [False, True]
    assert (found["changes_elsewhere"], found["unplaced_minutes"]) == (0, 0)
    assert all(row["runner_up"] for row in found["transmissions"])


def test_a_frequency_is_kept_unless_another_one_is_heard_five_points_better(run):
    for row in answer(run)["transmissions"]:
        kept = row["place"]["frequency_khz"] == row["frequency_khz"]
        same_channel = [
            place for place in (row["place"], row["runner_up"]) if place["frequency_khz"] == row["frequency_khz"]
        ]
        if not kept and same_channel:
            assert row["place"]["points_lost"] < same_channel[0]["points_lost"] - 5
    assert any(row["place"]["frequency_khz"] == row["frequency_khz"] for row in answer(run)["transmissions"])


def test_another_transmission_gives_way_where_nothing_else_helps_and_it_may(run):
    """PHT-1 alone can take 9490 kHz; p1 has it for an hour, and can go to PHT-2."""
    Path("plan/a.yaml").write_text(OURS + HOLDER)
    found = answer(run)
    assert places(found)["t1"] == ("PHT", "PHT-1")
    assert found["changes_elsewhere"] == 1
    elsewhere = found["transmissions"][1]["place"]["elsewhere"][0]
    assert (elsewhere["before"]["id"], elsewhere["after"]["transmitter"]) == ("p1", "PHT-2")
    kept = answer(run, "--keep", "others")
    assert (places(kept)["t1"], kept["changes_elsewhere"]) == (None, 0)
    assert places(kept)["t2"] == ("PHT", "PHT-1")
    assert "taken" in kept["transmissions"][1]["no_place_because"]
    ran = outage(run, "--apply")
    assert ran.code == 0, ran.err
    assert "transmitter: PHT-2" in Path("plan/a.yaml").read_text()
    assert json.loads(run("check", "plan", "--format", "json").out)["summary"]["errors"] == 0


def test_two_that_want_one_transmitter_at_a_time_do_not_both_get_it(run):
    other = "  - {id: t3, frequency: 15300, time: 1300-1330, site: TIN, transmitter: TIN-2, antenna: tin-n}\n"
    Path("plan/a.yaml").write_text(OURS + other)
    assert None not in places(answer(run)).values(), "t1 goes to PHT-2 on 9900 kHz"
    Path("plan/bcastplan.yaml").write_text(PLAN.replace("      - {id: PHT-2, power: 100, frequencies: [9900]}\n", ""))
    found = answer(run)
    assert places(found) == {"t1": ("PHT", "PHT-1"), "t2": ("PHT", "PHT-1"), "t3": None}, "the longer one is placed"
    assert found["transmissions"][2]["no_place_because"] == "its places went to others"


def test_what_is_applied_ends_the_day_before_and_goes_on_elsewhere(run):
    ran = outage(run, "--apply")
    assert ran.code == 0
    text = Path("plan/a.yaml").read_text()
    assert "  # the evening\n  - {id: t1, frequency: 9490, time: 1200-1400, until: 2026-11-30, site: TIN" in text
    assert "# leased" in text
    assert "id: t1-pht" in text
    assert "site: PHT        # until the lease ends" in text
    checked = json.loads(run("check", "plan", "--format", "json").out)
    assert (checked["summary"]["errors"], checked["summary"]["transmissions"]) == (0, 4)
    assert [part["site"] for part in json.loads(run("hours", "plan", "--by", "site", "--from", "2026-12-01",
            "--format", "json").out)["rows"] if part["frequency_minutes"]] == ["PHT"]  # fmt: skip
    again = outage(run)
    assert again.code == 2
    assert "nothing is on the air from TIN from 2026-12-01 on: the plans use PHT, TIN" in " ".join(again.err.split())


def test_the_proposal_as_a_schedule_and_as_text(run):
    outage(run, "-o", "draft.yaml")
    assert run("check", "draft.yaml").code == 0
    assert "# A draft of bcastplan optimise --without TIN --from 2026-12-01." in Path("draft.yaml").read_text()
    text = outage(run).out
    assert text.startswith("Without TIN from 2026-12-01: 2 of 2 transmissions have another place")
    assert "next best to PHT" in text
    assert Path("plan/a.yaml").read_text() == OURS


def test_a_channel_that_is_taken_by_others_is_not_taken(run):
    theirs = "bcastplan: 1\nservice: X\nseason: B26\ntransmissions:\n" + "".join(
        f"  - {{id: x{khz}, frequency: {khz}, time: 0000-2400, target: 44, manager: NHK, site: YAM, power: 300}}\n"
        for khz in range(9250, 10000, 10)
        if khz not in range(9480, 9501)
    )
    Path("theirs.yaml").write_text(theirs)
    found = answer(run, "--against", "theirs.yaml")
    place = found["transmissions"][1]["place"]
    near = [khz for khz in range(9250, 10000, 10) if khz not in range(9480, 9501)]
    assert all(abs(place["frequency_khz"] - khz) > 5 for khz in near)


def test_an_interrupt_gives_the_best_of_what_was_found(run, monkeypatch):
    whole, looked = Replacements.of, []

    def interrupted(finder, row):
        if looked:
            raise KeyboardInterrupt
        looked.append(row)
        return whole(finder, row)

    monkeypatch.setattr(Replacements, "of", interrupted)
    ran = outage(run, "--format", "json", "--apply")
    assert ran.code == 130
    found = json.loads(ran.out)
    assert [bool(row["place"]) for row in found["transmissions"]].count(True) == 1
    assert "nothing was applied" in ran.err
    assert Path("plan/a.yaml").read_text() == OURS


def test_several_processes_find_what_one_does(run, monkeypatch):
    monkeypatch.setattr(outage_search, "WORTH_ROWS", 2)
    alone, together = (outage(run, "--format", "json", "--jobs", jobs) for jobs in ("1", "2"))
    assert alone.code == together.code == 0
    assert together.out == alone.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--without", "TIN"), "--without needs --from"),
        (("--from", "2026-12-01"), "are for --without"),
        (("--without", "TIN", "--from", "2026-12-01", "--service", "x"), "do not go with --without"),
        (("--without", "XYZ", "--from", "2026-12-01"), "nothing is on the air from XYZ"),
    ],
)
def test_wrong_usage(run, options, words):
    ran = run("optimise", "plan", *options)
    assert ran.code == 2
    assert words in " ".join(ran.err.split())
