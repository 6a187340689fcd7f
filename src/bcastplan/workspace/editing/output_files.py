"""Files that a session writes beside its plan: never over one that is open, compared with or read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bcastplan.document.splice import EditRefused
from bcastplan.files.writing import FileWrite, Over, Transaction
from bcastplan.workspace.editing.plan_document import plan_file_of
from bcastplan.workspace.editing.session import Session


def reads(session: Session, name: str) -> bool:
    """Whether a file is one that the session has open, compares with or reads, under whatever name."""
    workspace = session.workspace
    names = [*session.documents, *(schedule.file for schedule in (*workspace.schedules, *workspace.reference))]
    for opened in workspace.plans:
        names.append(plan_file_of(opened.plan))
        root = Path(opened.plan.root)
        for pattern in opened.plan.monitoring:
            names += [str(path) for path in root.glob(pattern)] if root.is_dir() else []
    target = Path(name).resolve()
    # Of a file inside an archive the archive counts.
    return any(Path(file.partition("!")[0]).resolve() == target for file in names)


def write_outputs(session: Session, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """Write files together, their folders too where these are missing.

    Args:
        session: what is open.
        files: name -> contents.
        replace: whether files that are there give way.

    Raises:
        EditRefused: one of them is open or read here.
        FileExistsError: one of them is there, and was not to give way.
        OSError: one cannot be written; what stands is as it was.
    """
    for name in files:
        if reads(session, name):
            raise EditRefused(f"{name} is open here or compared with: write to another file")
    over = Over.ANY_FILE if replace else Over.NOTHING
    Transaction([FileWrite(name, data, over) for name, data in files.items()], make_folders=True).run()
