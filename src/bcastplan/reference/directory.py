"""What a code means inside one plan: the plan's own codes first, then the shipped tables."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bcastplan.model.plan import Codes
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference.code_tables import administrations, antennas, broadcasters, fmos, languages, sites
from bcastplan.reference.frequency_bands import BandStatus, band_of
from bcastplan.reference.regions import itu_region


class Location(NamedTuple):
    """A transmitter site: degrees north and east positive; ``code`` is None for a site written out."""

    code: str | None
    name: str
    administration: str | None
    latitude: float
    longitude: float


class Directory:
    """Look-ups of one plan; answers are kept, so that thousands of rows cost hundreds of look-ups."""

    def __init__(self, codes: Codes | None = None, region: int | None = None) -> None:
        self.codes = codes or Codes()
        self._region = region
        self._locations: dict[str, Location | None] = {}
        self._region_of_site: dict[str | InlineSite | None, int | None] = {}
        self._regions: dict[tuple[float, float], int] = {}
        self._bands: dict[tuple[float, int | None, date], BandStatus] = {}

    def location(self, site: str | InlineSite | None) -> Location | None:
        """Where a site is, or None where it is missing or unknown."""
        if site is None:
            return None
        if isinstance(site, InlineSite):
            return Location(None, site.name, None, site.latitude, site.longitude)
        if site not in self._locations:
            self._locations[site] = self._find(site)
        return self._locations[site]

    def _find(self, code: str) -> Location | None:
        own = self.codes.sites.get(code)
        if own is not None:
            return Location(code, own.name, own.administration, own.latitude, own.longitude)
        row = sites().get(code)
        return Location(code, row.name, row.administration, row.latitude, row.longitude) if row else None

    def region(self, transmission: Transmission) -> int | None:
        """ITU Region from the site's coordinates, else the plan's, else None."""
        site = transmission.site
        if site in self._region_of_site:
            return self._region_of_site[site]
        self._region_of_site[site] = self._region_at(self.location(site))
        return self._region_of_site[site]

    def _region_at(self, location: Location | None) -> int | None:
        if location is None:
            return self._region
        place = (location.latitude, location.longitude)
        if place not in self._regions:
            self._regions[place] = itu_region(*place)
        return self._regions[place]

    def band(self, transmission: Transmission) -> BandStatus:
        """Band of a transmission on its first date; without a Region, the most favourable one counts."""
        key = (transmission.frequency_khz, self.region(transmission), transmission.first_date)
        if key not in self._bands:
            frequency_khz, region, day = key
            # ``min`` keeps the first of equals, and all Regions have the same bands: the order only decides between
            # equal answers.
            candidates = [band_of(frequency_khz, number, day) for number in ((region,) if region else (3, 1, 2))]
            self._bands[key] = min(candidates, key=lambda status: ("in", "customary", "out").index(status.status))
        return self._bands[key]

    def antenna_definition(self, antenna: str | None) -> str | None:
        """BS.705 designation of an antenna code; a designation written out stands for itself; None if unknown."""
        if antenna is None:
            return None
        own = self.codes.antennas.get(antenna)
        if own is not None:
            return own
        row = antennas().get(antenna)
        if row is not None:
            return row.definition
        # A number is a code that no table has; anything else may be a designation.
        return antenna if not antenna.isdigit() else None

    def broadcaster_name(self, code: str | None) -> str | None:
        """Name of a broadcaster code, or None."""
        return self._name(code, self.codes.broadcasters, "broadcasters")

    def manager_name(self, code: str | None) -> str | None:
        """Organisation behind a frequency-management code (an administration where it is one), or None."""
        name = self._name(code, self.codes.managers, "fmos")
        return name or self.administration_name(code)

    def administration_name(self, code: str | None) -> str | None:
        """Name of an ITU administration code, or None."""
        return self._name(code, self.codes.administrations, "administrations")

    def language_name(self, code: str | None) -> str | None:
        """Name of an HFCC language code, or None."""
        return self._name(code, self.codes.languages, "languages")

    def site_name(self, code: str | None) -> str | None:
        """Name of a site code, or None."""
        location = self.location(code)
        return location.name if location else None

    def _name(self, code: str | None, own: dict[str, str], kind: str) -> str | None:
        if code is None:
            return None
        if code in own:
            return own[code]
        if kind == "broadcasters":
            broadcaster = broadcasters().get(code)
            return broadcaster.name if broadcaster else None
        if kind == "fmos":
            manager = fmos().get(code)
            return manager.name if manager else None
        if kind == "administrations":
            administration = administrations().get(code)
            return administration.name if administration else None
        language = languages().get(code)
        return language.name if language else None

    def known(self, kind: str) -> list[str]:
        """Every code of a kind (sites, broadcasters, managers, administrations, languages, antennas)."""
        own: dict[str, object] = getattr(self.codes, kind)
        shipped = {
            "sites": sites,
            "broadcasters": broadcasters,
            "managers": fmos,
            "administrations": administrations,
            "languages": languages,
            "antennas": antennas,
        }[kind]()
        return [*own, *shipped]
