"""What a terminal sends, cut into keys, pastes and reports, the same however it is split over reads.

Textual's parser knows what the sequences mean; this module decides where each begins and ends. In a burst, Escape and
what was typed behind it would otherwise be taken for one long sequence that means nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.message import Message

_ESCAPE = "\x1b"
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
_SEQUENCE = re.compile(
    r"\x1b(?:\[\[?[0-?]*[ -/]*[@-~]"  # CSI, and the function keys of the Linux console behind two brackets
    r"|O[ -~]"  # SS3
    r"|[P\]_^X][^\x07\x1b]*(?:\x07|\x1b\\))",  # reports in strings
    re.DOTALL,
)
_UNFINISHED = re.compile(r"\x1b(?:\[\[?[0-?]*[ -/]*|O|[P\]_^X][^\x07\x1b]*\x1b?)?", re.DOTALL)
_SEQUENCE_SECONDS = 1.0
"""How long the rest of a sequence is waited for; nobody types its beginning by hand that fast and stops."""


class Typed:
    """Cuts text from a terminal into messages."""

    def __init__(self, *, debug: bool = False) -> None:
        self._parser = XTermParser(debug)
        self._pending = ""
        """The beginning of a sequence."""
        self._paste: list[str] | None = None
        """What has come of a paste whose end has not."""
        self._since = 0.0

    def feed(self, text: str) -> Iterator[Message]:
        """The messages that are complete with some more text."""
        text = self._pending + text
        self._pending = ""
        self._since = time.monotonic()
        while text:
            if self._paste is not None:
                pasted, end, text = text.partition(_PASTE_END)
                if not end:
                    # The end mark may be split over two reads, and its first characters must not become part of the
                    # paste.
                    self._pending = _beginning_of_end(pasted)
                    self._paste.append(pasted.removesuffix(self._pending))
                    return
                # Textual's own parser drops null characters too (Textualize/textual, issue 1661).
                yield events.Paste("".join([*self._paste, pasted]).replace("\x00", ""))
                self._paste = None
                continue
            plain, escape, rest = text.partition(_ESCAPE)
            yield from self._parser.feed(plain) if plain else ()
            text = escape + rest
            if _UNFINISHED.fullmatch(text):
                self._pending = text
                return
            if text:
                used, messages = self._sequence(text)
                yield from messages
                text = text[used:]

    def _sequence(self, text: str) -> tuple[int, list[Message]]:
        """How many characters of a text that begins with Escape belong together, and what they say."""
        match = _SEQUENCE.match(text)
        if match is None:
            return self._escape_and(text[1:2])
        if match[0] == _PASTE:
            self._paste = []
            return len(_PASTE), []
        return match.end(), list(self._parser.feed(match[0]))

    def _escape_and(self, character: str) -> tuple[int, list[Message]]:
        """Escape and one character: a key with Alt, or two keys; the app knows which of them means something."""
        escape = events.Key("escape", _ESCAPE)
        if character in ("", _ESCAPE):
            return 1, [escape]
        keys = list(self._parser.feed(character))
        if len(keys) != 1 or not isinstance(keys[0], events.Key):
            return 2, [escape, *keys]
        return 2, [events.Key(f"alt+{keys[0].key}", keys[0].character)]

    def tick(self) -> Iterator[Message]:
        """What an unfinished sequence says when nothing more has come for a while."""
        pending = self._pending
        if not pending or self._paste is not None:
            return
        patience = constants.ESCAPE_DELAY if pending == _ESCAPE else _SEQUENCE_SECONDS
        if time.monotonic() - self._since < patience:
            return
        self._pending = ""
        yield events.Key("escape", _ESCAPE)
        rest = pending.replace(_ESCAPE, "")
        yield from self._parser.feed(rest) if rest else ()


def _beginning_of_end(text: str) -> str:
    """As much of the end mark of a paste as a text ends with."""
    sizes = range(len(_PASTE_END) - 1, 0, -1)
    return next((_PASTE_END[:size] for size in sizes if text.endswith(_PASTE_END[:size])), "")
