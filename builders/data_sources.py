"""Write docs/data-sources.md: every table that is shipped, with the source, licence and date that its head states."""

from __future__ import annotations

from pathlib import Path

from bcastplan.reference.storage import SHIPPED_FOLDER

ROOT = Path(__file__).resolve().parents[1]
ARRAYS_FOLDER = ROOT / "src" / "bcastplan" / "science" / "data"
STATED = ("source", "licence", "date")

_INTRODUCTION = """\
# Where the data come from

Everything below is shipped with bcastplan, and nothing else is: each table says in its own head, or in the page beside
it, where it comes from, what its source allows and of what date it is. bcastplan is under the MIT licence, so that
everybody may use it, commercially too; no table here forbids that. Two publishers state no licence: HFCC, whose lists
are public, and the ITU, of whose texts only numbers are taken.
"""
_SAMPLES = """\
## Plans to try

The plans under `schedules/` are typed from public lists and reports: each file names its source in its first lines.
EiBi's lists are free for any use; HFCC's are public; the seasons B06 to B09 follow monitoring reports, from which only
facts (frequency, time, site) are taken. What `schedules/example` broadcasts is made up.
"""


def tables() -> dict[str, dict[str, str]]:
    """What the heads of the shipped CSV tables state, by file name.

    Raises:
        ValueError: a head lacks its source, licence or date.
    """
    stated = {}
    for file in sorted(SHIPPED_FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8") as lines:
            head = [line.removeprefix("# ").strip() for line in lines if line.startswith("#")]
        facts = dict(line.split(": ", 1) for line in head if ": " in line)
        stated[file.name] = {name: facts.get(name, "") for name in STATED}
    return _complete(stated)


def arrays() -> dict[str, dict[str, str]]:
    """What the pages beside the shipped arrays state, by file name of the array.

    Raises:
        ValueError: no page has a row for an array, or its row lacks source, licence or date.
    """
    stated = {file.name: dict.fromkeys(STATED, "") for file in sorted(ARRAYS_FOLDER.glob("*.npz"))}
    for page in sorted(ARRAYS_FOLDER.glob("*.md")):
        for line in page.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0].strip("`") in stated:
                stated[cells[0].strip("`")] = dict(zip(STATED, cells[1:], strict=True))
    return _complete(stated)


def _complete(stated: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    for file, facts in stated.items():
        for name in STATED:
            if not facts[name]:
                raise ValueError(f"{file}: its {name} is not stated")
    return stated


def pages() -> dict[str, str]:
    """Path from the checkout -> content."""
    parts = [
        _INTRODUCTION,
        _section("Reference tables (`src/bcastplan/reference/data`)", tables()),
        _section("Arrays of the physics (`src/bcastplan/science/data`)", arrays()),
        _SAMPLES,
    ]
    return {"docs/data-sources.md": "\n".join(parts)}


def _section(title: str, stated: dict[str, dict[str, str]]) -> str:
    rows = [
        f"| `{file}` | {facts['source']} | {facts['licence']} | {facts['date']} |".replace("\n", " ")
        for file, facts in stated.items()
    ]
    return "\n".join([f"## {title}", "", "| table | source | licence | date |", "|---|---|---|---|", *rows, ""])
