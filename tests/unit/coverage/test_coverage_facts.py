import pytest

from bcastplan.coverage.coverage_facts import coverage_facts
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Codes
from bcastplan.model.season import parse_season
from bcastplan.model.sites import OwnSite
from bcastplan.model.transmission import Transmission
from bcastplan.reference import target_points
from bcastplan.reference.directory import Directory

DIRECTORY = Directory(Codes(sites={"USK": OwnSite("Ussuriysk", "RUS", 43.54, 131.93)}, antennas={"9": "AHR4/4/0.5"}))


def facts_of(**values):
    complete = {
        "frequency": 9565.0, "time": ClockTime(900, 960), "window": parse_season("A26").window, "service": "VOA Korean",
        "site": "USK", "target": "44NE", "power": 250.0, "antenna": "9", "azimuth": 215.0,
    }  # fmt: skip
    given = {key: value for key, value in (complete | values).items() if value is not None}
    return coverage_facts(Transmission(**given), DIRECTORY)


def test_a_complete_transmission_leaves_nothing_to_assume():
    facts = facts_of()
    assert (facts.missing, facts.assumed) == ((), "")
    assert (facts.emission.latitude, facts.emission.longitude) == (43.54, 131.93)
    assert facts.emission.antenna == "AHR4/4/0.5"
    assert facts.emission.points == target_points("44NE")
    assert (facts.band, facts.service) == ("31 m", "VOA Korean")


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"site": None}, ("site",)),
        ({"site": "QQQ"}, ("site",)),
        ({"target": None}, ("target",)),
        ({"target": "99"}, ("target",)),
        ({"power": None}, ("power",)),
        ({"frequency": 1800.0}, ("frequency",)),
        ({"frequency": 149.0}, ("frequency",)),
        ({"site": None, "power": None}, ("site", "power")),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_predicted(values, missing):
    facts = facts_of(**values)
    assert facts.emission is None
    assert facts.missing == missing


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"antenna": None}, "antenna not known: assumed AHR2/2/0.5 on azimuth 215"),
        ({"antenna": None, "azimuth": None}, "antenna and azimuth not known"),
        ({"antenna": "12345"}, "antenna 12345 is not in the tables; antenna not known"),
        ({"antenna": "XYZ1/2"}, "antenna XYZ1/2 has no pattern; antenna not known"),
        ({"azimuth": None}, "no azimuth: mean over all azimuths"),
        ({"frequency": 648.0, "antenna": None, "azimuth": None}, "mast of a quarter wavelength assumed"),
        ({"frequency": 648.0, "antenna": "VM120/100/120/3", "azimuth": None}, ""),
    ],
)
def test_what_is_assumed_is_said(values, words):
    facts = facts_of(**values)
    assert facts.emission is not None
    assert facts.assumed.startswith(words)
    assert bool(facts.assumed) == bool(words)


def test_the_inventory_fills_in():
    values = {"frequency": 9565.0, "time": ClockTime(900, 960), "window": parse_season("A26").window, "site": "USK",
              "target": "44NE", "antenna": "mast", "azimuth": 215.0}  # fmt: skip
    facts = coverage_facts(Transmission(**values), DIRECTORY, power_kw=500.0, antenna="9")
    assert (facts.emission.power_kw, facts.emission.antenna) == (500.0, "AHR4/4/0.5")


def test_the_ground_counts_below_shortwave_only():
    for frequency, expected in ((648.0, 10.0), (9565.0, None)):
        values = {"frequency": frequency, "time": ClockTime(900, 960), "window": parse_season("A26").window,
                  "site": "USK", "target": "44NE", "power": 100.0}  # fmt: skip
        assert coverage_facts(Transmission(**values), DIRECTORY, ground_ms_m=10.0).emission.ground_ms_m == expected
