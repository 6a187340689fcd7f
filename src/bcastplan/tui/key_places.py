"""Where keys work: the bindings of every place, for the keymap's checks and for the page of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.binding import Binding

from bcastplan.tui import bindings, dialog_bindings

PLACES: Mapping[str, Sequence[Binding]] = {
    "Everywhere": bindings.APP_BINDINGS,
    "Plan, in every view": bindings.PLAN_BINDINGS,
    "Lists": bindings.GRID_BINDINGS,
    "Table": [binding for binding in bindings.TABLE_BINDINGS if binding not in bindings.GRID_BINDINGS],
    "Timeline": [*bindings.TIMELINE_BINDINGS, *bindings.TIMELINE_CHART_BINDINGS],
    "Conflicts": bindings.CONFLICT_BINDINGS,
    "Hours": bindings.HOURS_BINDINGS,
    "Map": bindings.MAP_BINDINGS,
    "On air": bindings.ON_AIR_BINDINGS,
    "Heard": bindings.HEARD_BINDINGS,
    "Circuit": bindings.CIRCUIT_BINDINGS,
    "Channels": [*bindings.CHANNEL_BINDINGS, *bindings.CHANNEL_GRID_BINDINGS],
    # The first four; the rest are those of the timeline, which are listed above.
    "Facilities": bindings.FACILITY_BINDINGS[:4],
    "Filter line": dialog_bindings.QUERY_BINDINGS,
    "Cell": bindings.CELL_BINDINGS,
    "Form": dialog_bindings.FORM_BINDINGS,
    "Days": dialog_bindings.DAY_BINDINGS,
    "Choosing from a list": dialog_bindings.PICK_BINDINGS,
    "List of findings": dialog_bindings.PROBLEM_BINDINGS,
    "Every dialog": dialog_bindings.DIALOG_BINDINGS,
    "Questions": dialog_bindings.ASK_BINDINGS,
    "Decisions": dialog_bindings.DECIDE_BINDINGS,
    "Choosing days": dialog_bindings.DAYS_BINDINGS,
    "Before many are changed": dialog_bindings.PREVIEW_BINDINGS,
    "File": dialog_bindings.FILE_PAGE_BINDINGS,
    "Coordination": dialog_bindings.COORDINATION_BINDINGS,
    "Pasting": dialog_bindings.PASTE_BINDINGS,
    "Repairing a file": dialog_bindings.REPAIR_BINDINGS,
    "Importing": dialog_bindings.IMPORT_BINDINGS,
    "Writing a report": dialog_bindings.REPORT_BINDINGS,
    "Reading": dialog_bindings.PAGE_BINDINGS,
}
"""Place -> its bindings."""

_WITH_PLAN = ("Everywhere", "Plan, in every view", "Lists")
_DIALOGS = tuple(PLACES)[list(PLACES).index("Filter line") :]


def _beside(place: str) -> Sequence[Binding]:
    """The keys that every dialog has beside its own; what is read can be closed with the key for help too."""
    if place in ("Every dialog", "Filter line", "Cell", "Days"):
        return ()
    return [binding for binding in dialog_bindings.DIALOG_BINDINGS if place != "Reading" or binding.id != "app.help"]


TOGETHER: Mapping[str, Sequence[Binding]] = {
    "plan": [binding for place in _WITH_PLAN for binding in PLACES[place]],
    "table": bindings.TABLE_BINDINGS,
    **bindings.VIEW_KEYS,
    **{place.lower(): [*PLACES[place], *_beside(place)] for place in _DIALOGS},
}
"""Places whose keys are live together: two actions on one key clash there. A view may take a key of the plan."""
