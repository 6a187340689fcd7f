"""Random keys in a real terminal: the program goes on, its memory stays flat, and files change by saving only."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest
from examples import THOROUGH

pytest.importorskip("pyte", reason="shows what a terminal would show")

from pseudo_terminal import KEYS, PseudoTerminal

pytestmark = [pytest.mark.terminal, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
PRESSES = int(os.environ.get("BCASTPLAN_KEYS", 900 if THOROUGH else 150))
"""`BCASTPLAN_KEYS=3000` presses the full number."""
SAVING = {"ctrl+s", "ctrl+q", "ctrl+p", "ctrl+o"}
CHOICES = [*(name for name in KEYS if name not in SAVING), *"0123456789abcdefghijklmnoprtuvwxyDPBEIJ[]{}/?.,:;*#-+=! "]
AT_ONCE = 10
MOST_GROWTH_BYTES = 60_000_000
"""Undo keeps every state, and views their pictures; a leak of each key's screen would be hundreds of megabytes."""


def resident_bytes(terminal: PseudoTerminal) -> int:
    pages = Path(f"/proc/{terminal.process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_random_keys(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "schedules" / "dprk-b07", tmp_path / "dprk-b07")
    before = {path: path.read_bytes() for path in (tmp_path / "dprk-b07").iterdir()}
    chosen = random.Random(16)
    with PseudoTerminal(["-m", "bcastplan", "edit", "dprk-b07"], tmp_path, state=tmp_path / "state") as terminal:
        terminal.expect("27 transmissions")
        memory = []
        for _ in range(PRESSES // AT_ONCE):
            for _ in range(AT_ONCE):
                terminal.send(chosen.choice(CHOICES))
                terminal.read(0.01)
            terminal.quiet(0.1)
            assert terminal.process.poll() is None, terminal.text()
            assert "Traceback" not in terminal.text()
            memory.append(resident_bytes(terminal))
        settled = memory[len(memory) // 3]
        assert memory[-1] - settled < MOST_GROWTH_BYTES, [round(one / 1e6) for one in memory]
        print(f"{PRESSES} keys, {settled / 1e6:.0f} to {memory[-1] / 1e6:.0f} MB")  # noqa: T201
    after = {path: path.read_bytes() for path in (tmp_path / "dprk-b07").iterdir()}
    assert {path: after.get(path) for path in before} == before
