"""Tasks on several cores of this machine: each process gets a task whenever it has answered the one before.

A process that dies costs its task only, which is then computed here; when all of them have died, everything that is
left is. Results are those of one process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from bcastplan.ending import default_in_child
from bcastplan.tasks.runner import Answer, InThisProcess, Work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class Processes:
    """A runner that starts ``count`` processes for each piece of work, fewer where there are fewer tasks."""

    count: int

    def answers(self, work: Work[Any, Any, Answer]) -> Iterator[tuple[int, Answer]]:
        """As `Runner.answers`."""
        count = min(self.count, len(work.tasks))
        if count < 2:
            yield from InThisProcess().answers(work)
            return
        crew = _Crew(work)
        try:
            crew.start(count)
            yield from crew.answers()
        finally:
            crew.dismiss()


class _Crew:
    """The processes at work on tasks, and which task each of them has."""

    def __init__(self, work: Work[Any, Any, Any]) -> None:
        self._work = work
        # Turned round, because tasks are taken from the end of the list, where that is cheap.
        self._left = list(range(len(work.tasks)))[::-1]
        self._members: dict[Connection, BaseProcess] = {}
        self._given: dict[Connection, int] = {}

    def start(self, count: int) -> None:
        """Start the processes and give each a task; fewer than asked for where the system allows no more."""
        import multiprocessing

        # A fork copies one thread only; with others about, it could copy a lock that no thread will ever release.
        forked = sys.platform.startswith("linux") and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        for _ in range(count):
            ours, theirs = context.Pipe()
            inherited = [*self._members, ours] if forked else []
            try:
                member = context.Process(
                    target=_serve, args=(self._work.function, self._work.shared, theirs, inherited), daemon=True
                )
                member.start()
            except OSError:
                ours.close()
                theirs.close()
                return
            theirs.close()
            self._members[ours] = member
            self._give(ours)

    def answers(self) -> Iterator[tuple[int, Any]]:
        """All answers as they come; tasks that were lost with their process are computed here."""
        from multiprocessing.connection import wait

        while self._given:
            for ready in wait(list(self._given)):
                connection = cast("Connection", ready)
                number = self._given.pop(connection)
                try:
                    answer = connection.recv()
                except (EOFError, OSError):
                    yield number, self._work.answer(number)
                    continue
                self._give(connection)
                yield number, answer
        while self._left:
            number = self._left.pop()
            yield number, self._work.answer(number)

    def dismiss(self) -> None:
        """End the processes, whatever they are doing."""
        for member in self._members.values():
            member.terminate()
        for connection, member in self._members.items():
            member.join()
            connection.close()

    def _give(self, connection: Connection) -> None:
        """Send the next task to a process that waits for one."""
        if not self._left:
            return
        try:
            connection.send(self._work.tasks[self._left[-1]])
        except OSError:
            return
        self._given[connection] = self._left.pop()


def _serve(function: Any, shared: Any, connection: Connection, inherited: list[Connection]) -> None:
    """Answer tasks until no more come; leave interrupts and faults to the process that asked."""
    default_in_child()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:  # so that the end of the asking process is the end of the connection
        other.close()
    try:
        while True:
            connection.send(function(shared, connection.recv()))
    except BaseException:
        # The exit leaves out the clean-up of whatever a fork copied. The asking process sees the connection end, and
        # computes the task itself: a fault of the task is raised there.
        os._exit(1)
