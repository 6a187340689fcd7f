"""What an editor is told over stdio, by pygls' own client: the findings of `check`, in its own positions."""

import asyncio
import logging
import signal
from pathlib import Path

import pytest
import pytest_asyncio
from examples import thorough
from lsp_client import SECONDS, Editor
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcMethodNotFound
from pygls.uris import to_fs_path

from bcastplan.workspace.inspection.rule_check import check_paths

logging.getLogger("pygls").setLevel(logging.CRITICAL)
pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = "bcastplan: 1\nservice: One\nseason: A26\ndefaults: {language: Kor, target: 44NE, site: PHT, power: 250}\n"
ONE = (
    HEAD + "transmissions:\n"
    "  - {id: a, frequency: 9565, time: 1500-1600, antenna: 216, azimuth: 21, manager: AGM}\n"
    "  - id: b   # \U0001f4fb\n    frequency: 9570\n    time: 1555-1700\n    antenna: 216\n    azimuth: 21\n"
    "    manager: AGM\n    note: {'\U0001f4fb'}\n"
)
TWO = HEAD.replace("One", "Two") + (
    "transmissions:\n  - {id: c, frequency: 9565, time: 1530-1600, antenna: 216, azimuth: 21, manager: XYZ}\n"
)
PLAN = "bcastplan: 1\nagreed:\n  - {a: a, b: nobody, reason: settled}\n"


@pytest.fixture
def plan(tmp_path) -> Path:
    folder = tmp_path.resolve() / "plan"
    folder.mkdir()
    (folder / "one.yaml").write_text(ONE)
    (folder / "two.yaml").write_text(TWO)
    (folder / "bcastplan.yaml").write_text(PLAN)
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor():
    """One server for the tests of this file, each of which has a folder of its own."""
    editor = Editor(None)
    await editor.start()
    yield editor
    assert await editor.end() == 0
    lines = (await editor._server.stderr.read()).decode().splitlines()
    assert all(line.startswith("bcastplan lsp: a ") for line in lines), lines


def of_check(*paths: Path) -> set[tuple[str, str, int, str]]:
    """File, rule, line and message of every finding of `check`."""
    findings = check_paths([str(path) for path in paths]).findings
    return {(each.place.file, each.rule, each.place.line or 1, each.message) for each in findings}


def told(editor: Editor, *folders: Path) -> set[tuple[str, str, int, str]]:
    """What the editor was told of some folders, as ``of_check`` has it."""
    return {
        (to_fs_path(uri), each.code, each.range.start.line + 1, each.message)
        for uri, params in editor.told.items()
        for each in params.diagnostics
        if uri.startswith(tuple(folder.as_uri() for folder in folders))
    }


async def test_an_editor_is_told_what_check_says(editor, plan):
    (plan / "compose.yaml").write_text("services: {}\n")
    other = editor.open(plan / "compose.yaml")
    uri = editor.open(plan / "one.yaml")
    findings = await editor.findings(uri)
    expected = of_check(plan)
    # The findings of each file come in a message of their own.
    await editor.until(lambda: told(editor, plan) == expected)
    assert other not in editor.told or not editor.told[other].diagnostics
    conflict = next(each for each in findings if each.code == "CON101")
    assert conflict.severity == lsp.DiagnosticSeverity.Error
    assert conflict.source == "bcastplan"
    (other,) = conflict.related_information
    assert other.location.uri == (plan / "two.yaml").as_uri()
    assert (other.location.range.start.line, other.message) == (5, "the other side: c")
    page = Path(to_fs_path(conflict.code_description.href))
    assert page.read_text().startswith("# CON101 co-channel\n")
    assert "## How to fix" in page.read_text()
    (fault,) = [each for each in findings if each.code == "YML005"]
    assert (fault.range.start.line, fault.range.start.character) == (12, 10)


async def test_findings_follow_what_is_typed_broken_or_not(editor, plan):
    uri = editor.open(plan / "one.yaml")
    before = await editor.findings(uri)
    # Behind a character of two units: the comment of `- id: b` becomes a value of its own.
    version = editor.type(uri, ((6, 10), (6, 14), "\U0001f4fb\U0001f4fb: "), ((6, 10), (6, 16), "#\U0001f4fb"))
    assert [each.code for each in await editor.findings(uri, version)] != []
    version = editor.type(uri, ((12, 10), (12, 16), '"open'))
    (broken,) = await editor.findings(uri, version)
    assert broken.code == "YML001"
    version = editor.type(uri, ((12, 10), (12, 15), "closed"))
    assert {each.code for each in await editor.findings(uri, version)} == {each.code for each in before} - {"YML005"}
    version = editor.replace(uri, ONE)
    assert await editor.findings(uri, version) == before
    plan_uri = editor.open(plan / "bcastplan.yaml")
    assert [each.code for each in await editor.findings(plan_uri)] == ["PLN002"]
    version = editor.type(plan_uri, ((2, 14), (2, 20), "c"))
    assert await editor.findings(plan_uri, version) == []
    await editor.until(lambda: all(each.code != "CON101" for each in editor.told[uri].diagnostics))


async def test_line_ends_marks_and_tabs(editor, plan):
    text = "\ufeff" + HEAD + "transmissions:\n  - {frequency: 9565, time: 1560-1700}\n\t- tab\n"
    uri = editor.open(plan / "one.yaml", text.replace("\n", "\r\n"))
    (tab,) = [each for each in await editor.findings(uri) if each.code.startswith("YML")]
    assert (tab.range.start.line, tab.range.start.character) == (6, 0)
    version = editor.type(uri, ((5, 99), (6, 99), ""))
    findings = await editor.findings(uri, version)
    assert ("TIM001", 5, 28) in {(each.code, each.range.start.line, each.range.start.character) for each in findings}


async def test_files_that_are_none_of_ours_and_files_without_a_plan(editor, tmp_path):
    alone = tmp_path.resolve() / "alone"
    alone.mkdir()
    (alone / "compose.yaml").write_text("services: {}\n")
    (alone / "mine.yaml").write_text(ONE)
    other = editor.open(alone / "compose.yaml")
    mine = editor.open(alone / "mine.yaml")
    await editor.findings(mine)
    await editor.until(lambda: told(editor, alone) == of_check(alone / "mine.yaml"))
    unsaved = editor.open("untitled:Untitled-1", "x: 1\n")
    assert other not in editor.told
    version = editor.replace(unsaved, TWO.replace("1530", "15:30"))
    assert [each.code for each in await editor.findings(unsaved, version)] == ["TIM001"]
    editor.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(mine)))
    await editor.until(lambda: not editor.told[mine].diagnostics)


async def test_two_folders_and_files_that_change_on_disk(tmp_path, plan):
    other = plan.parent / "other"
    other.mkdir()
    (other / "three.yaml").write_text(TWO.replace("Two", "Three"))
    (other / "four.yaml").write_text(ONE)
    watching = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    workspace = lsp.WorkspaceClientCapabilities(did_change_watched_files=watching)
    editor = Editor(None, lsp.ClientCapabilities(workspace=workspace))
    await editor.start(plan, other)
    await editor.until(lambda: lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES in editor.registered)
    await editor.findings(editor.open(plan / "two.yaml"))
    await editor.findings(editor.open(other / "three.yaml"))
    await editor.until(lambda: told(editor, plan, other) == of_check(plan) | of_check(other))
    (plan / "one.yaml").write_text(ONE.replace("9565", "9575"))
    (other / "four.yaml").unlink()
    events = [(plan / "one.yaml", lsp.FileChangeType.Changed), (other / "four.yaml", lsp.FileChangeType.Deleted)]
    editor.workspace_did_change_watched_files(
        lsp.DidChangeWatchedFilesParams([lsp.FileEvent(path.as_uri(), kind) for path, kind in events])
    )
    await editor.until(lambda: told(editor, plan, other) == of_check(plan) | of_check(other))
    await editor.end()


async def test_what_is_too_long_is_refused_and_nothing_odd_ends_the_server(editor, plan):
    long = editor.open(plan / "long.yaml", "bcastplan: 1\n" + "#" * 32_000_000)
    await editor.until(lambda: editor.messages)
    assert "more than 32,000,000 characters" in editor.messages[0]
    editor.replace("file:///never/opened.yaml", "x")
    editor.open("file:///%00", "bcastplan: 1\n")
    editor.open("what is this", "bcastplan: 1\n")
    editor.open("http://example.org/a.yaml", ONE)
    writer = editor._server.stdin
    for odd in (b"{", b"[]", b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": 1}', b'"\\ud800"'):
        writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(odd), odd))
    writer.write(b"nonsense\r\n")
    with pytest.raises(JsonRpcMethodNotFound):
        await asyncio.wait_for(editor.protocol.send_request_async("no/such", None), SECONDS)
    version = editor.replace(long, ONE)
    assert await editor.findings(long, version)


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("exit", 1),
        (signal.SIGTERM, 143),
        thorough(signal.SIGINT, 130),
        thorough("end of input", 1),
        thorough("both", 0),
    ],
)
async def test_how_the_server_ends_is_told_by_its_exit_code(way, code):
    """It does not wait for the editor to close its end."""
    editor = Editor(None)
    await editor.start()
    if way == "both":
        await editor.shutdown_async(None)
    if way in ("exit", "both"):
        message = b'{"jsonrpc": "2.0", "method": "exit"}'
        editor._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(message), message))
    elif way == "end of input":
        editor._server.stdin.close()
    else:
        editor._server.send_signal(way)
    assert await editor.ended() == code
    assert await editor._server.stderr.read() == b""
