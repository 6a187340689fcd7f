"""Functions for tasks that a worker in another process is given; it finds them by this module's name."""

import os
import signal
import time


def doubled(shared, task):
    return shared + 2 * task


def of_process(_shared, task):
    time.sleep(0.05)
    return os.getpid(), task


def dies_once(folder, task):
    """The first worker that takes task 3 dies of it."""
    mark = folder / "died"
    if task == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def dies_elsewhere(parent, task):
    if task == 1 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return -task


def fails(_shared, task):
    if task == 2:
        raise ValueError("task 2 makes no sense")
    return task
