"""Keys go, in order, to what the keys before them opened: a script in one burst ends as one that is typed slowly."""

from __future__ import annotations

import asyncio
import math
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from examples import tries
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from bcastplan.tui.actions.plan_load import PlanLoad
from bcastplan.tui.app import PlannerApp
from bcastplan.tui.widgets.loading_notice import LoadingPane

NOON = datetime(2026, 6, 22, 15, 45, tzinfo=UTC)


def pressed(key: str) -> events.Event:
    """The event of a key; a text behind ``paste:`` is pasted."""
    if key.startswith("paste:"):
        return events.Paste(key.removeprefix("paste:"))
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b"}.get(key))


def keys_of(script: str) -> list[str]:
    """Keys of a script: names in braces, all else character by character."""
    keys: list[str] = []
    while script:
        if script.startswith("{"):
            name, _, script = script[1:].partition("}")
            keys.append(name)
        else:
            keys.append(script[0])
            script = script[1:]
    return keys


async def settled(app: PlannerApp) -> None:
    """Wait until everything is done, checks in the background too."""
    calm = 0
    for _ in range(60_000):
        screen = app.plan_screen
        done = screen.session is not None and screen.session.checked and screen.view is not None
        calm = calm + 1 if done and not app.holds_input and app.at_rest() else 0
        if calm > 3 or app._exit:
            return
        await asyncio.sleep(0.002)
    raise AssertionError("the app does not come to rest")


async def end_of(plan: Path, script: str, *, slowly: bool, loading: bool = False) -> dict[str, object]:
    """What a script leaves: the texts of the session, the files, what is shown, and where the focus is."""
    app = PlannerApp((), now=lambda: NOON)
    async with app.run_test(size=(100, 30)):
        if not loading or slowly:
            await settled(app)
        for key in keys_of(script):
            app.post_message(pressed(key))
            if slowly:
                await settled(app)
        await settled(app)
        app.clear_notifications()
        await settled(app)
        await asyncio.sleep(0.1)  # the form's preview rests for a moment
        await settled(app)
        screen = app.plan_screen
        focused = app.focused
        return {
            "texts": {name: one.text for name, one in screen.session.documents.items()},
            "files": {path.name: path.read_bytes() for path in sorted(plan.glob("*.yaml"))},
            "screens": [type(one).__name__ for one in app.screen_stack],
            "shown": [strip.text.rstrip() for strip in app.screen._compositor.render_strips()],
            "focus": type(focused).__name__,
            "value": focused.value if isinstance(focused, Input) else None,
            "selected": screen.selected,
            "marks": sorted(screen.listing.marks),
            "rows": list(screen.listing.rows),
        }


async def same_both_ways(plan: Path, script: str, *, loading: bool = False) -> dict[str, object]:
    """Check that a burst ends as slow typing does; returns where it ends."""
    before = {path: path.read_bytes() for path in plan.iterdir()}
    slow = await end_of(plan, script, slowly=True)
    shutil.rmtree(plan.parent / "state", ignore_errors=True)
    for path in plan.iterdir():
        if path not in before:
            path.unlink()
    for path, octets in before.items():
        path.write_bytes(octets)
    fast = await end_of(plan, script, slowly=False, loading=loading)
    for name, value in slow.items():
        assert fast[name] == value, f"{name} after {script!r}"
    return fast


async def test_fields_of_the_form_take_what_was_typed_for_them(plan: Path) -> None:
    end = await same_both_ways(plan, "e7455{down}1500-1700{down}{down}2026-04-05{tab}{down}SMG{down}100{f2}")
    assert "frequency: 7455, time: 1500-1700" in end["texts"]["korean.yaml"]


async def test_a_question_gets_the_answer_typed_with_the_key_that_asks(plan: Path) -> None:
    end = await same_both_ways(plan, "{down}t-30{enter}")
    assert "time: 1830-2030" in end["texts"]["korean.yaml"]


async def test_keys_typed_while_a_plan_is_read_go_to_the_plan(plan: Path) -> None:
    end = await same_both_ways(plan, "{down}d3{down}1/late{enter}t15{enter}", loading=True)
    assert "time: 2345-0045" in end["texts"]["korean.yaml"]
    end = await same_both_ways(plan, "{ctrl+o}{end}{backspace}korean.yaml{enter}{down}x", loading=True)
    assert "id: night" not in end["texts"]["korean.yaml"]


async def test_a_paste_goes_where_the_keys_before_it_led(plan: Path) -> None:
    end = await same_both_ways(plan, "e{tab}{paste:0500-0600}{f2}/{paste:id:night}{enter}x")
    assert "time: 0500-0600" in end["texts"]["korean.yaml"]
    assert "id: night" not in end["texts"]["korean.yaml"]


async def test_a_query_about_conflicts_waits_for_them(plan: Path) -> None:
    text = (plan / "other.yaml").read_text()
    (plan / "other.yaml").write_text(text.replace("1700-1800", "1600-1700"))
    end = await same_both_ways(plan, "/conflict{enter}ax{enter}", loading=True)
    assert "id: evening" not in end["texts"]["korean.yaml"]
    assert "id: night" in end["texts"]["korean.yaml"]


async def test_the_palette_runs_what_was_typed_into_it(plan: Path) -> None:
    end = await same_both_ways(plan, "{ctrl+p}duplicate{enter}{down}")
    assert "evening-2" in end["texts"]["korean.yaml"]


async def test_escape_and_a_letter_in_one_read_are_two_keys(plan: Path) -> None:
    app = PlannerApp((), now=lambda: NOON)
    async with app.run_test():
        await settled(app)
        for event in (*map(pressed, keys_of("/late")), events.Key("alt+d", None), pressed("x")):
            app.post_message(event)
        await settled(app)
        assert app.plan_screen.listing.query.text == "late"
        assert len(app.plan_screen.session.table) == 4  # a copy made, and taken away again


async def test_escape_stops_reading_when_the_user_has_seen_that_it_goes_on(planner, monkeypatch) -> None:
    monkeypatch.setattr(PlanLoad, "is_loading", True)
    async with planner(wait=False) as p:
        pane = p.screen.query_one(LoadingPane)
        event = events.Key("escape", "\x1b")
        for shown_at, stops in ((event.time - 1, True), (event.time - 0.1, False), (math.inf, False)):
            pane.shown_at = shown_at
            assert p.app.interrupts(event) is stops
        pane.shown_at = event.time - 1
        assert not p.app.interrupts(events.Key("x", "x"))


STEPS = (
    "{down}", "{up}", "{down}{down}", "d", "x", "u", "{ctrl+r}", "]", "[", "{space}", "a", "n", "1", "2", "3", "4", "6",
    "t-30{enter}", "t15{enter}", "s{enter}", "w{right}{space}{enter}", "w{escape}", "e{tab}0100-0200{f2}",
    "e7455{down}1500-1700{f2}", "e9{escape}{down}{enter}", "e{down}{down}d{down}{f2}", "/korean{enter}",
    "/9565{escape}", "/{f3}", "{escape}",
    "b{escape}", "bpower{enter}100{enter}", "{ctrl+s}{enter}", "{ctrl+s}{escape}",
    "{f1}{escape}", "o{down}{down}{enter}", "y", "{f8}", "{paste:9}{escape}", "?{escape}", "m{enter}", "{home}",
    "{end}", "n{escape}", "n6170{down}0400-0500{f2}", "r", "v{escape}", ">", "{ctrl+p}mark all{enter}", "nope",
    "{pagedown}",
)  # fmt: skip
"""Pieces of scripts: what planners type, and some of what they do not mean."""


@pytest.mark.parametrize("seed", range(tries(12)))
async def test_random_scripts(plan: Path, seed: int) -> None:
    choice = random.Random(f"keys {seed}")
    script = "".join(choice.choice(STEPS) for _ in range(choice.randint(3, 14)))
    await same_both_ways(plan, script, loading=bool(seed % 2))
