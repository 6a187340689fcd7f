"""What an editor offers to write at a place."""

import pytest
from asked_plans import AskedPlan

from bcastplan.lsp.completions import completions

HEAD = "bcastplan: 1\nservice: One\nseason: A26\n"
PLAN = (
    "bcastplan: 1\ncodes: {sites: {USK: {name: Ussuriysk, administration: RUS, latitude: 43.5, longitude: 132}}}\n"
    "listeners: {dprk: {administration: KRE}}\nsites: {USK: {transmitters: [{id: USK-1, power: 1000}]}}\n"
)


@pytest.fixture
def offered(tmp_path):
    def offered(text: str, plan: str = PLAN) -> dict[str, str]:
        """Label -> what the text would be with it."""
        AskedPlan(tmp_path, one=f"{HEAD}transmissions: []\n", bcastplan=PLAN)
        asked = AskedPlan(
            tmp_path, one=HEAD + "transmissions:\n  - {id: a, frequency: 648, time: 1200-1300}\n", bcastplan=PLAN
        )
        stem = "one" if "$" in text else "bcastplan"
        asked.change(stem, text if stem == "one" else plan)
        told = asked.ask(stem, completions)
        if told is None:
            return {}
        content = asked.question(stem).text
        return {
            item.label: content.content[: content.offset(item.text_edit.range.start)]
            + item.text_edit.new_text
            + content.content[content.offset(item.text_edit.range.end) :]
            for item in told.items
        }

    return offered


def test_keys_that_may_stand_there(offered):
    keys = offered(HEAD + "transmissions:\n  - id: x\n    fre$\n    time: 1\n")
    assert keys["frequency"] == HEAD + "transmissions:\n  - id: x\n    frequency: \n    time: 1\n"
    assert not {"id", "time", "season", "defaults"} & keys.keys()
    assert "transmissions" in offered(HEAD + "tr$")
    assert "id" not in offered(HEAD + "defaults:\n  $\n")
    assert offered(HEAD + "transmissions:\n  - {si$: PHT}\n")["site"] == HEAD + "transmissions:\n  - {site: PHT}\n"
    assert offered(HEAD + "tr$")["transmissions"] == HEAD + "transmissions:"
    assert {"ignore", "severity", "files"} <= offered("", PLAN + "rules:\n  $").keys()
    assert {"per_hour", "band"} <= offered("", PLAN + "rates:\n  currency: USD\n  items:\n    - $").keys()
    assert {"a", "b", "reason"} <= offered("", PLAN + "agreed:\n  - $").keys()
    programme = PLAN + "optimise:\n  programmes:\n    evening:\n      "
    assert {"wanted", "budget", "most_hours", "clock"} <= offered("", programme + "$").keys()
    assert {"time", "value", "least_hours"} <= offered("", programme + "wanted:\n        - $").keys()
    assert {"azimuths", "per_hour"} <= offered("", PLAN + "optimise:\n  offers:\n    - $").keys()
    own_site = offered("", PLAN.replace("name: Ussuriysk, ", "$, "))
    assert "name" in own_site
    assert "latitude" not in own_site


def test_keys_tell_what_the_statement_of_the_model_says(tmp_path):
    asked = AskedPlan(tmp_path, one=HEAD + "transmissions: []\n")
    asked.change("one", HEAD + "def$")
    items = {item.label: item for item in asked.ask("one", completions).items}
    assert "a transmission overrides it" in items["defaults"].documentation.value
    assert items["transmissions"].sort_text < items["defaults"].sort_text  # needed ones first


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("site: US$", "USK"),
        ("site: Tinang$", "PHT"),
        ("language: Kor$", "Kor"),
        ("language: [Eng, Ko$]", "Kor"),
        ("days: $", "Mon-Fri"),
        ("days: [Fri, S$]", "Sat"),
        ("target: 44N$", "44NE"),
        ("mode: $", "DRM"),
        ("status: pl$", "planned"),
        ("listeners: d$", "dprk"),
        ("transmitter: $", "USK-1"),
        ("follows: Asia/Se$", "Asia/Seoul"),
        ("broadcaster: VO$", "VOA"),
        ("antenna: 21$", "216"),
    ],
)
def test_values_by_their_key(offered, typed, expected):
    told = offered(f"{HEAD}transmissions:\n  - frequency: 648\n    {typed}\n")
    assert expected in told
    line = told[expected].split("\n")[-2]
    assert line.count(expected) == 1
    assert line.startswith(f"    {typed.split(':')[0]}: ")


def test_values_of_a_programme(offered):
    programme = PLAN + "optimise:\n  programmes:\n    evening:\n      "
    assert "Asia/Pyongyang" in offered("", programme + "clock: Asia/Py$")
    assert "a" in offered("", programme + "keep: $")
    assert "worst" in offered("", programme + "scenario: w$")


def test_values_of_the_plan_file_and_of_comments(offered):
    assert "a" in offered("", PLAN + "agreed:\n  - {a: $")
    assert "CON101" in offered("", PLAN + "rules:\n  ignore: [CON$]")
    assert "warning" in offered("", PLAN + "rules:\n  severity: {CON101: w$}")
    assert "flow" in offered("", PLAN + "format: {items: $}")
    assert "PHT" in offered("", "bcastplan: 1\nsites:\n  P$\n")
    text = HEAD + "transmissions:\n  - frequency: 648  # bcastplan: ignore[CON101, FRQ$]\n"
    assert offered(text)["FRQ001"] == text.replace("FRQ$", "FRQ001")
    assert offered(HEAD + "transmissions:\n  - frequency: 648  # a note $\n") == {}


def test_seasons_and_services(offered):
    row = "  - {service: Two, frequency: 648, time: 1200-1300}\n"
    assert "Two" in offered(f"{HEAD}transmissions:\n{row}  - service: $\n")
    assert any(name.startswith("A") for name in offered(HEAD.replace("A26", "$")))


@pytest.fixture
def paths(tmp_path):
    """What is offered in a plan file of a folder with schedules, lists and logs: path -> what the text would be."""
    root = tmp_path / "plan"
    for name in (
        "a.yaml",
        "data/b.yaml",
        "data/c.yml",
        "lists/eibi.csv",
        "lists/A26allx2.zip",
        "logs/heard.log",
        "x.py",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("bcastplan: 1\n" if name.endswith("yaml") else "")
    (root / "my, lists").mkdir()
    (root / ".hidden").mkdir()
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "others.txt").write_text("")

    def paths(text: str) -> dict[str, str]:
        asked = AskedPlan(root, bcastplan=f"bcastplan: 1\n{text}")
        told = asked.ask("bcastplan", completions)
        content = asked.question("bcastplan").text
        return {
            item.label: (
                content.content[: content.offset(item.text_edit.range.start)]
                + item.text_edit.new_text
                + content.content[content.offset(item.text_edit.range.end) :]
            ).removeprefix("bcastplan: 1\n")
            for item in told.items
        }

    return paths


def test_files_and_folders_of_the_plan(paths):
    offered = paths("schedules: [$]\n")
    assert list(offered) == ["*.yaml", "data/", "lists/", "logs/", "my, lists/", "a.yaml"]
    assert offered["*.yaml"] == 'schedules: ["*.yaml"]\n'
    assert offered["my, lists/"] == 'schedules: ["my, lists/"]\n'
    assert paths("schedules:\n  - a$\n")["a.yaml"] == "schedules:\n  - a.yaml\n"
    assert paths("schedules: [data/$]\n")["data/c.yml"] == "schedules: [data/c.yml]\n"
    assert list(paths("against:\n  - lists/ei$\n")) == ["lists/A26allx2.zip", "lists/eibi.csv"]
    assert paths("monitoring: logs/h$\n")["logs/heard.log"] == "monitoring: logs/heard.log\n"


def test_paths_beside_the_plan_and_between_quotes(paths):
    assert "../" in paths("against: [$]\n")
    assert paths("against: [../beside/$]\n")["../beside/others.txt"] == "against: [../beside/others.txt]\n"
    assert paths('against: ["my, lists/$"]\n') == {}
    assert paths('against: ["lists/$"]\n')["lists/eibi.csv"] == 'against: ["lists/eibi.csv"]\n'
    assert paths("against: [nowhere/$]\n") == {}
    assert paths('against: ["\\0/$"]\n') == {}


def test_files_for_which_settings_of_rules_hold(paths):
    assert paths("rules:\n  files:\n    a$\n")["a.yaml"] == "rules:\n  files:\n    a.yaml:\n"
    assert paths("rules:\n  files:\n    a$: {ignore: [SIT]}\n")["a.yaml"].endswith("    a.yaml: {ignore: [SIT]}\n")
    assert paths("rules:\n  files:\n    data/$\n")["data/*.yaml"].endswith('    "data/*.yaml":\n')


def test_a_schedule_names_no_paths(offered):
    assert "*.yaml" not in offered(HEAD + "note: $\n")
