"""The terminal the screen is painted on: one that goes away ends the program, one without Unicode gets ASCII signs."""

from __future__ import annotations

import codecs
import os
import selectors
import unicodedata
from collections.abc import Callable
from typing import Any, TextIO

from rich.cells import cell_len
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from bcastplan.tui.typed import Typed

POLL_SECONDS = 0.1
"""How often the thread that reads keys looks whether it is to stop, and whether an Escape stands alone."""
_ONE_READ = 4096


class TerminalGone(Message):
    """Nothing can be typed any more: the terminal was closed."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, which notices the end of its input and writes only what the terminal can show."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._file = TerminalFile(self._file)  # type: ignore[arg-type,assignment]

    def start_application_mode(self) -> None:
        """Take the terminal, and paint every cell: what it shows now is from somebody else."""
        forget: Callable[[], None] | None = getattr(getattr(self._app, "painted", None), "forget", None)
        # Also after an editor had the terminal, which then shows nothing of what was painted before.
        if forget is not None:
            forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def run_input_thread(self) -> None:
        """Turn what is typed into messages until the terminal or the program ends."""
        typed = Typed(debug=self._debug)
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(POLL_SECONDS):
                    octets = self._read()
                    # On a terminal, reading nothing means that it was closed.
                    if not octets:
                        self.send_message(TerminalGone())
                        return
                    for message in typed.feed(decode(octets)):
                        self.process_message(message)
                if not selector.select(0):  # the rest of an escape sequence may be there already
                    for message in typed.tick():
                        self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _ONE_READ)
        except OSError:
            return b""


class TerminalFile:
    """What is written to the terminal; writing to a terminal that is gone does nothing."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._encoding = encoding_of(file)

    def write(self, text: str) -> int:
        """Write text, in signs that the terminal can show."""
        try:
            # A ValueError comes from a file that was closed already.
            return self._file.write(text if self._encoding is None else plain_signs(text, self._encoding))
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        """Send what is written."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def encoding_of(file: TextIO) -> str | None:
    """What a terminal can show: None for all of Unicode, else an encoding; a locale named C or POSIX is ASCII."""
    named = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := os.environ.get(name))), "")
    # Python coerces these to UTF-8, and the terminal does not follow.
    if named in ("C", "POSIX"):
        return "ascii"
    encoding = file.encoding or "ascii"
    return None if encoding.lower().replace("_", "-").startswith("utf") else encoding


SIGNS = {
    "✗": "x", "▲": "!", "·": ".", "◆": "*", "◇": "o", "›": ">", "●": "*", "○": "o", "…": "~", "→": ">", "←": "<",
    "↑": "^", "↓": "v", "▼": "v", "°": "o", "×": "x", "–": "-", "±": "+", "µ": "u", "“": '"', "”": '"', "’": "'",
    "‘": "'", "—": "-", "⏎": "<", "⬤": "*", "▶": ">", "◀": "<", "✓": "v", "⇥": ">", "•": "*", "∙": ".",
    "✚": "+", "‹": "<", "≈": "~", "◉": "@", "⊙": "o", "◎": "o", "□": "#", "■": "#", "◯": "o", "∗": "*", "⋅": ".",
    "═": "=", "╳": "X",
}  # fmt: skip
"""A sign of ASCII for each of ours; signs of one family keep their differences."""
_SHADES = {"░": ".", "▒": ":", "▓": "%", "█": "#"}


def plain_signs(text: str, encoding: str) -> str:
    """A text of the same width in characters that an encoding has."""
    if text.isascii():
        return text
    return "".join(map(_plain(encoding), text))


def _plain(encoding: str) -> Callable[[str], str]:
    def plain(character: str) -> str:
        try:
            character.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            return stand_in(character)
        return character

    return plain


def stand_in(character: str) -> str:
    """ASCII for one character, as many cells wide."""
    if character.isascii():
        return character
    known = SIGNS.get(character) or _SHADES.get(character)
    if known:
        return known
    name = unicodedata.name(character, "")
    if name.startswith("BOX DRAWINGS"):
        words = name.split()
        return "-" if words[-1] == "HORIZONTAL" else "|" if words[-1] == "VERTICAL" else "+"
    if name.startswith("BRAILLE PATTERN"):
        return " " if name.endswith("BLANK") else "*"
    if "BLOCK" in name or "QUADRANT" in name:
        return "#"
    letter = unicodedata.normalize("NFKD", character)[:1]
    return letter.ljust(cell_len(character)) if letter.isascii() and letter else "?" * cell_len(character)
