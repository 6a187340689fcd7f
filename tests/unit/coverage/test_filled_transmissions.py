"""Assumptions fill in what is missing and nothing else: the first that matches and has a key decides."""

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.coverage.filled_transmissions import filled, matches
from bcastplan.model.assumptions import FILLED, Assumption
from bcastplan.model.frequency import FrequencyRange
from bcastplan.model.season import parse_season
from bcastplan.model.sites import InlineSite
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, Transmission

A26 = parse_season("A26").window
CHOIBALSAN = InlineSite("Choibalsan", 48.0, 114.45)


def row(**values):
    return Transmission(**{"frequency": 1350.0, "time": "1500-1600", "window": A26} | values)


def test_the_example_of_the_contract():
    items = (
        Assumption(
            broadcaster="RFA", frequency=(FrequencyRange(1350, 1350),), site=CHOIBALSAN, power_kw=500.0, target="44NE",
            why="EiBi A12 lists the channel there",
        ),
        Assumption(power_kw=100.0, why="usual at the relay"),
    )  # fmt: skip
    whole = filled(row(broadcaster="RFA"), items, "MW")
    assert (whole.transmission.site, whole.transmission.power_kw, whole.transmission.target) == (
        CHOIBALSAN,
        500,
        "44NE",
    )
    assert [str(words) for words in whole.words()] == [
        "site Choibalsan, power 500 kW, target 44NE assumed (EiBi A12 lists the channel there)"
    ]
    other = filled(row(broadcaster="VOA", frequency=5890.0), items, "49 m")
    assert (other.transmission.site, other.transmission.power_kw) == (None, 100.0)
    assert [str(words) for words in other.words()] == ["power 100 kW assumed (usual at the relay)"]


def test_what_is_written_or_known_otherwise_stays():
    item = (Assumption(site="TIN", power_kw=250.0, target="44NE", why="usual"),)
    written = row(site="TIN", power=100.0, target="45")
    assert filled(written, item, "MW").transmission is written
    assert filled(written, item, "MW").used == ()
    assert filled(row(), item, "MW", known=("power",)).transmission.power_kw is None


def test_an_assumption_with_a_site_passes_over_transmissions_from_elsewhere():
    item = (Assumption(site=CHOIBALSAN, power_kw=500.0, why="listed"),)
    assert filled(row(site="PHT"), item, "MW").transmission.power_kw is None
    assert filled(row(site=InlineSite("Choybalsan", 48.0, 114.45)), item, "MW").transmission.power_kw == 500.0


def test_a_site_that_was_filled_in_counts_for_what_comes_after():
    items = (
        Assumption(frequency=(FrequencyRange(1300, 1400),), site="TIN", why="listed there"),
        Assumption(at=("TIN",), power_kw=250.0, why="usual there"),
    )
    assert filled(row(), items, "MW").transmission.power_kw == 250.0
    assert filled(row(), items[::-1], "MW").transmission.power_kw is None
    assert filled(row(frequency=5890.0), items, "49 m").transmission.power_kw is None


@pytest.mark.parametrize(
    ("condition", "hit"),
    [
        ({"service": "VOA Korean"}, True), ({"service": "VOA"}, False), ({"broadcaster": "VOA"}, True),
        ({"broadcaster": "RFA"}, False), ({"manager": "AGM"}, True), ({"manager": "RFA"}, False),
        ({"administration": "PHL"}, True), ({"administration": "USA"}, False), ({"language": "Kor"}, True),
        ({"language": "Jpn"}, False), ({"band": "31 m"}, True), ({"band": "MW"}, False), ({"at": ("PHT",)}, True),
        ({"at": ("TIN", "SAI")}, False), ({"frequency": (FrequencyRange(648, 648), FrequencyRange(9500, 9600))}, True),
        ({"frequency": (FrequencyRange(648, 9564),)}, False), ({"broadcaster": "VOA", "band": "MW"}, False),
    ],
)  # fmt: skip
def test_every_condition_has_to_hold(condition, hit):
    transmission = row(
        frequency=9565.0, service="VOA Korean", broadcaster="VOA", manager="AGM", administration="PHL",
        language=["Kor", "Eng"], site="PHT",
    )  # fmt: skip
    assert matches(Assumption(**condition, power_kw=1.0, why="x"), transmission, "31 m") is hit


VALUES = {
    "site": ["PHT", "TIN", CHOIBALSAN], "power": [100.0, 250.0], "antenna": ["216", "975"], "azimuth": [21.0],
    "target": ["44NE", "45"],
}  # fmt: skip
given_keys = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in VALUES.items()})
conditions = st.fixed_dictionaries(
    {}, optional={"broadcaster": st.sampled_from(["VOA", "RFA"]), "at": st.sampled_from([("PHT",), ("TIN", "PHT")])}
)


@examples(150)
@given(given_keys, st.sampled_from(["VOA", "RFA", None]), st.lists(st.tuples(conditions, given_keys), max_size=5))
def test_each_missing_key_has_the_value_of_the_first_match_that_has_it(written, broadcaster, drawn):
    items = tuple(
        Assumption(**condition, **{ATTRIBUTE_OF_KEY[key]: value for key, value in values.items()}, why=str(number))
        for number, (condition, values) in enumerate(drawn)
    )
    transmission = row(**written, **({"broadcaster": broadcaster} if broadcaster else {}))
    expected, reasons = dict(written), {}
    for number, (condition, values) in enumerate(drawn):
        site = expected.get("site")
        if condition.get("broadcaster", broadcaster) != broadcaster or str(site) not in condition.get(
            "at", (str(site),)
        ):
            continue
        if site is not None and values.get("site", site) != site:
            continue
        for key, value in values.items():
            if key not in expected:
                expected[key], reasons[key] = value, str(number)
    whole = filled(transmission, items, "MW")
    assert {key: getattr(whole.transmission, ATTRIBUTE_OF_KEY[key]) for key in FILLED} == {
        key: expected.get(key) for key in FILLED
    }
    assert {key: assumption.why for assumption, keys in whole.used for key in keys} == reasons
