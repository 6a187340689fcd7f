"""The names of a foreign table's columns and its notation of times, days and dates; all of it is optional.

Without a mapping the table is one of ours, or one whose header says the same in other usual words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bcastplan.document.nodes import ListNode, MapNode, Node, ScalarNode
from bcastplan.document.parse import parse_text
from bcastplan.exchange.tables.table_columns import COLUMNS
from bcastplan.model.days import FULL_NAMES, NAMES
from bcastplan.model.finding import Place, Problem
from bcastplan.model.nearest import did_you_mean

START, STOP = "start", "stop"
FIELDS = (*COLUMNS, START, STOP)
"""What a column can mean."""

_ALIASES = {
    "frequency_khz": "frequency", "freq": "frequency", "freq_khz": "frequency", "khz": "frequency",
    "time_utc": "time", "utc": "time", "start_utc": START, "start_time": START, "start_time_utc": START, "begin": START,
    "stop_utc": STOP, "stop_time": STOP, "stop_time_utc": STOP, "end": STOP, "end_utc": STOP, "end_time": STOP,
    "station": "service", "lang": "language", "languages": "language", "day": "days", "tx": "transmitter",
    "targets": "target", "ciraf": "target", "site_code": "site", "power_kw": "power", "kw": "power", "ant": "antenna",
    "azimuth_deg": "azimuth", "slew_deg": "slew", "lat": "latitude", "lon": "longitude", "notes": "note",
    "remarks": "note", "broadcaster_code": "broadcaster", "fmo": "manager", "adm": "administration",
}  # fmt: skip
"""Heading in lower case, with `_` for everything between its words -> what the column means."""

_TIMES = {"hhmm": r"([0-9]{1,2})([0-9]{2})", "hh:mm": r"([0-9]{1,2}):([0-9]{2})", "hh.mm": r"([0-9]{1,2})\.([0-9]{2})"}
_DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t", "\\t": "\t"}
_KEYS = ("columns", "delimiter", "encoding", "time", "first_day", "dates", "defaults")


def meaning_of_heading(heading: str) -> str | None:
    """What people mean by a heading, as `frequency` for `Freq (kHz)`; one of FIELDS, or None for an unknown heading."""
    word = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")
    return word if word in FIELDS else _ALIASES.get(word)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read a table.

    Attributes:
        columns: header of a column -> what it means (a key of a transmission, ``start`` or ``stop``).
        time: pattern of a clock time with hours and minutes in groups.
        first_day: what digit 1 means among the days (0 is Monday), None where digits are refused.
        dates: format of dates as ``strptime`` has it.
        defaults: keys that hold for every row whose cell is empty.
    """

    columns: dict[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: str | None = None
    time: str = _TIMES["hhmm"]
    first_day: int | None = None
    dates: str = "%Y-%m-%d"
    defaults: dict[str, str] = field(default_factory=dict)
    file: str | None = None

    def meaning(self, header: str) -> str | None:
        """The meaning of a column, None for a column that we do not read."""
        # Who names columns decides what is read: a heading that the mapping leaves out is not guessed beside it.
        if self.columns:
            return self.columns.get(header.strip().lower())
        return meaning_of_heading(header)


OUR_OWN = Mapping()


def read_mapping(
    file: str, text: str, meanings: Sequence[str] = FIELDS, default_meanings: Collection[str] = COLUMNS
) -> tuple[Mapping, list[Problem]]:
    """Read a mapping file; each fault is a problem CSV007 at its place.

    ``meanings`` is what a column can mean, ``default_meanings`` what may have a default: of a table of transmissions,
    unless another kind of table is read.
    """
    root, problems = parse_text(file, text)
    mapping_problems = [Problem("CSV007", problem.message, problem.place) for problem in problems]
    if not isinstance(root, MapNode):
        if not mapping_problems:
            mapping_problems.append(Problem("CSV007", f"a mapping has the keys {', '.join(_KEYS)}", Place(file, 1, 1)))
        return OUR_OWN, mapping_problems
    reading = _Reading(file, mapping_problems, meanings, default_meanings)
    return reading.mapping(root), mapping_problems


class _Reading:
    """The reading of one mapping."""

    def __init__(
        self, file: str, problems: list[Problem], meanings: Sequence[str], default_meanings: Collection[str]
    ) -> None:
        self.file = file
        self.problems = problems
        self.meanings = meanings
        self.default_meanings = default_meanings

    def unknown(self, key: ScalarNode) -> None:
        one_of_them = "key of a transmission" if self.meanings is FIELDS else "column of a monitoring log"
        self.say(f"'{key.value}' is no {one_of_them}{did_you_mean(key.value, self.meanings)}", key)

    def say(self, message: str, node: Node) -> None:
        self.problems.append(Problem("CSV007", message, Place(self.file, node.line, node.column)))

    def mapping(self, root: MapNode) -> Mapping:
        for key, (node, _) in root.entries.items():
            if key not in _KEYS:
                self.say(f"unknown key '{key}'{did_you_mean(key, _KEYS)}", node)
        time = self.choice(root, "time", _TIMES)
        return Mapping(
            columns=self.columns(root.get("columns")),
            delimiter=self.choice(root, "delimiter", _DELIMITERS),
            encoding=self.encoding(root.get("encoding")),
            time=time or _TIMES["hhmm"],
            first_day=self.first_day(root.get("first_day")),
            dates=self.dates(root.get("dates")),
            defaults=self.defaults(root.get("defaults")),
            file=self.file,
        )

    def text(self, node: Node | None, what: str) -> str | None:
        if node is None:
            return None
        if not isinstance(node, ScalarNode) or not node.value:
            self.say(f"{what} is one value", node)
            return None
        return node.value

    def choice(self, root: MapNode, key: str, choices: dict[str, str]) -> str | None:
        node = root.get(key)
        word = self.text(node, key)
        if word is None or node is None:
            return None
        if word.lower() not in choices:
            self.say(f"'{word}' is none of {', '.join(name for name in choices if name.isprintable())}", node)
        return choices.get(word.lower())

    def columns(self, node: Node | None) -> dict[str, str]:
        """Header in lower case -> meaning; the file writes it the other way about, so that keys are checked."""
        columns: dict[str, str] = {}
        for key, value in self.entries(node, "columns"):
            if key.value not in self.meanings:
                self.unknown(key)
                continue
            items = value.items if isinstance(value, ListNode) else [value]
            if key.value == "time" and len(items) == 2:
                names: tuple[str, ...] = (START, STOP)
            else:
                names = (key.value,) * len(items)
            for meaning, item in zip(names, items, strict=True):
                header = self.text(item, f"the column of {key.value}")
                if header is not None:
                    columns[header.strip().lower()] = meaning
        return columns

    def defaults(self, node: Node | None) -> dict[str, str]:
        defaults: dict[str, str] = {}
        for key, value in self.entries(node, "defaults"):
            if key.value not in self.default_meanings:
                self.unknown(key)
            elif (text := self.text(value, key.value)) is not None:
                defaults[key.value] = text
        return defaults

    def entries(self, node: Node | None, what: str) -> list[tuple[ScalarNode, Node]]:
        if node is None:
            return []
        if not isinstance(node, MapNode):
            self.say(f"'{what}' holds keys, each with the column that stands for it", node)
            return []
        return list(node.entries.values())

    def encoding(self, node: Node | None) -> str | None:
        name = self.text(node, "encoding")
        if name is None or node is None:
            return None
        try:
            return codecs.lookup(name).name
        except LookupError:
            self.say(f"'{name}' is no encoding: utf-8, iso-8859-1, windows-1252", node)
            return None

    def first_day(self, node: Node | None) -> int | None:
        name = self.text(node, "first_day")
        if name is None or node is None:
            return None
        for names in (NAMES, FULL_NAMES):
            if name.strip().capitalize() in names:
                return names.index(name.strip().capitalize())
        self.say(f"'{name}' is no day: what the digit 1 means, as Sunday (HFCC) or Monday (EiBi)", node)
        return None

    def dates(self, node: Node | None) -> str:
        name = self.text(node, "dates")
        if name is None or node is None:
            return OUR_OWN.dates
        # The long form of the year goes first, because ``yy`` would be found in it twice.
        pattern = re.sub("yyyy", "%Y", name, flags=re.IGNORECASE)
        pattern = re.sub("yy", "%y", pattern, flags=re.IGNORECASE) if "%Y" not in pattern else pattern
        pattern = re.sub("(?<!%)mm", "%m", re.sub("dd", "%d", pattern, flags=re.IGNORECASE), flags=re.IGNORECASE)
        try:
            # Day, month and year of the trial date all differ, so that a form without one of them does not pass.
            whole = datetime.strptime(datetime(2026, 2, 3).strftime(pattern), pattern)  # noqa: DTZ001, DTZ007
        except ValueError:
            whole = None
        if whole is None or (whole.year, whole.month, whole.day) != (2026, 2, 3):
            self.say(f"'{name}' is no form of a date: yyyy-mm-dd, dd.mm.yyyy, mm/dd/yy", node)
            return OUR_OWN.dates
        return pattern
