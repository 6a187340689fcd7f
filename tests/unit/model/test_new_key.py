"""A key that one field states is known to everything that reads, writes, shows and explains keys.

The program is copied with two keys more in the model, one line each, and asked for them everywhere.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bcastplan

SOURCE = Path(bcastplan.__file__).parent

FIELDS = {
    "transmission.py": (
        "    # fmt: on\n    extensions",
        '    jammed: Annotated[w.Flag, Key("Whether it is jammed at the target.", True, label="Jammed")] = False\n'
        '    aerials: Annotated[tuple[w.Code, ...], Key("Aerials that may stand in.", ["A1", "A2"])] = ()\n'
        '    mast_m: Annotated[w.PowerKw | None, Key("Height of the mast.", 120, name="mast")] = None\n'
        '    studio: Annotated[w.Text | InlineSite | None, Key("Where it is made.", "Seoul")] = None\n'
        '    hops: Annotated[tuple[InlineSite, ...], Key("Relays on the way.", [])] = ()\n',
    ),
    "plan.py": (
        "    # fmt: on\n    places",
        '    crews: Annotated[tuple[Agreement, ...], Key("Who works with whom.", [])] = ()\n'
        '    links: Annotated[dict[str, OwnSite], Key("Relays by name.", {})] = field(default_factory=dict)\n',
    ),
}

ASK = r'''
import json, sys
from bcastplan.document.plan_reader import read_plan
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.hfcc.hfcc_writer import write_hfcc
from bcastplan.exchange.eibi.eibi_writer import write_eibi
from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.exchange.tables.table_writer import write_csv
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.schemas import schema_of
from bcastplan.tui.shown_columns import COLUMNS
from bcastplan.tui.form_fields import FIELDS, problem_of, text_raw
from bcastplan.tui.query import parse_query

text = """bcastplan: 1
season: A26
service: VOA
transmissions:
  - {frequency: 9565, time: 1530-1630, jammed: YES, aerials: [A1, B2], mast: 120.5,
     studio: {name: "Seoul, 2", latitude: 37.5, longitude: -127}, id: a,
     hops: [{name: A, latitude: 1, longitude: 2}, {name: "B, C", latitude: -3, longitude: 4}]}
  - {frequency: 9570, time: 1530-1630, studio: no, jamed: yes, aerials: "no"}
  - {frequency: 9575, time: 1530-1630, mast: -1, hops: [{name: A, latitude: 91, longitude: 2}]}
"""
schedule, problems = read_schedule("a.yaml", text)
first, second, third = schedule.transmissions
names = ("jammed", "aerials", "mast_m", "studio", "hops")
table, _ = write_csv(schedule.transmissions)
back, faults = read_csv("a.csv", table)
written = schedule_yaml("VOA", schedule.transmissions, season=schedule.season)
again, more = read_schedule("b.yaml", written)
same = lambda one, other: [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
plan, plan_problems = read_plan("bcastplan.yaml", """bcastplan: 1
crews: [{a: x, b: y, reason: z}, {a: x}]
links: {R1: {name: R, administration: KOR, latitude: 1, longitude: 2}}
link: {}
""")
rows = list(schedule.transmissions)
match = lambda query: [n for n, one in enumerate(rows) if parse_query(query).matches(n, one, None)]
said = lambda made: [p.message for p in made[1]]
print(json.dumps({
    "values": [first.jammed, first.aerials, first.mast_m, str(first.studio), second.jammed, second.studio],
    "problems": [p.message for p in problems],
    "yaml": written,
    "yaml_same": [same(*pair) for pair in zip(rows, again.transmissions)] + [p.message for p in more],
    "csv_header": table.decode("utf-8-sig").splitlines()[0].split(","),
    "csv_same": [same(*pair) for pair in zip(rows, back.transmissions)] + [p.message for p in faults],
    "schema": schema_of("schedule")["$defs"]["TransmissionForm"]["properties"]["jammed"]["description"],
    "default_schema": sorted(schema_of("schedule")["$defs"]["DefaultsForm"]["properties"])[:3],
    "plan_schema": schema_of("plan")["properties"]["crews"]["items"],
    "plan": [[one.a for one in plan.crews], plan.links["R1"].administration, [p.message for p in plan_problems]],
    "fields": [field.label for field in FIELDS][-5:],
    "form": [problem_of("mast", "x"), text_raw("aerials", "A1, A2"), text_raw("studio", "{name: S, latitude: 1}")],
    "columns": [COLUMNS[key].text(first) for key in ("jammed", "aerials", "mast", "studio")],
    "queries": [match(term) for term in ("jammed:yes", "aerials:b2", "mast:>=100", "studio:seoul", "has:mast")],
    "lost": [said(write_hfcc(rows, season=schedule.season)), said(write_eibi(rows, season=schedule.season))],
}))
'''


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What a copy of the program says that has more keys."""
    package = tmp_path_factory.mktemp("copy") / "bcastplan"
    package.mkdir()
    for entry in SOURCE.iterdir():
        if entry.name == "model":
            (package / "model").mkdir()
            for module in entry.glob("*.py"):
                (package / "model" / module.name).write_text(stated(module), encoding="utf-8")
        elif entry.name != "__pycache__":
            (package / entry.name).symlink_to(entry)
    environment = os.environ | {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def stated(module):
    """A module of the model with what a key takes: one line."""
    text = module.read_text(encoding="utf-8")
    if module.name in FIELDS:
        before, lines = FIELDS[module.name]
        assert text.count(before) == 1
        text = text.replace(before, lines + before)
    return text


def test_the_reader_reads_it_and_names_its_faults(answers):
    assert answers["values"] == [True, ["A1", "B2"], 120.5, "Seoul, 2", False, "no"]
    assert answers["problems"] == [
        "unknown key 'jamed', did you mean jammed?", "mast: a power of -1 kW: write kW above 0",
        "hops: 91 degrees lies outside -90 to 90 degrees",
    ]  # fmt: skip


def test_writers_write_it_and_reading_gives_it_back(answers):
    assert "    jammed: yes\n    aerials: [A1, B2]\n    mast: 120.5\n" in answers["yaml"]
    assert '    aerials: "no"\n    studio: "no"\n' in answers["yaml"]
    assert "False" not in answers["yaml"]
    assert answers["yaml_same"] == answers["csv_same"] == [True, True, True]
    assert answers["csv_header"][-5:] == ["jammed", "aerials", "mast", "studio", "hops"]
    for hfcc_or_eibi in answers["lost"]:
        (lost,) = [message for message in hfcc_or_eibi if "no columns for" in message]
        assert "aerials (2), hops (1), jammed (1), mast (1)" in lost
        assert "studio (2)" in lost


def test_schemas_and_plans_know_it(answers):
    assert answers["schema"] == "Whether it is jammed at the target."
    assert answers["default_schema"] == ["administration", "aerials", "alternatives"]
    assert answers["plan_schema"] == {"$ref": "#/$defs/AgreementForm"}
    crews, administration, problems = answers["plan"]
    assert (crews, administration) == (["x"], "KOR")
    assert problems == ["'b' is missing", "'reason' is missing", "unknown key 'link', did you mean links?"]


def test_the_screen_shows_and_finds_it(answers):
    assert answers["fields"] == ["Jammed", "aerials", "mast", "studio", "hops"]
    assert answers["form"] == ["'x' is not a number", ["A1", "A2"], {"name": "S", "latitude": "1"}]
    assert answers["columns"] == ["yes", "A1,B2", "120.5", "Seoul, 2"]
    assert answers["queries"] == [[0], [0], [0], [0], [0]]
