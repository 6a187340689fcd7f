"""Edits of very many rows, part by part: a screen shows in between how far they are, and can stop them.

Each function gives a generator of ``Parts``. A generator that is closed before its end takes back all it has done, so
that text, history and journal are as if it had never begun.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TypeVar

from bcastplan.document.splice import Changes
from bcastplan.model.values import Raw
from bcastplan.workspace.editing.clipboard import Item, paste_label, values_of
from bcastplan.workspace.editing.operations import days_text, shifted, values_for
from bcastplan.workspace.editing.session import Session

PART_ROWS = 500
"""Rows of a part: about a fifth of a second."""

Parts = Generator[int, None, list[int]]
"""Yields after each part how many rows are done; returns the rows that are to be selected."""

Part = TypeVar("Part")


def finish(parts: Parts) -> list[int]:
    """Do all parts at once; returns the rows that are to be selected."""
    while True:
        try:
            next(parts)
        except StopIteration as end:
            rows: list[int] = end.value
            return rows


def _cut(items: Sequence[Part]) -> Iterator[Sequence[Part]]:
    for start in range(0, len(items), PART_ROWS):
        yield items[start : start + PART_ROWS]


def change_parts(session: Session, changes: Sequence[tuple[int, Changes]], label: str) -> Parts:
    """Write keys of transmissions, each row its own. Raises EditRefused or ValueFault."""
    done = 0
    with session.one_step(label):
        for part in _cut(changes):
            session.change_each(part, label)
            done += len(part)
            yield done
    return [number for number, _ in changes]


def shift_parts(session: Session, rows: Sequence[int], minutes: int) -> Parts:
    """Move transmissions earlier or later, as ``operations.shift`` does."""
    return change_parts(session, shift_changes(session, rows, minutes), f"shift by {minutes:+d} minutes")


def shift_changes(session: Session, rows: Sequence[int], minutes: int) -> list[tuple[int, Changes]]:
    """The keys that move transmissions. Raises EditRefused where one cannot be moved over midnight."""
    table = session.table.transmissions
    return [(number, shifted(table[number], minutes)) for number in rows]


def days_parts(session: Session, rows: Sequence[int], mask: int) -> Parts:
    """Write the days of transmissions. Raises ValueFault where there is no day."""
    return change_parts(session, days_changes(rows, mask), f"days {days_text(mask)}")


def days_changes(rows: Sequence[int], mask: int) -> list[tuple[int, Changes]]:
    """The keys that write the days of transmissions. Raises ValueFault where there is no day."""
    return [(number, {"days": days_text(mask)}) for number in rows]


def delete_parts(session: Session, rows: Sequence[int]) -> Parts:
    """Take transmissions out of their files, the last rows first: the numbers of the others hold until their turn."""
    done = 0
    with session.one_step(f"delete {len(rows)} transmissions" if len(rows) > 1 else "delete"):
        for part in _cut(sorted(rows, reverse=True)):
            session.delete(part)
            done += len(part)
            yield done
    return []


def insert_parts(session: Session, file: str, listed: Sequence[dict[str, Raw]], label: str) -> Parts:
    """Add transmissions at the end of a file."""
    rows: list[int] = []
    with session.one_step(label):
        for part in _cut(listed):
            rows += session.insert_many(file, part, label=label)
            yield len(rows)
    return rows


def paste_parts(session: Session, file: str, items: Sequence[Item]) -> Parts:
    """Add pasted transmissions to a file, as ``clipboard.paste`` does."""
    return insert_parts(session, file, values_of(session, file, items), paste_label(items))


def move_parts(session: Session, rows: Sequence[int], file: str) -> Parts:
    """Move transmissions to the end of another file, as ``operations.move`` does."""
    # Read before anything is deleted: afterwards nothing says what the defaults of the old file had added.
    listed = [values_for(session, number, file) for number in rows]
    with session.one_step(f"move to {file}"):
        yield from _half(delete_parts(session, rows), 0)
        return (yield from _half(insert_parts(session, file, listed, f"move to {file}"), len(rows)))


def _half(parts: Parts, before: int) -> Parts:
    """Yields the progress of one of two passes over the same rows; ``before`` rows were done in the pass before."""
    try:
        while True:
            done = next(parts)
            yield (before + done) // 2
    except StopIteration as end:
        rows: list[int] = end.value
        return rows
    finally:
        # Whoever stops early closes this generator only; closed, the inner one takes back what it has done.
        parts.close()


def replay_parts(session: Session, *, redo: bool = False) -> Parts:
    """Undo the last step, or do the last undone one again, edit by edit."""
    history = session.history
    source, target = (history.undone, history.done) if redo else (history.done, history.undone)
    step = source[-1]
    edits = step.edits if redo else [edit.reversed() for edit in reversed(step.edits)]
    done = 0
    try:
        with session.files.journalled_once(f"{'redo' if redo else 'undo'} {step.label}"):
            for edit in edits:
                session.steps.replay([edit])
                done += 1
                yield done
    # A generator that is closed gets GeneratorExit, which is no Exception.
    except BaseException:
        session.steps.replay([edit.reversed() for edit in reversed(edits[:done])])
        session.files.write_journal(None)
        raise
    target.append(source.pop())
    return []
