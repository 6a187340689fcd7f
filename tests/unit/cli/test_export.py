from pathlib import Path

import pytest

PLAN = """\
bcastplan: 1
service: VOA Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, administration: PHL, language: Kor, target: 44NE, site: PHT, power: 250,
  antenna: 216, azimuth: 21}
transmissions:
  - {id: one, frequency: 9565, time: 1530-1630}
  - {id: two, frequency: 9720, time: 2330-0030, days: [Fri, Sat], requirement: 7}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("voa.yaml").write_text(PLAN)
    Path("rfa.yaml").write_text(
        PLAN.replace("VOA Korean", "RFA Korean").replace("manager: AGM", "manager: RFA").replace("id: ", "id: rfa-")
        .replace("9565", "9570").replace("9720", "9725").replace(", requirement: 7", "")
    )  # fmt: skip


def test_hfcc_to_standard_output(run):
    ran = run("export", "hfcc", "voa.yaml")
    assert ran.code == 0
    lines = ran.out.split("\r\n")
    assert lines[0].startswith(";A26 AGM ")
    rows = [line for line in lines if line and not line.startswith(";")]
    assert [row[:15] for row in rows] == [" 9565 1530 1630", " 9720 2330 0030"]
    assert [row[125:130] for row in rows] == ["    8", "    7"]
    assert "HFC107 numbered" in ran.err
    assert ran.err.endswith("wrote 2 of 2 transmissions to standard output\n")


def test_only_what_has_a_row_is_counted_as_written(run):
    Path("voa.yaml").write_text(
        PLAN + "  - {id: half, frequency: 9565.5, time: 0100-0200}\n"
        "  - {id: off, frequency: 9570, time: 0100-0200, status: unused}\n"
    )
    ran = run("export", "hfcc", "voa.yaml")
    assert ran.code == 1
    assert ran.err.endswith("wrote 2 of 4 transmissions to standard output\n")


def test_nothing_to_write_is_said(run):
    Path("none.yaml").write_text("bcastplan: 1\nservice: X\nseason: A26\ntransmissions: []\n")
    ran = run("export", "csv", "none.yaml", "-o", "none.csv")
    assert (ran.code, ran.err) == (1, "no transmission could be read: nothing written\n")
    assert not Path("none.csv").exists()


def test_a_whole_organisation_over_several_services(run):
    both = run("export", "hfcc", ".").out
    rows = [line for line in both.split("\r\n") if line and not line.startswith(";")]
    assert [row[:5] for row in rows] == [" 9565", " 9570", " 9720", " 9725"]
    ran = run("export", "hfcc", ".", "--manager", "AGM", "-o", "agm.txt")
    assert ran.code == 0
    assert ran.out == ""
    text = Path("agm.txt").read_text()
    assert " 9565 " in text
    assert " 9570 " not in text


def test_what_is_exported_is_read_again(run):
    for style, name in (("hfcc", "x.txt"), ("eibi", "sked-a26.csv"), ("csv", "x.csv")):
        assert run("export", style, "voa.yaml", "-o", name).code == 0
        assert "2 transmissions" in run("check", name, "--fail-on", "never").out
    assert Path("sked-a26.csv").read_text().splitlines()[1:] == [
        "9565;1530-1630;;PHL;VOA Korean;K;KRE;t;0;;",
        "9720;2330-0030;Fr,Sa;PHL;VOA Korean;K;KRE;t;0;;",
    ]


def test_a_calendar_on_a_clock(run):
    ran = run("export", "ics", "voa.yaml", "--zone", "Asia/Seoul")
    assert ran.code == 0
    assert "DTSTART;TZID=Asia/Seoul:20260330T003000\r\n" in ran.out
    assert "RRULE:FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20261024T143000Z\r\n" not in ran.out  # starts on Saturday and Sunday
    assert "DTSTART;TZID=Asia/Seoul:20260404T083000\r\n" in ran.out
    assert "X-WR-CALNAME:VOA Korean" in ran.out
    utc = run("export", "ics", "voa.yaml").out
    assert "DTSTART:20260329T153000Z\r\n" in utc
    assert "BEGIN:VTIMEZONE" not in utc


def test_filters_and_nothing_left(run):
    ran = run("export", "csv", ".", "--service", "RFA*")
    assert ran.out.count("\r\n") == 3
    ran = run("export", "csv", ".", "--language", "Fra")
    assert (ran.code, ran.out) == (1, "")
    assert "none of 4 transmissions meets the filters" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["hfcc", "."], 2, "several seasons, A26 (2), B26 (2): say which one to write with --season"),
        (["hfcc", "dated.yaml"], 2, "name no season"),
        (["ics", "voa.yaml", "--zone", "Asia/Soul"], 2, "did you mean Asia/Seoul?"),
        (["ics", "voa.yaml", "--zone", "../../etc/passwd"], 2, "is not an IANA time zone"),
        (["csv", "voa.yaml", "--zone", "Asia/Seoul"], 2, "--zone is for calendars"),
        (["hfcc", "gone.yaml"], 3, "no such file"),
        (["csv", "voa.yaml", "-o", "no/such/folder.csv"], 3, "cannot write"),
    ],
)
def test_wrong_usage_and_wrong_files(run, arguments, code, message):
    Path("rfa.yaml").write_text(Path("rfa.yaml").read_text().replace("season: A26", "season: B26"))
    Path("dated.yaml").write_text(PLAN.replace("season: A26", "from: 2008-03-02\nuntil: 2008-03-30"))
    if arguments[1] == ".":
        Path("dated.yaml").unlink()
    ran = run("export", *arguments)
    assert ran.code == code
    assert message in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_a_format_that_is_only_read_is_wrong_usage(run):
    ran = run("export", "aoki", "voa.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert [name for name in ("aoki", "hfcc", "eibi", "csv", "ics") if f"'{name}'" not in ran.err] == []


def test_one_season_of_several(run):
    Path("rfa.yaml").write_text(Path("rfa.yaml").read_text().replace("season: A26", "season: B26"))
    ran = run("export", "hfcc", ".", "--season", "B26")
    rows = [line for line in ran.out.split("\r\n") if line and not line.startswith(";")]
    assert {row[80:93] for row in rows} == {"251026 280327"}
    assert ran.code == 0
    assert "wrote 2 of 4 transmissions" in ran.err


def test_errors_of_reading_are_the_exit_code(run):
    Path("voa.yaml").write_text(PLAN.replace("1530-1630", "1530-1530"))
    ran = run("export", "csv", "voa.yaml")
    assert ran.code == 1
    assert ran.out.count("\r\n") == 2
    assert "TIM002" in ran.err


def test_the_season_comes_back_byte_for_byte(run, shared_data):
    import zipfile

    archive = shared_data / "hfcc" / "A26allx2.zip"
    assert run("export", "hfcc", archive, "-o", "back.txt").code == 0
    with zipfile.ZipFile(archive) as packed:
        assert Path("back.txt").read_bytes() == packed.read("A26all00.TXT")
    listed = shared_data / "eibi" / "sked-a26.csv"
    run("export", "eibi", listed, "-o", "sked-a26.csv")
    assert Path("sked-a26.csv").read_bytes() == listed.read_bytes()


def test_import_then_export_is_byte_identical_too(run, shared_data):
    listed = shared_data / "eibi" / "sked-a26.csv"
    run("import", "eibi", listed, "--language", "Kor", "--single", "-o", "kor.yaml")
    assert run("export", "eibi", "kor.yaml", "-o", "kor.csv").code == 0
    rows = listed.read_bytes().split(b"\r\n")
    written = Path("kor.csv").read_bytes().split(b"\r\n")
    assert written[0] == rows[0]
    assert len(written) > 200
    assert set(written) <= set(rows)


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["export", "hfcc", "voa.yaml"], "voa.yaml"),
        (["export", "hfcc", "."], "./rfa.yaml"),
        (["hours", "voa.yaml", "rfa.yaml"], "rfa.yaml"),
        (["conflicts", "voa.yaml", "--against", "rfa.yaml"], "rfa.yaml"),
        (["check", "voa.yaml"], "voa.yaml"),
        (["diff", "voa.yaml", "rfa.yaml"], "voa.yaml"),
        (["compare", "voa.yaml", "rfa.yaml"], "rfa.yaml"),
    ],
)
def test_no_file_that_is_read_is_written_over(run, arguments, output):
    before = Path(output).read_bytes()
    ran = run(*arguments, "-o", output)
    assert ran.code == 2
    assert "one of the files that were read" in ran.err
    assert Path(output).read_bytes() == before


def test_a_row_that_could_not_be_read_is_told(run, row, hfcc_file):
    Path("season.txt").write_bytes(hfcc_file(row(), row(frequency="   11", requirement="    9")))
    ran = run("export", "hfcc", "season.txt", "-o", "out.txt")
    assert "season.txt:3:1: warning HFC010" in ran.err
    assert "wrote 1 of 1" in ran.err
