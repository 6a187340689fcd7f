"""Lists the files that could not be read, and reads them again once they have been repaired."""

from __future__ import annotations

from bcastplan.workspace.editing.session import Session


def broken_files(session: Session) -> list[str]:
    """Files of the plans with a fault that keeps all of them out, in the order they were read."""
    read = {schedule.file for schedule in session.workspace.schedules}
    problems = [problem for opened in session.workspace.plans for problem in opened.problems]
    files = (problem.place.file for problem in problems if problem.code != "FIL002")
    return list(dict.fromkeys(file for file in files if file not in read))


def read_repaired(session: Session, file: str) -> bool:
    """Read a broken file again; returns whether it is whole now. Raises EditRefused, UnreadableInput or OSError."""
    before = [(opened, list(opened.problems)) for opened in session.workspace.plans]
    # What reading reports now is added to the problems: the old ones of the file must not stand beside it.
    for opened, problems in before:
        opened.problems = [problem for problem in problems if problem.place.file != file]
    try:
        session.files.take_in(file)
    except Exception:
        for opened, problems in before:
            opened.problems = problems
        raise
    return file not in broken_files(session)
