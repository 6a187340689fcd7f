"""A report that somebody types in: judged as a log's row is, and added to the end of the plan's log."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from bcastplan.exchange.monitoring.log_columns import meaning_of_log_heading
from bcastplan.exchange.monitoring.log_reader import read_log
from bcastplan.exchange.tables.csv_rows import csv_rows, table_text
from bcastplan.files.regular import read_if_there
from bcastplan.files.writing import FileWrite, Over, Transaction
from bcastplan.model.errors import UnreadableInput, ValueFault
from bcastplan.model.inert import reversible_cell
from bcastplan.workspace.monitoring.plan_logs import is_synthetic
from bcastplan.workspace.opening.discovery import files_matching, join
from bcastplan.workspace.opening.open_plans import OpenPlan

COLUMNS = ("time", "frequency", "place", "service", "sinpo", "snr_db", "status", "observer", "remark")
"""Columns of a log that is begun here."""
_NEW_LOG = "logs/reports.csv"


def entry_problem(values: Mapping[str, str]) -> str | None:
    """What is wrong with a report, by column of ``COLUMNS``; None where it can be added."""
    reports, problems = read_log("report", _text([list(COLUMNS), [values.get(name, "") for name in COLUMNS]]))
    if problems:
        return (
            problems[-1]
            .message.removesuffix("; the report is not counted")
            .removesuffix("; the report is counted without it")
        )
    report = reports[0]
    if not report.off and report.overall is None and report.snr_db is None:
        return "write what was heard: a SINPO code, a ratio, or `off` where there was no carrier"
    return None


def add_report(opened: OpenPlan, values: Mapping[str, str]) -> str:
    """Add a report to the plan's log, which is begun where there is none; returns the file's name.

    Raises ValueFault for a report that cannot be read and where no log of the plan can take it, OSError where the file
    cannot be written.
    """
    problem = entry_problem(values)
    if problem is not None:
        raise ValueFault(problem)
    file = _log_of(opened)
    try:
        before = read_if_there(file)
    except UnreadableInput as error:
        raise ValueFault(f"{file} cannot be added to: {error.reason}") from None
    if before is None or not before.strip():
        data = _text([list(COLUMNS), [values.get(name, "") for name in COLUMNS]])
        writes = FileWrite(file, data, Over.NOTHING if before is None else before)
    else:
        writes = FileWrite(file, _added(file, before, values), before)
    Transaction([writes], make_folders=True).run()
    return file


def _log_of(opened: OpenPlan) -> str:
    """The first log of the plan that is a table, else a new one that the plan's patterns would find."""
    root = opened.plan.root
    for pattern in opened.plan.monitoring:
        for file in files_matching(root, pattern):
            if file.lower().endswith(".csv") and not _is_made_up(file):
                return file
    patterns = [pattern for pattern in opened.plan.monitoring if pattern.lower().endswith(".csv")]
    # The new file's name matches the pattern, so that the plan finds it from the next time on.
    name = patterns[0].replace("**", "logs").replace("*", "reports") if patterns else _NEW_LOG
    return name if Path(name).is_absolute() else join(root, name)


def _is_made_up(file: str) -> bool:
    """Whether no report may be added to a log, because it says that it was made up or cannot be read."""
    try:
        return is_synthetic(read_if_there(file) or b"")
    except (OSError, UnreadableInput):
        return True


def _added(file: str, before: bytes, values: Mapping[str, str]) -> bytes:
    """The contents of a log with one row more, in the order of its own columns."""
    text = table_text(file, before, None)
    header = next((cells for _, cells in csv_rows(text, ",")), [])
    meanings = [meaning_of_log_heading(cell) for cell in header]
    # A value without a column would be lost; the service may be left out, because frequency and time tell it.
    lacking = [name for name in COLUMNS if values.get(name) and name not in (*meanings, "service")]
    if lacking:
        raise ValueFault(f"{file} has no column {', '.join(lacking)}: add it to the first line")
    end = b"\r\n" if b"\r\n" in before else b"\n"
    # A last line without its end would run into the new row.
    closed = before if before.endswith(b"\n") else before + end
    row = [values.get(what, "") if what is not None else "" for what in meanings]
    return closed + _text([row]).replace(b"\n", end)


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that reads back as it was; numbers stay as they are."""
    return cell if cell[:1] in "+-" and cell[1:].replace(".", "", 1).isdigit() else reversible_cell(cell)


def _text(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
