"""bcastplan: planner for shortwave and medium-wave broadcast schedules.

``import bcastplan as bp`` gives scripts and notebooks what the commands do: ``plan = bp.open("schedules/dprk-a26")``,
then ``plan.check()``, ``plan.hours(by="band")`` and so on, and ``bp.predict`` for circuits by themselves. Importing the
package stays light: each name is fetched when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bcastplan.installed import __version__ as __version__

if TYPE_CHECKING:
    from bcastplan.conflicts.channel_assignment import Assignment, assign_channels
    from bcastplan.conflicts.channel_graph import Separation
    from bcastplan.library.circuit_arrays import Predictions, predict
    from bcastplan.library.opened_plan import Export, Plan, PredictionOptions
    from bcastplan.library.opened_plan import open_plan as open  # noqa: A004 - as Path.open and gzip.open are
    from bcastplan.library.results import Conflicts, Coverage, Findings, Hours, Suggestions, Transmissions
    from bcastplan.library.rows import Rows
    from bcastplan.model.errors import UnreadableInput


__all__ = [
    "Assignment",
    "Conflicts",
    "Coverage",
    "Export",
    "Findings",
    "Hours",
    "Plan",
    "PredictionOptions",
    "Predictions",
    "Rows",
    "Separation",
    "Suggestions",
    "Transmissions",
    "UnreadableInput",
    "assign_channels",
    "open",
    "predict",
]

_PLACES = {
    "open": ("bcastplan.library.opened_plan", "open_plan"),
    "assign_channels": ("bcastplan.conflicts.channel_assignment", "assign_channels"),
    "Assignment": ("bcastplan.conflicts.channel_assignment", "Assignment"),
    "Separation": ("bcastplan.conflicts.channel_graph", "Separation"),
    "predict": ("bcastplan.library.circuit_arrays", "predict"),
    "UnreadableInput": ("bcastplan.model.errors", "UnreadableInput"),
    "Rows": ("bcastplan.library.rows", "Rows"),
    "Predictions": ("bcastplan.library.circuit_arrays", "Predictions"),
    **{name: ("bcastplan.library.opened_plan", name) for name in ("Export", "Plan", "PredictionOptions")},
    **{
        name: ("bcastplan.library.results", name)
        for name in ("Conflicts", "Coverage", "Findings", "Hours", "Suggestions", "Transmissions")
    },
}
"""Name -> the module that holds it, and what it is called there."""


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'bcastplan' has no attribute '{name}'")
    module, attribute = _PLACES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
