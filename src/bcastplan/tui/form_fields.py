"""The keys of a transmission as a form shows them: text and back, what is wrong with it, what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bcastplan.document.scalars import line_text, raw_of_line
from bcastplan.model.errors import ValueFault
from bcastplan.model.transmission import KEYS
from bcastplan.model.values import Raw

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


class Field(NamedTuple):
    """One line of the form."""

    key: str
    label: str
    hint: str


_FIRST = (
    "frequency", "time", "days", "from", "until", "site", "power", "antenna", "azimuth", "slew", "target", "language",
    "service", "broadcaster", "manager", "administration", "id", "note", "status", "mode", "transmitter", "programme",
    "sync", "follows", "repeat",
)  # fmt: skip
"""The keys that a planner changes most."""

FIELDS = tuple(Field(name, KEYS[name].label or name, KEYS[name].hint) for name in dict.fromkeys((*_FIRST, *KEYS)))
"""Every key of a transmission, the ones a planner changes most first."""


def text_raw(key: str, text: str) -> Raw | None:
    """What a line stands for; None where it is empty. Raises ValueFault where a mapping is broken."""
    return raw_of_line(text, KEYS[key].shape)


def problem_of(key: str, text: str) -> str | None:
    """What is wrong with the text of a key, None where nothing is."""
    try:
        raw = text_raw(key, text)
        if raw is not None:
            KEYS[key].shape.parse(raw)
    except ValueFault as fault:
        return str(fault)
    return None


def inherited_text(session: Session, file: str, key: str) -> str:
    """The value that a transmission inherits for a key it does not write, as a line of text; empty without one."""
    document = session.documents[file]
    inherited = line_text(document.defaults().get(key))
    # The service of the file holds for its transmissions, though it is no key of `defaults`.
    if key == "service" and not inherited and document.schedule is not None:
        return document.schedule.service or ""
    return inherited
