"""Every code of the EiBi reader and writer, with what it means."""

from __future__ import annotations

from bcastplan.exchange.code_docs import ListCode
from bcastplan.model.finding import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: dict[str, ListCode] = {
    "EIB001": ListCode(
        "eibi-columns",
        _ERROR,
        "A row of an EiBi list does not have its ten semicolons.",
        "Every row has eleven columns, separated by exactly ten semicolons. A row with more or fewer would put its "
        "values under the wrong headings. Empty columns at the end that were cut, and a semicolon too many at the end, "
        "are put right with a warning; a semicolon inside a name is put right where only one reading makes sense; any "
        "other row is not read, which is an error. Correct the row, or save the list with semicolons instead of the "
        "commas or tabs a spreadsheet wrote.",
        "`5815;1730-1800;CLA;Nippon no Kaze;K;KRE;/UZB;4;;` lacks the column of the days.",
        ("row", "columns"),
    ),
    "EIB002": ListCode(
        "eibi-frequency-or-time",
        _ERROR,
        "The frequency or the time of a row of an EiBi list cannot be read.",
        "The first column is a frequency in kHz, the second start and stop in UTC as 1730-1800. Without them nothing "
        "can be said of the row; it is not read. Correct the column.",
        "`5815;1730-1860;...` has 60 minutes in its stop.",
        ("row", "field"),
    ),
    "EIB003": ListCode(
        "eibi-start-is-stop",
        _ERROR,
        "Start and stop of a row of an EiBi list are the same.",
        "Start and stop of a row differ; a whole day is 0000-2400. A row that has the same time twice can mean a "
        "minute, a day or a slip. It is kept with the status unused, so that it counts nowhere. Write the stop that is "
        "meant. Midnight to midnight of persistence 2 and 3 is a whole day: 0000-0000, and 0100-0100 or 2300-2300 "
        "where summer time moves it.",
        "`6200;1241-1241;;CHN;Voice of Jinling;C;TWN;nj;1;;[1125]`",
        (),
    ),
    "EIB004": ListCode(
        "eibi-date",
        _ERROR,
        "A first or last date of a row of an EiBi list cannot be read.",
        "Dates are day and month in two digits each. A date that cannot be read leaves the row without its limit, on "
        "the air longer than it is. The row is read without that date. Correct the column.",
        "`...;1;0102;28021` has five digits in its last date.",
        ("field",),
    ),
    "EIB005": ListCode(
        "eibi-days",
        _WARNING,
        "The days column of a row of an EiBi list means nothing that is known.",
        "The third column holds days of the week, days of the month, a date, or a remark from the list's own README. "
        "A row whose days are unknown cannot be counted or compared by date. It is kept with the status unused. Write "
        "one of the expressions of the README.",
        "`4u`; known are `Mo-Fr`, `1245` (Monday is 1), `1.Sa`, `Last7`, `15Sep`, `MF-15`, `irr` and others.",
        ("days",),
    ),
    "EIB006": ListCode(
        "eibi-season",
        _WARNING,
        "Nothing or only the content of an EiBi list tells which season it is of.",
        "The season of a list stands in its file name, as sked-a26.csv; without it the dates and the newest months of "
        "reception decide. All dates of a list have day and month only, so a wrong season moves every one of them. "
        "Give the file its name back, or name the season with `import eibi --season A26`.",
        "A list saved as `download.csv`.",
        ("season",),
    ),
    "EIB007": ListCode(
        "eibi-no-rows",
        _ERROR,
        "An EiBi list has no row that can be read.",
        "At least one row of the list can be read. An empty list looks like a quiet season, so it is reported. Check "
        "that the download is complete and that semicolons separate the columns.",
        "A file of 0 bytes, or one with commas between the columns.",
        ("separator",),
    ),
    "EIB008": ListCode(
        "eibi-line-ends",
        _WARNING,
        "The lines of an EiBi list end in different ways.",
        "All lines of a list end alike, with CR LF, LF or CR. A mixture is the trace of two files pasted together or "
        "of an editor that changed some lines, and other programs may count them differently. All lines are read, and "
        "written back with the most frequent end. Save the list with one kind of line end.",
        "A list edited half under Windows and half under Linux.",
        (),
    ),
    "EIB009": ListCode(
        "eibi-unknown-codes",
        _INFO,
        "Some codes of an EiBi list stand in none of its tables.",
        "Sites, areas and languages are looked up in the tables of EiBi's README, which the program carries. A row "
        "with an unknown code is read without what the code would say. One finding counts them for the whole list. "
        "Nothing needs to be done unless the code is a slip.",
        "`/D-bb`, a site the README does not list.",
        ("sites", "areas", "languages"),
    ),
    "EIB010": ListCode(
        "eibi-set-aside",
        _INFO,
        "Rows of an EiBi list that count nowhere, and rows with a remark, are counted.",
        "Rows that are inactive, of the other half of the year, alternatives, harmonics, spurious emissions or "
        "schedules for a feast without dates get the status unused. Irregular, tentative and test operation counts, "
        "since it is on the air. One finding gives the number of each for the whole list. Nothing needs to be done.",
        "`irr 103, inactive 71, winter only 359`",
        ("unused", "remarks"),
    ),
    "EIB011": ListCode(
        "eibi-not-in-schedule",
        _WARNING,
        "A row of a list cannot stand in a schedule file as it is.",
        "A schedule file has frequencies with two decimals, and a start that differs from the stop. Other rows of a "
        "list are rounded, split at midnight or left out when they are brought in, so the schedule differs from the "
        "list there. Nothing needs to be done unless the row matters to you.",
        "4180.941 kHz becomes 4180.94 kHz.",
        ("count",),
    ),
    "EIB012": ListCode(
        "eibi-heard",
        _WARNING,
        "The month in which a row of an EiBi list was last heard cannot be read.",
        "The month of the newest reception stands in brackets, month and year in two digits each. It decides neither "
        "when nor where the row is on the air, so the row is read without it. Correct the month.",
        "`...;1;;[02221]` has five digits.",
        ("field",),
    ),
    "EIB101": ListCode(
        "eibi-not-written",
        _WARNING,
        "A transmission cannot be written as a row of an EiBi list.",
        "A row has one season, and its dates lie in it. A transmission whose dates lie outside has no row there; it is "
        "left out. Export the season it belongs to.",
        "A transmission of 2025 in a list of A26.",
        (),
    ),
    "EIB102": ListCode(
        "eibi-not-carried",
        _WARNING,
        "A value of a transmission has no place in a row of an EiBi list.",
        "Days are written in five characters of the README's vocabulary, names in 23 characters, sites, areas and "
        "languages as codes of its tables, letters in ISO-8859-1. What does not fit is shortened or left blank, and "
        "the row says less, or claims more days, than the schedule. Shorten the value or split the transmission.",
        "`repeat: FREQ=MONTHLY;BYMONTHDAY=1` has no expression.",
        ("field",),
    ),
    "EIB103": ListCode(
        "eibi-keys-not-carried",
        _INFO,
        "An EiBi list has no columns for some keys of the schedule.",
        "Power, antenna, azimuth, managers and other keys of the trade are no part of the format. They stay in the "
        "schedule and are counted in one finding. Nothing needs to be done.",
        "`power (40), antenna (40)`",
        ("keys",),
    ),
}
