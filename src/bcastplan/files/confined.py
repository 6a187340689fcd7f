"""Where this process may write files of the user: anywhere, unless it was confined to some paths once."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

_allowed: list[Path] = []


def confine(paths: Iterable[str]) -> None:
    """Let this process write the given files, and files below the given folders, and no other ones of the user."""
    _allowed[:] = [Path(os.path.realpath(path)) for path in paths]


def refuse_outside(path: str) -> None:
    """Raise PermissionError where a file lies outside of what this process was confined to."""
    written = Path(os.path.realpath(path))  # `resolve` raises where links form a loop
    if _allowed and not any(written.is_relative_to(allowed) for allowed in _allowed):
        shown = ", ".join(map(os.fspath, _allowed))
        raise PermissionError(errno.EACCES, f"this program may write below {shown} only", path)
