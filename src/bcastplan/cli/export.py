"""``bcastplan export``: plans as a file another program reads; the file is the only thing on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.choice_options import choice_of, choice_options
from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    Progress,
    output_option,
    paths_argument,
    tell_left_out,
    write_result,
)
from bcastplan.cli.date_options import made_at
from bcastplan.cli.new import SeasonName
from bcastplan.model.errors import ValueFault
from bcastplan.model.season import Season

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FORMATS = ("hfcc", "eibi", "csv", "ics", "sdrpp", "sdrsharp", "gqrx", "kiwisdr", "timetable")


class ZoneName(click.ParamType["ZoneInfo"]):
    """An IANA time zone such as Asia/Seoul."""

    name = "ZONE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """Find the zone, with a suggestion where the name is close to one."""
        from zoneinfo import ZoneInfo, available_timezones

        from bcastplan.model.nearest import did_you_mean
        from bcastplan.model.values import zone

        if isinstance(value, ZoneInfo):
            return value
        try:
            return ZoneInfo(zone(value))
        except ValueFault as fault:
            self.fail(f"{fault}{did_you_mean(value, sorted(available_timezones()))}", param, ctx)


@click.command("export")
@click.argument("style", metavar="FORMAT", type=click.Choice(FORMATS))
@paths_argument
@choice_options
@click.option("--season", type=SeasonName(), help="Only this season, where the schedules have several.")
@click.option("--zone", type=ZoneName(), help="ics: the listener's time zone, as Asia/Seoul.  [default: UTC]")
@output_option
def command(
    style: str,
    paths: tuple[str, ...],
    manager: str | None,
    broadcaster: str | None,
    language: str | None,
    service: str | None,
    target: str | None,
    season: Season | None,
    zone: ZoneInfo | None,
    output: str | None,
) -> None:
    """Write schedules as hfcc (to submit), eibi, csv (a table that reads back) or ics (a calendar for listeners).

    For monitors there are bookmarks (sdrpp, sdrsharp, gqrx), labels (kiwisdr) and a timetable by hour (timetable). What
    a format cannot carry is printed as findings on standard error.
    """
    from bcastplan.model.counts import count
    from bcastplan.model.inert import inert_list
    from bcastplan.reports.check.check_text import finding_line
    from bcastplan.workspace.lists.list_export import NoSeason, export_paths

    if zone is not None and style != "ics":
        raise click.UsageError("--zone is for calendars: schedules and lists are in UTC")
    choice = choice_of(manager, broadcaster, language, service, target)
    progress = Progress()
    try:
        exported = export_paths(
            style, paths, choice=choice, season=season, zone=zone, made_at=made_at(), progress=progress
        )
    except NoSeason as error:
        raise click.UsageError(str(error)) from None
    progress.done()
    for finding in exported.findings:
        # What was not read is missing from what is written, however light its finding is.
        missing = finding.loses is not None or finding.rule.startswith(("HFC1", "EIB1", "CSV1", "MON1"))
        if missing or finding.severity == "error":
            print(finding_line(finding), file=sys.stderr)  # noqa: T201
    tell_left_out(exported.findings)
    if exported.data is not None:
        data, where = exported.data, output
        if output in (None, "-"):
            where = "standard output"
            # Foreign lists may hold escape sequences that a terminal would carry out; a file keeps every byte.
            data, controls = inert_list(data)
            if controls:
                click.echo(f"{count(controls, 'control character')} shown as ?: -o FILE keeps them", err=True)
        write_result(data, output)
        click.echo(f"wrote {exported.transmissions:,} of {exported.read:,} transmissions to {where}", err=True)
    # What could be read is written all the same; the exit code tells that something is missing.
    if exported.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if exported.data is None:
        if exported.read:
            click.echo(f"none of {exported.read:,} transmissions meets the filters: nothing written", err=True)
        else:
            click.echo("no transmission could be read: nothing written", err=True)
        raise click.exceptions.Exit(FINDINGS)
    if any(finding.severity == "error" for finding in exported.findings):
        raise click.exceptions.Exit(FINDINGS)
