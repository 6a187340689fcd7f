"""Of findings without number some are listed; the summary, the exit code and the baseline know all of them."""

import json
import tracemalloc

import pytest

from bcastplan.workspace.inspection.rule_check import check_paths

ROW = "  - {frequency: 9565, time: 1530-1630, target: 44NE, site: PHT, manager: AGM, language: Kor}\n"


@pytest.fixture
def many(tmp_path):
    """A file of 60 rows of one kind: 1,770 pairs."""
    path = tmp_path / "many.yaml"
    path.write_text("bcastplan: 1\nservice: X\nseason: A26\ntransmissions:\n" + ROW * 60)
    return path


def test_the_first_are_listed_and_the_others_counted(many, run):
    answer = run("check", many, "--select", "CON", "--max-findings", "5", "--format", "json")
    result = json.loads(answer.out)
    assert len(result["findings"]) == 6
    assert result["summary"]["errors"] == 1_770
    (closing,) = [finding for finding in result["findings"] if "more findings of this rule" in finding["message"]]
    assert closing["message"].startswith("and 1,765 more")
    assert closing["line"] > 4
    assert answer.code == 1


def test_the_exit_code_speaks_of_those_that_are_not_listed(many, run):
    assert run("check", many, "--select", "CON", "--max-findings", "1").code == 1
    assert run("check", many, "--select", "TIM", "--max-findings", "1").code == 0


def test_all_are_listed_when_asked_for(many, run):
    answer = run("check", many, "--select", "CON", "--max-findings", "0")
    assert answer.out.count("CON110") == 1_770
    shorter = run("check", many, "--select", "CON")
    assert shorter.out.count("CON110") == 1_001
    assert shorter.out.splitlines()[-1] == answer.out.splitlines()[-1]


def test_a_baseline_knows_all_of_them(many, run, tmp_path):
    noted = tmp_path / "known.json"
    answer = run("check", many, "--select", "CON", "--baseline", noted, "--update-baseline")
    assert "1,770 findings noted" in answer.err
    answer = run("check", many, "--select", "CON", "--baseline", noted)
    assert answer.code == 0
    many.write_text(many.read_text() + ROW)
    answer = run("check", many, "--select", "CON", "--baseline", noted, "--max-findings", "20")
    assert "60 errors" in answer.out
    assert answer.out.count("CON110") == 21


def test_memory_does_not_grow_with_what_is_not_listed(many):
    def peak(most):
        tracemalloc.start()
        try:
            check_paths([str(many)], select=("CON",), most=most)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    many.write_text(many.read_text() + ROW * 20)
    check_paths([str(many)], select=("CON",), most=10)  # what is made once is there
    assert peak(None) > 3 * peak(10)
