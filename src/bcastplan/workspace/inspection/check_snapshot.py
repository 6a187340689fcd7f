"""What a check leaves behind for the next one after an edit: rows in columns, and what each file reported by itself.

A snapshot belongs to one request, plan and list to compare with; it holds for every file that has the same contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from bcastplan.airtime.stored_rows import NotStored, StoredRows, is_storable_jammer
from bcastplan.airtime.table import AirtimeTable
from bcastplan.conflicts.side_columns import SideArrays
from bcastplan.files.array_pack import pack, unpack
from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.rules.recorded_findings import NotedFindings
from bcastplan.workspace.inspection.rule_check import CheckNotes
from bcastplan.workspace.inspection.stored_findings import finding_of, finding_row, place_row, problem_of, problem_row
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.opening.schedule_files import Reading

# The file that keeps checks has room for 64 MB, and other plans and requests keep their snapshots there too.
MOST_BYTES = 24_000_000
MOST_PROBLEMS = 20_000
_SEVERITIES = tuple(Severity)
_SIDES = "side "
"""Stands before the names of the columns of sides, because some columns of rows have the same names."""


@dataclass(frozen=True, slots=True)
class StoredSchedule:
    """One schedule of a file: its first row among those of the snapshot, and how many it has."""

    file: str
    kind: str
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What reading a file gave; ``again`` where it has to be read again although its contents are the same."""

    explicit: bool
    digest: str
    schedules: tuple[StoredSchedule, ...]
    problems: tuple[Problem, ...]
    unreadable: bool
    passed_over: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a check: files by name, their rows in columns, and findings by rule and file."""

    files: Mapping[str, FileRecord]
    rows: StoredRows
    table: AirtimeTable
    sides: SideArrays
    noted: Mapping[str, Mapping[str, NotedFindings]]


def snapshot_of(notes: CheckNotes, digests: Mapping[str, bytes]) -> Snapshot | None:
    """The snapshot of a check that has been made; None where it cannot be kept.

    Args:
        notes: what the check has left.
        digests: a digest of the contents of every file that it read.
    """
    workspace, sides = notes.workspace, notes.sides
    if workspace is None or sides is None:
        return None
    schedules = [*workspace.schedules, *workspace.reference]
    names = [*(candidate.name for candidate, _ in notes.readings.candidates), *(n for n, _ in notes.readings.named)]
    several = len({schedule.file for schedule in schedules}) < len(schedules) or len({*names}) < len(names)
    problems = sum(len(opened.problems) for opened in workspace.plans)
    # After an edit of the only file nothing is left that has not changed.
    if len(names) < 2 or several or problems > MOST_PROBLEMS or not digests.keys() >= {*names}:
        return None
    stored = _stored_schedules(schedules)
    late = _read_again(workspace)
    records = {}
    for name, explicit, reading in (
        *((candidate.name, candidate.explicit, reading) for candidate, reading in notes.readings.candidates),
        *((name, True, reading) for name, reading in notes.readings.named),
    ):
        records[name] = FileRecord(
            explicit,
            digests[name].hex(),
            tuple(stored[id(schedule)] for schedule in reading.schedules),
            tuple(reading.problems),
            reading.unreadable,
            reading.passed_over,
            any(schedule.file in late for schedule in reading.schedules),
        )
    rows = StoredRows.of(workspace.table.transmissions)
    return Snapshot(records, rows, workspace.table, sides, notes.recorder.noted)


def _stored_schedules(schedules: Iterable[Schedule]) -> dict[int, StoredSchedule]:
    stored = {}
    first = 0
    for schedule in schedules:
        stored[id(schedule)] = StoredSchedule(schedule.file, schedule.kind, first, len(schedule.transmissions))
        first += len(schedule.transmissions)
    return stored


def _read_again(workspace: Workspace) -> set[str]:
    """The files that are read anew every time.

    Ignore comments note what they silence while the rules run. Rows that a rule keeps off the air are reported whatever
    rules are selected.
    """
    late = {schedule.file for schedule in workspace.schedules if schedule.ignores}
    for schedule in (*workspace.schedules, *workspace.reference):
        if any(map(_is_late, schedule.transmissions)):
            late.add(schedule.file)
    return late | {workspace.table.transmissions[row].file for row in workspace.table.problem_rows}


def _is_late(transmission: Transmission) -> bool:
    # TIM006 reports dates in the wrong order, whatever is selected, and of unchanged files it looks at no row.
    first, last = transmission.valid_from, transmission.valid_until
    if transmission.jammer and not is_storable_jammer(transmission):
        return True
    return first is not None and last is not None and last < first


def restored_reading(name: str, record: FileRecord, rows: StoredRows) -> tuple[Reading, list[tuple[Schedule, int]]]:
    """The reading of a file that has not changed, and each of its schedules with its first row in the snapshot."""
    schedules: list[tuple[Schedule, int]] = []
    for stored in record.schedules:
        schedules.append((RestoredSchedule.of(stored, rows), stored.first))
    reading = Reading(
        name, [schedule for schedule, _ in schedules], list(record.problems), record.unreadable, record.passed_over
    )
    return reading, schedules


class RestoredSchedule(Schedule):
    """A schedule of which only file, kind and rows are known; the rest it refuses to tell."""

    @classmethod
    def of(cls, stored: StoredSchedule, rows: StoredRows) -> RestoredSchedule:
        """The schedule of some rows of a snapshot."""
        # ``__init__`` would set the attributes that are not kept, and
        # a rule would take their defaults for what the file says.
        schedule = cls.__new__(cls)
        transmissions = RowSlice(rows, stored.first, stored.rows)
        schedule.__dict__.update(file=stored.file, kind=stored.kind, transmissions=transmissions, ignores=())
        return schedule


def _refuse(_schedule: RestoredSchedule) -> NoReturn:
    raise NotStored


for _name in ("service", "season", "window", "extensions"):
    setattr(RestoredSchedule, _name, property(_refuse))


class RowSlice(Sequence[Transmission]):
    """The transmissions of one schedule of a snapshot."""

    def __init__(self, rows: StoredRows, first: int, number: int) -> None:
        self._rows = rows
        self._range = range(first, first + number)

    def __len__(self) -> int:
        return len(self._range)

    def __getitem__(self, index: Any) -> Any:
        chosen = self._range[index]
        return self._rows[chosen] if isinstance(chosen, int) else [self._rows[row] for row in chosen]


def packed(snapshot: Snapshot) -> bytes | None:
    """A snapshot as bytes; None where it holds what cannot be kept, or is too large."""
    try:
        rows, row_arrays = snapshot.rows.packed()
    except NotStored:
        return None
    table, table_arrays = snapshot.table.packed()
    sides, side_arrays = snapshot.sides.packed()
    value = {
        "files": {name: _record_row(record) for name, record in snapshot.files.items()},
        "rows": rows,
        "table": table,
        "sides": sides,
        "noted": {
            rule: {name: _noted_row(noted) for name, noted in by_file.items()}
            for rule, by_file in snapshot.noted.items()
        },
    }
    arrays = row_arrays | table_arrays | {_SIDES + name: array for name, array in side_arrays.items()}
    data = pack(value, arrays)
    return data if len(data) <= MOST_BYTES else None


def unpacked(data: bytes) -> Snapshot | None:
    """The snapshot that ``packed`` made bytes of; None of other bytes."""
    parts = unpack(data)
    if parts is None:
        return None
    value, arrays = parts
    rows = StoredRows.unpacked(value["rows"], arrays)
    table = AirtimeTable.unpacked(value["table"], arrays, rows)
    side_arrays = {name.removeprefix(_SIDES): array for name, array in arrays.items() if name.startswith(_SIDES)}
    return Snapshot(
        {name: _record_of(*row) for name, row in value["files"].items()},
        rows,
        table,
        SideArrays.unpacked(value["sides"], side_arrays),
        {rule: {name: _noted_of(*row) for name, row in by_file.items()} for rule, by_file in value["noted"].items()},
    )


def _record_row(record: FileRecord) -> list[Any]:
    schedules = [[stored.file, stored.kind, stored.first, stored.rows] for stored in record.schedules]
    problems = [problem_row(problem) for problem in record.problems]
    return [
        record.explicit, record.digest, schedules, problems, record.unreadable, record.passed_over, record.again,
    ]  # fmt: skip


def _record_of(
    explicit: bool, digest: str, schedules: list[Any], problems: list[Any], unreadable: bool, passed: bool, again: bool
) -> FileRecord:
    return FileRecord(
        explicit,
        digest,
        tuple(StoredSchedule(*stored) for stored in schedules),
        tuple(problem_of(*row) for row in problems),
        unreadable,
        passed,
        again,
    )


def _noted_row(noted: NotedFindings) -> list[Any]:
    counts = [noted.counts.get(severity, 0) for severity in _SEVERITIES]
    findings = None if noted.findings is None else [finding_row(finding) for finding in noted.findings]
    # Where the findings are noted, the first of them has the first place already.
    return [counts, findings, None if findings else place_row(noted.first)]


def _noted_of(counts: list[int], findings: list[Any] | None, first: list[Any] | None) -> NotedFindings:
    listed = None if findings is None else [finding_of(*row) for row in findings]
    place = listed[0].place if listed else Place(*(first or ("",)))
    by_severity = {severity: number for severity, number in zip(_SEVERITIES, counts, strict=True) if number}
    return NotedFindings(place, by_severity, listed)
