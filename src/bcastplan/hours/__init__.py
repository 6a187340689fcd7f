"""Hours, energy and cost counted from airings; a total is never a sum of rows."""

from bcastplan.hours.engine import summarise
from bcastplan.hours.facts import GROUPS, RowFacts, row_facts
from bcastplan.hours.periods import PER, Period
from bcastplan.hours.results import HoursRequestError, HoursResult, HoursRow

__all__ = [
    "GROUPS",
    "PER",
    "HoursRequestError",
    "HoursResult",
    "HoursRow",
    "Period",
    "RowFacts",
    "row_facts",
    "summarise",
]
