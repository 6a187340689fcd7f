"""``bcastplan merge``: a merge driver of git for schedules and plan files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import FINDINGS, CannotRead, run_transaction, write_result

if TYPE_CHECKING:
    from bcastplan.document.line_merge import Markers


@click.command("merge")
@click.argument("base", type=click.Path(dir_okay=False))
@click.argument("ours", type=click.Path(dir_okay=False))
@click.argument("theirs", type=click.Path(dir_okay=False))
@click.option("--path", "shown", metavar="FILE", help="What messages call the file: %P of a merge driver.")
@click.option("--marker-size", type=click.IntRange(1, 99), default=7, show_default=True, help="%L of a merge driver.")
@click.option("--labels", nargs=2, metavar="OURS THEIRS", default=("ours", "theirs"), help="What markers say.")
@click.option("-p", "--stdout", "printed", is_flag=True, help="Print the result and leave OURS as it is.")
def command(
    base: str, ours: str, theirs: str, shown: str | None, marker_size: int, labels: tuple[str, str], printed: bool
) -> None:
    """Merge the changes from BASE to THEIRS into OURS, by transmission and key.

    Markers are left only where both changed one key, or one changed what the other took away; comments of both sides
    stay. Exit code 1 where markers are left. What is no schedule or plan file is merged line by line.
    """
    from bcastplan.document.line_merge import Markers
    from bcastplan.document.text_merge import merged_text
    from bcastplan.files.writing import FileWrite
    from bcastplan.model.counts import count
    from bcastplan.model.inert import inert

    texts, before, mark = [], b"", b""
    # The result takes the place of OURS, so it has the byte-order mark that OURS has. Bytes that are no UTF-8 pass
    # through.
    for name in (base, ours, theirs):
        data = _read(name)
        if name == ours:
            before, mark = data, _mark(data)
        texts.append(data.removeprefix(_BOM).decode("utf-8", "surrogateescape"))
    markers: Markers = Markers(inert(labels[0]), inert(labels[1]), marker_size)
    text, conflicts = merged_text(texts[0], texts[1], texts[2], markers)
    after = mark + text.encode("utf-8", "surrogateescape")
    if printed:
        write_result(after, None)
    elif after != before:
        run_transaction([FileWrite(ours, after, over=before)])
    if conflicts:
        click.echo(f"{inert(shown or ours)}: {count(conflicts, 'conflict')} left between markers", err=True)
        raise click.exceptions.Exit(FINDINGS)


_BOM = b"\xef\xbb\xbf"


def _mark(data: bytes) -> bytes:
    return _BOM if data.startswith(_BOM) else b""


def _read(name: str) -> bytes:
    from bcastplan.files.regular import read_regular
    from bcastplan.model.errors import UnreadableInput

    try:
        return read_regular(name)
    except UnreadableInput as error:
        raise CannotRead(str(error)) from None
    except OSError as error:
        raise CannotRead(f"cannot read {name}: {error.strerror or error}") from None
