"""The ground all forms stand on: unknown keys are refused, keys beginning ``x-`` are the user's own."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

OWN_KEYS: JsonDict = {"^x-": {"description": "A key of your own: kept and ignored."}}


class StrictForm(BaseModel):
    """A mapping with a closed set of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Form(StrictForm):
    """A mapping with a closed set of keys, besides those that begin with ``x-``."""

    model_config = ConfigDict(json_schema_extra={"patternProperties": OWN_KEYS})

    @model_validator(mode="before")
    @classmethod
    def _without_own_keys(cls, written: Any) -> Any:
        if not isinstance(written, dict):
            return written
        return {key: value for key, value in written.items() if not str(key).startswith("x-")}


def key(description: str, *examples: object, alias: str | None = None) -> Any:
    """An optional key with its hover text and examples; the first example is the usual one."""
    return Field(default=None, description=description, examples=list(examples), alias=alias)


def required(description: str, *examples: object) -> Any:
    """A key that must be written."""
    return Field(description=description, examples=list(examples))
