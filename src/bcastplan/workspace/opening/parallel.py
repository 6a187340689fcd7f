"""Many files read on all cores: the readings are those of one core, in the same order.

Forked processes read beside this one, each taking the next share that nobody has taken; what a process that died has
taken is read here. Where that does not pay, or is not safe, this process reads alone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from bcastplan.ending import default_in_child
from bcastplan.model.collector import without_gc
from bcastplan.workspace.opening.discovery import STDIN, Candidate
from bcastplan.workspace.opening.schedule_files import Reading, read_candidate

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WORTH_BYTES = 600_000
"""Size of all files together from which on forking pays (benchmarks/bench_tree.py)."""
_SHARES = 24  # small enough that all processes finish together, large enough that little is spent on each
_MOST_PROCESSES = 8

Tell = Callable[[str], None]


def read_all(candidates: Sequence[Candidate], tell: Tell, *, processes: int | None = None) -> list[Reading]:
    """Read candidates, each as :func:`bcastplan.workspace.opening.schedule_files.read` does, in their order.

    Args:
        candidates: what to read.
        tell: called with the name of each file when it is read or about to be.
        processes: how many processes to use, this one included; found out when None.
    """
    sizes = [_size(candidate) for candidate in candidates]
    if processes is None:
        processes = _processes(sum(sizes))
    # Standard input can be read once, by whoever gets hold of it first.
    if any(candidate.name == STDIN for candidate in candidates):
        processes = 1
    with without_gc():
        if processes < 2 or len(candidates) < 2:
            return [_told(candidate, tell) for candidate in candidates]
        return _together(_shares(candidates, sizes), tell, processes)


def _together(shares: list[list[Candidate]], tell: Tell, processes: int) -> list[Reading]:
    import multiprocessing  # here, as most checks read one file

    fork = multiprocessing.get_context("fork")
    untaken = _untaken(len(shares))
    children = []
    done: dict[int, list[Reading]] = {}
    try:
        for _ in range(min(processes, len(shares)) - 1):
            receive, send = fork.Pipe(duplex=False)
            child = fork.Process(target=_read_shares, args=(shares, untaken, send), daemon=True)
            child.start()
            send.close()
            children.append((child, receive))
        # This process reads along: what the others hold is collected when no share is left.
        for number in _taken(untaken):
            done[number] = [_told(candidate, tell) for candidate in shares[number]]
        for _, receive in children:
            done |= _received(receive)
    finally:
        os.close(untaken)
        for child, receive in children:
            child.terminate()
            child.join()
            receive.close()
    return [
        reading
        for number, share in enumerate(shares)
        for reading in done.get(number) or [_told(candidate, tell) for candidate in share]
    ]


def _read_shares(shares: list[list[Candidate]], untaken: int, send: Connection) -> None:
    """Read shares until none is left and send them all; leave interrupts and faults to the process that asked.

    What is read is packed share by share: it takes a third of the memory until it can be sent.
    """
    import pickle

    default_in_child()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        packed = []
        for number in _taken(untaken):
            readings = [read_candidate(candidate) for candidate in shares[number]]
            packed.append(pickle.dumps((number, readings), pickle.HIGHEST_PROTOCOL))
        for message in packed:
            send.send_bytes(message)
        send.send_bytes(_ALL_SENT)
    except BaseException:
        os._exit(1)


_ALL_SENT = b""


def _received(receive: Connection) -> dict[int, list[Reading]]:
    """The shares that a process has read; those that it could not send are not among them."""
    import pickle

    done: dict[int, list[Reading]] = {}
    try:
        while message := receive.recv_bytes():
            number, readings = pickle.loads(message)  # of a process that this one forked
            done[number] = readings
    except (EOFError, OSError):
        pass
    return done


def _untaken(shares: int) -> int:
    """A pipe with a byte for each share: who reads it has taken the share, and no lock can be left locked."""
    reading, writing = os.pipe()
    os.write(writing, bytes(range(shares)))
    os.close(writing)
    return reading


def _taken(untaken: int) -> Iterator[int]:
    while byte := os.read(untaken, 1):
        yield byte[0]


def _shares(candidates: Sequence[Candidate], sizes: list[int]) -> list[list[Candidate]]:
    """Neighbours together, in shares of about the same size in bytes."""
    bytes_per_share = max(sum(sizes) // _SHARES, 1)
    shares: list[list[Candidate]] = []
    held = bytes_per_share
    for candidate, size in zip(candidates, sizes, strict=True):
        if held >= bytes_per_share:
            shares.append([])
            held = 0
        shares[-1].append(candidate)
        held += size
    return shares


def _told(candidate: Candidate, tell: Tell) -> Reading:
    tell(candidate.name)
    return read_candidate(candidate)


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
