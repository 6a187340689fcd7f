"""All features of the language server, registered with one server."""

from __future__ import annotations

from lsprotocol import types as lsp

from bcastplan.lsp.code_actions import KINDS, code_actions
from bcastplan.lsp.completions import TRIGGERS, completions
from bcastplan.lsp.hovers import hover
from bcastplan.lsp.inlay_hints import inlay_hints
from bcastplan.lsp.language_server import PlannerServer
from bcastplan.lsp.locations import definition, reference_locations
from bcastplan.lsp.outline import folds, symbols
from bcastplan.lsp.renames import prepare_rename, rename


def planner_server() -> PlannerServer:
    """A server with all its features."""
    server = PlannerServer()
    server.answers(lsp.TEXT_DOCUMENT_HOVER, hover)
    server.answers(lsp.TEXT_DOCUMENT_COMPLETION, completions, lsp.CompletionOptions(trigger_characters=TRIGGERS))
    server.answers(lsp.TEXT_DOCUMENT_CODE_ACTION, code_actions, lsp.CodeActionOptions(code_action_kinds=KINDS))
    server.answers(lsp.TEXT_DOCUMENT_DEFINITION, definition)
    server.answers(lsp.TEXT_DOCUMENT_REFERENCES, reference_locations)
    server.answers(lsp.TEXT_DOCUMENT_PREPARE_RENAME, prepare_rename)
    server.answers(lsp.TEXT_DOCUMENT_RENAME, rename, lsp.RenameOptions(prepare_provider=True))
    server.answers(lsp.TEXT_DOCUMENT_INLAY_HINT, inlay_hints)
    server.answers(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols)
    server.answers(lsp.TEXT_DOCUMENT_FOLDING_RANGE, folds)
    return server
