"""What the screen remembers from one day to the next: colours and columns, never anything of a plan."""

from __future__ import annotations

import json
from pathlib import Path

from bcastplan.files.writing import write_atomically
from bcastplan.workspace.editing.journal import state_folder

FILE = "screen.json"


class Remembered:
    """The choices of the last time, by name; what cannot be read or written is as if it had not been chosen.

    The file is read anew before it is written, so that two screens keep what the other one has noted.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or state_folder()) / FILE

    @property
    def theme(self) -> str | None:
        """Name of the theme."""
        theme = self._read().get("theme")
        return theme if isinstance(theme, str) else None

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the table's columns in their order; empty where none were chosen."""
        columns = self._read().get("columns")
        return tuple(column for column in columns if isinstance(column, str)) if isinstance(columns, list) else ()

    def note(self, **choices: str | list[str]) -> None:
        """Remember choices beside those that are there."""
        text = json.dumps(self._read() | choices, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, text.encode(), of_user=False)
        except OSError:
            return  # a full disk or a home that is read only is no reason to disturb

    def _read(self) -> dict[str, object]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}
