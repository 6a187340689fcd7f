"""`-` is standard input wherever a file is read, and standard output wherever one is written."""

import io
import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from bcastplan.cli.program import COMMANDS

CIRCUIT = (
    "tx_lat,tx_lon,rx_lat,rx_lon,year,month,ssn,hour_utc,freq_mhz,power_kw\n15,120,39,126,2026,6,100,15.5,9.565,250\n"
)

READS = {
    "check": (["check", "-"], "1 file, 2 transmissions: 0 errors"),
    "conflicts": (["conflicts", "-"], "0 pairs, 0 resource conflicts"),
    "conflicts --against": (["conflicts", "voa.yaml", "--against", "-"], "0 pairs"),
    "hours": (["hours", "-", "--format", "csv"], "band,frequency_minutes,"),
    "export": (["export", "ics", "-"], "BEGIN:VCALENDAR"),
    "compare a": (["compare", "-", "voa.yaml"], "A: -, 2 rows on the air"),
    "compare b": (["compare", "voa.yaml", "-"], "A: voa.yaml, 2 rows on the air"),
    "coverage": (["coverage", "-"], "VOA Korean -> 44NE"),
    "compat": (["compat", "voa.yaml", "--against", "-"], "0 pairs"),
    "report": (["report", "-", "-o", "-"], "<!DOCTYPE html>"),
    "suggest": (["suggest", "-", "voa-sat", "--count", "1"], "VOA Korean from PHT to 44NE [voa-sat]: "),
    "settle": (["settle", "-"], "0 pairs, 0 jammed"),
    "optimise": (["optimise", "-", "--band", "31m", "--date", "2026-07-15"], "VOA Korean -> 44NE, "),
    "sweep": (["sweep", "-", "--month", "7", "--jobs", "1"], "ssn,month,environment,power_scale,"),
    "diff": (["diff", "voa.yaml", "-"], "0 removed, 0 added, 0 changed"),
    "format": (["format", "-"], "# yaml-language-server: $schema"),
}
WRITES = {
    "check": (["check", "voa.yaml"], "1 file, 2 transmissions"),
    "conflicts": (["conflicts", "voa.yaml", "--format", "json"], '{"schema": "bcastplan.conflicts/1"'),
    "hours": (["hours", "voa.yaml"], "2026-03-29 to 2026-10-25"),
    "hours xlsx": (["hours", "voa.yaml", "--format", "xlsx"], "PK"),
    "export": (["export", "csv", "voa.yaml"], "\ufeffid,service"),
    "sweep": (["sweep", "voa.yaml", "--month", "7", "--jobs", "1"], "ssn,month,environment,power_scale,"),
    "schema": (["schema"], '{\n  "$schema"'),
    "compare": (["compare", "voa.yaml", "voa.yaml", "--format", "json"], "{"),
    "diff": (["diff", "voa.yaml", "voa.yaml"], "0 removed"),
    "report": (["report", "voa.yaml"], "<!DOCTYPE html>"),
    "optimise": (["optimise", "voa.yaml", "--band", "31m", "--date", "2026-07-15"], "# A draft of bcastplan optimise"),
}
NEITHER = {"edit", "demo", "serve", "rollover", "rule", "completion", "merge", "lsp"}
"""They need a terminal, an editor or named files, or print what no one would put into a file by an option."""


@pytest.fixture
def fed(run, root, tmp_path, monkeypatch):
    """Run with bytes on standard input, in a folder with one schedule."""
    schedule = (root / "schedules" / "example" / "voa-korean.yaml").read_bytes()
    (tmp_path / "voa.yaml").write_bytes(schedule)
    monkeypatch.chdir(tmp_path)

    def go(*arguments, stdin=schedule):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(stdin), isatty=lambda: False))
        return run(*arguments)

    return go


@pytest.mark.parametrize("name", READS)
def test_reads_standard_input(fed, name):
    arguments, begins = READS[name]
    ran = fed(*arguments)
    assert ran.code == 0, ran.err
    assert ran.out.startswith(begins)


@pytest.mark.parametrize("name", WRITES)
def test_writes_standard_output(fed, name):
    arguments, begins = WRITES[name]
    ran = fed(*arguments, "-o", "-")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(begins)
    assert not Path("-").exists()


def test_every_command_is_dealt_with():
    dealt_with = {name.split(" ")[0] for name in (*READS, *WRITES)} | NEITHER | {"import", "predict", "new", "heard"}
    assert dealt_with == set(COMMANDS)


def test_lists_go_through_from_format_to_format(fed):
    table = fed("export", "csv", "-").out.encode()
    schedule = fed("import", "csv", "-", "--single", "-o", "-", stdin=table)
    assert schedule.code == 0
    checked = fed("check", "-", stdin=schedule.out.encode())
    assert (checked.code, checked.out.splitlines()[-1][:24]) == (0, "1 file, 2 transmissions:")


def test_a_zip_and_a_list_on_standard_input(fed):
    listed = fed("export", "hfcc", "-").out.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("A26all00.txt", listed)
    for data in (listed, packed.getvalue()):
        report = json.loads(fed("check", "-", "--format", "json", stdin=data).out)
        assert report["summary"]["transmissions"] == 2


def test_circuits(fed):
    ran = fed("predict", "-", stdin=CIRCUIT.encode())
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 2


def test_a_new_schedule_can_be_checked_at_once(fed):
    made = fed("new", "-", "--season", "A26")
    assert fed("check", "-", stdin=made.out.encode()).code == 0


def test_standard_input_named_twice_is_read_once(fed):
    assert fed("check", "-", "-").out == "1 file, 2 transmissions: 0 errors, 0 warnings, 0 infos\n"


def test_nothing_on_standard_input_is_told(fed):
    ran = fed("check", "-", stdin=b"")
    assert (ran.code, ran.out.splitlines()[0]) == (
        1,
        "-:1: error YML009 empty-file: the file is empty: `bcastplan new` writes a first one",
    )


def test_every_format_of_a_check_names_standard_input(fed):
    broken = b"bcastplan: 1\nseason: A26\ntransmissions:\n  - {frequency: 9565, time: 1530-2530}\n"
    for style in ("text", "json", "sarif", "junit", "github"):
        ran = fed("check", "-", "--format", style, stdin=broken)
        assert ran.code == 1
        assert "TIM001" in ran.out
