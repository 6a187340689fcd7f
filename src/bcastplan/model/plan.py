"""A plan: codes, inventory, rates, rule settings and agreements that hold for a folder of schedules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from bcastplan.model.finding import Place, Severity

PLAN_FILE = "bcastplan.yaml"
_FROZEN = ConfigDict(frozen=True, defer_build=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class OwnSite:
    """A site that the plan declares: degrees north and east positive."""

    name: str
    administration: str
    latitude: float
    longitude: float


class Codes(BaseModel):
    """What the shipped tables do not know."""

    model_config = _FROZEN

    broadcasters: dict[str, str] = {}
    managers: dict[str, str] = {}
    administrations: dict[str, str] = {}
    languages: dict[str, str] = {}
    antennas: dict[str, str] = {}
    sites: dict[str, OwnSite] = {}


@dataclass(frozen=True, slots=True)
class FrequencyRange:
    """Frequencies from ``low_khz`` to ``high_khz``, both included."""

    low_khz: float
    high_khz: float

    def __contains__(self, frequency_khz: float) -> bool:
        return self.low_khz <= frequency_khz <= self.high_khz


class Transmitter(BaseModel):
    """One transmitter of the inventory: kW, kHz, minutes to change frequency."""

    model_config = _FROZEN

    id: str
    power_kw: float | None = None
    frequencies: tuple[FrequencyRange, ...] = ()
    retune_minutes: int = 0
    place: Place | None = None


class InventoryAntenna(BaseModel):
    """One antenna of the inventory: the plan's id and the HFCC code or BS.705 designation it stands for."""

    model_config = _FROZEN

    id: str
    antenna: str | None = None
    place: Place | None = None


class InventorySite(BaseModel):
    """What a site has."""

    model_config = _FROZEN

    transmitters: tuple[Transmitter, ...] = ()
    antennas: tuple[InventoryAntenna, ...] = ()
    place: Place | None = None


class RateItem(BaseModel):
    """One price: the first item that matches a transmission on a date applies; every None matches all."""

    model_config = _FROZEN

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


class Rates(BaseModel):
    """Prices of airtime; ``efficiency`` is RF out over mains in, 1 when absent."""

    model_config = _FROZEN

    currency: str | None = None
    efficiency: float = 1.0
    items: tuple[RateItem, ...] = ()


class FileRules(BaseModel):
    """Rule settings for the files a glob matches."""

    model_config = _FROZEN

    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}


class RuleSettings(BaseModel):
    """What the plan switches off or weighs differently; codes match by prefix."""

    model_config = _FROZEN

    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    files: dict[str, FileRules] = {}


class Agreement(BaseModel):
    """Two transmissions whose conflict is settled; ``place`` is where the agreement is written."""

    model_config = _FROZEN

    a: str
    b: str
    reason: str
    place: Place


class Plan(BaseModel):
    """One plan; ``root`` is its folder as given, ``file`` its plan file or None."""

    model_config = _FROZEN

    root: str = "."
    file: str | None = None
    name: str | None = None
    region: int | None = None
    codes: Codes = Codes.model_construct()
    schedules: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sites: dict[str, InventorySite] = {}
    rates: Rates = Rates.model_construct()
    fiscal_year_starts: int = 1
    rules: RuleSettings = RuleSettings.model_construct()
    agreed: tuple[Agreement, ...] = ()
    ground_conductivity_ms: float | None = None
    """Land conductivity in mS/m for medium-wave coverage; None for the default."""
    places: dict[str, Place] = {}
    """Dotted key -> where it is written, as ``against.0``."""
