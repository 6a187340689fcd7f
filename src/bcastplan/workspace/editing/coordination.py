"""What has to be coordinated with others, by their frequency-management organisation, and how far that is.

Conflicts with others are open until the plan file has an entry under `agreed`. Its `status` says asked, agreed or
refused; only an agreed conflict no longer counts as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bcastplan.conflicts.pairs import Pair
from bcastplan.document.splice import EditRefused
from bcastplan.model.plan import Agreement
from bcastplan.model.values import Raw
from bcastplan.workspace.editing import file_keys
from bcastplan.workspace.editing.agreements import named_row, plan_of_both
from bcastplan.workspace.editing.plan_document import plan_file_of
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.opening.open_plans import OpenPlan

STATUSES = ("open", "asked", "refused", "agreed")
"""How far a conflict is coordinated; open stands for no entry in the plan file."""
MOST_CASES = 2_000
"""Conflicts that are listed, the worst of them."""


@dataclass(frozen=True, slots=True)
class Case:
    """A conflict with another organisation.

    ``pair`` is None where it is settled, or no longer a conflict. ``number`` is that of its entry under `agreed` of
    ``opened``, None while it is open.
    """

    manager: str
    name: str
    status: str
    ours: int
    theirs: int
    pair: Pair | None
    reason: str = ""
    number: int | None = None
    opened: OpenPlan | None = None


class _Entry(NamedTuple):
    opened: OpenPlan
    number: int
    agreement: Agreement


def coordination(session: Session) -> list[Case]:
    """All conflicts with others, by organisation, the gravest of each first; asking for unknown pairs finds them."""
    entries = _entries(session)
    cases = []
    for number, pair in enumerate(session.pairs.external):
        if number == MOST_CASES:
            break
        entry = entries.pop(frozenset((pair.a_row, pair.b_row)), None)
        cases.append(_case(session, pair.a_row, pair.b_row, pair, entry))
    # What is left has no open pair: it is settled, or its transmissions no longer meet.
    for rows, entry in entries.items():
        # The plans' rows come before those of reference schedules.
        ours, theirs = sorted(rows)
        if not _is_own(session, ours, theirs):
            cases.append(_case(session, ours, theirs, None, entry))
    return sorted(cases, key=_order)


def _order(case: Case) -> tuple[str, int, int, int]:
    # Without an open pair, or without an organisation ("~"), a case comes behind all that have one.
    severity = case.pair.severity.rank if case.pair is not None else 9
    return (case.manager or "~", severity, -(case.pair.overlap_minutes if case.pair is not None else 0), case.ours)


def _entries(session: Session) -> dict[frozenset[int], _Entry]:
    """The entries under `agreed` whose transmissions are both there, by their rows."""
    rows: dict[str, int] = {}
    for row, transmission in enumerate(session.table.transmissions):
        if transmission.id is not None:
            # Of an id that stands twice, which PLN001 reports, the first row counts.
            rows.setdefault(transmission.id, row)
    entries: dict[frozenset[int], _Entry] = {}
    for opened in session.workspace.plans:
        for number, agreement in enumerate(opened.plan.agreed):
            both = frozenset(rows[name] for name in (agreement.a, agreement.b) if name in rows)
            if len(both) == 2:
                entries.setdefault(both, _Entry(opened, number, agreement))
    return entries


def _case(session: Session, ours: int, theirs: int, pair: Pair | None, entry: _Entry | None) -> Case:
    manager, name = _organisation(session, theirs)
    if entry is None:
        return Case(manager, name, "open", ours, theirs, pair)
    agreement = entry.agreement
    return Case(
        manager, name, agreement.status, ours, theirs, pair, agreement.reason, entry.number, entry.opened
    )  # fmt: skip


def _organisation(session: Session, row: int) -> tuple[str, str]:
    """Code and name of whom a row is coordinated with: its manager, else its broadcaster, else its service."""
    transmission = session.table.transmissions[row]
    opened = session.workspace.plan_of_row(row) or session.workspace.plans[0]
    if transmission.manager:
        return transmission.manager, opened.directory.manager_name(transmission.manager) or ""
    if transmission.broadcaster:
        return transmission.broadcaster, opened.directory.broadcaster_name(transmission.broadcaster) or ""
    return "", transmission.service


def _is_own(session: Session, ours: int, theirs: int) -> bool:
    """Whether both transmissions are of one organisation, so that there is nobody to ask (docs/conflicts.md)."""
    left, right = session.table.transmissions[ours], session.table.transmissions[theirs]
    if left.manager and right.manager:
        return left.manager == right.manager
    if left.broadcaster and right.broadcaster:
        return left.broadcaster == right.broadcaster
    return left.service == right.service


def set_status(session: Session, case: Case, status: str, reason: str = "") -> None:
    """Note how far the coordination of a conflict is, in one step with the ids it needs; `open` removes its entry.

    Raises EditRefused where no plan can hold it, or a reason is missing.
    """
    if status != "open" and not reason.strip():
        raise EditRefused("say what was asked or answered, as 'asked on 2026-09-01'")
    values: dict[str, Raw | None] = {"reason": reason.strip(), "status": None if status == "agreed" else status}
    with session.one_step(f"coordination: {status}"):
        if case.number is not None and case.opened is not None:
            file, path = plan_file_of(case.opened.plan), ("agreed", case.number)
            if status == "open":
                file_keys.remove(session, file, path)
            else:
                file_keys.write(session, file, path, values, file_keys.record_at(session, file, path))
        elif status != "open":
            opened = plan_of_both(session, case.ours, case.theirs)
            a, b = named_row(session, case.ours), named_row(session, case.theirs)
            if a == b:
                raise EditRefused(f"both are called '{a}': an entry could not tell them apart")
            item = {"a": a, "b": b, **{key: value for key, value in values.items() if value is not None}}
            file_keys.add(session, plan_file_of(opened.plan), ("agreed",), item)


def counts(cases: Iterable[Case]) -> dict[str, int]:
    """How many conflicts have each status, those with none left out."""
    numbers = Counter(case.status for case in cases)
    return {status: numbers[status] for status in STATUSES if numbers[status]}
