"""The one table every engine asks: who is on the air on which dates and minutes; no engine derives dates itself."""

from bcastplan.airtime.table import AirtimeTable, build

__all__ = ["AirtimeTable", "build"]
