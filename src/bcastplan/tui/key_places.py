"""Where keys work: the bindings of every place, for the keymap's checks and for the page of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.binding import Binding

from bcastplan.tui import bindings as plan
from bcastplan.tui.views import view_keys

PLACES: Mapping[str, Sequence[Binding]] = {
    "Everywhere": plan.APP_BINDINGS,
    "Plan, in every view": plan.PLAN_BINDINGS,
    "Lists": plan.GRID_BINDINGS,
    "Timeline": [*view_keys.TIMELINE_BINDINGS, *view_keys.TIMELINE_CHART_BINDINGS],
    "Conflicts": view_keys.CONFLICT_BINDINGS,
    "Hours": view_keys.HOURS_BINDINGS,
    "Map": view_keys.MAP_BINDINGS,
    "On air": view_keys.ON_AIR_BINDINGS,
    "Heard": view_keys.HEARD_BINDINGS,
    "Filter line": plan.QUERY_BINDINGS,
    "Form": plan.FORM_BINDINGS,
    "Days": plan.DAY_BINDINGS,
    "Choosing from a list": plan.PICK_BINDINGS,
    "Every dialog": plan.DIALOG_BINDINGS,
    "Questions": plan.ASK_BINDINGS,
    "Decisions": plan.DECIDE_BINDINGS,
    "Choosing days": plan.DAYS_BINDINGS,
    "Pasting": plan.PASTE_BINDINGS,
    "Repairing a file": plan.REPAIR_BINDINGS,
    "Importing": plan.IMPORT_BINDINGS,
    "Writing a report": plan.REPORT_BINDINGS,
    "Reading": plan.PAGE_BINDINGS,
}
"""Place -> its bindings."""

_WITH_PLAN = ("Everywhere", "Plan, in every view", "Lists")
_DIALOGS = tuple(PLACES)[list(PLACES).index("Filter line") :]


def _beside(place: str) -> Sequence[Binding]:
    """The keys that every dialog has beside its own; what is read can be closed with the key for help too."""
    if place in ("Every dialog", "Filter line", "Days"):
        return ()
    return [binding for binding in plan.DIALOG_BINDINGS if place != "Reading" or binding.id != "app.help"]


TOGETHER: Mapping[str, Sequence[Binding]] = {
    "table": [binding for place in _WITH_PLAN for binding in PLACES[place]],
    **view_keys.VIEW_KEYS,
    **{place.lower(): [*PLACES[place], *_beside(place)] for place in _DIALOGS},
}
"""Places whose keys are live together: two actions on one key clash there. A view may take a key of the plan."""
