"""The power of a transmission is its own, or that of its transmitter in the plan's inventory."""

from datetime import date

import pytest

from bcastplan.hours.row_facts import facts_of_plan, inventory_power_kw
from bcastplan.model.plan import InventorySite, Plan, Rates, Transmitter
from bcastplan.model.season import Window
from bcastplan.model.transmission import Transmission
from bcastplan.reference.directory import Directory

INVENTORY = {
    "PHT": InventorySite(transmitters=(Transmitter(id="T1", power_kw=250.0), Transmitter(id="T2", power_kw=100.0)))
}
PLAN = Plan(sites=INVENTORY, rates=Rates(currency="USD", efficiency=1.0, items=()))


def made(**more):
    return Transmission(
        frequency="9565", time="1500-1600", service="VOA", window=Window(date(2026, 6, 1), date(2026, 6, 2)), **more
    )


@pytest.mark.parametrize(
    ("more", "power_kw"),
    [
        ({"site": "PHT", "transmitter": "T1"}, 250.0),
        ({"site": "PHT", "transmitter": "T2"}, 100.0),
        ({"site": "PHT", "transmitter": "T3"}, None),
        ({"site": "PHT"}, None),
        ({"site": "TIN", "transmitter": "T1"}, None),
        ({"transmitter": "T1"}, None),
    ],
)
def test_the_power_of_a_transmitter_stands_in_the_inventory(more, power_kw):
    assert inventory_power_kw(PLAN, made(**more)) == power_kw
    (facts,) = facts_of_plan(PLAN, [made(**more)], Directory())
    assert (facts.power_kw, facts.rates) == (power_kw, PLAN.rates)
    (facts,) = facts_of_plan(PLAN, [made(**more, power="50")], Directory())
    assert facts.power_kw == 50.0
