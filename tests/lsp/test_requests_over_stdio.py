"""Every kind of request by a client over stdio: answers, refusals with their reason, cancellation."""

import asyncio
import logging

import pytest
import pytest_asyncio
from lsp_client import SECONDS, Editor
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled

logging.getLogger("pygls").setLevel(logging.CRITICAL)
pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = (
    "bcastplan: 1\nservice: One\nseason: A26\ndefaults: {language: Kor, target: 44NE}\ntransmissions:\n"
    "  - {id: a, frequency: 9565, time: 15:30-16:30, site: PHT}\n"
    "  - {id: b, frequency: 9700, time: 1500-1600, site: PHT}\n"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("plan")
    (tmp_path / "one.yaml").write_text(TEXT)
    renaming = lsp.RenameClientCapabilities(prepare_support=True)
    editor = Editor(
        tmp_path.resolve(), lsp.ClientCapabilities(text_document=lsp.TextDocumentClientCapabilities(rename=renaming))
    )
    result = await editor.start()
    editor.offers = result.capabilities
    yield editor
    assert await editor.end() == 0
    assert await editor._server.stderr.read() == b""


async def test_every_request_is_answered(editor):
    uri = editor.open(editor.root / "one.yaml")
    document, id_b = lsp.TextDocumentIdentifier(uri), lsp.Position(6, 9)
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
    fault = lsp.Range(lsp.Position(5, 34), lsp.Position(5, 34))
    offers = editor.offers
    assert offers.completion_provider.trigger_characters
    assert offers.rename_provider.prepare_provider
    assert offers.code_action_provider.code_action_kinds == ("quickfix", "source.fixAll.bcastplan")

    async def ask(request):
        return await asyncio.wait_for(request, SECONDS)

    hover = await ask(editor.text_document_hover_async(lsp.HoverParams(document, lsp.Position(6, 53))))
    assert "Tinang" in hover.contents.value
    listed = await ask(editor.text_document_completion_async(lsp.CompletionParams(document, lsp.Position(6, 53))))
    assert any(item.label == "PHT" for item in listed.items)
    context = lsp.CodeActionContext(diagnostics=[])
    actions = await ask(editor.text_document_code_action_async(lsp.CodeActionParams(document, fault, context)))
    assert [action.title for action in actions if action.is_preferred] == ["TIM001: write 1530-1630 for 15:30-16:30"]
    assert await ask(editor.text_document_definition_async(lsp.DefinitionParams(document, id_b))) == []
    references = lsp.ReferenceParams(lsp.ReferenceContext(False), document, id_b)
    assert len(await ask(editor.text_document_references_async(references))) == 1
    prepared = await ask(editor.text_document_prepare_rename_async(lsp.PrepareRenameParams(document, id_b)))
    assert prepared.placeholder == "b"
    edit = await ask(editor.text_document_rename_async(lsp.RenameParams(document, id_b, "c")))
    assert [change.new_text for change in edit.changes[uri]] == ["c"]
    hints = await ask(editor.text_document_inlay_hint_async(lsp.InlayHintParams(document, whole)))
    assert [hint.label for hint in hints] == ["31 m", "0000-0100 KST · 7.0 h a week"]
    outline = await ask(editor.text_document_document_symbol_async(lsp.DocumentSymbolParams(document)))
    assert outline[-1].children[0].name == "9700 1500-1600"
    assert await ask(editor.text_document_folding_range_async(lsp.FoldingRangeParams(document)))
    unknown = lsp.HoverParams(lsp.TextDocumentIdentifier("file:///never/opened.yaml"), id_b)
    assert await ask(editor.text_document_hover_async(unknown)) is None
    with pytest.raises(JsonRpcException, match="only ids of transmissions can be renamed"):
        await ask(editor.text_document_rename_async(lsp.RenameParams(document, lsp.Position(6, 24), "c")))


async def test_a_request_can_be_cancelled_while_its_plan_is_opened(editor):
    rows = "".join(f"  - {{frequency: {3000 + 11 * number}, time: 1700-1800}}\n" for number in range(2000))
    uri = editor.open(editor.root / "slow.yaml", TEXT + rows)
    parameters = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(6, 53))
    request = editor.protocol.send_request(lsp.TEXT_DOCUMENT_HOVER, parameters, msg_id="slow")
    editor.protocol.notify(lsp.CANCEL_REQUEST, lsp.CancelParams("slow"))
    with pytest.raises(JsonRpcRequestCancelled):
        await asyncio.wait_for(asyncio.wrap_future(request), SECONDS)
    again = editor.text_document_hover_async(parameters)
    assert "Tinang" in (await asyncio.wait_for(again, SECONDS)).contents.value
