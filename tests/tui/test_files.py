"""Saving with the diff in sight, leaving, recovery, files others write, opening, comparing, importing, first run."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bcastplan.tui.input_order import SEEN_AFTER_SECONDS
from bcastplan.tui.screens.dialogs import Ask, Decide
from bcastplan.tui.screens.import_dialog import ImportList
from bcastplan.tui.screens.pick import Pick


async def shift(p) -> None:
    await p.press("right_square_bracket")
    await p.until(lambda: bool(p.session.dirty))


async def test_save_shows_the_diff_and_writes_exactly_the_edited_line(planner, plan: Path) -> None:
    before = (plan / "korean.yaml").read_text()
    async with planner() as p:
        await shift(p)
        assert "● 1 file unsaved" in p.text()
        await p.press("ctrl+s")
        await p.dialog(Decide)
        shown = p.text()
        assert "-  - {id: evening, frequency: 9565, time: 1530-1630}   # the evening" in shown
        assert "+  - {id: evening, frequency: 9565, time: 1535-1635}   # the evening" in shown
        assert (plan / "korean.yaml").read_text() == before
        await p.press("enter")
        await p.plan_again()
        assert (plan / "korean.yaml").read_text() == before.replace("1530-1630", "1535-1635")
        assert not p.session.dirty
        assert "unsaved" not in p.text()
        assert not list((plan.parent / "state").rglob("*.jsonl"))


async def test_save_can_be_left_and_nothing_to_save_is_said(planner, plan: Path) -> None:
    before = (plan / "korean.yaml").read_text()
    async with planner() as p:
        await p.press("f2")
        await p.until(lambda: any("nothing to save" in notice for notice in p.notices()))
        await shift(p)
        await p.press("f2")
        await p.dialog(Decide)
        await p.press("escape")
        await p.plan_again()
        assert p.session.dirty
        assert (plan / "korean.yaml").read_text() == before


async def test_a_file_that_cannot_be_written_is_said_and_nothing_is_lost(planner, monkeypatch) -> None:
    async with planner() as p:
        await shift(p)

        def refuse(*_args: object) -> None:
            raise OSError(28, "No space left on device", "korean.yaml")

        monkeypatch.setattr("bcastplan.files.writing.write_whole", refuse)
        await p.press("ctrl+s")
        await p.dialog(Decide)
        await p.press("enter")
        await p.until(lambda: any("No space left" in notice for notice in p.notices()))
        assert p.session.dirty


async def test_leaving_asks_when_something_is_not_saved(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        await p.press("q")
        await p.dialog(Decide)
        assert "There are unsaved changes" in p.text()
        await p.press("escape")
        await p.plan_again()
        assert p.app.is_running
        await p.press("q")
        await p.dialog(Decide)
        await p.press("right", "enter")
        await p.until(lambda: not p.app.is_running or p.app._exit)
    assert not list((plan.parent / "state").rglob("*.jsonl"))
    assert "1530-1630" in (plan / "korean.yaml").read_text()


async def test_leaving_can_save_first(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        await p.press("ctrl+q")
        await p.dialog(Decide)
        await p.press("enter")
        await p.until(lambda: isinstance(p.app.screen, Decide) and "Save korean.yaml?" in p.text())
        await p.press("enter")
        await p.until(lambda: p.app._exit)
    assert "1535-1635" in (plan / "korean.yaml").read_text()


async def test_without_changes_leaving_does_not_ask(planner) -> None:
    async with planner() as p:
        await p.press("q")
        await p.until(lambda: p.app._exit)


def leave_a_journal(session) -> None:
    """Leave the journal of a session as a program does that is killed: not removed, and held by nobody."""
    session.journal.release()


async def test_lost_work_is_offered_and_restored(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        leave_a_journal(p.session)
    async with planner(wait=False) as p:
        await p.dialog(Decide)
        assert "Unsaved work was found" in p.text()
        assert "korean.yaml" in p.text()
        await p.press("enter")
        await p.plan_again()
        assert str(p.one("evening").time) == "1535-1635"
        assert p.session.dirty == ["korean.yaml"]
        await p.press("u")
        assert str(p.one("evening").time) == "1530-1630"


async def test_equal_edits_of_lost_work_are_counted(planner) -> None:
    async with planner() as p:
        for _ in range(3):
            await shift(p)
        leave_a_journal(p.session)
    async with planner(wait=False) as p:
        await p.dialog(Decide)
        (line,) = [line for line in p.text().splitlines() if "times" in line]
        assert ", 3 times" in line
        await p.press("escape")


@pytest.mark.parametrize(
    ("keys", "left"), [(("right", "enter"), 1), (("right", "right", "enter"), 0), (("escape",), 1)]
)
async def test_lost_work_can_wait_or_be_discarded(planner, plan: Path, keys: tuple[str, ...], left: int) -> None:
    async with planner() as p:
        await shift(p)
        leave_a_journal(p.session)
    async with planner(wait=False) as p:
        await p.dialog(Decide)
        await p.press(*keys)
        await p.plan_again()
        assert not p.session.dirty
        assert len(p.session.files.left_behind()) == left


async def test_lost_work_on_a_file_that_changed_since_is_refused_by_name(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        leave_a_journal(p.session)
    (plan / "korean.yaml").write_text((plan / "korean.yaml").read_text() + "# later\n")
    async with planner(wait=False) as p:
        await p.dialog(Decide)
        await p.press("enter")
        await p.plan_again()
        assert any("not restored: korean.yaml" in notice for notice in p.notices())
        assert not p.session.dirty


def written_by_others(plan: Path) -> str:
    text = (plan / "korean.yaml").read_text().replace("1900-2100", "1900-2000")
    (plan / "korean.yaml").write_text(text)
    return text


async def test_a_changed_file_without_edits_is_read_again(planner, plan: Path) -> None:
    async with planner() as p:
        written_by_others(plan)
        await p.press("f5")
        await p.until(lambda: str(p.one("night").time) == "1900-2000")
        assert any("written by somebody else" in notice for notice in p.notices())


async def test_the_poll_notices_without_a_key(planner, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("bcastplan.tui.actions.disk_watch.POLL_SECONDS", 0.1)
    async with planner() as p:
        written_by_others(plan)
        await p.until(lambda: str(p.one("night").time) == "1900-2000")


async def test_merge_keeps_theirs_and_ours(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        theirs = written_by_others(plan)
        await p.press("f5")
        await p.dialog(Decide)
        assert "has changed on disk" in p.text()
        await p.press("enter")
        await p.plan_again()
        assert (str(p.one("evening").time), str(p.one("night").time)) == ("1535-1635", "1900-2000")
        assert p.session.documents["korean.yaml"].text == theirs.replace("1530-1630", "1535-1635")
        assert p.session.dirty == ["korean.yaml"]


async def test_reload_takes_theirs_and_keep_takes_ours(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        written_by_others(plan)
        await p.press("f5")
        await p.dialog(Decide)
        await p.press("right", "enter")
        await p.plan_again()
        assert (str(p.one("evening").time), str(p.one("night").time)) == ("1530-1630", "1900-2000")
        assert not p.session.dirty
        await shift(p)
        (plan / "korean.yaml").write_text((plan / "korean.yaml").read_text().replace("1900-2000", "1900-1930"))
        await p.press("f5")
        await p.dialog(Decide)
        await p.press("right", "right", "enter")
        await p.plan_again()
        assert str(p.one("night").time) == "1900-2000"
        await p.press("ctrl+s")
        await p.dialog(Decide)
        await p.press("enter")
        await p.plan_again()
        assert "1900-2000" in (plan / "korean.yaml").read_text()


async def test_saving_over_what_others_wrote_asks_first(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        theirs = written_by_others(plan)
        await p.press("ctrl+s")
        await p.dialog(Decide)
        assert "has changed on disk" in p.text()
        await p.press("escape")
        await p.plan_again()
        assert (plan / "korean.yaml").read_text() == theirs


async def test_a_file_that_is_gone_can_be_written_again(planner, plan: Path) -> None:
    text = (plan / "korean.yaml").read_text()
    async with planner() as p:
        (plan / "korean.yaml").unlink()
        await p.press("f5")
        await p.dialog(Decide)
        assert "korean.yaml is gone" in p.text()
        await p.press("enter")
        await p.plan_again()
        await p.press("ctrl+s")
        await p.dialog(Decide)
        await p.press("enter")
        await p.plan_again()
        assert (plan / "korean.yaml").read_text() == text


async def test_their_file_may_be_broken(planner, plan: Path) -> None:
    async with planner() as p:
        (plan / "korean.yaml").write_text("bcastplan: 1\ntransmissions: [\n")
        await p.press("f5")
        await p.until(lambda: len(p.session.table) == 1)
        await p.until(lambda: p.session.checked)
        assert "✗ 1" in p.text().splitlines()[0]


async def test_open_another_plan_asks_about_unsaved_work(planner, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "another"
    other.mkdir()
    (other / "one.yaml").write_text((plan / "other.yaml").read_text())
    async with planner() as p:
        await shift(p)
        await p.press("ctrl+o")
        question = await p.dialog(Ask)
        question.query_one("Input").value = str(tmp_path / "nowhere")
        await p.press("enter")
        await p.pilot.pause()
        assert p.app.screen is question
        question.query_one("Input").value = str(other)
        await p.press("enter")
        await p.dialog(Decide)
        await p.press("right", "enter")
        await p.until(lambda: p.session is not None and len(p.session.table) == 1 and p.session.checked)
        assert p.ids() == ["other"]


async def test_references_are_chosen_in_the_app(planner, plan: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.yaml"
    theirs.write_text((plan / "other.yaml").read_text().replace("id: other", "id: theirs"))
    async with planner() as p:
        await p.press("g")
        picker = await p.dialog(Pick)
        picker.marked[:] = ["another file…"]
        await p.press("enter")
        question = await p.dialog(Ask)
        question.query_one("Input").value = str(theirs)
        await p.press("enter")
        await p.until(lambda: "theirs" in p.ids())
        assert p.screen.listing.ghost(p.row("theirs"))
        await p.until(lambda: p.session.pairs_known and p.session.checked)
        await p.press("g")
        picker = await p.dialog(Pick)
        picker.marked[:] = ["nothing"]
        await p.press("enter")
        await p.until(lambda: "theirs" not in p.ids())


async def test_a_reference_that_cannot_be_read_is_named(planner, plan: Path) -> None:
    (plan / "bad.zip").write_bytes(b"PK no zip")
    async with planner() as p:
        await p.press("g")
        picker = await p.dialog(Pick)
        picker.marked[:] = ["bad.zip"]
        await p.press("enter")
        await p.until(lambda: any("bad.zip" in notice and "cannot be read" in notice for notice in p.notices()))


async def test_loading_can_be_cancelled(planner, plan: Path, monkeypatch) -> None:
    import threading

    held = threading.Event()
    from bcastplan.workspace.editing import session as sessions

    whole = sessions.open_paths

    def slowly(*args: object, progress, **kwargs: object) -> object:
        held.wait(10)
        return whole(*args, progress=progress, **kwargs)

    async with planner() as p:
        monkeypatch.setattr(sessions, "open_paths", slowly)
        session = p.session
        p.screen.plan_load.load((".",), ())
        await p.until(lambda: "Esc stops it" in p.text())
        await asyncio.sleep(SEEN_AFTER_SECONDS)  # what is pressed sooner was meant for what was there before
        await p.press("escape")
        held.set()
        await p.until(lambda: p.screen.view is not None)
        assert any("stopped" in notice for notice in p.notices())
        assert p.session is session


async def test_first_run_offers_a_new_plan(planner, tmp_path: Path, monkeypatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    async with planner(wait=False) as p:
        await p.dialog(Pick)
        assert "There is no schedule here yet" in p.text()
        for offered in ("New plan", "Sample", "Import"):
            assert offered in p.text()
        await p.press("enter")
        question = await p.dialog(Ask)
        question.query_one("Input").value = "Radio Test"
        await p.press("enter")
        await p.until(lambda: "For which season?" in p.text())
        await p.press("enter")
        await p.until(lambda: p.session is not None and p.session.checked)
        assert sorted(path.name for path in empty.iterdir()) == ["b26.yaml", "bcastplan.yaml"]
        assert "service: Radio Test" in (empty / "b26.yaml").read_text()
        assert p.session.counts().errors == p.session.counts().warnings == 0


async def test_a_new_plan_stands_in_the_folder_that_was_named(planner, plan: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with planner(str(empty), wait=False) as p:
        await p.until(lambda: "New plan" in p.text())
        await p.press("enter")
        await p.dialog(Ask)
        await p.press("enter")
        await p.until(lambda: "For which season?" in p.text())
        await p.press("enter")
        await p.until(lambda: p.session is not None and p.session.checked)
        assert {path.name for path in empty.iterdir()} == {"bcastplan.yaml", "b26.yaml"}
        assert {path.name for path in plan.iterdir()} == {"bcastplan.yaml", "korean.yaml", "other.yaml"}


async def test_a_file_that_is_not_read_is_named(planner, plan: Path) -> None:
    (plan / "broken.yaml").write_text("bcastplan: 1\nservice: [\n")
    async with planner() as p:
        assert any(notice.startswith("broken.yaml:") for notice in p.notices()), p.notices()


async def test_first_run_copies_a_sample(planner, tmp_path: Path, monkeypatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    async with planner(wait=False) as p:
        await p.dialog(Pick)
        await p.type("dprk-b07")
        await p.press("enter")
        await p.until(lambda: p.session is not None and len(p.session.table) == 27)
        assert (empty / "dprk-b07" / "voa.yaml").exists()
        assert p.session.editable(0)


HFCC_ROW = (
    " 9565 1530 1630 44NE                           PHT  250 21        0 216 1234567 290326 241026 D       "
    "Kor        PHL VOA AGM  2347                     \n"
)


@pytest.mark.parametrize(("keys", "is_replaced"), [(("enter",), False), (("right", "enter"), True)])
async def test_an_import_replaces_nothing_by_enter_alone(planner, plan: Path, keys, is_replaced) -> None:
    (plan.parent / "list.txt").write_text(HFCC_ROW)
    (plan / "voa.yaml").write_text("mine")
    async with planner("korean.yaml") as p:
        await p.press("ctrl+t")
        question = await p.dialog(Ask)
        question.query_one("Input").value = str(plan.parent / "list.txt")
        await p.press("enter")
        await p.dialog(ImportList)
        await p.press("enter")
        await p.dialog(Decide)
        assert "is there already" in p.text()
        await p.press(*keys)
        await p.plan_again()
        assert ((plan / "voa.yaml").read_text() != "mine") is is_replaced


async def test_first_run_imports_a_list(planner, plan: Path, tmp_path: Path, monkeypatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    (tmp_path / "list.txt").write_text(HFCC_ROW)
    async with planner(wait=False) as p:
        await p.dialog(Pick)
        await p.type("import")
        await p.press("enter")
        question = await p.dialog(Ask)
        question.query_one("Input").value = str(tmp_path / "list.txt")
        await p.press("enter")
        request = await p.dialog(ImportList)
        request.query_one("#import-broadcasters").value = "VOA"
        await p.press("enter")
        await p.dialog(Decide)
        assert "1 transmission in 1 file" in p.text()
        await p.press("enter")
        await p.until(lambda: p.session is not None and len(p.session.table) == 1 and p.session.checked)
        assert (empty / "voa.yaml").exists()


async def test_a_path_that_is_not_there_is_said(planner) -> None:
    async with planner("nowhere", wait=False) as p:
        await p.dialog(Pick)
        assert "cannot be read" in p.text()


async def test_the_journal_holds_every_edit_before_the_next_key(planner, plan: Path) -> None:
    async with planner() as p:
        await shift(p)
        records = [json.loads(line) for line in p.session.journal.path.read_text().splitlines()]
        assert records[-1]["texts"] == {"korean.yaml": p.session.documents["korean.yaml"].text}
