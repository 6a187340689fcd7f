"""Files that a search of folders passes over: those that git ignores, and those that the user excludes.

Patterns are those of gitignore(5). A file or folder that is named is searched whatever excludes it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bcastplan.files.regular import is_file, is_there, read_regular
from bcastplan.model.errors import UnreadableInput

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".gitignore"
_MOST_BYTES = 1_000_000  # of one file of patterns
_MOST_STARS = 4  # of one pattern; the time of a comparison multiplies with each


class ExcludedFiles:
    """What is passed over below one folder.

    Args:
        folder: the folder that is searched.
        patterns: what the user excludes, counted from the folder the program runs in.
    """

    def __init__(self, folder: str, patterns: Sequence[str] = ()) -> None:
        self._here = os.path.realpath(".")
        self._patterns = tuple(patterns)
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        self._real_folders: dict[str, str] = {}
        """Folder as it was walked to -> its real path, which every file in it needs."""
        self._is_free: dict[str, bool] = {}
        """The same -> whether no pattern speaks of what is in it."""
        self._top = os.path.realpath(folder)
        self._above: list[str] = self._folders_above(self._top)
        if self._above and self._ignored(self._top, is_folder=True, upto=self._above):
            self._above = []  # it was named by the user: patterns of the folders above do not apply inside it

    def excludes(self, path: str, *, is_folder: bool) -> bool:
        """Whether a file or folder below the searched folder is passed over."""
        folder, _, name = path.replace(os.sep, "/").rpartition("/")
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder or "/" * path.startswith("/") or ".")
            upto = [*self._above, *self._between(self._real_folders[folder])]
            self._is_free[folder] = not self._patterns and not any(map(self._spec_of, upto))
        if self._is_free[folder]:
            return False
        real = os.path.join(self._real_folders[folder], name)  # noqa: PTH118
        if self._excluded_by_user(real, is_folder):
            return True
        inside = self._between(os.path.dirname(real))  # noqa: PTH120
        return self._ignored(real, is_folder=is_folder, upto=[*self._above, *inside])

    def _excluded_by_user(self, real: str, is_folder: bool) -> bool:
        if self._own is None or not real.startswith(self._here + os.sep):
            return False
        return _verdict(self._own, os.path.relpath(real, self._here), is_folder) is True

    @cached_property
    def _own(self) -> GitIgnoreSpec | None:
        return _spec(self._patterns) if self._patterns else None

    def _between(self, folder: str) -> list[str]:
        """The folders from the searched one to another below it, both included."""
        folders = [folder]
        while folders[-1] != self._top and len(folders[-1]) > len(self._top):
            folders.append(os.path.dirname(folders[-1]))  # noqa: PTH120
        return folders[::-1]

    def _ignored(self, real: str, *, is_folder: bool, upto: Sequence[str]) -> bool:
        """Returns the verdict of the innermost file of patterns that has one."""
        # As in git, a .gitignore deeper inside overrules those above it.
        for folder in reversed(upto):
            spec = self._spec_of(folder)
            if spec is not None:
                verdict = _verdict(spec, os.path.relpath(real, folder), is_folder)
                if verdict is not None:
                    return verdict
        return False

    def _spec_of(self, folder: str) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            lines = [
                line
                for name in (Path(folder, ".git", "info", "exclude"), Path(folder, IGNORE_FILE))
                if is_file(name)
                for line in _lines(name)
            ]
            self._specs[folder] = _spec(lines) if any(line.strip() for line in lines) else None
        return self._specs[folder]

    @staticmethod
    def _folders_above(folder: str) -> list[str]:
        """The folders above one up to the root of its repository, outermost first; none outside of one."""
        above: list[str] = []
        here = Path(folder)
        while not is_there(here / ".git"):
            if here.parent == here:
                return []
            here = here.parent
            above.append(str(here))
        return above[::-1]


def _lines(path: Path) -> list[str]:
    try:
        return read_regular(str(path), _MOST_BYTES).decode("utf-8", "replace").splitlines()
    except (OSError, ValueError, UnreadableInput):
        return []


def _spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec

    good = []
    for line in lines:
        # A pattern with many stars could keep a comparison busy for minutes; no list of schedules needs one.
        if line.replace("**/", "").replace("/**", "").count("*") > _MOST_STARS:
            continue
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue  # git ignores a pattern that means nothing, too
        good.append(line)
    return GitIgnoreSpec.from_lines(good)


def _verdict(spec: GitIgnoreSpec, path: str, is_folder: bool) -> bool | None:
    """True where the patterns ignore a path, False where they take it in again, None where they say nothing."""
    shown = path.replace(os.sep, "/")
    # Patterns that end with a slash are for folders only, which pathspec tells by the slash of the path.
    return spec.check_file(f"{shown}/" if is_folder else shown).include
