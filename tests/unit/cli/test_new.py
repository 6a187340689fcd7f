import json
from datetime import UTC, date, datetime

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.starter import first_schedule
from bcastplan.model.schemas import schema_of
from bcastplan.model.season import parse_season, season_of


@pytest.mark.parametrize("season", ["A26", "B26", "A07", "B60"])
def test_a_first_schedule_passes_every_rule(run, tmp_path, monkeypatch, season):
    monkeypatch.chdir(tmp_path)
    made = run("new", "voa.yaml", "--season", season)
    assert (made.code, made.out) == (0, "")
    assert "wrote voa.yaml" in made.err
    assert "next: bcastplan check voa.yaml" in made.err
    checked = run("check", "voa.yaml", "--fail-on", "info")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out == "1 file, 2 transmissions: 0 errors, 0 warnings, 0 infos\n"


def test_a_first_plan_passes_every_rule_and_brings_its_schemas(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = run("new", "b26", "--plan", "--season", "B26", "--service", "Radio Free Chosun")
    assert made.code == 0
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert names == ["b26/b26.yaml", "b26/bcastplan.yaml", "b26/schema/plan-1.json", "b26/schema/schedule-1.json"]
    checked = run("check", ".", "--fail-on", "info")
    assert (checked.code, checked.out) == (0, "1 file, 2 transmissions: 0 errors, 0 warnings, 0 infos\n")
    for name, schema in (("b26.yaml", "schedule"), ("bcastplan.yaml", "plan")):
        text = (tmp_path / "b26" / name).read_text()
        assert text.startswith(f"# yaml-language-server: $schema=schema/{schema}-1.json\n")
        jsonschema.validate(yaml.load(text, yaml.BaseLoader), json.loads(json.dumps(schema_of(schema))))


def test_the_default_is_the_season_we_are_in_and_its_file(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    now = str(season_of(datetime.now(UTC).date()))
    assert run("new").code == 0
    assert f"season: {now}" in (tmp_path / f"{now.lower()}.yaml").read_text()


def test_the_commented_keys_of_a_first_plan_are_keys(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("new", ".", "--plan", "--season", "A26")
    text = (tmp_path / "bcastplan.yaml").read_text()
    uncommented = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and ":" in line.split("#")[1] else line
        for line in text.split("\n")[2:]
    )
    jsonschema.validate(yaml.load(uncommented, yaml.BaseLoader), schema_of("plan"))
    assert "rates:" in uncommented


def test_nothing_is_overwritten_without_force(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voa.yaml").write_text("mine")
    refused = run("new", "voa.yaml")
    assert (refused.code, refused.out) == (2, "")
    assert "voa.yaml exists already" in refused.err
    assert "--force" in refused.err
    assert (tmp_path / "voa.yaml").read_text() == "mine"
    assert run("new", "voa.yaml", "--force").code == 0
    assert (tmp_path / "voa.yaml").read_text() != "mine"


def test_a_plan_is_written_whole_or_not_at_all_where_a_file_is_there(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a26.yaml").write_text("mine")
    assert run("new", ".", "--plan", "--season", "A26").code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a26.yaml"]


def test_a_dash_prints_and_writes_nothing(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed = run("new", "-", "--season", "A26")
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == first_schedule("Radio Example", parse_season("A26"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["voa"], "write voa.yaml, or add --plan"),
        (["-", "--plan"], "cannot be printed"),
        (["x.yaml", "--plan"], "--plan takes a folder"),
        (["--season", "Z99"], "unknown season 'Z99'"),
        (["--service", ""], "printable characters"),
        (["--service", "a\x1b[31mb"], "printable characters"),
    ],
)
def test_wrong_usage_is_2_and_writes_nothing(run, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    refused = run("new", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_3(run, tmp_path):
    (tmp_path / "file").write_text("")
    refused = run("new", tmp_path / "file" / "sub" / "voa.yaml")
    assert refused.code == 3
    assert "cannot make the folder" in refused.err


@given(st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), min_size=1, max_size=30))
def test_any_name_of_a_service_survives(name):
    name = name.strip()
    if not name or not name.isprintable():
        return
    schedule, problems = read_schedule("x.yaml", first_schedule(name, parse_season("A26")))
    assert problems == []
    assert {one.service for one in schedule.transmissions} == {name}


def test_the_dates_of_the_season_are_told():
    assert date(2026, 3, 29).isoformat() in first_schedule("X", parse_season("A26"))


@pytest.mark.parametrize(
    ("service", "path"), [("github", ".github/workflows/schedules.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_a_plan_comes_with_its_ci(run, tmp_path, monkeypatch, service, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    made = run("new", "plans/b26 ü", "--plan", "--ci", service)
    assert made.code == 0
    assert "wrote plans/b26 ü/bcastplan.yaml" in made.err
    written = yaml.safe_load((tmp_path / path).read_text())
    text = json.dumps(written, ensure_ascii=False)
    assert '"PLAN": "plans/b26 ü"' in text
    assert 'bcastplan check \\"$PLAN\\"' in text
    assert run("new", "other", "--plan", "--ci", service).code == 2, "a configuration that is there stays"


def test_without_a_repository_the_ci_is_in_the_folder(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new", "x", "--plan", "--ci", "gitlab").code == 0
    assert 'PLAN: "."' in (tmp_path / "x/.gitlab-ci.yml").read_text()
    assert run("new", "y.yaml", "--ci", "gitlab").code == 2
