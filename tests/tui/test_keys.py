"""Keys: ids, descriptions, tooltips, palette, help, presets, the user's keymap and what is wrong with it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from pathlib import Path

import pytest
from examples import THOROUGH
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.screen import ModalScreen

from bcastplan.tui.bindings import APP_BINDINGS, PLAN_BINDINGS
from bcastplan.tui.help import EXPLANATIONS, NAMES
from bcastplan.tui.key_places import PLACES, TOGETHER
from bcastplan.tui.keymap import PRESETS, clashes, key_names, read_keymap
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.screens.dialogs import Decide, Way
from bcastplan.tui.screens.plan_screen import PlanScreen
from bcastplan.tui.screens.text_page import Page

EVERY = [binding for some in PLACES.values() for binding in some]


def test_every_binding_has_an_id_of_its_own_a_description_and_a_sentence() -> None:
    named = {(one.id, one.description) for one in EVERY if not str(one.id).startswith("cursor.")}  # shared by views
    assert [name for name, count in Counter(name for name, _ in named).items() if count > 1] == []
    for one in EVERY:
        assert one.id
        assert one.description
        assert one.tooltip
        assert "ctrl+shift" not in one.key
        assert "ctrl+i" not in one.key.split(",")


def test_every_action_exists() -> None:
    for one in PLAN_BINDINGS:
        assert hasattr(PlanScreen, f"action_{one.action.partition('(')[0]}"), one.id


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_clashes_with_itself(preset: str) -> None:
    known = {one.id for one in EVERY}
    assert set(PRESETS[preset]) <= known
    assert clashes(TOGETHER, PRESETS[preset]) == []


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "keymap.yaml").write_text(text)
    return folder


def read(folder: Path, text: str):
    return read_keymap(TOGETHER, write(folder, text))


def test_the_keymap_file_goes_over_its_preset(tmp_path: Path) -> None:
    keymap = read(tmp_path, "preset: vim\nedit.new: ctrl+n\nfilter.edit: [slash, f]\n")
    assert keymap.warnings == []
    assert (keymap.keys["edit.new"], keymap.keys["filter.edit"], keymap.keys["cursor.down"]) == (
        "ctrl+n",
        "slash,f",
        "j,down",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("edit.nw: n\n", "no action 'edit.nw', did you mean edit.new?"),
        ("preset: wim\n", "no preset 'wim', did you mean vim?"),
        ("edit.new: {a: b}\n", "takes a key or a list of keys"),
        ("- a\n", "is not a keymap"),
        ("edit.new: [\n", "is not a keymap: line"),
        ("edit.new: d\n", "d stands for both"),
    ],
)
def test_what_is_wrong_with_a_keymap_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in warning for warning in read(tmp_path, text).warnings)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_keymap(TOGETHER, tmp_path).keys == {}


def test_single_characters_are_named_as_the_terminal_names_them() -> None:
    assert list(key_names("/,n,?")) == ["slash", "n", "question_mark"]


def test_a_clash_is_found_in_one_place_only() -> None:
    one, other = (Binding("x", "a", "A", id="a"), Binding("x", "b", "B", id="b"))
    assert clashes({"here": [one], "there": [other]}, {}) == []
    assert clashes({"here": [one, other]}, {}) == ["here: x stands for both a and b"]


async def test_the_users_keys_work_and_warnings_are_shown(planner, plan: Path) -> None:
    write(plan.parent / "config", "preset: vim\nedit.duplicate: ctrl+d\nbogus: z\n")
    async with planner() as p:
        await p.press("j", "ctrl+d")
        await p.pilot.pause()
        assert p.ids() == ["evening", "night", "night-2", "late", "other"]
        assert any("no action 'bogus'" in notice for notice in p.notices())
        await p.press("d")
        await p.pilot.pause()
        assert len(p.ids()) == 5


async def test_help_names_the_focus_and_its_live_keys(planner, plan: Path) -> None:
    write(plan.parent / "config", "edit.new: ctrl+n\n")
    async with planner(size=(120, 60)) as p:
        await p.press("f1")
        page = await p.dialog(Page)
        assert "Help: Table" in p.text()
        lines = page.content.plain.splitlines()
        assert any(line.split()[:3] == ["^n", "New", "Write"] for line in lines)
        assert any(line.split()[:2] == ["↓", "Down"] for line in lines)
        await p.press("escape")
        await p.plan_again()
        await p.press("slash", "f1")
        await p.dialog(Page)
        assert "Help: Filter line" in p.text()
        assert "on:1345" in p.text()
        await p.press("escape")
        await p.plan_again()


def test_help_explains_every_dialog() -> None:
    import bcastplan.tui.screens as package

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    dialogs: set[type[DOMNode]] = {ModalScreen}
    while grown := {kind for parent in dialogs for kind in parent.__subclasses__()} - dialogs:
        dialogs |= grown
    ours = [kind for kind in dialogs - {Dialog} if kind.__module__.startswith("bcastplan.")]
    assert len(ours) > 6
    for kind in ours:
        assert kind.__name__ in EXPLANATIONS, kind.__name__
        assert kind.__name__ in NAMES, kind.__name__


@pytest.mark.parametrize("number", [*range(1, 10), 0])
async def test_help_explains_every_view_and_names_no_class(planner, number: int) -> None:
    async with planner(size=(120, 60)) as p:
        await p.press(str(number))
        await p.pilot.pause()
        view = p.screen.view
        await p.press("f1")
        page = await p.dialog(Page)
        assert f"Help: {view.title}" in p.text()
        assert page.content.plain.startswith(EXPLANATIONS[type(view).__name__])
        places = [line for line in page.content.plain.splitlines() if line and line == line.strip()]
        assert not [line for line in places if re.fullmatch(r"([A-Z][a-z]+){2,}", line)]


async def test_help_over_a_decision_is_about_the_decision(planner) -> None:
    async with planner() as p:
        p.app.push_screen(Decide("Save 2 files?", "lines", [Way("save", "Save")], confirm="save"))
        await p.dialog(Decide)
        await p.press("f1")
        await p.dialog(Page)
        assert "Help: Decision" in p.text()
        assert "buttons" in p.text()
        assert "Decide" not in p.text()


async def test_every_action_of_the_plan_is_in_the_palette(planner) -> None:
    from bcastplan.tui.palette import LiveActions

    async with planner() as p:
        provider = LiveActions(p.screen)
        offered = {hit.text async for hit in provider.discover()}
        wanted = {one.description for one in (*PLAN_BINDINGS, *APP_BINDINGS) if p.screen.check_action(*_call(one))}
        assert wanted <= offered


def _call(binding: Binding) -> tuple[str, tuple[object, ...]]:
    name, _, rest = binding.action.partition("(")
    return name, (rest.strip("')"),) if rest else ()


async def test_the_palette_runs_what_it_finds(planner) -> None:
    async with planner() as p:
        await p.press("ctrl+p")
        await p.dialog(CommandPalette)
        await p.type("duplicate")
        await p.until(lambda: "Put a copy behind" in p.text())
        await p.press("enter")
        await p.until(lambda: len(p.session.table) == 5)


async def test_nothing_that_needs_a_plan_is_offered_while_there_is_none(planner, monkeypatch) -> None:
    async with planner() as p:
        monkeypatch.setattr(p.screen, "session", None)
        assert p.screen.check_action("save", ()) is False
        assert p.screen.check_action("open", ()) is True


async def test_themes_and_no_color(planner, monkeypatch) -> None:
    async with planner() as p:
        for theme in list(p.app.available_themes)[:: 1 if THOROUGH else 4]:
            p.app.theme = theme
            await p.pilot.pause()
            assert "Test plan" in p.text()
    monkeypatch.setenv("NO_COLOR", "1")
    async with planner() as p:
        assert p.app.no_color
        assert "›" in p.text()
