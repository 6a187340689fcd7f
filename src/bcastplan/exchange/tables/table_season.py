"""The season of a table: the season of its rows, the requested one, or the stretch of its dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bcastplan.model.finding import Place, Problem
from bcastplan.model.season import Season, Window

Dated = tuple[list[dict[str, Any]], Season | None, Window | None, list[Problem]]


def dated(rows: Sequence[dict[str, Any]], asked_season: Season | None, file: str) -> Dated:
    """The rows of one season, that season or else the window of their dates, and the problems.

    Rows that name no season are of the season that was asked for; without one, and without a season anywhere in the
    table, the window runs from the first date to the last.
    """
    named = Counter(row["season"] for row in rows if row.get("season") is not None)
    if not rows or (asked_season is None and not named):
        return _spanned(list(rows), file)
    season = asked_season or named.most_common(1)[0][0]
    kept: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for row in rows:
        (kept if row.get("season") in (None, season) else others).append(row)
    problems = []
    if others:
        listed = ", ".join(
            f"{other_season} ({count})" for other_season, count in sorted(named.items()) if other_season != season
        )
        message = f"rows of another season than {season} are not read: {listed}; bring each season in by itself"
        place = others[0]["origin"].place(None, None)
        problems.append(Problem("CSV004", message, place, {"season": str(season)}, loses=len(others)))
    return kept, season, season.window, problems


def _spanned(rows: list[dict[str, Any]], file: str) -> Dated:
    dates = [day for row in rows for key in ("valid_from", "valid_until") if (day := row.get(key)) is not None]
    whole = [row for row in rows if row.get("valid_from") and row.get("valid_until")]
    if not rows:
        return rows, None, None, []
    if not dates or len(whole) < len(rows):
        message = "no season in the table, and not every row has both dates: name the season with --season"
        return [], None, None, [Problem("CSV004", message, Place(file, 1), loses=len(rows))]
    first, last = min(dates), max(dates)
    for row in rows:
        row["valid_from"] = None if row["valid_from"] == first else row["valid_from"]
        row["valid_until"] = None if row["valid_until"] == last else row["valid_until"]
    return rows, None, Window(first, last), []
