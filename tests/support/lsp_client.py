"""A client over stdio for the language server, pygls' own, with what tests ask for again and again."""

import asyncio
import os
import sys
from collections import defaultdict
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

SECONDS = 60
"""In which whatever is waited for has to come."""


class Editor(LanguageClient):
    """An editor of one folder: it opens and changes texts and keeps the findings that it is told."""

    def __init__(self, root: Path | None, capabilities: lsp.ClientCapabilities | None = None) -> None:
        super().__init__("test", "1")
        self.root = root
        self.capabilities = capabilities or lsp.ClientCapabilities()
        self.told: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.logged: list[str] = []
        self.registered: list[str] = []
        self.versions: dict[str, int] = defaultdict(int)
        self._news = asyncio.Condition()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        async def published(params: lsp.PublishDiagnosticsParams) -> None:
            await self._note(lambda: self.told.__setitem__(params.uri, params))

        @self.feature(lsp.WINDOW_SHOW_MESSAGE)
        async def shown(params: lsp.ShowMessageParams) -> None:
            await self._note(lambda: self.messages.append(params.message))

        @self.feature(lsp.WINDOW_LOG_MESSAGE)
        async def logged(params: lsp.LogMessageParams) -> None:
            await self._note(lambda: self.logged.append(params.message))

        @self.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        async def registered(params: lsp.RegistrationParams) -> None:
            await self._note(lambda: self.registered.extend(one.method for one in params.registrations))

    async def _note(self, note) -> None:
        async with self._news:
            note()
            self._news.notify_all()

    async def until(self, true) -> None:
        """Wait until something is true of what the server has told."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(true), SECONDS)

    async def start(self, *folders: Path) -> lsp.InitializeResult:
        """Start the server and shake hands."""
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        await self.start_io(sys.executable, "-m", "bcastplan", "lsp", env=environment)
        roots = [lsp.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
        root = self.root.as_uri() if self.root is not None else None
        result = await self.initialize_async(
            lsp.InitializeParams(
                capabilities=self.capabilities, process_id=os.getpid(), root_uri=root, workspace_folders=roots or None
            )
        )
        self.initialized(lsp.InitializedParams())
        return result

    def open(self, path: Path | str, text: str | None = None) -> str:
        """Open a file, or a text in its place; returns its URI."""
        uri = path.as_uri() if isinstance(path, Path) else path
        if text is None:
            text = Path(path).read_bytes().decode()
        self.versions[uri] += 1
        self.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "yaml", self.versions[uri], text))
        )
        return uri

    def type(self, uri: str, *edits: tuple[tuple[int, int], tuple[int, int], str]) -> int:
        """Replace stretches (line and character, from 0) of a text; returns its new version."""
        changes = [
            lsp.TextDocumentContentChangePartial(lsp.Range(lsp.Position(*start), lsp.Position(*end)), text)
            for start, end, text in edits
        ]
        return self._changed(uri, changes)

    def replace(self, uri: str, text: str) -> int:
        """Give a text whole; returns its new version."""
        return self._changed(uri, [lsp.TextDocumentContentChangeWholeDocument(text)])

    def _changed(self, uri: str, changes: list) -> int:
        self.versions[uri] += 1
        identifier = lsp.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, changes))
        return self.versions[uri]

    async def findings(self, uri: str, version: int | None = None) -> list[lsp.Diagnostic]:
        """What the server tells of a text, once it tells of this version (the latest for None)."""
        wanted = version or self.versions[uri]
        await self.until(lambda: uri in self.told and (self.told[uri].version or 0) >= wanted)
        return list(self.told[uri].diagnostics)

    async def end(self) -> int:
        """Shut the server down and let it exit; returns its exit code."""
        await asyncio.wait_for(self.shutdown_async(None), SECONDS)
        self.exit(None)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for the server's end; returns its exit code."""
        code = await asyncio.wait_for(self._server.wait(), SECONDS)
        self._stop_event.set()
        return code
