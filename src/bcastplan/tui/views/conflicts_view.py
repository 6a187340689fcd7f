"""The conflicts of the plan, worst first, and the one under the cursor side by side with when and for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from bcastplan.conflicts.jammed import Jammed
from bcastplan.conflicts.pairs import Pair
from bcastplan.conflicts.resources import Resource
from bcastplan.model.counts import count
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.reference.choices import Choice
from bcastplan.reports.settle.settle_words import reason_words
from bcastplan.tui.bindings import CONFLICT_BINDINGS
from bcastplan.tui.messages import EditWanted, JumpTo, RowActivated, RowHighlighted
from bcastplan.tui.screens.dialogs import Ask
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.views.conflicts_list import COLUMNS, WHICH, Conflict, ConflictList
from bcastplan.tui.views.conflicts_sides import conflict_text, jammed_text, pair_lines
from bcastplan.tui.views.view import View, utc_now
from bcastplan.tui.widgets.grid import Grid, GridRow
from bcastplan.workspace.editing.agreements import agree
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.inspection.plan_conflicts import inventories_of, resources_of
from bcastplan.workspace.moves.proposals import Move, Proposal
from bcastplan.workspace.opening.open_plans import Workspace


class BookingsFound(Message):
    """A worker has found the double bookings of a generation."""

    def __init__(self, session: Session, generation: int, resources: list[Resource]) -> None:
        super().__init__()
        self.session, self.generation, self.resources = session, generation, resources


class MovesFound(Message):
    """A worker has found the moves that end the conflict under the cursor, the best first."""

    def __init__(self, session: Session, generation: int, proposals: list[Proposal]) -> None:
        super().__init__()
        self.session, self.generation, self.proposals = session, generation, proposals


class ConflictsView(View):
    """The list of conflicts over the two sides of one."""

    view_name: ClassVar[str] = "conflicts"
    title: ClassVar[str] = "Conflicts"
    made_of_findings: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [*CONFLICT_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    def __init__(self, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(now=now)
        self.session: Session | None = None
        self.which = WHICH[0]
        self.listed: ConflictList | None = None
        self.resources: list[Resource] = []
        self.side = 0
        """Which side of the conflict is selected: 0 or 1."""
        self._rows: Sequence[int] = ()
        self._shown: tuple[object, ...] = ()
        self._booked: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """What is listed, the list, the two sides."""
        yield Static(id="heading", markup=False)
        yield Grid(COLUMNS, self._row, fixed=2, sign_width=4)
        # The list keeps the focus; keys of the view scroll the sides.
        with VerticalScroll(id="sides", can_focus=False):
            yield Static(id="both", markup=False)

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one(Grid)

    @property
    def conflict(self) -> Conflict | None:
        """The conflict under the cursor."""
        cursor, listed = self.grid.cursor, self.listed
        return listed[cursor] if listed is not None and cursor is not None and cursor < len(listed) else None

    def show(self, session: Session, rows: Sequence[int], selected: int | None) -> None:
        """Show the conflicts of the rows listed, with the cursor on one of the selected row.

        Where the selected row has none, the conflict under the cursor selects one of its own: what is edited and
        what the findings speak of is what is seen.
        """
        self.session = session
        self._find_bookings(session)
        pairs = session.pairs if session.pairs_known else None
        state = (session, session.generation, pairs, self.which, id(self.resources))
        if pairs is None:
            self._say("finding the conflicts …")
            return
        if state != self._shown or rows is not self._rows:
            # The numbers of a new list say nothing of the old one: a conflict is found again by its rows.
            before = self._members()
            self._shown, self._rows = state, rows
            self.listed = ConflictList(pairs, self.resources, session.kept_pairs.jammed, self.which, rows)
            self._put_cursor(before, selected)
        # The selection was moved in another view.
        elif selected is not None and selected not in self._members():
            self._put_cursor(frozenset(), selected)
        self._follow(selected)
        if selected not in self._members() and self.selected_row is not None:
            self.side = 0
            self._tell()

    def _put_cursor(self, before: frozenset[int], selected: int | None) -> None:
        """Stay on the same conflict where it is still there, else go to one of the selected row."""
        listed, grid = self.listed, self.grid
        assert listed is not None
        cursor = listed.find(before) if before and (selected is None or selected in before) else None
        if cursor is None and selected is not None:
            cursor = listed.first_of(selected)
        grid.fill(len(listed), cursor if cursor is not None else grid.cursor)

    def _members(self) -> frozenset[int]:
        conflict = self.conflict
        if conflict is None:
            return frozenset()
        if isinstance(conflict, Jammed):
            return frozenset((conflict.row,))
        return frozenset((conflict.a_row, conflict.b_row) if isinstance(conflict, Pair) else conflict.member_rows)

    def _follow(self, selected: int | None) -> None:
        """Say everything about the conflict under the cursor."""
        listed, cursor = self.listed, self.grid.cursor
        if listed is None:
            return
        self._say(f"{len(listed)} of {count(listed.everything, 'conflict')}: {self.which}")
        if cursor is not None and cursor < len(listed):
            rows = listed.rows_of(cursor)
            # The side that other views have selected is the one that keys act on here.
            if selected in rows:
                self.side = rows.index(selected)
        self._show_sides()

    def _say(self, words: str) -> None:
        self.query_one("#heading", Static).update(words)

    def _show_sides(self) -> None:
        conflict, session, listed = self.conflict, self.session, self.listed
        both = self.query_one("#both", Static)
        if conflict is None or session is None or listed is None:
            more = listed is not None and listed.everything
            hint = (
                ": r shows other conflicts, Esc clears the filter"
                if more
                else ": 9 tries other channels, 1 shows the table"
            )
            both.update(f"no conflict among the transmissions listed{hint}")
            return
        width = max(40, self.size.width - 3)
        if isinstance(conflict, Jammed):
            both.update(jammed_text(session, conflict, listed.jamming, width))
        else:
            both.update(conflict_text(session, conflict, listed.pairs.wording, self.side, width))

    def on_resize(self) -> None:
        """Spread the two sides over the new width."""
        self._show_sides()

    def _row(self, number: int) -> GridRow:
        assert self.listed is not None
        return self.listed.row(number)

    # Double bookings

    def _find_bookings(self, session: Session) -> None:
        """Look for double bookings in a worker, once per change, where an inventory says what can be booked."""
        state = (session, session.generation)
        if state == self._booked:
            return
        self._booked = state
        if inventories_of(session.workspace):
            generation, workspace = session.check_snapshot()
            self._work_out_bookings(session, generation, workspace)
        else:
            self.resources = []

    @work(thread=True, exclusive=True, group="bookings", exit_on_error=False)
    def _work_out_bookings(self, session: Session, generation: int, workspace: Workspace) -> None:
        self.post_message(BookingsFound(session, generation, resources_of(workspace)))

    @on(BookingsFound)
    def _take_bookings(self, event: BookingsFound) -> None:
        event.stop()
        session = self.session
        if event.session is session and session is not None and event.generation == session.generation:
            self.resources = event.resources
            self.show(session, self._rows, self.selected_row)

    # Messages of the list

    @property
    def selected_row(self) -> int | None:
        """The row of the selected side."""
        cursor, listed = self.grid.cursor, self.listed
        if listed is None or cursor is None or cursor >= len(listed):
            return None
        return listed.rows_of(cursor)[self.side]

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self.side = 0
        self.query_one("#sides", VerticalScroll).scroll_home(animate=False)
        self._tell()

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.selected_row is not None:
            self.post_message(RowActivated(self.selected_row))

    def _tell(self) -> None:
        self._show_sides()
        if self.selected_row is not None:
            self.post_message(RowHighlighted(self.selected_row))

    # Keys

    def action_which(self) -> None:
        """List other conflicts."""
        self.which = WHICH[(WHICH.index(self.which) + 1) % len(WHICH)]
        if self.session is not None:
            self.show(self.session, self._rows, self.selected_row)
            self._tell()

    def action_side(self) -> None:
        """Select the other side."""
        self.side = 1 - self.side
        self._tell()

    def action_to(self, view_name: str) -> None:
        """Show the selected side in another view."""
        if self.selected_row is not None:
            self.post_message(JumpTo(view_name, self.selected_row))

    def action_read(self, by: int) -> None:
        """Scroll what is said of the conflict."""
        pane = self.query_one("#sides", VerticalScroll)
        pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

    def action_moves(self) -> None:
        """Look for the moves that end the conflict, in a worker, and list them."""
        conflict, session = self.conflict, self.session
        if session is None or not (isinstance(conflict, Jammed) or (isinstance(conflict, Pair) and not conflict.own)):
            self.notify("moves are for conflicts with others and for what is jammed", severity="warning")
            return
        generation, workspace = session.check_snapshot()
        self.notify("looking for moves …")
        self._look_for_moves(session, generation, workspace, conflict)

    @work(thread=True, exclusive=True, group="moves", exit_on_error=False)
    def _look_for_moves(self, session: Session, generation: int, workspace: Workspace, conflict: Pair | Jammed) -> None:
        from bcastplan.workspace.moves.season_moves import moves_for

        self.post_message(MovesFound(session, generation, moves_for(workspace, conflict)))

    @on(MovesFound)
    def _list_moves(self, event: MovesFound) -> None:
        event.stop()
        session = self.session
        if event.session is not session or session is None or event.generation != session.generation:
            return
        if not event.proposals:
            self.notify("no move of one row or two ends it without a new conflict", severity="warning")
            return
        choices = [
            Choice(str(number), move_head(proposal), move_words(proposal))
            for number, proposal in enumerate(event.proposals)
        ]

        def take(chosen: list[str] | None) -> None:
            # The field of the list takes any text, and here only a number of the list means something.
            if chosen and chosen[0].isdigit() and int(chosen[0]) < len(event.proposals):
                self._make(event.proposals[int(chosen[0])])

        explanation = "Each ends the conflict and makes none for anybody. Enter makes the move, if its rows are ours."
        self.app.push_screen(Pick("Moves", choices, explanation=explanation, heads=("To", "Move")), take)

    def _make(self, proposal: Proposal) -> None:
        from bcastplan.workspace.moves.applied_moves import make_moves

        # A reference schedule is a copy of what others publish: writing a move into it would change nothing on the air.
        if not all(move.own for move in proposal.moves):
            self.notify("it moves a row of others: ask them, and agree with A", severity="warning")
            return
        once = "moves that end a conflict are made for it alone: M lists those of another one"
        self.post_message(EditWanted("settle", lambda session: make_moves(session, proposal.moves), once=once))

    def action_agree(self) -> None:
        """Ask for the reason, and settle the conflict with it."""
        pair, listed = self.conflict, self.listed
        if not isinstance(pair, Pair) or listed is None:
            self.notify("only a pair can be agreed: move a double booking or what is jammed", severity="warning")
            return
        a_row, b_row = pair.a_row, pair.b_row

        def take(reason: str | None) -> None:
            if reason is not None:
                once = "an agreement is about one conflict: A settles another one"
                self.post_message(EditWanted("agree", lambda session: agree(session, a_row, b_row, reason), once=once))

        words = Text("\n".join(pair_lines(pair, listed.pairs.wording))).plain
        explanation = f"{words}\nWhy is it settled? The reason is written to the plan file under `agreed`."
        self.app.push_screen(Ask("Agree", explanation, judge=_reason), take)


def move_head(proposal: Proposal) -> str:
    """Where the rows of a proposal go, in a word or two."""
    return ", ".join(map(_place_word, proposal.moves))


def _place_word(move: Move) -> str:
    after = move.after
    words = {"frequency": f"{format_khz(after.frequency_khz)} kHz", "time": str(after.time)}
    return words.get(move.change) or inert(f"{after.site_code or ''} {after.antenna or ''}".strip())


def move_words(proposal: Proposal) -> str:
    """What is moved, and what it costs."""
    rows = []
    for move in proposal.moves:
        whose = "ours" if move.own else move.before.broadcaster or move.before.service or "theirs"
        named = move.before.id or f"({format_khz(move.before.frequency_khz)} kHz {move.before.time})"
        rows.append(inert(f"{whose} {named}"))
    return f"{' and '.join(rows)}: {reason_words(proposal)}"


def _reason(answer: str) -> str | None:
    return None if answer.strip() else "an agreement needs a reason, as 'settled at the A26 conference'"
