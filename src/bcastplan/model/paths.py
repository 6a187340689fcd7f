"""Where a file stands below its plan's folder, whatever way either of them was named."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import PurePosixPath


def below(file: str, root: str) -> str:
    """The file as the plan's globs see it: relative to the plan's folder, POSIX separators.

    One of the two may be absolute and the other relative, or relative through ``..``. A file that is not in the
    folder keeps its name.
    """
    path = PurePosixPath(file)
    if path.is_relative_to(root or ".") and ".." not in path.parts:
        return path.relative_to(root or ".").as_posix()
    inside = os.path.relpath(os.path.realpath(file), os.path.realpath(root or ".")).replace(os.sep, "/")
    return path.as_posix() if inside == ".." or inside.startswith("../") else inside


def glob_matches(inside: str, pattern: str) -> bool:
    """Whether a name below the plan's folder matches a glob of the plan; ``*`` crosses folders, ``**/`` may be none."""
    pattern = pattern.removeprefix("./")
    return fnmatch(inside, pattern) or ("**/" in pattern and fnmatch(inside, pattern.replace("**/", "")))
