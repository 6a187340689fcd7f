"""First files for somebody who has none: a plan of their own, or a copy of a plan that comes with the program."""

from __future__ import annotations

from pathlib import Path

from bcastplan.document.starter import empty_schedule, first_plan
from bcastplan.files.regular import stands
from bcastplan.files.writing import FileWrite, Over, Transaction
from bcastplan.installed import PACKAGE_FOLDER
from bcastplan.model.plan import PLAN_FILE
from bcastplan.model.season import Season


class AlreadyThere(Exception):
    """A file or folder of that name exists; nothing has been written."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is there already: nothing has been written")


def start_plan(folder: str, service: str, season: Season) -> list[str]:
    """Write a plan file and a schedule without transmissions into a folder; returns their names.

    Raises AlreadyThere, OSError.
    """
    root = Path(folder)
    files = {
        root / PLAN_FILE: first_plan(service),
        root / f"{str(season).lower()}.yaml": empty_schedule(service, season),
    }
    writes = [FileWrite(str(path), text.encode(), Over.NOTHING) for path, text in files.items()]
    try:
        Transaction(writes, make_folders=True).run()
    except FileExistsError as error:
        raise AlreadyThere(Path(error.filename).as_posix()) from None
    return [path.as_posix() for path in files]


def samples_folder() -> Path | None:
    """Where the plans that come with the program are: beside the package, or in its checkout."""
    # An installed package carries the samples along; in a checkout they are the plans under `schedules`.
    folders = (PACKAGE_FOLDER / "samples", PACKAGE_FOLDER.parents[1] / "schedules")
    return next((folder for folder in folders if folder.is_dir()), None)


def sample_names() -> list[str]:
    """The plans that come with the program."""
    folder = samples_folder()
    return sorted(path.parent.name for path in folder.glob(f"*/{PLAN_FILE}")) if folder is not None else []


def copy_sample(name: str, into: str) -> str:
    """Copy a sample plan into a folder, so that it can be edited; returns the copy. Raises AlreadyThere, OSError."""
    folder = samples_folder()
    assert folder is not None
    target = Path(into) / name
    if stands(target):
        raise AlreadyThere(target.as_posix())
    sources = sorted(path for path in (folder / name).rglob("*") if path.is_file())
    writes = [
        FileWrite(str(target / path.relative_to(folder / name)), path.read_bytes(), Over.NOTHING) for path in sources
    ]
    Transaction(writes, make_folders=True).run()
    return target.as_posix()
