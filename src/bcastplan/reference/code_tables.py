"""Codes of the trade: every table is read once, on the first look-up, and codes are compared exactly as written."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, cast

from bcastplan.reference.caches import cached_table
from bcastplan.reference.storage import read_table

_NAME_COLUMNS = ("code", "name")


class Site(NamedTuple):
    """A transmitter site: HFCC code, name, administration; degrees, north and east positive."""

    code: str
    name: str
    administration: str
    latitude: float
    longitude: float


class Antenna(NamedTuple):
    """An antenna code with its BS.705 definition; family and parameters are empty when it is no designation."""

    code: str
    definition: str
    family: str
    parameters: str

    @property
    def slewable(self) -> bool:
        """Whether the designation allows an electrical slew, marked (S)."""
        return "(S)" in self.family


class Language(NamedTuple):
    """A language code of the HFCC list and its English name."""

    code: str
    name: str


class Broadcaster(NamedTuple):
    """A broadcaster code of the HFCC list and its name."""

    code: str
    name: str


class FrequencyManager(NamedTuple):
    """A frequency-management organisation (FMO) of the HFCC list: code and name of the organisation."""

    code: str
    name: str


class Administration(NamedTuple):
    """An administration code of the HFCC list and its English name."""

    code: str
    name: str


class Currency(NamedTuple):
    """A currency of ISO 4217: its alphabetic code and its English name."""

    code: str
    name: str


class _Languages(Mapping[str, Language]):
    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def __getitem__(self, code: str) -> Language:
        return Language(code, self._names[code])

    def __contains__(self, code: object) -> bool:
        return code in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _site(fields: list[str]) -> Site:
    code, name, administration, latitude_text, longitude_text = fields
    latitude, longitude = float(latitude_text), float(longitude_text)
    if not (code and -90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("a site needs a code and a position in decimal degrees")
    return Site(code, name, administration, latitude, longitude)


@cached_table
def sites() -> Mapping[str, Site]:
    """All sites by HFCC code."""
    columns = ("code", "name", "administration", "latitude", "longitude")
    return MappingProxyType({row.code: row for row in read_table("sites", columns, _site)})


@cached_table
def antennas() -> Mapping[str, Antenna]:
    """All antennas by HFCC code."""
    columns = ("code", "definition", "family", "parameters")
    return MappingProxyType({row.code: row for row in read_table("antennas", columns, Antenna._make)})


@cached_table
def languages() -> Mapping[str, Language]:
    """All languages by HFCC code; rows are made when they are asked for, as there are 7,700."""
    pair = cast("Callable[[list[str]], tuple[str, str]]", tuple)
    return _Languages(dict(read_table("languages", _NAME_COLUMNS, pair)))


@cached_table
def broadcasters() -> Mapping[str, Broadcaster]:
    """All broadcasters by HFCC code."""
    rows = read_table("broadcasters", _NAME_COLUMNS, Broadcaster._make)
    return MappingProxyType({row.code: row for row in rows})


@cached_table
def fmos() -> Mapping[str, FrequencyManager]:
    """All frequency-management organisations by HFCC code."""
    rows = read_table("fmos", _NAME_COLUMNS, FrequencyManager._make)
    return MappingProxyType({row.code: row for row in rows})


@cached_table
def administrations() -> Mapping[str, Administration]:
    """All administrations by code, with their English names."""
    rows = read_table("administrations", _NAME_COLUMNS, Administration._make)
    return MappingProxyType({row.code: row for row in rows})


@cached_table
def currencies() -> Mapping[str, Currency]:
    """All currencies that ISO 4217 lists, by their alphabetic codes."""
    rows = read_table("currencies", _NAME_COLUMNS, Currency._make)
    return MappingProxyType({row.code: row for row in rows})


def site(code: str) -> Site | None:
    """The site with this HFCC code."""
    return sites().get(code)


def antenna(code: str) -> Antenna | None:
    """The antenna with this HFCC code."""
    return antennas().get(code)
