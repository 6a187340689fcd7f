"""The keys of dialogs and text fields: as those of the screen, each with an id, a footer word and a help sentence."""

from __future__ import annotations

from bcastplan.tui.bindings import bind

DIALOG_BINDINGS = [
    bind("app.help", "f1", "app.help", "Help", "Explain what has the focus, with the keys that work there"),
    bind("app.palette", "ctrl+p", "app.command_palette", "Commands", "Search every command by name"),
]
"""The keys of every dialog."""

ASK_BINDINGS = [
    bind("dialog.accept", "enter", "accept", "OK", "Accept the answer", show=True),
    bind("dialog.cancel", "escape", "cancel", "Cancel", "Change nothing", show=True),
    bind("dialog.effect", "f4", "effect", "Effect", "List the conflicts that would come and go", show=True),
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
    bind("pick.effect", "f4", "effect", "Effect", "List the conflicts that would come and go", show=True),
]

PROBLEM_BINDINGS = [
    *PICK_BINDINGS,
    bind("pick.fix", "f6", "fix", "Fix", "Fix what the finding names, as check --fix does", show=True),
]
"""The keys of the list of findings."""

# The keys that save the plan accept wherever a dialog writes something.
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
    bind("days.effect", "f4", "effect", "Effect", "List the conflicts that would come and go", show=True),
]

PREVIEW_BINDINGS = [
    bind("preview.accept", "f2,ctrl+s,enter", "accept", "Write", "Write it in one step", show=True),
    bind("preview.cancel", "escape", "cancel", "Cancel", "Change nothing", show=True),
]

FILE_PAGE_BINDINGS = [
    bind("page.type", "enter,e", "type", "Open", "Type into the value, or open what is larger than a line", show=True),
    bind("page.new", "n", "new", "New", "Make a new item", show=True),
    bind("page.remove", "x,delete", "remove", "Remove", "Take the item out, or empty the value", show=True),
    bind("page.move_up", "shift+up,K", "exchange(-1)", "Move up", "Put the item before the one above", show=True),
    bind("page.move_down", "shift+down,L", "exchange(1)", "Move down", "Put the item behind the one below", show=True),
    bind("page.accept", "f2,ctrl+s", "accept", "Write", "Write what was typed into the file", show=True),
    bind("page.back", "escape,q", "back", "Back", "Go back, a level up", show=True),
]

COORDINATION_BINDINGS = [
    bind("coordination.asked", "s", "note('asked')", "Asked", "The other organisation was asked", show=True),
    bind("coordination.agreed", "a", "note('agreed')", "Agreed", "They agree: it is a conflict no more", show=True),
    bind("coordination.refused", "r", "note('refused')", "Refused", "They do not agree", show=True),
    bind("coordination.open", "o", "note('open')", "Open", "Take the note back: nothing was asked yet", show=True),
    bind("coordination.go", "enter", "note('go')", "Go to", "Look at the conflict", show=True),
    bind("coordination.back", "escape,q", "back", "Back", "Go back to the plan", show=True),
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
