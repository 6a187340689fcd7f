"""Keeps the results of checks from run to run, and gives one out again where nothing has changed that it depends on.

A result is found by a key made of the contents of all files, the folders that were searched, what was asked, the date,
the program and its tables. Results are kept as JSON; where one cannot be read, the check is made anew.
Beside the result of a whole check stands its snapshot, from which a check is made after few files have changed.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bcastplan.document.plan_reader import read_plan
from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import MAX_INPUT_BYTES
from bcastplan.files.regular import read_if_there, read_regular
from bcastplan.installed import PACKAGE_FOLDER
from bcastplan.model.dates import today
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.left_out import LeftOut
from bcastplan.reference.storage import user_tables_folder
from bcastplan.workspace.inspection.check_result import CheckResult, Summary
from bcastplan.workspace.inspection.stored_findings import finding_of, finding_row
from bcastplan.workspace.opening.discovery import STDIN, Discovery, discover, files_matching, posix

if TYPE_CHECKING:
    from bcastplan.files.value_cache import ValueCache
    from bcastplan.workspace.inspection.rule_check import CheckNotes

MOST_BYTES = 64_000_000
WORTH_BYTES = 50_000
"""Size of all files together below which checking anew takes no longer than looking up (benchmarks/bench_tree.py)."""
_MOST_PACKED_BYTES = 8_000_000
_MOST_BYTES_UNPACKED = 256_000_000
_NAME = "checks.sqlite3"
_TICK_NS = 3_000_000_000
"""Two writes of a file within this time may bear the same time: the coarsest clock of a file system has 2 s."""
_SNAPSHOT = "snapshot 1"
"""Before what a snapshot is found by, so that it is never taken for a result."""
_UNDERLYING = ("yaml", "dateutil", "numpy")
"""Packages whose release may change what a check says."""
_STATING_A_RELEASE = ("__init__.py", "version.py", "_version.py")


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What a check is asked for, as ``check_paths`` takes it."""

    paths: tuple[str, ...]
    against: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    most: int | None
    exclude: tuple[str, ...]
    since: str | None = None
    """A git revision: what git knows is no input, so that a result is not kept, and all findings count."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the result of a check depends on, and the state of its files when that was looked up.

    ``key`` stands for the contents, ``states`` for the files that had them at ``seen_ns``. Where the states are the
    same after a check, the check has read exactly the contents of the key. ``base`` stands for all but the contents of
    schedules and the date, ``digests`` are those of every file, ``references`` are the files that are compared with.
    """

    key: bytes
    base: bytes
    states: Mapping[str, tuple[int, ...]]
    digests: Mapping[str, bytes]
    references: tuple[str, ...]
    discovered: Discovery
    seen_ns: int


class KeptChecks:
    """Results of whole checks by their inputs, in the user's cache folder."""

    def __init__(self, folder: Path | None = None, *, worth_bytes: int | None = None) -> None:
        self._folder = folder
        self._worth_bytes = WORTH_BYTES if worth_bytes is None else worth_bytes

    @cached_property
    def _cache(self) -> ValueCache:
        from bcastplan.files.value_cache import ValueCache, cache_folder  # imports SQLite; small checks need none

        return ValueCache((self._folder or cache_folder()) / _NAME, MOST_BYTES, program_signature())

    def checked(self, request: CheckRequest, anew: Callable[[CheckNotes | None], CheckResult]) -> CheckResult:
        """The kept result of a request where nothing has changed, else one made of its snapshot, else a new one.

        ``anew`` checks, and fills in the notes for a snapshot that it is given.
        """
        inputs = self.inputs(request)
        if inputs is None:
            return anew(None)
        result = self.result(inputs) if request.since is None else None
        if result is None:
            result = self.after_changes(request, inputs)
            notes = None
            if result is None:
                notes = _fresh_notes(request.most if request.since is None else 0)
                result = anew(notes)
            self.keep(request, inputs, result, notes)
        return result

    def inputs(self, request: CheckRequest) -> Inputs | None:
        """Look up all that a check depends on; None where that is little, or where it can be read only once."""
        try:
            return inputs_of(request, self._worth_bytes)
        except (OSError, UnreadableInput, ValueError):
            return None

    def result(self, inputs: Inputs) -> CheckResult | None:
        """The result that is kept for some inputs, or None."""
        packed = self._cache.stored([inputs.key]).get(inputs.key)
        return unpacked(packed) if packed is not None else None

    def after_changes(self, request: CheckRequest, inputs: Inputs) -> CheckResult | None:
        """The check made of the snapshot of an earlier one; None where there is none, or it does not do."""
        data = self._cache.stored([inputs.base]).get(inputs.base)
        if data is None:
            return None
        from bcastplan.airtime.stored_rows import NotStored
        from bcastplan.workspace.inspection.changed_check import changed_check
        from bcastplan.workspace.inspection.check_snapshot import unpacked as snapshot_of_bytes

        snapshot = snapshot_of_bytes(data)
        if snapshot is None:
            return None
        try:
            return changed_check(
                snapshot, inputs.digests, inputs.discovered, request.paths, request.against, select=request.select,
                ignore=request.ignore, most=request.most, since=request.since,
            )  # fmt: skip
        except NotStored:
            return None

    def keep(self, request: CheckRequest, inputs: Inputs, result: CheckResult, notes: CheckNotes | None = None) -> None:
        """Keep a result, and the snapshot of what a whole check has noted, unless a file has changed meanwhile."""
        values = {inputs.key: pack(result)} if request.since is None else {}
        if any(len(value) > _MOST_PACKED_BYTES for value in values.values()):
            values = {}
        if notes is not None:
            from bcastplan.workspace.inspection.check_snapshot import packed, snapshot_of

            snapshot = snapshot_of(notes, inputs.digests)
            data = packed(snapshot) if snapshot is not None else None
            values |= {inputs.base: data} if data is not None else {}
        # A file that was changed during the check may have been read in either state.
        if values and are_unchanged(request, inputs):
            self._cache.keep(values)


def _fresh_notes(most: int | None) -> CheckNotes:
    from bcastplan.rules.recorded_findings import FindingRecorder
    from bcastplan.workspace.inspection.rule_check import CheckNotes

    return CheckNotes(FindingRecorder(most))


def inputs_of(request: CheckRequest, worth_bytes: int = 0) -> Inputs | None:
    """What a check depends on; None where its files are small or one of its inputs can be read only once.

    Raises:
        OSError, UnreadableInput: a file that cannot be read, which has to be told with its reason.
    """
    if STDIN in (*request.paths, *request.against):
        return None
    seen_ns = time.time_ns()
    discovered = discover(request.paths, exclude=request.exclude)
    # A snapshot is made of all that is there, whatever revision it is compared with.
    general = replace(request, since=None if request.since is None else "")
    asked = (os.getcwd(), general)  # noqa: PTH109 - as names are relative to it
    # The date is part of the key because findings depend on it, as how long ago a jammer was heard.
    digest = _digest((asked, today().isoformat(), _told(discovered)))
    states: dict[str, tuple[int, ...]] = {}
    digests: dict[str, bytes] = {}
    total = 0
    references = _references(request, discovered)
    for name in dict.fromkeys((*_found(discovered), *references)):
        status = os.stat(name)  # noqa: PTH116 - a thousand of them
        if not stat.S_ISREG(status.st_mode):  # to open a pipe and close it again would end its writer
            return None
        states[name] = _state(status)
        data = read_regular(name, MAX_INPUT_BYTES + 1)
        total += len(data)
        digests[name] = blake2b(data, digest_size=20).digest()
        _add(digest, name, digests[name])
    if total < worth_bytes:
        return None
    plans = [(plan.root, plan.whole, plan.plan_file, digests.get(plan.plan_file or "")) for plan in discovered.plans]
    base = _digest((_SNAPSHOT, asked, plans, [(name, digests[name]) for name in references]))
    return Inputs(digest.digest(), base.digest(), states, digests, tuple(references), discovered, seen_ns)


def are_unchanged(request: CheckRequest, inputs: Inputs) -> bool:
    """Whether everything that a check follows from is as it was when it was looked at.

    A file that had just been written may have been written again without a sign of it, so that it is read again.
    """
    try:
        discovered = discover(request.paths, exclude=request.exclude)
        if _told(discovered) != _told(inputs.discovered):
            return False
        if tuple(_references(request, discovered)) != inputs.references:
            return False
        for name, state in inputs.states.items():
            if _state(os.stat(name)) != state:  # noqa: PTH116 - a thousand of them
                return False
            if max(state[-2:]) > inputs.seen_ns - _TICK_NS and (
                blake2b(read_regular(name, MAX_INPUT_BYTES + 1), digest_size=20).digest() != inputs.digests[name]
            ):
                return False
    except (OSError, UnreadableInput, ValueError):
        return False
    return True


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _digest(value: object) -> blake2b:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=20)


def _told(discovered: Discovery) -> tuple[object, ...]:
    """Everything that a search of folders found, in a fixed order."""
    folders = sorted((folder, sorted(held)) for folder, held in discovered.folders.items())
    return discovered.plans, discovered.unreadable, folders, sorted(discovered.excluded.items())


def _found(discovered: Discovery) -> Iterator[str]:
    """The plan files and the files that may be schedules."""
    for folder in discovered.plans:
        if folder.plan_file is not None:
            yield folder.plan_file
        yield from (candidate.name for candidate in folder.candidates)


def _references(request: CheckRequest, discovered: Discovery) -> list[str]:
    """The files that a check compares with: those that were named, and those of the plans."""
    names = [posix(name) for name in request.against]
    for folder in discovered.plans:
        if folder.plan_file is not None:
            text, problems = decode_text(folder.plan_file, read_regular(folder.plan_file))
            if not problems:
                plan, _ = read_plan(folder.plan_file, text, folder.root)
                for name in plan.against:
                    names += files_matching(folder.root, name)
    return list(dict.fromkeys(names))


@cache
def program_signature() -> bytes:
    """A digest of the program and its tables, the user's tables, and the releases of the packages that checks use."""
    digest = blake2b(f"{sys.version} {sys.platform}".encode(), digest_size=20)
    for folder in map(str, (PACKAGE_FOLDER, user_tables_folder())):
        for name in sorted(_files_below(folder)):
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - a thousand of them
                _add(digest, name.removeprefix(folder), file.readall())
    for package in _UNDERLYING:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            for name in _STATING_A_RELEASE:
                _add(digest, f"{package}/{name}", read_if_there(f"{place}/{name}") or b"")
    return digest.digest()


def _add(digest: blake2b, name: str, data: bytes) -> None:
    """Add a file to a digest, with its length, so that the same bytes divided into other files give another digest."""
    for part in (name.encode("utf-8", "surrogatepass"), data):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)


def _files_below(folder: str) -> Iterator[str]:
    """Every file below a folder that is no compiled module; none where there is no folder."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (f"{here}/{name}" for name in files)


def pack(result: CheckResult) -> bytes:
    """A result as bytes."""
    summary, left_out = result.summary, result.left_out
    value = {
        "findings": [finding_row(finding) for finding in result.findings],
        "summary": [summary.files, summary.transmissions, summary.errors, summary.warnings, summary.infos],
        "unreadable": result.unreadable,
        "files": result.files,
        "plan_files": result.plan_files,
        "left_out": [left_out.transmissions, left_out.files, left_out.rules],
    }
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)


def unpacked(packed: bytes) -> CheckResult | None:
    """The result that ``pack`` made bytes of; None of other bytes."""
    decompressor = zlib.decompressobj()
    try:
        # A damaged or forged value could unpack to any size, which the limit forbids.
        value = json.loads(decompressor.decompress(packed, _MOST_BYTES_UNPACKED))
        if not decompressor.eof:
            return None
        transmissions, files, rules = value["left_out"]
        return CheckResult(
            [finding_of(*row) for row in value["findings"]],
            Summary(*value["summary"]),
            value["unreadable"],
            value["files"],
            value["plan_files"],
            LeftOut(transmissions, files, tuple(rules)),
        )
    except (ValueError, TypeError, KeyError, RecursionError, zlib.error):
        return None
