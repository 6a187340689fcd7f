"""Every code of the reader and writer of tables, with what it means."""

from __future__ import annotations

from bcastplan.exchange.code_docs import ListCode
from bcastplan.model.finding import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: dict[str, ListCode] = {
    "CSV001": ListCode(
        "csv-header",
        _ERROR,
        "The header of a table names no frequency or no time.",
        "The first line of a table names its columns, and one of them is the frequency and one the time, or two are "
        "start and stop. Without them no row can be read; often the wrong character is taken to separate the columns. "
        "Write a mapping that says what the columns are called and what separates them.",
        "`Freq. MHz;Begin;End` without a mapping.",
        ("separator",),
    ),
    "CSV002": ListCode(
        "csv-cells",
        _ERROR,
        "A row of a table has more cells than headers, or its quotes do not close.",
        "Every row has at most as many cells as the header. A comma too many moves values under the wrong header, so "
        "the row is not read; after a quote that does not close nothing is. Put texts with the separating character "
        "into double quotes.",
        "`9565,1530-1630,Mon,Wed` under three headers.",
        (),
    ),
    "CSV003": ListCode(
        "csv-cell",
        _ERROR,
        "A cell of a table cannot be read.",
        "Every cell holds a value as schedules write it, or as the mapping says for times, days and dates. Where the "
        "cell decides when the row is on the air the row is not read, which is an error; else it is read without the "
        "cell, which is a warning. Correct the cell, or the mapping where all cells of the column are refused.",
        "`135` for days, without `first_day` in the mapping: HFCC counts from Sunday, EiBi from Monday.",
        ("column",),
    ),
    "CSV004": ListCode(
        "csv-season",
        _ERROR,
        "A table names no season, or several.",
        "The rows of a schedule are of one season, or have a first and a last date each. Without them nobody knows on "
        "which dates a row is on the air, so it is not read. Name the season with `--season`, or as a default of the "
        "mapping; bring several seasons in one by one.",
        "A table without a column `season` and without dates.",
        ("season",),
    ),
    "CSV005": ListCode(
        "csv-no-rows",
        _ERROR,
        "A table has no row that can be read.",
        "At least one row below the header can be read. An empty table looks like a quiet season, so it is reported. "
        "Look at the other findings of the file, or whether it is the right one.",
        "A table that holds only its header.",
        (),
    ),
    "CSV006": ListCode(
        "csv-columns-unread",
        _INFO,
        "Columns of a table are not read, or a mapped column is missing.",
        "Every column means a key of a transmission, and every column of the mapping is there. What is not read is "
        "not in the schedule. Name the column in the mapping if it should be.",
        "A column `Comment by editor`.",
        ("columns",),
    ),
    "CSV007": ListCode(
        "csv-mapping",
        _ERROR,
        "A mapping file for tables has a key or a value that is not known.",
        "A mapping has the keys columns, delimiter, encoding, time, first_day, dates and defaults. A key or value that "
        "is not known would be passed over, and the table read otherwise than meant. Correct the mapping.",
        "`first_day: 1`; it wants the name of the day that the digit 1 means.",
        (),
    ),
    "CSV008": ListCode(
        "bookmark-frequency",
        _ERROR,
        "The frequency of a bookmark cannot be read.",
        "A bookmark of SDR#, SDR++ or Gqrx has a frequency in hertz. Without it there is nothing to keep, so the "
        "bookmark is left out. Correct the frequency.",
        "`<Frequency>7325 kHz</Frequency>` in a file of SDR#.",
        (),
    ),
    "CSV009": ListCode(
        "bookmarks-above-hf",
        _INFO,
        "Bookmarks above 30 MHz are counted.",
        "Schedules are of broadcasts up to 30 MHz. Bookmarks of VHF and above are left out; one finding counts them "
        "for the whole file. Nothing needs to be done.",
        "A bookmark of an aeronautical channel at 118.3 MHz.",
        ("count",),
    ),
    "CSV101": ListCode(
        "csv-keys-not-carried",
        _INFO,
        "A table has no columns for the keys beginning x-.",
        "Our tables have a column for every key of a transmission, but not for the keys beginning x-, which anybody "
        "may add. They stay in the schedule. Nothing needs to be done.",
        "`x-eibi-heard (9)`",
        ("keys",),
    ),
    "CSV102": ListCode(
        "csv-not-as-in-the-list",
        _WARNING,
        "A row of a list cannot stand in a table as it is.",
        "What is written as a table is read back value by value, so it holds what schedules can say: frequencies with "
        "two decimals, and a start that differs from the stop. Other rows of a list are rounded, split at midnight or "
        "left out, so the table differs from the list there. Nothing needs to be done unless the row matters to you.",
        "4180.941 kHz becomes 4180.94 kHz.",
        ("count",),
    ),
}
