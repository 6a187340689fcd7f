"""The forms say of a file what its readers do: the same keys, and no value refused that a reader takes."""

import importlib.util
import json
from typing import get_args

import jsonschema
import pytest
from pydantic import BaseModel

from bcastplan.document import plan_reader
from bcastplan.document.plan_reader import read_plan
from bcastplan.document.reader import SCHEDULE_KEYS, read_schedule
from bcastplan.model.forms import FORMS, PlanForm, ScheduleForm, schema_of, schema_text
from bcastplan.model.forms import plan as plan_forms
from bcastplan.model.forms.transmission import DefaultsForm, InlineSiteForm, TransmissionForm
from bcastplan.model.values import SCHEDULE_PARSERS, TRANSMISSION_PARSERS


def keys(form):
    return {info.alias or name for name, info in form.model_fields.items()}


def written(value):
    """A typed value as the text a file would have for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [written(item) for item in value]
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    return str(value)


@pytest.mark.parametrize(
    ("form", "read"),
    [
        (ScheduleForm, SCHEDULE_KEYS),
        (TransmissionForm, TRANSMISSION_PARSERS),
        (DefaultsForm, set(TRANSMISSION_PARSERS) - {"id"}),
        (InlineSiteForm, ("name", "latitude", "longitude")),
        (PlanForm, plan_reader.PLAN_KEYS),
        (plan_forms.CodesForm, plan_reader.CODE_KINDS),
        (plan_forms.OwnSiteForm, plan_reader.OWN_SITE_KEYS),
        (plan_forms.InventorySiteForm, plan_reader.INVENTORY_KEYS),
        (plan_forms.TransmitterForm, plan_reader.TRANSMITTER_PARSERS),
        (plan_forms.InventoryAntennaForm, plan_reader.ANTENNA_PARSERS),
        (plan_forms.RatesForm, plan_reader.RATES_KEYS),
        (plan_forms.RateItemForm, plan_reader.RATE_PARSERS),
        (plan_forms.RulesForm, plan_reader.RULES_KEYS),
        (plan_forms.FileRulesForm, plan_reader.FILE_RULE_KEYS),
        (plan_forms.AgreementForm, plan_reader.AGREEMENT_PARSERS),
    ],
)
def test_a_form_has_the_keys_its_reader_knows(form, read):
    assert keys(form) == set(read)


def every_form(form=None, seen=None):
    seen = {} if seen is None else seen
    for root in (form,) if form else FORMS.values():
        if root.__name__ not in seen:
            seen[root.__name__] = root
            for info in root.model_fields.values():
                for below in forms_in(info.annotation):
                    every_form(below, seen)
    return list(seen.values())


def forms_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [form for part in get_args(annotation) for form in forms_in(part)]


def test_no_form_is_left_out():
    assert len(every_form()) == 15


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__name__)
def test_every_key_is_described_by_a_sentence_and_an_example(form):
    assert form.__doc__
    for name, info in form.model_fields.items():
        assert info.description, name
        assert info.description[0].isupper() or info.description.startswith("planned"), name
        assert info.description.endswith("."), name
        assert info.examples, name


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__name__)
def test_every_example_validates(form):
    schema = form.model_json_schema(by_alias=True)
    for name, info in form.model_fields.items():
        key = info.alias or name
        part = {**schema["properties"][key], "$defs": schema.get("$defs", {})}
        validator = jsonschema.Draft202012Validator(part)
        for example in info.examples:
            validator.validate(example)
            validator.validate(written(example))


@pytest.mark.parametrize("key", TRANSMISSION_PARSERS)
def test_every_example_of_a_transmission_key_is_read_by_its_parser(key):
    info = next(info for name, info in TransmissionForm.model_fields.items() if (info.alias or name) == key)
    for example in info.examples:
        TRANSMISSION_PARSERS[key](written(example))


def test_every_example_of_a_schedule_key_is_read_by_its_parser():
    for name, info in ScheduleForm.model_fields.items():
        key = info.alias or name
        if key in SCHEDULE_PARSERS:
            for example in info.examples:
                SCHEDULE_PARSERS[key](written(example))


def example_of(form):
    return {info.alias or name: info.examples[0] for name, info in form.model_fields.items()}


def test_a_schedule_made_of_all_examples_is_read_without_a_word_and_validates():
    whole = {
        "bcastplan": 1,
        "service": "VOA Korean",
        "season": "A26",
        "x-mine": {"any": ["thing"]},
        "defaults": {**example_of(DefaultsForm), "x-mine": 1},
        "transmissions": [example_of(TransmissionForm)],
    }
    schedule, problems = read_schedule("all.yaml", json.dumps(written(whole)))
    assert problems == []
    assert len(schedule.transmissions) == 1
    jsonschema.validate(whole, schema_of("schedule"))
    jsonschema.validate(written(whole), schema_of("schedule"))
    ScheduleForm.model_validate(whole)


def test_a_plan_made_of_all_examples_is_read_without_a_word_and_validates():
    whole = example_of(PlanForm)
    whole["codes"] = example_of(plan_forms.CodesForm)
    whole["sites"] = {"USK": example_of(plan_forms.InventorySiteForm)}
    whole["rates"] = {**example_of(plan_forms.RatesForm), "items": [example_of(plan_forms.RateItemForm)]}
    whole["rules"] = example_of(plan_forms.RulesForm)
    plan, problems = read_plan("bcastplan.yaml", json.dumps(written(whole)))
    assert problems == []
    assert plan.rates.items[0].per_hour == 55.0
    jsonschema.validate(whole, schema_of("plan"))
    jsonschema.validate(written(whole), schema_of("plan"))
    PlanForm.model_validate(whole)


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
    jsonschema.validate(GOOD, schema_of("schedule"))
    bad = {**GOOD, **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, schema_of("schedule"))
    assert read_schedule("bad.yaml", json.dumps(written(bad)))[1]


def test_a_key_in_defaults_need_not_be_in_transmissions():
    shared = {"bcastplan": 1, "season": "A26", "defaults": {"service": "X", "time": "1530-1630", "frequency": 9565}}
    jsonschema.validate({**shared, "transmissions": [{}]}, schema_of("schedule"))
    jsonschema.validate(
        {"bcastplan": 1, "from": "2026-04-01", "until": "2026-05-01", "transmissions": []}, schema_of("schedule")
    )
    with pytest.raises(jsonschema.ValidationError, match="'service' is a required property"):
        jsonschema.validate({key: value for key, value in GOOD.items() if key != "service"}, schema_of("schedule"))


@pytest.mark.parametrize("name", FORMS)
def test_a_schema_is_valid_in_its_dialect_and_the_committed_file_is_current(name, root):
    jsonschema.Draft202012Validator.check_schema(schema_of(name))
    assert (root / "schema" / f"{name}-1.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("name", ["schemas", "format_reference"])
def test_what_is_generated_from_the_forms_is_current(name, root):
    spec = importlib.util.spec_from_file_location(name, root / "builders" / f"{name}.py")
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    made = builder.pages()
    assert made
    for path, content in made.items():
        assert (root / path).read_text(encoding="utf-8") == content
