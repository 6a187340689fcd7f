"""A check after few files have changed: those are read and judged, and compared with the columns of all others.

The result is that of a check made anew. Where a rule asks for something of an unchanged file that its snapshot does not
hold, NotStored is raised, and the check has to be made anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bcastplan.airtime.airings import Calendar
from bcastplan.airtime.stored_rows import MixedRows, NotStored, StoredRows
from bcastplan.airtime.table import AirtimeTable, assembled
from bcastplan.conflicts.side_columns import EncodedSides
from bcastplan.conflicts.sides import RowSide
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory
from bcastplan.rules.recorded_findings import RecordedFindings
from bcastplan.workspace.inspection.changed_since import ChangesSince
from bcastplan.workspace.inspection.check_result import CheckResult
from bcastplan.workspace.inspection.check_snapshot import FileRecord, Snapshot, restored_reading
from bcastplan.workspace.inspection.plan_conflicts import reference_side, side_of
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.discovery import Candidate, Discovery
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace, open_paths
from bcastplan.workspace.opening.parallel import Tell, read_all
from bcastplan.workspace.opening.schedule_files import Reading, read

FEW_FILES = 20
"""Changed files of which a snapshot is used whatever their share."""
_SHARE = 10
"""Of more files at most one in this many may have changed, because each takes its share of a whole check."""


class RestoredReadings:
    """Reads files that have changed; of the others it gives what the snapshot holds."""

    def __init__(
        self, snapshot: Snapshot, digests: Mapping[str, bytes], also: Callable[[str], bool] = lambda _: False
    ) -> None:
        """Take a snapshot, the digests of all files, and which files are to be read although they are known."""
        self._snapshot = snapshot
        self._also = also
        self._digests = digests
        self.first_rows: dict[int, int] = {}
        """Restored schedule, by identity -> its first row in the snapshot."""
        self.restored: list[Schedule] = []

    def read_all(self, candidates: Sequence[Candidate], tell: Tell) -> list[Reading]:
        """Read candidates in their order; raises NotStored where too many have changed."""
        known = [self._record(candidate.name, candidate.explicit) for candidate in candidates]
        changed = [candidate for candidate, record in zip(candidates, known, strict=True) if record is None]
        if len(changed) > max(FEW_FILES, len(candidates) // _SHARE):
            raise NotStored(f"{len(changed)} files")
        fresh = dict(zip(changed, read_all(changed, tell), strict=True))
        return [
            fresh[candidate] if record is None else self._take(candidate.name, record)
            for candidate, record in zip(candidates, known, strict=True)
        ]

    def read(self, name: str, *, pipes: bool) -> Reading:
        """Read one input that was named."""
        record = self._record(name, explicit=True)
        return read(name, pipes=pipes) if record is None else self._take(name, record)

    def _record(self, name: str, explicit: bool) -> FileRecord | None:
        record = self._snapshot.files.get(name)
        digest = self._digests.get(name)
        # A file that is named has to be a schedule, while one in a folder
        # may be passed over (YML011): the two are read otherwise.
        if record is None or digest is None or record.again or record.explicit != explicit or self._also(name):
            return None
        return record if record.digest == digest.hex() else None

    def _take(self, name: str, record: FileRecord) -> Reading:
        reading, schedules = restored_reading(name, record, self._snapshot.rows)
        for schedule, first in schedules:
            self.first_rows[id(schedule)] = first
            self.restored.append(schedule)
        return reading


def changed_check(
    snapshot: Snapshot,
    digests: Mapping[str, bytes],
    discovered: Discovery,
    paths: Sequence[str],
    against: Iterable[str] = (),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    most: int | None = None,
    since: str | None = None,
) -> CheckResult:
    """Check what has changed since a snapshot; raises NotStored where that is not enough.

    Args:
        snapshot: of a check of the same request, plans and lists.
        digests: a digest of the contents of every file.
        discovered: the plans and files under ``paths``.
        paths: files and folders.
        against: reference schedules besides those the plans name.
        select: code prefixes to run; empty for all.
        ignore: code prefixes to leave out.
        most: findings of one rule that are listed; None for all.
        since: a git revision; only findings of what has changed since are kept. NoRevision where git knows none.
    """
    changes = ChangesSince(since) if since is not None else None
    readings = RestoredReadings(snapshot, digests, changes.may_touch if changes is not None else lambda _: False)
    workspace = open_paths(paths, against, kept=readings, discovered=discovered)
    schedules = [*workspace.schedules, *workspace.reference]
    # Findings are noted by the file's name, so that those of two schedules by one name could not be told apart.
    if len({schedule.file for schedule in schedules}) < len(schedules):
        raise NotStored("a file by two names")
    sources, fresh = _arranged(schedules, readings, len(snapshot.rows))
    rows = MixedRows(snapshot.rows, fresh, sources)
    # ``table`` is a cached property: what stands in its place keeps it from expanding all rows again.
    workspace.__dict__["table"] = _table(snapshot.table, fresh, sources, rows)
    _note_jammers(workspace, readings, snapshot.rows)
    sides = _sides(workspace, snapshot, sources, rows)
    changed = {schedule.file for schedule in schedules if id(schedule) not in readings.first_rows}
    findings = RecordedFindings(snapshot.noted, changed, fresh_only=since is not None)
    return check_workspace(
        workspace, select=select, ignore=ignore, most=most, kept=findings, sides=lambda _: sides, changes=changes
    )


def _arranged(
    schedules: Iterable[Schedule], readings: RestoredReadings, stored: int
) -> tuple[NDArray[np.int64], list[Transmission]]:
    """The source of each row, and the fresh rows.

    A source below ``stored`` is a row of the snapshot; ``stored + k`` is fresh row ``k``, counted from 0.
    """
    sources: list[int] = []
    fresh: list[Transmission] = []
    for schedule in schedules:
        first = readings.first_rows.get(id(schedule))
        rows = len(schedule.transmissions)
        if first is None:
            first = stored + len(fresh)
            fresh += schedule.transmissions
        sources += range(first, first + rows)
    return np.array(sources, dtype=np.int64), fresh


def _note_jammers(workspace: Workspace, readings: RestoredReadings, rows: StoredRows) -> None:
    """Tell the workspace the jammers of restored schedules, without a look at all of their rows."""
    jammers = sorted(rows.jammers)
    references = set(map(id, workspace.reference))
    for schedule in readings.restored:
        first = readings.first_rows[id(schedule)]
        low, high = bisect_left(jammers, first), bisect_left(jammers, first + len(schedule.transmissions))
        own = [rows[row] for row in jammers[low:high]]
        workspace.note_jammers(schedule, own, is_reference=id(schedule) in references)


def _table(
    stored: AirtimeTable, fresh: Sequence[Transmission], sources: NDArray[np.int64], rows: MixedRows
) -> AirtimeTable:
    """The table of stored and fresh rows, the stored ones not expanded again."""
    # The dates of a row are bits counted from the first date of the stored table, and others have no bit in it.
    calendar = Calendar(stored.epoch, stored.words)
    if not all(calendar.covers(transmission.window) for transmission in fresh):
        raise NotStored("dates outside of the calendar")
    added = assembled(fresh, calendar)
    table = stored.joined(added, rows).arranged(sources, rows)
    row_of = dict(
        zip(sources[sources >= len(stored)].tolist(), np.flatnonzero(sources >= len(stored)).tolist(), strict=True)
    )
    problem_rows = tuple(row_of[len(stored) + row] for row in added.problem_rows)
    return replace(table, problems=added.problems, problem_rows=problem_rows)


def _sides(workspace: Workspace, snapshot: Snapshot, sources: NDArray[np.int64], rows: MixedRows) -> EncodedSides:
    """The sides of all rows, each made when it is asked for."""
    plans: list[OpenPlan] = [*workspace.plans]
    stops = np.cumsum([plan.rows for plan in plans]).tolist()
    directory = Directory()

    def make(row: int) -> RowSide:
        # The rows of the plans come first, in the order of the plans, and those of references behind them.
        at = bisect_right(stops, row)
        return side_of(rows[row], plans[at]) if at < len(plans) else reference_side(rows[row], directory)

    added = [make(row) for row in np.flatnonzero(sources >= len(snapshot.rows)).tolist()]
    arrays = snapshot.sides.arranged(sources, added, workspace.table.frequency_hz)
    return EncodedSides(arrays, lambda: rows.column("id"), make)
