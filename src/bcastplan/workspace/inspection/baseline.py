"""Known findings: what a baseline holds is not reported again, however lines move and wherever the check runs.

A finding is recognised by its rule, its file (relative to the baseline's folder), what stands there (the
transmission's id, else the text of its line) and its data, as often as it was noted and no graver. What could not be
read (FIL) is never known.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bcastplan.exchange.archive import STDIN, read_input
from bcastplan.files.regular import is_file
from bcastplan.files.writing import write_atomically
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Place, Severity
from bcastplan.rules.rule_settings import NEVER_SILENCED

SCHEMA = "bcastplan.baseline/1"
_ID_OF_A_LINE = re.compile(r"[ek]\d+")  # rows of EiBi and Aoki lists are named by their line
_LINES = re.compile(r"\blines? \d+(, \d+)*")
_DATA_OF_LINES = ("line", "lines", "meant", "missing")  # keys that only the advice uses do not tell findings apart
_MOST = 1_000_000  # of one finding


class BaselineError(Exception):
    """A baseline that cannot be used; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Division:
    """Findings divided by a baseline: the new ones, and how many were known or are gone."""

    new: list[Finding]
    known: int
    gone: int


def fingerprints(findings: Sequence[Finding], folder: str = ".") -> list[str]:
    """For each finding a fingerprint that stays the same when its lines move.

    Args:
        findings: any findings.
        folder: what file names are made relative to, so that the same word comes of every working folder.
    """
    places = _Places(folder)
    return [places.mark(finding) for finding in findings]


def divide(findings: Sequence[Finding], path: str) -> Division:
    """Divide findings by the baseline at ``path``; raises BaselineError where it cannot be read."""
    noted = _noted(path)
    total = sum(len(severities) for severities in noted.values())
    new = []
    marks = fingerprints(findings, _folder(path))
    # The gravest come first: a noted error has to cover an error before it is spent on a lesser finding.
    for number in sorted(range(len(findings)), key=lambda at: findings[at].severity.rank):
        finding = findings[number]
        severities = noted.get(marks[number], [])
        match = None if _always_new(finding) else _least_that_covers(severities, finding.severity)
        if match is None:
            new.append(number)
        else:
            severities.remove(match)
    known = len(findings) - len(new)
    return Division([findings[number] for number in sorted(new)], known, total - known)


def write_baseline(findings: Sequence[Finding], path: str) -> int:
    """Note all findings but unreadable inputs as known; returns how many. Raises OSError where it cannot be written."""
    kept = [finding for finding in findings if not _always_new(finding)]
    places = _Places(_folder(path))
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for finding in kept:
        place = finding.place
        counts[places.name(place.file), finding.rule, place.id or "", places.mark(finding), finding.severity] += 1
    rows = [
        json.dumps(
            {"rule": rule, "file": file, "id": name or None, "severity": severity, "count": many, "fingerprint": mark}
        )
        for (file, rule, name, mark, severity), many in sorted(counts.items())
    ]
    listed = "[\n  " + ",\n  ".join(rows) + "\n ]" if rows else "[]"
    write_atomically(path, f'{{\n "schema": "{SCHEMA}",\n "findings": {listed}\n}}\n'.encode())
    return len(kept)


def _always_new(finding: Finding) -> bool:
    return finding.rule.startswith(NEVER_SILENCED)


def _least_that_covers(noted: list[Severity], severity: Severity) -> Severity | None:
    return max(
        (candidate for candidate in noted if candidate.at_least(severity)),
        key=lambda candidate: candidate.rank,
        default=None,
    )


def _folder(path: str) -> str:
    return os.path.realpath(Path(path).parent)


class _Places:
    """Names and texts of places; each file is read once, when its first place is asked for."""

    def __init__(self, folder: str) -> None:
        self.folder = os.path.realpath(folder)
        self.names: dict[str, str] = {STDIN: STDIN}
        self.lines: dict[str, list[str]] = {}

    def name(self, file: str) -> str:
        """The file relative to the folder."""
        if file.startswith(f"{STDIN}!"):
            # Nobody can name the folder of standard input, so that its name stands as it is.
            return file
        if file not in self.names:
            # With slashes everywhere: a baseline goes along with the plan to machines of other systems.
            self.names[file] = os.path.relpath(os.path.realpath(file), self.folder).replace(os.sep, "/")
        return self.names[file]

    def anchor(self, place: Place) -> str:
        """What stands at a place: the transmission's id where it has one of its own, else the line's words."""
        if place.id is not None and not _ID_OF_A_LINE.fullmatch(place.id):
            return place.id
        if place.line is None:
            return ""
        if place.file not in self.lines:
            self.lines[place.file] = _read_lines(place.file)
        lines = self.lines[place.file]
        return " ".join(lines[place.line - 1].split()) if place.line <= len(lines) else ""

    def mark(self, finding: Finding) -> str:
        """The fingerprint of a finding."""
        data: Any = {key: value for key, value in finding.data.items() if key not in _DATA_OF_LINES}
        parts = [finding.rule]
        for place in (finding.place, finding.other):
            if place is not None:
                parts += [self.name(place.file), self.anchor(place)]
        # Data tell findings apart whatever their words, which a release may improve.
        parts.append(json.dumps(data, sort_keys=True) if data else _LINES.sub("line", finding.message))
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _read_lines(name: str) -> list[str]:
    """The lines of a file or an archive's member; none of what can be read only once."""
    if name == STDIN or name.startswith(f"{STDIN}!"):
        return []
    for path in (name, name.rpartition("!")[0]):
        if path and is_file(path):
            try:
                sources = read_input(path)
            except UnreadableInput:
                return []
            data = next((source.data for source in sources if source.name == name), b"")
            return data.decode("utf-8", "replace").split("\n")
    return []


def _noted(path: str) -> dict[str, list[Severity]]:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise BaselineError(
            f"cannot read the baseline {path}: {error.strerror or error} (--update-baseline writes it)"
        ) from None
    except UnicodeDecodeError:
        raise BaselineError(f"the baseline {path} is not UTF-8 text: write it again with --update-baseline") from None
    try:
        return _parsed(json.loads(text))
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise BaselineError(
            f"{where}: the baseline is no JSON ({error.msg}): write it again with --update-baseline"
        ) from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise BaselineError(
            f"{path} is no baseline of bcastplan ({SCHEMA}): write it again with --update-baseline"
        ) from None


def _parsed(content: Any) -> dict[str, list[Severity]]:
    if content["schema"] != SCHEMA:
        raise ValueError
    noted: dict[str, list[Severity]] = defaultdict(list)
    for row in content["findings"]:
        many = row["count"]
        if not isinstance(many, int) or not 0 < many <= _MOST:
            raise ValueError
        noted[str(row["fingerprint"])] += [Severity(row["severity"])] * many
    return noted
