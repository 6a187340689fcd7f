from collections.abc import Callable

import pytest

from bcastplan.model.finding import Finding

Check = Callable[..., list[Finding]]
ITEM = "frequency: 9565, time: 1530-1630"
PLAN = """\
sites:
  PHT:
    transmitters: [{id: PHT-1}, {id: PHT-2}]
    antennas: [{id: curtain, antenna: 216}, {id: mast}]
"""


def test_a_plan_without_inventory_has_nothing_to_say(check: Check) -> None:
    assert check("INV", f"{ITEM}, transmitter: PHT-7, antenna: 218", f"{ITEM}, transmitter: X", site=None) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("transmitter: PHT-1", None),
        ("x-note: none", None),
        ("transmitter: PHT1", "did you mean PHT-1?"),
        ("transmitter: Siemens", "it has PHT-1, PHT-2"),
        ("transmitter: PHT-1, site: SMG", "the inventory has no site SMG"),
        ("transmitter: PHT-1, site: {name: A, latitude: 1, longitude: 2}", "the inventory has no site A"),
    ],
)
def test_transmitters(check: Check, more: str, said: str | None) -> None:
    found = check("INV001", f"{ITEM}, {more}", plan=PLAN)
    assert [said in finding.message for finding in found if said] == ([True] if said else [])
    assert len(found) == (said is not None)


def test_a_transmitter_needs_a_site(check: Check) -> None:
    (found,) = check("INV001", f"{ITEM}, transmitter: PHT-1", plan=PLAN, site=None)
    assert "add site:" in found.message


@pytest.mark.parametrize(
    ("antenna", "listed"), [("216", True), ("curtain", True), ("mast", True), ("218", False), ("curtian", False)]
)
def test_antennas(check: Check, antenna: str, listed: bool) -> None:
    found = check("INV002", ITEM, plan=PLAN, antenna=antenna)
    assert [finding.data["antenna"] for finding in found] == ([] if listed else [antenna])


def test_a_site_without_listed_antennas_takes_any(check: Check) -> None:
    assert check("INV002", ITEM, plan="sites: {PHT: {transmitters: [{id: PHT-1}]}}\n", antenna="218") == []


def test_ids_are_unique_at_a_site_and_kind(check: Check) -> None:
    plan = """\
sites:
  PHT:
    transmitters:
      - {id: A}
      - {id: B}
      - {id: A}
    antennas:
      - {id: A}
      - {id: B}
      - {id: B}
  SMG:
    transmitters: [{id: A}]
"""
    transmitter, antenna = check("INV003", ITEM, plan=plan)
    assert (transmitter.data, transmitter.place.line) == ({"id": "A", "site": "PHT"}, 7)
    assert transmitter.other is not None
    assert transmitter.other.line == 5
    assert (antenna.data, antenna.place.line) == ({"id": "B", "site": "PHT"}, 11)


def test_sites_of_the_inventory_are_known_or_declared(check: Check) -> None:
    (found,) = check("INV004", ITEM, plan="sites: {PTH: {transmitters: [{id: A}]}}\n")
    assert "did you mean PHT" in found.message
    own = "codes: {sites: {XYZ: {name: A, administration: RUS, latitude: 43.5, longitude: 131.9}}}\n"
    assert check("INV004", ITEM, plan=f"{own}sites: {{XYZ: {{transmitters: [{{id: A}}]}}}}\n") == []


@pytest.mark.parametrize(
    ("antenna", "known"), [("216", True), ("AHR4/4/0.5", True), ("991", True), ("VM", False), ("12345", False)]
)
def test_antennas_of_the_inventory_mean_something(check: Check, antenna: str, known: bool) -> None:
    found = check("INV005", ITEM, plan=f"sites: {{PHT: {{antennas: [{{id: mast, antenna: {antenna}}}]}}}}\n")
    assert [finding.data["antenna"] for finding in found] == ([] if known else [antenna])
