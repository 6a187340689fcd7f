"""Readers and commands keep their promises for inputs that nobody would write (tests/support/fuzzing.py)."""

import json
import os
import subprocess
import sys

import fuzzing
import pytest
from examples import THOROUGH, tries

INPUTS = int(os.environ.get("BCASTPLAN_FUZZ", tries(2_000)))
"""`BCASTPLAN_FUZZ=20000` tries the full number, in about ten times the time."""
PARTS = 4 if THOROUGH else 2


@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_files(part, root, tmp_path):
    script = root / "tests" / "support" / "fuzzing.py"
    ran = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(part), str(INPUTS // PARTS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    result = json.loads(ran.stdout)
    assert result["failures"] == []
    assert result["inputs"] == INPUTS // PARTS
    assert {"0", "1", "3"} <= set(result["codes"]), "the inputs reach nothing worth trying"


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(ValueError("x"), "ValueError"), (17, "exit code 17"), ("bcastplan: a fault in the program", "fault")],
)
def test_a_broken_promise_is_told(outcome, reason, monkeypatch):
    def run(arguments):
        if isinstance(outcome, Exception):
            raise outcome
        return (outcome, "", "") if isinstance(outcome, int) else (3, "", outcome)

    monkeypatch.setattr(fuzzing, "run", run)
    told, _ = fuzzing.broken_promise(["check"], fuzzing.Counter())
    assert reason in told
