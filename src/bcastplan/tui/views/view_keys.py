"""Keys of the views beside the table; a key of the plan's screen keeps its meaning in every view."""

from __future__ import annotations

from textual.binding import Binding

from bcastplan.tui.bindings import GRID_BINDINGS, bind

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
    bind("timeline.move_earlier", "left_square_bracket", "move(-1)", "Earlier", "Move the bar earlier", show=True),
    bind("timeline.move_later", "right_square_bracket", "move(1)", "Later", "Move the bar later", show=True),
    bind("timeline.start_earlier", "left_parenthesis", "resize(-1,0)", "Start earlier", "Let the bar start earlier"),
    bind("timeline.start_later", "right_parenthesis", "resize(1,0)", "Start later", "Let the bar start later"),
    bind("timeline.stop_earlier", "left_curly_bracket", "resize(0,-1)", "Stop earlier", "Let the bar stop earlier"),
    bind("timeline.stop_later", "right_curly_bracket", "resize(0,1)", "Stop later", "Let the bar stop later"),
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

VIEW_KEYS: dict[str, list[Binding]] = {
    "timeline": [*TIMELINE_CHART_BINDINGS, *TIMELINE_BINDINGS],
    "conflicts": [*CONFLICT_BINDINGS, *GRID_BINDINGS],
    "hours": [*HOURS_BINDINGS, *GRID_BINDINGS],
    "map": [*MAP_BINDINGS],
    "on_air": [*ON_AIR_BINDINGS, *GRID_BINDINGS],
    "heard": [*HEARD_BINDINGS, *GRID_BINDINGS],
    "circuit": [*CIRCUIT_BINDINGS],
}
"""The keys that work together in each view; ids that mean the same everywhere (``cursor.up``) are shared."""
