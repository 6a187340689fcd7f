"""What the records of hours and of coverage share: the codes of a group, and what is heard of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bcastplan.model.percent import percent, whole_percent

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_result import Heard

NAMED = ("broadcaster", "manager", "administration", "site", "language")
"""Groups whose values are codes; the name stands beside the code."""


def heard_record(heard: Heard) -> dict[str, Any]:
    """Minutes, shares and people; None where nothing could be predicted, and where a figure does not apply."""
    return {
        "programme_minutes": heard.programme_minutes,
        "predicted_minutes": heard.predicted_minutes,
        "coverage_minutes": rounded(heard.coverage_minutes, 2),
        "share": rounded(heard.share, 4),
        **people_record(heard),
    }


def people_record(heard: Heard) -> dict[str, Any]:
    """Who is to hear it, and what is heard besides the mean: by people, by range, and under interference."""
    return {
        "listeners": ", ".join(heard.listeners) or None,
        "people": None if heard.people is None else round(heard.people),
        "person_hours": rounded(heard.person_hours, 2),
        "served_share": rounded(heard.served_share, 4),
        "heard_low": rounded(heard.heard_low, 4),
        "heard_high": rounded(heard.heard_high, 4),
        "heard_interfered": rounded(heard.heard_interfered, 4),
        "person_hours_interfered": rounded(heard.person_hours_interfered, 2),
        "coverage_minutes_interfered": rounded(heard.coverage_minutes_interfered, 2),
        "served_share_interfered": rounded(heard.served_share_interfered, 4),
    }


def rounded(value: float | None, digits: int) -> float | None:
    """A figure with some decimals; None stays None."""
    return None if value is None else round(value, digits)


def group_record(by: tuple[str, ...], values: tuple[Any, ...], names: tuple[str | None, ...]) -> dict[str, Any]:
    """The codes of a group; where a code has a name, the name stands beside it."""
    record: dict[str, Any] = {}
    for group, value, name in zip(by, values, names, strict=True):
        record[group] = value
        if group in NAMED:
            record[f"{group}_name"] = name
    return record


def likely_words(heard: Heard) -> str:
    """The likely range of the share heard; empty where it was not drawn."""
    if heard.heard_low is None or heard.heard_high is None:
        return ""
    return f"{whole_percent(heard.heard_low)} to {percent(heard.heard_high)}"
