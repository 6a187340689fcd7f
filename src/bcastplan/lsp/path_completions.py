"""Files and folders that can be written in a plan file, as its keys name them: counted from its folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import NamedTuple

from lsprotocol import types as lsp

from bcastplan.document.scalars import scalar_text
from bcastplan.lsp.cursor import Cursor
from bcastplan.lsp.plan_desk import path_of
from bcastplan.lsp.question import Question
from bcastplan.model.plan import PLAN_FILE
from bcastplan.workspace.opening.discovery import is_yaml_name, may_be_schedule

PATH_KEYS = ("schedules", "against", "monitoring")
"""Keys of a plan file whose values are paths and globs."""
_PLAIN = re.compile(r"[\w./][\w./+@-]*")
_MOST_LOOKED_AT = 5_000
_MOST_ITEMS = 300


class _Entry(NamedTuple):
    name: str
    is_folder: bool


def is_path(question: Question, cursor: Cursor) -> bool:
    """Whether a path stands at a place."""
    path = cursor.path if cursor.key is None else (*cursor.path, cursor.key)
    return question.is_plan_file and ((len(path) == 1 and path[0] in PATH_KEYS) or _names_settings(cursor))


def _names_settings(cursor: Cursor) -> bool:
    """Whether a key stands at a place that names files of which settings of rules hold."""
    return cursor.is_key and cursor.path == ("rules", "files")


def path_completions(question: Question, cursor: Cursor, offset: int) -> lsp.CompletionList | None:
    """What lies in the folder that is typed so far; None for a text that lies in no folder."""
    plan_file = path_of(question.text.uri)
    if plan_file is None:
        return None
    content = question.text.content
    line = content[content.rfind("\n", 0, offset) + 1 : offset]
    quoted = _open_quote(line)
    # Between quotes a path may have blanks and commas, which end a word otherwise.
    start = offset - len(line) + quoted if quoted is not None else cursor.start
    typed = content[start:offset]
    folder, slash, _ = typed.rpartition("/")
    key = "schedules" if _names_settings(cursor) else cursor.key or cursor.path[-1]
    # A key that is being corrected has its colon already.
    colon = ":" if _names_settings(cursor) and quoted is None and content[cursor.end : cursor.end + 1] != ":" else ""
    entries = list(_entries(os.path.join(PurePosixPath(plan_file).parent, folder + slash), key, typed))  # noqa: PTH118
    span = question.text.range(start, max(cursor.end, offset))
    items = []
    for number, (name, is_folder) in enumerate(entries[:_MOST_ITEMS]):
        path = f"{folder}{slash}{name}" + ("/" if is_folder else "")
        written = path if quoted is not None else _as_yaml(path, flow=cursor.flow) + ("" if is_folder else colon)
        items.append(
            lsp.CompletionItem(
                path,
                kind=lsp.CompletionItemKind.Folder if is_folder else lsp.CompletionItemKind.File,
                detail="all schedules of the folder" if "*" in name else None,
                filter_text=path,
                sort_text=f"{number:05d}",
                text_edit=lsp.TextEdit(span, written),
            )
        )
    # What lies in a folder is asked for when its name is written, so that the list is never the whole one.
    return lsp.CompletionList(True, items)


def _as_yaml(path: str, *, flow: bool) -> str:
    """A path as a value; quotes only where they are needed, because what is in a folder is typed on behind it."""
    return path if _PLAIN.fullmatch(path) else scalar_text(path, flow=flow)


def _open_quote(line: str) -> int | None:
    """Behind the quote that is open at the end of a line; None where none is."""
    quote, begin = "", 0
    for at, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and (at == 0 or line[at - 1] in " [,\t-:"):
            quote, begin = character, at + 1
    return begin if quote else None


def _entries(folder: str, key: str, typed: str) -> Iterator[_Entry]:
    """What a folder holds that a key may name: a glob first, then folders, then files, each by the alphabet."""
    try:
        with os.scandir(folder) as scanned:
            entries = [_Entry(entry.name, entry.is_dir()) for entry in islice(scanned, _MOST_LOOKED_AT)]
    except (OSError, ValueError):
        return
    shown = [entry for entry in sorted(entries) if _may_stand(entry, key) and entry.name.isprintable()]
    if key == "schedules" and any(is_yaml_name(entry.name) for entry in shown if not entry.is_folder):
        yield _Entry("*.yaml", False)
    # The schedules of a plan lie below it, what they are compared with may lie beside it.
    if key != "schedules" and not typed.rpartition("/")[0].strip("./"):
        yield _Entry("..", True)
    yield from (entry for entry in shown if entry.is_folder)
    yield from (entry for entry in shown if not entry.is_folder)


def _may_stand(entry: _Entry, key: str) -> bool:
    if entry.is_folder:
        return may_be_schedule(f"{entry.name}/x.yaml")
    if entry.name == PLAN_FILE or entry.name.startswith("."):
        return False
    return key == "monitoring" or may_be_schedule(entry.name)
