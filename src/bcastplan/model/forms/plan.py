"""The plan file ``bcastplan.yaml``: what holds for all schedules of a folder; every key but the version is optional."""

from __future__ import annotations

from pydantic import ConfigDict

from bcastplan.model.forms import scalars as s
from bcastplan.model.forms.base import OWN_KEYS, Form, StrictForm, key, required
from bcastplan.model.forms.schedule import Version

Named = dict[str, s.Text]


class OwnSiteForm(StrictForm):
    """A site that the shipped table does not know."""

    name: s.Text = required("What the place is called.", "Ussuriysk")
    administration: s.Text = required("ITU code of its administration.", "RUS")
    latitude: s.Latitude = required("Degrees north; south is negative.", 43.54)
    longitude: s.Longitude = required("Degrees east; west is negative.", 131.93)


class CodesForm(Form):
    """Codes of the plan's own; they win over the shipped tables."""

    broadcasters: Named = key("Broadcaster code: name.", {"RFA": "Radio Free Asia"})
    managers: Named = key("Frequency-management code: organisation.", {"KCC": "Korean Communications Commission"})
    administrations: Named = key("Administration code: country.", {"RUS": "Russia"})
    languages: Named = key("Language code: language.", {"Kor": "Korean"})
    antennas: Named = key("Antenna code: BS.705 designation.", {"901": "AHR4/4/0.5"})
    sites: dict[str, OwnSiteForm] = key(
        "Site code: name, administration and coordinates.",
        {"USK": {"name": "Ussuriysk", "administration": "RUS", "latitude": 43.54, "longitude": 131.93}},
    )


class TransmitterForm(Form):
    """One transmitter of the inventory."""

    id: s.Word = required("Its name at the site.", "USK-1")
    power: s.PowerKw = key("Highest power in kW.", 1000)
    frequencies: s.FrequencyRange | list[s.FrequencyRange] = key("What it can be tuned to, in kHz.", ["531-1602"], 648)
    retune: s.Minutes = key("Minutes it needs between two frequencies.", 10)


class InventoryAntennaForm(Form):
    """One antenna of the inventory."""

    id: s.Word = required("Its name at the site.", "mast")
    antenna: s.Text = key("HFCC antenna code or BS.705 designation of its kind.", 975)


class InventorySiteForm(Form):
    """What a site has: transmitters and antennas that can be booked only once at a time."""

    transmitters: list[TransmitterForm] = key(
        "Its transmitters; more transmissions at a time than these are a conflict.",
        [{"id": "USK-1", "power": 1000, "frequencies": ["531-1602"], "retune": 10}],
    )
    antennas: list[InventoryAntennaForm] = key("Its antennas.", [{"id": "mast", "antenna": 975}])


class RateItemForm(Form):
    """One price; a key that is left out matches everything."""

    model_config = ConfigDict(
        json_schema_extra={
            "patternProperties": OWN_KEYS,
            "anyOf": [{"required": ["per_hour"]}, {"required": ["per_kwh"]}],
        }
    )

    site: s.Text = key("Site code.", "USK")
    band: s.Text = key("Band of the frequency.", "MW", "49 m")
    service: s.Text = key("Service, as schedules write it.", "VOA Korean")
    broadcaster: s.Text = key("Broadcaster code.", "VOA")
    transmitter: s.Text = key("Transmitter of the inventory.", "USK-1")
    mode: s.Mode = key("Modulation.", "DRM")
    power: s.PowerRange = key("Power in kW, or from-to, both included.", "500-1000", 250)
    valid_from: s.Date = key("First date the price holds.", "2007-10-01", alias="from")
    valid_until: s.Date = key("Last date the price holds.", "2008-09-30", alias="until")
    per_hour: s.Price = key("Price of an hour of one transmitter.", 55.0)
    per_kwh: s.Price = key("Price of a kilowatt-hour of mains energy.", 0.09)


class RatesForm(Form):
    """What airtime costs."""

    currency: s.Text = key("Currency of all prices; needed where there are any.", "USD")
    efficiency: s.Efficiency = key("RF power out over mains power in; 1 when left out.", 0.65)
    items: list[RateItemForm] = key(
        "Prices; the first that matches a transmission on a date applies.", [{"per_hour": 30.0, "per_kwh": 0.09}]
    )


class FileRulesForm(Form):
    """Rule settings for some of the files."""

    ignore: s.TextOrList = key("Codes of rules to leave out, or their beginnings.", ["SIT"], "FRQ001")
    severity: dict[str, s.SeverityWord] = key("Rule code or its beginning: severity.", {"SIT002": "info"})


class RulesForm(FileRulesForm):
    """Which rules run and how much they weigh; codes match by their beginning."""

    files: dict[str, FileRulesForm] = key(
        "File or glob, counted from this folder: settings that hold there only.", {"b07/*.yaml": {"ignore": ["SIT"]}}
    )


class AgreementForm(Form):
    """A conflict that is settled."""

    a: s.Word = required("Id of one transmission.", "voa-9565-evening")
    b: s.Word = required("Id of the other.", "rfa-9570")
    reason: s.Text = required("Why it is no conflict.", "settled at the A26 conference")


class PlanForm(Form):
    """A bcastplan plan file, format version 1."""

    bcastplan: Version = required("Version of the format; marks the folder as a plan.", 1)
    plan: s.Text = key("What the plan is called.", "Broadcasts to the DPRK")
    region: s.Region = key("ITU Region of transmissions whose site has no coordinates.", 3)
    codes: CodesForm = key("What the shipped tables do not know.", {"broadcasters": {"RFA": "Radio Free Asia"}})
    schedules: s.TextOrList = key(
        "Files or globs of the plan's schedules; default: every schedule in the folder tree.", ["*.yaml"]
    )
    against: s.TextOrList = key(
        "Schedules of others to find conflicts with, or globs of them, counted from this folder; zipped too.",
        ["hfcc/A26allx2.zip"],
    )
    sites: dict[str, InventorySiteForm] = key(
        "Inventory: site code: transmitters and antennas.", {"USK": {"transmitters": [{"id": "USK-1", "power": 1000}]}}
    )
    rates: RatesForm = key("What airtime costs.", {"currency": "USD", "items": [{"per_hour": 30.0}]})
    fiscal_year_starts: s.Month = key("Month in which the budget year starts; default: January.", 10)
    rules: RulesForm = key("Which rules run and how much they weigh.", {"ignore": ["FRQ001"]})
    agreed: list[AgreementForm] = key(
        "Conflicts that are settled; one that is no conflict any more is a finding.",
        [{"a": "voa-9565-evening", "b": "rfa-9570", "reason": "settled at the A26 conference"}],
    )
    ground_conductivity: s.Conductivity = key("Conductivity of the ground in mS/m, for medium-wave coverage.", 10)
