"""Go to what is meant: the other side of a conflict, the transmission of an id, what the plan says of a code."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types as lsp

from bcastplan.files.regular import is_file
from bcastplan.lsp.cursor import cursor_at
from bcastplan.lsp.diagnostics import findings_at
from bcastplan.lsp.id_places import definitions, references, word_at
from bcastplan.lsp.path_completions import is_path
from bcastplan.lsp.plan_desk import uri_of
from bcastplan.lsp.question import Question
from bcastplan.model.finding import Place
from bcastplan.workspace.opening.discovery import files_matching

_START = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))


def definition(question: Question, params: lsp.DefinitionParams) -> list[lsp.Location]:
    """Where the word at a place is defined.

    For a word without a definition, the other sides of conflicts on its line.
    """
    offset = question.text.offset(params.position)
    if question.is_plan_file and (files := _files(question, offset)):
        return files
    opened, word = question.opened, word_at(question, offset)
    places = list(definitions(opened, word)) if opened is not None and word is not None else []
    own = question.text.line_and_column(word.start) if word is not None else None
    # At the definition itself there is nowhere to go; the other side of a conflict is then of use.
    places = [place for place in places if (place.file, place.line, place.column) != (question.file, *(own or ()))]
    return _locations(question, places or _other_sides(question, offset))


def _other_sides(question: Question, offset: int) -> list[Place]:
    if question.typed is None:
        return []
    findings = findings_at(question.typed.check(), question.text, question.file, offset, offset, lines=True)
    return list(dict.fromkeys(finding.other for finding in findings if finding.other is not None))


def _files(question: Question, offset: int) -> list[lsp.Location]:
    """The files that a pattern of the plan file names."""
    cursor = cursor_at(question.text.content, offset)
    if not is_path(question, cursor):
        return []
    content = question.text.content
    line, column = question.text.line_and_column(cursor.start)
    span = question.text.place_range(line, column)
    pattern = content[question.text.offset(span.start) : question.text.offset(span.end)].strip("\"'")
    files = [file for file in files_matching(question.plan.root, pattern) if is_file(file)]
    return [lsp.Location(uri, _START) for file in files if (uri := uri_of(file)) is not None]


def reference_locations(question: Question, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Where the plan names the word at a place."""
    opened, word = question.opened, word_at(question, question.text.offset(params.position))
    if opened is None or word is None:
        return []
    places = list(references(opened, word))
    if params.context.include_declaration:
        places += definitions(opened, word)
    return _locations(question, places)


def _locations(question: Question, places: Iterable[Place]) -> list[lsp.Location]:
    locations = (question.places.location(place) for place in dict.fromkeys(places))
    return [location for location in locations if location is not None]
