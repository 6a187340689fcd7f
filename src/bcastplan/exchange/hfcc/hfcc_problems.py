"""Every code the HFCC reader and writer use, with its name, severity and reason: the rules' pages come from here."""

from __future__ import annotations

from typing import NamedTuple

from bcastplan.model.finding import Severity


class CodeDoc(NamedTuple):
    """The meaning of one code: a short name, the default severity and a paragraph (what, why, what to do).

    ``fields`` are the names a problem's data may have.
    """

    name: str
    severity: Severity
    text: str
    fields: tuple[str, ...] = ()


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

CODES: dict[str, CodeDoc] = {
    "HFC001": CodeDoc(
        "columns-shifted",
        _ERROR,
        "A column that separates two fields is not blank, so the fields of the row do not stand where the format puts "
        "them. A value read from the wrong place would be a wrong frequency or a wrong time without any sign of it, "
        "therefore the row is not read. Move the fields back to their columns; a tab character is the usual cause.",
        ("row",),
    ),
    "HFC002": CodeDoc(
        "row-cut",
        _ERROR,
        "The row ends before its manager is complete (column 124) or in the middle of the requirement number, so part "
        "of it is lost. The row is not read; only where it ends after the administration or the broadcaster, as rows "
        "do whose trailing blanks were cut off, it is read as one that names no manager. Fetch the file again, or "
        "write the row to its end.",
        ("row",),
    ),
    "HFC003": CodeDoc(
        "unreadable-field",
        _ERROR,
        "The frequency, the times, the days, the dates or the modulation of a row cannot be read. Without them nothing "
        "exact can be said of when and where it is on the air, therefore the row is not read. Correct the field.",
        ("row", "field"),
    ),
    "HFC004": CodeDoc(
        "unreadable-detail",
        _WARNING,
        "A field that does not decide when the row is on the air (power, azimuth, slew, design frequency, requirement "
        "number, old flag) cannot be read. The row is read without it, so that conflicts are still seen, and the text "
        "is kept and written back. Correct the field.",
        ("field",),
    ),
    "HFC005": CodeDoc(
        "start-is-stop",
        _ERROR,
        "Start and stop of a row are the same. That can mean nothing at all or a whole day, and the format forbids it. "
        "The row is reported and not put on the air. Write 0000 2400 for a whole day, or the stop that is meant.",
        ("row", "field"),
    ),
    "HFC006": CodeDoc(
        "repeated-requirement",
        _WARNING,
        "Two rows of a file bear the same requirement number. Coordination refers to rows by that number. Both rows "
        "are read; only the first one can be named by its id. Give one of them another number.",
        ("requirement",),
    ),
    "HFC007": CodeDoc(
        "season-from-dates",
        _WARNING,
        "The header does not name a season, or none of the dates lies in the season it names. Rows without a header "
        "are taken to be of the season most of their dates belong to. Write the season in the first line, as "
        "; A26 ALL 21-jul-2026.",
    ),
    "HFC008": CodeDoc(
        "no-rows",
        _ERROR,
        "The file has no row that can be read. An empty list looks like a quiet season, so it is reported. Check that "
        "the download is complete.",
    ),
    "HFC009": CodeDoc(
        "text-beyond-columns",
        _WARNING,
        "The notes run beyond column 158, where the format ends. They are kept whole and written back, but another "
        "program may cut them. Shorten the note to seven characters.",
    ),
    "HFC010": CodeDoc(
        "band-instead-of-frequency",
        _WARNING,
        "The frequency column holds a band in MHz: the requirement has no frequency yet. It cannot collide with "
        "anything or be counted, so it is reported and not put on the air. Enter the frequency once there is one.",
        ("row", "field"),
    ),
    "HFC101": CodeDoc(
        "row-not-written",
        _ERROR,
        "A transmission cannot be written as a row: its frequency is no whole number of kHz, or none of its dates lies "
        "in the season. A rounded frequency would coordinate another channel. Correct it, or leave it out on purpose.",
    ),
    "HFC102": CodeDoc(
        "value-not-carried",
        _WARNING,
        "A value does not fit its column: a site or antenna without an HFCC code, a power or an angle that is no whole "
        "number, more than three languages, a note longer than seven characters, dates beyond the season. The message "
        "says what is written instead. Register a code (SP1 to SP9 for new sites, 991 for a new antenna) or shorten.",
        ("field",),
    ),
    "HFC103": CodeDoc(
        "keys-not-carried",
        _INFO,
        "The format has no column for some keys of the schedule: service names, transmitters, programmes, "
        "synchronisation, rates and the zone a time follows. They stay in the schedule. Nothing needs to be done.",
        ("keys",),
    ),
    "HFC104": CodeDoc(
        "dates-not-carried",
        _WARNING,
        "A row holds one first date, one last date and days of the week; exceptions and repeat rules have no place. "
        "The row claims every such day between its dates, more than is used. Split the transmission by dates if the "
        "channel should be free on the others.",
    ),
    "HFC105": CodeDoc(
        "target-not-carried",
        _WARNING,
        "The target has more than 12 comma-separated zones or more than 30 characters, the limits of the column. The "
        "zones that fit are written. Use ranges and whole zones instead of quadrants, or split the transmission.",
        ("field", "zones"),
    ),
    "HFC106": CodeDoc(
        "characters-not-carried",
        _WARNING,
        "The file is ISO-8859-1 and a text holds characters outside it, for each of which a question mark is written, "
        "or control characters that would end the row or shift its columns: blanks are written for those. Use letters "
        "of that set.",
    ),
    "HFC107": CodeDoc(
        "numbered",
        _INFO,
        "Transmissions without a requirement number got the next free ones. Enter them in the schedule under "
        "`requirement`, so that the next file refers to the same requirements.",
        ("count",),
    ),
    "HFC108": CodeDoc(
        "number-used-twice",
        _WARNING,
        "Two transmissions bear the same requirement number; both rows are written with it. Coordination refers to "
        "rows by that number. Give one of them another number or none.",
        ("requirement",),
    ),
    "HFC109": CodeDoc(
        "unused-not-written",
        _INFO,
        "Transmissions with the status unused and jammers count nowhere and are not filed. Set the status to planned "
        "or active to file a transmission.",
        ("count",),
    ),
    "HFC110": CodeDoc(
        "empty-columns",
        _WARNING,
        "A row has no value in columns that a submission needs: target, site, power, azimuth, antenna, language, "
        "administration or broadcaster. The columns are written blank. Complete the transmission before filing.",
        ("keys",),
    ),
}
