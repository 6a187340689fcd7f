"""A terminal without Unicode gets signs of the same width, and those of one family stay apart."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bcastplan.tui.terminal import TerminalFile, encoding_of, plain_signs, stand_in


@given(st.text(max_size=30))
def test_ascii_as_wide_as_the_text(text: str) -> None:
    plain = plain_signs(text, "ascii")
    assert plain.isascii()
    for character in text:
        if cell_len(character):
            assert cell_len(stand_in(character)) == cell_len(character)


def test_what_the_encoding_has_stays() -> None:
    assert plain_signs("é ✗ ° ü", "latin-1") == "é x ° ü"


@pytest.mark.parametrize("family", ["✗▲·", "◆~", "●○", "░▒▓█", "→←↑↓", "│─"])
def test_signs_of_a_family_stay_apart(family: str) -> None:
    assert len({stand_in(sign) for sign in family}) == len(family)


def test_every_sign_of_the_screen_has_a_stand_in(root: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "src/bcastplan/tui").rglob("*.py"))
    for sign in set(re.findall(r"[^\x00-\x7f]", text)):
        assert "?" not in stand_in(sign), sign


@pytest.mark.parametrize(
    ("locale", "encoding", "shown"),
    [
        ({}, "utf-8", None),
        ({"LANG": "de_DE.UTF-8"}, "utf-8", None),
        ({"LANG": "C.UTF-8"}, "UTF-8", None),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "utf-8", "ascii"),
        ({"LANG": "de_DE.ISO-8859-1"}, "iso8859-1", "iso8859-1"),
    ],
)
def test_what_a_terminal_can_show(monkeypatch, locale: dict[str, str], encoding: str, shown: str | None) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert encoding_of(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) == shown


def test_a_terminal_that_is_gone_takes_everything() -> None:
    class Gone(io.TextIOWrapper):
        def write(self, _text: str) -> int:
            raise OSError(5, "Input/output error")

        def flush(self) -> None:
            raise OSError(5, "Input/output error")

    file = TerminalFile(Gone(io.BytesIO(), encoding="utf-8"))
    assert file.write("x") == 1
    file.flush()
