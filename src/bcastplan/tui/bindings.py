"""Every key of the screen has an id for the user's keymap, words for the footer and a sentence for help."""

from __future__ import annotations

from textual.binding import Binding


def bind(identifier: str, keys: str, action: str, description: str, tooltip: str, *, show: bool = False) -> Binding:
    """A binding as all of them are: with an id, a description and a tooltip."""
    return Binding(keys, action, description, show=show, tooltip=tooltip, id=identifier)


VIEWS = (
    ("table", "1", "Table", "All transmissions, sorted and filtered"),
    ("timeline", "2", "Timeline", "Twenty-four hours with a bar for each transmission"),
    ("conflicts", "3", "Conflicts", "The pairs in conflict, worst first, side by side"),
    ("hours", "4", "Hours", "Frequency-hours, transmitter-hours and programme-hours, with cost"),
    ("map", "5", "Map", "Sites, beams and targets on a map of the world"),
    ("on_air", "6", "On air", "What is on the air at a moment"),
    ("heard", "7", "Heard", "What was delivered and heard, by the plan's monitoring logs"),
    ("circuit", "8", "Circuit", "Which frequencies carry over the day: MUF, FOT, LUF, and what is heard by hour"),
)
"""Name, key, title and tooltip of each view."""

VIEW_BINDINGS = [bind(f"view.{name}", key, f"view('{name}')", title, text) for name, key, title, text in VIEWS]

APP_BINDINGS = [
    bind("app.help", "f1", "help", "Help", "Explain what has the focus, with the keys that work there", show=True),
    bind("app.palette", "ctrl+p", "command_palette", "Commands", "Search every command by name", show=True),
    bind("app.quit", "q,ctrl+q", "leave", "Quit", "Leave; asks when there are unsaved changes", show=True),
    bind("app.redraw", "ctrl+l", "redraw", "Redraw", "Paint the screen anew, when something else has written on it"),
    bind("app.theme", "f10", "change_theme", "Theme", "Choose the colours of the screen"),
]

FILE_BINDINGS = [
    bind("file.save", "ctrl+s,f2", "save", "Save", "Show what saving changes and write the edited lines", show=True),
    bind("file.check_disk", "f5", "check_disk", "Reread", "Read again what was repaired or written elsewhere"),
    bind("file.references", "g", "references", "Reference", "Choose schedules of others to compare with (ghost rows)"),
    bind("file.open", "ctrl+o", "open", "Open", "Open another plan, schedule or list"),
    bind("file.import", "ctrl+t", "import_list", "Import", "Make schedules of a list (HFCC, EiBi, Aoki)"),
]

EDIT_BINDINGS = [
    bind("edit.form", "e,enter", "edit", "Edit", "Open the transmission in the form", show=True),
    bind("edit.new", "n", "new", "New", "Write a new transmission in the form", show=True),
    bind("edit.duplicate", "d", "duplicate", "Duplicate", "Put a copy behind the transmission"),
    bind("edit.delete", "x,delete", "delete", "Delete", "Take the marked transmissions, or this one, out"),
    bind("edit.split", "s", "split", "Split", "Cut the transmission in two at a time"),
    bind("edit.shift", "t", "shift", "Shift", "Move the marked transmissions earlier or later by minutes"),
    bind("edit.earlier", "left_square_bracket", "shift_by(-5)", "5 min earlier", "Move 5 minutes earlier"),
    bind("edit.later", "right_square_bracket", "shift_by(5)", "5 min later", "Move 5 minutes later"),
    bind("edit.days", "w", "days", "Days", "Choose the days of the week of the marked transmissions"),
    bind("edit.move", "m", "move", "Move", "Move the marked transmissions to another file"),
    bind("edit.bulk", "b", "bulk", "Bulk edit", "Write one key of all marked transmissions"),
    bind("edit.fill", "B", "fill", "Fill", "Copy keys of the selected transmission to all marked ones"),
    bind("edit.repeat", "full_stop", "repeat", "Repeat", "Make the last change again, of the marked ones or this one"),
    bind("edit.undo", "u,ctrl+z", "undo", "Undo", "Take the last step back", show=True),
    bind("edit.redo", "ctrl+r,ctrl+y", "redo", "Redo", "Do the last undone step again"),
]

CLIPBOARD_BINDINGS = [
    bind("copy.yaml", "y", "copy('yaml')", "Copy", "Copy the marked transmissions, or this one, as YAML"),
    bind("copy.tsv", "Y", "copy('tsv')", "Copy TSV", "Copy as tab-separated values, for a spreadsheet"),
    bind("copy.hfcc", "H", "copy('hfcc')", "Copy HFCC", "Copy as lines of an HFCC file"),
    bind("paste", "p", "paste", "Paste", "Make transmissions of YAML, spreadsheet rows, HFCC or EiBi lines"),
]

LIST_BINDINGS = [
    bind("filter.edit", "slash", "filter", "Filter", "Show only the transmissions that a query matches", show=True),
    bind("filter.clear", "escape", "escape", "Clear", "Clear the marks, then the filter"),
    bind("table.sort", "o", "sort", "Sort", "Choose the column to sort by; again: the other way round"),
    bind("table.columns", "c", "columns", "Columns", "Choose the columns and their order"),
    bind("table.ghosts", "G", "ghosts", "Ghosts", "Hide or show the rows of the reference schedules"),
    bind("mark.toggle", "space", "mark", "Mark", "Mark the transmission, or take its mark away"),
    bind("mark.all", "a", "mark_all", "Mark all", "Mark everything the filter shows"),
    bind("find.next", "f8", "next_finding", "Next finding", "Go to the next finding; files and plan come last"),
    bind(
        "find.problems",
        "f7",
        "problems",
        "Problems",
        "List every finding, of files and the plan too; go to it or repair",
    ),
    bind("findings.explain", "question_mark", "explain", "Explain", "Explain the rules behind the findings"),
]

COVERAGE_BINDINGS = [
    bind("coverage.predict", "C,f9", "coverage", "Coverage", "Predict who can hear it, for table, hours and map"),
]

PLAN_BINDINGS = [
    *VIEW_BINDINGS,
    *EDIT_BINDINGS,
    *LIST_BINDINGS,
    *CLIPBOARD_BINDINGS,
    *FILE_BINDINGS,
    *COVERAGE_BINDINGS,
]
"""The keys of the plan's screen, whatever view is shown."""

GRID_BINDINGS = [
    bind("cursor.up", "up", "cursor(-1)", "Up", "One row up"),
    bind("cursor.down", "down", "cursor(1)", "Down", "One row down"),
    bind("cursor.page_up", "pageup", "page(-1)", "Page up", "One page up"),
    bind("cursor.page_down", "pagedown", "page(1)", "Page down", "One page down"),
    bind("cursor.first", "home", "edge(0)", "First", "The first row"),
    bind("cursor.last", "end", "edge(1)", "Last", "The last row"),
    bind("cursor.left", "left", "columns_by(-1)", "Columns left", "Show the columns to the left"),
    bind("cursor.right", "right", "columns_by(1)", "Columns right", "Show the columns to the right"),
]
"""The keys of every list."""

# Dialogs and text fields

DIALOG_BINDINGS = [
    bind("app.help", "f1", "app.help", "Help", "Explain what has the focus, with the keys that work there"),
    bind("app.palette", "ctrl+p", "app.command_palette", "Commands", "Search every command by name"),
]
"""The keys of every dialog."""

ASK_BINDINGS = [
    bind("dialog.accept", "enter", "accept", "OK", "Accept the answer", show=True),
    bind("dialog.cancel", "escape", "cancel", "Cancel", "Change nothing", show=True),
]

DECIDE_BINDINGS = [
    bind("dialog.confirm", "f2,ctrl+s", "confirm", "Save", "Do what the first button says", show=True),
    bind("dialog.leave", "escape", "cancel", "Cancel", "Leave everything as it is", show=True),
    bind("dialog.next", "right,down", "app.focus_next", "Next", "The next button"),
    bind("dialog.previous", "left,up", "app.focus_previous", "Previous", "The button before"),
]

PICK_BINDINGS = [
    bind("pick.accept", "enter", "accept", "Choose", "Choose what is marked, or where the cursor is", show=True),
    bind("pick.mark", "tab", "mark", "Mark", "Mark this one too", show=True),
    bind("pick.cancel", "escape", "cancel", "Cancel", "Choose nothing", show=True),
    bind("pick.up", "up", "cursor(-1)", "Up", "One up"),
    bind("pick.down", "down", "cursor(1)", "Down", "One down"),
    bind("pick.page_up", "pageup", "cursor(-10)", "Page up", "Ten up"),
    bind("pick.page_down", "pagedown", "cursor(10)", "Page down", "Ten down"),
]

FORM_BINDINGS = [
    bind("form.accept", "f2,ctrl+s", "accept", "Accept", "Write the keys that changed", show=True),
    bind("form.pick", "f3", "pick", "Choose", "Search the codes for this field", show=True),
    bind("form.cancel", "escape", "cancel", "Cancel", "Leave the transmission as it was", show=True),
    bind("form.next", "down,enter,tab", "next(1)", "Next field", "The next field"),
    bind("form.previous", "up,shift+tab", "next(-1)", "Field before", "The field before"),
    bind("form.default", "f4", "default", "Default", "Empty the field: the default of the file holds", show=True),
]

DAYS_BINDINGS = [
    bind("days.accept", "enter,f2", "accept", "OK", "Write the days", show=True),
    bind("days.cancel", "escape", "cancel", "Cancel", "Change nothing", show=True),
]

PASTE_BINDINGS = [
    bind("paste.accept", "f2,ctrl+s", "accept", "Add", "Add the transmissions to the plan", show=True),
    bind("paste.cancel", "escape", "cancel", "Cancel", "Add nothing", show=True),
]

REPAIR_BINDINGS = [
    bind("repair.accept", "f2,ctrl+s", "accept", "Save", "Write the text to the file and read it again", show=True),
    bind(
        "repair.editor", "f4", "editor", "Editor", "Open the file at this line in the editor of the terminal", show=True
    ),
    bind("repair.cancel", "escape", "cancel", "Cancel", "Leave the file as it is", show=True),
]

IMPORT_BINDINGS = [
    bind("import.accept", "f2,enter", "accept", "Import", "Read the list", show=True),
    bind("import.cancel", "escape", "cancel", "Cancel", "Import nothing", show=True),
    bind("import.next", "down", "app.focus_next", "Next", "The next field"),
    bind("import.previous", "up", "app.focus_previous", "Previous", "The field before"),
]

REPORT_BINDINGS = [
    bind("report.accept", "f2,enter", "accept", "Add", "Add the report to the plan's log", show=True),
    bind("report.cancel", "escape", "cancel", "Cancel", "Add nothing", show=True),
    bind("report.next", "down", "app.focus_next", "Next", "The next field"),
    bind("report.previous", "up", "app.focus_previous", "Previous", "The field before"),
]

PAGE_BINDINGS = [
    bind("page.close", "escape,q,f1,enter", "close", "Close", "Go back", show=True),
]

QUERY_BINDINGS = [
    bind("filter.leave", "escape,down,enter", "leave", "To the list", "Leave the filter as it is", show=True),
    bind("filter.reset", "f3", "reset", "Clear", "Clear the filter and go back to the list", show=True),
]

DAY_BINDINGS = [
    bind("days.left", "left", "move(-1)", "Left", "The day before"),
    bind("days.right", "right", "move(1)", "Right", "The day after"),
    bind("days.toggle", "space", "switch", "On or off", "Switch the day on or off", show=True),
    bind("days.daily", "d", "daily", "Daily", "All days", show=True),
    bind("days.weekdays", "w", "weekdays", "Mon-Fri", "Monday to Friday", show=True),
    bind("days.inherit", "delete,backspace", "inherit", "Default", "Leave the days to the defaults", show=True),
]
