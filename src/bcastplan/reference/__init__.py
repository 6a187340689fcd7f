"""Reference tables and their look-ups; nothing is imported or read before it is asked for.

Every public name here is loaded on first use, so that a command that needs no table pays for none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bcastplan.reference.coast import (
        CoastLine,
        coastline,
    )
    from bcastplan.reference.code_tables import (
        Administration,
        Antenna,
        Broadcaster,
        Currency,
        FrequencyManager,
        Language,
        Site,
        administrations,
        antenna,
        antennas,
        broadcasters,
        currencies,
        fmos,
        languages,
        site,
        sites,
    )
    from bcastplan.reference.eibi_codes import (
        EibiCountry,
        EibiLanguage,
        EibiSite,
        EibiTarget,
        eibi_countries,
        eibi_language,
        eibi_languages,
        eibi_site,
        eibi_sites,
        eibi_target,
        eibi_targets,
    )
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
    from bcastplan.reference.hfcc_tables import (
        ReferenceZipError,
    )
    from bcastplan.reference.installation import (
        InstalledTable,
        install_tables,
    )
    from bcastplan.reference.language_groups import is_same_language, language_as_whole
    from bcastplan.reference.regions import (
        Region,
        itu_region,
    )
    from bcastplan.reference.storage import (
        TableProblem,
        table_problems,
        user_tables_folder,
    )
    from bcastplan.reference.sunspots import (
        SmoothedSunspotNumber,
        smoothed_sunspot_number,
    )
    from bcastplan.reference.target_clocks import TargetClock, offset_label, target_clock
    from bcastplan.reference.target_places import (
        target_centroid,
        target_time_zone,
        target_zones,
    )
    from bcastplan.reference.targets import (
        CirafPoint,
        Target,
        TargetProblem,
        TargetToken,
        numbers_in,
        parse_target,
        target_numbers,
        target_points,
        test_points,
    )
    from bcastplan.reference.towns import (
        Town,
        administration_of_iso,
        administrations_with_towns,
        people_of,
        towns_of,
        zone_at,
    )

_HOMES = {
    "coast": ("CoastLine", "coastline"),
    "eibi_codes": (
        "EibiCountry",
        "EibiLanguage",
        "EibiSite",
        "EibiTarget",
        "eibi_countries",
        "eibi_language",
        "eibi_languages",
        "eibi_site",
        "eibi_sites",
        "eibi_target",
        "eibi_targets",
    ),
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
    "hfcc_tables": ("ReferenceZipError",),
    "installation": ("InstalledTable", "install_tables"),
    "language_groups": ("is_same_language", "language_as_whole"),
    "regions": ("Region", "itu_region"),
    "storage": ("TableProblem", "table_problems", "user_tables_folder"),
    "sunspots": ("SmoothedSunspotNumber", "smoothed_sunspot_number"),
    "code_tables": (
        "Administration",
        "Antenna",
        "Broadcaster",
        "Currency",
        "FrequencyManager",
        "Language",
        "Site",
        "administrations",
        "antenna",
        "antennas",
        "broadcasters",
        "currencies",
        "fmos",
        "languages",
        "site",
        "sites",
    ),
    "target_clocks": ("TargetClock", "offset_label", "target_clock"),
    "target_places": ("target_centroid", "target_time_zone", "target_zones"),
    "targets": (
        "CirafPoint",
        "Target",
        "TargetProblem",
        "TargetToken",
        "numbers_in",
        "parse_target",
        "target_numbers",
        "target_points",
        "test_points",
    ),
    "towns": (
        "Town",
        "administration_of_iso",
        "administrations_with_towns",
        "people_of",
        "towns_of",
        "zone_at",
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
    "CoastLine",
    "Currency",
    "EibiCountry",
    "EibiLanguage",
    "EibiSite",
    "EibiTarget",
    "FrequencyManager",
    "InstalledTable",
    "Language",
    "ReferenceZipError",
    "Region",
    "Site",
    "SmoothedSunspotNumber",
    "TableProblem",
    "Target",
    "TargetClock",
    "TargetProblem",
    "TargetToken",
    "Town",
    "administration_of_iso",
    "administrations",
    "administrations_with_towns",
    "antenna",
    "antennas",
    "band_allocations",
    "band_of",
    "band_order",
    "bands",
    "broadcasters",
    "coastline",
    "currencies",
    "eibi_countries",
    "eibi_language",
    "eibi_languages",
    "eibi_site",
    "eibi_sites",
    "eibi_target",
    "eibi_targets",
    "fmos",
    "install_tables",
    "is_same_language",
    "itu_region",
    "language_as_whole",
    "languages",
    "numbers_in",
    "offset_label",
    "parse_band",
    "parse_target",
    "people_of",
    "site",
    "sites",
    "smoothed_sunspot_number",
    "table_problems",
    "target_centroid",
    "target_clock",
    "target_numbers",
    "target_points",
    "target_time_zone",
    "target_zones",
    "test_points",
    "towns_of",
    "user_tables_folder",
    "zone_at",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    # As a plain attribute of the module the name is found at once the next time, without asking here.
    globals()[name] = value
    return value
