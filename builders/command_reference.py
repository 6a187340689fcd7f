"""Write docs/commands.md from the commands themselves: usage, options, defaults and help as the program knows them."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import dataclass

import click
from common import write_or_check

from bcastplan.cli.program import COMMANDS, EXIT_CODES, app

PAGE = "docs/commands.md"
_WIDE = 4096  # columns: nothing is wrapped

_HEAD = """\
# Commands

`bcastplan COMMAND --help` prints the same in a terminal, `man bcastplan` as a manual page. `PATHS` are files or folders
and `-` is standard input; YAML schedules, HFCC, EiBi and Aoki files (zipped too) are told apart by their content.
Results go to standard output, or with `-o FILE` into a file that appears whole or not at all (`-o -` is standard output
again); messages go to standard error.

"""


@dataclass(frozen=True)
class Described:
    """One command: how it is called, paragraphs of help, and option -> what it does."""

    name: str
    line: str
    usage: str
    paragraphs: list[str]
    options: list[tuple[str, str]]
    notes: list[str]


def described() -> list[Described]:
    """Every command in the order of the help."""
    with click.Context(app, info_name="bcastplan", terminal_width=_WIDE, max_content_width=_WIDE) as top:
        return [_described(name, line, top) for name, (_, line) in COMMANDS.items()]


def program() -> Described:
    """The program itself, called without a command."""
    with click.Context(app, info_name="bcastplan", terminal_width=_WIDE, max_content_width=_WIDE) as top:
        return Described("", "", _usage(app, top), paragraphs(app.help), _options(app, top), [])


def exit_codes() -> list[tuple[str, str]]:
    """Exit code -> meaning."""
    return [(found[1], found[2]) for found in re.finditer(r"^ +(\d+) +(.+)$", EXIT_CODES, re.MULTILINE)]


def _described(name: str, line: str, top: click.Context) -> Described:
    command = app.get_command(top, name)
    assert command is not None
    with click.Context(command, parent=top, info_name=name) as context:
        return Described(
            name, line, _usage(command, context), paragraphs(command.help), _options(command, context),
            paragraphs(command.epilog),
        )  # fmt: skip


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join(["bcastplan", context.info_name or "", *command.collect_usage_pieces(context)]).replace(
        "bcastplan bcastplan", "bcastplan"
    )


def _options(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    return [(option, " ".join(text.split())) for option, text in filter(None, records) if text and option != "--help"]


def paragraphs(text: str | None) -> list[str]:
    """Paragraphs of a help text, each on one line; those that click is told not to wrap keep their lines."""
    made = []
    for part in re.split(r"\n\s*\n", inspect.cleandoc(text or "")):
        if part.startswith("\b"):
            made.append(part.removeprefix("\b").strip("\n"))
        elif part:
            made.append(" ".join(part.split()))
    return made


def pages() -> dict[str, str]:
    """Path from the checkout -> content."""
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in exit_codes())
    parts = [
        _HEAD,
        f"## Exit codes\n\n| code | meaning |\n|---|---|\n{codes}\n\n"
        "Where several hold, the first of 130, 2, 3 and 1 is given.\n",
        "## bcastplan\n\n" + _body(program()),
        *(f"## {one.name}\n\n{one.line}\n\n{_body(one)}" for one in described()),
    ]
    return {PAGE: "\n".join(parts)}


def _body(one: Described) -> str:
    text = "".join(f"{_shown(part)}\n\n" for part in one.paragraphs)
    options = "".join(f"- `{option}`: {_inline(said)}\n" for option, said in one.options)
    notes = "".join(f"\n{_shown(part)}\n" for part in one.notes)
    return f"```sh\n{one.usage}\n```\n\n{text}{options}{notes}"


def _shown(part: str) -> str:
    return f"```text\n{part}\n```" if "\n" in part else _inline(part)


def _inline(text: str) -> str:
    """Help text as Markdown: default values stand out, and nothing is taken for markup."""
    shown = re.sub(r"\[default: ([^\];]*)(; )?([^\]]*)\]", r"(default: `\1`\2\3)", text)
    return re.sub(r"([*<])(?=[^`]*(?:`[^`]*`[^`]*)*$)", r"\\\1", shown)


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    return write_or_check(pages(), "command_reference.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
