"""The set-ups of docs/howto-editors.md in the editors that are installed, word for word as the page has them.

BCASTPLAN_NVIM names a Neovim other than the first one in PATH, BCASTPLAN_NODE_MODULES a folder into which npm has
installed vscode-languageserver-protocol.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "howto-editors.md"
CLIENT = Path(__file__).parents[1] / "support" / "vscode_client.cjs"
HEAD = "bcastplan: 1\nservice: {}\nseason: A26\ntransmissions:\n"
ROW = "  - {{id: {}, frequency: 9565, time: {}, days: Sat, site: PHT, manager: {}, target: 44NE}}   # \U0001f4fb\n"
TOLD = "9565 kHz is also used by"
"""What the finding of the conflict begins with."""


def snippets(heading: str) -> list[str]:
    """The blocks of code below a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A folder with a conflict between two files."""
    root = tmp_path.resolve() / "plan"
    root.mkdir()
    (root / "bcastplan.yaml").write_text("bcastplan: 1\n")
    (root / "one.yaml").write_text(HEAD.format("One") + ROW.format("a", "1500-1600", "AGM"))
    (root / "two.yaml").write_text(HEAD.format("Two") + ROW.format("b", "1530-1630", "XYZ"))
    return root


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """An environment in which `bcastplan` is this program, and all settings are those of a new user."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "bcastplan"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bcastplan "$@"\n')
    program.chmod(0o755)
    own = {name: str(tmp_path / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **own, "HOME": str(tmp_path), "PATH": path, "NVIM_LOG_FILE": str(tmp_path / "log")}


def ran(command: list[str], surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=surroundings, capture_output=True, timeout=120, check=False, text=True)


NEOVIM = os.environ.get("BCASTPLAN_NVIM") or shutil.which("nvim")
NEOVIM_SCRIPT = """
local out = {}
local function told()
  for _, each in ipairs(vim.diagnostic.get(0)) do if each.code == 'CON101' then return true end end
  return false
end
out.told = vim.wait(20000, told, 50)
local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
out.clients = #clients
out.root = clients[1] and clients[1].config.root_dir
vim.lsp.buf.rename('renamed', {})
vim.wait(20000, function() return vim.api.nvim_get_current_line():find('renamed') ~= nil end, 50)
out.line = vim.api.nvim_get_current_line()
if vim.lsp.inlay_hint then
  vim.lsp.inlay_hint.enable(true)
  vim.wait(20000, function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end, 50)
  out.hints = #vim.lsp.inlay_hint.get({ bufnr = 0 })
end
local file = io.open(os.getenv('OUT'), 'w')
file:write(vim.fn.json_encode(out))
file:close()
vim.cmd('qall!')
"""


def neovim_version() -> tuple[int, ...]:
    """The version of the installed Neovim; nothing where there is none."""
    if NEOVIM is None:
        return ()
    written = subprocess.run([NEOVIM, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", written.splitlines()[0])[:2])


@pytest.mark.parametrize(("snippet", "least"), [(0, (0, 11)), (1, (0, 8))], ids=["0.11", "older"])
def test_neovim(snippet: int, least: tuple[int, ...], plan: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    version = neovim_version()
    if version < least:
        pytest.skip(f"Neovim {'.'.join(map(str, least))} or newer is not installed")
    settings = Path(surroundings["XDG_CONFIG_HOME"]) / "nvim" / "init.lua"
    settings.parent.mkdir(parents=True)
    settings.write_text(snippets("Neovim")[snippet])
    script, answer = tmp_path / "script.lua", tmp_path / "out.json"
    script.write_text(NEOVIM_SCRIPT)
    command = [NEOVIM or "", "--headless", "-n", "+call cursor(5, 10)", f"+luafile {script}", "+cquit", "one.yaml"]
    done = subprocess.run(
        command, cwd=plan, env={**surroundings, "OUT": str(answer)}, capture_output=True, timeout=120, check=False
    )
    assert answer.exists(), done.stderr
    out = json.loads(answer.read_text())
    assert out["told"], (out, done.stderr)
    assert (out["clients"], out["root"]) == (1, str(plan))
    assert out["line"].startswith("  - {id: renamed, frequency: 9565,")
    assert out.get("hints", 2) == 2


EMACS_SCRIPT = """
(setq package-enable-at-startup t)
(package-initialize)
(unless (and (require 'eglot nil t) (require 'yaml-mode nil t)) (message "skip") (kill-emacs 3))
{snippet}
(setq eglot-connect-timeout 60)
(find-file "{root}/one.yaml")
(apply #'eglot (eglot--guess-contact))
(defun told () (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
(defun has (what) (seq-some (lambda (text) (string-match-p what text)) (told)))
(let ((until (+ (float-time) 30)))
  (while (and (not (has "{told}")) (< (float-time) until)) (flymake-start) (accept-process-output nil 0.1)))
(message "told: %S" (and (has "{told}") t))
(goto-char (point-min))
(search-forward "id: ")
(eglot-rename "renamed")
(message "line: %s" (buffer-substring-no-properties (line-beginning-position) (line-end-position)))
(message "actions: %S" (mapcar (lambda (action) (plist-get action :title)) (eglot-code-actions (point) (point))))
(goto-char (point-max))
(insert "  - {fre")
(message "offered: %S" (all-completions "fre" (nth 2 (eglot-completion-at-point))))
(eglot-shutdown (eglot-current-server))
"""


@pytest.mark.skipif(shutil.which("emacs") is None, reason="Emacs is not installed")
def test_emacs(plan: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "script.el"
    (snippet,) = snippets("Emacs")
    script.write_text(EMACS_SCRIPT.replace("{snippet}", snippet).replace("{root}", str(plan)).replace("{told}", TOLD))
    done = ran(["emacs", "--batch", "-l", str(script)], surroundings)
    if done.returncode == 3 and "skip" in done.stderr:
        pytest.skip("Emacs has no eglot or no yaml-mode")
    assert "told: t" in done.stderr, done.stderr
    assert "line:   - {id: renamed, frequency: 9565," in done.stderr
    assert "Ignore CON101 co-channel here" in done.stderr
    assert '#("frequency"' in done.stderr or '"frequency"' in done.stderr


def node_modules() -> str | None:
    """The folder with Visual Studio Code's protocol package; None where there is none."""
    folder = os.environ.get("BCASTPLAN_NODE_MODULES", "")
    return folder if (Path(folder) / "vscode-languageserver-protocol").is_dir() and shutil.which("node") else None


@pytest.mark.skipif(node_modules() is None, reason="BCASTPLAN_NODE_MODULES names no vscode-languageserver-protocol")
def test_the_client_of_visual_studio_code(plan: Path, surroundings: dict[str, str]) -> None:
    command = ["node", str(CLIENT), str(plan), "bcastplan", "lsp"]
    done = ran(command, {**surroundings, "NODE_PATH": node_modules() or ""})
    assert done.returncode == 0, done.stderr
    out = json.loads(done.stdout)
    other = (plan / "two.yaml").as_uri()
    assert out["conflict"] == {"severity": 1, "related": other}
    assert "Ignore CON101 co-channel here" in out["actions"]
    assert out["prepared"]["placeholder"] == "a"
    assert out["renamed"] == 1
    assert "Tinang" in out["hover"]
    assert out["completions"] > 10
    assert [hint["label"] for hint in out["hints"]] == ["31 m", "0000-0100 KST · 1.0 h a week"]
    assert out["definition"] == other
    assert out["registered"] == ["workspace/didChangeWatchedFiles"]
    assert out["exit"] == 0


def test_settings_of_visual_studio_code_are_json() -> None:
    (settings,) = map(json.loads, snippets("Visual Studio Code"))
    assert settings == {
        "glspc.server.command": "bcastplan",
        "glspc.server.commandArguments": ["lsp"],
        "glspc.server.languageId": ["yaml"],
    }


def test_settings_of_helix_are_toml() -> None:
    (settings,) = map(tomllib.loads, snippets("Helix"))
    assert settings["language-server"] == {"bcastplan": {"command": "bcastplan", "args": ["lsp"]}}
    (language,) = settings["language"]
    assert language.keys() == {"name", "language-servers", "roots"}
    assert (language["name"], language["language-servers"][0]) == ("yaml", "bcastplan")


def test_settings_of_zed_are_json() -> None:
    (settings,) = map(json.loads, snippets("Zed"))
    assert settings["lsp"]["yaml-language-server"] == {"binary": {"path": "bcastplan", "arguments": ["lsp"]}}
