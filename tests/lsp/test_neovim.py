"""The server with an editor that people use: Neovim without a screen."""

import json
import os
import shutil
import subprocess
import sys

import pytest

SCRIPT = """
local out = {}
local client = vim.lsp.start_client({ name = 'bcastplan', cmd = { PYTHON, '-m', 'bcastplan', 'lsp' }, root_dir = ROOT })
vim.cmd('edit ' .. ROOT .. '/one.yaml')
vim.lsp.buf_attach_client(0, client)
local function codes()
  local listed = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(listed, { each.code, each.lnum, each.col, each.severity })
  end
  return listed
end
local function has(code)
  return function()
    for _, each in ipairs(codes()) do if each[1] == code then return true end end
    return false
  end
end
local function ask(method, line, character, more)
  local parameters = vim.tbl_extend('force', {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = line, character = character },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 20000)
  if answers and answers[client] and answers[client].error then error(vim.inspect(answers[client].error)) end
  return answers and answers[client] and answers[client].result
end
out.told = vim.wait(20000, has('CON101'))
out.diagnostics = codes()
out.hover = ask('textDocument/hover', 4, 64).contents.value
vim.api.nvim_buf_set_text(0, 4, 23, 4, 27, { '95x5' })
out.broken = vim.wait(20000, has('YML005')) or codes()
vim.api.nvim_buf_set_text(0, 4, 23, 4, 27, { '9565' })
out.mended = vim.wait(20000, has('CON101'))
out.completion = #ask('textDocument/completion', 4, 64).items
local edit = ask('textDocument/rename', 4, 9, { newName = 'renamed' })
vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
out.line = vim.api.nvim_buf_get_lines(0, 4, 5, false)[1]
local target = ask('textDocument/definition', 4, 5)[1]
out.definition = { target.uri, target.range.start.line }
vim.lsp.stop_client(client)
out.stopped = vim.wait(20000, function() return vim.lsp.get_client_by_id(client) == nil end)
local file = io.open(ROOT .. '/out.json', 'w')
file:write(vim.fn.json_encode(out))
file:close()
vim.cmd('qall!')
"""

HEAD = "bcastplan: 1\nservice: {}\nseason: A26\ntransmissions:\n"
ROW = "  - {{id: {}, frequency: 9565, time: {}, days: Sat, site: PHT, manager: {}, target: 44NE}}   # \U0001f4fb\n"


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_findings_and_does_what_it_is_asked(tmp_path):
    root = tmp_path.resolve() / "plan"
    root.mkdir()
    (root / "bcastplan.yaml").write_text("bcastplan: 1\n")
    (root / "one.yaml").write_text(HEAD.format("One") + ROW.format("a", "1500-1600", "AGM"))
    (root / "two.yaml").write_text(HEAD.format("Two") + ROW.format("b", "1530-1630", "XYZ"))
    script = tmp_path / "script.lua"
    script.write_text(f"PYTHON = {json.dumps(sys.executable)}\nROOT = {json.dumps(str(root))}\n{SCRIPT}")
    home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "NVIM_LOG_FILE": str(tmp_path / "log")}
    ran = subprocess.run(
        ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {script}", "-c", "cquit"],
        env={**os.environ, **home}, capture_output=True, timeout=120, check=False, text=True,
    )  # fmt: skip
    assert (root / "out.json").exists(), ran.stderr
    out = json.loads((root / "out.json").read_text())
    assert out["told"], out
    assert ["CON101", 4, 4, 1] in out["diagnostics"]
    assert "Tinang" in out["hover"]
    assert out["broken"] is True
    assert out["mended"]
    assert out["completion"] > 10
    assert out["line"].startswith("  - {id: renamed, frequency: 9565,")
    assert out["definition"] == [(root / "two.yaml").as_uri(), 4]
    assert out["stopped"]
