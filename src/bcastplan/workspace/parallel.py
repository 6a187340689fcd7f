"""Many files read on all cores: the readings are those of one core, in the same order.

A share of the files goes to forked processes while this one reads the rest, taking work back as long as nobody has
begun it. Where that does not pay, or is not safe, this process reads alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from bcastplan.document.parse import without_gc
from bcastplan.workspace.discovery import STDIN, Candidate
from bcastplan.workspace.reading import Reading, read

WORTH_BYTES = 600_000
"""Size of all files together from which on forking pays (benchmarks/bench_tree.py)."""
_CHUNKS = 24  # small enough that all processes finish together, large enough that little is spent on each
_MOST_PROCESSES = 8

Tell = Callable[[str], None]


def read_all(candidates: Sequence[Candidate], tell: Tell, *, processes: int | None = None) -> list[Reading]:
    """Read candidates, each as :func:`bcastplan.workspace.reading.read` does, in their order.

    Args:
        candidates: what to read.
        tell: called with the name of each file when it is read or about to be.
        processes: how many processes to use, this one included; found out when None.
    """
    sizes = [_size(candidate) for candidate in candidates]
    if processes is None:
        processes = _processes(sum(sizes))
    with without_gc():
        if processes < 2 or len(candidates) < 2:
            return [_told(candidate, tell) for candidate in candidates]
        return _shared(candidates, sizes, tell, processes)


def _shared(candidates: Sequence[Candidate], sizes: list[int], tell: Tell, processes: int) -> list[Reading]:
    chunks = _chunks(candidates, sizes)
    made: list[list[Reading]] = [[] for _ in chunks]
    waiting: dict[int, Future[list[Reading]]] = {}
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes - 1, mp_context=fork, initializer=_leave_interrupts_to_the_parent) as pool:
        try:
            for number, chunk in enumerate(chunks):
                if all(candidate.name != STDIN for candidate in chunk):
                    waiting[number] = pool.submit(_read_chunk, chunk)
            for number in reversed(range(len(chunks))):
                if number not in waiting or waiting[number].cancel():
                    waiting.pop(number, None)
                    made[number] = [_told(candidate, tell) for candidate in chunks[number]]
            for number, future in waiting.items():
                made[number] = future.result()
                tell(chunks[number][-1].name)
        except BrokenProcessPool:  # a process was killed: what it owed is read here
            made = [
                done or [_told(candidate, tell) for candidate in chunk]
                for done, chunk in zip(made, chunks, strict=True)
            ]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [reading for readings in made for reading in readings]


def _chunks(candidates: Sequence[Candidate], sizes: list[int]) -> list[list[Candidate]]:
    """Neighbours together, of about the same size in bytes; standard input by itself."""
    wanted = max(sum(sizes) // _CHUNKS, 1)
    chunks: list[list[Candidate]] = []
    held = wanted
    for candidate, size in zip(candidates, sizes, strict=True):
        if held >= wanted or candidate.name == STDIN:
            chunks.append([])
            held = 0
        chunks[-1].append(candidate)
        held = wanted if candidate.name == STDIN else held + size
    return chunks


def _read_chunk(chunk: list[Candidate]) -> list[Reading]:
    with without_gc():
        return [read(candidate.name, explicit=candidate.explicit) for candidate in chunk]


def _told(candidate: Candidate, tell: Tell) -> Reading:
    tell(candidate.name)
    return read(candidate.name, explicit=candidate.explicit)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processes(total_bytes: int) -> int:
    """How many processes to use: one where there is little to read or where forking is unsafe."""
    if total_bytes < WORTH_BYTES or not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)


def _size(candidate: Candidate) -> int:
    try:
        return 0 if candidate.name == STDIN else os.stat(candidate.name).st_size  # noqa: PTH116 - a thousand of them
    except (OSError, ValueError):
        return 0
