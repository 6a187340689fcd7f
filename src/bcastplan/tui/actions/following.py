"""What is shown follows what is under edit: at once for the rows an edit touches, by a worker for whole checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.widgets import ContentSwitcher

from bcastplan.model.counts import count
from bcastplan.tui.actions.core import Core
from bcastplan.tui.views.view import View
from bcastplan.tui.widgets.filter_line import FilterLine
from bcastplan.tui.widgets.findings import FindingsPane
from bcastplan.tui.widgets.plan_header import PlanHeader, Status

if TYPE_CHECKING:
    from textual.timer import Timer

    from bcastplan.conflicts.incremental import Incremental
    from bcastplan.workspace.editing.kept_check import Counts, SessionCheck
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.opening.open_plans import Workspace

CHECK_AFTER_SECONDS = 0.3
"""How long typing has to rest before everything is checked."""


class PairsFound(Message):
    """A worker has found the pairs."""

    def __init__(self, session: Session, generation: int, live: Incremental) -> None:
        super().__init__()
        self.session, self.generation, self.live = session, generation, live


class Checked(Message):
    """A worker has checked everything."""

    def __init__(self, session: Session, generation: int, result: SessionCheck) -> None:
        super().__init__()
        self.session, self.generation, self.result = session, generation, result


class Following(Core):
    """Keeps views, header, filter line and findings in step with the session."""

    _check_timer: Timer | None = None
    _checking = False
    _unprotected: str | None = None
    """Why unsaved work is not protected, as was told last."""
    _counts: Counts | None = None
    """Of the last check; shown until the next one is done."""
    _said_of: tuple[object, ...] = ()

    def changed(self, rows_before: int, select: int | None = None) -> None:
        """Make everything follow the session; ``select`` is the row to select."""
        session, listing = self.opened, self.listing
        assert listing is not None
        listing.follow(rows_before)
        if select is not None:
            self.selected = select
        if self.selected is not None and self.selected >= len(session.table):
            self.selected = len(session.table) - 1 if len(session.table) else None
        listing.refresh()
        if select is not None and select not in listing.rows:
            self.tell("the filter hides this transmission; Esc clears it")
        self.show()
        self.check_soon()
        self._tell_protection(session)

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
        if self.selected is None and listing.rows:
            self.selected = listing.rows[0]
        view = self.view
        if view is not None:
            view.show(session, listing.rows, self.selected)
        self._show_findings()
        self._show_status()
        self._show_count()

    @property
    def view(self) -> View | None:
        """The view in front; None while there is nothing to show."""
        switcher = self.query_one(ContentSwitcher)
        if switcher.current is None:
            return None
        shown = switcher.get_child_by_id(switcher.current)
        return shown if isinstance(shown, View) else None

    def _show_findings(self) -> None:
        pane = self.query_one(FindingsPane)
        row, listing = self.selected, self.listing
        if row is None or listing is None:
            pane.show("", ())
            return
        session = self.opened
        state = (session, row, session.generation, session.pairs_known, session.checked)
        if state == self._said_of:
            return
        self._said_of = state
        pane.show(describe(self.opened, row), listing.standing.findings(row))

    def _show_status(self) -> None:
        session, view = self.opened, self.view
        if session.checked:
            self._counts = session.counts()
        counts = self._counts
        self.query_one(PlanHeader).status = Status(
            plan=session.title,
            seasons=" ".join(session.seasons),
            view=view.title if view is not None else "",
            unsaved=len(session.dirty),
            errors=counts.errors if counts is not None else None,
            warnings=counts.warnings if counts is not None else None,
            checking=self._checking,
        )

    def _show_count(self) -> None:
        listing = self.listing
        assert listing is not None
        everything = len(self.opened.table) if listing.ghosts else self.opened.own_rows
        shown = len(listing.rows)
        words = f"{shown} of {everything}" if listing.query.tests else count(everything, "transmission")
        if listing.marks:
            words += f", {len(listing.marks)} marked"
        self.query_one(FilterLine).tell(words)

    # Checking

    @property
    def first_findings_pending(self) -> bool:
        """Whether nothing has been checked yet since the plan was opened."""
        return self.session is not None and self._counts is None

    def check_soon(self) -> None:
        """Check everything when typing has come to rest."""
        if self._check_timer is not None:
            self._check_timer.stop()
        self._check_timer = self.set_timer(CHECK_AFTER_SECONDS, self.check_now)

    def check_now(self) -> None:
        """Check everything in a worker."""
        self._checking = True
        self._show_status()
        generation, workspace = self.opened.check_snapshot()
        self._check(self.opened, generation, workspace)

    @work(thread=True, exclusive=True, group="check", exit_on_error=False)
    def _check(self, session: Session, generation: int, workspace: Workspace) -> None:
        from bcastplan.workspace.editing.kept_check import check_session

        self.post_message(Checked(session, generation, check_session(workspace)))

    @on(Checked)
    def _take_check(self, event: Checked) -> None:
        if event.session is not self.session or self.listing is None:
            return
        if not event.session.take_check(event.generation, event.result):
            return
        self._checking = False
        if self.listing.query.tests:
            self.listing.refresh()
        self.show()

    @work(thread=True, exclusive=True, group="pairs", exit_on_error=False)
    def find_pairs(self, session: Session) -> None:
        """Find the pairs in a worker."""
        session.documents.prepare()
        generation, live = session.find_pairs()
        self.post_message(PairsFound(session, generation, live))

    @on(PairsFound)
    def _take_pairs(self, event: PairsFound) -> None:
        if event.session is not self.session:
            return
        if event.session.take_pairs(event.generation, event.live):
            self.show()
        if not event.session.checked:
            self.check_now()


def describe(session: Session, row: int) -> str:
    """One line about a row: what, when, from where to whom, and where it is written."""
    from bcastplan.model.frequency import format_khz

    one = session.table.transmissions[row]
    plan = session.workspace.plan_of_row(row)
    site = one.site_code
    if plan is not None and isinstance(one.site, str):
        site = f"{one.site} {plan.directory.site_name(one.site) or '(unknown)'}"
    parts = [
        f"{format_khz(one.frequency_khz)} kHz {one.time} UTC {one.days_text}",
        one.service,
        site,
        f"to {one.target}" if one.target else None,
        f"{one.origin.file}:{one.origin.line}",
        "reference" if plan is None else None,
    ]
    return " · ".join(part for part in parts if part)
