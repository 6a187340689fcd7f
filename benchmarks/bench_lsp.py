"""The language server with a season in one YAML file: processor time from a change to its findings as bytes.

The goal is 100 ms; the share of the first opening says how much of the work an edit does again.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import tempfile
import time
from pathlib import Path

from lsprotocol import types as lsp
from season_yaml import SEASON_ROWS, season_yaml

RUNS = 7
FIRST_ROW = 5
"""The line, from 0, on which the first transmission begins; each takes 13."""
GIVEN_UP_SECONDS = 60
Edit = tuple[tuple[int, int], tuple[int, int], str]
"""Line and column, from 0, where what is replaced begins and ends; and what stands there then."""


def run() -> list[tuple[str, str]]:
    """What was measured, and the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BCASTPLAN_CACHE_DIR"] = folder
        file = Path(folder).resolve() / "season.yaml"
        file.write_text(season_yaml(), encoding="utf-8")
        return asyncio.run(_measured(file))


class _Written:
    """What the server sends, in place of a pipe."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.came = asyncio.Event()

    def write(self, data: bytes) -> None:
        if b"publishDiagnostics" in data:
            self.sizes.append(len(data))
            self.came.set()

    def close(self) -> None:
        pass


class _Editor:
    """A client that has the season open and waits for findings after each change."""

    def __init__(self, file: Path) -> None:
        from bcastplan.lsp.features import planner_server

        self.server, self.written = planner_server(), _Written()
        self.protocol = self.server.protocol
        self.protocol.set_writer(self.written)
        initialize = lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=file.parent.as_uri())
        self.protocol.handle_message(lsp.InitializeRequest(id=1, params=initialize))
        self.protocol.handle_message(lsp.InitializedNotification(lsp.InitializedParams()))
        self.uri, self.version = file.as_uri(), 1

    async def until_told(self, message: object) -> float:
        """Milliseconds of processor time from a message to the findings that follow."""
        self.written.came.clear()
        started = time.process_time()
        self.protocol.handle_message(message)
        await asyncio.wait_for(self.written.came.wait(), GIVEN_UP_SECONDS)
        return (time.process_time() - started) * 1000

    async def open(self, text: str) -> float:
        """Open a text."""
        item = lsp.TextDocumentItem(self.uri, "yaml", self.version, text)
        return await self.until_told(lsp.DidOpenTextDocumentNotification(lsp.DidOpenTextDocumentParams(item)))

    async def replace(self, edit: Edit) -> float:
        """Replace what stands between two places, each a line and a column from 0."""
        start, end, text = edit
        self.version += 1
        change = lsp.TextDocumentContentChangePartial(lsp.Range(lsp.Position(*start), lsp.Position(*end)), text)
        identifier = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        parameters = lsp.DidChangeTextDocumentParams(identifier, [change])
        return await self.until_told(lsp.DidChangeTextDocumentNotification(parameters))


async def _measured(file: Path) -> list[tuple[str, str]]:
    gc.disable()  # as the program does: the server searches for cycles when nothing comes
    editor = _Editor(file)
    text = file.read_text(encoding="utf-8")
    opened = await editor.open(text)
    lines = text.split("\n")
    figures = [(f"{SEASON_ROWS:,} rows opened, first findings", f"{opened:.0f} ms, {editor.written.sizes[0]:,} bytes")]
    times: dict[str, list[float]] = {}
    for number in range(RUNS):
        for what, edit in (*_of_a_row(lines, FIRST_ROW + 13 * (100 + number * 450)), *_of_the_head()):
            times.setdefault(what, []).append(await editor.replace(edit))
    for what, some in times.items():
        of_opening = statistics.median(some) / opened
        spread = f"{statistics.median(some):.0f} ms ({min(some):.0f} to {max(some):.0f})"
        figures.append((f"change to findings: {what}", f"{spread}, {of_opening:.2f} of opening"))
    asked = await _asked(editor.server, editor.uri, FIRST_ROW + 13 * 2000)
    editor.server.desk.end()
    return [*figures, *asked]


def _of_a_row(lines: list[str], row: int) -> list[tuple[str, Edit]]:
    """Edits of the transmission that begins on a line, the last of which undoes what the others did."""
    digit, clock, below = len(lines[row + 1]) - 1, lines[row + 2][10], row + 13
    return [
        ("a digit of a frequency", ((row + 1, digit), (row + 1, digit + 1), "3")),
        ("a value that is at fault", ((row + 2, 10), (row + 2, 11), "x")),
        ("the same mended", ((row + 2, 10), (row + 2, 11), clock)),
        ("a new line, half a key on it", ((below, 0), (below, 0), "    no\n")),
        ("the key whole", ((below, 6), (below, 6), "te: x")),
        ("an open quote", ((below, 10), (below, 11), '"x')),
        ("the quote closed", ((below, 12), (below, 12), '"')),
        ("the key twice", ((below, 0), (below, 0), "    note: y\n")),
        ("typing in the key that stands twice", ((below, 11), (below, 11), "y")),
        ("the second key deleted", ((below, 0), (below + 1, 0), "")),
        ("the line deleted", ((below, 0), (below + 1, 0), "")),
    ]


def _of_the_head() -> list[tuple[str, Edit]]:
    """Edits of the lines above the list, the last of which undoes what the others did."""
    return [
        ("head: a letter of the service, which all rows share", ((2, 9), (2, 9), "x")),
        ("head: the same taken back", ((2, 9), (2, 10), "")),
        ("head: a note comes", ((4, 0), (4, 0), "note: n\n")),
        ("head: a letter of the note, which concerns no row", ((4, 7), (4, 7), "o")),
        ("head: the note twice", ((4, 0), (4, 0), "note: o\n")),
        ("head: the second note goes", ((4, 0), (5, 0), "")),
        ("head: defaults come in place of the note", ((4, 0), (5, 0), "defaults: {note: n}\n")),
        ("head: a letter of a default, which all rows take over", ((4, 18), (4, 18), "o")),
        ("head: the defaults go", ((4, 0), (5, 0), "")),
        ("head: half a season, all rows off the air", ((3, 10), (3, 11), "")),
        ("head: another season, outside of which all rows lie", ((3, 10), (3, 10), "5")),
        ("head: the season as it was", ((3, 10), (3, 11), "6")),
    ]


async def _asked(server: object, uri: str, line: int) -> list[tuple[str, str]]:
    """How long answers take, in the middle of the season."""
    from bcastplan.lsp.code_actions import code_actions
    from bcastplan.lsp.completions import completions
    from bcastplan.lsp.hovers import hover
    from bcastplan.lsp.inlay_hints import inlay_hints
    from bcastplan.lsp.renames import rename

    document, place = lsp.TextDocumentIdentifier(uri), lsp.Position(line, 10)
    sight = lsp.Range(lsp.Position(line, 0), lsp.Position(line + 60, 0))
    figures = []
    for answer, parameters in (
        (hover, lsp.HoverParams(document, lsp.Position(line + 9, 11))),
        (completions, lsp.CompletionParams(document, lsp.Position(line + 9, 11))),
        (code_actions, lsp.CodeActionParams(document, sight, lsp.CodeActionContext([]))),
        (inlay_hints, lsp.InlayHintParams(document, sight)),
        (rename, lsp.RenameParams(document, place, "another")),
    ):
        times = []
        for _ in range(RUNS):
            started = time.process_time()
            question = await server.question(uri)
            answer(question, parameters)
            times.append((time.process_time() - started) * 1000)
        figures.append((f"answer: {answer.__name__.replace('_', ' ')}", f"{statistics.median(times):.0f} ms"))
    return figures
