"""Reference tables and their look-ups; nothing is imported or read before it is asked for.

Every public name here is loaded on first use, so that a command that needs no table pays for none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bcastplan.reference.frequency_bands import (
        Band,
        BandAllocation,
        BandStatus,
        band_allocations,
        band_of,
        band_order,
        bands,
        parse_band,
    )
    from bcastplan.reference.regions import itu_region
    from bcastplan.reference.storage import TableProblem, table_problems, user_tables_folder
    from bcastplan.reference.suggestions import nearest
    from bcastplan.reference.tables import (
        Administration,
        Antenna,
        Broadcaster,
        FrequencyManager,
        Language,
        Site,
        administrations,
        antenna,
        antennas,
        broadcasters,
        fmos,
        languages,
        site,
        sites,
    )
    from bcastplan.reference.targets import (
        CirafPoint,
        Target,
        TargetProblem,
        TargetToken,
        numbers_in,
        parse_target,
        target_points,
        test_points,
    )

_HOMES = {
    "frequency_bands": (
        "Band",
        "BandAllocation",
        "BandStatus",
        "band_allocations",
        "band_of",
        "band_order",
        "bands",
        "parse_band",
    ),
    "regions": ("itu_region",),
    "storage": ("TableProblem", "table_problems", "user_tables_folder"),
    "suggestions": ("nearest",),
    "tables": (
        "Administration",
        "Antenna",
        "Broadcaster",
        "FrequencyManager",
        "Language",
        "Site",
        "administrations",
        "antenna",
        "antennas",
        "broadcasters",
        "fmos",
        "languages",
        "site",
        "sites",
    ),
    "targets": (
        "CirafPoint",
        "Target",
        "TargetProblem",
        "TargetToken",
        "numbers_in",
        "parse_target",
        "target_points",
        "test_points",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Administration",
    "Antenna",
    "Band",
    "BandAllocation",
    "BandStatus",
    "Broadcaster",
    "CirafPoint",
    "FrequencyManager",
    "Language",
    "Site",
    "TableProblem",
    "Target",
    "TargetProblem",
    "TargetToken",
    "administrations",
    "antenna",
    "antennas",
    "band_allocations",
    "band_of",
    "band_order",
    "bands",
    "broadcasters",
    "fmos",
    "itu_region",
    "languages",
    "nearest",
    "numbers_in",
    "parse_band",
    "parse_target",
    "site",
    "sites",
    "table_problems",
    "target_points",
    "test_points",
    "user_tables_folder",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
