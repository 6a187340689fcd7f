"""A plan that is open in a script: what the commands answer, as typed rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, Unpack

from bcastplan.library.results import Conflicts, Coverage, Findings, Hours, Suggestions, Transmissions
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding
from bcastplan.model.season import Season, parse_season
from bcastplan.workspace.inspection.rule_check import check_workspace, reading_findings
from bcastplan.workspace.opening.discovery import identity, posix
from bcastplan.workspace.opening.open_plans import Workspace, open_paths, read_references

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.science.hf import Mode

Path: TypeAlias = str | PathLike[str]
Paths: TypeAlias = Path | Sequence[Path]
Names: TypeAlias = str | Sequence[str]
Day: TypeAlias = date | str
"""A UTC date, or its text as ``2026-06-22``."""


class PredictionOptions(TypedDict, total=False):
    """How coverage is predicted; what is left out is as ``bcastplan coverage`` has it.

    Attributes:
        mode: ``recommendation``, ``calibrated`` or ``reference``.
        ssn: the smoothed sunspot number R12 instead of the shipped one.
        snr: signal-to-noise ratio that AM and SSB need, dB in 9 kHz.
        snr_drm: signal-to-noise ratio that DRM needs, dB in 10 kHz.
        environment: man-made noise: ``city``, ``residential``, ``rural`` or ``quiet rural``.
        assume_power: the power (kW) of transmissions that have none and of which the plan assumes none.
        dates: predict for the months of these dates.
        served: the lowest reliability (0 to 1) at which a listener counts as served.
        jobs: how many processes predict, 1 by default. A script that asks for more must be importable: it keeps what
            it does below ``if __name__ == "__main__":``.
        cache: whether predictions of earlier runs are used and new ones are kept, True by default.
    """

    mode: Mode
    ssn: float
    snr: float
    snr_drm: float
    environment: str
    assume_power: float
    dates: Sequence[Day]
    served: float
    jobs: int
    cache: bool


@dataclass(frozen=True)
class Export:
    """A file in the format of another program.

    Attributes:
        data: its bytes.
        transmissions: how many of them it holds.
        findings: what could not be read, and what the format cannot say.
    """

    data: bytes
    transmissions: int
    findings: tuple[Finding, ...]
    _read: frozenset[str]

    def write(self, file: Path, *, force: bool = False) -> None:
        """Write it: the file appears whole or not at all.

        Raises:
            FileExistsError: something stands there, and ``force`` does not ask to replace it.
            ValueError: the file is one of those that the plan was read from.
            OSError: it cannot be written.
        """
        from bcastplan.files.writing import FileWrite, Over, Transaction

        # An export holds less than the files it was read from, so that not even `force` puts it in their place.
        name = fspath(file)
        if identity(name) in self._read:
            raise ValueError(f"{name} is one of the files that were read: write to another one")
        Transaction([FileWrite(name, self.data, Over.ANYTHING if force else Over.NOTHING)]).run()


class Plan:
    """What ``open`` read: one plan, or several that are looked at together. The files are not read again."""

    def __init__(self, workspace: Workspace, paths: tuple[str, ...]) -> None:
        self._workspace = workspace
        self._paths = paths
        self._compared: dict[tuple[str, ...], Workspace] = {}

    def __repr__(self) -> str:
        return f"<Plan {', '.join(self._paths)}: {len(self.transmissions):,} transmissions>"

    @cached_property
    def transmissions(self) -> Transmissions:
        """All transmissions, in the order of the files; reference schedules are not among them."""
        return Transmissions([transmission for plan in self._workspace.plans for transmission in plan.transmissions])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What could not be read, and is therefore missing in every answer."""
        return tuple(reading_findings(self._workspace))

    def check(
        self, *, against: Paths = (), select: Names = (), ignore: Names = (), most: int | None = None
    ) -> Findings:
        """Run the rules, conflicts included.

        Args:
            against: reference schedules besides those that the plan names.
            select: beginnings of the codes of rules to run; none for all.
            ignore: beginnings of the codes of rules to leave out.
            most: findings of one rule that are listed, None for all; the summary counts them all.

        Raises:
            UnreadableInput: a reference schedule that cannot be read.
        """
        result = check_workspace(self._with(against), select=_names(select), ignore=_names(ignore), most=most)
        return Findings(result)

    def conflicts(
        self,
        *,
        against: Paths = (),
        separation: float | None = None,
        all_areas: bool = False,
        side: Literal["own", "external"] | None = None,
    ) -> Conflicts:
        """List frequency pairs, double bookings and jammed transmissions.

        Args:
            against: reference schedules besides those that the plan names.
            separation: widest separation of a pair, kHz; None for 10 kHz on HF and two raster steps below.
            all_areas: also pairs whose targets share no test point.
            side: only pairs within one organisation, or only those with others.

        Raises:
            UnreadableInput: a reference schedule that cannot be read.
        """
        from bcastplan.conflicts import PairOptions
        from bcastplan.workspace.inspection.plan_conflicts import conflicts_of

        if side not in (None, "own", "external"):
            raise ValueError(f"side is 'own', 'external' or None, not {side!r}")
        workspace = self._with(against)
        conflicts = conflicts_of(workspace, PairOptions(separation, all_areas), side=side)
        # A target that is unknown has no test points, so its transmission pairs with nothing: the reader has to see
        # that.
        return Conflicts(conflicts, reading_findings(workspace, also=("TGT001",)))

    def hours(
        self,
        *,
        by: Names = ("band",),
        per: str | None = None,
        first: Day | None = None,
        last: Day | None = None,
        fiscal_year: int | None = None,
    ) -> Hours:
        """Count frequency-hours, transmitter-hours, programme-hours, energy and cost.

        Args:
            by: groups, as ``band`` or ``("service", "site")``.
            per: calendar buckets: day, week, month, quarter, fiscal-quarter, fiscal-year or season.
            first: first UTC date that counts, None for the earliest of the schedules.
            last: last UTC date that counts, None for the latest of the schedules.
            fiscal_year: the dates of one budget year instead, by the year in which it ends.

        Raises:
            ValueError: a question without an answer: a group there is none of, dates the wrong way round.
        """
        from bcastplan.workspace.inspection.plan_hours import Question, asked_hours, counting_findings

        question = Question(_names(by), per, _day(first), _day(last), fiscal_year)
        # The dates of the fiscal year would otherwise replace the given ones silently.
        if fiscal_year is not None and (question.first, question.last) != (None, None):
            raise ValueError("fiscal_year is a period already: leave first and last out")
        result = asked_hours(self._workspace, question)
        return Hours(result, counting_findings(self._workspace))

    def coverage(
        self,
        *,
        by: Names = ("band",),
        first: Day | None = None,
        last: Day | None = None,
        interference: bool = False,
        against: Paths = (),
        likely_range: bool = False,
        **prediction: Unpack[PredictionOptions],
    ) -> Coverage:
        """Predict coverage-hours, and who hears and is served.

        Args:
            by: groups, as ``band`` or ``("service", "hour")``.
            first: first UTC date that counts, None for all.
            last: last UTC date that counts, None for all.
            interference: also predict what is heard under all that is on the air within 10 kHz, and under jammers.
            against: reference schedules that interfere, besides those that the plan names.
            likely_range: also predict the likely range of each figure.
            **prediction: how to predict; see ``PredictionOptions``.

        Raises:
            ValueError: a question without an answer, or a month whose sunspot number nobody knows.
            UnreadableInput: a reference schedule that cannot be read.
        """
        from dataclasses import replace

        from bcastplan.workspace.prediction.plan_coverage import coverage_answer

        if against and not interference:
            raise ValueError("against goes with interference=True: without it nothing disturbs anything")
        options = replace(_options(prediction), interference=interference, likely_range=likely_range)
        # Reading the world's season takes seconds, and without interference no figure depends on it.
        workspace = self._with(against) if interference else self._workspace
        return Coverage(coverage_answer(workspace, by=_names(by), options=options, first=_day(first), last=_day(last)))

    def suggest(
        self,
        transmission: str,
        *,
        against: Paths = (),
        changes: Mapping[str, str] | None = None,
        bands: Names = (),
        customary: bool = False,
        count: int = 10,
        **prediction: Unpack[PredictionOptions],
    ) -> Suggestions:
        """Look for clear channels for a transmission.

        Args:
            transmission: its id, or ``file:line``.
            against: reference schedules to stay clear of, besides those that the plan names.
            changes: keys of the file format with written values in place of the transmission's, as
                ``{"time": "1400-1500"}``.
            bands: only these bands, as ``31 m``.
            customary: also frequencies outside the allocations that broadcasters use.
            count: how many channels to list.
            **prediction: how to predict; see ``PredictionOptions``.

        Raises:
            ValueError: no such transmission, a change that cannot be read, or no channel to choose.
            UnreadableInput: a reference schedule that cannot be read.
        """
        from bcastplan.reference import parse_band
        from bcastplan.workspace.prediction.clear_channels import suggest

        named = {name: parse_band(name) for name in _names(bands)}
        if unknown := [name for name, band in named.items() if band is None]:
            raise ValueError(f"no band '{unknown[0]}': write it as 31m, MW or LW")
        answer = suggest(
            self._with(against),
            transmission,
            changes=changes,
            only_bands=tuple(band for band in named.values() if band is not None),
            customary=customary,
            count=count,
            options=_options(prediction),
        )
        return Suggestions(answer)

    def export(
        self,
        format: str,  # noqa: A002 - as users say it
        *,
        season: Season | str | None = None,
        zone: str | None = None,
        manager: Names = (),
        broadcaster: Names = (),
        language: Names = (),
        service: Names = (),
        target: str | None = None,
        made_at: datetime | None = None,
    ) -> Export:
        """Make a file of the transmissions that meet every filter.

        Args:
            format: hfcc, eibi, csv, ics, sdrpp, sdrsharp, gqrx, kiwisdr or timetable.
            season: write only what is of this season, as ``A26``, or dated.
            zone: the IANA zone of a calendar (ics).
            manager: only these frequency-management organisations.
            broadcaster: only these broadcasters.
            language: only these languages.
            service: only these services; ``*`` stands for any letters.
            target: only transmissions to one of the test points of these CIRAF zones.
            made_at: the moment stamped into the file, now by default.

        Raises:
            ValueError: no such format, the season is not certain, or nothing meets the filters.
        """
        from zoneinfo import ZoneInfo

        from bcastplan.workspace.lists.choice import Choice
        from bcastplan.workspace.lists.list_export import FORMATS, export_plans

        if format not in FORMATS:
            raise ValueError(f"no format '{format}': it is one of {', '.join(FORMATS)}")
        exported = export_plans(
            format,
            self._workspace,
            choice=Choice(_names(manager), _names(broadcaster), _names(language), _names(service), target),
            season=parse_season(season) if isinstance(season, str) else season,
            zone=ZoneInfo(zone) if zone is not None else None,
            made_at=made_at,
        )
        if exported.data is None:
            raise ValueError(f"none of {exported.read:,} transmissions meets the filters: there is nothing to write")
        return Export(exported.data, exported.transmissions, tuple(exported.findings), self._files)

    @cached_property
    def _files(self) -> frozenset[str]:
        # A member of an archive is named `archive.zip!member`: what must not be overwritten is the archive.
        schedules = (schedule.file.partition("!")[0] for schedule in self._workspace.schedules)
        plans = (opened.plan.file for opened in self._workspace.plans if opened.plan.file is not None)
        return frozenset(map(identity, (*schedules, *plans)))

    def _with(self, against: Paths) -> Workspace:
        """The plans with the reference schedules that they and the caller name, each set of them read once."""
        given = _paths(against)
        if given not in self._compared:
            # A workspace of its own for each set of lists: what one call compares with must not count in the next.
            workspace = Workspace(plans=self._workspace.plans, unreadable=self._workspace.unreadable)
            read_references(workspace, given)
            for problem in workspace.reference_problems:
                # A list that the caller names has to exist. One that the plan names is a finding, as it is for the
                # commands.
                if problem.code == "FIL001" and problem.place.file in given:
                    raise UnreadableInput(problem.place.file, problem.message)
            self._compared[given] = workspace
        return self._compared[given]


def open_plan(*paths: Path, exclude: Names = ()) -> Plan:
    """Open schedule files, lists or folders with plans, as the commands do.

    Args:
        *paths: files and folders; several are looked at together.
        exclude: patterns, as in .gitignore, of files and folders to pass over in folders.

    Raises:
        UnreadableInput: something that cannot be read at all. A file that can be read with faults in it is opened:
            ``Plan.findings`` tells the faults.
        ValueError: no path.
    """
    names = _paths(paths)
    if not names:
        raise ValueError("name a file or a folder to open")
    # The lists that the plan names are read by the first answer that compares with them, since hours need none.
    workspace = open_paths(names, plan_against=False, exclude=_names(exclude))
    if workspace.unreadable:
        finding = next(iter(check_workspace(workspace, select=("FIL",)).findings), None)
        if finding is not None:
            raise UnreadableInput(finding.place.file, finding.message)
    return Plan(workspace, names)


def _options(prediction: PredictionOptions) -> CoverageOptions:
    from bcastplan.tasks.machines import chosen_runner
    from bcastplan.workspace.prediction.local_means import prediction_settings

    # A TypedDict checks nothing at run time, and a misspelt option would otherwise predict with the default.
    given = dict(prediction)
    if unknown := given.keys() - PredictionOptions.__annotations__.keys():
        raise TypeError(f"no such option of a prediction: {', '.join(sorted(unknown))}")
    return prediction_settings(
        mode=prediction.get("mode", "recommendation"),
        ssn=prediction.get("ssn"),
        snr=prediction.get("snr"),
        snr_drm=prediction.get("snr_drm"),
        environment=prediction.get("environment"),
        assumed_power_kw=prediction.get("assume_power"),
        dates=[day for text in prediction.get("dates", ()) if (day := _day(text)) is not None],
        served=prediction.get("served"),
        # Not all cores, as the command takes: new processes import the calling script, which may not be made for that.
        runner=chosen_runner(prediction.get("jobs", 1)),
        kept=prediction.get("cache", True),
    )


def _names(names: Names) -> tuple[str, ...]:
    """Names as they may be given: several, or one text with commas between them."""
    parts: Iterable[str] = names.split(",") if isinstance(names, str) else names
    return tuple(part.strip() for part in parts if part.strip())


def _paths(paths: Paths) -> tuple[str, ...]:
    several: Iterable[Path] = (paths,) if isinstance(paths, str | PathLike) else paths
    return tuple(posix(fspath(path)) for path in several)


def _day(value: Day | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"a date is written as 2026-06-22, not '{value}'") from None
