from collections import Counter
from collections.abc import Callable

import pytest

from bcastplan.model.finding import Finding

Check = Callable[..., list[Finding]]
ITEM = "frequency: 9565, time: 1530-1630"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("44NE", []),
        ("01,02,06", []),
        ("5-19,27-60", []),
        ("52,44NE,40E", []),
        ("NE44", [("error", "44NE")]),
        ("99", [("error", None)]),
        ("44,,45", [("error", None)]),
        ("44ne", [("warning", "44NE")]),
        ("39-37", [("warning", "37-39")]),
        ("44XX,86", [("error", None), ("error", None)]),
    ],
)
def test_spelling(check: Check, target: str, said: list[tuple[str, str | None]]) -> None:
    found = check("TGT001", ITEM, target=f'"{target}"', azimuth="0")
    assert Counter((finding.severity, finding.data["suggestion"]) for finding in found) == Counter(said)


@pytest.mark.parametrize("zone", [1, 5, 17, 19, 26, 67, 69, 75])
def test_undivided_zones(check: Check, zone: int) -> None:
    (found,) = check("TGT", ITEM, target=f"{zone}NE", azimuth="0")
    assert (found.rule, found.data["suggestion"]) == ("TGT002", str(zone))


@pytest.mark.parametrize("zone", [6, 16, 18, 27, 66, 68, 76])
def test_divided_zones(check: Check, zone: int) -> None:
    assert check("TGT", ITEM, target=f"{zone}NE", azimuth="0") == []


@pytest.mark.parametrize(
    ("target", "fits"),
    [
        (",".join(str(zone) for zone in range(1, 13)), True),
        (",".join(str(zone) for zone in range(1, 14)), False),
        ("44NE,44NW,44SE,44SW,45NE,45NW", True),
        ("44NE,44NW,44SE,44SW,45NE,45NW,4", False),
    ],
)
def test_length(check: Check, target: str, fits: bool) -> None:
    found = check("TGT003", ITEM, target=f'"{target}"', azimuth="0")
    expected = [] if fits else [{"items": target.count(",") + 1, "characters": len(target)}]
    assert [finding.data for finding in found] == expected


def test_missing_targets(check: Check) -> None:
    (found,) = check("TGT004", ITEM, ITEM, target=None)
    assert (found.severity, found.data["transmissions"]) == ("info", 2)
    assert check("TGT004", ITEM) == []


def test_a_default_is_spoken_of_once(check: Check) -> None:
    (found,) = check("TGT001", ITEM, ITEM, ITEM, target="NE44")
    assert found.place.line == 4
