"""A coverage result with the conditions it was predicted under, as every renderer takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bcastplan.coverage.results import CoverageResult, Heard
from bcastplan.coverage.samples import Listening
from bcastplan.reports.hours.hours_data import NAMED


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What is shown: the result and what was asked of a receiver."""

    result: CoverageResult
    listening: Listening


def heard_record(heard: Heard) -> dict[str, Any]:
    """Minutes and share; None where nothing could be predicted."""
    covered, share = heard.coverage_minutes, heard.share
    return {
        "programme_minutes": heard.programme_minutes,
        "predicted_minutes": heard.predicted_minutes,
        "coverage_minutes": None if covered is None else round(covered, 2),
        "share": None if share is None else round(share, 4),
    }


def group_record(by: tuple[str, ...], values: tuple[Any, ...], names: tuple[str | None, ...]) -> dict[str, Any]:
    """The codes of a group, the names beside those that have some."""
    record: dict[str, Any] = {}
    for group, value, name in zip(by, values, names, strict=True):
        record[group] = value
        if group in NAMED:
            record[f"{group}_name"] = name
    return record
