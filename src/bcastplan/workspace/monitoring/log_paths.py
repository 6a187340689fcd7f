"""Which of the files that a command names are monitoring logs."""

from __future__ import annotations

from collections.abc import Sequence

from bcastplan.exchange.archive import read_input
from bcastplan.exchange.file_kind import SAMPLE_BYTES, recognise
from bcastplan.files.regular import is_file, read_regular
from bcastplan.model.errors import UnreadableInput

_SCHEDULES = frozenset({"yaml", "hfcc", "eibi", "aoki"})


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
    if not is_file(path):
        return path.rpartition(".")[2].lower() in ("csv", "jsonl", "ndjson", "json", "txt")
    try:
        if path.lower().endswith(".zip"):
            return all(source.kind not in _SCHEDULES for source in read_input(path, pipes=False))
        return recognise(path, read_regular(path, SAMPLE_BYTES)) not in _SCHEDULES
    except (OSError, UnreadableInput):
        return True
