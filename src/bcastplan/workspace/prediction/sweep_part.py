"""The finished part of a sweep, kept beside the file that is to hold it, so that a stopped sweep can be continued."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from bcastplan.files.regular import is_there, read_regular
from bcastplan.files.writing import write_atomically

SCHEMA = "bcastplan.sweep-part/1"
_SECONDS_BETWEEN_WRITES = 5.0


class ForeignPart(ValueError):
    """Another file has the name under which the combinations of an unfinished sweep would be kept."""


class SweepPart:
    """The records of the combinations that are done, in ``FILE.part``.

    Args:
        output: the file that is to hold the whole sweep.
        digest: what the figures follow from; combinations of another sweep are forgotten.

    Attributes:
        path: where they are kept.
        done: number of a combination -> its records.
        began_anew: whether the file held another sweep.

    Raises:
        ForeignPart: a file of something else stands there.
        OSError: it cannot be read.
    """

    def __init__(self, output: str, digest: str) -> None:
        self.path = Path(f"{output}.part")
        self.done: dict[int, list[dict[str, Any]]] = {}
        self.began_anew = False
        self._digest = digest
        self._written = monotonic()
        if is_there(self.path):
            self._read()

    def keep(self, number: int, records: Sequence[Mapping[str, Any]]) -> None:
        """Note a combination that is done; it is on disk within seconds."""
        self.done[number] = [dict(record) for record in records]
        # Each write puts down all that is done, so that not every combination is followed by one.
        if monotonic() - self._written >= _SECONDS_BETWEEN_WRITES:
            self.write()

    def write(self) -> None:
        """Put everything that is done on disk; raises OSError where that cannot be."""
        content = {
            "schema": SCHEMA,
            "sweep": self._digest,
            "done": [{"combination": number, "rows": rows} for number, rows in sorted(self.done.items())],
        }
        write_atomically(self.path, json.dumps(content).encode())
        self._written = monotonic()

    def remove(self) -> None:
        """Take the file away: the sweep is complete."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> None:
        try:
            content = json.loads(read_regular(str(self.path)))
            ours = content["schema"] == SCHEMA
            if ours and content["sweep"] == self._digest:
                self.done = {int(entry["combination"]): list(entry["rows"]) for entry in content["done"]}
        except (ValueError, KeyError, TypeError):
            ours = False
        # Only a file of ours is written over: another one under this name may be somebody's work.
        if not ours:
            raise ForeignPart(f"{self.path} is not an unfinished sweep: move it away, or write to another file")
        self.began_anew = not self.done
