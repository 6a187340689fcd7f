"""Keys, pastes and reports are the same however a terminal's bytes are split, and Escape is a key of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import constants, events
from textual.message import Message

from bcastplan.tui import typed
from bcastplan.tui.typed import Typed

PIECES = (
    "a", "7", "é", "宽", " ", "\r", "\t", "\x7f", "\x13", "\x1b[A", "\x1b[B", "\x1bOP", "\x1bOQ", "\x1b[19~", "\x1b[3~",
    "\x1b[1;5C", "\x1b[<0;12;7M", "\x1b[<0;12;7m", "\x1b[?2026;2$y", "\x1b[I", "\x1b[O", "\x1bd", "\x1b/", "\x1b\r",
    "\x1b[200~two\nlines\x1b[201~", "\x1b[200~\x1b[A in it\x1b[201~", "\x1b[27u", "\x1b[97u", "\x1b[[A",
)  # fmt: skip


def said(messages: list[Message]) -> list[tuple[object, ...]]:
    told = []
    for message in messages:
        if isinstance(message, events.Key):
            told.append(("key", message.key, message.character))
        elif isinstance(message, events.Paste):
            told.append(("paste", message.text))
        elif isinstance(message, events.MouseEvent):
            told.append((type(message).__name__, message.x, message.y))
        else:
            told.append((type(message).__name__,))
    return told


def typed_in(*reads: str) -> list[tuple[object, ...]]:
    stream = Typed()
    return said([message for read in reads for message in stream.feed(read)])


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.data())
def test_it_is_the_same_however_it_is_split(pieces: list[str], data) -> None:
    text = "".join(pieces)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    reads = [text[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert typed_in(*reads) == typed_in(text)
    assert typed_in(*text) == typed_in(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_each_piece_says_what_it_says_alone(pieces: list[str]) -> None:
    assert typed_in("".join(pieces)) == [one for piece in pieces for one in typed_in(piece)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1bdx", [("key", "alt+d", "d"), ("key", "x", "x")]),
        ("\x1b\x1b[A", [("key", "escape", "\x1b"), ("key", "up", None)]),
        ("\x1b1", [("key", "alt+1", "1")]),
        ("\x1b\x7f", [("key", "alt+backspace", "\x7f")]),
        ("\x1b[200~a\x1bb\x1b[201~c", [("paste", "a\x1bb"), ("key", "c", "c")]),
    ],
)
def test_escape_and_what_follows(text: str, expected: list[tuple[object, ...]]) -> None:
    assert typed_in(text) == expected


def test_escape_alone_is_a_key_after_a_moment_and_half_a_sequence_waits_longer(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(typed.time, "monotonic", lambda: now[0])
    stream = Typed()
    assert list(stream.feed("\x1b")) == []
    now[0] += constants.ESCAPE_DELAY / 2
    assert list(stream.tick()) == []
    now[0] += constants.ESCAPE_DELAY
    assert said(list(stream.tick())) == [("key", "escape", "\x1b")]
    assert list(stream.tick()) == []
    assert list(stream.feed("\x1b[1")) == []
    now[0] += 0.5
    assert list(stream.tick()) == []
    assert said(list(stream.feed("9~"))) == [("key", "f8", None)]
    assert list(stream.feed("\x1b[")) == []
    now[0] += 1.5
    assert said(list(stream.tick())) == [("key", "escape", "\x1b"), ("key", "left_square_bracket", "[")]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_text_is_too_much(text: str) -> None:
    typed_in(*text)
