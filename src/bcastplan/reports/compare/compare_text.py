"""A comparison for reading: a section for each status, a line for each row, differences in words."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.counts import count, hours
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.reports.text_columns import align, cut
from bcastplan.workspace.lists.comparison import STATUSES, ComparedItem, ComparedRow, Comparison, Status

_SERVICE_COLUMNS = 24
_SITE_COLUMNS = 20


def compare_text(result: Comparison, *, statuses: tuple[Status, ...] = STATUSES) -> str:
    """The items of some statuses, and a closing line that counts all of them."""
    lines: list[str] = []
    for status in statuses:
        items = [item for item in result.items if item.status == status]
        # What is the same needs nobody's attention: the last line counts it.
        if items and status != "same":
            lines += [f"{inert(result.title(status))} ({len(items)})", *_listed(items), ""]
    lines += list(_closing(result))
    return "\n".join(lines) + "\n"


def _listed(items: list[ComparedItem]) -> list[str]:
    rows = [cells for item in items for cells in _cells(item)]
    return [f"  {line}" for line in align(rows, (False, True, *[False] * 7))]


def _cells(item: ComparedItem) -> Iterator[tuple[str, ...]]:
    both = bool(item.a and item.b)
    words = _difference_words(item)
    for side, rows in (("A", item.a), ("B", item.b)):
        for row in rows:
            yield _row(side if both else "", row, words)
            # The differences are those of the item, so they stand behind its first row only.
            words = ""


def _row(side: str, row: ComparedRow, words: str) -> tuple[str, ...]:
    return (
        side,
        format_khz(row.frequency_khz),
        row.time,
        row.days,
        inert(cut(row.service, _SERVICE_COLUMNS)),
        inert(row.language or ""),
        inert(cut(row.site_name or row.site or "", _SITE_COLUMNS)),
        f"{inert(row.file.rsplit('/', 1)[-1])}:{row.line}",
        words or (f"heard {row.heard}" if row.heard else ""),
    )


def _difference_words(item: ComparedItem) -> str:
    parts = []
    for difference in item.differences:
        if difference == "site" and item.site_distance_km is not None:
            parts.append(f"site ({item.site_distance_km:.0f} km apart)")
        else:
            parts.append(difference)
    if item.a and item.b and ("time" in item.differences or "days" in item.differences):
        shares = f"{hours(item.minutes_a)} h in A, {hours(item.minutes_b)} h in B, {hours(item.minutes_both)} h in both"
        parts.append(shares)
    if item.status == "not-heard-lately":
        parts.append(f"last heard {item.heard}")
    return "; ".join(parts)


def _closing(result: Comparison) -> Iterator[str]:
    for side, schedule in (("A", result.a), ("B", result.b)):
        newest = f", newest report {schedule.newest_heard}" if schedule.newest_heard else ""
        yield f"{side}: {inert(schedule.name)}, {count(schedule.rows, 'row')} on the air{newest}"
    counted = ", ".join(f"{result.count(status)} {status}" for status in reversed(STATUSES))
    beyond = f"; {count(result.beyond, 'row')} of B beyond the bands and areas of A left out" if result.beyond else ""
    yield f"{counted}{beyond}"
