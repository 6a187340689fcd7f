"""The JSON Schemas (draft 2020-12) of plan and schedule files, which pydantic makes of the classes that state the keys.

What an editor shows is what a person wrote in ``Key``. Only what needs pydantic imports this module.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema, core_schema

from bcastplan.model.keys import OWN_KEYS, Either, Json, Keyed, Many, Named, Record, Records, Shape, Written
from bcastplan.model.plan import Plan
from bcastplan.model.schedule import ScheduleFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://bcastplan.readthedocs.io/schema"
FILES: dict[str, type[Keyed]] = {"schedule": ScheduleFile, "plan": Plan}
"""Name of a schema -> the class that states the keys of such a file."""


class _WithoutTitles(GenerateJsonSchema):
    """Without the titles that repeat the names of keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Returns False: no field gets a title."""
        return False


def schema_of(name: str) -> Json:
    """The JSON Schema of ``schedule`` or ``plan``."""
    schema = TypeAdapter(FILES[name]).json_schema(schema_generator=_WithoutTitles)
    title = schema.pop("description")
    return {"$schema": DIALECT, "$id": f"{BASE}/{name}-1.json", "title": title, **schema}


def schema_text(name: str) -> str:
    """The same as the text of a file."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def core_schema_of(shape: Shape) -> CoreSchema:
    """The core schema from which pydantic validates a value and makes its JSON Schema; each mapping is a definition."""
    definitions = [_mapping(record) for record in dict.fromkeys(_records(shape))]
    return core_schema.definitions_schema(_part(shape), definitions)


def _records(shape: Shape) -> Iterator[Record]:
    """The mappings in a shape, the innermost first."""
    if isinstance(shape, Record):
        for key in shape.keys.values():
            yield from _records(key.shape)
        yield shape
    elif isinstance(shape, Either):
        yield shape.record
    elif isinstance(shape, Records | Named):
        yield from _records(shape.item)


def _part(shape: Shape) -> CoreSchema:
    match shape:
        case Record():
            return core_schema.definition_reference_schema(_reference(shape))
        case Records():
            return _tuple_of(core_schema.list_schema(_part(shape.item)))
        case Named():
            return core_schema.dict_schema(_name(shape), _part(shape.item))
        case Either():
            scalars = (_scalar(shape.scalar.take, form) for form in shape.scalar.forms)
            return core_schema.union_schema([*scalars, _part(shape.record)])
        case Many():
            forms = list(shape.item.forms)
            return _scalar(shape.take, _any_of([*forms, {"type": "array", "items": _any_of(forms)}]))
        case Written():
            return _scalar(shape.take, _any_of(list(shape.forms)))
    raise TypeError(shape)


def _any_of(forms: list[Json]) -> Json:
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _scalar(take: Callable[[Any], Any], form: Json) -> CoreSchema:
    # A copy, because pydantic writes the description of a key into it, and keys share their forms.
    return core_schema.no_info_plain_validator_function(
        take, metadata={"pydantic_js_functions": [lambda _schema, _handler: dict(form)]}
    )


def _name(shape: Named) -> CoreSchema:
    if shape.name is None:
        return core_schema.str_schema()
    return core_schema.no_info_after_validator_function(shape.key_of, core_schema.str_schema())


def _tuple_of(listed: CoreSchema) -> CoreSchema:
    return core_schema.no_info_after_validator_function(tuple, listed)


def _reference(record: Record) -> str:
    # pydantic takes the short name from between the last dot and the colon; the id keeps mappings of one name apart.
    return f"bcastplan.{record.name}:{id(record)}"


def _mapping(record: Record) -> CoreSchema:
    """A mapping with its keys by name; what comes out is what ``record.make`` makes of the attributes."""
    entries = {
        name: core_schema.typed_dict_field(
            _part(key.shape),
            required=bool(key.required),
            metadata={"pydantic_js_updates": {"description": key.says, "examples": list(key.examples)}},
        )
        for name, key in record.keys.items()
    }
    extra: Json = {"description": record.about, **record.schema}
    if not record.closed:
        extra["patternProperties"] = {f"^{OWN_KEYS}": {"description": "A key of your own: kept and ignored."}}
    if record.one_of:
        extra["anyOf"] = [{"required": [name]} for name in record.one_of]
    # pydantic cannot allow keys by a pattern, so that those of the user are taken out before.
    closed = core_schema.typed_dict_schema(entries, extra_behavior="forbid", metadata={"pydantic_js_updates": extra})

    def known(written: Any) -> Any:
        """The mapping without keys of the user's own."""
        if record.closed or not isinstance(written, dict):
            return written
        return {name: value for name, value in written.items() if not str(name).startswith(OWN_KEYS)}

    def record_of_values(values: dict[str, Any]) -> Any:
        return record.make(**{record.keys[name].attribute: value for name, value in values.items()})

    return core_schema.no_info_after_validator_function(
        record_of_values, core_schema.no_info_before_validator_function(known, closed), ref=_reference(record)
    )
