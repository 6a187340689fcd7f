"""The schedule file: one YAML file, what one service (or several) puts on the air in one season."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict
from pydantic.config import JsonDict, JsonValue

from bcastplan.model.forms import scalars as s
from bcastplan.model.forms.base import OWN_KEYS, Form, key, required
from bcastplan.model.forms.transmission import DefaultsForm, TransmissionForm

Version = Literal[1, "1"]


def _needed_in_transmissions(name: str, *, also_top: bool = False) -> JsonDict:
    """Where neither `defaults` (nor the file) says a key, every transmission has to."""
    said: list[JsonValue] = [{"required": ["defaults"], "properties": {"defaults": {"required": [name]}}}]
    if also_top:
        said.append({"required": [name]})
    return {
        "if": {"not": {"anyOf": said}},
        "then": {"properties": {"transmissions": {"items": {"required": [name]}}}},
    }


class ScheduleForm(Form):
    """A bcastplan schedule, format version 1."""

    model_config = ConfigDict(
        json_schema_extra={
            "patternProperties": OWN_KEYS,
            "anyOf": [{"required": ["season"]}, {"required": ["from", "until"]}],
            "allOf": [
                {"not": {"required": ["season", "from"]}},
                {"not": {"required": ["season", "until"]}},
                _needed_in_transmissions("frequency"),
                _needed_in_transmissions("time"),
                _needed_in_transmissions("service", also_top=True),
            ],
        }
    )

    bcastplan: Version = required("Version of the format; marks the file as a schedule.", 1)
    service: s.Text = key("Whose programmes these are; a transmission may name its own.", "VOA Korean")
    season: s.SeasonName = key(
        "HFCC season: A runs from the last Sunday of March 0100 UTC to that of October, B from there to March of the "
        "next year.",
        "A26", "B26",
    )  # fmt: skip
    valid_from: s.Date = key("Instead of a season: first date, from 0000 UTC.", "2008-03-02", alias="from")
    valid_until: s.Date = key("Instead of a season: last date, to 2400 UTC.", "2008-03-30", alias="until")
    defaults: DefaultsForm = key(
        "Any key of a transmission but `id`; a transmission overrides it.", {"broadcaster": "VOA", "language": "Kor"}
    )
    transmissions: list[TransmissionForm] = required(
        "What is put on the air, in any order.", [{"frequency": 9565, "time": "1530-1630"}]
    )
