"""Every edit on disk before anything else happens to it, so that a killed program loses none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bcastplan.document.splice import TextEdit

_SUFFIX = ".jsonl"


def state_folder() -> Path:
    """Where journals live: ``BCASTPLAN_STATE_DIR``, else the platform's folder for state."""
    own = os.environ.get("BCASTPLAN_STATE_DIR")
    if own:
        return Path(own)
    from platformdirs import user_state_path

    return user_state_path("bcastplan", appauthor=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit of one file; ``base`` is the checksum of the file as it was last saved."""

    file: str
    base: str
    label: str
    edits: tuple[TextEdit, ...]


@dataclass(slots=True)
class Left:
    """What a program that is gone has left behind."""

    path: Path
    entries: list[Entry]

    @property
    def files(self) -> list[str]:
        """The files it edited."""
        return list(dict.fromkeys(entry.file for entry in self.entries))

    def discard(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)


class Journal:
    """The journal of one session; the file exists only while there is something to lose."""

    def __init__(self, folder: Path, root: str) -> None:
        self.folder = folder
        self.key = sha256(os.path.realpath(root).encode()).hexdigest()[:16]
        self.path = folder / f"{self.key}-{os.getpid()}{_SUFFIX}"

    def record(self, entries: Sequence[Entry]) -> None:
        """Append edits; an unwritable state folder costs the safety net, not the edit."""
        lines = "".join(
            json.dumps({"file": one.file, "base": one.base, "label": one.label, "edits": one.edits}) + "\n"
            for one in entries
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(lines)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            return

    def clear(self) -> None:
        """Everything is saved: nothing is left to lose."""
        self.path.unlink(missing_ok=True)

    def left_behind(self) -> Iterator[Left]:
        """Journals of this plan whose program is gone."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob(f"{self.key}-*{_SUFFIX}")):
            pid = path.stem.rpartition("-")[2]
            if path == self.path or (pid.isdigit() and _runs(int(pid))):
                continue
            entries = _read(path)
            if entries:
                yield Left(path, entries)
            else:
                path.unlink(missing_ok=True)


def _read(path: Path) -> list[Entry]:
    entries = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    for line in lines:
        try:
            record = json.loads(line)
            edits = tuple(TextEdit(int(start), int(end), str(text)) for start, end, text in record["edits"])
            entries.append(Entry(str(record["file"]), str(record["base"]), str(record["label"]), edits))
        except (ValueError, KeyError, TypeError):
            break
    return entries


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
