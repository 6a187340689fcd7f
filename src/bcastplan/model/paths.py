"""The path of a file below its plan's folder, however the two were named."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import PurePosixPath

from bcastplan.model.errors import ValueFault

_LONGEST_GLOB = 1_000  # characters
_MOST_DEEP = 3  # times ``**``: a search tries every way to divide a path between them


def below(file: str, root: str) -> str:
    """The file as the plan's globs see it: relative to the plan's folder, POSIX separators.

    One of the two may be absolute and the other relative, or relative through ``..``. A file that is not in the
    folder keeps its name.
    """
    path = PurePosixPath(file)
    if path.is_relative_to(root or ".") and ".." not in path.parts:
        return path.relative_to(root or ".").as_posix()
    # Not before, because realpath asks the file system about every part of a path.
    inside = os.path.relpath(os.path.realpath(file), os.path.realpath(root or ".")).replace(os.sep, "/")
    return path.as_posix() if inside == ".." or inside.startswith("../") else inside


def parse_glob(written: str) -> str:
    """A path or glob of a plan, outer blanks removed; raises ValueFault for one that would take long to search for."""
    pattern = written.strip()
    if len(pattern) > _LONGEST_GLOB:
        raise ValueFault(f"a path of {len(pattern):,} characters is too long: at most {_LONGEST_GLOB:,}")
    if pattern.count("**") > _MOST_DEEP:
        raise ValueFault(f"a path with ** in it {pattern.count('**')} times takes too long: at most {_MOST_DEEP}")
    return pattern


def glob_matches(inside: str, pattern: str) -> bool:
    """Whether a name below the plan's folder matches a glob of the plan; ``*`` crosses folders, ``**/`` may be none."""
    pattern = pattern.removeprefix("./")
    return fnmatch(inside, pattern) or ("**/" in pattern and fnmatch(inside, pattern.replace("**/", "")))
