"""The plan of A26: what its files say is what the two lists say, and it passes its own check."""

import importlib.util
import sys

import pytest

from bcastplan.model.finding import Severity
from bcastplan.workspace.inspection.plan_hours import Question, hours_of_paths
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.opening.open_plans import open_paths

FOLDER = "schedules/dprk-a26"


@pytest.fixture(autouse=True)
def _in_the_checkout(root, monkeypatch):
    monkeypatch.chdir(root)


def test_it_passes_check_without_an_error():
    result = check_paths([FOLDER])
    assert [finding for finding in result.findings if finding.severity is Severity.ERROR] == []
    assert result.summary.transmissions == 227
    assert not {finding.rule for finding in result.findings} & {"PLN001", "PLN002", "PLN003"}


def test_the_services_of_the_abductees_families_are_there():
    services = {one.service for one in open_paths([FOLDER]).plans[0].transmissions}
    assert {"Shiokaze", "Furusato no Kaze", "Nippon no Kaze", "Free North Korea Radio", "Voice of Martyrs"} <= services


def test_hours_are_priced_and_the_inventory_is_used():
    answer = hours_of_paths([FOLDER], Question(("site",)))
    rows = {row.values[0]: row for row in answer.result.rows}
    assert rows["PHT"].cost is not None
    assert answer.result.total.currency == "USD"


def test_every_file_names_its_source(root):
    for path in (root / FOLDER).glob("*.yaml"):
        if path.name != "bcastplan.yaml":
            source = path.read_text(encoding="utf-8").split("\n")[1]
            assert source.startswith(("# Source: HFCC, public A26 file", "# Source: EiBi, sked-a26.csv")), path.name


def test_the_builder_makes_what_is_shipped(root, shared_data):
    spec = importlib.util.spec_from_file_location("dprk_a26", root / "builders" / "dprk_a26.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    sys.modules["dprk_a26"] = builder
    spec.loader.exec_module(builder)
    made = builder.pages(shared_data)
    shipped = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in (root / FOLDER).iterdir()
        if path.is_file()
    }
    assert made == shipped
