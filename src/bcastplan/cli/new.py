"""``bcastplan new``: a first schedule or plan that passes `check`; nothing is overwritten unasked."""

from __future__ import annotations

from os.path import relpath
from pathlib import Path
from typing import Any

import click

from bcastplan.cli.common import write_files, write_result
from bcastplan.cli.date_options import made_at
from bcastplan.document.starter import CI_SERVICES
from bcastplan.files.regular import is_file, is_folder, is_there
from bcastplan.model.errors import ValueFault
from bcastplan.model.plan import PLAN_FILE
from bcastplan.model.season import Season, parse_season, season_of

_YAML_SUFFIXES = (".yaml", ".yml")


class SeasonName(click.ParamType[Season]):
    """A season such as A26."""

    name = "SEASON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Season:
        """Read the season."""
        if isinstance(value, Season):
            return value
        try:
            return parse_season(value)
        except ValueFault as fault:
            self.fail(str(fault), param, ctx)


@click.command("new")
@click.argument("path", required=False, type=click.Path(allow_dash=True))
@click.option("--service", default="Radio Example", show_default=True, help="What the service is called.")
@click.option("--season", type=SeasonName(), help="The season it is for.  [default: the one we are in]")
@click.option("--plan", "whole_plan", is_flag=True, help="Write a plan folder: bcastplan.yaml, a schedule, schemas.")
@click.option(
    "--ci", type=click.Choice(CI_SERVICES), help="With --plan: also a CI configuration, at the root of the repository."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def command(
    path: str | None, service: str, season: Season | None, whole_plan: bool, ci: str | None, force: bool
) -> None:
    """Write a first schedule to PATH, with comments that say what to change.

    PATH is a .yaml file, or with --plan a folder; `-` prints the schedule. Without PATH the schedule is named after
    its season, and a plan goes into the current folder.
    """
    service = service.strip()
    if not service or not service.isprintable():
        raise click.UsageError("--service takes a name of printable characters")
    if ci is not None and not whole_plan:
        raise click.UsageError("--ci checks a plan: add --plan")
    # The moment may come from SOURCE_DATE_EPOCH, so that what the documentation shows is the same in every season.
    season = season or season_of(made_at().date())
    if path == "-":
        if whole_plan:
            raise click.UsageError("a plan is a folder and cannot be printed: name a folder, or leave --plan out")
        write_result(_schedule(service, season), None)
        return
    files = _plan_files(path, service, season) if whole_plan else _schedule_file(path, service, season)
    if ci is not None:
        files |= _ci_file(ci, Path(path or "."))
    write_files({target.as_posix(): text.encode() for target, text in files.items()}, force=force)
    first = next(iter(files))
    click.echo(f"wrote {', '.join(name.as_posix() for name in files)}", err=True)
    click.echo(f"next: bcastplan check {(first.parent if whole_plan else first).as_posix()}", err=True)


def _schedule(service: str, season: Season, schema: str | None = None) -> str:
    from bcastplan.document.starter import first_schedule

    return first_schedule(service, season, schema)


def _schedule_file(path: str | None, service: str, season: Season) -> dict[Path, str]:
    named_after_season = f"{str(season).lower()}.yaml"
    target = Path(path or named_after_season)
    if is_folder(target):
        target /= named_after_season
    if target.suffix.lower() not in _YAML_SUFFIXES:
        raise click.UsageError(
            f"a schedule is a .yaml file: write {target.as_posix()}.yaml, or add --plan for a folder"
        )
    return {target: _schedule(service, season)}


def _ci_file(service: str, folder: Path) -> dict[Path, str]:
    """The CI configuration of a plan's folder: at the root of its repository, else in the folder itself."""
    from bcastplan.document.starter import ci_file

    inside = folder.resolve()
    # `.git` is a file in worktrees and submodules of git, so that it is not asked for a folder.
    root = next((above for above in (inside, *inside.parents) if is_there(above / ".git")), inside)
    path, text = ci_file(service, inside.relative_to(root).as_posix())
    shown = Path(relpath(root)) if root != inside else folder
    return {shown / path: text}


def _plan_files(path: str | None, service: str, season: Season) -> dict[Path, str]:
    from bcastplan.document.starter import first_plan
    from bcastplan.model.schemas import schema_text

    folder = Path(path or ".")
    if is_file(folder) or folder.suffix.lower() in _YAML_SUFFIXES:
        raise click.UsageError(f"--plan takes a folder, and {folder.as_posix()} is a file")
    return {
        folder / PLAN_FILE: first_plan(service, "schema/plan-1.json"),
        folder / f"{str(season).lower()}.yaml": _schedule(service, season, "schema/schedule-1.json"),
        folder / "schema" / "plan-1.json": schema_text("plan"),
        folder / "schema" / "schedule-1.json": schema_text("schedule"),
    }
