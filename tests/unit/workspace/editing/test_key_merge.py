"""Edits of a plan file and of a schedule's head survive that somebody else writes the file meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcastplan.workspace.editing import file_keys
from bcastplan.workspace.editing.disk_merge import merge
from bcastplan.workspace.editing.session import Session

PLAN = """\
bcastplan: 1
plan: Test
sites:
  PHT:
    transmitters:
      - {id: A, power: 250}   # old
      - {id: B, power: 100}
rates:
  currency: USD
  items:
    - {per_hour: 40}
"""
SCHEDULE = """\
bcastplan: 1
service: Test   # ours
season: A26
defaults: {power: 100}
transmissions:
  - {id: a, frequency: 9565, time: 1000-1100}
"""


@pytest.fixture
def session(tmp_path, monkeypatch) -> Session:
    monkeypatch.setenv("BCASTPLAN_STATE_DIR", str(tmp_path / "state"))
    folder = tmp_path / "plan"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("bcastplan.yaml").write_text(PLAN)
    Path("one.yaml").write_text(SCHEDULE)
    return Session.open(["."])


def test_our_edits_of_the_plan_file_are_done_again_in_theirs(session) -> None:
    file_keys.write(session, "bcastplan.yaml", ("rates",), {"efficiency": "0.6"})
    file_keys.write(session, "bcastplan.yaml", ("sites", "PHT", "transmitters", 0), {"power": "300"})
    file_keys.add(session, "bcastplan.yaml", ("rates", "items"), {"site": "PHT", "per_hour": "50"})
    file_keys.add(session, "bcastplan.yaml", ("against",), "a.zip")
    file_keys.remove(session, "bcastplan.yaml", ("sites", "PHT", "transmitters", 1))
    theirs = PLAN.replace("plan: Test\n", "plan: Theirs   # renamed\n").replace(
        "per_hour: 40}", "per_hour: 41}   # dearer"
    )
    Path("bcastplan.yaml").write_text(theirs)
    report = merge(session, "bcastplan.yaml")
    assert report.disputed == []
    expected = theirs.replace("power: 250", "power: 300").replace("      - {id: B, power: 100}\n", "")
    expected = expected.replace("currency: USD\n", "currency: USD\n  efficiency: 0.6\n")
    expected = expected.replace("# renamed\n", "# renamed\nagainst: [a.zip]\n")
    assert session.documents["bcastplan.yaml"].text == expected + "    - {site: PHT, per_hour: 50}\n"


def test_what_both_have_changed_is_named_and_theirs_is_kept(session) -> None:
    file_keys.write(session, "bcastplan.yaml", (), {"plan": "Ours"})
    file_keys.write(session, "bcastplan.yaml", ("sites", "PHT", "transmitters", 0), {"power": "300"})
    Path("bcastplan.yaml").write_text(PLAN.replace("plan: Test", "plan: Theirs").replace("power: 250", "power: 200"))
    report = merge(session, "bcastplan.yaml")
    assert report.disputed == ["plan", "sites.PHT.transmitters"]
    assert not session.documents["bcastplan.yaml"].dirty


def test_our_edits_of_a_head_are_done_again_beside_those_of_transmissions(session) -> None:
    file_keys.write(session, "one.yaml", ("defaults",), {"power": "250", "language": "Kor"})
    session.change([0], {"note": "x"})
    theirs = SCHEDULE.replace("season: A26", "season: A26   # theirs\nlisteners: KRE")
    Path("one.yaml").write_text(theirs)
    report = merge(session, "one.yaml")
    assert report.disputed == []
    expected = theirs.replace("{power: 100}", "{language: Kor, power: 250}").replace(
        "1000-1100}", "1000-1100, note: x}"
    )
    assert session.documents["one.yaml"].text == expected
