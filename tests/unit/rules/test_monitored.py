"""Lists of what was heard lack site codes, antennas and powers, and have codes of their own: no finding for that."""

from datetime import date

import pytest

from bcastplan.airtime import build
from bcastplan.model.clock import ClockTime
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Window
from bcastplan.model.transmission import Origin, Transmission
from bcastplan.reference.directory import Directory
from bcastplan.rules.context import Context
from bcastplan.rules.run import run_rules

WINDOW = Window(date(2026, 3, 29), date(2026, 10, 25))
FOREIGN = {
    "language": ("K",),
    "target": "EAs",
    "site": "q",
    "broadcaster": "VoA",
    "administration": "XX",
    "antenna": "ND",
}


def _codes(kind: str, **values: object) -> set[str]:
    transmission = Transmission.trusted(
        {
            "service": "Heard",
            "frequency_khz": 9565.0,
            "time": ClockTime(0, 60),
            "window": WINDOW,
            "origin": Origin("list", 7),
            **values,
        }
    )
    schedule = Schedule(file="list", kind=kind, window=WINDOW, transmissions=(transmission,))
    context = Context(Plan(), (schedule,), build([transmission]), (0,), Directory())
    return {finding.rule for finding in run_rules([context], select=["SIT", "TGT", "LNG", "COD", "INV"])}


@pytest.mark.parametrize("kind", ["eibi", "aoki"])
def test_what_was_heard_is_not_asked_for_what_it_cannot_know(kind: str) -> None:
    assert _codes(kind) == set()
    assert _codes(kind, **FOREIGN) == set()


@pytest.mark.parametrize("kind", ["yaml", "hfcc", "csv"])
def test_what_is_filed_is(kind: str) -> None:
    assert _codes(kind) == {"SIT002", "TGT004", "LNG002"}
    assert _codes(kind, **FOREIGN) == {"SIT001", "SIT003", "SIT004", "TGT001", "LNG001", "COD001", "COD003"}
