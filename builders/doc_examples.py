"""Run the ```console and ```pycon blocks in README and docs, and put their true output below them.

A console block shows commands after ``$ `` and what they print; a line ``...`` stands for any lines. A pycon block
shows statements of Python after ``>>> ``. All blocks of one file run one after the other in a folder that holds a copy
of the shipped schedules. ``--check`` writes nothing and exits 1 where a page shows something else than the program
prints. Commands of other programs are left alone as long as the page
claims nothing of their output.
"""

from __future__ import annotations

import contextlib
import doctest
import gc
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from code import InteractiveInterpreter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SURROUNDINGS = {"COLUMNS": "100", "NO_COLOR": "1"}
_PROGRAMS = ("bcastplan", "cat", "head", "sed")


def documents() -> list[Path]:
    """README and every page but the generated ones of the rules."""
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return [ROOT / "README.md", *(page for page in pages if page.parent.name != "rules")]


def rewritten(text: str) -> str:
    """The text with every block as the program fills it now; unchanged where it already fits."""
    if not _BLOCK.search(text):
        return text
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        shutil.copytree(ROOT / "schedules", here / "schedules")
        interpreter = InteractiveInterpreter()
        fill = {
            "console": lambda block: _filled(block, here),
            "pycon": lambda block: _executed(block, here, interpreter),
        }
        return _BLOCK.sub(lambda found: f"```{found[1]}\n{fill[found[1]](found[2])}```", text)


def _filled(block: str, here: Path) -> str:
    lines = []
    code = 0
    for command, shown in _steps(block):
        if not runs(command):
            if shown:
                raise ValueError(f"'{command}' is not run in documents, so its output is not known to be true")
            lines.append(f"$ {command}")
            continue
        printed, code = _run(command, here, code)
        lines += [f"$ {command}", *(shown if fits(shown, printed) else printed)]
    return "".join(f"{line}\n" for line in lines)


def _executed(block: str, here: Path, interpreter: InteractiveInterpreter) -> str:
    """A block of Python with what each of its statements prints."""
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(block):
        first, *others = example.source.rstrip("\n").split("\n")
        lines += [f">>> {first}", *(f"... {line}".rstrip() for line in others)]
        printed = io.StringIO()
        with (
            patch.dict(os.environ, _SURROUNDINGS), contextlib.chdir(here),
            contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed),
        ):  # fmt: skip
            interpreter.runsource(example.source, symbol="single")
        lines += printed.getvalue().rstrip("\n").split("\n") if printed.getvalue() else []
    return "".join(f"{line}\n" for line in lines)


def runs(command: str) -> bool:
    """Whether a command is one whose output can be had here."""
    return command in ("echo $?", "make run") or command.split(" ", 1)[0] in _PROGRAMS


def _steps(block: str) -> Iterator[tuple[str, list[str]]]:
    command = ""
    shown: list[str] = []
    for line in block.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line)
    yield command, shown


def _run(command: str, here: Path, last_code: int) -> tuple[list[str], int]:
    """Lines printed on either stream, and the exit code."""
    if command == "echo $?":
        return [str(last_code)], 0
    if command == "make run":
        printed = []
        for recipe in recipe_of("run"):
            printed += [recipe, *_run(recipe.removeprefix(".venv/bin/"), here, 0)[0]]
        return printed, 0
    printed, said, code = b"", b"", 0
    stages = list(_pipeline(command))
    for number, (words, source, target) in enumerate(stages, 1):
        given = (here / source).read_bytes() if source else printed
        if words[0] == "bcastplan":
            on_screen = number == len(stages) and not target
            printed, more, code = _ours(words[1:], here, given, one_stream=on_screen)
        else:
            ran = subprocess.run(words, cwd=here, capture_output=True, check=False, input=given)
            printed, more, code = ran.stdout, ran.stderr, ran.returncode
        said += more
        if target:
            (here / target).write_bytes(printed)
            printed = b""
    # A terminal shows what earlier programs of a pipe report before what the last one prints.
    output = (said + printed).decode("utf-8").replace("\r\n", "\n").rstrip("\n")
    return (output.split("\n") if output else []), code


def _ours(arguments: list[str], here: Path, given: bytes, *, one_stream: bool) -> tuple[bytes, bytes, int]:
    """What our program writes to its two streams, and its exit code.

    With ``one_stream`` both come as the first, in the order in which a terminal shows them, and the second is empty.

    It runs in this process: to start a process for each of about seventy commands takes longer than all they do.
    """
    from bcastplan.cli import main as command_line

    given_stream = io.TextIOWrapper(io.BytesIO(given), "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    if one_stream:
        err = out
    with (
        patch.dict(os.environ, _SURROUNDINGS), contextlib.chdir(here), patch.object(sys, "stdin", given_stream),
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):  # fmt: skip
        try:
            command_line(arguments)
        except SystemExit as leaving:
            code = leaving.code
        finally:
            gc.enable()  # the program leaves it off, as it ends soon
    assert isinstance(code, int)
    reported = b"" if one_stream else err.buffer.getvalue()  # type: ignore[attr-defined]
    return out.buffer.getvalue(), reported, code  # type: ignore[attr-defined]


def _pipeline(command: str) -> Iterator[tuple[list[str], str | None, str | None]]:
    """The programs of a command line with their words, and the files that ``<`` and ``>`` name."""
    tokens = shlex.shlex(command, posix=True, punctuation_chars="|<>")
    tokens.whitespace_split = True
    words: list[str] = []
    files: dict[str, str] = {}
    for token in tokens:
        if token == "|":
            yield words, files.get("<"), files.get(">")
            words, files = [], {}
        elif token in ("<", ">"):
            files[token] = next(tokens)
        else:
            words.append(token)
    yield words, files.get("<"), files.get(">")


def recipe_of(target: str) -> list[str]:
    """The commands of a Makefile target as make shows them."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    variables = dict(re.findall(r"^(\w+) :?\??= (.*)$", makefile, re.MULTILINE))
    lines = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert lines is not None, f"no target {target}"
    text = lines[1]
    while (name := re.search(r"\$\((\w+)\)", text)) is not None:
        text = text.replace(name[0], variables[name[1]])
    return [line.strip() for line in text.strip().split("\n")]


def fits(shown: list[str], printed: list[str]) -> bool:
    """Whether what a page shows is what was printed, a line ``...`` standing for any lines."""
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    stale = 0
    for path in documents():
        text = path.read_text(encoding="utf-8")
        now = rewritten(text)
        if now == text:
            continue
        if "--check" in arguments:
            print(f"out of date: {path.relative_to(ROOT)} (run builders/doc_examples.py)")
            stale = 1
        else:
            path.write_text(now, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
