"""The server: it keeps the editor's texts, tells their findings, and answers; no fault of a request ends it.

stdout carries the protocol and nothing else; what there is to say to people goes to stderr and to the editor's log.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from lsprotocol import types as lsp
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from bcastplan import __version__
from bcastplan.lsp.answers import Refused
from bcastplan.lsp.diagnostics import diagnostics_of
from bcastplan.lsp.editor_text import MOST_CHARACTERS, EditorText
from bcastplan.lsp.file_places import FilePlaces
from bcastplan.lsp.plan_desk import EditedPlan, PlanDesk
from bcastplan.lsp.question import Question
from bcastplan.lsp.rule_pages import RulePages

WATCHED = "**/*.{yaml,yml,csv,txt,zip,dat,lst}"
"""Files that a plan may be made of."""
_log = logging.getLogger("bcastplan.lsp")


class PlannerProtocol(LanguageServerProtocol):
    """The protocol, except that the server keeps texts itself: pygls ends lines at characters that end none in LSP."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> Iterator[Any]:
        """Pass an opened text to our own handler; pygls keeps no copy of it."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Iterator[Any]:
        """Pass changes to our own handler."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> Iterator[Any]:
        """Tell our own handler that a text was closed."""
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CLOSE], (params,), None

    @property
    def was_shut_down(self) -> bool:
        """Whether the editor asked the server to shut down, as it has to before it makes it exit."""
        return self._shutdown


class PlannerServer(LanguageServer):
    """A language server for schedules and plan files."""

    def __init__(self) -> None:
        super().__init__("bcastplan", __version__, protocol_cls=PlannerProtocol)
        self.pages = RulePages()
        self.desk = PlanDesk(self.tell, self.fault)
        self._keep_texts()

    # Texts and findings

    def _keep_texts(self) -> None:
        for method, kept in (
            (lsp.TEXT_DOCUMENT_DID_OPEN, self._opened),
            (lsp.TEXT_DOCUMENT_DID_CHANGE, self._changed),
            (lsp.TEXT_DOCUMENT_DID_CLOSE, self._closed),
            (lsp.INITIALIZED, self._initialized),
            (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._watched),
            (lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._folders_changed),
            (lsp.SHUTDOWN, lambda *_: self.desk.end()),
        ):
            self.feature(method)(self._guarded(method, kept))

    def _guarded(self, what: str, act: Callable[..., None]) -> Callable[..., None]:
        def guarded(params: Any = None) -> None:
            try:
                act(params)
            except Exception as error:
                self.fault(what, error)

        return guarded

    def _initialized(self, _params: lsp.InitializedParams) -> None:
        self.desk.use_folders(folder.uri for folder in self.workspace.folders.values())
        root = self.workspace.root_uri
        # Clients of before LSP 3.6 know one root and no folders.
        if not self.desk.folders and root is not None:
            self.desk.use_folders([root])
        watching = self.client_capabilities.workspace and self.client_capabilities.workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(WATCHED)])
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            self.client_register_capability(lsp.RegistrationParams([lsp.Registration("files", method, options)]))

    def _opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        encoding = str(self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16)
        text = EditorText(document.uri, document.text, document.version, encoding)
        if text.too_long:
            self._refuse(text)
        self.desk.open(text)

    def _changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        text = self.desk.texts.get(params.text_document.uri)
        if text is None:
            _log.warning("a change of %s, which is not open", params.text_document.uri)
            return
        was_too_long = text.too_long
        text.change(params.content_changes, params.text_document.version)
        if text.too_long and not was_too_long:
            self._refuse(text)
        self.desk.change(text)

    def _closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self.desk.close(params.text_document.uri)

    def _watched(self, params: lsp.DidChangeWatchedFilesParams) -> None:
        self.desk.disk_changed(change.uri for change in params.changes)

    def _folders_changed(self, _params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        self.desk.use_folders(folder.uri for folder in self.workspace.folders.values())

    def _refuse(self, text: EditorText) -> None:
        words = f"{text.uri} has more than {MOST_CHARACTERS:,} characters and is not checked: split the file"
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, words))

    def tell(self, plan: EditedPlan) -> None:
        """Send the findings of a plan, file by file; empty lists for the files of a plan that was closed."""
        texts = dict(self.desk.each_text(plan))
        by_uri: dict[str, list[lsp.Diagnostic]] = {}
        if plan.typed is not None:
            places = self.places(texts)
            by_uri = diagnostics_of(
                plan.typed.check(), places, self.pages, lambda file: self.desk.belongs_to(plan, file)
            )
            for text in texts.values():
                by_uri.setdefault(text.uri, [])
        versions = {text.uri: text.version for text in texts.values()}
        for uri in {**plan.published, **by_uri}:
            state = (versions.get(uri), by_uri.get(uri, []))
            # Editors redraw all marks of a file at each message, and most keystrokes change no finding elsewhere.
            if plan.published.get(uri) != state:
                self.text_document_publish_diagnostics(
                    lsp.PublishDiagnosticsParams(uri, state[1], version=versions.get(uri))
                )
        plan.published = {uri: (versions.get(uri), some) for uri, some in by_uri.items()}

    def places(self, texts: dict[str, EditorText]) -> FilePlaces:
        """Where files are, with the texts of a plan by the identity of their files."""
        return FilePlaces(texts, str(self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16))

    # Questions

    def answers(self, method: str, answer: Callable[[Question, Any], Any], options: Any = None) -> None:
        """Answer requests of a method with ``answer``, which is called once the text's plan is open and up to date."""
        self.feature(method, options)(self._answering(method, answer))

    def _answering(self, method: str, answer: Callable[[Question, Any], Any]) -> Callable[[Any], Awaitable[Any]]:
        async def answered(params: Any) -> Any:
            question = await self.question(params.text_document.uri)
            if question is None:
                return None
            try:
                return answer(question, params)
            # pygls turns it into the error that the editor shows; every other exception is a fault of ours.
            except Refused:
                raise
            except Exception as error:
                self.fault(method, error)
                return None

        return answered

    async def question(self, uri: str) -> Question | None:
        """What is known of an open text; None of one that is not open, or too long."""
        text = self.desk.texts.get(uri)
        if text is None or text.too_long:
            return None
        edited = await self.desk.settled(text)
        texts = dict(self.desk.each_text(edited)) if edited is not None else {}
        typed = edited.typed if edited is not None else None
        return Question(text, typed, self.places(texts), self.pages)

    def shutdown(self) -> None:
        """Stop without waiting for the thread that reads: an editor may wait for our exit before it closes its end."""
        if self._stop_event is not None:
            self._stop_event.set()
        self.thread_pool.shutdown(wait=False, cancel_futures=True)
        self.desk.end()

    # Faults

    def fault(self, what: str, error: BaseException) -> None:
        """Note a fault of the program: in one line, and as a whole where BCASTPLAN_DEBUG is set."""
        words = f"a fault in the program, {what}: {type(error).__name__}: {error}"
        _log.error(words, exc_info=error if os.environ.get("BCASTPLAN_DEBUG") else None)
        with suppress(OSError):  # the editor may be gone
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, words))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what pygls could not handle, such as a message that is no JSON; requests get errors as their answers."""
        if source is not FeatureRequestError:
            _log.error("a message that cannot be handled: %s", error)


def serve(stdin: BinaryIO, stdout: BinaryIO, server: PlannerServer) -> int:
    """Serve until the editor makes the server exit or is gone; returns the exit code: 0 after a shutdown, else 1."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="bcastplan lsp: %(message)s")
    if not os.environ.get("BCASTPLAN_DEBUG"):
        # pygls logs whole tracebacks for every odd message, which editors show to the user.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server.start_io(stdin, stdout)
    protocol = server.protocol
    assert isinstance(protocol, PlannerProtocol)
    return 0 if protocol.was_shut_down else 1
