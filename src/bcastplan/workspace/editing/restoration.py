"""Restore the texts of a lost session; files that somebody saved or changed meanwhile are left alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bcastplan.document.splice import EditRefused
from bcastplan.files.regular import stands
from bcastplan.model.errors import UnreadableInput
from bcastplan.workspace.editing.journal import FileState
from bcastplan.workspace.editing.lost_work import Left
from bcastplan.workspace.opening.discovery import join

if TYPE_CHECKING:
    from bcastplan.workspace.editing.session import Session


def restore(session: Session, left: Left) -> list[str]:
    """Give every file the text it had; returns the files that are not what they were when the lost session began.

    These stay as they are. The journal is removed when nothing is refused: by then all of it is in this session's own.
    """
    refused = []
    with session.one_step("restore"):
        for name, state in left.states.items():
            if not _take_up(session, name, state):
                refused.append(name)
    for name, text in left.texts.items():
        # Journals name files as the system does; the names of a workspace have slashes on every system.
        file = join(session.workspace.plans[0].plan.root, name.replace(os.sep, "/"))
        if not _take_in(session, file, text):
            refused.append(file)
    if refused:
        left.release()
    else:
        left.discard()
    return refused


def _take_up(session: Session, name: str, state: FileState) -> bool:
    try:
        document = session.documents.schedule_or_plan(name)
        # What this session has edited, or somebody has saved since, is worth more than the old text.
        if document is None or document.dirty or document.base != state.base:
            return False
        session.set_text(name, state.text, "restore")
    except EditRefused:
        return False
    return True


def _take_in(session: Session, file: str, text: str) -> bool:
    """Open a file that is gone from the disk with the text of the lost session; False where that fails."""
    if stands(file):
        return False
    try:
        session.files.take_in(file, text)
    except (EditRefused, UnreadableInput, OSError):
        return False
    return True
