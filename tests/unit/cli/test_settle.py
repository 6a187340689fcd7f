"""Moves for a meeting: the same in every format, inert, and written into schedules with their comments."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bcastplan.coverage.point_people import audience_about
from bcastplan.reference import target_points
from bcastplan.reference.towns import towns_of
from bcastplan.workspace.moves.settlement import Settlement

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


def test_nothing_is_applied_where_a_list_cannot_be_read(run):
    """Without it nobody knows what a move would meet; the message names the list, not a number that is missing."""
    before = Path("plan/ours.yaml").read_text()
    for numbers in ("1", "7"):
        ran = settle(run, "--against", "gone.txt", "--moves", "own", "--apply", numbers)
        assert ran.code == 3
        assert "gone.txt" in ran.err
        assert "nothing is applied" in ran.err
    assert Path("plan/ours.yaml").read_text() == before


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
        "not_looked_at": 0,
    }  # fmt: skip
    assert proposals(found) == {
        "same": [("own", "evening", 9555, "1500-1600")],
        "night": [("own", "night", 7570, "2300-2400")],
    }, "fewer people live about 44NE than about 44; 9560 kHz would be next to 9565; 7570 is our alternative"
    assert found["problems"][0]["counterpart"] == "NHK"
    assert found["problems"][0]["runner_up"]["moves"][0]["frequency_khz"]["to"] == 9550
    assert found["problems"][0]["runner_up_because"] == "5 kHz farther"
    about_44ne = audience_about(target_points("44NE")).total
    assert (
        found["problems"][0]["proposal"]["people_disturbed"] == about_44ne < audience_about(target_points("44")).total
    )
    assert "GeoNames" in found["notes"][0]


def test_the_listeners_that_a_plan_names_are_the_people_disturbed(run):
    """Theirs go first where we have more listeners; people of nobody knows whom come after all who are known."""
    Path("plan/bcastplan.yaml").write_text("bcastplan: 1\nlisteners: {many: {administration: [CHN, IND]}}\n")
    Path("plan/ours.yaml").write_text(OURS.replace("defaults: {", "defaults: {listeners: many, "))
    problem = answer(run, "--only", "NHK")["problems"][0]
    assert problem["proposal"]["moves"][0]["side"] == "theirs"
    Path("theirs.yaml").write_text(THEIRS.replace(", target: '44'", ""))
    problem = answer(run, "--only", "NHK")["problems"][0]
    assert problem["proposal"]["moves"][0]["side"] == "own"
    people = sum(town.people for code in ("CHN", "IND") for town in towns_of(code))
    assert problem["proposal"]["people_disturbed"] == people
    theirs = answer(run, "--only", "NHK", "--moves", "theirs")["problems"][0]["proposal"]
    assert theirs["people_disturbed"] is None
    assert "nobody knows how many people it disturbs" in theirs["reason"]


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
    by_time = answer(run, "--moves", "own", "--shift", "10")["problems"][0]
    assert by_time["proposal"] is None
    assert by_time["blocked_by"] == {"NHK": 1, "the pair itself": 5}, "a channel, and four times that are too near"
    text = " ".join(settle(run, "--moves", "own", "--shift", "10").out.split())
    assert "no move: none of 2 channels and 4 other times is clear" in text


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
    assert page.count("☐") == 6, "the move, the next best and something else, for each conflict"
    assert "for us" in page
    settle(run, "--format", "xlsx", "-o", "moves.xlsx")
    with zipfile.ZipFile("moves.xlsx") as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(names) == 2
        assert not any(b"<f>" in book.read(name) for name in names)


def test_applied_moves_keep_comments_and_end_the_conflict(run):
    ran = settle(run, "--apply", "1,2")
    assert ran.code == 0
    assert "plan/ours.yaml:7: frequency 9565 kHz is now 9555 kHz" in ran.err
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


def test_a_row_that_two_proposals_move_to_one_place_is_moved_once(run):
    """Both conflicts of the evening end by the same move; applying both is no contradiction."""
    other = "  - {id: also, frequency: 9565, time: 1500-1530, manager: KBS, broadcaster: KBS, site: KIM, target: 44NE}"
    Path("theirs.yaml").write_text(THEIRS.replace(", time: 1500-1600}", ", time: 0100-0200}") + other + "\n")
    options = ("--moves", "own", "--keep-time", "--only", "CON101")
    found = answer(run, *options)
    numbers = [str(problem["number"]) for problem in found["problems"]]
    assert len(numbers) == 2
    assert len({problem["proposal"]["moves"][0]["frequency_khz"]["to"] for problem in found["problems"]}) == 1
    ran = settle(run, *options, "--apply", ",".join(numbers))
    assert ran.code == 0, ran.err
    assert ran.err.count("is now") == 1


def test_moves_that_book_a_transmitter_twice_are_not_applied_together(run):
    """Each move alone leaves the only transmitter free; both together book it twice."""
    Path("plan/bcastplan.yaml").write_text(
        "bcastplan: 1\nsites:\n  PHT:\n    transmitters: [{id: P1, power: 250, frequencies: [9565, 7465]}]\n"
    )
    text = OURS.replace("antenna: 216", "antenna: 216, transmitter: P1").replace("time: 1500-1600", "time: 2330-2400")
    Path("plan/ours.yaml").write_text(text.replace("time: 2300-2400", "time: 2230-2300"))
    Path("theirs.yaml").write_text(
        THEIRS.replace("9565, time: 1530-1630", "9565, time: 2350-2400")
        .replace("9575, time: 1500-1600", "9575, time: 0100-0200")
        .replace("7470, time: 2330-0030", "7465, time: 2200-2255")
    )
    found = answer(run, "--moves", "own")
    times = [problem["proposal"]["moves"][0]["time"]["to"] for problem in found["problems"]]
    assert sorted(times) == ["2255-2325", "2320-2350"]
    before = Path("plan/ours.yaml").read_text()
    ran = settle(run, "--moves", "own", "--apply", "1,2")
    assert ran.code == 2
    assert "these moves together break a rule of the plan or book something twice" in " ".join(ran.err.split())
    assert Path("plan/ours.yaml").read_text() == before
    together = answer(run, "--moves", "own", "--together")["together"]
    assert together["ended"] == 1
    assert together["gap"] > 0


ELSEWHERE = """\
bcastplan: 1
sites:
  PHT:
    transmitters: [{id: PHT-1, power: 250, frequencies: [5900-21850]}]
    antennas: [{id: north, antenna: 216, azimuth: 21}, {id: unknown, antenna: 218}]
  TIN:
    transmitters: [{id: TIN-1, power: 250, frequencies: [5900-21850]}]
    antennas: [{id: tin-n, antenna: 216, azimuth: 325}]
"""
FROM_TINIAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, power: 100}
transmissions:
  - id: noon
    frequency: 9565
    time: 1100-1200
    site: TIN            # until the lease ends
    transmitter: TIN-1
    antenna: tin-n
    azimuth: 325
"""
FROM_GERMANY = """\
bcastplan: 1
service: DW
season: A26
defaults: {manager: DWL, broadcaster: DWL, language: Eng, target: '27,28,44NE', site: WER, power: 100, antenna: 218}
transmissions:
  - {id: same, frequency: 9565, time: 1100-1200, azimuth: 300}
"""


def from_elsewhere():
    Path("plan/bcastplan.yaml").write_text(ELSEWHERE)
    Path("plan/ours.yaml").write_text(FROM_TINIAN)
    Path("theirs.yaml").write_text(FROM_GERMANY)


def test_another_site_from_which_neither_side_disturbs_the_other_comes_first(run):
    """From Tinian we cost them 16 points of coverage, from the Philippines next to nothing: nobody tunes anew."""
    from_elsewhere()
    problem = answer(run, "--predict", "--moves", "own")["problems"][0]
    proposal = problem["proposal"]
    assert (proposal["people_disturbed"], proposal["test_points_disturbed"]) == (0, 0)
    move = proposal["moves"][0]
    assert move["change"] == "site"
    assert move["facility"] == {
        "site": {"from": "TIN", "to": "PHT"},
        "transmitter": {"from": "TIN-1", "to": "PHT-1"},
        "antenna": {"from": "tin-n", "to": "north"},
        "azimuth_deg": {"from": 325, "to": 21},
    }
    assert 0 <= move["mutual_loss"] <= 5
    assert problem["runner_up"]["moves"][0]["change"] == "frequency"
    nothing_predicted = answer(run, "--moves", "own")["problems"][0]
    assert nothing_predicted["proposal"]["moves"][0]["change"] == "frequency"
    strict = answer(run, "--predict", "--loss", "1", "--moves", "own")["problems"][0]
    assert strict["proposal"]["moves"][0]["change"] == "frequency"
    settle(run, "--predict", "--moves", "own", "--apply", "1")
    text = FROM_TINIAN.replace("site: TIN ", "site: PHT ").replace("TIN-1", "PHT-1").replace("tin-n", "north")
    assert Path("plan/ours.yaml").read_text() == text.replace("325", "21")


def test_a_site_whose_transmitter_is_taken_is_not_proposed(run):
    from_elsewhere()
    taken = (
        "  - {id: taken, frequency: 15300, time: 1130-1145, site: PHT, transmitter: PHT-1, antenna: north, azimuth: 21}"
    )
    Path("plan/ours.yaml").write_text(FROM_TINIAN + taken + "\n")
    moves = answer(run, "--predict", "--moves", "own")["problems"][0]["proposal"]["moves"]
    assert moves[0]["change"] == "frequency"


def test_two_rows_alone_may_be_asked_for(run):
    found = answer(run, "--moves", "both", "--keep-time")
    assert all(len(problem["proposal"]["moves"]) == 2 for problem in found["problems"] if problem["proposal"])
    assert any(problem["proposal"] for problem in found["problems"])


def test_an_interrupt_writes_what_was_found_and_applies_nothing(run, monkeypatch):
    settled = []

    def settle_one(finder, problem):
        if settled:
            raise KeyboardInterrupt
        settled.append(problem.number)
        return whole(finder, problem)

    whole = Settlement.settle
    monkeypatch.setattr(Settlement, "settle", settle_one)
    monkeypatch.setattr("bcastplan.workspace.moves.season_search._MOST_TOGETHER", 1)
    ran = settle(run, "--format", "json", "--apply", "1")
    assert ran.code == 130
    found = json.loads(ran.out)
    assert found["stopped_by"] == "interrupt"
    assert found["summary"]["not_looked_at"] == 1
    assert [problem["looked_at"] for problem in found["problems"]] == [True, False]
    assert found["problems"][0]["proposal"]
    assert "interrupted before 1 more was looked at; what was found is written; nothing was applied" in ran.err
    assert Path("plan/ours.yaml").read_text() == OURS
    assert "not looked at: the search was stopped before" in settle(run).out


def test_an_interrupt_while_all_are_chosen_leaves_what_was_found(run, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    alone = answer(run)
    monkeypatch.setattr("bcastplan.workspace.moves.season_moves._choose_together", interrupted)
    ran = settle(run, "--together", "--format", "json")
    assert ran.code == 130
    assert json.loads(ran.out)["problems"] == alone["problems"]
    assert "interrupted before all were chosen together; what was found is written" in ran.err


SIGNALLED = """
import signal, sys
import bcastplan.__main__ as program
from bcastplan.workspace.moves.settlement import Settlement
whole = Settlement.settle
def settle(finder, problem):
    signal.raise_signal(signal.SIGINT)
    return whole(finder, problem)
Settlement.settle = settle
sys.argv[1:] = ["settle", "plan", "--against", "theirs.yaml", "--format", "csv"]
program.main()
"""


def test_the_signal_itself_does_so(tmp_path):
    ran = subprocess.run([sys.executable, "-c", SIGNALLED], capture_output=True, text=True, check=False)
    assert ran.returncode == 130
    assert "not looked at" in ran.stdout
    assert ran.stderr.strip() == "bcastplan: interrupted before 2 more were looked at; what was found is written"


def test_the_search_stops_at_its_time_limit(run, monkeypatch):
    monkeypatch.setattr("bcastplan.workspace.moves.season_search._MOST_TOGETHER", 1)
    ran = settle(run, "--time-limit", "0.1", "--format", "json")
    assert ran.code == 0
    whole = json.loads(ran.out)
    clock = iter(range(0, 1000, 60))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    ran = settle(run, "--time-limit", "30", "--format", "json")
    cut = json.loads(ran.out)
    assert cut["stopped_by"] == "time"
    assert cut["problems"][0] == whole["problems"][0]
    assert "stopped at the time limit before 1 more was looked at" in ran.err


def test_who_looks_changes_nothing(run, monkeypatch):
    monkeypatch.setattr("bcastplan.workspace.moves.season_search.WORTH_PROBLEMS", 1)
    monkeypatch.setattr("bcastplan.workspace.moves.season_search._MOST_TOGETHER", 1)
    assert answer(run, "--jobs", "2") == answer(run, "--jobs", "1")


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
