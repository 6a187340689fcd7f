"""Files with faults: listed, visited, repaired on the screen or in an editor, and read again."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import TextArea

from bcastplan.tui.actions.problems import editor_command
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.screens.repair import Repair

BROKEN = "bcastplan: 1\nservice: Broken\nseason: A26\ntransmissions:\n  - {id: lost, frequency: 9600, time: [\n"
WHOLE = BROKEN.replace("[", "1000-1100, site: PHT}")


@pytest.fixture
def broken(plan: Path) -> Path:
    (plan / "zz.yaml").write_text(BROKEN)
    return plan / "zz.yaml"


async def at_the_fault(p) -> Repair:
    """Open the list of problems, filter it, and go to the broken file."""
    await p.press("f7")
    picker = await p.dialog(Pick)
    await p.type("zz.yaml")
    await p.until(lambda: len(picker.shown) == 1)
    assert "YML001" in picker.shown[0].code
    await p.press("enter")
    return await p.dialog(Repair)


async def test_a_broken_file_is_listed_and_repaired_on_the_screen(planner, broken: Path) -> None:
    async with planner() as p:
        assert len(p.session.table) == 4
        pane = await at_the_fault(p)
        assert "YML001" in p.text()
        area = pane.query_one(TextArea)
        assert area.cursor_location[0] >= 4
        area.text = WHOLE
        await p.until(lambda: "no faults any more" in p.text())
        await p.press("f2")
        await p.until(lambda: p.session is not None and len(p.session.table) == 5)
        assert broken.read_text() == WHOLE
        assert p.one("lost").frequency_khz == 9600


async def test_a_repair_keeps_unsaved_edits(planner, broken: Path) -> None:
    async with planner() as p:
        assert p.screen.edits.do("power", lambda session: session.change([0], {"power": "50"}))
        await p.until(lambda: p.session.checked)
        pane = await at_the_fault(p)
        pane.query_one(TextArea).text = WHOLE
        await p.press("f2")
        await p.until(lambda: len(p.session.table) == 5)
        assert p.session.dirty
        assert p.one("lost").frequency_khz == 9600
        assert p.one("evening").power_kw == 50


async def test_a_repair_does_not_write_over_what_somebody_else_wrote(planner, broken: Path) -> None:
    foreign = BROKEN + "# mended meanwhile by somebody else\n"
    async with planner() as p:
        pane = await at_the_fault(p)
        pane.query_one(TextArea).text = WHOLE
        broken.write_text(foreign)
        await p.press("f2")
        await p.until(lambda: not isinstance(p.screen, Repair))
        await p.until(lambda: any("changed on disk" in notice for notice in p.notices()))
        assert broken.read_text() == foreign


async def test_escape_leaves_the_file_alone(planner, broken: Path) -> None:
    async with planner() as p:
        await at_the_fault(p)
        await p.press("escape")
        await p.plan_again()
        assert broken.read_text() == BROKEN


async def test_the_users_editor_opens_the_file_at_the_line(planner, broken: Path, tmp_path: Path, monkeypatch) -> None:
    script = tmp_path / "editor.sh"
    script.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncp {tmp_path}/whole.yaml "$2"\n')
    script.chmod(0o755)
    (tmp_path / "whole.yaml").write_text(WHOLE)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.setattr(App, "suspend", contextmanager(lambda self: iter([None])))
    async with planner() as p:
        await at_the_fault(p)
        await p.press("f4")
        await p.until(lambda: p.session is not None and len(p.session.table) == 5)
    line, file = (tmp_path / "asked").read_text().split()
    assert line.startswith("+")
    assert int(line[1:]) >= 5
    assert Path(file).name == "zz.yaml"


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("nano -w", ["nano", "-w", "+7", "a b.yaml"]),
        ("code --wait", ["code", "--wait", "--goto", "a b.yaml:7"]),
        ("", ["vi", "+7", "a b.yaml"]),
    ],
)
def test_editors_take_the_line_in_their_own_way(editor: str, command: list[str], monkeypatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setitem(os.environ, "EDITOR", editor)
    assert editor_command("a b.yaml", 7) == command


async def test_f5_reads_what_was_repaired_elsewhere(planner, broken: Path) -> None:
    async with planner() as p:
        broken.write_text(WHOLE)
        await p.press("f5")
        await p.until(lambda: p.session is not None and len(p.session.table) == 5)


async def test_f8_comes_to_files_after_the_last_row(planner, broken: Path) -> None:
    async with planner() as p:
        for _ in range(len(p.session.table) + 1):
            await p.press("f8")
            if isinstance(p.app.screen, Pick):
                break
        picker = await p.dialog(Pick)
        assert any("zz.yaml" in choice.name for choice in picker.choices)


async def test_a_finding_of_a_row_leads_to_the_row(planner, plan: Path) -> None:
    (plan / "other.yaml").write_text((plan / "other.yaml").read_text().replace("site: JAK", "site: QQQ"))
    async with planner() as p:
        await p.press("f7")
        picker = await p.dialog(Pick)
        await p.type("QQQ")
        await p.until(lambda: len(picker.shown) >= 1)
        await p.press("enter")
        await p.plan_again()
        assert p.session.table.transmissions[p.screen.selected].id == "other"


async def test_a_folder_of_broken_files_says_so(planner, tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "all-broken"
    folder.mkdir()
    (folder / "zz.yaml").write_text(BROKEN)
    monkeypatch.chdir(folder)
    async with planner(wait=False) as p:
        picker = await p.dialog(Pick)
        assert "Nothing can be read of 1 file" in picker.heading
        assert picker.choices[0].value == "problems"
        await p.press("enter")
        await p.until(lambda: isinstance(p.app.screen, Pick) and p.app.screen is not picker)
        await p.press("enter")
        pane = await p.dialog(Repair)
        pane.query_one(TextArea).text = WHOLE
        await p.press("f2")
        await p.until(lambda: p.session is not None and len(p.session.table) == 1)


async def test_a_file_that_becomes_a_schedule_is_read_when_asked(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 3600)
    korean = (plan / "korean.yaml").read_text()
    folder = plan.parent / "drafts"
    folder.mkdir()
    draft = folder / "draft.yaml"
    draft.write_text(korean.replace("bcastplan: 1\n", ""))
    async with planner(str(folder), wait=False) as p:
        await p.dialog(Pick)
        await p.press("escape")
        await p.plan_again()
        await p.press("f5")
        await p.until(lambda: "the files have not changed on disk" in p.notices())
        draft.write_text(korean)
        await p.press("f5")
        await p.until(lambda: p.ids() == ["evening", "night", "late"])
        draft.write_text(korean.replace("9565", "9570"))
        await p.press("f5")
        await p.until(lambda: p.one("evening").frequency_khz == 9570)
