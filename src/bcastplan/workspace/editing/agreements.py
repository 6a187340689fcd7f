"""Settling a conflict: both transmissions get a name, and the plan file says that they are agreed, and why."""

from __future__ import annotations

import re

from bcastplan.document.nodes import ListNode, MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import value_text
from bcastplan.document.splice import EditRefused, TextEdit, content_end, line_end
from bcastplan.model.clock import clock
from bcastplan.model.frequency import format_khz
from bcastplan.model.transmission import Transmission
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.operations import free_id
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.opening.open_plans import OpenPlan

_NO_WORD = re.compile(r"[^a-z0-9]+")


def agree(session: Session, a_row: int, b_row: int, reason: str) -> int:
    """Write an agreement over two rows into the plan file, in one step with the ids it needs; returns ``a_row``.

    Raises EditRefused where no plan can hold it: two ghosts, two plans, or a row that cannot be given an id.
    """
    if not reason.strip():
        raise EditRefused("an agreement needs a reason, as 'settled at the A26 conference'")
    opened = plan_of_both(session, a_row, b_row)
    # One undo takes the new ids back together with the agreement that needed them.
    with session.one_step("agree"):
        a, b = named_row(session, a_row), named_row(session, b_row)
        if a == b:
            raise EditRefused(f"both are called '{a}': an agreement could not tell them apart")
        session.edit_plan(opened, lambda text: agreement_edits(text, a, b, reason.strip()), "agree")
    return a_row


def agreement_edits(text: str, a: str, b: str, reason: str) -> list[TextEdit]:
    """Edits that add an agreement to a plan file's text; raises EditRefused where the file is broken."""
    newline = "\r\n" if "\r\n" in text else "\n"
    values: dict[str, Raw] = {"a": a, "b": b, "reason": reason}
    line = f"- {value_text(values, flow=True)}"
    root, _ = parse_text("", text)
    if root is None and not text.strip():
        return [TextEdit(0, len(text), f"bcastplan: 1{newline}agreed:{newline}  {line}{newline}")]
    if not isinstance(root, MapNode):
        raise EditRefused("the plan file cannot be read: correct it first")
    listed = root.get("agreed")
    if listed is None:
        before = "" if text.endswith("\n") else newline
        return [TextEdit(len(text), len(text), f"{before}agreed:{newline}  {line}{newline}")]
    if not isinstance(listed, ListNode) or listed.alias:
        raise EditRefused("'agreed' in the plan file is not a list: correct it first")
    if listed.flow:
        offset = content_end(listed) - 1
        comma = ", " if listed.items else ""
        return [TextEdit(offset, offset, comma + value_text(values, flow=True))]
    last = listed.items[-1]
    # New lines stand as far in as the hyphen of the last one, however the file is indented.
    hyphen = text.rindex("-", 0, last.start.index)
    indent = " " * (hyphen - text.rfind("\n", 0, hyphen) - 1)
    offset = line_end(text, content_end(last))
    before = "" if text[offset - 1 : offset] == "\n" else newline
    return [TextEdit(offset, offset, f"{before}{indent}{line}{newline}")]


def plan_of_both(session: Session, a_row: int, b_row: int) -> OpenPlan:
    """The plan whose file can hold an agreement over two rows; raises EditRefused where none can."""
    plans = [plan for row in (a_row, b_row) if (plan := session.row(row).plan) is not None]
    if not plans:
        raise EditRefused("both belong to reference schedules: their owners have to agree, not this plan")
    if len(plans) == 2 and plans[0] is not plans[1]:
        raise EditRefused("they belong to two plans, and an agreement holds inside one: put them into one plan")
    return plans[0]


def named_row(session: Session, row: int) -> str:
    """The id of a row, which gets one where it has none; raises EditRefused where it can be given none."""
    transmission = session.table.transmissions[row]
    if transmission.id is not None:
        return transmission.id
    if not session.editable(row):
        raise EditRefused(
            f"line {transmission.origin.line} of {transmission.file} has no id to name it by, and cannot be given one"
        )
    new_id = free_id(session, proposed_id(transmission))
    session.change([row], {"id": new_id}, f"id {new_id}")
    return new_id


def proposed_id(transmission: Transmission) -> str:
    """What a transmission may be called, as ``voa-korean-9565-1530``."""
    frequency = format_khz(transmission.frequency_khz)
    words = f"{transmission.service} {frequency} {clock(transmission.time.start_minute)}"
    return _NO_WORD.sub("-", words.lower()).strip("-")
