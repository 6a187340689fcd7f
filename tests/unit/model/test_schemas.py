"""The schemas say of a file what its readers do: the same keys, and no value refused that a reader takes."""

import importlib
import json
from functools import cache

import jsonschema
import pytest
from jsonschema.exceptions import best_match
from pydantic import TypeAdapter, ValidationError

from bcastplan.document.plan_reader import read_plan
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.model.clock import parse_time
from bcastplan.model.keys import Either, Keyed, Named, Record, Records, keys_of, record_of
from bcastplan.model.plan import Codes, InventorySite, Plan, RateItem, Rates, RuleSettings
from bcastplan.model.schedule import DEFAULTS, ITEM, ScheduleFile
from bcastplan.model.schemas import FILES, core_schema_of, schema_of, schema_text
from bcastplan.model.season import NO_WINDOW, parse_season
from bcastplan.model.transmission import Transmission


@cache
def validator_of(name):
    return jsonschema.Draft202012Validator(schema_of(name))


def validate(value, name):
    """Raise what the schema of a kind of file has against a value; that the schema is valid has a test of its own."""
    error = best_match(validator_of(name).iter_errors(value))
    if error is not None:
        raise error


def written(value):
    """A typed value as the text a file would have for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    return str(value)


def records(shape, seen=None):
    """Every mapping below a shape, by its name in the schema."""
    seen = {} if seen is None else seen
    if isinstance(shape, Record):
        if shape.name not in seen:
            seen[shape.name] = shape
            for key in shape.keys.values():
                records(key.shape, seen)
    elif isinstance(shape, Either):
        records(shape.record, seen)
    elif isinstance(shape, Records | Named):
        records(shape.item, seen)
    return seen


EVERY = {name: record for file in FILES.values() for name, record in records(record_of(file)).items()}


def test_no_mapping_is_left_out():
    assert len(EVERY) == 24
    named = {"ScheduleForm", "PlanForm"} | {name for kind in FILES for name in schema_of(kind)["$defs"]}
    assert named == EVERY.keys()


@pytest.mark.parametrize("record", EVERY.values(), ids=EVERY)
def test_every_key_is_described_by_a_sentence_and_an_example(record):
    assert record.about.endswith(".")
    for name, key in record.keys.items():
        assert key.says[0].isupper() or key.says.startswith("planned"), name
        assert key.says.endswith("."), name
        assert key.examples, name


@pytest.mark.parametrize("record", EVERY.values(), ids=EVERY)
def test_every_example_validates_and_is_read(record):
    class Wrapped:
        __get_pydantic_core_schema__ = classmethod(lambda _cls, _source, _handler: core_schema_of(record))

    schema = TypeAdapter(Wrapped).json_schema()
    parts = schema["$defs"][record.name]["properties"] if "$ref" in schema else schema["properties"]
    for name, key in record.keys.items():
        validator = jsonschema.Draft202012Validator({**parts[name], "$defs": schema.get("$defs", {})})
        for example in key.examples:
            validator.validate(example)
            validator.validate(written(example))
            assert key.shape.parse(written(example)) == key.shape.take(example), name


def example_of(record):
    return {name: key.examples[0] for name, key in record.keys.items()}


def test_a_schedule_made_of_all_examples_is_read_without_a_word_and_validates():
    whole = {
        "bcastplan": 1,
        "service": "VOA Korean",
        "season": "A26",
        "x-mine": {"any": ["thing"]},
        "defaults": {**example_of(DEFAULTS), "x-mine": 1},
        "transmissions": [example_of(ITEM)],
    }
    schedule, problems = read_schedule("all.yaml", json.dumps(written(whole)))
    assert problems == []
    assert len(schedule.transmissions) == 1
    validate(whole, "schedule")
    validate(written(whole), "schedule")
    file = TypeAdapter(ScheduleFile).validate_python(whole)
    assert (file.service, file.season) == (schedule.service, schedule.season)
    assert all(vars(schedule.transmissions[0])[key] == value for key, value in file.transmissions[0].items())


def test_a_plan_made_of_all_examples_is_read_without_a_word_and_validates():
    whole = example_of(record_of(Plan))
    whole["codes"] = example_of(record_of(Codes))
    whole["sites"] = {"USK": example_of(record_of(InventorySite))}
    whole["rates"] = {**example_of(record_of(Rates)), "items": [example_of(record_of(RateItem))]}
    whole["rules"] = example_of(record_of(RuleSettings))
    plan, problems = read_plan("bcastplan.yaml", json.dumps(written(whole)))
    assert problems == []
    assert plan.rates.items[0].per_hour == 55.0
    validate(whole, "plan")
    validate(written(whole), "plan")
    for values in (whole, written(whole)):
        made = TypeAdapter(Plan).validate_python(values)
        assert (made.codes, made.rules, made.region) == (plan.codes, plan.rules, plan.region)
        assert made.rates.items[0].power == plan.rates.items[0].power


GOOD = {"bcastplan": 1, "season": "A26", "service": "X", "transmissions": [{"frequency": 9565, "time": "1530-1630"}]}


@pytest.mark.parametrize(
    "change",
    [
        {"form": "2026-06-22"},
        {"bcastplan": 2},
        {"season": "Z99"},
        {"season": None},
        {"from": "2026-04-01"},
        {"service": ""},
        {"transmissions": {}},
        {"transmissions": [{"frequency": 9565}]},
        {"transmissions": [{"time": "1530-1630"}]},
        {"transmissions": [{"frequency": 9565, "time": "25:00"}]},
        {"transmissions": [{"frequency": 9565, "time": "1530-1630", "untill": "2026-06-22"}]},
        {"transmissions": [{"frequency": -1, "time": "1530-1630"}]},
        {"transmissions": [{"frequency": 9565, "time": "1530-1630", "days": "23456"}]},
        {"transmissions": [{"frequency": 9565, "time": "1530-1630", "mode": "DMR"}]},
        {"transmissions": [{"frequency": 9565, "time": "1530-1630", "site": {"name": "X"}}]},
        {"defaults": {"id": "x"}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change):
    validate(GOOD, "schedule")
    bad = {**GOOD, **change}
    with pytest.raises(jsonschema.ValidationError):
        validate(bad, "schedule")
    assert read_schedule("bad.yaml", json.dumps(written(bad)))[1]


def test_a_key_in_defaults_need_not_be_in_transmissions():
    shared = {"bcastplan": 1, "season": "A26", "defaults": {"service": "X", "time": "1530-1630", "frequency": 9565}}
    validate({**shared, "transmissions": [{}]}, "schedule")
    validate({"bcastplan": 1, "from": "2026-04-01", "until": "2026-05-01", "transmissions": []}, "schedule")
    with pytest.raises(jsonschema.ValidationError) as refused:
        validate({key: value for key, value in GOOD.items() if key != "service"}, "schedule")
    assert (refused.value.validator, list(refused.value.absolute_path)) == ("required", ["transmissions", 0])
    assert "'service'" in refused.value.message


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_valid_in_its_dialect_and_the_committed_file_is_current(name, root):
    jsonschema.Draft202012Validator.check_schema(schema_of(name))
    assert (root / "schema" / f"{name}-1.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("name", ["schemas", "format_reference"])
def test_what_is_generated_from_the_statement_is_current(name, root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "builders"))
    pages = importlib.import_module(name).pages()
    assert pages
    for path, content in pages.items():
        assert (root / path).read_text(encoding="utf-8") == content


def test_a_transmission_from_python_is_checked_like_one_of_a_file():
    take = TypeAdapter(Transmission).validate_python
    one = take({"frequency": 9565, "time": "1530-1630", "days": ["Fri", "Sat"], "old": True, "power": 0.5})
    assert (one.frequency_khz, one.time, one.days_text, one.old) == (9565.0, parse_time("1530-1630"), "Fri,Sat", True)
    assert one.window == NO_WINDOW
    for bad in ({"frequency": -1}, {"power": "no"}, {"site": {"name": "X"}}, {"frequenzy": 1}, {"time": ""}):
        with pytest.raises(ValidationError):
            take({"frequency": 9565, "time": "1530-1630"} | bad)
    with pytest.raises(ValidationError, match="'time' is missing"):
        take({"frequency": 9565})


def test_typed_values_are_taken_as_they_are():
    values = {"frequency": 9565.5, "time": parse_time("0000-2400"), "days": 0b11, "window": NO_WINDOW}
    one = Transmission(
        **values, season=parse_season("A26"), language=("Kor",), valid_from=parse_season("A26").first_day
    )
    assert (one.frequency_khz, str(one.time), one.days, one.language) == (9565.5, "0000-2400", 0b11, ("Kor",))
    assert Transmission(**vars(one)) == one


def test_only_classes_that_say_how_they_are_written_state_keys():
    assert all(issubclass(file, Keyed) and keys_of(file) for file in FILES.values())
