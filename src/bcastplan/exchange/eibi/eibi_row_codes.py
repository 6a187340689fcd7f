"""EiBi's codes of a row in the model's terms, each looked up once; what no table knows is left out, never guessed."""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from typing import NamedTuple

from bcastplan.exchange.places import site_at
from bcastplan.model.sites import InlineSite
from bcastplan.reference import (
    EibiSite,
    administrations,
    eibi_language,
    eibi_languages,
    eibi_site,
    eibi_sites,
    eibi_target,
)

DIGITAL = " DIGITAL"
"""How the name of a station ends in rows of its DRM transmissions."""


class Place(NamedTuple):
    """The transmitter of a row: a site or None, the administration of its country, whether the code is known."""

    site: str | InlineSite | None
    administration: str | None
    known: bool


@lru_cache(maxsize=8192)
def read_site(country: str, code: str) -> Place:
    """The site ``code`` of a station from ``country``; ``/ABC-x`` lies in the country ABC, no code is its main site."""
    host, own = country, code
    if code.startswith("/"):
        host, _, own = code[1:].partition("-")
    administration = host if host in administrations() else None
    entry = _entry(host, own)
    if entry is None:
        return Place(None, administration, not own)
    if entry.latitude is None or entry.longitude is None:
        return Place(None, administration, True)
    return Place(site_at(_clean(entry.name), entry.latitude, entry.longitude), administration, True)


def _entry(host: str, code: str) -> EibiSite | None:
    entry = eibi_site(host, code)
    if entry is None and not code:
        # A row without a code means the main site: where a country has a single site, that is it, whatever its code.
        listed = _by_country().get(host, ())
        return listed[0] if len(listed) == 1 else None
    return entry


@cache
def _by_country() -> dict[str, list[EibiSite]]:
    sites: dict[str, list[EibiSite]] = {}
    for site in eibi_sites().values():
        sites.setdefault(site.country, []).append(site)
    return sites


def _clean(name: str) -> str:
    return " ".join(name.split())


class Languages(NamedTuple):
    """HFCC codes, a word for broadcasts without speech, and whether every code is known."""

    codes: tuple[str, ...]
    note: str | None
    known: bool


@lru_cache(maxsize=4096)
def read_languages(text: str) -> Languages:
    """The languages of a row such as ``K`` or ``E,F``: the one HFCC code nearest to each."""
    codes: list[str] = []
    notes: list[str] = []
    known = True
    for part in (piece.strip() for piece in text.split(",")):
        if not part:
            continue
        hfcc = eibi_language(part)
        listed = eibi_languages().get(part)
        if hfcc:
            codes.append(sys.intern(hfcc[0]))
        elif listed is not None:
            notes.append(_clean(listed.name))
        else:
            known = False
    return Languages(tuple(dict.fromkeys(codes)), "; ".join(notes) or None, known)


class Area(NamedTuple):
    """CIRAF zones, None where a row names no area or only a direction, and whether the code is known."""

    target: str | None
    known: bool


@lru_cache(maxsize=2048)
def read_area(text: str) -> Area:
    """The target of a row; several codes with commas between them are read one by one."""
    if not text:
        return Area(None, True)
    zones = [eibi_target(code) for code in text.split(",")]
    named = [zone for zone in zones if zone]
    return Area(sys.intern(",".join(named)) if named else None, None not in zones)
