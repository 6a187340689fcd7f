"""Every finding in one list, those of files and of the plan too, and the repair of files that cannot be read."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from bcastplan.files.regular import is_file
from bcastplan.reference.choices import Choice
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.screens.problem_pick import FIX, ProblemPick
from bcastplan.workspace.editing.disk_copy import Stamp, stamp_of

if TYPE_CHECKING:
    from bcastplan.model.finding import Finding
    from bcastplan.tui.screens.plan_screen import PlanScreen
    from bcastplan.workspace.editing.session import Session

USUAL_EDITOR = "vi"
_BY_COLON = ("code", "codium", "subl", "zed")
"""Editors that take the line behind the name of the file; all others take ``+LINE`` before it."""


class Problems(Controller):
    """Lists findings, goes to their transmissions, and repairs files that no row shows."""

    def __init__(self, screen: PlanScreen) -> None:
        super().__init__(screen)
        self._stamps: dict[str, Stamp | None] = {}
        """The broken files as they were when they were read."""

    def begin(self, session: Session) -> None:
        """Another session is open: remember how its broken files look."""
        from bcastplan.workspace.editing.repairs import broken_files

        self._stamps = {file: stamp_of(file) for file in broken_files(session)}

    @asks
    async def show(self) -> None:
        """List every finding; the one that is chosen is gone to, or its file is repaired."""
        findings = self.opened.check().findings
        if not findings:
            self.tell("there is no finding in this plan")
            return
        choices = [Choice(str(number), _head(finding), _words(finding)) for number, finding in enumerate(findings)]
        heading = f"Problems: {len(findings)} finding{'' if len(findings) == 1 else 's'}"
        explanation = (
            "Type a rule, a file or a word. Enter goes to the transmission, or to the file to repair it. "
            "Fix writes what check --fix would."
        )
        if any(not is_file(finding.place.file) for finding in findings):
            explanation += " What a whole folder lacks is only told."
        question = ProblemPick(heading, choices, explanation=explanation, heads=("Rule", "Where, and what is wrong"))
        picked = await self.app.push_screen_wait(question)
        if picked and picked[-1] == FIX:
            await self.screen.fixes.of_finding(findings[int(picked[0])])
        elif picked:
            await self._go_to(findings[int(picked[0])])

    def of_no_row(self) -> list[Finding]:
        """Findings of files and plans, which no row of the table shows."""
        from bcastplan.workspace.editing.row_findings import RowPlaces

        session = self.opened
        places = RowPlaces(session.workspace, session.documents)
        return [finding for finding in session.check().findings if places.row_of(finding.place) is None]

    async def _go_to(self, finding: Finding) -> None:
        from bcastplan.workspace.editing.row_findings import RowPlaces

        row = RowPlaces(self.opened.workspace, self.opened.documents).row_of(finding.place)
        if row is not None:
            await self.screen.views.jump("table", row)
        elif not is_file(finding.place.file):
            self.tell(finding.message, "warning", finding.place.file)
        else:
            await self._repair(finding)

    async def _repair(self, finding: Finding) -> None:
        """Mend a file in a pane, or in the editor of the terminal."""
        from bcastplan.document.text import BOM
        from bcastplan.files.regular import read_regular
        from bcastplan.files.writing import FileWrite, Transaction
        from bcastplan.model.errors import UnreadableInput
        from bcastplan.tui.screens.repair import Repair

        file, line = finding.place.file, finding.place.line or 1
        # The text on disk is not the one that is being edited: a repair of it would be in conflict with the edits.
        if file in self.opened.dirty:
            self.tell(f"{file} has edits that are not saved: save them first", "warning")
            return
        try:
            data = read_regular(file)
            text = data.decode("utf-8-sig")
        except (OSError, UnreadableInput, UnicodeDecodeError) as error:
            self.tell(f"{file} cannot be shown as text: {error}", "error")
            return
        newline = "\r\n" if "\r\n" in text else "\n"
        # The pane works with line feeds; the file gets the line ends back that it has.
        shown = text.replace("\r\n", "\n")
        answer = await self.app.push_screen_wait(Repair(file, shown, line, f"{finding.rule}: {finding.message}"))
        if answer == "editor":
            self._edit_outside(file, line)
        elif answer is not None and answer != shown:
            mark = BOM if data.startswith(BOM.encode()) else ""
            try:
                repaired = (mark + answer.replace("\n", newline)).encode()
                Transaction([FileWrite(file, repaired, over=data)]).run()
            except OSError as error:
                self.tell(f"{file}: {error.strerror or error}", "error", "Not saved")
                return
        self.read_again()

    def _edit_outside(self, file: str, line: int) -> None:
        """Give the terminal to the user's editor until it ends."""
        command = editor_command(file, line)
        try:
            with self.app.suspend():
                subprocess.run(command, check=False)
        except SuspendNotSupported:
            self.tell("this terminal cannot be lent to an editor: repair the file here", "warning")
        except OSError as error:
            self.tell(f"{command[0]}: {error.strerror or error}. Set EDITOR to the editor you use", "error")

    def read_again(self) -> None:
        """Read the files again that were broken and have changed, and those under edit that have."""
        from bcastplan.document.splice import EditRefused
        from bcastplan.model.errors import UnreadableInput
        from bcastplan.workspace.editing.repairs import read_repaired

        session = self.opened
        changed = [file for file, stamp in self._stamps.items() if stamp_of(file) != stamp]
        if not changed:
            self.screen.saves.check_disk()
            return
        # Without edits reading everything anew is simplest; with them only the repaired files are read.
        if not session.dirty and not session.history.done:
            self.screen.plan_load.load(self.screen.paths, self.screen.against)
            return
        before = len(session.table)
        for file in changed:
            self._stamps[file] = stamp_of(file)
            try:
                whole = read_repaired(session, file)
                self.tell(f"{file} {'has been read' if whole else 'is still broken'}", "information")
            except (EditRefused, UnreadableInput, OSError) as error:
                self.tell(str(error), "warning")
        self.screen.shown_plan.changed(before)


def editor_command(file: str, line: int) -> list[str]:
    """The command that opens a file at a line: what VISUAL or EDITOR names, else vi."""
    # A variable that holds blanks alone names no editor.
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or USUAL_EDITOR) or [USUAL_EDITOR]
    if Path(command[0]).name in _BY_COLON:
        # VS Code and VSCodium take a line behind the colon only after `--goto`.
        return [*command, "--goto", f"{file}:{line}"] if "cod" in command[0] else [*command, f"{file}:{line}"]
    return [*command, f"+{line}", file]


def _head(finding: Finding) -> str:
    from bcastplan.tui.severity_signs import SIGNS

    return f"{SIGNS[finding.severity]} {finding.rule}"


def _words(finding: Finding) -> str:
    line = f":{finding.place.line}" if finding.place.line else ""
    return f"{finding.place.file}{line}  {finding.message}"
