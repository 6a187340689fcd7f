"""What keeps a transmission off the air is never lost by ignoring it: it is reported, weighed in full and counted."""

import json
from pathlib import Path

import pytest

HEAD = (
    "bcastplan: 1\nservice: OK\nseason: A26\n"
    "defaults: {language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21, broadcaster: VOA}\n"
    "transmissions:\n  - {id: x, frequency: 9565, time: 1530-1630}\n"
)
FAULTY = {
    "TIM001": "{id: z, frequency: 9475, time: 2530-0830}",
    "TIM002": "{id: z, frequency: 9475, time: 0600-0600}",
    "TIM005": "{id: z, frequency: 9475, time: 0600-0700, days: 12}",
    "TIM006": "{id: z, frequency: 9475, time: 0600-0700, from: 2026-06-22, until: 2026-06-21}",
    "TIM009": "{id: z, frequency: 9475, time: 0600-0700, except: [2026-02-30]}",
    "TIM010": "{id: z, frequency: 9475, time: 0600-0700, days: Sta}",
    "TIM011": "{id: z, frequency: 9475, time: 0600-0700, repeat: FREQ=WEEKLY;INTERVAL=2}",
    "FRQ004": "{id: z, frequency: 97000, time: 0600-0700}",
    "YML004": "{id: z, frequency: 9475}",
    "YML005": "{id: z, frequency: 9.475 MHz, time: 0600-0700}",
}
ONE = "left out of every count: 1 transmission ({})"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("p").mkdir()


def write(item, plan="", comment=""):
    Path("p/a.yaml").write_text(f"{HEAD}  - {item}{comment}\n")
    Path("p/bcastplan.yaml").write_text(f"bcastplan: 1\n{plan}")


@pytest.mark.parametrize("code", FAULTY)
@pytest.mark.parametrize("way", ["comment", "plan", "files", "option", "severity"])
def test_no_way_of_ignoring_silences_it(run, code, way):
    plans = {
        "plan": f"rules: {{ignore: [{code[:3]}]}}\n",
        "files": f'rules: {{files: {{"*.yaml": {{ignore: [{code}]}}}}}}\n',
        "severity": f"rules: {{severity: {{{code[:3]}: info}}}}\n",
    }
    comment = f"  # bcastplan: ignore[{code}]" if way == "comment" else ""
    write(FAULTY[code], plans.get(way, ""), comment)
    ran = run("check", "p", *(("--ignore", code[:3]) if way == "option" else ()))
    assert ran.code == 1
    assert f"error {code}" in ran.out
    assert ONE.format(code) in ran.out
    assert ("IGN003" in ran.out) == (way in ("comment", "plan", "files"))
    counted = run("hours", "p")
    assert counted.code == 1
    assert ONE.format(code) in counted.err


@pytest.mark.parametrize(
    "command",
    [("hours", "p"), ("hours", "p", "--format", "json"), ("conflicts", "p"), ("export", "csv", "p"),
     ("export", "ics", "p"), ("export", "hfcc", "p"), ("coverage", "p"), ("compat", "p"), ("diff", "p", "p"),
     ("compare", "p", "p"), ("report", "p", "-o", "r.html"), ("rollover", "A26", "B26", "p"),
     ("suggest", "p", "x", "--count", "1", "--band", "31m")],
    ids=lambda command: " ".join(command[:2]),
)  # fmt: skip
def test_every_command_tells_how_many_and_why(run, command):
    write(FAULTY["TIM001"], "rules: {ignore: [TIM], severity: {TIM: info}}\n")
    ran = run(*command)
    assert ran.code == 1
    assert ONE.format("TIM001") in ran.err


def test_what_is_selected_changes_nothing_of_the_count(run):
    write(FAULTY["TIM001"])
    ran = run("check", "p", "--select", "FRQ")
    assert ran.code == 0
    assert ran.out == f"1 file, 1 transmission: 0 errors, 0 warnings, 0 infos; {ONE.format('TIM001')}\n"
    left_out = json.loads(run("check", "p", "--select", "FRQ", "--format", "json").out)["left_out"]
    assert left_out == {"transmissions": 1, "files": 0, "rules": ["TIM001"]}
    sarif = json.loads(run("check", "p", "--select", "FRQ", "--format", "sarif").out)
    (note,) = sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == ONE.format("TIM001")
    assert "1 transmission (TIM001)" in run("check", "p", "--select", "FRQ", "--format", "junit").out


def test_a_default_counts_for_every_transmission_that_takes_it_over(run):
    text = HEAD.replace("defaults: {", "defaults: {days: Sta, ")
    items = "".join(f"  - {{id: a{n}, frequency: {9400 + n}, time: 0600-0700}}\n" for n in range(2))
    Path("p/a.yaml").write_text(f"{text}{items}  - {{id: own, frequency: 9500, time: 0600-0700, days: Sat}}\n")
    ran = run("check", "p/a.yaml")
    assert "1 file, 1 transmission: " in ran.out
    assert "left out of every count: 3 transmissions (TIM010)" in ran.out


def test_a_default_that_nobody_takes_over_loses_nothing_and_may_be_ignored(run):
    Path("p/a.yaml").write_text(
        "bcastplan: 1\nservice: OK\nseason: A26\ndefaults:\n  days: Sta  # bcastplan: ignore[TIM010]\n"
        "transmissions:\n  - {frequency: 9565, time: 0600-0700, days: Sat}\n"
    )
    ran = run("check", "p/a.yaml", "--select", "TIM,IGN")
    assert (ran.code, ran.out) == (0, "1 file, 1 transmission: 0 errors, 0 warnings, 0 infos\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bcastplan: 1\ntransmissions: [{", "1 file (YML001)"),
        ("", "1 file (YML009)"),
        ("bcastplan: 2\nservice: A\n", "1 file (YML010)"),
        ("bcastplan: 1\nservice: A\nseason: A26\ntransmissions: {a: b}\n", "1 file (YML005)"),
        (HEAD.replace("A26", "Z99"), "1 transmission (TIM008)"),
        (HEAD.replace("season: A26\n", ""), "1 transmission (YML004)"),
        (HEAD.replace("season: A26", "from: 2026-05-02\nuntil: 2026-05-01"), "1 transmission (TIM006)"),
        (HEAD + "  - nothing\n  - {frequency: x, time: y}\n", "2 transmissions (TIM001, YML005)"),
    ],
)
def test_whole_files_and_windows_count_too(run, text, words):
    Path("a.yaml").write_text(text)
    Path("bcastplan.yaml").write_text("bcastplan: 1\nrules: {ignore: [YML, TIM]}\n")
    ran = run("check", "a.yaml")
    assert ran.code == 1
    assert f"left out of every count: {words}" in ran.out
    assert "IGN003" in ran.out


def test_rows_of_lists_count_too(run, row, hfcc_file):
    Path("a26.txt").write_bytes(hfcc_file(row(), " " + row(), row().replace("9565", "9x65", 1)))
    Path("bcastplan.yaml").write_text("bcastplan: 1\nrules: {ignore: [HFC], severity: {HFC: info}}\n")
    ran = run("check", "a26.txt")
    assert "left out of every count: " in ran.out
    assert "HFC001" in ran.out
    Path("t-a26.csv").write_text("season,frequency,time\nA26,9565,1500-1600\nA26,9570,25:00-2600\nA26,9575,\n1,2,3,4\n")
    ran = run("check", "t-a26.csv", "--ignore", "CSV")
    assert "3 transmissions (CSV002, CSV003)" in ran.out


def test_of_many_left_out_all_are_counted(run):
    items = "".join(f"  - {{frequency: 9475, time: 99-{n}}}\n" for n in range(30))
    Path("a.yaml").write_text(HEAD + items)
    assert "30 transmissions (TIM001)" in run("check", "a.yaml", "--max-findings", "3").out
