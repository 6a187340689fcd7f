"""A terminal that goes away, speaks no Unicode or sends rubbish: nothing is lost and nothing goes on for ever."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from examples import thorough

pyte = pytest.importorskip("pyte", reason="shows what a terminal would show")

from pseudo_terminal import PseudoTerminal  # noqa: E402

pytestmark = pytest.mark.terminal


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "plan")
    return tmp_path


def opened(folder: Path, **more: str) -> PseudoTerminal:
    return PseudoTerminal(["-m", "bcastplan", "edit", "plan"], folder, state=folder / "state", **more)


@pytest.mark.parametrize(
    ("keys", "shows"),
    [
        (("]", "e", "58"), "Frequency      58"),
        thorough(("]",), "1 file unsaved"),
        thorough(("]", "ctrl+s"), "Cancel"),
    ],
    ids=["form", "table", "dialog"],
)
def test_the_end_of_the_input_ends_the_program_and_loses_no_edit(
    folder: Path, keys: tuple[str, ...], shows: str
) -> None:
    with opened(folder) as terminal:
        terminal.expect("27 transmissions")
        terminal.send(*keys)
        terminal.expect(shows)
        terminal.quiet(0.3)
        terminal.hang_up()
        assert terminal.process.wait(timeout=60) == 129
    with opened(folder) as terminal:
        terminal.expect("Unsaved work was found")
        terminal.send("enter")
        terminal.expect("restored 1 edit")


@pytest.mark.parametrize(
    "locale",
    [{"PYTHONIOENCODING": "ascii"}, thorough({"PYTHONIOENCODING": "latin-1"}), thorough({"LC_ALL": "C"})],
    ids=str,
)
def test_a_terminal_without_unicode_shows_signs_of_its_own(folder: Path, locale: dict[str, str]) -> None:
    with opened(folder, **locale) as terminal:
        terminal.stream.select_other_charset("@")
        terminal.expect("27 transmissions")
        terminal.quiet()
        for keys in ("1", "2", "3", "4", "5", "6", "e", "f3"):
            terminal.send(keys)
            terminal.quiet(0.4)
            shown = terminal.text()
            assert "\\u" not in shown, shown
            assert "\\x" not in shown, shown
            assert {character for character in shown if not character.isascii()} <= set("é°±·×"), shown


def test_rubbish_is_no_reason_to_end(folder: Path) -> None:
    with opened(folder) as terminal:
        terminal.expect("27 transmissions")
        os.write(terminal.master, b"/\xff\xfe\xe9caf\xc3")
        terminal.expect("caf")
        os.write(terminal.master, b"\x1b[99999;1;2;3q\x1b[?u")
        terminal.send("f3", "d")
        terminal.expect("28 transmissions")


def test_a_sequence_split_over_reads_is_one_key(folder: Path) -> None:
    with opened(folder) as terminal:
        terminal.expect("27 transmissions")
        terminal.quiet()
        for octet in b"\x1b[19~e\x1bOQ\x1b[3~":
            os.write(terminal.master, bytes([octet]))
            time.sleep(0.03)
        terminal.expect("26 transmissions")
