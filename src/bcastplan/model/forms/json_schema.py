"""Forms -> JSON Schema (draft 2020-12) without noise: what an editor shows is what a person wrote."""

from __future__ import annotations

import json
from typing import Any

from bcastplan.model.forms.base import StrictForm
from bcastplan.model.forms.plan import PlanForm
from bcastplan.model.forms.schedule import ScheduleForm
from bcastplan.model.values import TRANSMISSION_PARSERS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://bcastplan.readthedocs.io/schema"
FORMS: dict[str, type[StrictForm]] = {"schedule": ScheduleForm, "plan": PlanForm}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of ``schedule`` or ``plan``."""
    form = FORMS[name]
    made = form.model_json_schema(by_alias=True)
    _tidy(made)
    for definition in made.get("$defs", {}).values():
        _in_the_order_of_files(definition)
    title = made.pop("description")
    return {"$schema": DIALECT, "$id": f"{BASE}/{name}-1.json", "title": title, **made}


def schema_text(name: str) -> str:
    """The same as the text of a file."""
    return json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Any) -> None:
    """Drop the titles and null defaults that pydantic adds."""
    if isinstance(node, list):
        for item in node:
            _tidy(item)
    elif isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        if "default" in node and node["default"] is None:
            del node["default"]
        for name, value in node.items():
            if name not in ("examples", "enum"):
                _tidy(value)


def _in_the_order_of_files(definition: dict[str, Any]) -> None:
    keys = definition.get("properties", {})
    if "frequency" in keys and "time" in keys:
        definition["properties"] = {key: keys[key] for key in TRANSMISSION_PARSERS if key in keys}
