"""What pickers offer: codes with what they mean, found by code or by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bcastplan.model.inert import inert
from bcastplan.reference import eibi_countries, target_numbers, target_zones
from bcastplan.reference.directory import Directory


class Choice(NamedTuple):
    """One thing to choose: what choosing it gives, and what is shown of it."""

    value: str
    code: str
    name: str
    words: str = ""
    """What else it is found by; not shown."""


def matching_choices(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices that fit what was typed, the best match first.

    The order is: the code itself, codes that begin with it, names of which a word begins with it, names and codes that
    contain it, and at last choices that have every typed word in their code, name or further words.
    """
    word = typed.strip().casefold()
    if not word:
        return list(choices)
    ranked = []
    for number, choice in enumerate(choices):
        code, name = choice.code.casefold(), choice.name.casefold()
        if code == word:
            rank = 0
        elif code.startswith(word):
            rank = 1
        elif name.startswith(word) or f" {word}" in name:
            rank = 2
        elif word in name or word in code:
            rank = 3
        elif all(part in f"{code} {name} {choice.words.casefold()}" for part in word.split()):
            rank = 4
        else:
            continue
        ranked.append((rank, number, choice))
    return [choice for _, _, choice in sorted(ranked, key=lambda place: place[:2])]


def _sites(directory: Directory) -> list[Choice]:
    choices = []
    # A plan's own codes come first, and may be codes of the shipped tables with another meaning.
    for code in dict.fromkeys(directory.known("sites")):
        place = directory.location(code)
        if place is not None:
            where = f"{_angle(place.latitude, 'NS')} {_angle(place.longitude, 'EW')}"
            country = place.administration or ""
            named = " ".join(part for part in (country or "?", directory.administration_name(country)) if part)
            other = _other_country_name(country)
            choices.append(Choice(code, code, inert(f"{place.name}, {named}  {where}"), other))
    return choices


def _administrations(directory: Directory) -> list[Choice]:
    return [
        Choice(code, code, inert(directory.administration_name(code) or ""), _other_country_name(code))
        for code in dict.fromkeys(directory.known("administrations"))
    ]


def _other_country_name(code: str) -> str:
    """What EiBi calls a country, as Vietnam where the ITU writes Viet Nam; empty where EiBi has no such code."""
    country = eibi_countries().get(code)
    return country.name if country is not None else ""


def _angle(degrees: float, letters: str) -> str:
    return f"{abs(degrees):.1f}°{letters[degrees < 0]}"


def _named(kind: str, name: Callable[[Directory, str], str | None]) -> Callable[[Directory], list[Choice]]:
    def listed(directory: Directory) -> list[Choice]:
        return [Choice(code, code, inert(name(directory, code) or "")) for code in dict.fromkeys(directory.known(kind))]

    return listed


def _targets(_directory: Directory) -> list[Choice]:
    """Zones, halves and quadrants that hold a test point."""
    choices = []
    for zone in range(1, 86):
        for part in ("", "N", "S", "E", "W", "NE", "NW", "SE", "SW"):
            label = f"{zone:02d}{part}"
            count = len(target_numbers(label))
            if count:
                clock = " and ".join(target_zones(label)) or "several clocks"
                choices.append(Choice(label, label, f"{count} test points, {clock}"))
    return choices


CHOICES: dict[str, Callable[[Directory], list[Choice]]] = {
    "site": _sites,
    "antenna": _named("antennas", Directory.antenna_definition),
    "language": _named("languages", Directory.language_name),
    "broadcaster": _named("broadcasters", Directory.broadcaster_name),
    "manager": _named("managers", Directory.manager_name),
    "administration": _administrations,
    "target": _targets,
    "mode": lambda _: [
        Choice("AM", "AM", "double sideband"), Choice("SSB", "SSB", "single sideband"), Choice("DRM", "DRM", "digital")
    ],
    "status": lambda _: [
        Choice("active", "active", "on the air"), Choice("planned", "planned", "counts like active"),
        Choice("unused", "unused", "counts nowhere"),
    ],
}  # fmt: skip
"""Key of a transmission -> what there is to choose for it."""
