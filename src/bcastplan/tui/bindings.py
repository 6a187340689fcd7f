"""The keys of the screen and of its views: each has an id for the user's keymap, a footer word and a help sentence.

A key of the plan's screen keeps its meaning in every view.
"""

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
    (
        "channels",
        "9",
        "Channels",
        "The selected transmission on every channel of a band, and what it would do there",
    ),
    ("facilities", "0", "Facilities", "What is booked on each transmitter and antenna of the sites"),
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
    # Some terminals stop their output at Ctrl+S, so that F2 saves too.
    bind("file.save", "ctrl+s,f2", "save", "Save", "Show what saving changes and write the edited lines", show=True),
    bind("file.check_disk", "f5", "check_disk", "Reread", "Read again what was repaired or written elsewhere"),
    bind("file.references", "g", "references", "Reference", "Choose schedules of others to compare with (ghost rows)"),
    bind("file.head", "E", "file_head", "File", "Edit season, service, defaults and note of the selection's file"),
    bind("file.plan", "I", "plan_file", "Plan file", "Edit inventory, rates, listeners and all else of the plan"),
    bind("file.coordination", "J", "coordination", "Coordinate", "Conflicts with others by FMO, asked or agreed"),
    bind("file.season", "X", "season_work", "Season", "Rollover, export, report, compare with other plans and seasons"),
    bind("file.open", "ctrl+o", "open", "Open", "Open another plan, schedule or list"),
    bind("file.import", "ctrl+t", "import_list", "Import", "Make schedules of a list (HFCC, EiBi, Aoki)"),
]

# Letters and function keys come first: terminals cannot send Ctrl with Shift, and send Ctrl+I as Tab.
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
    bind("edit.improve", "O", "improve", "Improve", "Look for frequencies under which the marked set is heard best"),
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
    bind("find.fix", "f6", "fix", "Fix", "Fix what the findings of the marked transmissions, or of this one, name"),
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

TABLE_BINDINGS = [
    # The arrows go from cell to cell here; in other lists they scroll the columns.
    *(binding for binding in GRID_BINDINGS if binding.id not in ("cursor.left", "cursor.right")),
    bind("cursor.left", "left", "cell(-1)", "Left", "The cell to the left"),
    bind("cursor.right", "right", "cell(1)", "Right", "The cell to the right"),
    bind("cursor.first_column", "ctrl+left", "cell_edge(0)", "First column", "The first cell of the row"),
    bind("cursor.last_column", "ctrl+right", "cell_edge(1)", "Last column", "The last cell of the row"),
    bind("cells.up", "shift+up", "extend(-1,0)", "Select up", "Select the cell above too"),
    bind("cells.down", "shift+down", "extend(1,0)", "Select down", "Select the cell below too"),
    bind("cells.left", "shift+left", "extend(0,-1)", "Select left", "Select the cell to the left too"),
    bind("cells.right", "shift+right", "extend(0,1)", "Select right", "Select the cell to the right too"),
    bind("cells.hold", "v", "hold", "Select", "Begin a rectangle that the arrows extend; again: let it stand"),
    bind("cells.copy", "ctrl+c", "screen.copy_cells", "Copy cells", "Copy the selected cells, for any spreadsheet"),
    bind("cells.paste", "ctrl+v,P", "screen.paste_cells", "Paste cells", "Paste cells here, or over those selected"),
    bind("cells.fill", "D", "screen.fill_down", "Fill down", "Copy the first selected row's cells to those below"),
    bind("cell.type", "enter", "screen.edit_cell", "Cell", "Type into the cell", show=True),
]
"""The keys of the table, whose cursor stands on a cell; Enter opens that and not the form, as in spreadsheets."""

CELL_BINDINGS = [
    bind("cell.accept", "enter,f2,ctrl+s", "accept('')", "Write", "Write what was typed and stay here", show=True),
    bind("cell.next", "tab", "accept('right')", "Next cell", "Write it and go on to the cell to the right", show=True),
    bind("cell.previous", "shift+tab", "accept('left')", "Cell before", "Write it and go to the cell to the left"),
    bind("cell.down", "down", "accept('down')", "Cell below", "Write it and go to the cell below", show=True),
    bind("cell.up", "up", "accept('up')", "Cell above", "Write it and go to the cell above"),
    bind("cell.pick", "f3", "pick", "Choose", "Search the codes for this cell", show=True),
    bind("cell.cancel", "escape", "cancel", "Take back", "Leave the cell as it was", show=True),
]
"""The keys of a cell that is typed into."""

TIMELINE_CHART_BINDINGS = [
    bind("cursor.up", "up", "go(-1)", "Up", "The bar in the line above"),
    bind("cursor.down", "down", "go(1)", "Down", "The bar in the line below"),
    bind("cursor.left", "left", "along(-1)", "Before", "The bar before this one"),
    bind("cursor.right", "right", "along(1)", "After", "The bar after this one"),
    bind("cursor.page_up", "pageup", "page(-1)", "Page up", "One page of lines up"),
    bind("cursor.page_down", "pagedown", "page(1)", "Page down", "One page of lines down"),
    bind("cursor.first", "home", "edge(0)", "First", "The first line"),
    bind("cursor.last", "end", "edge(1)", "Last", "The last line"),
    bind("timeline.zoom_in", "plus,equals_sign", "zoom(1)", "Zoom in", "Fewer hours: 24, 12, 6, 3", show=True),
    bind("timeline.zoom_out", "minus", "zoom(-1)", "Zoom out", "More hours: 3, 6, 12, 24"),
    bind("timeline.later", "f", "scroll_time(1)", "Later hours", "Show later hours when zoomed in"),
    bind("timeline.earlier", "F", "scroll_time(-1)", "Earlier hours", "Show earlier hours when zoomed in"),
    bind("timeline.snap", "S", "snap", "Snap", "Move by 5, 15 or 30 minutes"),
]

TIMELINE_BINDINGS = [
    bind("timeline.group", "r", "group", "Rows by", "Rows by frequency, site, service or band", show=True),
    bind("timeline.previous_day", "less_than_sign,comma", "day(-1)", "Day before", "The day before", show=True),
    bind("timeline.next_day", "greater_than_sign", "day(1)", "Day after", "The day after", show=True),
    bind("timeline.pick", "v", "pick", "Date", "Pick a date or a weekday", show=True),
    bind("timeline.today", "N", "today", "Today", "Show today"),
    bind("timeline.its_day", "D", "its_day", "Its date", "Go to the next date on which the transmission is on the air"),
    # The same keys as in the table, where they move by five minutes; here they go by the snap.
    bind("timeline.move_earlier", "left_square_bracket", "move(-1)", "Earlier", "Move the bar earlier", show=True),
    bind("timeline.move_later", "right_square_bracket", "move(1)", "Later", "Move the bar later", show=True),
    bind("timeline.start_earlier", "left_parenthesis", "resize(-1,0)", "Start earlier", "Let the bar start earlier"),
    bind("timeline.start_later", "right_parenthesis", "resize(1,0)", "Start later", "Let the bar start later"),
    bind("timeline.stop_earlier", "left_curly_bracket", "resize(0,-1)", "Stop earlier", "Let the bar stop earlier"),
    bind("timeline.stop_later", "right_curly_bracket", "resize(0,1)", "Stop later", "Let the bar stop later"),
]

FACILITY_BINDINGS = [
    bind("facilities.above", "shift+up,K", "rebook(-1)", "Book above", "Book it on the one above", show=True),
    bind("facilities.below", "shift+down,L", "rebook(1)", "Book below", "Book it on the transmitter below", show=True),
    bind("facilities.book", "R", "book", "Book on", "Choose its transmitter or antenna at the site", show=True),
    bind("facilities.lanes", "r", "lanes", "Lanes", "All lanes, transmitters only, antennas only", show=True),
    *(binding for binding in TIMELINE_BINDINGS if binding.id != "timeline.group"),
]

CONFLICT_BINDINGS = [
    bind("conflicts.which", "r", "which", "Which", "All, external, own, double bookings, or jammed only", show=True),
    bind("conflicts.side", "v", "side", "Other side", "Select the other side of the conflict", show=True),
    bind("conflicts.to_table", "T", "to('table')", "In table", "Show the selected side in the table", show=True),
    bind("conflicts.to_timeline", "L", "to('timeline')", "In timeline", "Show the selected side in the timeline"),
    bind("conflicts.moves", "M", "moves", "Moves", "List the moves that end the conflict; Enter makes one of ours"),
    bind("conflicts.agree", "A", "agree", "Agree", "Settle the conflict with a reason, in the plan file", show=True),
    bind("conflicts.read_on", "f", "read(1)", "Read on", "Scroll the text about the conflict down"),
    bind("conflicts.read_back", "F", "read(-1)", "Read back", "Scroll the text about the conflict up"),
]

HOURS_BINDINGS = [
    bind("hours.group", "r", "group(1)", "Rows by", "Rows by band, service, site and so on", show=True),
    bind("hours.group_back", "R", "group(-1)", "Rows by, back", "The grouping before"),
    bind("hours.measure", "v", "measure", "Measure", "Bars of frequency, transmitter or programme hours", show=True),
    bind("hours.previous_week", "less_than_sign,comma", "week(-1)", "Week before", "Count the week before", show=True),
    bind("hours.next_week", "greater_than_sign", "week(1)", "Week after", "Count the week after", show=True),
    bind("hours.this_week", "N", "this_week", "This week", "Count the week that has today in it"),
]

MAP_BINDINGS = [
    bind("cursor.left", "left", "pan(-1,0)", "West", "Move the map west"),
    bind("cursor.right", "right", "pan(1,0)", "East", "Move the map east"),
    bind("cursor.up", "up", "pan(0,1)", "North", "Move the map north"),
    bind("cursor.down", "down", "pan(0,-1)", "South", "Move the map south"),
    bind("map.zoom_in", "plus,equals_sign", "zoom(1)", "Zoom in", "A smaller part of the world, larger", show=True),
    bind("map.zoom_out", "minus", "zoom(-1)", "Zoom out", "A larger part of the world", show=True),
    bind("map.fit", "f", "fit", "Path", "Show the selected transmission's path", show=True),
    bind("map.world", "W", "world", "World", "Show the whole world", show=True),
    bind("map.hour", "v", "hour(1)", "Hour", "Coverage in the next hour in which it is on the air", show=True),
    bind("map.hour_back", "V", "hour(-1)", "Hour before", "Coverage in the hour before"),
    bind("map.month", "r", "month", "Month", "Coverage in another of the months predicted", show=True),
    bind("map.previous", "pageup,less_than_sign,comma", "step(-1)", "Previous", "Select the previous one", show=True),
    bind("map.next", "pagedown,greater_than_sign", "step(1)", "Next", "Select the next transmission", show=True),
]

ON_AIR_BINDINGS = [
    bind("on_air.minutes_back", "minus", "step(-5)", "5 min back", "Five minutes earlier"),
    bind("on_air.minutes_on", "plus,equals_sign", "step(5)", "5 min on", "Five minutes later"),
    bind("on_air.hour_back", "F", "step(-60)", "Hour back", "One hour earlier", show=True),
    bind("on_air.hour_on", "f", "step(60)", "Hour on", "One hour later", show=True),
    bind("on_air.previous_day", "less_than_sign,comma", "step(-1440)", "Day before", "One day earlier", show=True),
    bind("on_air.next_day", "greater_than_sign", "step(1440)", "Day after", "One day later", show=True),
    bind("on_air.pick", "v", "pick", "Moment", "Pick a date, a time, or both", show=True),
    bind("on_air.now", "N", "now", "Now", "Follow the clock", show=True),
]

HEARD_BINDINGS = [
    bind(
        "heard.report", "i", "report", "Report", "Write a report of the selected transmission into the log", show=True
    ),
    bind("heard.reports", "v", "reports", "Reports", "Read the reports of the month on it", show=True),
    bind("heard.predict", "r", "predict", "Predict", "Set what is predicted beside what was heard", show=True),
]

CIRCUIT_BINDINGS = [
    bind("circuit.month", "r", "month(1)", "Month", "The next month of the season", show=True),
    bind("circuit.month_back", "R", "month(-1)", "Month before", "The month before"),
    bind("circuit.site", "v", "compare('site')", "Other site", "Compare with the same from another site", show=True),
    bind("circuit.antenna", "V", "compare('antenna')", "Other antenna", "Compare with another antenna", show=True),
    bind("circuit.alone", "N", "alone", "Alone", "Compare with nothing", show=True),
    bind("circuit.previous", "up,pageup", "step(-1)", "Previous", "Select the previous transmission"),
    bind("circuit.next", "down,pagedown", "step(1)", "Next", "Select the next transmission", show=True),
]

CHANNEL_GRID_BINDINGS = [
    bind("cursor.up", "up", "cursor(-1)", "Up", "The channel above"),
    bind("cursor.down", "down", "cursor(1)", "Down", "The channel below"),
    bind("cursor.page_up", "pageup", "page(-1)", "Page up", "One page of channels up"),
    bind("cursor.page_down", "pagedown", "page(1)", "Page down", "One page of channels down"),
    bind("cursor.first", "home", "edge(0)", "First", "The first channel"),
    bind("cursor.last", "end", "edge(1)", "Last", "The last channel"),
]

CHANNEL_BINDINGS = [
    bind("channels.write", "enter", "write", "Take", "Put the transmission on the channel under the cursor", show=True),
    bind("channels.back", "escape", "back", "Back", "Go back, and leave the frequency as it is", show=True),
    bind(
        "channels.order",
        "r",
        "order",
        "Order",
        "By frequency, best first, best under interference",
        show=True,
    ),
    bind("channels.week", "v", "week", "Week", "The seven days of the week, or its own days as one", show=True),
    bind(
        "channels.next_clear", "f", "clear(1)", "Next clear", "Next channel without error, warning, jammer", show=True
    ),
    bind("channels.previous_clear", "F", "clear(-1)", "Clear before", "The clear channel before"),
    bind("channels.band_below", "less_than_sign,comma", "band(-1)", "Band below", "The channels of the band below"),
    bind(
        "channels.band_above", "greater_than_sign", "band(1)", "Band above", "The channels of the next band", show=True
    ),
    bind("channels.own", "N", "own", "Its own", "Go to the channel it is on now"),
]

VIEW_KEYS: dict[str, list[Binding]] = {
    "timeline": [*TIMELINE_CHART_BINDINGS, *TIMELINE_BINDINGS],
    "conflicts": [*CONFLICT_BINDINGS, *GRID_BINDINGS],
    "hours": [*HOURS_BINDINGS, *GRID_BINDINGS],
    "map": [*MAP_BINDINGS],
    "on_air": [*ON_AIR_BINDINGS, *GRID_BINDINGS],
    "heard": [*HEARD_BINDINGS, *GRID_BINDINGS],
    "circuit": [*CIRCUIT_BINDINGS],
    "channels": [*CHANNEL_BINDINGS, *CHANNEL_GRID_BINDINGS],
    "facilities": [*FACILITY_BINDINGS, *TIMELINE_CHART_BINDINGS],
}
"""The keys that work together in each view; ids that mean the same everywhere (``cursor.up``) are shared."""
