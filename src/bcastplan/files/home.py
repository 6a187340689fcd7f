"""Folders below the user's home, on machines too where the user has none (a container with a bare user id)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

NO_HOME = Path(os.devnull) / "no home folder"
"""Stands for a folder that cannot be: nothing is found in it, and making it is refused by the system."""


def settled(find: Callable[[], Path]) -> Path:
    """The folder that ``find`` returns, ``~`` as the home it stands for; ``NO_HOME`` where the user has none."""
    try:
        return find().expanduser()
    except RuntimeError:  # neither HOME nor an entry in the list of users
        return NO_HOME
