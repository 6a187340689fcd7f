"""The monitoring logs that a command or a plan names: which files they are, and what reading them gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import read_input
from bcastplan.exchange.file_kind import SAMPLE_BYTES, recognise
from bcastplan.exchange.monitoring.log_columns import MEANINGS
from bcastplan.exchange.monitoring.log_reader import read_log
from bcastplan.exchange.tables.column_mapping import OUR_OWN, Mapping, read_mapping
from bcastplan.files.regular import is_file, read_regular
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Place, Problem
from bcastplan.model.reception import ReceptionReport
from bcastplan.workspace.opening.discovery import files_matching
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

_SCHEDULES = frozenset({"yaml", "hfcc", "eibi", "aoki"})


@dataclass(slots=True)
class Logs:
    """The reports of all logs, in the order of files and lines, and what reading them said."""

    reports: list[ReceptionReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    synthetic: list[str] = field(default_factory=list)
    """Those that say in their first line that they were made up."""
    unreadable: int = 0

    @classmethod
    def read(cls, workspace: Workspace, files: Sequence[str], mapping_file: str | None) -> Logs:
        """Read some log files and those that the plans name, each file once.

        ``mapping_file`` says what the columns mean; without one they have their usual names.
        """
        logs = cls()
        mapping = logs.mapping(mapping_file)
        if mapping is None:
            return logs
        planned = [name for opened in workspace.plans for name in logs.named_by(opened)]
        # A log that is named and also stands in the plan would count all its reports twice.
        for name in dict.fromkeys([*files, *planned]):
            logs.add(name, mapping, pipes=name in files)
        return logs

    def mapping(self, name: str | None) -> Mapping | None:
        """The mapping of a file; None, and problems, where it cannot be used."""
        if name is None:
            return OUR_OWN
        try:
            [source] = read_input(name, pipes=True)
            text, problems = decode_text(name, source.data)
        except UnreadableInput as error:
            self.unread(error)
            return None
        if not problems:
            mapping, problems = read_mapping(name, text, MEANINGS, MEANINGS)
        self.problems += [Problem("CSV007", problem.message, problem.place) for problem in problems]
        return None if problems else mapping

    def named_by(self, opened: OpenPlan) -> list[str]:
        """The logs that a plan names."""
        files: list[str] = []
        for number, pattern in enumerate(opened.plan.monitoring):
            matching = files_matching(opened.plan.root, pattern)
            files += matching
            if not matching:
                place = opened.plan.places.get(f"monitoring.{number}") or Place(opened.key)
                message = f"no monitoring log '{pattern}'"
                self.problems.append(Problem("MON008", message, place, {"pattern": pattern}))
        return files

    def add(self, name: str, mapping: Mapping, *, pipes: bool) -> None:
        """Read a log, or the logs of an archive."""
        try:
            for source in read_input(name, pipes=pipes):
                reports, problems = read_log(source.name, source.data, mapping=mapping)
                self.reports += reports
                self.problems += problems
                self.files.append(source.name)
                if is_synthetic(source.data):
                    self.synthetic.append(source.name)
        except UnreadableInput as error:
            self.unread(error)

    def unread(self, error: UnreadableInput) -> None:
        """Note an input that cannot be read at all."""
        self.unreadable += 1
        reason = error.reason.removeprefix("cannot be read: ")
        self.problems.append(Problem("FIL001", f"cannot be read: {reason}", Place(error.file)))


def is_synthetic(data: bytes) -> bool:
    """Whether a log says in its first line that it was made up."""
    return data[:200].lower().startswith(b"# synthetic")


def logs_among(paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """Schedules and folders, and logs, each in their order.

    The first path is a schedule or a folder, whatever it holds. Of the others those are logs that are files and
    neither a schedule nor a list that is known by its content; a table (CSV) is a log.
    """
    schedules: list[str] = list(paths[:1])
    logs: list[str] = []
    for path in paths[1:]:
        (logs if _is_log(path) else schedules).append(path)
    return schedules, logs


def _is_log(path: str) -> bool:
    if path == "-":
        return True
    # Nothing can be recognised in what is not there: its ending says what was meant, and the reader reports it missing.
    if not is_file(path):
        return path.rpartition(".")[2].lower() in ("csv", "jsonl", "ndjson", "json", "txt")
    try:
        if path.lower().endswith(".zip"):
            return all(source.kind not in _SCHEDULES for source in read_input(path, pipes=False))
        return recognise(path, read_regular(path, SAMPLE_BYTES)) not in _SCHEDULES
    except (OSError, UnreadableInput):
        return True
