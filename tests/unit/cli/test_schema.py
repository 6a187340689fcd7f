import json

import pytest

from bcastplan.model.schemas import schema_text


@pytest.mark.parametrize(("arguments", "name"), [([], "schedule"), (["schedule"], "schedule"), (["plan"], "plan")])
def test_prints_a_schema_and_nothing_else(run, arguments, name):
    printed = run("schema", *arguments)
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == schema_text(name)
    assert json.loads(printed.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_writes_it_to_a_file(run, tmp_path):
    assert run("schema", "plan", "-o", tmp_path / "plan.json").out == ""
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == schema_text("plan")


def test_other_kinds_are_wrong_usage(run):
    refused = run("schema", "rates")
    assert (refused.code, refused.out) == (2, "")
    assert "schedule" in refused.err
