"""How far a conflict is coordinated stands beside it in every format; what is agreed is a conflict no more."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

HEAD = "bcastplan: 1\nservice: {name}\nseason: A26\ndefaults: {{manager: {fmo}, target: 44NE, site: {site}}}\n"
PLAN = """\
bcastplan: 1
agreed:
  - {a: one, b: t1, reason: "asked on 2026-09-01, <by> mail", status: asked}
  - {a: two, b: t2, reason: by phone}
  - {a: three, b: t3, reason: they need it, status: refused}
  - {a: five, b: six, reason: two programmes}
"""


@pytest.fixture
def plan(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan").mkdir()
    Path("plan/bcastplan.yaml").write_text(PLAN)
    names = ["one", "two", "three", "four"]
    rows = [f"{{id: {name}, frequency: {9565 + 50 * n}, time: 1000-1100}}" for n, name in enumerate(names)]
    rows += [f"{{id: {name}, frequency: 7455, time: 1200-1300}}" for name in ("five", "six")]
    rows += [f"{{id: {name}, frequency: 7305, time: 1200-1300}}" for name in ("seven", "eight")]
    text = "".join(f"  - {row}\n" for row in rows)
    Path("plan/ours.yaml").write_text(f"{HEAD.format(name='Ours', fmo='AGM', site='PHT')}transmissions:\n{text}")
    theirs = "".join(f"  - {{id: t{n}, frequency: {9515 + 50 * n}, time: 1030-1130}}\n" for n in range(1, 5))
    Path("theirs.yaml").write_text(f"{HEAD.format(name='Theirs', fmo='RRI', site='JAK')}transmissions:\n{theirs}")


COMMAND = ("conflicts", "plan", "--against", "theirs.yaml")


def test_json_has_the_status_of_every_pair_and_what_is_agreed_apart(plan, run) -> None:
    answer = json.loads(run(*COMMAND, "--format", "json").out)
    told = {(pair["a"]["id"], pair["b"]["id"]): (pair["status"], pair["reason"]) for pair in answer["pairs"]}
    assert told == {
        ("one", "t1"): ("asked", "asked on 2026-09-01, <by> mail"),
        ("three", "t3"): ("refused", "they need it"),
        ("four", "t4"): ("open", None),
        ("seven", "eight"): (None, None),
    }
    agreed = {(pair["a"]["id"], pair["b"]["id"]): (pair["status"], pair["reason"]) for pair in answer["agreed"]}
    assert agreed == {("two", "t2"): ("agreed", "by phone"), ("five", "six"): ("agreed", "two programmes")}
    external = json.loads(run(*COMMAND, "--external", "--format", "json").out)
    assert [pair["a"]["id"] for pair in external["agreed"]] == ["two"]


def test_text_csv_and_page_have_the_note(plan, run) -> None:
    text = " ".join(run(*COMMAND).out.split())
    assert "asked: asked on 2026-09-01, <by> mail" in text
    assert "refused: they need it" in text
    assert "by phone" not in text
    assert ", 2 agreed: " in text
    rows = list(csv.DictReader(io.StringIO(run(*COMMAND, "--format", "csv").out)))
    assert [(row["a_id"], row["status"], row["reason"]) for row in rows] == [
        ("one", "asked", "asked on 2026-09-01, <by> mail"), ("three", "refused", "they need it"),
        ("four", "open", ""), ("seven", "", ""),
    ]  # fmt: skip
    run("report", "plan", "--against", "theirs.yaml", "--output", "page.html")
    page = Path("page.html").read_text()
    assert "asked: asked on 2026-09-01, &lt;by&gt; mail" in page
    assert "refused: they need it" in page


def test_a_plan_without_agreements_is_told_nothing_of_them(plan, run) -> None:
    Path("plan/bcastplan.yaml").unlink()
    assert "agreed" not in run(*COMMAND).out
    answer = json.loads(run(*COMMAND, "--format", "json").out)
    assert answer["agreed"] == []
    assert {pair["status"] for pair in answer["pairs"]} == {"open", None}
