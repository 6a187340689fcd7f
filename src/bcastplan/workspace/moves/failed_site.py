"""A site that is off the air from a date on: the transmissions that it had to send from then on need another place.

A transmission that begins before the date is cut in two there, and only its later part needs another place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bcastplan.airtime.table import build
from bcastplan.model.schedule import Schedule
from bcastplan.model.transmission import Transmission
from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace


class OutageError(ValueError):
    """What was asked for cannot be answered; the message says why."""


@dataclass(frozen=True, slots=True)
class FailedRow:
    """What a transmission had to send from the failed site.

    Attributes:
        row: its row in the workspace of the outage.
        written: the transmission as it is written.
        is_cut: whether it was on the air before, so that a part of it stays.
    """

    row: int
    written: Transmission
    is_cut: bool


@dataclass(frozen=True)
class Outage:
    """A failed site.

    Attributes:
        site: its code.
        first: the first date on which it is off the air.
        workspace: what was opened, transmissions of the site cut in two.
        failed: their later parts.
        not_cut: transmissions that cannot be cut, because their repeat rule counts from their first date.
    """

    site: str
    first: date
    workspace: Workspace
    failed: tuple[FailedRow, ...]
    not_cut: tuple[Transmission, ...]


def outage_of(workspace: Workspace, site: str, first: date) -> Outage:
    """The outage of a site of the plans' inventory or schedules.

    Raises:
        OutageError: nothing is on the air from there on or after the date.
    """
    failed: list[FailedRow] = []
    not_cut: list[Transmission] = []
    plans: list[OpenPlan] = []
    row = 0
    for opened in workspace.plans:
        schedules: list[Schedule] = []
        for schedule in opened.schedules:
            parts: list[Transmission] = []
            for written in schedule.transmissions:
                is_hit = written.site_code == site and written.counts and _airs(written, first, written.last_date)
                if is_hit and _counts_from_its_first_date(written) and written.first_date < first:
                    not_cut.append(written)
                elif is_hit:
                    pieces = list(_pieces(written, first))
                    failed.append(FailedRow(row + len(parts) + len(pieces) - 1, written, len(pieces) == 2))
                    parts += pieces
                    continue
                parts.append(written)
            schedules.append(replace(schedule, transmissions=tuple(parts)))
            row += len(parts)
        plans.append(replace(opened, schedules=schedules))
    if not failed and not not_cut:
        raise OutageError(f"nothing is on the air from {site} from {first} on: {_sites_named(workspace)}")
    cut = Workspace(plans, workspace.reference, workspace.reference_problems, workspace.unreadable)
    return Outage(site, first, cut, tuple(failed), tuple(not_cut))


def _pieces(written: Transmission, first: date) -> Iterator[Transmission]:
    """What stays as it is, if that is ever on the air, and what needs another place."""
    before = first - timedelta(days=1)
    if written.first_date < first and _airs(written, written.first_date, before):
        yield written.changed(valid_until=before)
        # The id and the requirement number stay with the part before the outage: a plan has each once.
        yield written.changed(valid_from=first, id=None, requirement=None)
    else:
        yield written


def _airs(written: Transmission, first: date, last: date) -> bool:
    begin, end = max(first, written.first_date), min(last, written.last_date)
    return begin <= end and bool(len(build([written.changed(valid_from=begin, valid_until=end)]).segment_row))


def _counts_from_its_first_date(written: Transmission) -> bool:
    # COUNT and INTERVAL count from the first date (RFC 5545): with a later one the rule would have other dates.
    rule = str(written.repeat or "").upper()
    return "COUNT=" in rule or ("INTERVAL=" in rule and "INTERVAL=1" not in rule.split(";"))


def _sites_named(workspace: Workspace) -> str:
    sites = sorted({item.site_code for opened in workspace.plans for item in opened.transmissions if item.site_code})
    return f"the plans use {', '.join(sites)}" if sites else "no transmission names a site"
