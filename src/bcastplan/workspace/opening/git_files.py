"""Files as git has them; git is asked, and nothing of a repository's own configuration is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bcastplan.workspace.opening.discovery import identity, posix

_SECONDS = 60
_OF_ANOTHER_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Variables that git sets for a hook; they name the hook's repository instead of the file's."""


class NoRevision(Exception):
    """A revision that git does not know, or a file in no repository; the text says what to do."""


def texts_of_revisions(names: Iterable[str]) -> dict[str, str]:
    """The texts of those names that are ``REVISION:FILE``, by what files are recognised by; raises NoRevision.

    A file that is there under such a name is that file. A path counts from the current folder, as people type it.
    """
    texts = {}
    for name in names:
        revision, colon, path = name.partition(":")
        # On Windows C:\plan.yaml is a path, not a file of a revision C.
        is_drive = len(revision) == 1 and os.name == "nt"
        if not (colon and revision and path) or is_drive or revision.startswith("-") or Path(name).exists():
            continue
        top = git(".", "rev-parse", "--show-toplevel", fault=f"{name}: here is no git repository").decode().strip()
        inside = posix(os.path.relpath(os.path.realpath(path), os.path.realpath(top)))
        fault = f"{name}: git has no such file there"
        data = git(top, "cat-file", "blob", f"{revision}:{inside}", fault=fault)
        texts[identity(posix(name))] = data.decode("utf-8", "surrogateescape")
    return texts


def git(folder: str, *arguments: str, fault: str = "git could not answer") -> bytes:
    """What git prints; raises NoRevision, with ``fault``, where it fails or is not there."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    # Asking takes no lock, which could make the user's own git fail meanwhile.
    environment = {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    # The file monitor is a program that a repository's configuration names: a foreign one is not to be run.
    command = ("git", "-C", folder, "-c", "core.fsmonitor=false", *arguments)
    try:
        ran = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS, env=environment)
    except FileNotFoundError:
        raise NoRevision("git is not installed") from None
    except (subprocess.SubprocessError, OSError):
        raise NoRevision(fault) from None
    return ran.stdout
