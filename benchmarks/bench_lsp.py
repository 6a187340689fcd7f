"""The language server with a season in one YAML file: processor time from a change to its findings as bytes."""

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
GIVEN_UP_SECONDS = 60


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


async def _measured(file: Path) -> list[tuple[str, str]]:
    from bcastplan.lsp.features import planner_server

    gc.disable()  # as the program does: the server searches for cycles when nothing comes

    server, written = planner_server(), _Written()
    protocol = server.protocol
    protocol.set_writer(written)
    initialize = lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=file.parent.as_uri())
    protocol.handle_message(lsp.InitializeRequest(id=1, params=initialize))
    protocol.handle_message(lsp.InitializedNotification(lsp.InitializedParams()))
    lines = file.read_text(encoding="utf-8").split("\n")
    uri, version = file.as_uri(), 1

    async def until_told(message: object) -> float:
        written.came.clear()
        started = time.process_time()
        protocol.handle_message(message)
        await asyncio.wait_for(written.came.wait(), GIVEN_UP_SECONDS)
        return (time.process_time() - started) * 1000

    item = lsp.TextDocumentItem(uri, "yaml", version, "\n".join(lines))
    opened = await until_told(lsp.DidOpenTextDocumentNotification(lsp.DidOpenTextDocumentParams(item)))

    async def replace(start: tuple[int, int], end: tuple[int, int], text: str) -> float:
        nonlocal version
        version += 1
        span = lsp.Range(lsp.Position(*start), lsp.Position(*end))
        change = lsp.TextDocumentContentChangePartial(span, text)
        identifier = lsp.VersionedTextDocumentIdentifier(version, uri)
        parameters = lsp.DidChangeTextDocumentParams(identifier, [change])
        return await until_told(lsp.DidChangeTextDocumentNotification(parameters))

    times: dict[str, list[float]] = {}
    for number in range(RUNS):
        row = 5 + 13 * (100 + number * 450)
        digit, clock, below = len(lines[row + 1]) - 1, lines[row + 2][10], row + 13
        for what, start, end, text in (
            ("a digit of a frequency", (row + 1, digit), (row + 1, digit + 1), "3"),
            ("a value that is at fault", (row + 2, 10), (row + 2, 11), "x"),
            ("the same mended", (row + 2, 10), (row + 2, 11), clock),
            ("a new line, half a key on it", (below, 0), (below, 0), "    no\n"),
            ("the key whole", (below, 6), (below, 6), "te: x"),
            ("an open quote", (below, 10), (below, 11), '"x'),
            ("the quote closed", (below, 12), (below, 12), '"'),
            ("the line deleted", (below, 0), (below + 1, 0), ""),
            ("a letter in the file's head", (2, 9), (2, 9), "x"),
            ("the same taken back, in the head", (2, 9), (2, 10), ""),
        ):
            times.setdefault(what, []).append(await replace(start, end, text))
    asked = await _asked(server, uri, 5 + 13 * 2000)
    server.desk.end()
    figures = [(f"{SEASON_ROWS:,} rows opened, first findings", f"{opened:.0f} ms, {written.sizes[0]:,} bytes")]
    for what, some in times.items():
        goal = "whole file read again" if "head" in what else "goal 100 ms"
        figures.append(
            (
                f"change to findings: {what} ({goal})",
                f"{statistics.median(some):.0f} ms ({min(some):.0f} to {max(some):.0f})",
            )
        )
    return [*figures, *asked]


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
