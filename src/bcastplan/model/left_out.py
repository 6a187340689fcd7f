"""How many transmissions a faulty input keeps out of every count, and by which rules that is reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bcastplan.model.counts import count
from bcastplan.model.finding import WHOLE_FILE, Finding, Problem


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Transmissions that were read in part and files of which nothing was read; ``rules`` are codes, sorted."""

    transmissions: int = 0
    files: int = 0
    rules: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.transmissions or self.files)

    def __str__(self) -> str:
        """One line: how many, and why."""
        parts = [
            count(number, word)
            for number, word in ((self.transmissions, "transmission"), (self.files, "file"))
            if number
        ]
        return f"left out of every count: {' and '.join(parts)} ({', '.join(self.rules)})"


def left_out_of(findings: Iterable[Finding | Problem]) -> LeftOut:
    """What some findings, or problems of reading, say is left out; the same one twice counts once."""
    transmissions, files, rules = 0, set(), set()
    seen = set()
    for finding in findings:
        if finding.loses is None:
            continue
        code = finding.rule if isinstance(finding, Finding) else finding.code
        key = (code, finding.place, finding.message)
        if key in seen:
            continue
        seen.add(key)
        if finding.loses == WHOLE_FILE:
            files.add(finding.place.file)
        # WHOLE_FILE is negative, and counts as a file and not as transmissions.
        transmissions += max(finding.loses, 0)
        rules.add(code)
    return LeftOut(transmissions, len(files), tuple(sorted(rules)) if transmissions or files else ())
