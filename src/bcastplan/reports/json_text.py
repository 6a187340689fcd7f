"""JSON for pipes and terminals alike: what would steer a terminal or cannot be encoded is escaped, the rest is not."""

from __future__ import annotations

import json
import re
from typing import Any

_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON without C1 controls, line separators, direction overrides and lone surrogates in the raw.

    Control characters below 0x20 are escaped by JSON itself; those matched here stand only inside strings, where
    an escape means the same.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
