"""The schedule and plan files under some paths as the house style writes them; nothing is written here."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import cast

from bcastplan.document.house_style import CannotFormat, HouseStyle, ItemStyle, format_text
from bcastplan.document.key_order import plan_order, schedule_order
from bcastplan.document.plan_reader import read_plan
from bcastplan.document.text import decode_text
from bcastplan.exchange.archive import read_input
from bcastplan.exchange.file_kind import recognise
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Place
from bcastplan.model.plan import PLAN_FILE
from bcastplan.workspace.opening.discovery import STDIN, Discovery, discover, is_yaml_name


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """A file as it is and as the house style writes it."""

    name: str
    before: bytes
    after: bytes

    @property
    def changed(self) -> bool:
        """Whether formatting changes a byte."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class LeftFile:
    """A file that is left as it is, and why."""

    place: Place
    reason: str


@dataclass(slots=True)
class FormattedFiles:
    """All files under some paths: formatted, left as they are, and those that cannot be read at all."""

    files: list[FormattedFile] = field(default_factory=list)
    left: list[LeftFile] = field(default_factory=list)
    unreadable: list[LeftFile] = field(default_factory=list)


def formatted_files(paths: Iterable[str], items: ItemStyle | None = None) -> FormattedFiles:
    """Format the YAML files of ours under ``paths``; in folders, everything else is passed over.

    A file that was named and is no YAML file is left with the reason. What has faults in its syntax is left too.
    ``items`` is how transmissions are written; None: as the plan of each file has it under `format`.
    """
    discovered = discover(paths)
    answer = FormattedFiles()
    answer.unreadable += [LeftFile(Place(name), reason) for name, reason in discovered.unreadable]
    styles: dict[str | None, ItemStyle] = {}
    for name, explicit, plan_file in _yaml_candidates(discovered):
        if plan_file not in styles:
            styles[plan_file] = items or _items_of(plan_file)
        try:
            _format_file(name, explicit, styles[plan_file], answer)
        except UnreadableInput as error:
            answer.unreadable.append(LeftFile(Place(error.file), error.reason))
    return answer


def _yaml_candidates(discovered: Discovery) -> Iterator[tuple[str, bool, str | None]]:
    """Name, whether it was named, and the plan file it belongs to: plan files first, then their schedules."""
    for plan in discovered.plans:
        if plan.plan_file is not None and plan.whole:
            yield plan.plan_file, False, plan.plan_file
        for candidate in plan.candidates:
            if candidate.explicit or is_yaml_name(candidate.name):
                yield candidate.name, candidate.explicit, plan.plan_file


def _items_of(plan_file: str | None) -> ItemStyle:
    """Returns how a plan file says that transmissions are written; one that cannot be read says nothing about it."""
    if plan_file is None:
        return "keep"
    try:
        text, _ = decode_text(plan_file, _own_bytes(plan_file))
    except UnreadableInput:
        return "keep"
    plan, _ = read_plan(plan_file, text)
    return cast("ItemStyle", plan.format_settings.items)


def _format_file(name: str, explicit: bool, items: ItemStyle, answer: FormattedFiles) -> None:
    data = _own_bytes(name)
    is_plan = PurePosixPath(name).name == PLAN_FILE
    if not is_plan and recognise(name, data) != "yaml":
        if explicit and (data.strip() or is_yaml_name(name)):
            answer.left.append(LeftFile(Place(name), "no schedule or plan in YAML: nothing else is formatted"))
        return
    text, problems = decode_text(name, data)
    if problems:
        answer.left.append(LeftFile(problems[0].place, problems[0].message))
        return
    # The text is decoded without its byte-order mark; a file that had one keeps it.
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    style = HouseStyle(plan_order if is_plan else schedule_order, items)
    try:
        after = mark + format_text(text, style).encode()
    except CannotFormat as fault:
        answer.left.append(LeftFile(Place(name, fault.line), str(fault)))
        return
    answer.files.append(FormattedFile(name, data, after))


def _own_bytes(name: str) -> bytes:
    """The bytes of a file or of standard input. Raises UnreadableInput, for archives and pipes too."""
    # A pipe has no file to write the formatted text back to.
    sources = read_input(name, pipes=False)
    if len(sources) != 1 or sources[0].name not in (name, STDIN):
        raise UnreadableInput(name, "an archive is not formatted: take its files out first")
    return sources[0].data
