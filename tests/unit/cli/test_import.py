from pathlib import Path

import pytest

from bcastplan.exchange.eibi.eibi_writer import HEADER

EIBI = f"""{HEADER}
9310;1530-1630;Mo-Fr;USA;Voice of America;K;FE;/KWT;6;2206;2606
9685;1500-1530;;CLA;Nippon no Kaze;K;KRE;/TWN-p;1;;[0726]
9720;1800-1830;;CLA;Furusato no Kaze;J;KRE;/UZB;5;;[0825]
66.663;0000-2400;;RUS;RBU Time Signal;-TS;EEu;t;1;;[0524]
"""
CSV = "service,season,frequency,time,days\nVOA,A26,9565,1530-1630,Mon-Fri\nRFA,A26,9570,1630-1700,\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sked-a26.csv").write_text(EIBI, encoding="iso-8859-1", newline="\r\n")
    Path("x.csv").write_text(CSV)


def test_one_schedule_for_each_service(run):
    ran = run("import", "eibi", "sked-a26.csv", "-o", "plan")
    assert ran.code == 0
    assert ran.out == ""
    assert {path.name for path in Path("plan").iterdir()} == {
        "voice-of-america.yaml",
        "nippon-no-kaze.yaml",
        "furusato-no-kaze.yaml",
        "rbu-time-signal.yaml",
    }
    assert ran.err.endswith(
        "wrote 4 of 4 transmissions to plan/voice-of-america.yaml, plan/nippon-no-kaze.yaml, "
        "plan/furusato-no-kaze.yaml, plan/rbu-time-signal.yaml\n"
    )
    assert "EIB011 eibi-not-in-schedule [e5]: 66.663 kHz is written as 66.66" in ran.err
    assert run("check", "plan", "--select", "YML,TIM,FIL").code == 0


def test_what_is_written_is_readable_yaml(run):
    run("import", "eibi", "sked-a26.csv", "--service", "voice*")
    text = Path("voice-of-america.yaml").read_text()
    assert text.startswith(
        "# Source: sked-a26.csv, read with `bcastplan import eibi`.\n"
        "bcastplan: 1\nservice: Voice of America\nseason: A26\ntransmissions:\n"
        "  - id: e2\n    frequency: 9310\n    time: 1530-1630\n    days: Mon-Fri\n    from: 2026-06-22\n"
        "    until: 2026-06-26\n"
    )


def test_one_file_for_all(run):
    assert run("import", "eibi", "sked-a26.csv", "--single", "-o", "all.yaml").code == 0
    assert Path("all.yaml").exists()
    printed = run("import", "eibi", "sked-a26.csv", "--single", "-o", "-")
    assert printed.out == Path("all.yaml").read_text()
    assert run("import", "eibi", "sked-a26.csv", "--single", "-o", "folder").code == 0
    assert Path("folder/sked-a26.yaml").read_text() == printed.out


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (["--language", "Jpn"], {"furusato-no-kaze.yaml"}),
        (
            ["--language", "jpn,Kor", "--target", "44NE"],
            {"furusato-no-kaze.yaml", "nippon-no-kaze.yaml", "voice-of-america.yaml"},
        ),
        (["--service", "*kaze"], {"furusato-no-kaze.yaml", "nippon-no-kaze.yaml"}),
    ],
)
def test_filters(run, options, files):
    assert run("import", "eibi", "sked-a26.csv", "-o", "plan", *options).code == 0
    assert {path.name for path in Path("plan").iterdir()} == files


def test_findings_of_rows_that_were_not_asked_for_are_silent(run):
    assert "EIB011" not in run("import", "eibi", "sked-a26.csv", "--language", "Kor").err


def test_nothing_meets_the_filter(run):
    ran = run("import", "eibi", "sked-a26.csv", "--broadcaster", "VOA", "-o", "plan")
    assert ran.code == 1
    assert "none of 4 transmissions meets the filters: nothing written" in ran.err
    assert not Path("plan").exists()


def test_nothing_is_overwritten_unasked(run):
    Path("rfa.yaml").write_text("mine")
    ran = run("import", "csv", "x.csv")
    assert ran.code == 2
    assert "rfa.yaml exists already, nothing written" in ran.err
    assert Path("rfa.yaml").read_text() == "mine"
    assert not Path("voa.yaml").exists()
    assert run("import", "csv", "x.csv", "--force").code == 0
    assert Path("rfa.yaml").read_text() != "mine"


def test_a_table_with_a_mapping(run):
    Path("foreign.csv").write_text("Sender;Freq;Zeit;Tage\nVOA;9565;15:30-16:30;23456\n")
    Path("map.yaml").write_text(
        "columns: {service: Sender, frequency: Freq, time: Zeit, days: Tage}\ntime: HH:MM\nfirst_day: Sunday\n"
    )
    ran = run("import", "csv", "foreign.csv", "--mapping", "map.yaml", "--season", "A26")
    assert ran.code == 0
    assert "days: Mon-Fri" in Path("voa.yaml").read_text()
    Path("map.yaml").write_text("column: {}\n")
    ran = run("import", "csv", "foreign.csv", "--mapping", "map.yaml", "--season", "A26")
    assert ran.code == 1
    assert "map.yaml:1:1: error CSV007 csv-mapping: unknown key 'column', did you mean columns?" in ran.err
    assert run("import", "csv", "foreign.csv", "--mapping", "gone.yaml").code == 3


def test_errors_of_reading_are_the_exit_code(run):
    Path("sked-a26.csv").write_text(
        "6200;1241-1241;;CHN;Jinling;C;TWN;nj;1;;\n9685;1500-1530;;CLA;N;K;KRE;/TWN-p;1;;\n"
    )
    ran = run("import", "eibi", "sked-a26.csv", "-o", "plan")
    assert ran.code == 1
    assert "error EIB003" in ran.err
    assert {path.name for path in Path("plan").iterdir()} == {"n.yaml"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["hfcc", "sked-a26.csv"], 3, "this is an EiBi list, not hfcc: `bcastplan import eibi` reads it"),
        (["eibi", "gone.csv"], 3, "no such file"),
        (["eibi", "page.csv"], 3, "an HTML page"),
        (["csv", "page.csv"], 3, "an HTML page"),
        (["hfcc", "page.csv"], 3, "an HTML page"),
        (["aoki", "page.csv"], 3, "an HTML page"),
        (["eibi", "x.csv"], 1, "commas separate the columns"),
        (["eibi", "sked-a26.csv", "--season", "A2026"], 2, "unknown season"),
        (["eibi", "sked-a26.csv", "--mapping", "m.yaml"], 2, "--mapping tells"),
        (["eibi", "sked-a26.csv", "--tables"], 2, "--tables stores"),
        (["eibi", "sked-a26.csv", "-o", "-"], 2, "add --single"),
        (["eibi", "sked-a26.csv", "--target", "44XY"], 2, "no CIRAF zone"),
        (["eibi", "sked-a26.csv", "-o", "x.csv"], 3, "cannot write"),
    ],
)
def test_wrong_usage_and_wrong_files(run, arguments, code, message):
    Path("page.csv").write_text("<!DOCTYPE html><html><head><title>404</title>")
    Path("x.csv").write_text(EIBI.replace(";", ","))
    ran = run("import", *arguments)
    assert ran.code == code
    assert message in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_an_unknown_format_is_wrong_usage_that_names_the_known_ones(run):
    ran = run("import", "xyz", "sked-a26.csv")
    assert (ran.code, ran.out) == (2, "")
    assert [name for name in ("xyz", "hfcc", "eibi", "aoki", "csv") if f"'{name}'" not in ran.err] == []


def test_reference_tables_of_an_archive(run, shared_data, tmp_path, monkeypatch):
    from bcastplan.reference.storage import forget

    monkeypatch.setenv("BCASTPLAN_DATA_DIR", str(tmp_path / "data"))
    forget()
    archive = shared_data / "hfcc" / "A26allx2.zip"
    ran = run("import", "hfcc", archive, "--manager", "ENC", "--tables", "-o", "plan")
    monkeypatch.undo()
    forget()
    assert ran.code == 0
    assert {path.stem for path in (tmp_path / "data").rglob("*.csv")} >= {"sites", "antennas", "languages"}
    assert "sites.csv: 700 rows" in ran.err
    services = {path.name for path in (tmp_path / "plan").iterdir()}
    assert {"bbc.yaml", "enc.yaml"} <= services


def test_an_archive_without_tables(run):
    import zipfile

    with zipfile.ZipFile("x.zip", "w") as packed:
        packed.writestr("sked-a26.csv", EIBI)
    ran = run("import", "hfcc", "x.zip", "--tables")
    assert ran.code == 3
    assert "no reference tables" in ran.err


def test_tables_of_which_no_line_can_be_used_are_told(run, tmp_path, monkeypatch):
    import zipfile

    monkeypatch.setenv("BCASTPLAN_DATA_DIR", str(tmp_path / "data"))
    with zipfile.ZipFile("x.zip", "w") as packed:
        packed.writestr("site.txt", "nonsense\n")
        packed.writestr("language.txt", "")
    ran = run("import", "hfcc", "x.zip", "--tables")
    assert ran.code == 3
    assert "none of their lines can be used" in ran.err
    assert not (tmp_path / "data").exists()


def test_several_lists_are_not_printed_as_one_file(run, row, hfcc_file):
    import zipfile

    with zipfile.ZipFile("x.zip", "w") as packed:
        packed.writestr("a.txt", hfcc_file(row()))
        packed.writestr("b.txt", hfcc_file(row()))
    ran = run("import", "hfcc", "x.zip", "--single", "-o", "-")
    assert (ran.code, ran.out) == (2, "")
    assert "name a folder" in ran.err


def test_the_header_goes_along_where_one_schedule_holds_the_list(run, row, hfcc_file):
    rows = [row(frequency=" 9720", requirement="    2"), row(frequency=" 9565", requirement="    1")]
    Path("list.txt").write_bytes(hfcc_file(*rows, header="; A26 AGM of my own"))
    assert run("import", "hfcc", "list.txt", "-o", "plan").code == 0
    ran = run("export", "hfcc", "plan", "-o", "again.txt")
    assert Path("again.txt").read_bytes() == Path("list.txt").read_bytes(), ran.err


def test_a_part_of_a_list_goes_without_the_header_of_all_of_it(run, row, hfcc_file):
    rows = [row(), row(broadcaster="BBC", manager="BBC", requirement="    2")]
    Path("list.txt").write_bytes(hfcc_file(*rows, header="; A26 ALL of everybody"))
    assert run("import", "hfcc", "list.txt", "--manager", "AGM", "-o", "plan").code == 0
    (path,) = Path("plan").iterdir()
    assert "of everybody" not in path.read_text()


UNDATED = HEADER + "\n7390;0700-0730;;AUT;Radio Abend;D;Eu;m;1;;\n7395;0800-0830;Mo-Fr;AUT;Radio Abend;D;Eu;m;1;;\n"


@pytest.mark.parametrize(
    ("style", "name", "text"),
    [
        ("eibi", "list.csv", UNDATED),
        ("eibi", "sked-a24.csv", UNDATED + "7400;0900-0930;;AUT;R;D;Eu;m;1;;[0925]\n" * 2),
        ("aoki", "list.txt", "7390          0700-0730       AUT Radio Abend              Ger Moosbrunn   1-7\n"),
    ],
)
def test_a_list_whose_season_nobody_knows_is_not_brought_in(run, style, name, text):
    Path(name).write_text(text)
    for options in (("--single", "-o", "out.yaml"), ("-o", "folder")):
        ran = run("import", style, name, *options)
        assert ran.code == 2
        assert "--season" in ran.err
        assert "2000-01" not in ran.err
    assert not Path("out.yaml").exists()
    assert not Path("folder").exists()
    assert run("import", style, name, "--season", "A26", "--single", "-o", "out.yaml").code in (0, 1)
    assert run("check", "out.yaml", "--select", "YML,TIM,FIL").code == 0


def test_rows_of_such_a_list_are_told_of_no_dates(run):
    Path("list.csv").write_text(UNDATED)
    for command in (
        ("check",),
        ("hours",),
        ("conflicts",),
        ("hours", "--format", "json"),
        ("check", "--format", "json"),
    ):
        ran = run(*command, "list.csv")
        assert "2000-01" not in ran.out + ran.err
        assert "TIM00" not in ran.out + ran.err
    for style in ("csv", "eibi", "hfcc", "ics"):
        ran = run("export", style, "list.csv", "-o", "out")
        assert ran.code == 2
        assert "nothing tells the season of list.csv" in ran.err
    assert not Path("out").exists()


def test_bookmarks_need_a_season_and_are_rounded(run):
    entry = "<MemoryEntry><Name>Volmet</Name><Frequency>5505123</Frequency></MemoryEntry>"
    Path("frequencies.xml").write_text(f"<ArrayOfMemoryEntry>{entry}</ArrayOfMemoryEntry>")
    assert run("import", "bookmarks", "frequencies.xml", "--single", "-o", "out.yaml").code == 2
    ran = run("import", "bookmarks", "frequencies.xml", "--season", "A26", "--single", "-o", "out.yaml")
    assert ran.code == 0
    assert "5505.123 kHz is written as 5505.12" in ran.err
    assert run("check", "out.yaml", "--select", "YML,TIM,FIL").code == 0
