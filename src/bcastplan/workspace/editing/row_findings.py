"""What the rules say of single rows; conflicts and whatever looks at the whole plan are not among it."""

from __future__ import annotations

from bcastplan.airtime.table import AirtimeTable
from bcastplan.model.finding import Finding
from bcastplan.rules.context import Context
from bcastplan.rules.run import run_rules
from bcastplan.workspace.opening.open_plans import OpenPlan

OF_THE_PLAN = ("CON", "PLN", "INV")
"""Rules that look at more than one row: only a whole check tells what they say."""


def findings_in_row(table: AirtimeTable, number: int, plan: OpenPlan) -> list[Finding]:
    """The findings of one row of a plan, in a table that may differ from the session's."""
    file = table.transmissions[number].file
    schedules = tuple(schedule for schedule in plan.schedules if schedule.file == file)
    return run_rules([Context(plan.plan, schedules, table, [number], plan.directory)], (), OF_THE_PLAN)
