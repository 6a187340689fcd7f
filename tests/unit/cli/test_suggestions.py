"""Every message says what was probably meant, and a fault is reported once."""

from pathlib import Path

import pytest

HEAD = (
    "bcastplan: 1\nservice: OK\nseason: A26\n"
    "defaults: {language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216, azimuth: 21, manager: AGM}\n"
    "transmissions:\n"
)


@pytest.fixture
def findings(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def of(item, head=HEAD):
        Path("a.yaml").write_text(f"{head}  - {item}\n")
        return [
            line for line in run("check", "a.yaml", "--ignore", "CON").out.splitlines() if line.startswith("a.yaml")
        ]

    return of


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("site: Tinian", "did you mean TIN "),
        ("site: PHTT", "did you mean PHT "),
        ("site: TINN", "did you mean TIN "),
        ("language: Korr", "did you mean Kor "),
        ("manager: AGMM", "did you mean AGM "),
        ("days: weekdays", "did you mean Mon-Fri?"),
        ("days: [Weekend]", "did you mean Sat,Sun?"),
        ("days: every day", "did you mean daily?"),
        ("days: Mo-Fr", "did you mean Mon-Fri?"),
        ("days: 'mon, wedn'", "did you mean Mon,Wed?"),
        ("days: Sta", "did you mean Sat?"),
        ("days: never", "write daily, Mon-Fri, Sat,Sun or a list"),
    ],
)
def test_what_was_meant(findings, written, says):
    (line,) = findings(f"{{id: x, frequency: 9565, time: 1530-1630, {written}}}")
    assert says in line


@pytest.mark.parametrize(
    ("frequency", "says"),
    [
        ("9.565", "this looks like MHz, write 9565"),
        ("9.56", "this looks like MHz, write 9560"),
        ("15.4", "this looks like MHz, write 15400"),
        ("0.648", "this looks like MHz, write 648"),
        ("9565000", "this looks like Hz, write 9565"),
        ("9.565 MHz", "as 9565"),
        ("9565 kHz", "as 9565"),
        ("'9,565'", "as 9565"),
        ("6348.255", "at most two decimals"),
        ("95650", "lies outside 0 to 30000 kHz"),
    ],
)
def test_a_frequency_in_another_unit(findings, frequency, says):
    (line,) = findings(f"{{id: x, frequency: {frequency}, time: 1530-1630}}")
    assert says in line


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("15:30-16:30", "write 1530-1630"),
        ("1530-1630 UTC", "write 1530-1630"),
        ("1530 to 1630", "write 1530-1630"),
        ("15.30-16.30", "write 1530-1630"),
        ("9:30-10:30Z", "write 0930-1030"),
        ("15:30-26:30", "write start and stop in UTC as 1530-1630"),
    ],
)
def test_a_time_in_another_form(findings, time, says):
    (line,) = findings(f"{{id: x, frequency: 9565, time: {time!r}}}")
    assert says in line


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("{id: x, frequncy: 9565, time: 1530-1630}", "YML002"),
        ("{id: x, frequency: 9565, tme: 1530-1630}", "YML002"),
        ("{id: x, frequency: 9565}", "YML004"),
        ("{id: x, frequency: 9565, time: 1530-1630, power: 0}", "SIT005"),
        ("{id: x, frequency: 9565, time: 1530-1630, site: {name: Jeju, latitude: 91, longitude: 1}}", "YML005"),
        ("{id: x, frequency: 9565, time: 1530-1630, target: [44NE]}", "YML005"),
        ("{id: x, frequency: 9565, time: 1530-1630, language: {a: b}}", "YML005"),
    ],
)
def test_one_finding_per_fault(findings, item, code):
    (line,) = findings(item)
    assert code in line


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("rates: {currency: USD, items: [{site: PHT, per_hour: -3}]}", ["YML005 wrong-value: per_hour:"]),
        ("rates: {currency: USD, items: [{site: PHT, perhour: 3}]}", ["YML002 unknown-key: unknown key 'perhour'"]),
        ("rates: {currency: USD, items: [{site: PHT}]}", ["YML004 missing-key: a rate needs a price"]),
        ("agreed: [{a: x, bb: y, reason: z}]", ["YML002 unknown-key: unknown key 'bb'"]),
        ("agreed: [{a: x, reason: z}]", ["YML004 missing-key: 'b' is missing"]),
    ],
)
def test_one_finding_per_fault_of_a_plan(run, tmp_path, monkeypatch, lines, says):
    monkeypatch.chdir(tmp_path)
    Path("bcastplan.yaml").write_text(f"bcastplan: 1\n{lines}\n")
    Path("a.yaml").write_text(f"{HEAD}  - {{id: x, frequency: 9565, time: 1530-1630}}\n")
    reported = [line for line in run("check", ".").out.splitlines() if line.startswith("bcastplan.yaml")]
    assert all(said in line for said, line in zip(says, reported, strict=True))


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("power: 250, ", "no power: energy and coverage need it"),
        ("antenna: 216, ", "no antenna: the beam and coverage need it"),
    ],
)
def test_only_what_is_missing_is_named(findings, left_out, says):
    (line,) = findings("{id: x, frequency: 9565, time: 1530-1630}", HEAD.replace(left_out, ""))
    assert line.endswith(says)


def test_wednesdays_on_two_dates_are_an_hour_a_week(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    item = "  - {{frequency: {}, time: 1530-1630, days: Wed, from: 2026-06-03, until: 2026-06-10}}\n"
    Path("a.yaml").write_text(HEAD + item.format(9700) + item.format(9705))
    assert "3 Jun, 10 Jun (1.0 h a week)" in run("check", "a.yaml").out
