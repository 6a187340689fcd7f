"""What a plan assumes where lists leave something out; predictions alone may use it, and they say so."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bcastplan.model import written as w
from bcastplan.model.finding import Place
from bcastplan.model.keys import Key, Keyed
from bcastplan.model.sites import InlineSite

FILLED = ("site", "power", "antenna", "azimuth", "target")
"""The keys of a transmission that an assumption fills in."""


@dataclass(frozen=True, kw_only=True)
class Assumption(Keyed):
    """What is assumed of transmissions that do not say it themselves, for predictions only.

    Of all assumptions that match a transmission, the first that has a key fills it in. One with a `site` passes over
    transmissions that name another site.
    """

    # fmt: off
    service: Annotated[w.Text | None, Key("Only of this service, as schedules write it.", "VOA Korean")] = None
    broadcaster: Annotated[w.Code | None, Key("Only of this broadcaster code.", "RFA")] = None
    manager: Annotated[w.Code | None, Key("Only of this frequency-management organisation.", "JIC")] = None
    administration: Annotated[w.Code | None, Key("Only of this administration.", "TWN")] = None
    language: Annotated[w.Code | None, Key("Only of transmissions with this language.", "Kor")] = None
    band: Annotated[w.Band | None, Key("Only on frequencies of this band.", "MW", "49 m")] = None
    frequency: Annotated[tuple[w.KhzRange, ...], Key(
        "Only on these frequencies in kHz, or from-to.", 1350, ["5800-6300", 7210],
    )] = ()
    at: Annotated[tuple[w.Code, ...], Key(
        "Only from these sites, by code or name; unlike `site` it fills nothing in.", "PHT", ["PHT", "TIN"],
    )] = ()
    site: Annotated[w.Code | InlineSite | None, Key(
        "Where it is taken to come from.", "TIN", {"name": "Choibalsan", "latitude": 48.0, "longitude": 114.45},
    )] = None
    power_kw: Annotated[w.PowerKw | None, Key("Its power in kW.", 500, name="power")] = None
    antenna: Annotated[w.Code | None, Key(
        "Its antenna: HFCC code, antenna of the inventory or BS.705 designation.", "AHR4/4/0.5",
    )] = None
    azimuth_deg: Annotated[w.Azimuth | None, Key(
        "Degrees from true north of maximum radiation.", 325, name="azimuth",
    )] = None
    target: Annotated[w.Text | None, Key("CIRAF zones it is aimed at.", "44NE")] = None
    why: Annotated[w.Text, Key("Why that is likely; shown wherever it is used.", "EiBi A12 lists the channel there")]
    # fmt: on
    place: Place | None = None

    instead: ClassVar[str] = "an assumption is a mapping, as {broadcaster: RFA, power: 500, why: ...}"
    one_of: ClassVar[tuple[str, ...]] = FILLED
    lacking: ClassVar[str] = f"an assumption fills in {', '.join(FILLED[:-1])} or {FILLED[-1]}: it has none of them"
