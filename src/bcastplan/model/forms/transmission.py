"""The keys of a transmission as files write them."""

from __future__ import annotations

from bcastplan.model.forms import scalars as s
from bcastplan.model.forms.base import Form, StrictForm, key, required


class InlineSiteForm(StrictForm):
    """A transmitter site written out, for places without a code."""

    name: s.Text = required("What the place is called.", "Jeju")
    latitude: s.Latitude = required("Degrees north; south is negative.", 33.45)
    longitude: s.Longitude = required("Degrees east; west is negative.", 126.57)


class DefaultsForm(Form):
    """Keys that every transmission of the file shares unless it writes its own."""

    service: s.Text = key(
        "Whose programme it is. The same words in two files are one service; default: the file's `service`.",
        "VOA Korean",
    )
    frequency: s.FrequencyKhz = key("Carrier frequency in kHz, up to one decimal.", 9565, 648, 6348.5)
    time: s.Time = key(
        "Start and stop in UTC, 0000 to 2400. A stop before the start lies on the next day; days and dates belong to "
        "the day on which it starts.",
        "1530-1630", "2330-0030", "0000-2400",
    )  # fmt: skip
    days: s.Days = key(
        "Days of the week in UTC on which it starts; default: daily. Digits are refused, because lists count from "
        "different days.",
        "daily", "Mon-Fri", "Wed-Mon", "Sat,Sun", ["Fri", "Sat"],
    )  # fmt: skip
    valid_from: s.Date = key("First date, included; default: the edge of the season.", "2026-06-22", alias="from")
    valid_until: s.Date = key("Last date, included; default: the edge of the season.", "2026-06-26", alias="until")
    excepted: s.Date | list[s.Date] = key(
        "Dates on which it does not start after all.", ["2026-07-03"], "2026-07-03", alias="except"
    )
    repeat: s.RepeatRule = key(
        "An RFC 5545 RRULE of whole days, without DTSTART and UNTIL; it meets with `days`. With INTERVAL above 1 or "
        "COUNT it counts from an explicit `from`.",
        "FREQ=MONTHLY;BYDAY=1SA", "FREQ=WEEKLY;INTERVAL=2",
    )  # fmt: skip
    follows: s.TimeZone = key(
        "An IANA zone whose clock the time keeps from season to season.", "Asia/Seoul", "America/New_York"
    )
    status: s.Status = key("planned and active count everywhere, unused counts nowhere.", "active", "planned", "unused")
    mode: s.Mode = key("Modulation; default: AM.", "AM", "SSB", "DRM")
    broadcaster: s.Text = key("HFCC broadcaster code, or one of the plan's own.", "VOA")
    manager: s.Text = key(
        "HFCC frequency-management organisation. Conflicts inside one manager are its own affair.", "AGM"
    )
    administration: s.Text = key("ITU code of the administration that notifies it.", "PHL")
    language: s.TextOrList = key("HFCC three-letter language code, or a list of them.", "Kor", ["Kor", "Eng"])
    programme: s.Text = key("What is on, where one service has several programmes.", "Morning news")
    target: s.Text = key("CIRAF zones and quadrants it is aimed at, kept as written.", "44NE", "37-39", "01,02,06")
    site: s.Text | InlineSiteForm = key(
        "HFCC site code, a code of the plan, or a place written out.",
        "PHT", {"name": "Jeju", "latitude": 33.45, "longitude": 126.57},
    )  # fmt: skip
    transmitter: s.Text = key("A transmitter of the plan's inventory at that site.", "PHT-1")
    power: s.PowerKw = key("Transmitter power in kW.", 250)
    antenna: s.Text = key("HFCC antenna code, an antenna of the inventory, or a BS.705 designation.", 216, "AHR4/4/0.5")
    azimuth: s.Azimuth = key("Degrees from true north of maximum radiation, slew included.", 21)
    slew: s.Slew = key("Degrees by which the beam is turned from the array's own direction.", 0, -15)
    design_frequency: s.FrequencyKhz = key("Frequency in kHz the antenna is designed for.", 9700)
    alternatives: s.TextOrList = key(
        "Frequencies in kHz or bands that would do as well; never counted.", [9570, 9645], "49 m"
    )
    sync: s.Text = key("The same word on the same frequency: synchronised transmitters, never a conflict.", "korea-648")
    rate: s.Price = key("Price of an hour of this transmission, in the plan's currency.", 55.0)
    requirement: s.Whole = key("Requirement number in the HFCC files.", 4711)
    old: s.Flag = key("HFCC's flag for data carried over unchecked from the season before.", False)
    note: s.Text = key("Anything worth knowing; shown, never interpreted.", "jammed")


class TransmissionForm(DefaultsForm):
    """One frequency, one site, one clock time, one set of days."""

    id: s.Word = key(
        "Name of the transmission, unique in the plan, without white space; needed to be named in `agreed`.",
        "voa-9565-evening",
    )
