"""A time limit interrupts the main thread once, wherever it waits, and never after its block."""

from __future__ import annotations

import threading

import pytest

from bcastplan.cli.time_limits import time_limit


def work_without_end():
    while True:
        pass


def test_work_without_an_end_is_interrupted():
    with time_limit(0.05) as limit, pytest.raises(KeyboardInterrupt):
        work_without_end()
    assert limit.is_over


def test_a_wait_is_interrupted_too():
    with time_limit(0.05) as limit, pytest.raises(KeyboardInterrupt):
        threading.Event().wait(60)
    assert limit.is_over


@pytest.mark.parametrize("seconds", [None, 3600.0])
def test_work_that_ends_in_time_goes_on_undisturbed(seconds):
    with time_limit(seconds) as limit:
        pass
    assert not limit.is_over


def test_time_that_ends_with_the_block_takes_nothing_from_the_work(monkeypatch):
    class Ringing(threading.Timer):
        def cancel(self):
            """Too late: the timer rings before it can be stopped."""
            self.join()

    monkeypatch.setattr(threading, "Timer", Ringing)
    with time_limit(0.05) as limit:
        work = "done"
    assert limit.is_over
    assert work == "done"


def test_an_interrupt_of_the_user_is_not_taken_for_the_limit(monkeypatch):
    class Interrupted(threading.Timer):
        def cancel(self):
            super().cancel()
            raise KeyboardInterrupt

    monkeypatch.setattr(threading, "Timer", Interrupted)
    with pytest.raises(KeyboardInterrupt), time_limit(3600.0):
        pass
