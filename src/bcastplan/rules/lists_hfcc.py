"""Summary, example and data fields of the codes of HFCC files; the reader's module explains each code."""

from __future__ import annotations

from typing import NamedTuple


class HfccPage(NamedTuple):
    """What the page of a code has besides its text."""

    summary: str
    example: str
    fields: tuple[str, ...] = ()


PAGES: dict[str, HfccPage] = {
    "HFC001": HfccPage(
        "The fields of an HFCC row do not stand in their columns.",
        "A frequency of five digits written from column 2 on, so that column 6 is not blank.",
        ("row",),
    ),
    "HFC002": HfccPage("An HFCC row is cut.", "A row that ends in column 90, in the middle of a date.", ("row",)),
    "HFC003": HfccPage(
        "The frequency, time, days, dates or modulation of an HFCC row cannot be read.",
        "A start of 1560.",
        ("row", "field"),
    ),
    "HFC004": HfccPage("A detail of an HFCC row cannot be read.", "A power of `25O` with a letter O.", ("field",)),
    "HFC005": HfccPage("Start and stop of an HFCC row are the same.", "`1500 1500`", ("row", "field")),
    "HFC006": HfccPage(
        "Two rows of an HFCC file bear the same requirement number.",
        "Two rows with 4711 in columns 126 to 130.",
        ("requirement",),
    ),
    "HFC007": HfccPage(
        "The season of an HFCC file does not stand in its header, or not the season of its dates.",
        "A file without its first line.",
    ),
    "HFC008": HfccPage("An HFCC file has no row that can be read.", "A file that holds only its header."),
    "HFC009": HfccPage("The note of an HFCC row runs beyond its column.", "`Korean service` from column 152 on."),
    "HFC010": HfccPage(
        "An HFCC row has a band instead of a frequency.", "`    9` in the frequency column: 9 MHz.", ("row", "field")
    ),
    "HFC101": HfccPage("A transmission cannot be written as an HFCC row.", "`frequency: 6348.5`", ("field",)),
    "HFC102": HfccPage("A value does not fit its column in an HFCC row.", "`power: 0.5`", ("field",)),
    "HFC103": HfccPage("An HFCC file has no columns for some keys.", "`transmitter (40), rate (2)`", ("keys",)),
    "HFC104": HfccPage("An HFCC row cannot say exceptions and repeats.", "`except: [2026-07-03]`", ("field",)),
    "HFC105": HfccPage(
        "A target is longer than an HFCC row allows.",
        "Thirteen quadrants with commas between them.",
        ("field", "zones"),
    ),
    "HFC106": HfccPage("A text for an HFCC file has letters beyond ISO-8859-1.", "A note in Korean."),
    "HFC107": HfccPage(
        "Transmissions without a requirement number got one in the HFCC file.", "A new transmission.", ("count",)
    ),
    "HFC108": HfccPage(
        "Two transmissions bear the same requirement number.", "`requirement: 4711` twice.", ("requirement",)
    ),
    "HFC109": HfccPage("Unused transmissions are not written to an HFCC file.", "`status: unused`", ("count",)),
    "HFC110": HfccPage(
        "A row for HFCC lacks values that a submission needs.", "A transmission without `antenna`.", ("keys",)
    ),
}
