"""Hours, energy and cost counted from airings; a total is never a sum of rows."""

from bcastplan.hours.hours_result import HoursRequestError, HoursResult, HoursRow
from bcastplan.hours.periods import PER, Period
from bcastplan.hours.rate_ledger import RateLedger, RateUse, rate_ledger
from bcastplan.hours.row_facts import GROUPS, RowFacts, row_facts
from bcastplan.hours.summary import summarise

__all__ = [
    "GROUPS",
    "PER",
    "HoursRequestError",
    "HoursResult",
    "HoursRow",
    "Period",
    "RateLedger",
    "RateUse",
    "RowFacts",
    "rate_ledger",
    "row_facts",
    "summarise",
]
