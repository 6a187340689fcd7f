"""What a runner of tasks promises: every task is answered exactly once, with the answer this process would give.

A task's answer follows from the task and from what all tasks share, and from nothing else; so it does not matter which
process computes it, nor in which order. What is run elsewhere must therefore be a function of a module and take and
return plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Work(Generic[Shared, Task, Answer]):
    """Tasks for one function.

    Attributes:
        function: called with ``shared`` and a task; a function of a module, so that other processes find it.
        shared: what all tasks need; sent to each process once.
        tasks: one call each.
    """

    function: Callable[[Shared, Task], Answer]
    shared: Shared
    tasks: Sequence[Task]

    def answer(self, number: int) -> Answer:
        """The answer to one task, computed here."""
        return self.function(self.shared, self.tasks[number])


class Runner(Protocol):
    """Whoever runs the tasks of a piece of work."""

    def answers(self, work: Work[Any, Any, Answer]) -> Iterator[tuple[int, Answer]]:
        """The number of each task and its answer, as they come, in any order.

        Whoever stops asking stops the work. A task that fails raises its exception here.
        """


class InThisProcess:
    """The runner that needs no other process: one task after the other."""

    def answers(self, work: Work[Any, Any, Answer]) -> Iterator[tuple[int, Answer]]:
        """As `Runner.answers`, in order."""
        for number in range(len(work.tasks)):
            yield number, work.answer(number)
