"""Views, header, filter line and findings follow the session: at once after an edit, and when a worker has checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bcastplan.model.collector import set_aside, take_back
from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, in_thread
from bcastplan.tui.widgets.filter_line import FilterLine
from bcastplan.tui.widgets.findings import FindingsPane
from bcastplan.tui.widgets.plan_header import PlanHeader, Status
from bcastplan.tui.widgets.view_bar import ViewBar

if TYPE_CHECKING:
    from textual.timer import Timer

    from bcastplan.conflicts.incremental import Incremental
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.kept_check import Counts, SessionCheck
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.opening.open_plans import Workspace

CHECK_AFTER_SECONDS = 0.3
"""How long typing has to rest before everything is checked."""


class ShownPlan(Controller):
    """Keeps views, header, filter line and findings in step with the session."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self.checking = False
        self._check_timer: Timer | None = None
        self._set_aside = False
        """Whether the open session has been taken out of the cycle collector's sight."""
        self._counts: Counts | None = None
        """Of the last check; shown until the next one is done."""
        self._said_of: tuple[object, ...] = ()
        """What the pane of findings was made of last."""
        self._unprotected: str | None = None
        """Why unsaved work is not protected, as was told last."""

    def begin(self) -> None:
        """Another session is open."""
        self._counts = None
        self._set_aside = False
        take_back()

    def changed(self, rows_before: int, select: int | None = None, *, goes_on: bool = False) -> None:
        """Make everything follow the session after an edit.

        Args:
            rows_before: how many rows the session had when it was shown last.
            select: the row to select.
            goes_on: whether a part of the same edit was shown before.
        """
        session = self.opened
        self.follow(rows_before, select, goes_on=goes_on)
        if not session.pairs_known:
            self.find_pairs(session)
        self.check_soon()
        self._tell_protection(session)

    def follow(self, rows_before: int, select: int | None = None, *, goes_on: bool = False) -> None:
        """Show the session as it is now, without looking for conflicts and faults of the whole plan."""
        session, listing = self.opened, self.listing
        assert listing is not None
        listing.follow(rows_before, remember=not goes_on)
        if select is not None:
            self.screen.selected = select
        if self.selected is not None and self.selected >= len(session.table):
            self.screen.selected = len(session.table) - 1 if len(session.table) else None
        listing.refresh()
        # The edit is done, but the row is out of sight: who does not know takes the edit for lost.
        if select is not None and select not in listing.rows:
            self.tell("the filter hides this transmission; Esc clears it")
        self.show()

    def _tell_protection(self, session: Session) -> None:
        """Say at once when unsaved work would be lost with the program, and when it would not any more."""
        problem = session.journal.problem
        if problem is not None and problem != self._unprotected:
            self.tell(f"unsaved work is not protected: {problem}. Save often.", "error", "No journal")
        elif problem is None and self._unprotected is not None:
            self.tell("unsaved work is protected again")
        self._unprotected = problem

    def show(self) -> None:
        """Show listing, selection and status as they are."""
        session, listing = self.session, self.listing
        if session is None or listing is None:
            return
        self.screen.coverage_prediction.hand_on()
        if self.selected is None and listing.rows:
            self.screen.selected = listing.rows[0]
        view = self.screen.view
        if view is not None:
            view.show(session, listing.rows, self.selected)
        # Every change of the plan comes by here, also those below an open cell.
        self.screen.cell_edits.check()
        self.show_findings()
        self._show_status()
        self.show_count()

    def show_findings_again(self) -> None:
        """Show the findings of the selection in place of what stood there meanwhile."""
        self._said_of = ()
        self.show_findings()

    def show_findings(self) -> None:
        """Show the findings of the selection, unless the effect of what is typed stands in their place."""
        if self.screen.cell_edits.is_open:
            return
        pane = self.screen.query_one(FindingsPane)
        row, listing = self.selected, self.listing
        if row is None or listing is None:
            pane.show("", ())
            self._said_of = ()
            return
        session = self.opened
        # Every move of the cursor comes here, and wrapping the findings anew costs more than comparing.
        state = (session, row, session.generation, session.pairs_known, session.checked)
        if state == self._said_of:
            return
        self._said_of = state
        unknown = "" if session.pairs_known else "conflicts"
        pane.show(describe(session, row), session.row_status.findings(row), unknown)

    def _show_status(self) -> None:
        session, view = self.opened, self.screen.view
        if session.checked:
            self._counts = session.counts()
        counts = self._counts
        self.screen.query_one(ViewBar).front = view.view_name if view is not None else ""
        self.screen.query_one(PlanHeader).status = Status(
            plan=session.title,
            seasons=" ".join(session.seasons),
            view=view.title if view is not None else "",
            unsaved=len(session.dirty),
            errors=counts.errors if counts is not None else None,
            warnings=counts.warnings if counts is not None else None,
            checking=self.checking,
        )

    def show_count(self) -> None:
        """Tell how many transmissions are listed and marked, and how many cells are selected."""
        listing = self.listing
        assert listing is not None
        everything = len(self.opened.table) if listing.ghosts else self.opened.own_rows
        shown = len(listing.rows)
        words = f"{shown:,} of {everything:,}" if listing.query.tests else count(everything, "transmission")
        if listing.query.tests and not shown:
            words += ": Esc clears the filter"
        if listing.query.asks_for_findings and not (self.opened.pairs_known and self.opened.row_status.known):
            words = "findings not known yet"  # a number shown now would be wrong
        if self.block is not None:
            words += f", {len(self.block.rows)} x {len(self.block.keys)} cells"
        if listing.marks:
            hidden = len(listing.marks) - len(listing.listed_marks())
            words += f", {len(listing.marks)} marked{f' ({hidden} hidden)' if hidden else ''}"
        self.screen.query_one(FilterLine).tell(words)

    # Checking

    @property
    def first_findings_pending(self) -> bool:
        """Whether nothing has been checked yet since the plan was opened."""
        return self.session is not None and self._counts is None

    def check_soon(self) -> None:
        """Check everything when typing has come to rest."""
        if self._check_timer is not None:
            self._check_timer.stop()
        self._check_timer = self.screen.set_timer(CHECK_AFTER_SECONDS, self.check_now)

    def check_now(self) -> None:
        """Check everything in a worker."""
        self.checking = True
        self._show_status()
        generation, workspace = self.opened.check_snapshot()
        self._check(self.opened, generation, workspace)

    @in_thread("check", "Not checked")
    def _check(self, session: Session, generation: int, workspace: Workspace) -> None:
        from bcastplan.workspace.editing.kept_check import check_session

        self.deliver(self._take_check, session, generation, check_session(workspace))

    def _take_check(self, session: Session, generation: int, check: SessionCheck) -> None:
        listing = self.listing
        if session is not self.session or listing is None or not session.take_check(generation, check):
            return
        self.checking = False
        if listing.query.tests:
            listing.refresh()
        self.show()
        if session.pairs_known and not self._set_aside:  # once for a session: cycles of later edits are still found
            self._set_aside = True
            set_aside()

    @in_thread("pairs", "Conflicts not found")
    def find_pairs(self, session: Session) -> None:
        """Find the pairs in a worker."""
        # The worker is busy anyway, and the first edit needs the nodes of the texts.
        session.documents.prepare()
        generation, live = session.find_pairs()
        self.deliver(self._take_pairs, session, generation, live)

    def _take_pairs(self, session: Session, generation: int, live: Incremental) -> None:
        listing = self.listing
        if session is not self.session or listing is None:
            return
        if session.take_pairs(generation, live):
            if listing.query.tests:
                listing.refresh()
            self.show()
        # An edit came while the pairs were looked for, and could not be followed without them.
        elif not session.pairs_known:
            self.find_pairs(session)
        if not session.checked:
            self.check_now()


def describe(session: Session, row: int) -> str:
    """One line about a row: what, when, from where to whom, and where it is written."""
    from bcastplan.model.frequency import format_khz

    transmission = session.table.transmissions[row]
    plan = session.workspace.plan_of_row(row)
    site = transmission.site_code
    if plan is not None and isinstance(transmission.site, str):
        site = f"{transmission.site} {plan.directory.site_name(transmission.site) or '(unknown)'}"
    parts = [
        f"{format_khz(transmission.frequency_khz)} kHz {transmission.time} UTC {transmission.days_text}",
        transmission.service,
        site,
        f"to {transmission.target}" if transmission.target else None,
        f"{transmission.origin.file}:{transmission.origin.line}",
        "reference" if plan is None else None,
    ]
    return " · ".join(part for part in parts if part)
