"""What a plan asks of its best hours and frequencies: programmes, the hours wanted of them, and offers of airtime."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from bcastplan.model import written as w
from bcastplan.model.days import DAILY
from bcastplan.model.finding import Place
from bcastplan.model.keys import Key, Keyed
from bcastplan.model.sites import InlineSite


@dataclass(frozen=True, kw_only=True)
class WantedHours(Keyed):
    """A window of the day in which listeners listen."""

    # fmt: off
    time: Annotated[w.Time, Key("From and until, on the clock of the programme.", "2000-2400")]
    value: Annotated[w.Weight, Key(
        "What a minute in it counts, from 0 to 1: as the share of the audience that listens then.", 1, 0.5,
    )] = 1.0
    least_hours: Annotated[w.HoursADay, Key(
        "Hours of it at least that are on the air, so that not everything goes to the peak.", 0.5,
    )] = 0.0
    # fmt: on
    place: Place | None = None

    instead: ClassVar[str] = "a window of hours is {time: 2000-2400, value: 1}"


@dataclass(frozen=True, kw_only=True)
class ProgrammeWishes(Keyed):
    """A programme whose hours and frequencies `bcastplan optimise` looks for, and within which limits.

    What is left out is as it is on the air now: hours, days, dates, facilities, and how many transmissions.
    """

    # fmt: off
    service: Annotated[w.Text | None, Key(
        "Service whose transmissions are rearranged, as schedules write it; default: the name of the programme.",
        "Free North Korea Radio",
    )] = None
    only: Annotated[tuple[w.Glob, ...], Key(
        "Ids of transmissions, or globs of them: only these are rearranged.", ["fnk-*"], "fnk-evening",
    )] = ()
    season: Annotated[w.SeasonName | None, Key(
        "Season of a programme that is not on the air yet.", "B26",
    )] = None
    valid_from: Annotated[w.Date | None, Key(
        "First date of a programme that is not on the air yet.", "2026-11-01", name="from",
    )] = None
    valid_until: Annotated[w.Date | None, Key(
        "Last date of a programme that is not on the air yet.", "2027-03-27", name="until",
    )] = None
    days: Annotated[w.Days, Key("Days of the week of a programme that is not on the air yet.", "daily")] = DAILY
    language: Annotated[tuple[w.Code, ...], Key(
        "Language code of a programme that is not on the air yet, or a list of them.", "Kor",
    )] = ()
    broadcaster: Annotated[w.Code | None, Key(
        "Broadcaster code of a programme that is not on the air yet.", "FNK",
    )] = None
    target: Annotated[w.Text | None, Key("CIRAF zones it is meant for; default: as now.", "44NE")] = None
    listeners: Annotated[w.Code | None, Key(
        "Whom it is meant for: a group of the plan or an ITU administration code; default: as now.", "dprk", "KRE",
    )] = None
    clock: Annotated[w.TimeZone, Key(
        "IANA zone on whose clock the wanted hours are written, as that of the listeners.", "Asia/Pyongyang",
    )] = "UTC"
    windows: Annotated[tuple[WantedHours, ...], Key(
        "When listeners listen, and what a minute counts then; nothing is on the air at other times. Default: the "
        "hours of now.",
        [{"time": "2000-2400", "value": 1}, {"time": "0500-0700", "value": 0.5}],
        name="wanted",
    )] = ()
    least_hours: Annotated[w.HoursADay, Key("Hours a day at least on the air.", 1)] = 0.0
    most_hours: Annotated[w.HoursADay | None, Key(
        "Hours a day at most on the air, several frequencies at a time counted once.", 2,
    )] = None
    shortest: Annotated[w.Minutes, Key("Minutes of the shortest transmission.", 30, 60)] = 30
    frequencies: Annotated[w.SmallCount | None, Key(
        "Frequencies at a time at most; default: as many as now, or 1.", 1, 2,
    )] = None
    transmissions: Annotated[w.SmallCount | None, Key(
        "Transmissions a day at most, so that frequencies change seldom; default: as many as now, or 2 for each "
        "frequency at a time.",
        2,
    )] = None
    budget: Annotated[w.Amount | None, Key(
        "Money for all its dates, in the currency of the rates; hours may be given up to stay within it.", 10000,
    )] = None
    keep: Annotated[tuple[w.Text, ...], Key(
        "What must stay: ids of its transmissions, or hours in which it is on the air whatever the frequency.",
        ["fnk-evening", "1300-1330"], "1300-1330",
    )] = ()
    bands: Annotated[tuple[w.Text, ...], Key(
        "Only these bands; default: all of shortwave.", ["31m", "25m"], "31m",
    )] = ()
    customary: Annotated[w.Flag, Key(
        "Whether frequencies beside the allocated bands may be taken where broadcasters use to be; never 7000 to 7200 "
        "kHz, nor standard frequencies.",
        True,
    )] = False
    sites: Annotated[tuple[w.Code, ...], Key(
        "Sites of the inventory that may be used besides the facilities of now, each with all its transmitters and "
        "antennas.",
        ["PHT", "TIN"], "PHT",
    )] = ()
    powers: Annotated[tuple[w.PowerKw, ...], Key(
        "Powers in kW to try at these sites, as far as their transmitters reach; default: the highest.",
        [100, 250], 100,
    )] = ()
    value: Annotated[w.ValueRule, Key(
        "How several frequencies at a time count: `best` takes the best of them at each place, `any` the chance that "
        "one of them is heard.",
        "best", "any",
    )] = "best"
    scenario: Annotated[w.ScenarioRule, Key(
        "What it is best for: the prediction (`base`), the mean of it with fewer and more sunspots, more and less "
        "noise and silent jammers, or the worst of these.",
        "base", "mean", "worst",
    )] = "base"
    # fmt: on
    place: Place | None = None

    instead: ClassVar[str] = "a programme is a mapping, as {service: VOA Korean, wanted: [{time: 2000-2400}]}"


@dataclass(frozen=True, kw_only=True)
class AirtimeOffer(Keyed):
    """Airtime that a broker offers: a transmitter with its antennas, when it is free, and what an hour costs."""

    # fmt: off
    name: Annotated[w.Text, Key("What it is called; who offers it.", "broker A, Tashkent")]
    site: Annotated[w.Code | InlineSite, Key(
        "HFCC site code, a code of the plan, or a place written out.", "TAC",
        {"name": "Tashkent", "latitude": 41.22, "longitude": 69.15},
    )]
    power_kw: Annotated[w.PowerKw, Key("Its power in kW.", 100, name="power")]
    antenna: Annotated[w.Code | None, Key("HFCC antenna code or BS.705 designation.", 216, "AHR4/4/0.5")] = None
    azimuths: Annotated[tuple[w.Azimuth, ...], Key(
        "Degrees from true north into which it can be turned; each is tried.", [62, 76], 76,
    )] = ()
    design_frequency_khz: Annotated[w.FrequencyKhz | None, Key(
        "Frequency in kHz the antenna is designed for.", 9700, name="design_frequency",
    )] = None
    frequencies: Annotated[tuple[w.KhzRange, ...], Key(
        "What it can be tuned to, in kHz; default: every channel of shortwave.", ["5900-17900"], 7615,
    )] = ()
    available: Annotated[tuple[w.Time, ...], Key(
        "When it is free, in UTC; default: the whole day.", ["1200-1500", "2000-2200"], "1200-1500",
    )] = ()
    per_hour: Annotated[w.HourPrice, Key("Price of an hour, in the currency of the rates.", 90)]
    least_minutes: Annotated[w.Minutes, Key("Minutes at least that are sold at a time.", 60)] = 0
    transmitters: Annotated[w.SmallCount, Key("How many of them can be had at a time.", 1)] = 1
    # fmt: on
    place: Place | None = None

    instead: ClassVar[str] = "an offer is {name: , site: , power: , per_hour: }, with antenna, azimuths and hours"


@dataclass(frozen=True, kw_only=True)
class Optimise(Keyed):
    """What `bcastplan optimise` is asked for."""

    # fmt: off
    programmes: Annotated[dict[str, ProgrammeWishes], Key(
        "Name of a programme: what is wanted of it.",
        {"evening": {"service": "VOA Korean", "wanted": [{"time": "2000-2400"}], "most_hours": 2}},
    )] = field(default_factory=dict)
    offers: Annotated[tuple[AirtimeOffer, ...], Key(
        "Airtime that can be bought.", [{"name": "broker A", "site": "TAC", "power": 100, "per_hour": 90}],
    )] = ()
    # fmt: on

    instead: ClassVar[str] = "optimise has programmes and offers"
