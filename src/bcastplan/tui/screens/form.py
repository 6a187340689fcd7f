"""The form of one transmission: nothing is written before what would come of it has been shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from bcastplan.document.scalars import line_text
from bcastplan.model.days import DAILY, format_days, parse_days
from bcastplan.model.errors import ValueFault
from bcastplan.model.inert import inert
from bcastplan.model.values import Raw
from bcastplan.tui.bindings import FORM_BINDINGS
from bcastplan.tui.choices import CHOICES
from bcastplan.tui.effect import effect_text
from bcastplan.tui.form_fields import FIELDS, Field, Sense, meaning, problem_of, text_raw
from bcastplan.tui.screens.dialogs import Decide, Dialog, Way
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.widgets.day_switches import DayToggles
from bcastplan.workspace.editing.preview import preview
from bcastplan.workspace.editing.session import Session

PREVIEW_AFTER_SECONDS = 0.05
LABEL_WIDTH, TEXT_WIDTH = 15, 30
"""Columns of a field's name and of its text; form.tcss places the text by them."""


class FieldLine(Widget):
    """One key: its name, its text, what that means or what is wrong with it.

    The line draws its name and its remark itself: a widget for each of them would double the time a form takes to open.
    """

    def __init__(self, field: Field, text: str, inherited: str) -> None:
        super().__init__(id=f"line-{field.key}")
        self.field, self.text, self.inherited = field, text, inherited
        self.remark_text = ""
        """What the text means, or what is wrong with it."""
        self.wrong = False
        """Whether the remark tells a fault."""
        self._remarked: str | None = None
        """The text that was judged last; None before the first time."""

    def compose(self) -> ComposeResult:
        """The text; the days as switches."""
        if self.field.key == "days":
            yield DayToggles(_mask(self.text), _mask(self.inherited) or DAILY)
        else:
            yield Input(self.text, placeholder=inert(self.inherited), compact=True)

    def render(self) -> Content:
        """The name before the text, and the remark behind it."""
        name = self.field.label[: LABEL_WIDTH - 1].ljust(LABEL_WIDTH)
        return Content.assemble(
            (name, "bold $text-accent" if self.has_focus_within else "$text-muted"),
            " " * (TEXT_WIDTH + 1),
            (self.remark_text, "$text-error" if self.wrong else "$text-muted"),
        )

    def on_descendant_focus(self) -> None:
        """Show the name as that of the field one is in."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Show the name as that of any other field."""
        self.refresh()

    @property
    def value(self) -> str:
        """The text as it stands."""
        if self.field.key == "days":
            mask = self.query_one(DayToggles).mask
            if mask == _mask(self.text):
                return self.text  # the same days stay as they are written, as a list or in other words
            return "" if mask is None else format_days(mask) if mask else "-"
        return self.query_one(Input).value

    @property
    def problem(self) -> str | None:
        """What is wrong with it."""
        if self.value == "-" and self.field.key == "days":
            return "a transmission needs at least one day of the week"
        return problem_of(self.field.key, self.value)

    @property
    def changed(self) -> bool:
        """Whether the text is another than the one that was judged last."""
        return self.value != self._remarked

    def remark(self, sense: Sense) -> None:
        """Say what the text means, or what is wrong with it."""
        self._remarked = self.value
        if self.field.key == "days":
            return
        problem = self.problem
        self.wrong = problem is not None
        self.remark_text = f"✗ {inert(problem)}" if problem else self._meaning(sense)
        self.refresh()

    def _meaning(self, sense: Sense) -> str:
        if self.value.strip():
            return meaning(self.field.key, self.value, sense) or self.field.hint
        if self.inherited:
            inherited = meaning(self.field.key, self.inherited, sense)
            return f"from the defaults{f': {inherited}' if inherited else ''}"
        return self.field.hint


def _mask(text: str) -> int | None:
    try:
        return parse_days(text) if text else None
    except ValueFault:
        return None


class Fields(VerticalScroll, inherit_bindings=False):
    """The fields of the form; the keys that would scroll them go from field to field."""


class Form(Dialog[dict[str, Raw | None] | None]):
    """Edit a row, or write a new transmission for a file; gives the keys that changed.

    Args:
        session: what is under edit; it is left as it is.
        row: the row to edit, None for a new one.
        file: the file of a new one.
        values: what a new one begins with.
    """

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*FORM_BINDINGS]

    def __init__(self, session: Session, row: int | None, file: str, values: Mapping[str, Raw] | None = None) -> None:
        super().__init__()
        self.session, self.row, self.file = session, row, file
        self.before: dict[str, Raw] = session.raw(row) if row is not None else {}
        self.start: dict[str, Raw] = {**self.before, **(values or {})}
        self.defaults = session.documents[file].defaults()
        plans = session.workspace.plans
        self.plan = next((one for one in plans if any(each.file == file for each in one.schedules)), plans[0])
        schedule = session.documents[file].schedule
        self.day = schedule.window.first_day if schedule is not None else None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Title, fields, what would come of it."""
        name = (
            f"{line_text(self.start.get('frequency'))} kHz {line_text(self.start.get('time'))}"
            if self.row is not None
            else "New"
        )
        with Vertical(classes="form"):
            yield Static(f"{inert(name)} · {inert(self.file)}", markup=False, classes="title")
            with Fields(classes="fields", can_focus=False):
                for field in FIELDS:
                    yield FieldLine(field, line_text(self.start.get(field.key)), self._inherited(field.key))
            with VerticalScroll(classes="effect", can_focus=False):
                yield Static(markup=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Say what the values mean."""
        self._remark_all()
        self._show_effect()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def _inherited(self, key: str) -> str:
        """What holds for a key that is left empty."""
        schedule = self.session.documents[self.file].schedule
        said = line_text(self.defaults.get(key))
        return (schedule.service or "") if key == "service" and not said and schedule is not None else said

    @property
    def lines(self) -> list[FieldLine]:
        """The fields."""
        return list(self.query(FieldLine))

    def sense(self) -> Sense:
        """What values are read against."""
        from datetime import UTC, datetime

        written: dict[str, Raw] = dict(self.defaults)
        target = self.query_one("#line-target", FieldLine).value.strip()
        if target:
            written["target"] = target
        return Sense(self.plan.directory, written, self.day or datetime.now(UTC).date())

    def changes(self) -> dict[str, Raw | None]:
        """The keys whose text differs from what is written; raises ValueFault where one cannot be read."""
        changed: dict[str, Raw | None] = {}
        for line in self.lines:
            key, text = line.field.key, line.value
            if text.strip() == line_text(self.before.get(key)).strip():
                continue
            changed[key] = text_raw(key, text)
        return changed

    def problems(self) -> list[tuple[str, str]]:
        """Fields that hold something impossible, with what is wrong."""
        return [(line.field.label, problem) for line in self.lines if (problem := line.problem)]

    def _remark_all(self) -> None:
        sense = self.sense()
        for line in self.lines:
            line.remark(sense)

    @on(Input.Changed)
    @on(DayToggles.Changed)
    def _typed(self, event: Input.Changed | DayToggles.Changed) -> None:
        event.stop()
        widget = event.input if isinstance(event, Input.Changed) else event.toggles
        line = widget.parent
        assert isinstance(line, FieldLine)
        if not line.changed:  # an input tells the text it was made with as if it had been typed
            return
        line.remark(self.sense())
        if line.field.key == "target":
            self.query_one("#line-time", FieldLine).remark(self.sense())
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PREVIEW_AFTER_SECONDS, self._show_effect)

    def _show_effect(self) -> None:
        problems = self.problems()
        pane = self.query_one(".effect Static", Static)
        if problems:
            pane.update("\n".join(f"✗ {label}: {inert(problem)}" for label, problem in problems))
            return
        changes = self.changes()
        if not changes:
            pane.update(
                "Nothing is changed." if self.row is not None else "A transmission needs a frequency and a time."
            )
            return
        pane.update(effect_text(preview(self.session, self.row, changes, self.file), changes))

    # Keys

    def action_accept(self) -> None:
        """Give the keys that changed, unless something is wrong."""
        problems = self.problems()
        if problems:
            self.notify(f"{problems[0][0]}: {inert(problems[0][1])}", severity="error", markup=False)
            return
        changes = self.changes()
        effect = preview(self.session, self.row, changes, self.file) if changes else None
        if effect is not None and effect.transmission is None:
            said = effect.problems[0].message if effect.problems else "frequency and time are needed"
            self.notify(inert(said), title="The transmission is not complete yet", severity="error", markup=False)
            return
        self.dismiss(changes)

    @work
    async def action_cancel(self) -> None:
        """Leave; asks when something was typed."""
        try:
            typed = bool(self.changes()) and (self.row is not None or bool(self.problems()) or self._differs())
        except ValueFault:
            typed = True
        if typed:
            ways = [Way("back", "Go on editing"), Way("drop", "Drop the changes", grave=True)]
            if (
                await self.app.push_screen_wait(
                    Decide("Drop what you typed?", "It has not been written to the file.", ways)
                )
                != "drop"
            ):
                return
        self.dismiss(None)

    def _differs(self) -> bool:
        return any(line.value.strip() != line_text(self.start.get(line.field.key)).strip() for line in self.lines)

    def _line(self) -> FieldLine | None:
        focused = self.focused
        return focused.parent if focused is not None and isinstance(focused.parent, FieldLine) else None

    @work
    async def action_pick(self) -> None:
        """Choose the value of the field from what there is."""
        line = self._line()
        listed = CHOICES.get(line.field.key) if line is not None else None
        if line is None or listed is None:
            self.notify("there is no list of codes for this field", markup=False)
            return
        several = line.field.key in ("language", "target")
        now = [part.strip() for part in (line.value or line.inherited).split(",") if part.strip()]
        chosen = now if several else now[:1]
        title = f"{line.field.label}: search by code or name"
        picked = await self.app.push_screen_wait(
            Pick(title, listed(self.plan.directory), chosen=chosen if line.value else [], several=several)
        )
        if picked:
            line.query_one(Input).value = ",".join(picked)

    def action_default(self) -> None:
        """Empty the field."""
        line = self._line()
        if line is None:
            return
        if line.field.key == "days":
            line.query_one(DayToggles).action_inherit()
        else:
            line.query_one(Input).value = ""
