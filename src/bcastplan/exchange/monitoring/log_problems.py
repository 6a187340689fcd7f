"""Every code of the reader of monitoring logs, with what it means."""

from __future__ import annotations

from bcastplan.exchange.code_docs import ListCode
from bcastplan.model.finding import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: dict[str, ListCode] = {
    "MON001": ListCode(
        "log-header",
        _ERROR,
        "The header of a monitoring log names no time or no frequency.",
        "The first line of a log in CSV names its columns, and among them are `time` (or `start` and `stop`) and "
        "`frequency`. Without them no report can be matched to an airing. Correct the header, or write a mapping that "
        "says what the columns are called.",
        "`When;Where;Signal` without a mapping.",
        ("separator",),
    ),
    "MON002": ListCode(
        "log-row",
        _ERROR,
        "A row of a monitoring log cannot be cut into cells, or is no JSON object.",
        "Every row has at most as many cells as the header, and every line of a log in JSON lines is one object. A "
        "comma too many moves values under the wrong header, so the row is not counted. Put texts with the separating "
        "character into double quotes.",
        "`2026-06-22T15:30Z,9565,Seoul,55444,good, but fading` under five headers.",
    ),
    "MON003": ListCode(
        "log-report-left-out",
        _ERROR,
        "A report has no time, frequency or status that can be read, and is not counted.",
        "When, on what frequency and whether a carrier was there decide what a report confirms. Where one of them "
        "cannot be read the report would be matched to the wrong airing, so it is left out and reported. Correct the "
        "cell: times are ISO dates and times in UTC, frequencies are in kHz, the status is `on` or `off`.",
        "`25:30` as a time, or `9.565` as a frequency in kHz.",
        ("column",),
    ),
    "MON004": ListCode(
        "log-value",
        _WARNING,
        "A value of a report cannot be what it says, and the report is counted without it.",
        "Merits go from 0 to 5, SINPO has five digits and SIO three, signal-to-noise ratios lie between -50 and 150 "
        "dB. Other values would spoil means, so the report counts without the value. Correct the cell.",
        "`SINPO 45` or an overall merit of 7.",
        ("column",),
    ),
    "MON005": ListCode(
        "log-empty",
        _ERROR,
        "A monitoring log has no report that can be read.",
        "At least one report can be read. An empty log looks as if nobody had listened, so it is reported. Look at the "
        "other findings of the file, or whether it is the right one.",
        "A log that holds only its header.",
    ),
    "MON006": ListCode(
        "log-columns-unread",
        _INFO,
        "Columns of a monitoring log are not read.",
        "Every column means something that a report can have. What is not read is not counted, and nothing else "
        "happens. Name the column in the mapping if it should be read.",
        "A column `Weather`.",
        ("columns",),
    ),
    "MON007": ListCode(
        "log-place-unknown",
        _INFO,
        "The place of a report is not known, so nothing can be predicted for it.",
        "A place is written as coordinates, as a locator, or as the name of a site or place of the plan or of a "
        "shipped town. Reports from other places count in everything but predictions. Write coordinates or a locator.",
        "`place: Secret garden`.",
        ("place", "count"),
    ),
    "MON008": ListCode(
        "log-missing",
        _ERROR,
        "A monitoring log that the plan names is not there.",
        "Each file and each pattern under `monitoring` stands for a log at least. A log that is left out would make "
        "deliveries look unconfirmed. Correct the name, or take it out.",
        "`monitoring: [logs/2027-*.csv]` where there is no such file.",
        ("pattern",),
    ),
    "MON101": ListCode(
        "bookmarks-without-times",
        _INFO,
        "Bookmarks of receiver programs know no times, days and dates.",
        "Bookmarks of SDR++, SDR# and Gqrx have a frequency, a name and a mode. Times stand in their names, days and "
        "dates are left out, and the transmissions of a service on one frequency are one bookmark. Use the labels of "
        "KiwiSDR, the timetable or a calendar where times matter.",
        "`VOA Korean 9565 1530-1630` as the name of a bookmark.",
        ("count",),
    ),
    "MON102": ListCode(
        "labels-without-dates",
        _INFO,
        "Labels of KiwiSDR know times and days of the week, but no dates.",
        "A label is shown at its times on its days, in every week. First and last dates, exceptions and repeat rules "
        "stand in its notes, so that it is shown on dates on which nothing is on the air. Write the file anew when "
        "transmissions change.",
        "A transmission with `from: 2026-06-22` is labelled before that date too.",
        ("count",),
    ),
}
