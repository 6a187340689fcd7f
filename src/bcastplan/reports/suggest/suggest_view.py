"""What the renderers of suggestions are given; the workspace's answers fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bcastplan.conflicts import RowSide
from bcastplan.coverage.facts import CoverageFacts


class CandidateView(Protocol):
    """One frequency: its band, its conflicts by severity, and the share of the target that hears it."""

    @property
    def frequency_khz(self) -> float:
        """On the raster."""

    @property
    def band(self) -> str:
        """Its band."""

    @property
    def status(self) -> str:
        """Allocated or customary."""

    @property
    def errors(self) -> int:
        """Conflicts that are errors."""

    @property
    def warnings(self) -> int:
        """Conflicts that are warnings."""

    @property
    def infos(self) -> int:
        """Conflicts that are infos."""

    @property
    def share(self) -> float | None:
        """0 to 1, None where nothing can be predicted."""

    @property
    def current(self) -> bool:
        """Whether it is the frequency in use."""


class SuggestView(Protocol):
    """The candidates for one transmission, best first."""

    @property
    def side(self) -> RowSide:
        """The transmission."""

    @property
    def facts(self) -> CoverageFacts:
        """What is missing or assumed for its prediction."""

    @property
    def candidates(self) -> Sequence[CandidateView]:
        """Best first."""

    @property
    def considered(self) -> int:
        """How many there were to choose from."""
