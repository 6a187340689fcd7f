"""The keys of the views: complete, without clashes in either preset, and the user's to change."""

import pytest

from bcastplan.tui.bindings import APP_BINDINGS, PLAN_BINDINGS, TABLE_BINDINGS, VIEW_KEYS
from bcastplan.tui.key_places import PLACES
from bcastplan.tui.keymap import PRESETS, clashes
from bcastplan.tui.views.timeline_view import TimelineView

SAME_MEANING = {
    ("timeline.move_earlier", "edit.earlier"),
    ("timeline.move_later", "edit.later"),
    ("channels.write", "edit.form"),  # what is under the cursor there is a frequency, and not the transmission
    ("channels.back", "filter.clear"),
}


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_stands_for_two_actions_of_a_view(preset):
    assert clashes(VIEW_KEYS, PRESETS[preset]) == []


def test_a_key_of_the_plan_keeps_its_meaning_in_every_view():
    of_plan = {key: one.id for one in (*PLAN_BINDINGS, *APP_BINDINGS) for key in one.key.split(",")}
    for bindings in VIEW_KEYS.values():
        for one in bindings:
            for key in one.key.split(","):
                assert key not in of_plan or (one.id, of_plan[key]) in SAME_MEANING, (one.id, of_plan[key])


def test_the_table_takes_one_key_of_the_plan_and_no_other():
    of_plan = {key for one in (*PLAN_BINDINGS, *APP_BINDINGS) for key in one.key.split(",")}
    assert {key for one in TABLE_BINDINGS for key in one.key.split(",")} & of_plan == {"enter"}


def test_every_key_has_an_id_a_name_and_a_sentence():
    for bindings in VIEW_KEYS.values():
        assert all(one.id and one.description and one.tooltip for one in bindings)


async def test_the_vim_preset_walks_over_bars(planner, tmp_path):
    config = tmp_path / "config"
    config.mkdir()
    (config / "keymap.yaml").write_text("preset: vim\ntimeline.group: X\n")
    async with planner() as p:
        await p.select("night")
        await p.press("2")
        await p.until(lambda: isinstance(p.screen.view, TimelineView) and p.session.pairs_known)
        await p.press("j")
        await p.until(lambda: p.screen.selected == p.row("other"))
        await p.press("h")
        await p.until(lambda: p.screen.selected == p.row("evening"))
        await p.press("X")
        assert p.screen.view.grouping == "site"
        assert p.notices() == []


async def test_every_action_of_a_view_is_in_the_palette(planner):
    from bcastplan.tui.palette import LiveActions

    async with planner() as p:
        for key, (name, bindings) in zip("234567890", VIEW_KEYS.items(), strict=True):
            await p.press(key)
            await p.until(lambda name=name: p.screen.view is not None and p.screen.view.view_name == name)
            await p.pilot.pause()
            offered = {command.action for command in LiveActions(p.screen)._commands()}
            assert {one.action for one in bindings} <= offered


def test_the_page_of_keys_lists_the_keys_of_every_view():
    listed = {binding for bindings in PLACES.values() for binding in bindings}
    unlisted = [(view, binding.id) for view, keys in VIEW_KEYS.items() for binding in keys if binding not in listed]
    assert unlisted == []
