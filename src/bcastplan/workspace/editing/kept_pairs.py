"""The frequency pairs of a session, found once and then kept up to date edit by edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace

if TYPE_CHECKING:
    from bcastplan.airtime.table import AirtimeTable, RowSplice
    from bcastplan.conflicts import JammedResult, PairResult
    from bcastplan.conflicts.incremental import Incremental


class KeptPairs:
    """Pairs of the workspace's table; asking for them before they are known takes as long as finding them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._live: Incremental | None = None
        self._result: PairResult | None = None
        self._jammed: JammedResult | None = None

    @property
    def known(self) -> bool:
        """Whether the pairs have been found."""
        return self._live is not None

    @property
    def live(self) -> Incremental:
        """The engine that keeps them; it finds them first where they are not known."""
        if self._live is None:
            self._live = self.find()
        return self._live

    @property
    def result(self) -> PairResult:
        """Every frequency pair, worst first; the same object until the next edit."""
        live = self.live
        if self._result is None:
            self._result = live.result
        return self._result

    @property
    def jammed(self) -> JammedResult:
        """Every jammed transmission of the plans; the same object until the next edit."""
        if self._jammed is None:
            from bcastplan.workspace.inspection.plan_conflicts import jammed_of

            self._jammed = jammed_of(self._workspace, sides=self.result.sides)
        return self._jammed

    @property
    def known_live(self) -> Incremental | None:
        """The engine where the pairs are known; unlike ``live`` it may be asked for in a thread."""
        return self._live

    @property
    def known_jammed(self) -> JammedResult | None:
        """What is jammed where that has been worked out; unlike ``jammed`` it may be asked for in a thread."""
        return self._jammed

    def find(self) -> Incremental:
        """Find the pairs without keeping them; for a worker."""
        from bcastplan.conflicts import PairOptions
        from bcastplan.conflicts.incremental import Incremental
        from bcastplan.workspace.inspection.plan_conflicts import agreements_of, sides_of

        return Incremental(
            self._workspace.table, sides_of(self._workspace), PairOptions(agreed=agreements_of(self._workspace))
        )

    def take(self, live: Incremental) -> None:
        """Keep the pairs that a worker found for the present table."""
        self._live, self._result, self._jammed = live, None, None

    def forget(self) -> None:
        """Drop the pairs; the next question finds them again."""
        self._live = self._result = self._jammed = None

    def find_again(self) -> None:
        """Find the pairs again if they were known, because the plan's codes or agreements have changed."""
        if self._live is not None:
            self.take(self.find())

    def follow(self, table: AirtimeTable, splices: Sequence[RowSplice], opened: OpenPlan) -> None:
        """Take in an edit of a plan where the pairs are known: ``table`` differs by the splices.

        What is not known stays so, and has to be found anew: see ``known``.
        """
        if self._live is None:
            return
        from bcastplan.conflicts.incremental import SideSplice
        from bcastplan.workspace.inspection.plan_conflicts import side_of

        sides = [
            SideSplice(splice.first, splice.stop, tuple(side_of(added, opened) for added in splice.added))
            for splice in splices
        ]
        self._live.splice(table, sides, [transmission.origin.line for transmission in table.transmissions])
        self._result = self._jammed = None
