"""What renderers expect of the results they are given; the workspace's results fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bcastplan.model.finding import Finding


class SummaryView(Protocol):
    """Counts of one check."""

    @property
    def files(self) -> int:
        """Files read."""

    @property
    def transmissions(self) -> int:
        """Transmissions checked."""

    @property
    def errors(self) -> int:
        """Findings of severity error."""

    @property
    def warnings(self) -> int:
        """Findings of severity warning."""

    @property
    def infos(self) -> int:
        """Findings of severity info."""


class CheckView(Protocol):
    """The findings of one check."""

    @property
    def findings(self) -> Sequence[Finding]:
        """Sorted findings."""

    @property
    def summary(self) -> SummaryView:
        """Their counts."""
