"""A plan folder whose files are open in an editor, and questions about places in them, without a server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from bcastplan.lsp.editor_text import EditorText
from bcastplan.lsp.file_places import FilePlaces
from bcastplan.lsp.question import Question
from bcastplan.lsp.rule_pages import RulePages
from bcastplan.workspace.editing.typed_plan import TypedPlan
from bcastplan.workspace.opening.discovery import identity


class AskedPlan:
    """Files of a folder; ``$`` in a text marks the place that is asked about, and is not part of it."""

    def __init__(self, folder: Path, **files: str) -> None:
        self.folder = folder
        self.marks: dict[str, int] = {}
        self.texts: dict[str, EditorText] = {}
        for stem, written in files.items():
            path = folder / f"{stem}.yaml"
            self.marks[stem] = written.find("$")
            text = written.replace("$", "", 1)
            path.write_text(text, newline="")
            self.texts[identity(str(path))] = EditorText(path.as_uri(), text, 1)
        self._open()

    def _open(self) -> None:
        self.typed = TypedPlan.open([str(self.folder)], {key: text.content for key, text in self.texts.items()})

    def question(self, stem: str) -> Question:
        text = self.texts[identity(str(self.folder / f"{stem}.yaml"))]
        return Question(text, self.typed, FilePlaces(self.texts, "utf-16"), RulePages())

    def mark(self, stem: str) -> lsp.Position:
        return self.question(stem).text.position(self.marks[stem])

    def change(self, stem: str, text: str) -> None:
        """Type another text into a file."""
        editor_text = self.question(stem).text
        self.marks[stem] = text.find("$")
        editor_text.change([lsp.TextDocumentContentChangeWholeDocument(text.replace("$", "", 1))], 2)
        if not self.typed.take(identity(str(self.folder / f"{stem}.yaml")), editor_text.content):
            self._open()

    def ask(self, stem: str, answer: Callable[[Question, Any], Any], **more: Any) -> Any:
        """What a feature answers at the mark of a file."""
        question = self.question(stem)
        kinds = {
            "hover": lsp.HoverParams, "completions": lsp.CompletionParams, "definition": lsp.DefinitionParams,
            "prepare_rename": lsp.PrepareRenameParams,
        }  # fmt: skip
        document = lsp.TextDocumentIdentifier(question.text.uri)
        name = answer.__name__
        if name == "rename":
            return answer(question, lsp.RenameParams(document, self.mark(stem), **more))
        if name == "reference_locations":
            return answer(question, lsp.ReferenceParams(lsp.ReferenceContext(**more), document, self.mark(stem)))
        if name == "code_actions":
            span = lsp.Range(self.mark(stem), self.mark(stem))
            return answer(question, lsp.CodeActionParams(document, span, lsp.CodeActionContext([], **more)))
        if name == "inlay_hints":
            whole = lsp.Range(lsp.Position(0, 0), lsp.Position(10_000, 0))
            return answer(question, lsp.InlayHintParams(document, whole))
        if name in ("symbols", "folds"):
            return answer(
                question, {"symbols": lsp.DocumentSymbolParams, "folds": lsp.FoldingRangeParams}[name](document)
            )
        return answer(question, kinds[name](document, self.mark(stem)))

    def edited(self, edit: lsp.WorkspaceEdit) -> dict[str, str]:
        """The texts by stem that a workspace edit makes."""
        after = {}
        for uri, edits in edit.changes.items():
            text = next(text for text in self.texts.values() if text.uri == uri)
            placed = sorted(
                (text.offset(each.range.start), text.offset(each.range.end), each.new_text) for each in edits
            )
            content = text.content
            for start, end, new in reversed(placed):
                content = content[:start] + new + content[end:]
            after[Path(uri).stem] = content
        return after
