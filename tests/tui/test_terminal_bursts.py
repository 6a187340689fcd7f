"""In a real terminal: keys sent in one write end as the same keys do one by one, and an editor of the user's runs."""

from __future__ import annotations

import os
import random
import stat
import sys
from pathlib import Path

import pytest
from examples import tries

pytest.importorskip("pyte", reason="shows what a terminal would show")

from pseudo_terminal import KEYS, PseudoTerminal

pytestmark = pytest.mark.terminal
PLAN = """\
bcastplan: 1
service: Korean
season: A26
defaults: {broadcaster: VOA, manager: AGM, language: Kor, target: 44NE, site: PHT, power: 250, antenna: 216}
transmissions:
  - {id: evening, frequency: 9565, time: 1530-1630, azimuth: 21}
  - {id: night, frequency: 7460, time: 1900-2100, days: Mon-Fri, azimuth: 21}
  - {id: late, frequency: 9720, time: 2330-0030, days: [Fri, Sat], azimuth: 21}
  - {id: noon, frequency: 11695, time: 1200-1300, azimuth: 21}
"""
PIECES = (
    "down", "up", "d", "x", "u", "]", "[", "space", "1", "2", "3", "4", "6", "home", "end",
    "t -30 enter", "t 15 enter", "s enter", "w right space enter", "e tab 0100-0200 f2", "e 7455 down 1500-1700 f2",
    "e down down d down f2", "e 9 escape right enter", "/ korean enter", "/ 9565 escape escape",
    "b power enter 100 enter", "n 6170 down 0400-0500 f2", "f1 escape", "o down enter", "e f3 escape escape",
    "ctrl+p mark space all enter",
)  # fmt: skip
"""Pieces of scripts, as planners type them; words that name no key are typed."""
SCRIPTS = 1 if tries(3) == 1 else 20
PIECES_OF_A_SCRIPT = 6
QUIET_SECONDS = 0.12
ANSWER_SECONDS = 30
"""Where a script ends in a dialog that takes Ctrl+S for nothing, both ways of typing wait for so long."""
QUESTION = "Save korean.yaml?"
NOTICE = "▌"
"""The edge of a notice, which lies over the filter line until it expires."""


def end_of(script: list[str], folder: Path, *, in_one_write: bool) -> tuple[str, str]:
    """The file as saved, and the filter line, after the keys of a script."""
    folder.mkdir()
    (folder / "korean.yaml").write_text(PLAN)
    with PseudoTerminal(["-m", "bcastplan", "edit", "."], folder, state=folder.parent / f"{folder.name}-state") as pane:
        pane.expect("4 transmissions")
        pane.expect("✗ ")
        pane.quiet()
        if in_one_write:
            pane.send(*script)
        else:
            for key in script:
                for part in [key] if key in KEYS else key:
                    pane.send(part)
                    pane.quiet(QUIET_SECONDS)
        pane.send("ctrl+s")  # input keeps its order: what this key brings is there when all before it is done
        pane.wait(lambda: any(words in pane.text() for words in (QUESTION, "nothing to save")), ANSWER_SECONDS)
        if QUESTION in pane.text():
            pane.send("f2")
            pane.expect("saved korean.yaml")
        pane.quiet()
        pane.wait(lambda: NOTICE not in pane.text().splitlines()[1], ANSWER_SECONDS)  # it covers the line for seconds
        line = pane.text().splitlines()[1]
        assert "Traceback" not in pane.text()
    return (folder / "korean.yaml").read_text(), line


@pytest.mark.parametrize("number", range(SCRIPTS))
def test_a_burst_ends_as_slow_typing_does(tmp_path: Path, number: int) -> None:
    chosen = random.Random(number)
    script = [key for piece in chosen.choices(PIECES, k=PIECES_OF_A_SCRIPT) for key in piece.split()]
    fast = end_of(script, tmp_path / "fast", in_one_write=True)
    slow = end_of(script, tmp_path / "slow", in_one_write=False)
    assert fast == slow, " ".join(script)


@pytest.mark.skipif(sys.platform == "win32", reason="the editor is a shell script")
def test_a_broken_file_is_repaired_in_the_editor_of_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "korean.yaml").write_text(PLAN)
    (folder / "zz.yaml").write_text(PLAN.replace("Korean", "Second").replace("azimuth: 21}", "azimuth: [", 1))
    editor = tmp_path / "my editor"
    editor.write_text('#!/bin/sh\necho "called with $@"\nsleep 0.3\nsed -i "s/azimuth: \\[/azimuth: 21}/" "$2"\n')
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    quoted = f"'{editor}'"
    with PseudoTerminal(
        ["-m", "bcastplan", "edit", "."], folder, state=tmp_path / "state", EDITOR=quoted, VISUAL=""
    ) as pane:
        pane.expect("4 transmissions")
        pane.quiet()
        pane.send("f7")
        pane.expect("Problems:")
        pane.send("zz.yaml", "enter")
        pane.expect("zz.yaml")
        pane.quiet()
        pane.send("f4")
        pane.expect("called with +")
        pane.expect("8 transmissions")
        pane.quiet()
        pane.send("e")
        pane.expect("Nothing is changed")
    assert os.access(folder / "zz.yaml", os.R_OK)
    assert "azimuth: [" not in (folder / "zz.yaml").read_text()
