"""Rates against the schedules of their plan: what is reported, where, and how gravely."""

import pytest

from bcastplan.workspace.inspection.rule_check import check_paths

SCHEDULE = """\
bcastplan: 1
service: VOA Korean
from: 2026-04-01
until: 2026-04-30
defaults: {language: Kor, target: 44NE, broadcaster: VOA, power: 250, antenna: 216, azimuth: 21}
transmissions:
  - {id: x, frequency: 9565, time: 1530-1630, site: PHT}
  - {id: y, frequency: 9720, time: 1530-1630, site: SAI}
"""


@pytest.fixture
def findings(tmp_path, monkeypatch):
    """(rule, severity, column of the item's line) of every PLN finding for some items of rates."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(SCHEDULE)

    def of(*items, head="currency: USD", paths=(".",)):
        lines = "".join(f"    - {{{item}}}\n" for item in items)
        (tmp_path / "bcastplan.yaml").write_text(f"bcastplan: 1\nrates:\n  {head}\n  items:\n{lines}")
        found = check_paths(paths, select=["PLN"]).findings
        return [(finding.rule, str(finding.severity), finding.place.line - 4) for finding in found]

    return of


def test_all_is_well(findings):
    assert findings("site: PHT, per_hour: 1", "per_hour: 2", "per_month: 9") == []


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("site: PHTT, per_hour: 1", ("PLN012", "warning")),
        ("service: VOA Koren, per_hour: 1", ("PLN012", "warning")),
        ("broadcaster: VOAA, per_hour: 1", ("PLN012", "warning")),
        ("transmitter: NOPE-1, per_hour: 1", ("PLN012", "warning")),
        ("site: PHTT, per_month: 1", ("PLN012", "warning")),
        ("site: TIN, per_hour: 1", ("PLN010", "warning")),
        ("broadcaster: BBC, per_hour: 1", ("PLN010", "warning")),
        ("band: MW, per_hour: 1", ("PLN010", "warning")),
        ("power: 300-500, per_month: 1", ("PLN010", "warning")),
        ("mode: DRM, per_hour: 1", ("PLN010", "warning")),
        ("site: PHT, until: 2025-12-31, per_hour: 1", ("PLN010", "info")),
        ("from: 2026-12-01, until: 2026-01-01, per_hour: 1", ("PLN013", "warning")),
        ("per_hour: 1, escalation: 3", ("PLN015", "warning")),
    ],
)
def test_what_is_wrong_with_an_item(findings, item, found):
    assert findings(item, "per_hour: 2")[:1] == [(*found, 1)]
    assert len([finding for finding in findings(item, "per_hour: 2") if finding[2] == 1]) == 1


@pytest.mark.parametrize(
    ("earlier", "item", "found"),
    [
        ("per_hour: 10", "site: PHT, per_hour: 500", ("PLN011", "warning", 2)),
        ("per_hour: 10", "per_hour: 500", ("PLN011", "warning", 2)),
        ("power: 100-300, per_hour: 10", "power: 250, per_hour: 500", ("PLN011", "warning", 2)),
        ("site: PHT, per_hour: 10", "band: 31 m, site: PHT, per_kwh: 1", ("PLN011", "warning", 2)),
        ("from: 2026-04-01, per_hour: 10", "from: 2026-04-15, per_hour: 500", ("PLN011", "warning", 2)),
        ("band: 31 m, per_hour: 10", "site: PHT, per_hour: 500", ("PLN011", "info", 2)),
    ],
)
def test_an_item_that_is_never_reached(findings, earlier, item, found):
    assert findings(earlier, item) == [found]


@pytest.mark.parametrize(
    ("earlier", "item"),
    [
        ("per_month: 10", "site: PHT, per_hour: 500"),
        ("from: 2026-04-15, per_hour: 10", "site: PHT, per_hour: 500"),
        ("band: 31 m, per_hour: 10", "per_hour: 500"),
        ("per_hour: 10", "site: PHT, per_month: 500"),
    ],
)
def test_an_item_that_is_reached_or_holds_for_the_rest(findings, earlier, item):
    assert findings(earlier, item) == []


def test_the_currency_is_one_of_iso_4217(findings):
    assert findings("per_hour: 1", head="currency: USDD") == [("PLN014", "warning", -1)]
    assert findings("per_hour: 1", head="currency: KRW") == []


def test_a_file_alone_says_nothing_of_the_whole_plan(findings, tmp_path):
    (tmp_path / "b.yaml").write_text(SCHEDULE.replace("id: x", "id: a").replace("id: y", "id: b"))
    assert findings("site: TIN, per_hour: 1", "site: PHTT, per_hour: 1", "per_hour: 2", paths=["a.yaml"]) == []
