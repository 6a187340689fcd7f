"""How long work on a terminal still takes, at the pace so far."""

import io

import pytest

from bcastplan.cli import common
from bcastplan.cli.common import Progress, time_left


@pytest.mark.parametrize(
    ("seconds", "done", "total", "words"),
    [
        (10.0, 100, 300, ", about 20 s left"),
        (60.0, 10, 110, ", about 10 min left"),
        (2.0, 1, 100, ""),  # too early to tell
        (60.0, 99, 100, ""),  # soon over
        (5.0, 0, 100, ""),
        (5.0, 100, 100, ""),
    ],
)
def test_time_left(seconds, done, total, words):
    assert time_left(seconds, done, total) == words


def test_the_pace_is_that_of_what_is_done_now(monkeypatch):
    """Reading took a minute, and says nothing of how long the moves take."""
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(common.sys, "stderr", terminal)
    times = iter([0.0, 60.0, 61.0, 71.0])
    monkeypatch.setattr(common.time, "monotonic", lambda: next(times))
    progress = Progress()
    progress("read", 5, 5)
    progress("looking for moves", 0, 100)
    progress("looking for moves", 20, 100)
    assert terminal.getvalue().endswith("20/100 looking for moves, about 40 s left")


def test_a_name_sends_nothing_to_the_terminal(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(common.sys, "stderr", terminal)
    times = iter([0.0, 5.0])
    monkeypatch.setattr(common.time, "monotonic", lambda: next(times))
    Progress()("plan\x1b[2J\u202e.yaml", 1, 2)
    assert terminal.getvalue() == "\r\x1b[K1/2 plan\\x1b[2J\\u202e.yaml"
