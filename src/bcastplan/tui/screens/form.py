"""The form of one transmission: its effect is shown before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.timer import Timer
from textual.widgets import Static

from bcastplan.document.scalars import line_text
from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.values import Raw
from bcastplan.reference.choices import CHOICES
from bcastplan.tui.dialog_bindings import FORM_BINDINGS
from bcastplan.tui.effect import effect_text
from bcastplan.tui.field_lines import FieldLine
from bcastplan.tui.form_fields import FIELDS, inherited_text, text_raw
from bcastplan.tui.screens.channel_choice import ChooseChannel
from bcastplan.tui.screens.dialog_base import Dialog
from bcastplan.tui.screens.dialogs import Decide, Way
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.widgets.field_sheet import FieldSheet
from bcastplan.tui.widgets.key_bar import KeyBar
from bcastplan.workspace.editing.meanings import Sense, sense_of
from bcastplan.workspace.editing.preview import preview
from bcastplan.workspace.editing.session import Session

PREVIEW_AFTER_SECONDS = 0.05
START_KHZ = "9700"
"""Where channels are looked for while no frequency is typed: in the middle of 31 m."""
WHO_LISTENS = ("target", "listeners")
"""Keys that decide by which clock the local time is told."""


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
                yield FieldSheet(
                    [
                        FieldLine(
                            field,
                            line_text(self.start.get(field.key)),
                            inherited_text(self.session, self.file, field.key),
                        )
                        for field in FIELDS
                    ]
                )
            with VerticalScroll(classes="effect", can_focus=False):
                yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what the values mean."""
        self._remark_all()
        self._show_effect()

    @property
    def sheet(self) -> FieldSheet:
        """The lines of the form."""
        return self.query_one(FieldSheet)

    @on(FieldSheet.Moved)
    def _moved(self, event: FieldSheet.Moved) -> None:
        event.stop()
        place = Region(0, event.number, 1, 1)
        self.query_one(Fields).scroll_to_region(place, animate=False, force=True)

    @property
    def lines(self) -> tuple[FieldLine, ...]:
        """The fields."""
        return self.sheet.lines

    def sense(self) -> Sense:
        """What the values of the fields are read with: the file's defaults, and who listens as typed."""
        written = {key: value for key in WHO_LISTENS if (value := self.sheet.line(key).value.strip())}
        return sense_of(self.session, self.file, written)

    def changes(self) -> dict[str, Raw | None]:
        """The keys whose text differs from what is written; raises ValueFault where one cannot be read."""
        return {key: text_raw(key, line.value) for key, line in self._changed_lines()}

    def problems(self) -> list[tuple[str, str]]:
        """Fields that hold something impossible, with what is wrong."""
        return [(line.field.label, problem) for line in self.lines if (problem := line.problem)]

    def _remark_all(self) -> None:
        sense = self.sense()
        for line in self.lines:
            line.remark(sense)
        self.sheet.refresh()

    @on(FieldSheet.Changed)
    def _typed(self, event: FieldSheet.Changed) -> None:
        event.stop()
        changed = [number for number, line in enumerate(self.lines) if line.changed]
        if not changed:
            return
        sense = self.sense()
        if any(self.lines[number].field.key in WHO_LISTENS for number in changed):
            changed.append(self.lines.index(self.sheet.line("time")))  # which tells the listeners' local time
        for number in changed:
            self.lines[number].remark(sense)
            self.sheet.refresh_line(number)
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
            reason = effect.problems[0].message if effect.problems else "frequency and time are needed"
            self.notify(inert(reason), title="The transmission is not complete yet", severity="error", markup=False)
            return
        self.dismiss(changes)

    @work
    async def action_cancel(self) -> None:
        """Leave; asks when something was typed."""
        try:
            # A new transmission begins with values of the selected one, which nobody has typed.
            typed = bool(self.changes()) and (self.row is not None or bool(self.problems()) or self._differs())
        # What cannot be read was typed, too.
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
        return any(line.value.strip() != line.start.strip() for line in self.lines)

    def action_next(self, by: int) -> None:
        """Go to the next field, or the one before."""
        self.sheet.go_to(self.sheet.number + by)

    @work
    async def action_pick(self) -> None:
        """Choose the value of the field from what there is."""
        line = self.sheet.current
        if line.field.key == "frequency":
            await self._pick_channel()
            return
        listed = CHOICES.get(line.field.key)
        if listed is None:
            self.notify("there is no list of codes for this field", markup=False)
            return
        several = line.field.key in ("language", "target")
        now = [part.strip() for part in (line.value or line.inherited).split(",") if part.strip()]
        chosen = now if several else now[:1]
        title = f"{line.field.label}: search by code or name"
        picked = await self.app.push_screen_wait(
            Pick(title, listed(self.sense().directory), chosen=chosen if line.value else [], several=several)
        )
        if picked:
            line.write(",".join(picked))

    async def _pick_channel(self) -> None:
        """Choose the frequency among the channels of a band, for the transmission as it is typed."""
        # The frequency is what is looked for, so that a wrong one does not matter.
        if problems := [words for words in self.problems() if words[0] != self.sheet.line("frequency").field.label]:
            self.notify(f"{problems[0][0]}: {inert(problems[0][1])}", severity="error", markup=False)
            return
        line = self.sheet.line("frequency")
        typed = {key: text_raw(key, other.value) for key, other in self._changed_lines() if key != "frequency"}
        known = line.value if line.value.strip() and not line.problem else START_KHZ
        effect = preview(self.session, self.row, {**typed, "frequency": text_raw("frequency", known)}, self.file)
        if effect.transmission is None:
            reason = effect.problems[0].message if effect.problems else "a time is needed"
            self.notify(inert(reason), title="No channels yet", severity="error", markup=False)
            return
        chosen = await self.app.push_screen_wait(
            ChooseChannel(self.session, self.row, effect.transmission, typed, self.file)
        )
        if chosen is not None:
            line.write(format_khz(chosen))

    def _changed_lines(self) -> list[tuple[str, FieldLine]]:
        return [
            (line.field.key, line)
            for line in self.lines
            if line.value.strip() != line_text(self.before.get(line.field.key)).strip()
        ]

    def action_default(self) -> None:
        """Empty the field."""
        if self.sheet.current.field.key == "days":
            self.sheet.toggles.action_inherit()
        else:
            self.sheet.current.write("")
