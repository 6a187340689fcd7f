"""The table of dates and minutes on the air that every engine uses; no engine derives dates itself."""

from bcastplan.airtime.table import AirtimeTable, build

__all__ = ["AirtimeTable", "build"]
