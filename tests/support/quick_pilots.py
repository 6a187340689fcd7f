"""Pilots of Textual that wait for what is to be done and not for time, and do not do over what a process did before.

Textual's own wait sleeps 20 ms at a time and looks whether the process used the processor meanwhile. That takes 60 ms a
key, and on a machine with other work the process looks idle before it has begun.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual._context import active_app
from textual.app import App
from textual.css.stylesheet import Stylesheet

SOON_SECONDS = 0.02
"""A timer that is due within this time is waited for."""
PAINTINGS_PER_SECOND = 20
"""A third of what Textual does: nobody looks between two keys, and painting takes most of a pilot's time."""
_LOOK_SECONDS = 0.01


@contextmanager
def quick_pilots() -> Iterator[None]:
    """Have the pilots that are run inside wait and paint as this module says.

    Where a release of Textual has no such name any more, its pilots are what they are.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in ("textual.app", "textual.pilot"):
            patch.setattr(f"{module}.wait_for_idle", wait_for_idle, raising=False)
        patch.setattr("textual.screen.UPDATE_PERIOD", 1 / PAINTINGS_PER_SECOND, raising=False)
        if parse := getattr(Stylesheet, "_parse_rules", None):
            patch.setattr(Stylesheet, "_parse_rules", _kept(parse))
        yield


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Return when no task of the event loop can go on, no timer is due soon and no thread of the app computes.

    It takes the place of ``textual._wait.wait_for_idle``.

    Args:
        min_sleep: not looked at; nothing has to rest for a while.
        max_sleep: seconds after which it returns whatever is still to be done.
    """
    loop = asyncio.get_running_loop()
    app = active_app.get(None)
    deadline = loop.time() + max_sleep
    while loop.time() < deadline:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]
            continue
        if app is not None and (_paints_for_callbacks(app) or await _threads_compute(app)):
            continue
        due = _next_timer(loop)
        if due is None:
            return
        await asyncio.sleep(max(due - loop.time(), 0))


def _paints_for_callbacks(app: App[object]) -> bool:
    """Whether something waits for the screen to be painted, as it now is."""
    if not app.screen_stack or not app.screen._callbacks:
        return False
    app.screen._on_timer_update()
    return True


def _next_timer(loop: asyncio.AbstractEventLoop) -> float | None:
    """The time of the first timer that is due soon; None where there is none."""
    soon = loop.time() + SOON_SECONDS
    times = [handle.when() for handle in loop._scheduled if not handle.cancelled()]  # type: ignore[attr-defined]
    return min((when for when in times if when <= soon), default=None)


async def _threads_compute(app: App[object]) -> bool:
    """Whether threads of the app use the processor; one that waits for the test does not."""
    if not any(worker._thread_worker and worker.is_running for worker in app.workers):
        return False
    before = time.process_time()
    await asyncio.sleep(_LOOK_SECONDS)
    return time.process_time() - before > _LOOK_SECONDS / 20


def _kept(parse):  # type: ignore[no-untyped-def]
    """Parsed rules of style sheets, kept for all apps of this process: each app has the same ones."""
    kept: dict[tuple[tuple[str, str], ...], dict[object, object]] = {}

    def parse_rules(stylesheet, *source, **more):  # type: ignore[no-untyped-def]
        variables = stylesheet._variables
        known, rules = stylesheet.__dict__.get("_kept_rules", (None, {}))
        if known is not variables:
            rules = kept.setdefault(tuple(sorted(variables.items())), {})
            stylesheet._kept_rules = variables, rules
        key = (source, tuple(more.items()))
        if key not in rules:
            rules[key] = parse(stylesheet, *source, **more)
        return rules[key]

    return parse_rules
