"""What a name under listeners stands for: groups of the plan first, then administrations; whose clocks they keep."""

import pytest

from bcastplan.model.listeners import ListenerGroup, ListenerPlace
from bcastplan.model.plan import Plan
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.reference import towns_of
from bcastplan.reference.listener_places import listeners_clock, places_of, share_in_towns


def place(latitude, longitude, people=1000):
    return ListenerPlace(latitude=latitude, longitude=longitude, people=people)


PLAN = Plan(
    listeners={
        "dprk": ListenerGroup(administration=("KRE",)),
        "korea": ListenerGroup(administration=("KRE", "KOR", "KRE")),
        "border": ListenerGroup(places=(place(41.40, 128.18, 192_680), place(42.23, 129.21, 123_721))),
        "both": ListenerGroup(administration=("KRE",), places=(place(35.68, 139.69),)),
        "sea": ListenerGroup(places=(place(-50.0, -140.0),)),
        "J": ListenerGroup(places=(place(39.03, 125.75),)),
        "empty": ListenerGroup(),
    }
)


def towards(listeners, target=None):
    return Transmission(
        frequency=9565.0, time="1500-1600", window=parse_season("A26").window, listeners=listeners, target=target
    )


def test_a_group_of_the_plan_wins_over_an_administration():
    assert list(places_of(PLAN, "J")) == [(39.03, 125.75, 1000)]
    assert len(list(places_of(Plan(), "J"))) == len(towns_of("J")) > 500


def test_administrations_count_once_and_places_with_them():
    assert len(list(places_of(PLAN, "dprk"))) == 97
    assert len(list(places_of(PLAN, "korea"))) == 97 + len(towns_of("KOR"))
    assert len(list(places_of(PLAN, "both"))) == 98
    assert list(places_of(PLAN, "nobody")) == list(places_of(PLAN, "empty")) == []


def test_the_share_in_towns_is_told_of_towns_alone():
    assert share_in_towns(PLAN, "dprk") == share_in_towns(Plan(), "KRE") == (12_876_883, 25_549_819)
    assert share_in_towns(PLAN, "both") is None
    assert share_in_towns(PLAN, "border") is None
    assert share_in_towns(PLAN, "nobody") is None


@pytest.mark.parametrize(
    ("listeners", "target", "year", "zones"),
    [
        ("dprk", "45", 2026, ("Asia/Pyongyang",)), ("KRE", None, 2016, ("Asia/Pyongyang",)),
        ("korea", None, 2026, ("Asia/Pyongyang", "Asia/Seoul")), ("korea", None, 2016, None),
        ("border", None, 2026, ("Asia/Pyongyang",)), ("both", None, 2026, ("Asia/Pyongyang", "Asia/Tokyo")),
        ("sea", "45", 2026, None), ("RUS", "45", 2026, None), ("nobody", "45", 2026, None),
        (None, "45", 2026, ("Asia/Tokyo",)), (None, None, 2026, None),
    ],
)  # fmt: skip
def test_the_clock_is_that_of_the_listeners_else_of_the_target(listeners, target, year, zones):
    clock = listeners_clock(PLAN, towards(listeners, target), year)
    assert (clock.zones if clock is not None else None) == zones
