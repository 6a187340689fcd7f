"""Names of stations in lists for listeners, and whose they are: no code stands there, only a name.

A name counts as equal however it is shortened: ``R.FREE ASIA`` is ``Radio Free Asia`` and ``Radio Free Asia DIGITAL``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from bcastplan.reference.caches import cached_table
from bcastplan.reference.code_tables import broadcasters
from bcastplan.reference.storage import read_table

_WORDS = {"r": "radio", "int": "international", "intl": "international", "bc": "broadcasting", "bcing": "broadcasting"}
"""Words as the lists shorten them."""
_ABBREVIATION = re.compile(r"[A-Z]{3,}")
_SHORTEST = 2  # words of the beginning of a service that is taken for a station's name


@cached_table
def station_names() -> Mapping[str, tuple[str, ...]]:
    """Broadcaster code -> names under which lists have its stations."""
    names: dict[str, list[str]] = {}
    for code, name, _ in read_table("station_names", ("code", "name", "rows_that_agree"), _row):
        names.setdefault(code, []).append(name)
    return MappingProxyType({code: tuple(some) for code, some in names.items()})


def _row(fields: list[str]) -> tuple[str, str, int]:
    code, name, rows = fields
    return code, name, int(rows)


@lru_cache(maxsize=16384)
def station_form(name: str) -> str:
    """A station's name in the one form in which names are compared; empty for a name without letters."""
    plain = unicodedata.normalize("NFKD", name)
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)).casefold())
    words = [_WORDS.get(word, word) for word in words]
    while len(words) > 1 and (words[-1] == "digital" or words[-1].isdigit()):
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=4096)
def known_forms(
    broadcaster: str | None, manager: str | None, service: str, own_names: Sequence[str] = ()
) -> frozenset[str]:
    """The forms of all names by which a list may know a transmission.

    Args:
        broadcaster: its code; the table's names of it and its own name count.
        manager: the code of its manager, whose names count too.
        service: its service, whole or its beginning (``BBC`` of ``BBC Korean``, ``Voice of America`` of
            ``Voice of America, Korean``).
        own_names: names that the plan gives, a tuple.
    """
    names = [service, *_beginnings(service), *own_names]
    for code in (broadcaster, manager):
        names += station_names().get(code or "", ())
    if broadcaster is not None and broadcaster in broadcasters():
        names.append(broadcasters()[broadcaster].name)
    return frozenset(map(station_form, names)) - {""}


def _beginnings(service: str) -> list[str]:
    words = service.replace(",", " ").split()
    names = [" ".join(words[:count]) for count in range(_SHORTEST, len(words))]
    return names + ([words[0]] if len(words) > 1 and _ABBREVIATION.fullmatch(words[0]) else [])
