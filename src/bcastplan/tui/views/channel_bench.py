"""The workbench of channels: hours and figures of a band, and what the channel under the cursor would do.

Workers compute the figures and post them in parts, conflicts first; they are stopped when the view is left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from bcastplan.coverage.coverage_result import Heard
from bcastplan.coverage.predicted_months import CoverageRequestError
from bcastplan.coverage.samples import CoverageCancelled
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.transmission import Transmission
from bcastplan.model.values import Raw
from bcastplan.tui.bindings import CHANNEL_BINDINGS
from bcastplan.tui.views.channel_grid import ChannelGrid
from bcastplan.tui.views.channel_lines import (
    FILLS,
    FREE_FILL,
    ITSELF_FILL,
    ORDERS,
    Line,
    occupants,
    ordered,
)
from bcastplan.tui.views.channel_words import Question, channel_words, effect_lines, frequency_change
from bcastplan.tui.views.timeline_lines import CLASH_FILL
from bcastplan.workspace.editing.preview import preview
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.opening.open_plans import Workspace
from bcastplan.workspace.prediction.channel_neighbours import ConflictCount
from bcastplan.workspace.prediction.channel_slots import ChannelSlots, Use
from bcastplan.workspace.prediction.channel_workbench import (
    ChannelVerdict,
    ChannelWorkbench,
    NoWorkbench,
    band_names,
    band_of_transmission,
)

EFFECT_AFTER_SECONDS = 0.05
_WIDE = 100
"""Cells from which on the signs are explained at their full width."""
NEAR_THE_CURSOR = 12
"""Channels on either side of the cursor that are judged before all others."""


class Figured(Message):
    """A worker has computed a part of the figures; those it has not reached are None."""

    def __init__(
        self,
        question: Question,
        bench: ChannelWorkbench | None = None,
        *,
        conflicts: list[ConflictCount] | None = None,
        slots: ChannelSlots | None = None,
        heard: list[Heard | None] | None = None,
        verdicts: Mapping[int, ChannelVerdict] | None = None,
        problem: str = "",
        done: bool = False,
    ) -> None:
        super().__init__()
        self.question, self.bench, self.conflicts, self.slots = question, bench, conflicts, slots
        self.heard, self.verdicts, self.problem, self.done = heard, verdicts, problem, done


class ChannelBench(Vertical):
    """Heading, channels, the effect of the one under the cursor, and what the signs mean."""

    BINDINGS: ClassVar[list[BindingType]] = [*CHANNEL_BINDINGS]
    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")

    class Taken(Message):
        """The transmission is to go to a channel."""

        def __init__(self, frequency_khz: float) -> None:
            super().__init__()
            self.frequency_khz = frequency_khz

    class Left(Message):
        """The user goes back."""

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.question: Question | None = None
        self.bench: ChannelWorkbench | None = None
        self.conflicts: list[ConflictCount] = []
        self.heard: list[Heard | None] | None = None
        self.verdicts: dict[int, ChannelVerdict] = {}
        self.done = False
        """Whether all figures that were asked for are there."""
        self.order = ORDERS[0]
        self.changes: Mapping[str, Raw | None] = {}
        self.file: str | None = None
        self._problem = ""
        self._kept_khz: float | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Heading, channels, effect and signs, from top to bottom."""
        yield Static(classes="heading", markup=False)
        yield ChannelGrid()
        yield Static(classes="effect", markup=False)
        yield Static(classes="legend", markup=False)

    def on_resize(self) -> None:
        """Say what the signs mean, in the new width."""
        self._show_legend()

    @property
    def grid(self) -> ChannelGrid:
        """The channels."""
        return self.query_one(ChannelGrid)

    @property
    def khz(self) -> float | None:
        """The frequency under the cursor."""
        number = self.grid.channel
        return self.bench.channels[number].frequency_khz if self.bench is not None and number is not None else None

    # What is asked

    def ask(
        self,
        session: Session,
        row: int | None,
        transmission: Transmission,
        changes: Mapping[str, Raw | None],
        file: str,
    ) -> None:
        """Show a transmission on the channels of its band; figures that are known already are not computed again.

        Args:
            session: what is under edit.
            row: its row, None for a new one.
            transmission: the transmission as it is to be, with the changes.
            changes: what is changed besides the frequency and not written yet.
            file: the file it is, or will be, written in.
        """
        opened = next(plan for plan in session.workspace.plans if any(each.file == file for each in plan.schedules))
        before = self.question
        same = before is not None and (before.row, before.plan) == (row, opened.key) and session is self.session
        band = band_of_transmission(transmission, opened)
        # The user may have gone to another band, and an edit of something else must not lead back.
        if same and before is not None and before.transmission.frequency_khz == transmission.frequency_khz:
            band = before.band
        question = Question(session.generation, row, transmission, opened.key, band)
        self.session, self.changes, self.file = session, changes, file
        # The same question is asked again where its worker was stopped before it was done, as by leaving the view.
        if question != before or not (self.done or self.is_working):
            self._start(question, self.khz if same else transmission.frequency_khz)

    @property
    def is_working(self) -> bool:
        """Whether a worker is computing figures."""
        return any(worker.group == "channels" and worker.is_running for worker in self.workers)

    def _start(self, question: Question, cursor_khz: float | None) -> None:
        assert self.session is not None
        # Figures of another band or transmission must go at once; after an edit the old ones stay until new ones come.
        if self.question is None or self.question.band != question.band or self.question.row != question.row:
            self.bench = None
            self.grid.fill([], [], None, None)
        self.question, self.done, self._problem, self._kept_khz = question, False, "", cursor_khz
        _, workspace = self.session.check_snapshot()
        self._say()
        self._work_out(question, workspace, cursor_khz)

    def say_instead(self, words: str) -> None:
        """Show no channels but a sentence."""
        self.stop()
        self.question, self.bench, self._problem = None, None, words
        self.grid.fill([], [], None, None)
        self._say()
        self.query_one(".effect", Static).update("")

    def stop(self) -> None:
        """Tell the worker to stop."""
        self.workers.cancel_group(self, "channels")
        if self._timer is not None:
            self._timer.stop()

    @work(thread=True, exclusive=True, group="channels", exit_on_error=False)
    def _work_out(self, question: Question, workspace: Workspace, cursor_khz: float | None) -> None:
        worker = get_current_worker()

        def cancelled() -> bool:
            return worker.is_cancelled

        def post(bench: ChannelWorkbench | None = None, **parts: object) -> None:
            if not worker.is_cancelled:
                self.post_message(Figured(question, bench, **parts))  # type: ignore[arg-type]

        try:
            opened = next(plan for plan in workspace.plans if plan.key == question.plan)
            bench = ChannelWorkbench(workspace, opened, question.row, question.transmission, question.band)
            post(bench, conflicts=bench.conflicts(), slots=bench.slots())
            post(bench, heard=bench.heard(cancelled))
            parts = nearest_first([channel.frequency_khz for channel in bench.channels], cursor_khz)
            for part in parts:
                post(bench, verdicts=dict(zip(part, bench.verdicts(part, cancelled), strict=True)))
            post(bench, done=True)
        except CoverageCancelled:
            return
        except (NoWorkbench, CoverageRequestError) as error:
            post(problem=str(error), done=True)

    @on(Figured)
    def _take(self, event: Figured) -> None:
        event.stop()
        # The worker may have posted before it was stopped.
        if event.question != self.question:
            return
        self.done, self._problem = event.done, event.problem or self._problem
        if event.conflicts is not None:
            khz = self.khz or self._kept_khz  # the cursor may have moved over the figures of before
            self.bench, self.conflicts, self.heard, self.verdicts = event.bench, event.conflicts, None, {}
            self._fill(event.slots, khz)
        if event.heard is not None:
            self.heard = event.heard
        if event.verdicts is not None:
            self.verdicts |= event.verdicts
        if self.bench is not None:
            # Only the figures have changed, and lines stay where they are.
            if self.order == ORDERS[0]:
                self.grid.renew(self._lines())
            else:
                self._fill(self.grid.slots, self.khz)
        self._say()
        self._show_effect()

    def _lines(self) -> list[Line]:
        assert self.bench is not None
        candidates = self.bench.candidates(self.conflicts, self.heard)
        known = self.heard is not None
        return [Line(candidate, known, self.verdicts.get(number)) for number, candidate in enumerate(candidates)]

    def _fill(self, slots: ChannelSlots | None, khz: float | None) -> None:
        """Show the channels in their order with the cursor on the one nearest to a frequency."""
        lines = self._lines()
        nearest = min(
            range(len(lines)),
            key=lambda number: abs(lines[number].candidate.frequency_khz - (khz or 0.0)),
            default=None,
        )
        self.grid.fill(lines, ordered(lines, self.order), slots, nearest)

    # Words

    def _say(self) -> None:
        heading = self.query_one(".heading", Static)
        question = self.question
        if question is None or (self._problem and self.bench is None):
            heading.update(inert(self._problem))
            return
        transmission = question.transmission
        state = "" if self.done else "predicting …" if self.bench is not None else "looking for channels …"
        parts = [
            f"{format_khz(transmission.frequency_khz)} kHz {transmission.time} UTC {transmission.days_text}",
            f"from {transmission.site_code}" if transmission.site_code else None,
            f"to {transmission.listeners or transmission.target}" if transmission.target else None,
            question.band,
            self.order if self.order != ORDERS[0] else None,
            state or self._problem,
        ]
        heading.update(inert(" · ".join(part for part in parts if part)))

    def _show_legend(self) -> None:
        grid, text = self.grid, Text(no_wrap=True, overflow="ellipsis")
        signs = (
            (ITSELF_FILL, "itself", "now"), (FREE_FILL, "free", "free"), (CLASH_FILL, "clash", "blocked"),
            (FILLS[Use.OURS], "ours", "ours"), (FILLS[Use.THEIRS], "theirs", "theirs"),
            (FILLS[Use.ELSEWHERE], "elsewhere", "elsewhere"), (FILLS[Use.BESIDE], "beside", "beside"),
            (FILLS[Use.JAMMED], "jammed", "jammed"),
        )  # fmt: skip
        cells = 2 if self.size.width >= _WIDE else 1
        for sign, style, words in signs:
            text.append(sign * cells, grid.get_component_rich_style(f"channels--{style}", partial=True))
            text.append(f" {words}  ")
        self.query_one(".legend", Static).update(text)

    def _effect_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(EFFECT_AFTER_SECONDS, self._show_effect)

    def _show_effect(self) -> None:
        """Say what the channel under the cursor would do: its figures in words, and the pairs that come and go."""
        pane, number = self.query_one(".effect", Static), self.grid.channel
        session, question = self.session, self.question
        if session is None or question is None or number is None or self.bench is None or self.khz is None:
            pane.update("")
            return
        lines = [channel_words(self.grid.lines[number], self.verdicts.get(number))]
        if self.khz == question.transmission.frequency_khz and not self.changes:
            lines.append("It is on this channel now; f goes to the next clear one.")
        elif session.pairs_known:
            effect = preview(
                session, question.row, {**self.changes, **frequency_change(self.khz, question.transmission)}, self.file
            )
            lines += effect_lines(effect, self.bench.neighbourhood.registered)
            lines += [f"{finding.rule}: {inert(finding.message)}" for finding in effect.findings]
        others = occupants(self.grid.slots, number) if self.grid.slots is not None else []
        if others:
            lines.append(f"On it: {', '.join(others)}")
        pane.update("\n".join(lines))

    # Messages and keys

    @on(ChannelGrid.Moved)
    def _moved(self, event: ChannelGrid.Moved) -> None:
        event.stop()
        if event.chosen:
            self.action_write()
        else:
            self._effect_soon()

    def action_write(self) -> None:
        """Take the channel under the cursor."""
        if self.khz is not None:
            self.post_message(self.Taken(self.khz))

    def action_back(self) -> None:
        """Go back."""
        self.post_message(self.Left())

    def action_order(self) -> None:
        """Order the channels in the next of three ways: by frequency, best first, or best under interference first."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        if self.bench is not None:
            self._fill(self.grid.slots, self.khz)
            if self.order != ORDERS[0]:
                self.grid.go_to(0)
        self._say()
        self._effect_soon()

    def action_week(self) -> None:
        """Show the seven days of the week, or the days of the transmission as one."""
        self.grid.week = not self.grid.week
        self.grid.refresh()

    def action_clear(self, by: int) -> None:
        """Go to the next or previous channel without error, warning and jammer; after the last one comes the first."""
        grid = self.grid
        count = len(grid.order)
        for step in range(1, count + 1):
            place = (grid.cursor + by * step) % count
            candidate = grid.lines[grid.order[place]].candidate
            if not (candidate.errors or candidate.warnings or candidate.jammers):
                grid.go_to(place)
                return
        self.notify("no channel of this band is clear", severity="warning")

    def action_own(self) -> None:
        """Go to the channel that the transmission is on now."""
        if self.question is not None and self.bench is not None:
            self._fill(self.grid.slots, self.question.transmission.frequency_khz)
            self._effect_soon()

    def action_band(self, by: int) -> None:
        """Show the channels of another band."""
        question = self.question
        if question is None:
            return
        # Bands of shortwave, or of long and medium wave: no transmitter serves both.
        names = band_names(question.transmission.frequency_khz >= 1800.0)
        at = names.index(question.band) + by if question.band in names else 0
        if 0 <= at < len(names):
            self._start(question._replace(band=names[at]), question.transmission.frequency_khz)


def nearest_first(channels_khz: Sequence[float], cursor_khz: float | None) -> list[list[int]]:
    """The numbers of the channels in two parts, judged one after the other: those near the cursor, and all others."""
    key: Callable[[int], float] = lambda number: abs(channels_khz[number] - (cursor_khz or 0.0))  # noqa: E731
    middle = min(range(len(channels_khz)), key=key)
    near = [number for number in range(len(channels_khz)) if abs(number - middle) <= NEAR_THE_CURSOR]
    rest = [number for number in range(len(channels_khz)) if abs(number - middle) > NEAR_THE_CURSOR]
    return [part for part in (near, rest) if part]
