"""Moves for a meeting: the same in every format, inert, and written into schedules with their comments."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21}
transmissions:
  # the evening
  - id: evening
    frequency: 9565   # since 2019
    time: 1500-1600
  - {id: night, frequency: 7465, time: 2300-2400, alternatives: [7570]}
"""  # noqa: E501
NASTY = "=1+1 [b]<script>"
THEIRS = f"""\
bcastplan: 1
service: "{NASTY}"
season: A26
defaults: {{manager: NHK, broadcaster: NHK, language: Jpn, target: '44', site: YAM, power: 300}}
transmissions:
  - {{id: same, frequency: 9565, time: 1530-1630}}
  - {{id: above, frequency: 9575, time: 1500-1600}}
  - {{id: night, frequency: 7470, time: 2330-0030, manager: KBS, broadcaster: KBS, site: KIM}}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    Path("plan").mkdir()
    Path("plan/ours.yaml").write_text(OURS)
    Path("theirs.yaml").write_text(THEIRS)


def settle(run, *options):
    return run("settle", "plan", "--against", "theirs.yaml", *options)


def answer(run, *options):
    ran = settle(run, "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def proposals(found):
    return {
        problem["pair"]["b"]["id"]: [
            (move["side"], move["id"], move["frequency_khz"]["to"], move["time"]["to"])
            for move in (problem["proposal"] or {"moves": []})["moves"]
        ]
        for problem in found["problems"]
    }


def test_every_pair_gets_the_move_that_disturbs_fewest(run):
    found = answer(run)
    assert found["schema"] == "bcastplan.settle/1"
    assert found["summary"] == {
        "problems": 2, "pairs": 2, "jammed": 0, "by_one_row": 2, "by_two_rows": 0, "unsolved": 0,
    }  # fmt: skip
    assert proposals(found) == {
        "same": [("own", "evening", 9555, "1500-1600")],
        "night": [("own", "night", 7570, "2300-2400")],
    }, "44NE has 5 test points, 44 has 15; 9560 kHz would be next to 9565; 7570 is our alternative"
    assert found["problems"][0]["counterpart"] == "NHK"
    assert found["problems"][0]["runner_up"]["moves"][0]["frequency_khz"]["to"] == 9550


def test_only_what_may_be_moved_is(run):
    theirs = proposals(answer(run, "--moves", "theirs"))
    assert theirs["same"][0][:2] == ("theirs", "same")
    shifted = proposals(answer(run, "--moves", "own", "--only", "KBS"))
    assert list(shifted) == ["night"]
    assert [problem["pair"]["b"]["id"] for problem in answer(run, "--only", "CON101")["problems"]] == ["same"]
    with_time = answer(run, "--moves", "own", "--shift", "30")["problems"][0]
    assert all(move["change"] == "frequency" for move in with_time["proposal"]["moves"]), "the hour is kept"


def test_what_cannot_be_solved_says_what_blocks_it(run):
    Path("plan/bcastplan.yaml").write_text(
        "bcastplan: 1\nsites:\n  PHT:\n    transmitters: [{id: P1, power: 250, frequencies: [9560-9570, 7465]}]\n"
    )
    Path("plan/ours.yaml").write_text(OURS.replace("antenna: 216", "antenna: 216, transmitter: P1"))
    found = answer(run, "--moves", "own", "--keep-time")
    assert [problem["proposal"] for problem in found["problems"]] == [None, None]
    assert found["problems"][0]["blocked_by"] == {"NHK": 1, "the pair itself": 1}
    text = settle(run, "--moves", "own", "--keep-time").out
    assert "no move: none of 2 channels is clear: NHK (1), the pair itself (1)" in " ".join(text.split())
    assert "no channel of its band is allocated there and within reach of its equipment" in text


def test_jammed_channels_are_left(run):
    Path("plan/bcastplan.yaml").write_text(
        "bcastplan: 1\njammers: [{name: J, latitude: 39, longitude: 125, frequencies: [9540-9580]}]\n"
    )
    found = answer(run, "--moves", "own")
    jammed = [problem for problem in found["problems"] if problem["jammed"]]
    assert [problem["proposal"]["moves"][0]["frequency_khz"]["to"] for problem in jammed] == [9585]
    assert jammed[0]["counterpart"] is None
    pair = next(problem for problem in found["problems"] if problem["pair"] and problem["pair"]["b"]["id"] == "same")
    assert pair["proposal"]["moves"][0]["frequency_khz"]["to"] == 9555, "it is jammed by the same jammer already"


def test_all_formats_tell_the_same_and_are_inert(run):
    found = proposals(answer(run))
    rows = list(csv.DictReader(io.StringIO(settle(run, "--format", "csv").out)))
    assert {row["their_id"]: row["proposal"] for row in rows} == {
        "same": "ours evening (9565 kHz) to 9555 kHz",
        "night": "ours night (7465 kHz) to 7570 kHz",
    }
    assert len(rows) == len(found)
    assert all(not cell.startswith("=") for row in rows for cell in row.values())
    text = settle(run).out
    assert text.count(" [ ] move ") == 2
    assert text.startswith("With KBS")
    assert "2 pairs, 0 jammed: 2 end by moving one row" in text
    page = settle(run, "--format", "html").out
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("☐") == 4
    settle(run, "--format", "xlsx", "-o", "moves.xlsx")
    with zipfile.ZipFile("moves.xlsx") as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(names) == 2
        assert not any(b"<f>" in book.read(name) for name in names)


def test_applied_moves_keep_comments_and_end_the_conflict(run):
    ran = settle(run, "--apply", "1,2")
    assert ran.code == 0
    assert "plan/ours.yaml:7: 9565 kHz is now 9555 kHz" in ran.err
    text = Path("plan/ours.yaml").read_text()
    assert "frequency: 9555   # since 2019" in text
    assert text.replace("9555", "9565").replace("7570, time", "7465, time") == OURS
    assert answer(run)["summary"]["problems"] == 0


def test_what_cannot_be_applied_is_refused_and_nothing_written(run):
    for options, words in (
        (("--apply", "7"), "there is no proposal 7: the list has 1 to 2"),
        (("--apply", "1", "--moves", "theirs"), "moves a row of others"),
        (("--apply", "x"), "'x' is no number of a conflict"),
        (("--manager", "XYZ"), "no transmission has the manager 'XYZ'"),
        (("--moves", "mine"), "'mine' is none of own, theirs, both"),
        (("--shift", "-5"), "--shift"),
    ):
        ran = settle(run, *options)
        assert ran.code == 2
        assert words in " ".join(ran.err.split())
    assert Path("plan/ours.yaml").read_text() == OURS


def test_moves_that_clash_with_each_other_are_not_applied_together(run):
    text = OURS.replace("7465, time: 2300-2400, alternatives: [7570]", "9565, time: 1545-1645, sync: s")
    Path("plan/ours.yaml").write_text(text.replace("    time: 1500-1600", "    time: 1500-1600\n    sync: s"))
    ran = settle(run, "--moves", "own", "--keep-time", "--apply", "1,2")
    assert ran.code == 2
    assert "make a new conflict between the rows they move" in " ".join(ran.err.split())


def test_all_together_or_greedily_where_the_solver_is_not_installed(run, monkeypatch):
    found = answer(run, "--together")
    assert found["together"]["solver"] == "highs"
    assert (found["together"]["ended"], found["together"]["rows_moved"], found["together"]["gap"]) == (2, 2, 0)
    assert found["summary"]["unsolved"] == 0
    monkeypatch.setattr("bcastplan.workspace.moves.season_moves.has_highs", lambda: False)
    text = " ".join(settle(run, "--together").out.split())
    assert (
        "together: 2 of 2 end at once by moving 2 rows, chosen greedily (the extra [optimise] is not installed)" in text
    )
    assert settle(run, "--together", "--apply", "1,2").code == 0
    assert answer(run)["summary"]["problems"] == 0
    assert answer(run, "--together")["together"] is None


def test_what_a_move_costs_is_what_suggest_predicts(run):
    found = answer(run, "--predict", "--moves", "own", "--keep-time", "--only", "NHK")
    proposal = found["problems"][0]["proposal"]
    asked = ("suggest", "plan", "evening", "--band", "31m", "--count", "500", "--format", "json")
    shares = {row["frequency_khz"]: row["share"] for row in json.loads(run(*asked).out)["candidates"]}
    to = proposal["moves"][0]["frequency_khz"]["to"]
    assert proposal["coverage_lost"] == pytest.approx(100 * (shares[9565] - shares[to]), abs=0.02)
    assert "coverage lost" in proposal["reason"]
    least = answer(run, "--predict", "--loss", "0", "--moves", "own", "--keep-time", "--only", "NHK")["problems"][0]
    assert least["proposal"] is None or least["proposal"]["coverage_lost"] <= 0
    theirs = answer(run, "--predict", "--moves", "theirs", "--only", "NHK")["problems"][0]["proposal"]
    assert theirs is None or theirs["coverage_lost"] is not None or theirs["moves"][0]["change"] == "time"
