"""Which plan a text belongs to, and what becomes of it as texts come and go."""

import asyncio
from pathlib import Path

import pytest

from bcastplan.lsp.editor_text import EditorText
from bcastplan.lsp.plan_desk import PlanDesk, name_of, path_of
from bcastplan.workspace.editing.typed_plan import TypedPlan

TEXT = "bcastplan: 1\nservice: One\nseason: A26\ntransmissions:\n  - {frequency: 9565, time: 1500-1600}\n"


@pytest.fixture
async def desk():
    told, faults = [], []
    desk = PlanDesk(told.append, lambda what, error: faults.append((what, error)))
    desk.told = told
    yield desk
    desk.end()
    assert faults == []


def written(path: Path, text: str = TEXT) -> EditorText:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return EditorText(path.as_uri(), text, 1)


async def opened(desk: PlanDesk, text: EditorText) -> list[str] | None:
    """What is opened for a text: paths of its plan."""
    desk.open(text)
    plan = await asyncio.wait_for(desk.settled(text), 30)
    return plan.paths if plan is not None else None


async def test_the_nearest_plan_file_wins_over_the_folder_of_the_editor(desk, tmp_path):
    root = tmp_path.resolve()
    desk.use_folders([root.as_uri()])
    written(root / "a" / "bcastplan.yaml", "bcastplan: 1\n")
    assert await opened(desk, written(root / "a" / "deep" / "x.yaml")) == [str(root / "a")]
    assert await opened(desk, written(root / "b" / "y.yaml")) == [str(root)]
    assert await opened(desk, written(root / "a" / "bcastplan.yaml", "bcastplan: 1\n")) == [str(root / "a")]
    assert len(desk.plans) == 2
    assert desk.belongs_to(desk.plans[str(root / "a")], str(root / "a" / "deep" / "x.yaml"))
    assert not desk.belongs_to(desk.plans[str(root)], str(root / "a" / "deep" / "x.yaml"))


async def test_a_home_is_never_searched(desk, tmp_path, monkeypatch):
    home = tmp_path.resolve()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for folder in (home, home.parent, Path("/")):
        desk.use_folders([folder.as_uri()])
        text = written(home / "x.yaml")
        assert await opened(desk, text) == [str(home / "x.yaml")]
        desk.close(text.uri)
    assert desk.plans == {}


async def test_a_plan_goes_with_its_last_text_and_a_closed_one_counts_as_on_disk(desk, tmp_path):
    root = tmp_path.resolve()
    written(root / "bcastplan.yaml", "bcastplan: 1\n")
    one, two = written(root / "one.yaml"), written(root / "two.yaml")
    await opened(desk, one)
    await opened(desk, two)
    (plan,) = desk.plans.values()
    one.text = one.content = TEXT.replace("1500", "15:00")
    desk.change(one)
    await desk.settled(one)
    assert "TIM001" in {finding.rule for finding in plan.typed.check().findings}
    desk.close(one.uri)
    await desk.settled(two)
    assert "TIM001" not in {finding.rule for finding in plan.typed.check().findings}
    desk.close(two.uri)
    assert desk.plans == {}
    assert desk.told[-1].typed is None


async def test_a_file_that_is_not_saved_yet_belongs_to_its_plan(desk, tmp_path):
    root = tmp_path.resolve()
    written(root / "bcastplan.yaml", "bcastplan: 1\n")
    await opened(desk, written(root / "one.yaml"))
    new = EditorText((root / "new.yaml").as_uri(), TEXT.replace("One", "New"), 1)
    assert await opened(desk, new) == [str(root)]
    (plan,) = desk.plans.values()
    assert any(schedule.service == "New" for schedule in plan.typed.session.workspace.schedules)


async def test_a_plan_file_that_comes_takes_its_texts_over(desk, tmp_path):
    root = tmp_path.resolve()
    text = written(root / "a" / "one.yaml")
    assert await opened(desk, text) == [str(root / "a" / "one.yaml")]
    written(root / "bcastplan.yaml", "bcastplan: 1\n")
    desk.disk_changed([(root / "bcastplan.yaml").as_uri()])
    plan = await asyncio.wait_for(desk.settled(text), 30)
    assert plan.paths == [str(root)]


async def test_a_file_that_is_moved_is_found_under_its_new_name(desk, tmp_path):
    root = tmp_path.resolve()
    written(root / "bcastplan.yaml", "bcastplan: 1\n")
    old = written(root / "one.yaml")
    await opened(desk, old)
    (root / "one.yaml").rename(root / "two.yaml")
    desk.disk_changed([(root / "one.yaml").as_uri(), (root / "two.yaml").as_uri()])
    await desk.settled(old)
    desk.open(EditorText((root / "two.yaml").as_uri(), TEXT, 1))
    desk.close(old.uri)
    (plan,) = desk.plans.values()
    await asyncio.wait_for(desk.settled(desk.texts[(root / "two.yaml").as_uri()]), 30)
    assert [schedule.file for schedule in plan.typed.session.workspace.schedules] == [str(root / "two.yaml")]


def test_names_of_texts_that_are_no_files():
    assert name_of("untitled:Untitled-1") == "Untitled-1"
    assert name_of("file:///a%20b/c.yaml") == "/a b/c.yaml"
    assert path_of("http://example.org/a.yaml") is None
    assert path_of("file:///a%00b") is None
    assert name_of("nothing") == "untitled"


async def test_a_plan_file_that_is_not_saved_yet_is_judged_and_holds_for_the_texts_around_it(desk, tmp_path):
    root = tmp_path.resolve()
    written(root / "bcastplan.yaml", "bcastplan: 1\n")
    schedule = written(root / "new" / "one.yaml", TEXT.replace("15:00", "1500"))
    assert await opened(desk, schedule) == [str(root)]
    text = "bcastplan: 1\nrules: {ignore: [SIT]}\nunknown: 1\n"
    plan_text = EditorText((root / "new" / "bcastplan.yaml").as_uri(), text, 1)
    await opened(desk, plan_text)
    plan = await asyncio.wait_for(desk.settled(schedule), 30)
    assert plan.root == str(root / "new")
    assert plan is await asyncio.wait_for(desk.settled(plan_text), 30)
    unsaved = plan.typed.check()
    assert ("YML002", str(root / "new" / "bcastplan.yaml")) in {
        (each.rule, each.place.file) for each in unsaved.findings
    }
    (root / "new" / "bcastplan.yaml").write_text(text)
    saved = TypedPlan.open([str(root / "new")], {}).check()
    assert unsaved.findings == saved.findings
    assert unsaved.summary == saved.summary
    (root / "new" / "bcastplan.yaml").unlink()
    desk.close(plan_text.uri)
    plan = await asyncio.wait_for(desk.settled(schedule), 30)
    assert plan.root == str(root)


async def test_a_plan_file_in_a_folder_that_is_not_there_yet_is_judged(desk, tmp_path):
    plan_text = EditorText((tmp_path.resolve() / "none" / "bcastplan.yaml").as_uri(), "bcastplan: 2\n", 1)
    await opened(desk, plan_text)
    plan = await asyncio.wait_for(desk.settled(plan_text), 30)
    assert [each.rule for each in plan.typed.check().findings] == ["YML010"]


async def test_an_empty_plan_file_that_is_not_saved_yet_can_be_filled(desk, tmp_path):
    root = tmp_path.resolve()
    written(root / "one.yaml")
    plan_text = EditorText((root / "bcastplan.yaml").as_uri(), "", 1)
    await opened(desk, plan_text)
    plan = await asyncio.wait_for(desk.settled(plan_text), 30)
    empty = [each.rule for each in plan.typed.check().findings if each.place.file == str(root / "bcastplan.yaml")]
    plan_text._set("bcastplan: 1\nschedules: [other.yaml]\n")
    desk.change(plan_text)
    plan = await asyncio.wait_for(desk.settled(plan_text), 30)
    (root / "bcastplan.yaml").write_text("")
    at_rest = TypedPlan.open([str(root)], {}).check().findings
    assert empty == [each.rule for each in at_rest if each.place.file == str(root / "bcastplan.yaml")]
    assert {"PLN004"} <= {each.rule for each in plan.typed.check().findings}
