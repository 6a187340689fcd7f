"""A plan: codes, inventory, rates, rule settings and agreements that hold for a folder of schedules."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from bcastplan.model import written as w
from bcastplan.model.assumptions import Assumption
from bcastplan.model.finding import Place
from bcastplan.model.ignoring import IgnoreComment
from bcastplan.model.jammers import Jammer
from bcastplan.model.keys import Key, Keyed
from bcastplan.model.listeners import ListenerGroup
from bcastplan.model.programme_wishes import Optimise
from bcastplan.model.sites import OwnSite

PLAN_FILE = "bcastplan.yaml"
Named = dict[str, w.Text]


@dataclass(frozen=True, kw_only=True)
class Codes(Keyed):
    """Codes of the plan's own; they win over the shipped tables."""

    # fmt: off
    broadcasters: Annotated[Named, Key(
        "Broadcaster code: name.", {"RFA": "Radio Free Asia"},
    )] = field(default_factory=dict)
    managers: Annotated[Named, Key(
        "Frequency-management code: organisation.", {"KCC": "Korean Communications Commission"},
    )] = field(default_factory=dict)
    administrations: Annotated[Named, Key(
        "Administration code: country.", {"RUS": "Russia"},
    )] = field(default_factory=dict)
    languages: Annotated[Named, Key("Language code: language.", {"Kor": "Korean"})] = field(default_factory=dict)
    antennas: Annotated[Named, Key(
        "Antenna code: BS.705 designation.", {"901": "AHR4/4/0.5"},
    )] = field(default_factory=dict)
    sites: Annotated[dict[str, OwnSite], Key(
        "Site code: name, administration and coordinates.",
        {"USK": {"name": "Ussuriysk", "administration": "RUS", "latitude": 43.54, "longitude": 131.93}},
    )] = field(default_factory=dict)
    aliases: Annotated[dict[str, tuple[w.Text, ...]], Key(
        "Broadcaster code or service: station names by which EiBi and Aoki list its transmissions.",
        {"VOA": ["Voice of America", "VOA Korean"]},
    )] = field(default_factory=dict)
    # fmt: on


@dataclass(frozen=True, kw_only=True)
class Transmitter(Keyed):
    """One transmitter of the inventory."""

    # fmt: off
    id: Annotated[w.Identifier, Key("Its name at the site.", "USK-1")]
    power_kw: Annotated[w.PowerKw | None, Key("Highest power in kW.", 1000, name="power")] = None
    frequencies: Annotated[tuple[w.KhzRange, ...], Key("What it can be tuned to, in kHz.", ["531-1602"], 648)] = ()
    retune_minutes: Annotated[w.Minutes, Key("Minutes it needs between two frequencies.", 10, name="retune")] = 0
    # fmt: on
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class InventoryAntenna(Keyed):
    """One antenna of the inventory."""

    # fmt: off
    id: Annotated[w.Identifier, Key("Its name at the site.", "mast")]
    antenna: Annotated[w.Code | None, Key("HFCC antenna code or BS.705 designation of its kind.", 975)] = None
    azimuth_deg: Annotated[w.Azimuth | None, Key(
        "Degrees from true north into which it radiates most; none for one that radiates all around or can be turned.",
        21, name="azimuth",
    )] = None
    # fmt: on
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class InventorySite(Keyed):
    """What a site has: transmitters and antennas that can be booked only once at a time."""

    # fmt: off
    transmitters: Annotated[tuple[Transmitter, ...], Key(
        "Its transmitters; more transmissions at a time than these are a conflict.",
        [{"id": "USK-1", "power": 1000, "frequencies": ["531-1602"], "retune": 10}],
    )] = ()
    antennas: Annotated[tuple[InventoryAntenna, ...], Key("Its antennas.", [{"id": "mast", "antenna": 975}])] = ()
    # fmt: on
    place: Place | None = None

    instead: ClassVar[str] = "a site of the inventory has transmitters and antennas"


@dataclass(frozen=True, kw_only=True)
class RateItem(Keyed):
    """One price; a key that is left out matches everything.

    The first item with `per_hour` or `per_kwh` that matches a transmission on a date applies. Amounts by the month or
    season are paid besides, whatever other items match.
    """

    # fmt: off
    site: Annotated[w.Code | None, Key("Site code.", "USK")] = None
    band: Annotated[w.Band | None, Key("Band of the frequency.", "MW", "49 m")] = None
    service: Annotated[w.Text | None, Key("Service, as schedules write it.", "VOA Korean")] = None
    broadcaster: Annotated[w.Code | None, Key("Broadcaster code.", "VOA")] = None
    transmitter: Annotated[w.Code | None, Key("Transmitter of the inventory.", "USK-1")] = None
    mode: Annotated[w.Mode | None, Key("Modulation.", "DRM")] = None
    power: Annotated[w.KwRange | None, Key("Power in kW, or from-to, both included.", "500-1000", 250)] = None
    valid_from: Annotated[w.Date | None, Key("First date the price holds.", "2007-10-01", name="from")] = None
    valid_until: Annotated[w.Date | None, Key("Last date the price holds.", "2008-09-30", name="until")] = None
    per_hour: Annotated[w.HourPrice | None, Key("Price of an hour of one transmitter.", 55.0)] = None
    per_kwh: Annotated[w.EnergyPrice | None, Key("Price of a kilowatt-hour of mains energy.", 0.09)] = None
    per_month: Annotated[w.Amount | None, Key("Fixed amount of a calendar month, as for staff.", 12000.0)] = None
    per_season: Annotated[w.Amount | None, Key("Fixed amount of a season, as A26.", 70000.0)] = None
    minimum_per_month: Annotated[w.Amount | None, Key(
        "Least that the hourly prices of this item come to in a calendar month.", 5000.0,
    )] = None
    minimum_per_season: Annotated[w.Amount | None, Key(
        "Least that the hourly prices of this item come to in a season.", 30000.0,
    )] = None
    escalation: Annotated[w.YearlyPercent | None, Key(
        "Percent by which all its prices rise on every anniversary of `from`.", 3.0,
    )] = None
    tenure: Annotated[w.Tenure | None, Key("Whether the station is owned or leased.", "leased")] = None
    # fmt: on
    place: Place | None = None

    one_of: ClassVar[tuple[str, ...]] = ("per_hour", "per_kwh", "per_month", "per_season")
    lacking: ClassVar[str] = "a rate needs a price: per_hour, per_kwh, per_month or per_season"

    @property
    def by_the_hour(self) -> bool:
        """Whether it prices airtime, so that no later item does."""
        return self.per_hour is not None or self.per_kwh is not None


@dataclass(frozen=True, kw_only=True)
class Rates(Keyed):
    """What airtime costs."""

    # fmt: off
    currency: Annotated[w.Text | None, Key("Currency of all prices; needed where there are any.", "USD")] = None
    efficiency: Annotated[w.Efficiency, Key("RF power out over mains power in; 1 when left out.", 0.65)] = 1.0
    items: Annotated[tuple[RateItem, ...], Key(
        "Prices; the first that matches a transmission on a date applies.", [{"per_hour": 30.0, "per_kwh": 0.09}],
    )] = ()
    # fmt: on


@dataclass(frozen=True, kw_only=True)
class FileRules(Keyed):
    """Rule settings for some of the files."""

    # fmt: off
    ignore: Annotated[tuple[w.RuleCode, ...], Key(
        "Codes of rules to leave out, or their beginnings.", ["SIT"], "FRQ001",
    )] = ()
    severity: Annotated[dict[w.RuleCode, w.SeverityWord], Key(
        "Rule code or its beginning: severity.", {"SIT002": "info"},
    )] = field(default_factory=dict)
    # fmt: on

    instead: ClassVar[str] = "settings are ignore: [CODES] and severity: {CODE: warning}"


@dataclass(frozen=True, kw_only=True)
class RuleSettings(FileRules):
    """Which rules run and how much they weigh; codes match by their beginning."""

    # fmt: off
    files: Annotated[dict[w.Glob, FileRules], Key(
        "File or glob, counted from this folder: settings that hold there only.", {"b07/*.yaml": {"ignore": ["SIT"]}},
    )] = field(default_factory=dict)
    # fmt: on

    file_name: ClassVar[str] = "RulesForm"


@dataclass(frozen=True, kw_only=True)
class FormatSettings(Keyed):
    """How `bcastplan format` writes the files of the plan."""

    # fmt: off
    items: Annotated[w.ItemStyle, Key(
        "How transmissions are written: as they are, one key a line, or in braces where that fits on a line.",
        "block", "flow", "keep",
    )] = "keep"
    # fmt: on


@dataclass(frozen=True, kw_only=True)
class Agreement(Keyed):
    """A conflict that is settled, or of which the other organisation was asked."""

    # fmt: off
    a: Annotated[w.Identifier, Key("Id of one transmission.", "voa-9565-evening")]
    b: Annotated[w.Identifier, Key("Id of the other.", "rfa-9570")]
    reason: Annotated[w.Text, Key(
        "Why it is no conflict, or what was asked or answered.", "settled at the A26 conference",
    )]
    status: Annotated[w.Coordination, Key(
        "How far the coordination is: asked, agreed or refused; only what is agreed is a conflict no more.",
        "asked", "refused",
    )] = "agreed"
    # fmt: on
    place: Place = field(default_factory=lambda: Place(""))

    @property
    def settles(self) -> bool:
        """Whether the conflict counts no more; while it is asked for, or refused, it does."""
        return self.status == "agreed"


@dataclass(frozen=True, kw_only=True)
class Plan(Keyed):
    """A bcastplan plan file, format version 1.

    ``root`` is its folder as given, ``file`` its plan file or None. ``places`` tells where values
    and the items of lists and mappings are written, by their dotted path, as ``against.0`` or ``codes.sites.USK``.
    """

    root: str = "."
    file: str | None = None
    # fmt: off
    version: Annotated[w.Version, Key(
        "Version of the format; marks the folder as a plan.", 1, name="bcastplan", required=True,
    )] = 1
    name: Annotated[w.Text | None, Key("What the plan is called.", "Broadcasts to the DPRK", name="plan")] = None
    region: Annotated[w.Region | None, Key("ITU Region of transmissions whose site has no coordinates.", 3)] = None
    codes: Annotated[Codes, Key(
        "What the shipped tables do not know.", {"broadcasters": {"RFA": "Radio Free Asia"}},
    )] = Codes()
    schedules: Annotated[tuple[w.Glob, ...], Key(
        "Files or globs of the plan's schedules; default: every schedule in the folder tree.", ["*.yaml"],
    )] = ()
    against: Annotated[tuple[w.Glob, ...], Key(
        "Schedules of others to find conflicts with, or globs of them, counted from this folder; zipped too.",
        ["hfcc/A26allx2.zip"],
    )] = ()
    sites: Annotated[dict[str, InventorySite], Key(
        "Inventory: site code: transmitters and antennas.", {"USK": {"transmitters": [{"id": "USK-1", "power": 1000}]}},
    )] = field(default_factory=dict)
    rates: Annotated[Rates, Key("What airtime costs.", {"currency": "USD", "items": [{"per_hour": 30.0}]})] = Rates()
    fiscal_year_starts: Annotated[w.Month, Key("Month in which the budget year starts; default: January.", 10)] = 1
    rules: Annotated[RuleSettings, Key(
        "Which rules run and how much they weigh.", {"ignore": ["FRQ001"]},
    )] = RuleSettings()
    agreed: Annotated[tuple[Agreement, ...], Key(
        "Conflicts that are settled, and those that were asked for; one that is settled and no conflict any more is a "
        "finding.",
        [{"a": "voa-9565-evening", "b": "rfa-9570", "reason": "settled at the A26 conference"}],
    )] = ()
    jammers: Annotated[tuple[Jammer, ...], Key(
        "What jams the plan's transmissions: it interferes and is never counted.",
        [{"name": "Pyongyang", "latitude": 39.03, "longitude": 125.75, "power": 10, "frequencies": ["5860-6300"]}],
    )] = ()
    ground_conductivity_ms: Annotated[w.Conductivity | None, Key(
        "Conductivity of the ground in mS/m, for medium-wave coverage.", 10, name="ground_conductivity",
    )] = None
    listeners: Annotated[dict[str, ListenerGroup], Key(
        "Groups of listeners by name, for the `listeners` of schedules and transmissions.",
        {"dprk": {"administration": "KRE"}},
    )] = field(default_factory=dict)
    assume: Annotated[tuple[Assumption, ...], Key(
        "What predictions assume where a transmission says nothing; never counted in hours or energy, never written "
        "into a transmission.",
        [{"broadcaster": "RFA", "frequency": 1350, "power": 500, "why": "EiBi A12 lists the channel there"}],
    )] = ()
    monitoring: Annotated[tuple[w.Glob, ...], Key(
        "Monitoring logs of the plan, or globs of them, counted from this folder: `bcastplan heard` reads them.",
        ["logs/*.csv"],
    )] = ()
    optimise: Annotated[Optimise, Key(
        "Programmes whose best hours and frequencies `bcastplan optimise` looks for, and airtime that can be bought.",
        {"programmes": {"evening": {"service": "VOA Korean", "wanted": [{"time": "2000-2400"}], "most_hours": 2}}},
    )] = field(default_factory=Optimise)
    format_settings: Annotated[FormatSettings, Key(
        "How `bcastplan format` writes the files of the plan.", {"items": "block"}, name="format",
    )] = FormatSettings()
    # fmt: on
    places: dict[str, Place] = field(default_factory=dict)
    ignores: tuple[IgnoreComment, ...] = ()
    """Comments in the plan file that switch rules off on their line."""
