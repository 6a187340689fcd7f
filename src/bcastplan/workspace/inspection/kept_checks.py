"""Keeps the results of checks from run to run, and gives one out again where nothing has changed that it depends on.

A result is found by a key made of the contents of all files, the folders that were searched, what was asked, the date,
the program and its tables. Results are kept as JSON; where one cannot be read, the check is made anew.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bcastplan.document.plan_reader import read_plan
from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import MAX_INPUT_BYTES
from bcastplan.files.regular import read_if_there, read_regular
from bcastplan.installed import PACKAGE_FOLDER
from bcastplan.model.dates import today
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.model.left_out import LeftOut
from bcastplan.reference.storage import user_tables_folder
from bcastplan.workspace.inspection.check_result import CheckResult, Summary
from bcastplan.workspace.opening.discovery import STDIN, Discovery, discover, files_matching, posix

if TYPE_CHECKING:
    from bcastplan.files.value_cache import ValueCache

MOST_BYTES = 64_000_000
WORTH_BYTES = 50_000
"""Size of all files together below which checking anew takes no longer than looking up (benchmarks/bench_tree.py)."""
_MOST_PACKED_BYTES = 8_000_000
_MOST_BYTES_UNPACKED = 256_000_000
_NAME = "checks.sqlite3"
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


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the result of a check depends on, and the state of its files when that was looked up.

    ``key`` stands for the contents, ``states`` for the files that had them. Where both are the same before and after a
    check, the check has read exactly the contents of the key.
    """

    key: bytes
    states: tuple[object, ...]


class KeptChecks:
    """Results of whole checks by their inputs, in the user's cache folder."""

    def __init__(self, folder: Path | None = None, *, worth_bytes: int | None = None) -> None:
        self._folder = folder
        self._worth_bytes = WORTH_BYTES if worth_bytes is None else worth_bytes

    @cached_property
    def _cache(self) -> ValueCache:
        from bcastplan.files.value_cache import ValueCache, cache_folder  # imports SQLite; small checks need none

        return ValueCache((self._folder or cache_folder()) / _NAME, MOST_BYTES, program_signature())

    def checked(self, request: CheckRequest, anew: Callable[[], CheckResult]) -> CheckResult:
        """The kept result of a request where nothing has changed, else what ``anew`` returns, which is kept."""
        inputs = self.inputs(request)
        if inputs is None:
            return anew()
        result = self.result(inputs)
        if result is None:
            result = anew()
            self.keep(request, inputs, result)
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

    def keep(self, request: CheckRequest, inputs: Inputs, result: CheckResult) -> None:
        """Keep a result, unless a file has changed while it was made."""
        packed = pack(result)
        # A file that was changed during the check may have been read in either state.
        if len(packed) <= _MOST_PACKED_BYTES and self.inputs(request) == inputs:
            self._cache.keep({inputs.key: packed})


def inputs_of(request: CheckRequest, worth_bytes: int = 0) -> Inputs | None:
    """What a check depends on; None where its files are small or one of its inputs can be read only once.

    Raises:
        OSError, UnreadableInput: a file that cannot be read, which has to be told with its reason.
    """
    if STDIN in (*request.paths, *request.against):
        return None
    discovered = discover(request.paths, exclude=request.exclude)
    # The date is part of the key because findings depend on it, as how long ago a jammer was heard.
    asked = (os.getcwd(), today().isoformat(), request, _told(discovered))  # noqa: PTH109 - as names are relative to it
    digest = blake2b(repr(asked).encode("utf-8", "surrogatepass"), digest_size=20)
    states: list[object] = [_told(discovered)]
    total = 0
    for name in _files(request, discovered):
        status = os.stat(name)  # noqa: PTH116 - a thousand of them
        if not stat.S_ISREG(status.st_mode):  # to open a pipe and close it again would end its writer
            return None
        states.append((name, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
        data = read_regular(name, MAX_INPUT_BYTES + 1)
        total += len(data)
        _add(digest, name, data)
    return Inputs(digest.digest(), tuple(states)) if total >= worth_bytes else None


def _told(discovered: Discovery) -> tuple[object, ...]:
    """Everything that a search of folders found, in a fixed order."""
    folders = sorted((folder, sorted(held)) for folder, held in discovered.folders.items())
    return discovered.plans, discovered.unreadable, folders, sorted(discovered.excluded.items())


def _files(request: CheckRequest, discovered: Discovery) -> Iterator[str]:
    """The files that a check reads, whether they turn out to be schedules or not."""
    references = [posix(name) for name in request.against]
    for folder in discovered.plans:
        if folder.plan_file is not None:
            yield folder.plan_file
            references += _references(folder.plan_file, folder.root)
        yield from (candidate.name for candidate in folder.candidates)
    yield from dict.fromkeys(references)


def _references(plan_file: str, root: str) -> Iterator[str]:
    """The files that a plan is compared with."""
    text, problems = decode_text(plan_file, read_regular(plan_file))
    if not problems:
        plan, _ = read_plan(plan_file, text, root)
        for name in plan.against:
            yield from files_matching(root, name)


@cache
def program_signature() -> bytes:
    """A digest of the program and its tables, the user's tables, and the releases of the packages that checks use."""
    digest = blake2b(f"{sys.version} {sys.platform}".encode(), digest_size=20)
    for folder in (PACKAGE_FOLDER, user_tables_folder()):
        for name in sorted(_files_below(str(folder))):
            _add(digest, os.path.relpath(name, folder), Path(name).read_bytes())
    for package in _UNDERLYING:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            for file in _STATING_A_RELEASE:
                _add(digest, f"{package}/{file}", read_if_there(f"{place}/{file}") or b"")
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
        "findings": [_finding_row(finding) for finding in result.findings],
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
            [_finding_of(*row) for row in value["findings"]],
            Summary(*value["summary"]),
            value["unreadable"],
            value["files"],
            value["plan_files"],
            LeftOut(transmissions, files, tuple(rules)),
        )
    except (ValueError, TypeError, KeyError, RecursionError, zlib.error):
        return None


def _finding_row(finding: Finding) -> list[Any]:
    return [
        finding.rule, finding.name, finding.severity, finding.message, _place_row(finding.place),
        _place_row(finding.other), dict(finding.data), finding.loses,
    ]  # fmt: skip


def _finding_of(
    rule: str, name: str, severity: str, message: str, place: Sequence[Any], other: Sequence[Any] | None,
    data: dict[str, Any], loses: int | None,
) -> Finding:  # fmt: skip
    where = Place(*other) if other is not None else None
    return Finding(rule, name, Severity(severity), message, Place(*place), where, data, loses)


def _place_row(place: Place | None) -> list[Any] | None:
    return None if place is None else [place.file, place.line, place.column, place.id, place.item]
