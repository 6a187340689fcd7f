"""Copy transmissions as text and paste them again; a copy includes the defaults of its file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from bcastplan.document.nodes import MapNode
from bcastplan.document.parse import parse_text
from bcastplan.document.scalars import item_lines, value_text
from bcastplan.document.splice import EditRefused
from bcastplan.exchange.file_kind import recognise
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.exchange.tables.cells import read_cell
from bcastplan.exchange.tables.column_mapping import OUR_OWN, START, STOP, meaning_of_heading
from bcastplan.model.errors import UnreadableInput, ValueFault
from bcastplan.model.finding import Problem
from bcastplan.model.inert import reversible_cell, text_of_cell
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.schedule import LISTENERS_KEY, Schedule
from bcastplan.model.season import Season, season_of
from bcastplan.model.transmission import KEYS, Transmission, transmission_keys
from bcastplan.model.values import Raw, plain_number
from bcastplan.workspace.editing.checked_values import check_values
from bcastplan.workspace.editing.operations import FreeIds
from bcastplan.workspace.editing.session import Session

STYLES = ("yaml", "tsv", "hfcc")
LARGEST_PASTE = 5_000_000  # characters; the season of the whole world has half a million
Item = dict[str, Raw]
_SILENT: Item = {"days": "daily", "status": "active", "mode": "AM"}
"""What a key left out means, to be written where the defaults of a file say something else."""


@dataclass(slots=True)
class Pasted:
    """What a text holds: transmissions as they would be written, and what is wrong with the others."""

    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    kind: str = "yaml"


def copy_text(session: Session, rows: Sequence[int], style: str) -> str:
    """Rows as a text of one of STYLES; raises EditRefused where a style cannot say any of them."""
    if style == "hfcc":
        return _hfcc([session.table.transmissions[row] for row in rows])
    items = [whole_item(session, row) for row in rows]
    if style == "tsv":
        return _tsv(items)
    return "".join(item_lines(item, "", "\n") for item in items)


def whole_item(session: Session, row: int) -> Item:
    """A transmission with the defaults of its file written out, so that it means the same in another file."""
    transmission = session.table.transmissions[row]
    if not session.editable(row):
        return item_of(transmission)
    item = session.resolved_raw(row)
    if transmission.service:
        item.setdefault("service", transmission.service)
    return {key: item[key] for key in (*transmission_keys(), *item) if key in item}


def item_of(transmission: Transmission) -> Item:
    """A transmission out of a list, as a schedule would say it."""
    text = schedule_yaml("", [transmission], season=transmission.season, window=transmission.window)
    node, _ = parse_text("", text)
    listed = node.get("transmissions") if isinstance(node, MapNode) else None
    raw = listed.raw() if listed is not None else []
    assert isinstance(raw, list)
    item = raw[0]
    assert isinstance(item, dict)
    return item


def _tsv(items: Sequence[Item]) -> str:
    keys = [key for key in transmission_keys() if any(key in item for item in items)]
    lines = ["\t".join(keys)]
    lines += ["\t".join(_cell(item.get(key)) for key in keys) for item in items]
    return "\n".join(lines) + "\n"


def _cell(raw: Raw | None) -> str:
    if raw is None:
        return ""
    if isinstance(raw, list):
        return reversible_cell(",".join(item if isinstance(item, str) else value_text(item, flow=True) for item in raw))
    return reversible_cell(raw if isinstance(raw, str) else value_text(raw, flow=True))


def _hfcc(transmissions: Sequence[Transmission]) -> str:
    from bcastplan.exchange.hfcc.hfcc_writer import write_hfcc

    by_season: dict[Season, list[Transmission]] = {}
    for transmission in transmissions:
        by_season.setdefault(transmission.season or season_of(transmission.first_date), []).append(transmission)
    lines, problems = [], []
    # An HFCC file holds one season.
    for season, some in by_season.items():
        content, left_out = write_hfcc(some, season=season, header=())
        lines.append(content.decode("iso-8859-1").replace("\r\n", "\n"))
        problems += left_out
    text = "".join(lines)
    if not text:
        raise EditRefused(problems[0].message if problems else "no selected transmission fits into an HFCC file")
    return text


def parse_pasted(text: str, season: Season | None = None) -> Pasted:
    """The transmissions of a text.

    The text is YAML (a list, one transmission, or a whole schedule), rows of a spreadsheet under their headings, or
    lines of an HFCC, EiBi or Aoki list.

    Args:
        text: what was pasted.
        season: the season of rows that do not tell it.
    """
    if len(text) > LARGEST_PASTE:
        return Pasted(problems=[f"{len(text):,} characters are too many to paste: import the file instead"])
    if not text.strip():
        return Pasted(problems=["nothing to paste: copy YAML, rows of a spreadsheet, HFCC or EiBi lines first"])
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    if "\t" in text.partition("\n")[0]:
        return _table(text)
    # With one byte for each character: columns of fixed width are counted in bytes.
    data = text.encode("iso-8859-1", "replace")
    kind = recognise("pasted", data)
    if kind in ("hfcc", "eibi", "aoki"):
        return _rows(kind, text, season)
    return _yaml(text)


def _table(text: str) -> Pasted:
    """Rows of a spreadsheet under a row of headings, which mean what they mean to `import csv`."""
    lines = list(csv.reader(text.splitlines(), delimiter="\t"))
    pasted = Pasted(kind="table")
    columns = _columns(lines[0], pasted.problems)
    meanings = set(columns.values())
    if "frequency" not in meanings or not ("time" in meanings or {START, STOP} <= meanings):
        what = "frequency" if "frequency" not in meanings else "time"
        pasted.problems.append(f"no column means {what}: copy the row of headings too, as Frequency, Start, Stop")
        return pasted
    for number, cells in enumerate(lines[1:], 2):
        texts = {
            columns[at]: text_of_cell(cell.strip()) for at, cell in enumerate(cells) if at in columns and cell.strip()
        }
        if not texts:
            continue
        try:
            item = _item_of_cells(texts)
        except ValueFault as fault:
            pasted.problems.append(f"line {number}: {fault}")
        else:
            _take(pasted, item, f"line {number}")
    return pasted


def _columns(headings: Sequence[str], problems: list[str]) -> dict[int, str]:
    """Number of a column -> what it means; a column that cannot be taken is reported and left out."""
    columns: dict[int, str] = {}
    for at, heading in enumerate(name.strip() for name in headings):
        meaning = meaning_of_heading(heading)
        if meaning in KEYS or meaning in (START, STOP):
            if meaning in columns.values():
                problems.append(f"several columns mean {meaning}: the last one that is not empty counts")
            columns[at] = str(meaning)
        elif heading:
            hint = did_you_mean(heading.lower(), list(KEYS))
            problems.append(f"the column '{heading}' is no key of a transmission and is left out{hint}")
    return columns


def _item_of_cells(texts: dict[str, str]) -> Item:
    """A row's cells by meaning as a schedule writes them; raises ValueFault."""
    start, stop = texts.pop(START, ""), texts.pop(STOP, "")
    if "time" not in texts and (start or stop):
        texts["time"] = f"{start}-{stop}"
    item: Item = {}
    for key, cell in texts.items():
        value = value_of_cell(key, cell)
        if value is not None:
            item[key] = value
    return item


def value_of_cell(key: str, cell: str) -> Raw | None:
    """The value of a cell as a schedule writes it; braces and brackets hold what a schedule would write in them.

    None for an antenna without direction, which has no azimuth. Raises ValueFault.
    """
    if key == "time":
        return str(read_cell(key, cell.replace(":", ""), OUR_OWN))
    if key in ("frequency", "power", "azimuth"):
        number = read_cell(key, cell, OUR_OWN)
        return None if number is None else plain_number(number)
    node, problems = parse_text("pasted", cell) if cell[:1] in ("{", "[") else (None, [])
    return node.raw() if node is not None and not problems else cell


def _rows(kind: str, text: str, season: Season | None) -> Pasted:
    try:
        schedule, problems = _read_rows(kind, text, season)
    except UnreadableInput as error:
        return Pasted(problems=[error.reason], kind=kind)
    pasted = Pasted(kind=kind)
    for transmission in schedule.transmissions:
        item = item_of(transmission)
        item.pop("id", None)
        # Written out, because the schedule that they go to may begin and end on other dates.
        item.setdefault("from", transmission.first_date.isoformat())
        item.setdefault("until", transmission.last_date.isoformat())
        _take(pasted, item, f"line {transmission.origin.line}")
    read = {transmission.origin.line for transmission in schedule.transmissions}
    pasted.problems += [
        f"line {problem.place.line}: {problem.message}" for problem in problems if problem.place.line not in read
    ]
    return pasted


def _read_rows(kind: str, text: str, season: Season | None) -> tuple[Schedule, list[Problem]]:
    if kind == "hfcc":
        from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc

        return read_hfcc("pasted", text.encode("iso-8859-1", "replace"))
    if kind == "eibi":
        from bcastplan.exchange.eibi.eibi_reader import read_eibi

        return read_eibi("pasted", text.encode("utf-8"), season=season)
    from bcastplan.exchange.aoki.aoki_reader import read_aoki

    return read_aoki("pasted", text.encode("utf-8"), season=season)


def _yaml(text: str) -> Pasted:
    node, problems = parse_text("pasted", text)
    pasted = Pasted()
    if node is None or problems:
        problem = problems[0] if problems else None
        where = f"line {problem.place.line}: " if problem is not None and problem.place.line else ""
        pasted.problems.append(f"{where}{problem.message if problem else 'nothing in it'}")
        return pasted
    raw = node.raw()
    shared: Item = {}
    if isinstance(raw, dict) and "transmissions" in raw:
        defaults = raw.get("defaults")
        # Only transmissions are pasted: what the schedule says above them has to come along in each.
        shared = dict(defaults) if isinstance(defaults, dict) else {}
        for key in ("service", LISTENERS_KEY):
            if isinstance(value := raw.get(key), str):
                shared.setdefault(key, value)
        raw = raw["transmissions"]
    listed = raw if isinstance(raw, list) else [raw]
    for number, item in enumerate(listed, 1):
        if isinstance(item, dict):
            _take(pasted, {**shared, **item}, f"number {number}")
        else:
            pasted.problems.append(f"number {number} is no transmission: write it as {{frequency: , time: }}")
    return pasted


def _take(pasted: Pasted, item: Item, where: str) -> None:
    try:
        check_values(item)
    except ValueFault as fault:
        pasted.problems.append(f"{where}: {fault}")
        return
    missing = [key for key in ("frequency", "time") if key not in item]
    if missing:
        pasted.problems.append(f"{where}: {' and '.join(missing)} missing")
        return
    pasted.items.append(item)


def paste(session: Session, file: str, items: Sequence[Item]) -> list[int]:
    """Add pasted transmissions to a file, in one step and under ids that are free; returns their rows."""
    return session.insert_many(file, values_of(session, file, items), label=paste_label(items))


def paste_label(items: Sequence[Item]) -> str:
    """What pasting them is called in the history."""
    return f"paste {len(items)} transmission{'' if len(items) == 1 else 's'}"


def values_of(session: Session, file: str, items: Sequence[Item]) -> list[Item]:
    """The keys to write of pasted transmissions, under ids that are free.

    A key is left out where the file or its defaults already give the same value.
    """
    document = session.documents[file]
    defaults = document.defaults()
    schedule = document.schedule
    service = schedule.service if schedule is not None else None
    edges = (schedule.window.first_day, schedule.window.last_day) if schedule is not None else (None, None)
    known = {**defaults, "from": str(edges[0]), "until": str(edges[1])}
    ids = FreeIds(session)
    listed = []
    for item in items:
        written = {**{key: value for key, value in _SILENT.items() if key in defaults}, **item}
        values = {key: value for key, value in written.items() if known.get(key) != value}
        if values.get("service") == service and "service" not in defaults:
            values.pop("service", None)
        if isinstance(values.get("id"), str):
            values["id"] = ids.take(str(values["id"]))
        listed.append(values)
    return listed
