"""What each measure means and where its definition comes from: one wording for the page and the spreadsheet."""

from __future__ import annotations

from typing import NamedTuple


class Definition(NamedTuple):
    """A term, its meaning and the source of the definition."""

    term: str
    meaning: str
    source: str


_FCC = "47 CFR 73.701, international broadcast stations"
_OURS = "bcastplan, docs/hours.md"

MEASURES = (
    Definition(
        "Frequency-hour",
        "One frequency of a service on the air for one hour, however many transmitters carry it at once. Counted per "
        "service and frequency as the union of its airings.",
        _FCC,
    ),
    Definition(
        "Transmitter-hour",
        "One transmitter on the air for one hour, on one frequency. The sum of all airings; energy and cost follow it.",
        _FCC,
    ),
    Definition(
        "Programme-hour",
        "One hour in which at least one transmission of a service is on the air: the union of the airings over all "
        "its frequencies, then summed over services. “Five hours daily” means this.",
        _OURS,
    ),
    Definition(
        "Per day",
        "Frequency-hours divided by the days of the period, or of the month, quarter or year as far as it lies inside "
        "the period.",
        _OURS,
    ),
    Definition(
        "Total",
        "Counted from the airings, never added up from the rows. Where two rows share time (one service in two bands "
        "at once, one frequency from two sites) the total is smaller than the sum of the rows.",
        _OURS,
    ),
    Definition(
        "Energy",
        "Kilowatt-hours from the mains: transmitter power × transmitter-hours / efficiency, with the efficiency (RF "
        "out / mains in) that the plan states, 1 where it states none. Airtime without a known power is left out and "
        "counted beside the figure.",
        _OURS,
    ),
    Definition(
        "Cost",
        "Price per hour × transmitter-hours + price per kWh × energy, with the first rate of the plan that matches on "
        "the date. Fixed amounts by month or season are shared by the airtime they are paid for. Given only where all "
        "the airtime it stands for has a price. Currencies are never added together.",
        _OURS,
    ),
    Definition(
        "Fiscal year",
        "Twelve months from the plan’s `fiscal_year_starts`; it bears the number of the calendar year it ends in. "
        "Minutes are split at 0000 UTC of its first day, whatever season’s schedule they are written in.",
        _OURS,
    ),
    Definition(
        "Season",
        "A: last Sunday of March 0100 UTC to last Sunday of October 0100 UTC. B: from there to the last Sunday of "
        "March, 0100 UTC.",
        "ITU Radio Regulations, Article 12; HFCC",
    ),
    Definition(
        "Band",
        "The broadcasting band of the carrier by ITU Region of the site and date; frequencies outside every band "
        "count with the nearest one that broadcasters use.",
        "ITU Radio Regulations, Article 5; bcastplan",
    ),
    Definition(
        "Day and date",
        "Days and dates are those of UTC on which an airing starts. Minutes are whole numbers until they are printed.",
        _OURS,
    ),
)

CONFLICTS = (
    Definition(
        "Conflict",
        "Two transmissions on the air together for a minute or more, at most 10 kHz apart on shortwave (two channels "
        "on long and medium wave), to targets that share a CIRAF test point. Ending when the other starts is none.",
        "bcastplan; test points: ITU, HFBC-87",
    ),
    Definition(
        "Own conflict",
        "Both sides have the same manager (else broadcaster, else service): settled inside the house.",
        "bcastplan",
    ),
)

_PREDICTED = "bcastplan, docs/coverage.md; ITU-R P.533, P.842"

COVERAGE = (
    Definition(
        "Coverage-hour",
        "One programme-hour weighted by the share of its audience that is predicted to receive it: the listeners that "
        "the plan names, else the test points of the target. At each place the best of the service’s frequencies "
        "counts.",
        _PREDICTED,
    ),
    Definition(
        "Heard",
        "The mean reliability over the audience, each place weighing as many people as it has and each test point as "
        "much as any other, then over the minutes that were predicted. Reliability is the share of days and minutes "
        "of a month with the signal above the noise by the ratio that is asked for.",
        _PREDICTED,
    ),
    Definition(
        "Served",
        "The share of the audience with a reliability at or above the threshold, 80 % unless asked otherwise "
        "(monitoring services use 80 to 90 %), averaged over the minutes that were predicted.",
        _PREDICTED,
    ),
    Definition(
        "Person-hour",
        "One person predicted to hear one programme-hour: people × hours × reliability. People are those of the "
        "places that the plan names as listeners; nobody outside of them is counted, rural people neither.",
        _PREDICTED,
    ),
    Definition(
        "Cost per person-hour",
        "Cost divided by person-hours, given where all of the airtime was predicted for people and has a price.",
        _PREDICTED,
    ),
    Definition(
        "What coverage leaves out",
        "Sporadic E and storms of the ionosphere always; interference from other stations and jamming but for the "
        "figures that are said to be under interference; local noise above the chosen environment, and receivers "
        "worse than a good portable.",
        "bcastplan, docs/coverage.md",
    ),
    Definition(
        "Per cent",
        "Shares are rounded to the nearest whole per cent, but 100 % means all and 0 % none: 0.995 is 99 %.",
        _OURS,
    ),
)
