"""What others do to the files of a plan that is open: never a crash, a freeze or a loss; the user decides."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from examples import thorough

from bcastplan.tui.screens.dialogs import Decide


async def shift(p) -> None:
    await p.press("right_square_bracket")
    await p.until(lambda: bool(p.session.dirty))


def become(path: Path, what: str) -> None:
    path.unlink()
    if what == "binary":
        path.write_bytes(b"\x7fELF\0\0\0\0" * 500)
    elif what == "utf-16":
        path.write_text("bcastplan: 1\n", encoding="utf-16")
    elif what == "latin-1":
        path.write_bytes("bcastplan: 1\nservice: Böse\n".encode("latin-1"))
    elif what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "loop":
        path.symlink_to(path.name)


ODD = ("binary", "utf-16", "folder", "pipe", "loop")


CASES = [(what, edited) for edited in (True, False) for what in ODD]


@pytest.mark.parametrize(
    ("what", "edited"), [*CASES[::3], *(thorough(*case) for case in CASES if case not in CASES[::3])]
)
async def test_what_is_no_schedule_file_any_more_is_asked_about(planner, plan: Path, what: str, edited: bool) -> None:
    async with planner() as p:
        if edited:
            await shift(p)
        text = p.session.documents["korean.yaml"].text
        become(plan / "korean.yaml", what)
        await p.press("f5")
        await p.dialog(Decide)
        assert "korean.yaml cannot be read any more" in p.text()
        await p.press("enter")
        await p.plan_again()
        assert p.session.documents["korean.yaml"].text == text
        assert p.session.files.changed_on_disk() == []  # asked once
        await p.press("ctrl+s")
        await p.dialog(Decide)
        await p.press("enter")
        await p.plan_again()
        if what in ("binary", "utf-16"):
            assert (plan / "korean.yaml").read_text() == text
        else:
            assert any("korean.yaml" in notice for notice in p.notices())
            assert p.session.dirty == ["korean.yaml"]


@pytest.mark.parametrize("what", [*ODD, "gone"])
async def test_it_can_be_let_go(planner, plan: Path, what: str) -> None:
    async with planner() as p:
        await shift(p)
        become(plan / "korean.yaml", what)
        await p.press("f5")
        await p.dialog(Decide)
        await p.press("right", "enter")
        await p.plan_again()
        assert p.ids() == ["other"]
        assert not p.session.dirty
        await p.until(lambda: p.session.checked)
        await p.press("q")
        await p.until(lambda: p.app._exit)
    assert not list((plan.parent / "state").rglob("*.jsonl"))


async def test_bytes_that_are_not_utf_8_are_read_as_the_check_reads_them(planner, plan: Path) -> None:
    async with planner() as p:
        become(plan / "korean.yaml", "latin-1")
        await p.press("f5")
        await p.until(lambda: len(p.session.table) == 1)
        await p.until(lambda: p.session.checked)
        assert "✗ 1" in p.text().splitlines()[0]


async def test_a_dialog_that_is_left_is_not_asked_again_at_once(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 0.05)
    async with planner() as p:
        await shift(p)
        (plan / "korean.yaml").write_text((plan / "korean.yaml").read_text() + "# theirs\n")
        await p.dialog(Decide)
        await p.press("escape")
        await p.plan_again()
        for _ in range(30):
            await p.pilot.pause(0.02)
        assert p.app.screen is p.screen
        (plan / "korean.yaml").write_text((plan / "korean.yaml").read_text() + "# again\n")
        await p.dialog(Decide)


async def test_a_folder_that_is_gone_is_made_again(planner, plan: Path) -> None:
    (plan / "more").mkdir()
    (plan / "more" / "third.yaml").write_text((plan / "other.yaml").read_text().replace("id: other", "id: third"))
    async with planner() as p:
        await p.select("third")
        await shift(p)
        (plan / "more" / "third.yaml").unlink()
        (plan / "more").rmdir()
        await p.press("ctrl+s")
        await p.dialog(Decide)
        assert "is gone" in p.text()
        await p.press("enter")
        await p.until(lambda: "Save more/third.yaml?" in p.text())
        await p.press("enter")
        await p.plan_again()
        assert "1705-1805" in (plan / "more" / "third.yaml").read_text()


async def test_new_files_are_noticed_and_undo_goes_on(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 0.05)
    async with planner() as p:
        await p.select("evening")
        await shift(p)
        (plan / "another.yaml").write_text((plan / "other.yaml").read_text().replace("id: other", "id: another"))
        (plan / "notes.txt").write_text("no schedule\n")
        await p.until(lambda: "another" in p.ids())
        assert any("another.yaml is new" in notice for notice in p.notices())
        assert p.session.dirty == ["korean.yaml"]
        await p.press("u")
        await p.until(lambda: not p.session.dirty)
        assert str(p.one("evening").time) == "1530-1630"


async def test_a_new_file_that_is_broken_shows_its_findings(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 0.05)
    async with planner() as p:
        (plan / "broken.yaml").write_text("bcastplan: 1\ntransmissions: [\n")
        await p.until(lambda: any("broken.yaml is new" in notice for notice in p.notices()))
        await p.until(lambda: p.session.checked and p.session.counts().errors == 1)


@pytest.mark.parametrize("edited", [False, True])
async def test_a_changed_plan_file_is_noticed(planner, plan: Path, monkeypatch, edited: bool) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 0.05)
    async with planner() as p:
        if edited:
            await shift(p)
        (plan / "bcastplan.yaml").write_text("bcastplan: 1\nplan: Another name\n")
        await p.until(lambda: p.session.title == "Another name" and p.screen.view is not None and p.session.checked)
        assert p.session.dirty == (["korean.yaml"] if edited else [])


async def test_a_plan_file_that_is_broken_is_said(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 0.05)
    async with planner() as p:
        await shift(p)
        (plan / "bcastplan.yaml").write_bytes(b"\0\0\0")
        await p.until(lambda: any("bcastplan.yaml cannot be read" in notice for notice in p.notices()))


async def test_a_read_only_file_is_replaced_only_when_the_user_says_so(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        (plan / "korean.yaml").chmod(0o444)
        for keys, written in ((("enter",), False), (("right", "enter"), True)):
            await p.press("ctrl+s")
            await p.dialog(Decide)
            await p.press("enter")
            await p.until(lambda: "is read-only" in p.text())
            await p.press(*keys)
            await p.plan_again()
            assert ("1535-1635" in (plan / "korean.yaml").read_text()) == written
        assert (plan / "korean.yaml").stat().st_mode & 0o777 == 0o444


async def test_what_has_become_of_the_files_decides_what_is_said(planner, plan: Path, monkeypatch) -> None:
    async with planner() as p:
        await p.select("evening")
        await shift(p)
        await p.select("other")
        await p.press("right_square_bracket")
        await p.until(lambda: len(p.session.dirty) == 2)
        replace, calls = os.replace, []

        def failing(*names):
            if str(names[1]).endswith(".yaml"):
                calls.append(1)
                if len(calls) == 2:
                    raise OSError(5, "Input/output error")
            replace(*names)

        monkeypatch.setattr(os, "replace", failing)
        await p.press("ctrl+s")
        await p.dialog(Decide)
        await p.press("enter")
        await p.until(lambda: any("Input/output error" in notice for notice in p.notices()))
        assert "saved korean.yaml" in p.notices()
        assert p.session.dirty == ["other.yaml"]
        assert "1535-1635" in (plan / "korean.yaml").read_text()


async def test_a_journal_that_cannot_be_written_is_said_at_once(planner, plan: Path) -> None:
    (plan.parent / "state").mkdir(exist_ok=True)
    (plan.parent / "state" / "journal").write_text("in the way")
    async with planner() as p:
        await shift(p)
        await p.until(lambda: any("unsaved work is not protected" in notice for notice in p.notices()))
        (plan.parent / "state" / "journal").unlink()
        await p.press("right_square_bracket")
        await p.until(lambda: any("protected again" in notice for notice in p.notices()))


async def test_a_damaged_journal_is_named_and_the_screen_lives(planner, plan: Path) -> None:
    folder = plan.parent / "state" / "journal"
    folder.mkdir(parents=True)
    (folder / "x.jsonl").write_bytes(b"[" * 100_000)
    (folder / "y.jsonl").mkdir()
    async with planner() as p:
        await p.until(lambda: sum("was set aside" in notice for notice in p.notices()) == 2)
        assert p.app.is_running
