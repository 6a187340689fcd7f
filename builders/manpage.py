"""Write man/bcastplan.1 from the commands themselves, as builders/command_reference.py writes the page."""

from __future__ import annotations

import re
import sys

from command_reference import Described, described, exit_codes, program
from common import write_or_check

from bcastplan.installed import __version__

PAGE = "man/bcastplan.1"

ENVIRONMENT = (
    ("NO_COLOR", "Nothing is coloured when it is set."),
    ("BCASTPLAN_DATA_DIR", "Folder of reference tables that take the place of the shipped ones."),
    ("BCASTPLAN_CONFIG_DIR", "Folder of your keys for the screen."),
    (
        "BCASTPLAN_STATE_DIR",
        "Folder of journals that bring unsaved edits back, and of the screen's colours and columns.",
    ),
    ("SOURCE_DATE_EPOCH", "The time that pages say they were made at, in seconds since 1970."),
    ("BCASTPLAN_DEBUG", "Set to 1: a fault in the program shows where it happened."),
)
EXAMPLES = (
    ("Check all schedules of a plan; warnings fail too.", "bcastplan check plan/ --fail-on warning"),
    ("Conflicts with a season of the HFCC, in this file only.", "bcastplan conflicts voa.yaml --against A26allx2.zip"),
    ("Frequency-hours by service and month, for a spreadsheet.", "bcastplan hours plan/ --by service --per month "
     "--format csv"),
    ("Make schedules of a list, in one stream.", "bcastplan import hfcc A26.zip --single -o - | bcastplan check -"),
)  # fmt: skip


def pages() -> dict[str, str]:
    """Path from the checkout -> content."""
    top = program()
    lines = [
        '.\\" made by builders/manpage.py',
        f'.TH BCASTPLAN 1 "" "bcastplan {__version__}" "User Commands"',
        ".SH NAME",
        "bcastplan \\- plan shortwave and medium-wave broadcasts",
        ".SH SYNOPSIS",
        f".B {roff(top.usage)}",
        ".SH DESCRIPTION",
        *_paragraphs(top.paragraphs),
        ".SH OPTIONS",
        *_options(top),
        ".SH COMMANDS",
    ]
    for command in described():
        lines += _command(command)
    lines += [".SH EXIT STATUS", *_listed(exit_codes())]
    lines += [".SH ENVIRONMENT", *_listed(ENVIRONMENT)]
    lines.append(".SH EXAMPLES")
    for said, typed in EXAMPLES:
        lines += [".PP", roff(said), ".PP", ".RS 4", ".EX", roff(typed), ".EE", ".RE"]
    lines += [".SH SEE ALSO", roff("`bcastplan rule` explains every rule; `bcastplan schema` prints the file format.")]
    return {PAGE: "\n".join(lines) + "\n"}


def _command(command: Described) -> list[str]:
    lines = [f".SS {roff(command.name)}", f".B {roff(command.usage)}", ".PP"]
    return [
        *lines,
        roff(command.line),
        *_paragraphs(command.paragraphs),
        *_options(command),
        *_paragraphs(command.notes),
    ]


def _paragraphs(paragraphs: list[str]) -> list[str]:
    lines = []
    for text in paragraphs:
        if "\n" in text:
            lines += [".PP", ".EX", *map(roff, text.split("\n")), ".EE"]
        else:
            lines += [".PP", roff(text)]
    return lines


def _options(command: Described) -> list[str]:
    return _listed(command.options)


def _listed(pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> list[str]:
    lines = []
    for term, text in pairs:
        lines += [".TP", f".B {roff(term)}", roff(text) or "\\&"]
    return lines


def roff(text: str) -> str:
    """Text that roff prints as it stands: no request, no escape, hyphens that can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("^", "\\(ha")
    escaped = escaped.replace("~", "\\(ti")
    escaped = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", escaped)
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    return write_or_check(pages(), "manpage.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
