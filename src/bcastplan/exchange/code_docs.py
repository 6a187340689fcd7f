"""What the codes of the list readers and writers mean; the rules' pages come from here."""

from __future__ import annotations

from typing import NamedTuple

from bcastplan.model.finding import Severity


class ListCode(NamedTuple):
    """One code of a reader or writer of lists.

    ``text`` says in its first sentence what is looked for, in its last what to do, and between them why it matters.
    ``fields`` are the keys its problems may carry as data.
    """

    name: str
    severity: Severity
    summary: str
    text: str
    example: str
    fields: tuple[str, ...] = ()
