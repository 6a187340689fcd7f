"""Places of findings as locations of an editor, in texts that it has open and in files that it has not."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types as lsp

from bcastplan.document.text import decode_text
from bcastplan.files.regular import is_file, read_regular
from bcastplan.lsp.editor_text import EditorText
from bcastplan.lsp.plan_desk import uri_of
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Place
from bcastplan.workspace.opening.discovery import identity

_MOST_KEPT = 40  # texts of files that are not open


class FilePlaces:
    """URIs and texts of files; a file that no editor has open is read when a place in it is asked for."""

    def __init__(self, texts: Mapping[str, EditorText], encoding: str) -> None:
        self._texts = texts
        self._encoding = encoding
        self._read: dict[str, EditorText | None] = {}
        self._keys: dict[str, str] = {}
        self._ranges: dict[Place, lsp.Range] = {}

    def _key(self, file: str) -> str:
        if file not in self._keys:
            self._keys[file] = identity(file)
        return self._keys[file]

    def text(self, file: str) -> EditorText | None:
        """The text of a file, the editor's own where it is open; None where it cannot be read as one."""
        key = self._key(file)
        if key in self._texts:
            return self._texts[key]
        if key not in self._read:
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            self._read[key] = self._from_disk(file)
        return self._read[key]

    def _from_disk(self, file: str) -> EditorText | None:
        uri = self.uri(file)
        if uri is None or not is_file(file):
            return None
        try:
            text, _ = decode_text(file, read_regular(file))
        except (OSError, ValueError, UnreadableInput):
            return None
        return EditorText(uri, text, encoding=self._encoding)

    def uri(self, file: str) -> str | None:
        """The URI of a file as the editor names it, None for a member of an archive and for standard input."""
        known = self._texts.get(self._key(file))
        return known.uri if known is not None else uri_of(file)

    def range(self, place: Place) -> lsp.Range:
        """The range that a place names; in a file that cannot be read, an empty range at the place."""
        if place not in self._ranges:
            self._ranges[place] = self._range(place)
        return self._ranges[place]

    def _range(self, place: Place) -> lsp.Range:
        text = self.text(place.file)
        if text is not None:
            return text.place_range(place.line, place.column)
        at = lsp.Position(max((place.line or 1) - 1, 0), max((place.column or 1) - 1, 0))
        return lsp.Range(at, at)

    def location(self, place: Place) -> lsp.Location | None:
        """Where a place is, None where the editor cannot go there."""
        uri = self.uri(place.file)
        return lsp.Location(uri, self.range(place)) if uri is not None else None
