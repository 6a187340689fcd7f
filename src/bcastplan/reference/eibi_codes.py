"""EiBi's codes in the trade's terms; an unknown code gives None or an empty result, never a guess."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bcastplan.reference.caches import cached_table
from bcastplan.reference.storage import read_table


class EibiSite(NamedTuple):
    """A site of EiBi's list; position in degrees, None where the list gives none; the note tells of further ones."""

    country: str
    code: str
    name: str
    latitude: float | None
    longitude: float | None
    note: str


class EibiTarget(NamedTuple):
    """A target-area code, the CIRAF zones it stands for (empty: no area) and why."""

    code: str
    target: str
    reason: str


class EibiLanguage(NamedTuple):
    """A language code, its name, and the HFCC codes used for it, the exact one first."""

    code: str
    name: str
    hfcc_codes: tuple[str, ...]


class EibiCountry(NamedTuple):
    """An ITU country code as EiBi uses it (some are its own) and the country's name."""

    code: str
    name: str


@cached_table
def eibi_sites() -> Mapping[tuple[str, str], EibiSite]:
    """All sites by country and site code; the code is empty for a country's unmarked main site."""

    def row(fields: list[str]) -> EibiSite:
        country, code, name, latitude, longitude, note = fields
        return EibiSite(country, code, name, _degrees(latitude), _degrees(longitude), note)

    columns = ("country", "code", "name", "latitude", "longitude", "note")
    return MappingProxyType({(row.country, row.code): row for row in read_table("eibi_sites", columns, row)})


@cached_table
def eibi_targets() -> Mapping[str, EibiTarget]:
    """All target-area codes, countries among them."""
    rows = read_table("eibi_targets", ("code", "target", "reason"), EibiTarget._make)
    return MappingProxyType({row.code: row for row in rows})


@cached_table
def eibi_languages() -> Mapping[str, EibiLanguage]:
    """All language codes; those beginning with a hyphen are no languages."""

    def row(fields: list[str]) -> EibiLanguage:
        return EibiLanguage(fields[0], fields[1], tuple(fields[2].split()))

    return MappingProxyType({row.code: row for row in read_table("eibi_languages", ("code", "name", "hfcc"), row)})


@cached_table
def eibi_countries() -> Mapping[str, EibiCountry]:
    """All country codes."""
    rows = read_table("eibi_countries", ("code", "name"), EibiCountry._make)
    return MappingProxyType({row.code: row for row in rows})


def eibi_site(country_code: str, site_code: str) -> EibiSite | None:
    """The site ``site_code`` in a country; an empty code asks for the country's unmarked main site."""
    return eibi_sites().get((country_code, site_code))


def eibi_target(code: str) -> str | None:
    """CIRAF zones of a target-area code; empty for a direction, None for an unknown code."""
    row = eibi_targets().get(code.strip())
    return None if row is None else row.target


def eibi_language(code: str) -> tuple[str, ...]:
    """HFCC codes for an EiBi language field such as ``K`` or ``E,F``; nothing for music, Morse and unknown codes."""
    codes: list[str] = []
    for part in code.split(","):
        row = eibi_languages().get(part.strip())
        if row is not None:
            codes.extend(row.hfcc_codes)
    return tuple(dict.fromkeys(codes))


def _degrees(text: str) -> float | None:
    return float(text) if text else None
