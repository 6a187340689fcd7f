"""What planners make of a whole season: the next one, files for others, a report, and comparisons with other plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bcastplan.files.regular import is_folder, is_there
from bcastplan.model.counts import count
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.actions.other_files import judge_path

if TYPE_CHECKING:
    from bcastplan.model.season import Season
    from bcastplan.tui.actions.report_options import ReportOptions
    from bcastplan.workspace.lists.list_export import Exported
    from bcastplan.workspace.opening.open_plans import Progress, Workspace
    from bcastplan.workspace.seasons.plan_rollover import RolloverAnswer


class Work(NamedTuple):
    """One thing to be done with the season: its name in lists, a sentence, and the action that does it."""

    name: str
    text: str
    action: str


WORKS = (
    Work("Rollover", "Copy the schedules of a season into another one", "rollover"),
    Work(
        "Export", "Write the plan, or what is listed or marked, as HFCC, EiBi, CSV, a calendar or bookmarks", "export"
    ),
    Work("Report", "Write the reviewer's page or the workbook, with coverage and comparisons where marked", "report"),
    Work("Compare with", "Show what changed from another file or folder to this plan", "compare"),
    Work("Compare with last season", "Show what changed from the season of a year ago to this plan", "compare_last"),
)
"""What `X` offers; the palette finds each by its name."""

_ENDINGS = {"hfcc": "txt", "eibi": "csv", "csv": "csv", "ics": "ics", "sdrpp": "json", "sdrsharp": "xml", "gqrx": "csv",
            "kiwisdr": "json", "timetable": "txt"}  # fmt: skip


class SeasonWork(Controller):
    """Asks what to make and where to write it; workers make it, and nothing that is open is overwritten."""

    @asks
    async def choose(self) -> None:
        """Choose what to make."""
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.screens.pick import Pick

        choices = [Choice(work.action, work.name, work.text) for work in WORKS]
        picked = await self.app.push_screen_wait(Pick("The whole season", choices, heads=("Action", "What it does")))
        if picked:
            self.do(picked[0])

    def do(self, action: str) -> None:
        """Begin one of the works."""
        if self.screen.background_work.is_working:
            self.tell("something is being made already; Esc stops it", "warning")
            return
        works: dict[str, Callable[[], None]] = {
            "rollover": self.rollover,
            "export": self.export,
            "report": self.report,
            "compare": lambda: self.compare(""),
            "compare_last": lambda: self.compare(self.last_season()),
        }
        works[action]()

    # What is made

    @asks
    async def rollover(self) -> None:
        """Copy the schedules of a season into another one, beside the old ones."""
        from bcastplan.tui.screens.dialogs import Ask
        from bcastplan.workspace.seasons.plan_rollover import roll_over

        season = await self._season("Copy the schedules of which season?")
        if season is None or not await self._saved("A rollover copies the files"):
            return
        text = f"The season to copy {season} into; comments stay, and what has ended is left out."
        answer = await self.app.push_screen_wait(
            Ask("Rollover", text, value=str(season.next), judge=lambda text: _judge_season(text, season))
        )
        if not answer:
            return
        new = _season_of(answer)
        files = list(self.opened.schedule_files)
        self.screen.background_work.begin(
            f"Copying {season} to {new}",
            lambda progress: roll_over(
                files, season, new, dates="move" if season.letter == new.letter else "carry", progress=progress
            ),
            self._take_rollover,
        )

    @asks
    async def _take_rollover(self, answer: RolloverAnswer) -> None:
        from bcastplan.tui.screens.dialogs import Decide, Way

        refused = [*answer.refused, *answer.notes]
        lines = [f"  {file.target}: {file.carried} carried over, {file.left_out} left out" for file in answer.files]
        lines += [f"  {note.place.file}:{note.place.line or 1}: {note.text}" for note in refused]
        lines += [f"  ✗ {finding.place.file}: {finding.message}" for finding in answer.findings]
        if not answer.files:
            self.tell(lines[0].strip() if lines else "there is no schedule of that season", "error", "Nothing copied")
            return
        ways = [Way("write", "Write the files"), Way("back", "Leave it")]
        way = await self.app.push_screen_wait(
            Decide(f"Rollover: {count(len(answer.files), 'file')}", "\n".join(lines), ways, confirm="write")
        )
        if way == "write":
            await self._write({file.target: file.data for file in answer.files})

    @asks
    async def export(self) -> None:
        """Write the plan, as it is on the screen, in a format for others."""
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.screens.pick import Pick
        from bcastplan.workspace.lists.list_export import FORMATS, export_plans

        choices = [Choice(name, name, _FORMAT_WORDS.get(name, "")) for name in FORMATS]
        picked = await self.app.push_screen_wait(Pick("Export as", choices, heads=("Format", "For whom")))
        if not picked:
            return
        kind, rows = picked[0], await self._rows()
        if rows is None:
            return
        # Files of these two formats are of one season; the others carry dates.
        season = await self._season("Which season?") if kind in ("hfcc", "eibi") else None
        if kind in ("hfcc", "eibi") and season is None:
            return
        path = await self._ask_path("Export", f"{str(season or 'plan').lower()}-{kind}.{_ENDINGS.get(kind, 'txt')}")
        if path is None:
            return
        # A copy for the worker, because the user may go on editing.
        _, workspace = self.opened.check_snapshot()
        self.screen.background_work.begin(
            f"Exporting {kind}",
            lambda _: export_plans(kind, workspace, rows=rows, season=season, made_at=self.screen.clock()),
            lambda exported: self._take_export(exported, path),
        )

    @asks
    async def _take_export(self, exported: Exported, path: str) -> None:
        if exported.data is None:
            self.tell("no transmission of it can be written", "error", "Nothing exported")
            return
        if await self._write({path: exported.data}):
            self.tell(f"wrote {exported.transmissions:,} of {exported.read:,} transmissions to {path}")
        missing = [finding for finding in exported.findings if finding.severity == "error"]
        if missing:
            self.tell(missing[0].message, "warning", f"{count(len(missing), 'finding')} of the export")

    @asks
    async def report(self) -> None:
        """Write the reviewer's page, or a workbook where the name ends in .xlsx."""
        from bcastplan.tui.actions.report_options import rendered_report

        if not await self._saved("The report is made of the files"):
            return
        path = await self._ask_path("Report (a name that ends in .xlsx makes a workbook)", "report.html")
        options = await self._ask_parts() if path is not None else None
        if path is None or options is None:
            return
        paths, against = self.screen.paths, self.screen.against
        moment = self.screen.clock().astimezone(UTC).replace(microsecond=0)
        self.screen.background_work.begin(
            "Making the report",
            lambda progress: rendered_report(paths, against, path, moment, options, progress),
            lambda data: self._take_report(data, path),
        )

    async def _ask_parts(self) -> ReportOptions | None:
        """What the report is to have besides the standing views; None where the user leaves."""
        from bcastplan.tui.actions.report_options import PARTS, compared_paths, judge_compared, options_of
        from bcastplan.tui.screens.dialogs import Ask
        from bcastplan.tui.screens.pick import Pick

        question = Pick(
            "Report with", PARTS, several=True, heads=("Part", "What it adds"),
            explanation="Tab marks a part. Enter takes the marked ones, or the one under the cursor.",
        )  # fmt: skip
        parts = await self.app.push_screen_wait(question)
        if not parts:
            return None
        if "compare" not in parts:
            return options_of(parts)
        text = "The file or folder of an earlier plan, of any format; up to three, separated by semicolons:"
        answer = await self.app.push_screen_wait(
            Ask("Report: compare with", text, value=self.last_season(), judge=judge_compared)
        )
        return options_of(parts, compared_paths(answer)) if answer else None

    @asks
    async def _take_report(self, data: bytes, path: str) -> None:
        await self._write({path: data})

    @asks
    async def compare(self, proposed: str) -> None:
        """Show what changed from another plan to this one, as it is on the screen."""
        from bcastplan.tui.screens.dialogs import Ask

        text = "The file or folder of the earlier plan, of any format:"
        other = await self.app.push_screen_wait(Ask("Compare with", text, value=proposed, judge=judge_path))
        if not other:
            return
        _, workspace = self.opened.check_snapshot()
        title = self.opened.title
        self.screen.background_work.begin(
            f"Comparing with {other.strip()}",
            lambda progress: _changes_text(other.strip(), workspace, title, progress),
            lambda text: self._show_text(f"From {other.strip()} to {title}", text),
        )

    def _show_text(self, title: str, text: str) -> None:
        from textual.content import Content

        from bcastplan.model.inert import inert
        from bcastplan.tui.screens.text_page import Page

        lines = [inert(line) for line in text.splitlines()]
        self.app.push_screen(Page(inert(title), Content("\n".join(lines) or "Nothing changed.")))

    def last_season(self) -> str:
        """The folder or file of the same season a year ago, beside what is open; empty where there is none."""
        from bcastplan.model.season import parse_season
        from bcastplan.workspace.seasons.plan_rollover import renamed_season

        seasons = [parse_season(name) for name in self.opened.seasons]
        places = [opened.plan.root for opened in self.opened.workspace.plans] + list(self.opened.schedule_files)
        # Of several seasons the latest is the one that is being planned.
        for season in reversed(seasons):
            # A year ago and not half a year: the sun and the listeners' clocks are alike in seasons of one letter.
            before = parse_season(f"{season.letter}{(int(str(season)[1:]) - 1) % 100:02d}")
            for place in places:
                path = Path(place).resolve()
                other = path.with_name(renamed_season(path.name, season, before))
                if other != path and is_there(other):
                    return str(other)
        return ""

    # Asking and writing

    async def _saved(self, why: str) -> bool:
        """Whether the files are what the screen shows; where they are not, saving them is offered."""
        if not self.opened.dirty:
            return True
        self.tell(f"{why}: save first, then it goes on", "warning")
        return await self.screen.saves.save()

    async def _rows(self) -> tuple[int, ...] | None:
        """The rows to export: all of the plans, those listed, or those marked; None where the user leaves."""
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.screens.pick import Pick

        listing, own = self.listing, self.opened.own_rows
        assert listing is not None
        ways = {"all": tuple(range(own))}
        words = {"all": "of the plan", "listed": "that the filter lists", "marked": "that are marked and listed"}
        if listing.query.tests:
            ways["listed"] = tuple(row for row in listing.rows if row < own)
        if listing.marks:
            ways["marked"] = tuple(row for row in listing.listed_marks() if row < own)
        ways = {way: rows for way, rows in ways.items() if rows or way == "all"}
        if len(ways) == 1:
            return ways["all"]
        choices = [Choice(way, way, f"{count(len(rows), 'transmission')} {words[way]}") for way, rows in ways.items()]
        picked = await self.app.push_screen_wait(Pick("Export which?", choices, heads=("Which", "")))
        return ways[picked[0]] if picked else None

    async def _season(self, title: str) -> Season | None:
        """The season of the plan; asked for where it has several."""
        from bcastplan.reference.choices import Choice
        from bcastplan.tui.screens.pick import Pick

        seasons = self.opened.seasons
        if not seasons:
            self.tell("the schedules name no season: the head of the file (E) has one", "error")
            return None
        if len(seasons) == 1:
            return _season_of(seasons[0])
        picked = await self.app.push_screen_wait(
            Pick(title, [Choice(name, name, "") for name in seasons], heads=("Season", ""))
        )
        return _season_of(picked[0]) if picked else None

    async def _ask_path(self, title: str, proposed: str) -> str | None:
        """Where to write; a file that is open or read here is refused while it is typed."""
        from bcastplan.tui.screens.dialogs import Ask
        from bcastplan.workspace.editing.output_files import reads

        session = self.opened

        def judge(text: str) -> str | None:
            name = text.strip()
            if not name:
                return "name a file"
            if is_folder(name):
                return f"{name} is a folder: name a file in it"
            return f"{name} is open here or compared with: name another file" if reads(session, name) else None

        value = str(Path(self.screen.other_files.folder) / proposed)
        answer = await self.app.push_screen_wait(Ask(title, "Write to which file?", value=value, judge=judge))
        return answer.strip() if answer else None

    async def _write(self, files: Mapping[str, bytes]) -> bool:
        """Write files; those that are there give way only when the user says so."""
        from bcastplan.document.splice import EditRefused
        from bcastplan.tui.screens.dialogs import Decide, Way
        from bcastplan.workspace.editing.output_files import write_outputs

        there = [name for name in files if is_there(name)]
        if there:
            # The first way has the focus, and Enter alone must not replace anything.
            ways = [Way("back", "Leave it"), Way("replace", "Replace", grave=True)]
            text = "\n".join(f"  {name}" for name in there)
            if await self.app.push_screen_wait(Decide("Replace what is there?", text, ways)) != "replace":
                return False
        try:
            write_outputs(self.opened, files, replace=bool(there))
        # Somebody wrote the file between the question, or the look for it, and the writing.
        except FileExistsError as error:
            self.tell(f"{error.filename} was written meanwhile: nothing was replaced", "error", "Not written")
            return False
        except (EditRefused, OSError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            self.tell(reason, "error", "Not written")
            return False
        self.tell(f"wrote {', '.join(files)}")
        return True


_FORMAT_WORDS = {
    "hfcc": "HFCC requirements, to submit", "eibi": "listeners' lists", "csv": "spreadsheets; reads back",
    "ics": "calendars", "sdrpp": "bookmarks of SDR++", "sdrsharp": "bookmarks of SDR#", "gqrx": "bookmarks of Gqrx",
    "kiwisdr": "labels of KiwiSDR", "timetable": "monitors, by hour",
}  # fmt: skip


def _season_of(text: str) -> Season:
    from bcastplan.model.season import parse_season

    return parse_season(text.strip())


def _judge_season(text: str, old: Season) -> str | None:
    try:
        return "that is the season to be copied" if _season_of(text) == old else None
    except ValueError as fault:
        return str(fault)


def _changes_text(other: str, workspace: Workspace, title: str, progress: Progress) -> str:
    from bcastplan.reports.compare.diff_text import diff_text
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.seasons.plan_changes import changes_between

    # What the other plan is compared with takes long to read, and changes nothing of its transmissions.
    before = open_paths([other], plan_against=False, progress=progress)
    if before.unreadable:
        raise ValueError(f"{other} cannot be read")
    return diff_text(changes_between(before, workspace, other, title))
