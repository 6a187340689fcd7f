"""Every code of the Aoki reader, with what it means."""

from __future__ import annotations

from bcastplan.exchange.code_docs import ListCode
from bcastplan.model.finding import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: dict[str, ListCode] = {
    "AOK001": ListCode(
        "aoki-columns",
        _ERROR,
        "A row of an Aoki list does not keep its columns.",
        "Frequency, time and days stand in fixed columns. A row in which they cannot be found would put its values "
        "under the wrong headings; it is not read. Correct the row, or look whether the file is an Aoki list.",
        "A row that was wrapped into two lines by a mail program.",
        ("row",),
    ),
    "AOK002": ListCode(
        "aoki-shifted",
        _INFO,
        "Rows of an Aoki list are shifted and were read all the same.",
        "Some rows of the list stand a column to the right or left, from the time or the azimuth on. They are read "
        "where the time and the form of the fields leave one reading only. Nothing needs to be done; one finding "
        "counts them for the whole list.",
        "`250  352Jeju`, an azimuth one column to the right.",
        ("lines",),
    ),
    "AOK003": ListCode(
        "aoki-field",
        _WARNING,
        "A power, azimuth or position of a row of an Aoki list cannot be read.",
        "Details of a row have a form of their own. A detail that cannot be read does not decide when the row is on "
        "the air, so the row is read without it. Correct the field.",
        "A position of `4810N114`, without its direction.",
        ("field",),
    ),
    "AOK004": ListCode(
        "aoki-season",
        _WARNING,
        "Nothing or only the content of an Aoki list tells which season it is of.",
        "The season stands in the first line or the file's name; without it the tags of the rows (b18) decide. A list "
        "has no dates, so a wrong season puts all of it into another half-year. Name the season with "
        "`import aoki --season B18`.",
        "A list saved as `userlist.txt` without its first line.",
        ("season",),
    ),
    "AOK005": ListCode(
        "aoki-no-rows",
        _ERROR,
        "An Aoki list has no row that can be read.",
        "At least one row of the list can be read. An empty list looks like a quiet season, so it is reported. Check "
        "that the download is complete.",
        "A file that holds only the heading.",
        (),
    ),
    "AOK006": ListCode(
        "aoki-start-is-stop",
        _ERROR,
        "Start and stop of a row of an Aoki list are the same.",
        "Start and stop of a row differ; a whole day is 0000-2400. A row that has the same time twice can mean a "
        "minute, a day or a slip. It is kept with the status unused, so that it counts nowhere. Write the stop that is "
        "meant.",
        "`1200-1200`",
        (),
    ),
    "AOK007": ListCode(
        "aoki-set-aside",
        _INFO,
        "Rows of an Aoki list that are marked as ended are counted.",
        "Rows with an x after the frequency are off the air. They get the status unused and count nowhere. Nothing "
        "needs to be done; one finding counts them for the whole list.",
        "` 1431xShiokaze (Sea-breeze)`",
        ("rows",),
    ),
}
