"""What must hold of any list that is read, whatever stands in it: nothing of it is known but its bytes.

Each check returns what is wrong, in words; an empty list is a list that keeps all promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bcastplan.airtime.table import build
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.aoki.aoki_reader import read_aoki
from bcastplan.exchange.archive import Source, read_input
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.eibi.eibi_writer import write_eibi
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.hfcc.hfcc_writer import write_hfcc
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.exchange.tables.table_writer import write_csv
from bcastplan.exchange.writable import writable
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Problem, Severity
from bcastplan.model.schedule import Schedule
from bcastplan.model.season import Season, parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.rules.registry import all_rules
from bcastplan.workspace.inspection.rule_check import check_paths
from bcastplan.workspace.lists.list_comparison import compare_paths

LARGEST_BYTES = 64_000_000
ANY_SEASON = parse_season("A26")
"""For a list whose season nothing tells, so that its rows can be counted all the same."""

_CLOCKS = re.compile(rb"(?<![0-9])(?:[01][0-9]|2[0-4])[0-5][0-9][-; ](?:[01][0-9]|2[0-4])[0-5][0-9](?![0-9])")
"""A start and a stop: a line that has them is a row, whatever the format."""
_OBJECT_TIME = re.compile(rb'"(?:time|startTime)"\s*:', re.IGNORECASE)
_COMMENTS = (b"#", b";", b"//")
_READERS = {"hfcc": read_hfcc, "eibi": read_eibi, "aoki": read_aoki, "csv": read_csv}


@dataclass
class Figures:
    """One list in numbers."""

    name: str
    kind: str
    season: Season | None
    rows: int = 0
    problems: int = 0
    minutes: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        season = self.season or "-"
        return (
            f"{self.name}: {self.kind} {season}, {self.rows:,} rows, {self.problems:,} told, {self.minutes:,} minutes"
        )


def lists_under(folder: Path) -> list[Source]:
    """Every list in a folder tree, those in archives among them; what is no list is passed over."""
    found: list[Source] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or not 0 < path.stat().st_size <= LARGEST_BYTES:
            continue
        try:
            sources = read_input(str(path))
        except UnreadableInput:
            continue
        found += [source for source in sources if source.kind in _READERS]
    return found


def figures_of(source: Source, folder: Path) -> Figures:
    """Read, check, count, bring in, write and compare one list; ``folder`` is for files of ours."""
    assert source.kind is not None
    try:
        schedule, problems = _READERS[source.kind](source.name, source.data)
    except UnreadableInput as error:
        return Figures(source.name, f"{source.kind}, unreadable ({error.reason})", None)
    figures = Figures(source.name, source.kind, schedule.season, len(schedule.transmissions), len(problems))
    figures.wrong += rows_unaccounted_for(source.data, schedule, problems)
    if schedule.window.is_empty:
        schedule, problems = _READERS[source.kind](source.name, source.data, season=ANY_SEASON)
    if schedule.transmissions:
        figures.minutes = minutes_of(schedule.transmissions)
        figures.wrong += faults_of_our_own(source.name.partition("!")[0])
        figures.wrong += what_comes_back_as_a_schedule(schedule, folder)
        figures.wrong += what_comes_back_as_a_table(schedule)
        figures.wrong += bytes_that_do_not_come_back(source, schedule, problems)
        figures.wrong += what_differs_from_itself(schedule, folder)
    return figures


def minutes_of(transmissions: Sequence[Transmission]) -> int:
    return int(build(transmissions).minutes.sum())


def rows_unaccounted_for(data: bytes, schedule: Schedule, problems: Iterable[Problem]) -> list[str]:
    """Rows that are neither a transmission nor named by a problem."""
    told = {transmission.origin.line for transmission in schedule.transmissions}
    told |= {problem.place.line or 0 for problem in problems}
    if objects := len(_OBJECT_TIME.findall(data)):
        lost = objects - len(schedule.transmissions) - sum(problem.code == "AOK001" for problem in problems)
        return [f"{lost} objects of {objects} are lost"] if lost else []
    lines = re.split(rb"\r{1,4}\n|\n|\r", data)
    rows = [
        number
        for number, line in enumerate(lines, 1)
        if _CLOCKS.search(line) and not line.lstrip(b"\xef\xbb\xbf").startswith(_COMMENTS) and b'"""' not in line
    ]
    lost = [number for number in rows if number not in told]
    return [f"{len(lost)} rows are lost, the first on line {lost[0]}"] if lost else []


def what_comes_back_as_a_schedule(schedule: Schedule, folder: Path) -> list[str]:
    """What is wrong with a schedule file of the list's rows: faults, warnings of our own writing, other minutes."""
    kept, _ = writable(schedule.transmissions, "EIB011")
    wrong: list[str] = []
    text = schedule_yaml(None, kept, season=schedule.season, window=schedule.window, extensions=schedule.extensions)
    again, problems = read_schedule("list.yaml", text)
    if problems or again is None:
        return [*wrong, f"the schedule is refused: {problems[0].code} {problems[0].message}"]
    if len(again.transmissions) != len(kept):
        wrong.append(f"{len(kept)} transmissions are written and {len(again.transmissions)} read")
    if (before := minutes_of(schedule.transmissions)) != (after := minutes_of(again.transmissions)):
        wrong.append(f"the list has {before:,} minutes, the schedule {after:,}")
    path = folder / "list.yaml"
    path.write_text(text, encoding="utf-8")
    return wrong + faults_of_our_own(str(path))


def faults_of_our_own(path: str) -> list[str]:
    """What `check` says of times and dates that a reader or writer of ours has put there."""
    result = check_paths([path], select=("YML", "FIL001", "TIM"))
    own = [finding for finding in result.findings if finding.rule != "TIM004"]  # a row may end before its season begins
    return [f"{len(own)} findings of our own making, the first {own[0].rule}: {own[0].message}"] if own else []


def what_comes_back_as_a_table(schedule: Schedule) -> list[str]:
    """What a table of the list's rows loses when it is read back."""
    data, _ = write_csv(schedule.transmissions)
    again, problems = read_csv("list.csv", data, season=schedule.season)
    rules = all_rules()
    faults = [one for one in problems if (one.severity or rules[one.code].severity) is not Severity.INFO]
    wrong = (
        [f"our own table has {len(faults)} faults, the first {faults[0].code}: {faults[0].message}"] if faults else []
    )
    if (before := minutes_of(schedule.transmissions)) != (after := minutes_of(again.transmissions)):
        wrong.append(f"the list has {before:,} minutes, the table {after:,}")
    return wrong


def bytes_that_do_not_come_back(source: Source, schedule: Schedule, problems: Sequence[Problem]) -> list[str]:
    """Whether a list that was read whole is written as it was; an HFCC file row by row."""
    told = {problem.code for problem in problems}
    if source.kind == "hfcc" and schedule.season is not None and not told & _HFCC_DAMAGED:
        rows, _ = write_hfcc(schedule.transmissions, season=schedule.season)
        written = {row.rstrip() for row in rows.splitlines()}
        lines = re.split(rb"\r{0,4}\n|\r", source.data)
        lost = [
            number for one in schedule.transmissions if lines[(number := one.origin.line) - 1].rstrip() not in written
        ]
        return [f"{len(lost)} rows do not come back, the first on line {lost[0]}"] if lost else []
    refused = {"EIB001", "EIB002", "EIB008"} & told
    if source.kind != "eibi" or refused or schedule.season is None or "x-eibi-header" not in schedule.extensions:
        return []
    written, _ = write_eibi(schedule.transmissions, season=schedule.season, extensions=schedule.extensions)
    if written == source.data:
        return []
    at = next((at for at, pair in enumerate(zip(written, source.data, strict=False)) if pair[0] != pair[1]), -1)
    return [f"the list does not come back byte for byte, first at byte {at}"]


_HFCC_DAMAGED = frozenset({"HFC001", "HFC002", "HFC003", "HFC009", "HFC010"})


def what_differs_from_itself(schedule: Schedule, folder: Path) -> list[str]:
    """What `compare` finds between the schedule and itself: nothing but rows that are the same."""
    path = str(folder / "list.yaml")
    comparison = compare_paths(path, path, everything=True)
    kinds = {item.status for item in comparison.result.items} - {"same", "not-heard-lately"}
    return [f"compared with itself: {', '.join(sorted(kinds))}"] if kinds else []
