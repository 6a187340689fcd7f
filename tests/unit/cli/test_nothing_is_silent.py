"""What a count or a comparison lacks is said, whichever command leaves it out."""

from pathlib import Path

import pytest

HEAD = "bcastplan: 1\nservice: {}\nseason: A26\ntransmissions:\n"
ITEM = (
    "  - {{id: {id}, frequency: {khz}, time: {time}, broadcaster: {who}, manager: {who}, language: Kor, site: PHT, "
    "target: {target}, power: 250, antenna: 216, azimuth: 21}}\n"
)


def item(identifier="a", khz="9565", time="1500-1700", who="AGM", target="44NE"):
    return ITEM.format(id=identifier, khz=khz, time=time, who=who, target=target)


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(HEAD.format("Own") + item())
    Path("other.yaml").write_text(HEAD.format("Other") + item("b", who="BBC"))
    Path("typo.yaml").write_text(HEAD.format("Typo") + item() + item("x", khz="97000"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("hours", "typo.yaml"),
        ("conflicts", "typo.yaml"),
        ("export", "csv", "typo.yaml"),
        ("export", "ics", "typo.yaml"),
        ("diff", "own.yaml", "typo.yaml"),
        ("suggest", "typo.yaml", "a", "--count", "1", "--band", "31m"),
        ("compare", "own.yaml", "typo.yaml"),
    ],
)
def test_a_frequency_that_keeps_a_row_off_the_air_is_told(run, arguments):
    ran = run(*arguments)
    assert ran.code == 1
    assert "FRQ004" in ran.err


def test_a_target_that_cannot_be_read_is_told_where_targets_decide(run):
    Path("own.yaml").write_text(HEAD.format("Own") + item(target="44NEE"))
    ran = run("conflicts", "own.yaml", "--against", "other.yaml")
    assert ran.code == 1
    assert "TGT001" in ran.err


@pytest.mark.parametrize("command", [("conflicts", "plan"), ("compat", "plan")])
def test_a_reference_that_is_missing_is_told(run, command):
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text("bcastplan: 1\nagainst: [../nope.yaml]\n")
    Path("plan/own.yaml").write_text(Path("own.yaml").read_text())
    assert "PLN004" in run(*command).err


def test_a_reference_read_in_part_is_told_in_json_too(run, row, hfcc_file):
    import json

    Path("part.txt").write_bytes(hfcc_file(row(), " " + row()))
    ran = run("conflicts", "own.yaml", "--against", "part.txt", "--format", "json")
    assert "PLN007" in ran.err
    assert "PLN007" in [one["rule"] for one in json.loads(ran.out)["findings"]]


def test_a_plan_may_name_references_by_a_pattern(run):
    for folder in ("plan", "refs"):
        Path(folder).mkdir()
    Path("plan/bcastplan.yaml").write_text('bcastplan: 1\nagainst: ["../refs/*.yaml"]\n')
    Path("plan/own.yaml").write_text(Path("own.yaml").read_text())
    Path("refs/other.yaml").write_text(Path("other.yaml").read_text())
    ran = run("conflicts", "plan")
    assert ran.code == 1
    assert "Other" in ran.out
    assert ran.err == ""


def test_only_our_own_registration_is_left_out_of_a_suggestion(run):
    asked = ("suggest", "own.yaml", "a", "--count", "1", "--band", "31m", "--format", "json")
    assert _own_errors(run(*asked, "--against", "other.yaml")) == 1
    Path("filed.yaml").write_text(HEAD.format("Own") + item("filed"))
    assert _own_errors(run(*asked, "--against", "filed.yaml")) == 0


def _own_errors(ran):
    import json

    return next(one["errors"] for one in json.loads(ran.out)["candidates"] if one["frequency_khz"] == 9565)


def test_a_suggestion_for_what_is_never_on_the_air_is_refused(run):
    ran = run("suggest", "own.yaml", "a", "--until", "2026-01-01")
    assert (ran.code, ran.out) == (2, "")
    assert "never on the air" in ran.err


@pytest.mark.parametrize("value", ["nan", "inf", "-1"])
@pytest.mark.parametrize("arguments", [("conflicts", "--separation"), ("compat", "--separation"),
                                       ("coverage", "--assume-power")])  # fmt: skip
def test_what_is_no_number_is_refused(run, arguments, value):
    command, option = arguments
    assert run(command, "own.yaml", option, value).code == 2


def test_budget_years_of_two_kinds_are_not_counted_together(run):
    for name, month in (("p", 10), ("q", 4)):
        Path(name).mkdir()
        Path(name, "bcastplan.yaml").write_text(f"bcastplan: 1\nfiscal_year_starts: {month}\n")
        Path(name, "own.yaml").write_text(Path("own.yaml").read_text())
    ran = run("hours", "p", "q", "--per", "fiscal-year")
    assert ran.code == 2
    assert "count them apart" in ran.err
    assert run("hours", "p", "--per", "fiscal-year").code == 0
    assert run("hours", "p", "q", "--per", "month").code == 0


def test_a_subfolder_is_not_taken_for_the_whole_plan(run, monkeypatch):
    Path("sub").mkdir()
    Path("bcastplan.yaml").write_text("bcastplan: 1\nagreed: [{a: a, b: b, reason: by letter}]\n")
    Path("sub/third.yaml").write_text(HEAD.format("Third") + item("c", khz="11850"))
    monkeypatch.chdir("sub")
    assert "PLN003" not in run("check", ".").out


@pytest.mark.parametrize("place", ["above", "head"])
def test_a_comment_on_a_transmission_silences_what_stands_in_the_defaults(run, place):
    comment = "# bcastplan: ignore[SIT009] tested"
    above, head = (f"  {comment}\n", "") if place == "above" else ("", f" {comment}")
    Path("slew.yaml").write_text(
        "bcastplan: 1\nservice: Own\nseason: A26\n"
        "defaults: {broadcaster: VOA, manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216,\n"
        "  azimuth: 21, slew: 45}\n"
        f"transmissions:\n{above}  - id: one{head}\n    frequency: 9565\n    time: 1500-1600\n"
        "  - {id: two, frequency: 9720, time: 1500-1600}\n"
    )
    found = run("check", "slew.yaml", "--select", "SIT009").out
    assert "[one]" not in found
