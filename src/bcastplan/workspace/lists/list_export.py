"""Opened plans -> a file another program reads; what its format cannot say is a finding beside the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bcastplan.exchange.monitoring.receiver_files import RECEIVER_FORMATS, write_receiver_file
from bcastplan.model.finding import Finding, Problem
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Season
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.inspection.rule_check import reading_findings
from bcastplan.workspace.lists.choice import Choice
from bcastplan.workspace.lists.list_import import findings_of
from bcastplan.workspace.opening.open_plans import Progress, Workspace, no_progress, open_paths

FORMATS = ("hfcc", "eibi", "csv", "ics", *RECEIVER_FORMATS)
"""Formats that can be written."""
_NOT_WRITTEN = ("HFC101", "HFC109", "EIB101", "CSV102")
"""Problems that stand for transmissions without a row, ``count`` of them or one (of CSV102, none without a count)."""


class NoSeason(ValueError):
    """A file of one season was asked for, and the schedules are of none or of several."""


@dataclass(slots=True)
class Exported:
    """The content of the file, None where there is nothing to write, and what it does not say."""

    data: bytes | None = None
    transmissions: int = 0
    read: int = 0
    findings: list[Finding] = field(default_factory=list)
    unreadable: int = 0


def export_paths(
    kind: str,
    paths: Sequence[str],
    *,
    choice: Choice | None = None,
    season: Season | None = None,
    zone: ZoneInfo | None = None,
    made_at: datetime | None = None,
    progress: Progress = no_progress,
) -> Exported:
    """Open the paths and write what was chosen of them; ``paths`` are files, folders or ``-``.

    ``progress`` is told about every file; the rest is that of ``export_plans``. Raises NoSeason as it does.
    """
    workspace = open_paths(paths, plan_against=False, progress=progress)
    return export_plans(kind, workspace, choice=choice, season=season, zone=zone, made_at=made_at)


def export_plans(
    kind: str,
    workspace: Workspace,
    *,
    choice: Choice | None = None,
    rows: Iterable[int] | None = None,
    season: Season | None = None,
    zone: ZoneInfo | None = None,
    made_at: datetime | None = None,
) -> Exported:
    """Write what was chosen of plans that are open.

    Args:
        kind: one of FORMATS.
        workspace: the plans.
        choice: the transmissions to write, all without one.
        rows: rows of the workspace's table to write, and no others; those of reference schedules are left out.
        season: write only what is of this season, or dated; an HFCC or EiBi file needs it where the schedules are of
            several.
        zone: the zone of a calendar.
        made_at: the moment stamped into the file, now by default.

    Raises NoSeason where the season is not certain.
    """
    choice = choice or Choice()
    everything = [transmission for schedule in workspace.schedules for transmission in schedule.transmissions]
    some = everything if rows is None else [everything[row] for row in sorted(rows) if row < len(everything)]
    chosen = choice.kept(some)
    if season is not None:
        # Rows without a season have dates of their own, which the writer cuts to the season.
        chosen = [transmission for transmission in chosen if transmission.season in (None, season)]
    done = Exported(read=len(everything), transmissions=len(chosen), unreadable=workspace.unreadable)
    problems: list[Problem] = []
    undated = sorted({transmission.file for transmission in chosen if transmission.window.is_empty})
    if undated:
        how = "name the file after it, as sked-a26.csv, or bring it in with `bcastplan import --season A26`"
        raise NoSeason(f"nothing tells the season of {', '.join(undated)}: {how}")
    if chosen:
        stamp = made_at or datetime.now(UTC)
        # Only a whole list can be written back with the heading and the comments of the file that it was read from.
        whole = workspace.schedules[0] if len(chosen) == len(everything) and len(workspace.schedules) == 1 else None
        if kind == "ics":
            done.data = _calendar(workspace, chosen, zone, stamp)
        elif kind in RECEIVER_FORMATS:
            done.data, problems = write_receiver_file(kind, chosen)
        elif kind == "csv":
            from bcastplan.exchange.tables.table_writer import write_csv

            done.data, problems = write_csv(chosen)
        else:
            write = _hfcc if kind == "hfcc" else _eibi
            done.data, problems = write(chosen, season or only_season(chosen), whole, stamp)
    done.transmissions -= sum(_rows_left_out(problem) for problem in problems)
    # What could not be read is not in the file either, so that it is told beside what could not be written.
    reading = reading_findings(workspace)
    done.findings = [*reading, *findings_of(problems)]
    return done


def _rows_left_out(problem: Problem) -> int:
    if problem.code not in _NOT_WRITTEN:
        return 0
    count = problem.data.get("count", 0 if problem.code == "CSV102" else 1)
    return count if isinstance(count, int) else 1


def only_season(transmissions: Sequence[Transmission]) -> Season:
    """The season of all transmissions; raises NoSeason where none has a season or there are several."""
    seasons = Counter(transmission.season for transmission in transmissions)
    named = [season for season in seasons if season is not None]
    if len(named) == 1:
        return named[0]
    if not named:
        raise NoSeason("the schedules name no season: say which one to write with --season, as --season A26")
    listed = ", ".join(f"{season} ({seasons[season]})" for season in sorted(named))
    raise NoSeason(f"the schedules are of several seasons, {listed}: say which one to write with --season")


def _hfcc(
    chosen: Sequence[Transmission], season: Season, whole: Schedule | None, stamp: datetime
) -> tuple[bytes, list[Problem]]:
    from bcastplan.exchange.hfcc.hfcc_columns import FOOTER_KEY, HEADER_KEY
    from bcastplan.exchange.hfcc.hfcc_writer import row_order, write_hfcc

    if whole is not None and isinstance(whole.extensions.get(HEADER_KEY), list):
        footer = whole.extensions.get(FOOTER_KEY)
        kept = footer if isinstance(footer, list) else ()
        return write_hfcc(chosen, season=season, header=whole.extensions[HEADER_KEY], footer=kept)
    rows = chosen if whole is not None else sorted(chosen, key=row_order)
    return write_hfcc(rows, season=season, made_on=stamp.date())


def _eibi(
    chosen: Sequence[Transmission], season: Season, whole: Schedule | None, stamp: datetime
) -> tuple[bytes, list[Problem]]:
    from bcastplan.exchange.eibi.eibi_writer import write_eibi

    if whole is not None:
        return write_eibi(chosen, season=season, extensions=whole.extensions)
    rows = sorted(chosen, key=lambda transmission: (transmission.frequency_khz, transmission.time))
    return write_eibi(rows, season=season)


def _calendar(workspace: Workspace, chosen: Sequence[Transmission], zone: ZoneInfo | None, stamp: datetime) -> bytes:
    from bcastplan.workspace.lists.calendars import calendar

    chosen_ids = set(map(id, chosen))
    table = workspace.own_table
    # Told by identity, because equal transmissions of two files are two.
    rows = [row for row, transmission in enumerate(table.transmissions) if id(transmission) in chosen_ids]
    directory = workspace.plans[0].directory
    return calendar(table, rows, directory, zone=zone, made_at=stamp)
