"""A plan: codes, inventory, rates, rule settings and agreements that hold for a folder of schedules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bcastplan.model.finding import Place, Severity

PLAN_FILE = "bcastplan.yaml"


@dataclass(frozen=True, slots=True)
class OwnSite:
    """A site that the plan declares: degrees north and east positive."""

    name: str
    administration: str
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Codes:
    """What the shipped tables do not know."""

    broadcasters: dict[str, str] = field(default_factory=dict)
    managers: dict[str, str] = field(default_factory=dict)
    administrations: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    antennas: dict[str, str] = field(default_factory=dict)
    sites: dict[str, OwnSite] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FrequencyRange:
    """Frequencies from ``low_khz`` to ``high_khz``, both included."""

    low_khz: float
    high_khz: float

    def __contains__(self, frequency_khz: float) -> bool:
        return self.low_khz <= frequency_khz <= self.high_khz


@dataclass(frozen=True, kw_only=True)
class Transmitter:
    """One transmitter of the inventory: kW, kHz, minutes to change frequency."""

    id: str
    power_kw: float | None = None
    frequencies: tuple[FrequencyRange, ...] = ()
    retune_minutes: int = 0
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class InventoryAntenna:
    """One antenna of the inventory: the plan's id and the HFCC code or BS.705 designation it stands for."""

    id: str
    antenna: str | None = None
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class InventorySite:
    """What a site has."""

    transmitters: tuple[Transmitter, ...] = ()
    antennas: tuple[InventoryAntenna, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class RateItem:
    """One price: the first item that matches a transmission on a date applies; every None matches all."""

    site: str | None = None
    band: str | None = None
    service: str | None = None
    broadcaster: str | None = None
    transmitter: str | None = None
    mode: str | None = None
    power: FrequencyRange | None = None
    """kW, both ends included."""
    valid_from: date | None = None
    valid_until: date | None = None
    per_hour: float | None = None
    per_kwh: float | None = None
    place: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Prices of airtime; ``efficiency`` is RF out over mains in, 1 when absent."""

    currency: str | None = None
    efficiency: float = 1.0
    items: tuple[RateItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FileRules:
    """Rule settings for the files a glob matches."""

    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RuleSettings:
    """What the plan switches off or weighs differently; codes match by prefix."""

    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)
    files: dict[str, FileRules] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Two transmissions whose conflict is settled; ``place`` is where the agreement is written."""

    a: str
    b: str
    reason: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One plan; ``root`` is its folder as given, ``file`` its plan file or None."""

    root: str = "."
    file: str | None = None
    name: str | None = None
    region: int | None = None
    codes: Codes = Codes()
    schedules: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sites: dict[str, InventorySite] = field(default_factory=dict)
    rates: Rates = Rates()
    fiscal_year_starts: int = 1
    rules: RuleSettings = RuleSettings()
    agreed: tuple[Agreement, ...] = ()
    ground_conductivity_ms: float | None = None
    """Land conductivity in mS/m for medium-wave coverage; None for the default."""
    places: dict[str, Place] = field(default_factory=dict)
    """Dotted key -> where it is written, as ``against.0``."""
