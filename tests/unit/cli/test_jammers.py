"""Jammers of plans and lists: told apart, counted nowhere, written back as they were."""

import json
from pathlib import Path

import pytest

OURS = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250}
transmissions:
  - {id: voa-evening, frequency: 9565, time: 1530-1630}
  - {id: voa-night, frequency: 7465, time: 2330-0030}
"""
PLAN = """\
bcastplan: 1
jammers:
  - {name: Pyongyang, latitude: 39.03, longitude: 125.75, frequencies: [9560-9570], time: 1600-1700, heard: 2026-08}
  - {name: Haeju, latitude: 38.04, longitude: 125.71, power: 50, follows: ["voa-n*"], days: Sat, why: assumed}
"""
HEADER = "kHz:75;Time(UTC):93;Days:59;ITU:49;Station:201;Lng:49;Target:62;Remarks:135;P:35;Start:60;Stop:60;\n"
AT = "latitude: 39, longitude: 125"
EIBI = HEADER + (
    "9565;1500-1600;;CHN;CNR1 Jammer/Firedrake;M;FE;;1;;[0726]\n"
    "9570;1500-1600;;CHN;Noise Jammer;;FE;;1;;\n"
    "9565;1500-1600;;CHN;Chinese Jammer;M;Eu;;1;;\n"
    "7465;2300-2400;;KOR;KBS World Radio;K;KRE;;1;;\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # 2026-12-01
    Path("plan").mkdir()
    Path("plan/ours.yaml").write_text(OURS)
    Path("sked-a26.csv").write_text(EIBI)


def write_plan(text: str) -> None:
    Path("plan/bcastplan.yaml").write_text(text)


def conflicts(run, *options):
    return json.loads(run("conflicts", "plan", "--format", "json", "--fail-on", "never", *options).out)


def test_jammers_of_the_plan_are_listed_apart(run):
    write_plan(PLAN)
    answer = conflicts(run)
    assert answer["pairs"] == []
    assert [(item["a"]["id"], item["b"]["service"], item["overlap_minutes"], item["dates"], item["heard"])
            for item in answer["jammed"]] == [
        ("voa-evening", "Pyongyang", 210 * 30, 210, "2026-08"),
        ("voa-night", "Haeju", 30 * 60, 30, None),
    ]  # fmt: skip
    assert run("conflicts", "plan").code == 0
    assert run("conflicts", "plan", "--fail-on", "warning").code == 1
    for option in ("--own", "--external"):
        assert conflicts(run, option)["jammed"] == [], "a jammer is neither own nor external"
    assert len(conflicts(run, "--separation", "0")["jammed"]) == 2, "a range is on every channel in it"


def test_check_says_by_whom_since_when_and_how_long_ago(run):
    write_plan(PLAN.replace("heard: 2026-08", "heard: 2026-08, from: 2026-05-01"))
    answer = run("check", "plan", "--select", "CON")
    assert answer.code == 0
    assert (
        "plan/ours.yaml:6:5: warning CON120 jammed [voa-evening]: 9565 kHz is jammed by Pyongyang (9560 to 9570 kHz): "
        "daily 1600-1630, 1 May - 24 Oct (3.5 h a week); since 2026-05-01, last heard in August 2026, 4 months ago. "
    ) in answer.out
    sarif = json.loads(run("check", "plan", "--select", "CON", "--format", "sarif").out)
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["CON120", "CON120"]
    finding = json.loads(run("check", "plan", "--select", "CON120", "--format", "json").out)["findings"][0]
    assert (finding["data"]["jammer"], finding["data"]["heard"], finding["data"]["since"]) == (
        "Pyongyang", "2026-08", "2026-05-01"
    )  # fmt: skip
    assert (finding["other"]["file"], finding["other"]["line"]) == ("plan/bcastplan.yaml", 3)


def test_a_plan_may_weigh_and_ignore_it(run):
    write_plan(PLAN + "rules: {severity: {CON120: error}}\n")
    assert run("check", "plan", "--select", "CON").code == 1
    write_plan(PLAN + "rules: {ignore: [CON120]}\n")
    assert "CON120" not in run("check", "plan").out


def test_jammers_of_a_list_are_no_pair_to_settle(run):
    answer = conflicts(run, "--against", "sked-a26.csv")
    assert [(pair["kind"], pair["b"]["service"]) for pair in answer["pairs"]] == [("co-channel", "KBS World Radio")]
    assert [(item["a"]["id"], item["b"]["id"], item["b"]["against"], item["heard"]) for item in answer["jammed"]] == [
        ("voa-evening", "e2", True, "2026-07")
    ], "e3 is on the next channel, e4 is aimed at Europe"
    everywhere = conflicts(run, "--against", "sked-a26.csv", "--all-areas")
    assert [item["b"]["id"] for item in everywhere["jammed"]] == ["e2", "e4"]


def test_an_agreement_with_a_jammer_settles_nothing(run):
    write_plan("bcastplan: 1\nagainst: [../sked-a26.csv]\nagreed: [{a: voa-evening, b: e2, reason: we asked}]\n")
    answer = run("check", "plan", "--select", "PLN002,CON120")
    assert "e2 is a jammer, with which nothing can be settled" in answer.out
    assert "CON120" in answer.out


def test_jammers_count_in_nothing(run):
    before = run("hours", "plan", "--format", "json").out
    write_plan(PLAN)
    assert run("hours", "plan", "--format", "json").out == before
    rows = json.loads(run("hours", "sked-a26.csv", "--by", "service", "--format", "json").out)["rows"]
    assert {row["service"]: row["transmitter_minutes"] for row in rows if row["transmitter_minutes"]} == {
        "KBS World Radio": 210 * 60
    }


def test_jammer_rows_are_written_back_as_they_were(run):
    Path("imported").mkdir()
    assert run("import", "eibi", "sked-a26.csv", "-o", "imported", "--single").code == 0
    (imported,) = Path("imported").glob("*.yaml")
    assert imported.read_text().count("jammer: yes") == 3
    for source in ("sked-a26.csv", "imported"):
        answer = run("export", "eibi", source)
        assert answer.code == 0
        assert answer.out == EIBI
    filed = run("export", "hfcc", "imported")
    assert "Jammer" not in filed.out
    assert "3 jammers are not written" in filed.err


@pytest.mark.parametrize(
    ("jammer", "place", "words"),
    [
        ("power: 1, frequencies: 9565", "3:5", "'latitude' is missing"),
        (f"{AT}", "3:5", "a jammer needs `frequencies`, or `follows`"),
        (f"{AT}, frequencies: 9565, frequncy: 1", "3:64", "did you mean frequencies"),
        (f"{AT}, frequencies: [9570-9565]", "3:59", "runs backwards"),
        (f"{AT}, frequencies: 9565, heard: 2026-13", "3:71", "is not a month"),
        ("latitude: 99, longitude: 125, frequencies: 9565", "3:25", "lies outside -90 to 90"),
        (f"{AT}, follows: [voa-night, VOA-*]", "3:66", "no id and no service matches"),
        (f"{AT}, frequencies: []", "3:5", "neither frequencies nor anything to follow"),
        (f"{AT}, frequencies: 1, from: 2026-06-02, until: 2026-06-01", "3:5", "on no date"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_jammer_is_told_at_its_place(run, jammer, place, words):
    write_plan(f"bcastplan: 1\njammers:\n  - {{name: J, {jammer}}}\n")
    answer = run("check", "plan", "--select", "YML,TIM,PLN")
    lines = [line for line in answer.out.splitlines() if line.startswith(f"plan/bcastplan.yaml:{place}")]
    assert any(words in line for line in lines), answer.out
    assert "\n2 files, 2 transmissions" in answer.out, "the rest is counted"


def test_suggest_ranks_jammed_channels_below_clean_ones(run):
    write_plan(PLAN + "against: [../sked-a26.csv]\n")
    asked = ("suggest", "plan", "voa-evening", "--band", "31m", "--count", "200")
    answer = json.loads(run(*asked, "--format", "json").out)
    jammed = {channel["frequency_khz"]: channel["jammers"] for channel in answer["candidates"] if channel["jammers"]}
    assert jammed == {9560: 1, 9565: 2, 9570: 2}, "9565 and 9570 kHz are jammed by a row of the list too"
    clear = [number for number, channel in enumerate(answer["candidates"]) if not channel["jammers"]]
    worst_clear = max(number for number in clear if not answer["candidates"][number]["errors"])
    assert [channel["frequency_khz"] for channel in answer["candidates"][worst_clear + 1 :]][:3] == [9560, 9565, 9570]
    text = run(*asked).out.splitlines()
    assert next(line for line in text if "errors" in line).split() == [
        "kHz", "band", "errors", "warnings", "infos", "jammed", "heard", "served",
    ]  # fmt: skip
    assert next(line for line in text if line.lstrip().startswith("9565 ")).split()[6:8] == ["by", "2"]


def test_suggest_says_that_a_jammer_follows(run):
    write_plan(PLAN)
    asked = ("suggest", "plan", "voa-night", "--band", "41m", "--count", "200", "--format", "json")
    channels = json.loads(run(*asked).out)["candidates"]
    assert {channel["jammers"] for channel in channels} == {1}, "it follows to any channel"


def test_rows_of_a_list_that_are_ours(run):
    rows = (
        "9565;1530-1630;;USA;Voice of America;K;KRE;/PHL-t;1;;\n"
        "7465;2330-0030;;USA;V.O.A. Tonight;K;KRE;/PHL-t;1;;\n"
        "7465;2330-0030;;USA;Radio Taiwan Int.;K;KRE;;1;;\n"
    )
    Path("sked-a26.csv").write_text(HEADER + rows)
    pairs = conflicts(run, "--against", "sked-a26.csv")["pairs"]
    assert [(pair["b"]["id"], pair["severity"], pair["own"], pair["probably_ours"]) for pair in pairs] == [
        ("e4", "error", False, False),
        ("e3", "warning", False, True),
    ]
    text = run("conflicts", "plan", "--against", "sked-a26.csv", "--fail-on", "never").out
    assert " ".join(text.split()).count("probably this transmission itself") == 1
    assert "name its station under `codes.aliases`" in run("check", "plan", "--against", "sked-a26.csv").out
    write_plan("bcastplan: 1\ncodes: {aliases: {VOA Korean: [VOA Tonight, V.O.A. Tonight]}}\n")
    assert [pair["b"]["id"] for pair in conflicts(run, "--against", "sked-a26.csv")["pairs"]] == ["e4"]


def test_a_plan_has_so_many_jammers_and_no_more(run):
    rows = "".join(f"  - {{name: J{number}, {AT}, frequencies: 9565}}\n" for number in range(203))
    write_plan("bcastplan: 1\njammers:\n" + rows)
    assert len(conflicts(run)["jammed"]) == 200
    told = [line for line in run("check", "plan", "--select", "PLN").out.splitlines() if "PLN008" in line]
    assert [line.split(": ")[0] for line in told] == ["plan/bcastplan.yaml:203:5"]
    assert "200 transmissions" not in run("conflicts", "plan", "--summary").out
    assert "1 transmission jammed besides" in run("conflicts", "plan", "--summary").out
