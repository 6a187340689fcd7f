"""Rename an id in all files of a plan, or say why that cannot be."""

from __future__ import annotations

from lsprotocol import types as lsp

from bcastplan.document.scalars import scalar_text
from bcastplan.lsp.answers import Refused
from bcastplan.lsp.id_places import Word, references, word_at
from bcastplan.lsp.question import Question
from bcastplan.model.errors import ValueFault
from bcastplan.model.transmission import KEYS
from bcastplan.workspace.opening.open_plans import OpenPlan


def prepare_rename(question: Question, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder:
    """The id at a place; refused where there is none."""
    word, _ = _id_at(question, params.position)
    return lsp.PrepareRenamePlaceholder(question.text.range(word.start, word.end), word.value)


def rename(question: Question, params: lsp.RenameParams) -> lsp.WorkspaceEdit:
    """The edits that rename an id; refused where two transmissions would have the same, or a file cannot be read."""
    word, opened = _id_at(question, params.position)
    new = params.new_name.strip()
    try:
        KEYS["id"].shape.parse(new)
    except ValueFault as fault:
        raise Refused(f"'{new}' cannot be an id: {fault}") from None
    assert question.typed is not None
    if new != word.value and any(transmission.id == new for transmission in opened.transmissions):
        raise Refused(f"another transmission of the plan is called {new} already")
    broken = question.typed.unread
    if broken:
        raise Refused(f"{broken[0]} cannot be read at present: correct it first, as the id may stand in it")
    changes: dict[str, list[lsp.TextEdit]] = {}
    for place in references(opened, word):
        text = question.places.text(place.file)
        if text is None:
            raise Refused(f"{place.file} cannot be read")
        span = text.place_range(place.line, place.column)
        written = text.content[text.offset(span.start) : text.offset(span.end)]
        # An alias such as `*b`, or an escape, stands here instead of the id: the author has to say what becomes of it.
        if written.strip("\"'") != word.value:
            raise Refused(f"line {place.line} of {place.file} does not write the id out: rename it there by hand")
        changes.setdefault(text.uri, []).append(lsp.TextEdit(span, scalar_text(new, flow=True)))
    return lsp.WorkspaceEdit(changes)


def _id_at(question: Question, position: lsp.Position) -> tuple[Word, OpenPlan]:
    word = word_at(question, question.text.offset(position))
    if word is None or word.key != "id" or question.opened is None:
        raise Refused("only ids of transmissions can be renamed, where they stand and in agreements")
    if not any(transmission.id == word.value for transmission in question.opened.transmissions):
        raise Refused(f"no transmission of the plan is called {word.value}")
    return word, question.opened
