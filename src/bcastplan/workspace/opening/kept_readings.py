"""Reads inputs round after round; an input with the same contents as in the last round is not parsed again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

from bcastplan.exchange.archive import MAX_INPUT_BYTES
from bcastplan.files.regular import is_file, read_regular
from bcastplan.model.errors import UnreadableInput
from bcastplan.workspace.opening.discovery import Candidate
from bcastplan.workspace.opening.parallel import Tell, read_all
from bcastplan.workspace.opening.schedule_files import Reading, read


class Readings(Protocol):
    """Reads inputs, or knows them."""

    def read_all(self, candidates: Sequence[Candidate], tell: Tell) -> list[Reading]:
        """Read candidates in their order."""

    def read(self, name: str, *, pipes: bool) -> Reading:
        """Read one input that was named."""


class NotedReadings:
    """Reads inputs and notes what came of each."""

    def __init__(self) -> None:
        self.candidates: list[tuple[Candidate, Reading]] = []
        self.named: list[tuple[str, Reading]] = []

    def read_all(self, candidates: Sequence[Candidate], tell: Tell) -> list[Reading]:
        """Read candidates in their order."""
        readings = read_all(candidates, tell)
        self.candidates += zip(candidates, readings, strict=True)
        return readings

    def read(self, name: str, *, pipes: bool) -> Reading:
        """Read one input that was named."""
        reading = read(name, pipes=pipes)
        self.named.append((name, reading))
        return reading


class _Kept(NamedTuple):
    contents: bytes
    reading: Reading


class KeptReadings:
    """The readings of the last round, each with a digest of what was read."""

    def __init__(self) -> None:
        self._last: dict[Candidate, _Kept] = {}
        self._present: dict[Candidate, _Kept] = {}

    def begin_round(self) -> None:
        """Forget what the last round did not ask for."""
        self._last, self._present = self._present, {}

    def read_all(self, candidates: Sequence[Candidate], tell: Tell) -> list[Reading]:
        """Read candidates in their order, as :func:`bcastplan.workspace.opening.parallel.read_all` does."""
        contents = {candidate: digest_of(candidate) for candidate in candidates}
        changed = [candidate for candidate in candidates if not self._is_known(candidate, contents[candidate])]
        fresh = dict(zip(changed, read_all(changed, tell), strict=True))
        for candidate in changed:
            digest = contents[candidate]
            # A file that changed between the two looks at it may have been read in either state.
            if digest is not None and digest == digest_of(candidate):
                self._present[candidate] = _Kept(digest, fresh[candidate])
        return [fresh[candidate] if candidate in fresh else self._take(candidate) for candidate in candidates]

    def read(self, name: str, *, pipes: bool) -> Reading:
        """Read one input that was named, as :func:`bcastplan.workspace.opening.schedule_files.read` does."""
        candidate = Candidate(name, True)
        digest = digest_of(candidate)
        if self._is_known(candidate, digest):
            return self._take(candidate)
        reading = read(name, pipes=pipes)
        if digest is not None and digest == digest_of(candidate):
            self._present[candidate] = _Kept(digest, reading)
        return reading

    def _is_known(self, candidate: Candidate, digest: bytes | None) -> bool:
        known = self._last.get(candidate)
        return digest is not None and known is not None and known.contents == digest

    def _take(self, candidate: Candidate) -> Reading:
        kept = self._present[candidate] = self._last[candidate]
        return kept.reading


def digest_of(candidate: Candidate) -> bytes | None:
    """A digest of the contents of a file; None for what is no regular file, or cannot be read."""
    if candidate.text is not None or not is_file(candidate.name):  # pipes are left to whoever reads them
        return None
    try:
        # Contents are compared and not times, which a checkout or a copy sets as it likes.
        return blake2b(read_regular(candidate.name, MAX_INPUT_BYTES + 1), digest_size=20).digest()
    except (OSError, UnreadableInput):
        return None
