"""What a report has besides the standing views, and the report itself as a worker makes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.reference.choices import Choice

if TYPE_CHECKING:
    from bcastplan.workspace.opening.open_plans import Progress

MOST_COMPARED = 3
"""A page has room for four plans."""
_BETWEEN = ";"
"""What separates several names in a line: names may have blanks and commas."""

PARTS = (
    Choice("plain", "nothing more", "hours, energy, cost, the day, conflicts and findings alone"),
    Choice("coverage", "coverage", "who can hear it, predicted; this takes time"),
    Choice("interference", "interference", "coverage, and what is heard under interference and jamming"),
    Choice("compare", "compare", "what changed from other plans, which are asked for"),
)
"""What may be added to a report."""


class ReportOptions(NamedTuple):
    """What a report is to have besides the standing views."""

    coverage: bool = False
    interference: bool = False
    compare: tuple[str, ...] = ()


def options_of(parts: Sequence[str], compared: Sequence[str] = ()) -> ReportOptions:
    """The options that chosen parts stand for; interference brings the coverage along."""
    return ReportOptions(
        coverage="coverage" in parts or "interference" in parts,
        interference="interference" in parts,
        compare=tuple(compared),
    )


def compared_paths(text: str) -> list[str]:
    """The names in a line, those of several plans separated by semicolons."""
    return [name.strip() for name in text.split(_BETWEEN) if name.strip()]


def judge_compared(text: str) -> str | None:
    """What is wrong with the names of plans to compare with; None where nothing is."""
    names = compared_paths(text)
    if not names:
        return "name a file or folder"
    if len(names) > MOST_COMPARED:
        return f"name {MOST_COMPARED} plans at most"
    return next((f"there is no {name}" for name in names if not _is_there(name)), None)


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:
        return False


def rendered_report(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    path: str,
    moment: datetime,
    options: ReportOptions,
    progress: Progress,
) -> bytes:
    """The page, or the workbook where the name ends in ``.xlsx``, of what is on disk."""
    from bcastplan.workspace.report.plan_report import report_of_paths

    coverage = None
    if options.coverage:
        from bcastplan.coverage.coverage_options import CoverageOptions
        from bcastplan.tasks.runner import InThisProcess
        from bcastplan.workspace.prediction.local_means import local_means

        coverage = CoverageOptions(interference=options.interference, means=local_means(InThisProcess()))
    data = report_of_paths(
        paths, made_at=moment, against=against, compare=options.compare, coverage=coverage, progress=progress
    ).data
    if path.lower().endswith(".xlsx"):
        from bcastplan.reports.hours.hours_xlsx import report_xlsx

        return report_xlsx(data)
    from bcastplan.reports.page import report_html

    return report_html(data).encode()
