"""Tasks on other machines: a scheduler of Dask distributed gives them to its workers.

What all tasks share is sent to every worker once. A worker that dies costs the tasks it had, which the scheduler gives
to another; what the cluster cannot answer at all is computed here, so that results are those of one process.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

from bcastplan.installed import __version__
from bcastplan.tasks.runner import Answer, Work

_CONNECT_SECONDS = 10


class NoCluster(Exception):
    """A cluster that cannot be used, with the reason and a way out."""


class Cluster:
    """A runner that gives tasks to the workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        """Connect to a scheduler, as ``tcp://host:8786``.

        Raises:
            NoCluster: Dask is not installed, the scheduler does not answer, it has no worker, or its workers have
                another version of this program.
        """
        try:
            from distributed import Client
        except ImportError:
            raise NoCluster("a scheduler needs Dask distributed: pip install 'bcastplan[cluster]'") from None
        try:
            self._client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise NoCluster(f"no scheduler answers at {address}: {error or type(error).__name__}") from None
        self._check_workers(address)

    def answers(self, work: Work[Any, Any, Answer]) -> Iterator[tuple[int, Answer]]:
        """As `Runner.answers`."""
        left = list(range(len(work.tasks)))
        while left and self._has_worker():
            lost: list[int] = []
            yield from self._round(work, left, lost)
            # A round without a single answer would only be repeated.
            if len(lost) == len(left):
                break
            left = lost
        for number in left:
            yield number, work.answer(number)

    def close(self) -> None:
        """Leave the cluster; its workers go on for others."""
        self._client.close()

    def _round(self, work: Work[Any, Any, Answer], chosen: list[int], lost: list[int]) -> Iterator[tuple[int, Answer]]:
        """Answers of the cluster to some tasks; those that it lost are put into ``lost``.

        Tasks are lost with the last worker that held what they share. A fault of a task itself is raised here.
        """
        from distributed import CancelledError, KilledWorker, as_completed
        from distributed.comm.core import CommClosedError

        shared = self._client.scatter(work.shared, broadcast=True, hash=False)
        tasks = [work.tasks[number] for number in chosen]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # Dask's advice on large graphs: each task is needed once only
            futures = self._client.map(_answered, tasks, function=work.function, shared=shared, pure=False)
        numbers = {future.key: number for number, future in zip(chosen, futures, strict=True)}
        try:
            for future in as_completed(futures, loop=self._client.loop):
                number = numbers[future.key]
                try:
                    answer = future.result()
                except (CancelledError, KilledWorker, CommClosedError):  # an answer dies with the worker that has it
                    lost.append(number)
                else:
                    yield number, answer
                future.release()
        finally:
            self._client.cancel(futures)

    def _has_worker(self) -> bool:
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except (TimeoutError, OSError):
            return False
        return True

    def _check_workers(self, address: str) -> None:
        """Refuse a scheduler or workers of another version, whose figures may differ."""
        if not self._has_worker():
            self.close()
            raise NoCluster(f"the scheduler at {address} has no worker: start one with `dask worker {address}`")
        versions = {
            **self._client.run(_version, on_error="return"),
            f"the scheduler at {address}": self._version_of_scheduler(),
        }
        wrong = {where: answer for where, answer in versions.items() if answer != __version__}
        if wrong:
            self.close()
            where, answer = next(iter(wrong.items()))
            reason = f"has version {answer}" if isinstance(answer, str) else f"does not have it: {answer}"
            raise NoCluster(f"scheduler and workers need bcastplan {__version__}, and {where} {reason}")

    def _version_of_scheduler(self) -> Any:
        """The version that the scheduler has, or the error that says that it has none."""
        try:
            return self._client.run_on_scheduler(_version)
        except (ImportError, RuntimeError) as error:
            return error


def _answered(task: Any, *, function: Callable[[Any, Any], Any], shared: Any) -> Any:
    return function(shared, task)


def _version() -> str:
    return __version__
