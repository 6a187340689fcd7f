"""The head of a schedule and the plan file as forms made of the model's own statement of their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks

if TYPE_CHECKING:
    from bcastplan.model.keys import Key, Named, Record, Records, Shape
    from bcastplan.model.values import Raw
    from bcastplan.reference.choices import Choice
    from bcastplan.tui.screens.file_page import PageLine
    from bcastplan.workspace.editing.session import Session
    from bcastplan.workspace.editing.tree_edits import Path

CODES = ("site", "broadcaster", "manager", "administration", "language", "antenna", "target", "mode", "status")
"""Keys whose values are codes with a meaning, wherever they stand."""


class FileForms(Controller):
    """Opens files key by key, and writes what was typed into them."""

    @asks
    async def head(self) -> None:
        """Edit the head of the selection's schedule."""
        from bcastplan.workspace.editing.file_keys import record_of_file

        name = await self.screen.edits.file_to_write("The head of which file?")
        if name is not None:
            await self._record(name, (), record_of_file(self.opened.documents[name]))

    @asks
    async def plan(self) -> None:
        """Edit the plan file of the selection's plan."""
        from bcastplan.document.splice import EditRefused
        from bcastplan.workspace.editing.file_keys import document_of, record_of_file
        from bcastplan.workspace.editing.plan_document import plan_file_of

        session = self.opened
        opened = session.workspace.plan_of_row(self.selected) if self.selected is not None else None
        plans = session.workspace.plans
        name = plan_file_of((opened or plans[0]).plan) if plans else ""
        try:
            document = document_of(session, name)
        except (EditRefused, OSError) as error:
            self.tell(str(error), "error", "Not opened")
            return
        before = [(opened.plan.against, opened.plan.schedules) for opened in plans]
        await self._record(name, (), record_of_file(document))
        # While the page was open, another plan may have been opened.
        if session is not self.session:
            return
        after = [(opened.plan.against, opened.plan.schedules) for opened in plans]
        if [against for against, _ in before] != [against for against, _ in after]:
            self.screen.other_files.read_references_of_plans()
        if [schedules for _, schedules in before] != [schedules for _, schedules in after]:
            key = self.screen.edits.key_of("file.open")
            self.tell(f"other schedules are read when the plan is saved and opened again ({key})", "warning")

    # Pages

    async def _record(self, name: str, path: Path, record: Record, *, draft: dict[str, Raw] | None = None) -> bool:
        """Show a mapping until the user goes back; returns whether something of it was written.

        Args:
            name: the file.
            path: where the mapping stands; of a draft, where its list or mapping stands.
            record: what the model says of it.
            draft: a new item, which is written as a whole; None where the mapping is in the file.
        """
        from bcastplan.tui.screens.file_page import FilePage
        from bcastplan.workspace.editing.file_keys import part_of, raw_of

        cursor = 0
        typed: dict[str, str] = {}
        while True:
            raw = draft if draft is not None else raw_of(self.opened, name, path)
            values = raw if isinstance(raw, dict) else {}
            lines = [self._line(key, values.get(key.name), as_text=draft is not None) for key in record.keys.values()]
            for line in lines:
                # What was refused is shown again as it was typed, to be corrected.
                line.text = typed.get(line.name, line.text)
            title = _title(name, path) + (" · new" if draft is not None else "")
            answer = await self.app.push_screen_wait(FilePage(title, lines, cursor=cursor))
            if answer is None:
                return False
            cursor, key = answer.line, list(record.keys.values())[answer.line]
            if draft is not None:
                if self._add(name, path, _merged(draft, answer.changes)):
                    return True
                typed = {line.name: line.text for line in lines}
                continue
            if answer.changes and not self._write(name, path, answer.changes, record):
                typed = {line.name: line.text for line in lines}
                continue
            typed = {}
            if answer.action == "write":
                return True
            if answer.action == "remove":
                self._remove(name, (*path, key.name))
            else:
                await self._open(name, (*path, key.name), part_of(key.shape, values.get(key.name)))

    async def _open(self, name: str, path: Path, shape: Record | Records | Named) -> None:
        from bcastplan.model.keys import Named, Record

        if isinstance(shape, Record):
            await self._record(name, path, shape)
        elif isinstance(shape, Named):
            await self._entries(name, path, shape)
        else:
            await self._items(name, path, shape)

    async def _items(self, name: str, path: Path, shape: Records) -> None:
        """Show the items of a list until the user goes back."""
        from bcastplan.tui.screens.file_page import FilePage, PageLine
        from bcastplan.workspace.editing.file_keys import raw_of

        cursor = 0
        while True:
            raw = raw_of(self.opened, name, path)
            items = raw if isinstance(raw, list) else []
            lines = [PageLine(str(number), _summary(item), shape.item.about) for number, item in enumerate(items, 1)]
            page = FilePage(
                _title(name, path), lines, cursor=cursor, adds="item", removes=True,
                empty=f"There are none yet: n makes one. {shape.item.about}", heads=("Number", "What it holds", ""),
            )  # fmt: skip
            answer = await self.app.push_screen_wait(page)
            if answer is None or answer.action == "write":
                return
            cursor = answer.line
            if answer.action == "new":
                await self._record(name, path, shape.item, draft={})
                cursor = len(items)
            elif answer.action == "remove":
                self._remove(name, (*path, cursor))
            elif answer.action in ("up", "down"):
                cursor = self._exchange(name, path, cursor, answer.action)
            else:
                await self._record(name, (*path, cursor), shape.item)

    async def _entries(self, name: str, path: Path, shape: Named) -> None:
        """Show a mapping whose keys the user chooses until the user goes back."""
        from bcastplan.model.keys import Record
        from bcastplan.tui.screens.file_page import FilePage, PageLine
        from bcastplan.workspace.editing.file_keys import raw_of

        cursor = 0
        # A mapping that may have keys of the user's own does not fit a line in braces, and gets a page.
        typed_shape = None if isinstance(shape.item, Record) and not shape.item.closed else shape.item
        while True:
            raw = raw_of(self.opened, name, path)
            entries = raw if isinstance(raw, dict) else {}
            lines = []
            for entry, value in entries.items():
                text = _summary(value)
                lines.append(PageLine(entry, text, "", typed_shape, before=text))
            page = FilePage(
                _title(name, path), lines, cursor=cursor, adds="entry", removes=True,
                empty="There are none yet: n makes one.", heads=("Name", "What it holds", ""),
            )  # fmt: skip
            answer = await self.app.push_screen_wait(page)
            if answer is None:
                return
            cursor = answer.line
            if answer.changes and not self._write(name, path, answer.changes, None):
                continue
            if answer.action == "write":
                return
            if answer.action == "new":
                await self._new_entry(name, path, shape, entries)
            elif answer.action == "remove":
                self._remove(name, (*path, list(entries)[cursor]))
            elif answer.action in ("up", "down"):
                cursor = self._exchange(name, path, cursor, answer.action)
            elif isinstance(shape.item, Record):
                await self._record(name, (*path, list(entries)[cursor]), shape.item)

    async def _new_entry(self, name: str, path: Path, shape: Named, entries: Mapping[str, Raw]) -> None:
        from bcastplan.document.scalars import raw_of_line
        from bcastplan.model.keys import Record
        from bcastplan.tui.screens.dialogs import Ask
        from bcastplan.tui.screens.file_page import fault_of

        def judge(text: str) -> str | None:
            if text.strip() in entries:
                return "there is one of that name already"
            fault = fault_of(text, shape.name) if shape.name is not None else None
            return fault or (None if text.strip() else "write a name or code")

        entry = await self.app.push_screen_wait(Ask(f"New: {_title(name, path)}", "Name or code:", judge=judge))
        if not entry:
            return
        item, below = shape.item, (*path, entry.strip())
        if isinstance(item, Record) and not item.closed:
            await self._record(name, below, item, draft={})
            return
        answer = await self.app.push_screen_wait(
            Ask(
                _title(name, below),
                "Value:",
                judge=lambda text: fault_of(text, item) or (None if text.strip() else "write one"),
            )
        )
        if answer:
            self._write(name, path, {entry.strip(): raw_of_line(answer, item)}, None)

    def _line(self, key: Key, raw: Raw | None, *, as_text: bool) -> PageLine:
        """The line of a key; in a draft everything is typed, what is nested in braces."""
        from bcastplan.document.scalars import line_text
        from bcastplan.tui.screens.file_page import PageLine
        from bcastplan.workspace.editing.file_keys import is_typed

        if not as_text and not is_typed(key.shape, raw):
            return PageLine(key.name, _summary(raw), key.says)
        text = line_text(raw)
        needed = "Needed. " if key.required else ""
        return PageLine(
            key.name, text, needed + key.says, key.shape, before=text, choices=self._choices(key.name),
            meaning=self._meaning(key.name),
        )  # fmt: skip

    def _choices(self, key: str) -> Callable[[], list[Choice]] | None:
        from bcastplan.reference.choices import CHOICES

        listed, plans = CHOICES.get(key), self.opened.workspace.plans
        return None if listed is None or not plans else lambda: listed(plans[0].directory)

    def _meaning(self, key: str) -> Callable[[str], str]:
        """What a code means, for the keys that hold codes."""
        from bcastplan.workspace.editing.meanings import Sense, meaning

        plans = self.opened.workspace.plans
        if key not in CODES or not plans:
            return lambda _: ""
        sense = Sense(plans[0].directory, plans[0].plan, {}, self.screen.clock().date())
        return lambda text: meaning(key, text, sense)

    # Writing

    def _write(self, name: str, path: Path, changes: Mapping[str, Raw | None], record: Record | None) -> bool:
        from bcastplan.workspace.editing import file_keys

        return self._do("the file", lambda session: file_keys.write(session, name, path, changes, record))

    def _add(self, name: str, path: Path, item: dict[str, Raw]) -> bool:
        """Write a new item behind those of a list, or a new entry of a mapping."""
        from bcastplan.model.keys import Records
        from bcastplan.workspace.editing import file_keys

        if not item:
            self.tell("nothing was typed: nothing is written", "warning")
            return False
        # The path of a new item is that of its list; that of a new entry ends with the name of the entry.
        if isinstance(self._shape_at(name, path), Records):
            return self._do("the file", lambda session: file_keys.add(session, name, path, item))
        return self._do("the file", lambda session: file_keys.write(session, name, path[:-1], {str(path[-1]): item}))

    def _shape_at(self, name: str, path: Path) -> Shape | None:
        from bcastplan.workspace.editing.file_keys import record_of_file, shape_at

        return shape_at(record_of_file(self.opened.documents[name]), path)

    def _remove(self, name: str, path: Path) -> bool:
        from bcastplan.workspace.editing import file_keys

        return self._do("the file", lambda session: file_keys.remove(session, name, path))

    def _exchange(self, name: str, path: Path, cursor: int, way: str) -> int:
        """Let an item change places with the one above or below; returns the line it stands on then."""
        from bcastplan.workspace.editing import file_keys

        first = cursor - 1 if way == "up" else cursor
        if self._do("the order", lambda session: file_keys.exchange(session, name, path, first)):
            return cursor - 1 if way == "up" else cursor + 1
        return cursor

    def _do(self, label: str, action: Callable[[Session], object]) -> bool:
        return self.screen.edits.do(label, action)


def _merged(values: Mapping[str, Raw], changes: Mapping[str, Raw | None]) -> dict[str, Raw]:
    # In a new item an empty value is a key that is not written at all.
    return {**values, **{key: value for key, value in changes.items() if value is not None}}


def _title(name: str, path: Path) -> str:
    """Where a page is, as ``bcastplan.yaml · sites · PHT · transmitters · 2``; items count from 1."""
    return " · ".join([name, *(str(step + 1 if isinstance(step, int) else step) for step in path)])


def _summary(raw: Raw | None) -> str:
    """A value in a few words: lists of mappings by their number, all else as it is written."""
    from bcastplan.document.scalars import line_text

    if isinstance(raw, list) and raw and isinstance(raw[0], dict):
        return count(len(raw), "item")
    if isinstance(raw, dict) and any(isinstance(value, list | dict) for value in raw.values()):
        return ", ".join(f"{key}: {_summary(value)}" for key, value in raw.items())
    return line_text(raw).removeprefix("{").removesuffix("}") if isinstance(raw, dict) else line_text(raw)
