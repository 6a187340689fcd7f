"""Finds the season of a list: weighs file name, archive name, heading and rows, and reports any doubt.

A list that can be of several seasons is of none: every date of it would move by half a year or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bcastplan.model.season import Season, parse_season

_NAMED = re.compile(r"(?<![A-Za-z0-9])([ab][0-9]{2})(?![0-9A-Za-z])", re.IGNORECASE)
_LISTED = 4  # seasons named in one message


@dataclass(frozen=True, slots=True)
class RowsSay:
    """The evidence in a list's rows for its season.

    Attributes:
        likely: the seasons they fit best, several where they do not tell them apart, none where they say nothing.
        heard: the first day of the month in which they were last heard; a season that ended before it is impossible.
        by: what of the rows says so, as "its dates and last receptions".
    """

    likely: tuple[Season, ...] = ()
    heard: date | None = None
    by: str = "its rows"

    def allows(self, season: Season) -> bool:
        """Whether the season had not ended when the rows were last heard."""
        return self.heard is None or season.last_day >= self.heard


@dataclass(frozen=True, slots=True)
class Verdict:
    """The season of a list, None in doubt, and a message; the message is empty where all sources agree."""

    season: Season | None
    message: str | None = None


def season_named_in(text: str) -> Season | None:
    """The season that stands as a word in a text, as in ``sked-a26.csv``."""
    match = _NAMED.search(text)
    return parse_season(match[1]) if match else None


def seasons_of_names(file: str) -> dict[str, Season]:
    """The seasons in a file's own name and in the names of the archives around it; names of folders do not count."""
    *archives, own = file.split("!")
    texts = {"the file's name": own, "the archive's name": " ".join(re.split(r"[/\\]", path)[-1] for path in archives)}
    named = {source: season_named_in(re.split(r"[/\\]", text)[-1]) for source, text in texts.items()}
    return {source: season for source, season in named.items() if season is not None}


def weighed(named: Mapping[str, Season], rows: RowsSay, kind: str) -> Verdict:
    """Decide on a season.

    Args:
        named: what names a season, as "the heading" -> that season.
        rows: what the rows say.
        kind: the name a file of this kind should have, for the message.
    """
    nothing = f"nothing goes on the air. Name the season with `import --season`, or the file as {kind}"
    seasons = list(dict.fromkeys(named.values()))
    statements = " and ".join(f"{source} says {season}" for source, season in named.items())
    if not seasons:
        if len(rows.likely) == 1:
            return Verdict(rows.likely[0], f"no name tells the season: read as {rows.likely[0]}, by {rows.by}")
        if rows.likely:
            return Verdict(None, f"no name tells the season, and {rows.by} fit {_listed(rows.likely)}: {nothing}")
        return Verdict(None, f"neither a name nor the rows tell the season: {nothing}")
    possible = [season for season in seasons if rows.allows(season)]
    if len(seasons) == 1 and possible:
        return Verdict(seasons[0])
    if rows.heard is not None and not possible:
        statements += f", but rows were last heard in {rows.heard:%Y-%m}, after it ended"
    # Where names disagree, or name a season that had ended, the rows decide, and among the named seasons if they can.
    choice = [season for season in rows.likely if season in possible] if possible else list(rows.likely)
    choice = choice or possible
    if len(choice) == 1:
        return Verdict(choice[0], f"{statements}: read as {choice[0]}, by {rows.by}")
    return Verdict(None, f"{statements}: {nothing}")


def _listed(seasons: Iterable[Season]) -> str:
    names = [str(season) for season in seasons]
    first = ", ".join(names[:-1][-_LISTED:])
    return ("..., " if len(names) - 1 > _LISTED else "") + f"{first} and {names[-1]}" if len(names) > 1 else names[0]
