"""Our edits of a plan file, or of what stands above a schedule's transmissions, done again in somebody else's file.

Values are compared key by key down to the deepest mapping, and lists item by item, so that comments of theirs stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from bcastplan.document.splice import Changes
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.file_keys import add, raw_of, record_at, remove, write
from bcastplan.workspace.editing.session import Session
from bcastplan.workspace.editing.tree_edits import Path


class KeyMerge:
    """Does in a file, as the session has it now, what made ``base`` into ``mine``.

    Attributes:
        changed: how many values were written or taken out.
        added: how many items were added.
        disputed: what both had changed, by its path; theirs is kept there.
    """

    def __init__(self, session: Session, file: str) -> None:
        self.session, self.file = session, file
        self.changed = self.added = 0
        self.disputed: list[str] = []

    def merge(self, base: Mapping[str, Raw], mine: Mapping[str, Raw], path: Path = ()) -> None:
        """Merge the keys of a mapping. Raises EditRefused where theirs cannot hold ours."""
        for key in dict.fromkeys((*base, *mine)):
            if base.get(key) != mine.get(key):
                self._value((*path, key), base.get(key), mine.get(key))

    def _value(self, path: Path, base: Raw | None, mine: Raw | None) -> None:
        theirs = raw_of(self.session, self.file, path)
        if theirs == mine:
            return
        if isinstance(base, dict) and isinstance(mine, dict) and isinstance(theirs, dict):
            self.merge(base, mine, path)
        elif isinstance(mine, list) and isinstance(base or [], list) and isinstance(theirs or [], list):
            self._list(path, base or [], mine, theirs or [])
        elif theirs == base:
            self._write(path[:-1], {str(path[-1]): mine})
        else:
            self._dispute(path)

    def _list(self, path: Path, base: Sequence[Raw] | Raw, mine: Sequence[Raw], theirs: Sequence[Raw] | Raw) -> None:
        """Take out of their list what we took out of ours, change what we changed, and add what is new."""
        assert isinstance(base, list)
        assert isinstance(theirs, list)
        # As texts, because mappings have no hash. ``autojunk`` would pass over items that occur often in a long list.
        steps = SequenceMatcher(a=[repr(item) for item in base], b=[repr(item) for item in mine], autojunk=False)
        new: list[Raw] = []
        for kind, first, stop, begin, end in reversed(steps.get_opcodes()):
            if kind == "equal":
                continue
            pairs = min(stop - first, end - begin)
            new[:0] = mine[begin + pairs : end]
            for offset in reversed(range(stop - first)):
                self._item(path, base[first + offset], mine[begin + offset] if offset < pairs else None)
        for item in new:
            # Both may have added the same item, which is to be there once.
            if not any(_says_the_same(path, item, other) for other in theirs):
                add(self.session, self.file, path, item)
                self.added += 1

    def _write(self, path: Path, changes: Changes) -> None:
        write(self.session, self.file, path, changes, record_at(self.session, self.file, path))
        self.changed += 1

    def _item(self, path: Path, before: Raw, after: Raw | None) -> None:
        """Change or remove the item of their list that equals ours before; without one, both have changed it."""
        theirs = raw_of(self.session, self.file, path)
        listed = theirs if isinstance(theirs, list) else []
        if before not in listed:
            if after is None or after not in listed:
                self._dispute(path)
            return
        at = listed.index(before)
        if after is None:
            remove(self.session, self.file, (*path, at))
        elif isinstance(before, dict) and isinstance(after, dict):
            keys = {key: after.get(key) for key in (*before, *after) if before.get(key) != after.get(key)}
            self._write((*path, at), keys)
            return
        else:
            remove(self.session, self.file, (*path, at))
            add(self.session, self.file, path, after)
        self.changed += 1

    def _dispute(self, path: Path) -> None:
        words = ".".join(str(step) for step in path)
        if words not in self.disputed:
            self.disputed.append(words)


def _says_the_same(path: Path, item: Raw, other: Raw) -> bool:
    """Whether an item of theirs stands for one of ours; of agreements, whichever way round and for whatever reason."""
    if path == ("agreed",) and isinstance(item, dict) and isinstance(other, dict):
        return {str(item.get("a")), str(item.get("b"))} == {str(other.get("a")), str(other.get("b"))}
    return item == other
