"""``bcastplan import``: another program's list becomes schedule files; nothing is overwritten unasked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcastplan.cli.choice_options import choice_of, choice_options
from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    CannotWrite,
    names_shown,
    tell_left_out,
    write_files,
    write_result,
)
from bcastplan.cli.new import SeasonName
from bcastplan.model.season import Season

if TYPE_CHECKING:
    from bcastplan.workspace.lists.list_import import Imported

FORMATS = ("hfcc", "eibi", "aoki", "csv", "bookmarks")


@click.command("import")
@click.argument("style", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "-o", "--output", metavar="DIR", default=".", show_default=True, type=click.Path(allow_dash=True),
    help="Folder for the schedules; with --single also a .yaml file, or - for standard output.",
)  # fmt: skip
@choice_options
@click.option("--season", type=SeasonName(), help="The season of the list, where the file does not tell it.")
@click.option("--mapping", metavar="FILE", type=click.Path(), help="csv: what the columns of the table mean (YAML).")
@click.option("--single", is_flag=True, help="One schedule file instead of one for each service.")
@click.option("--tables", is_flag=True, help="hfcc: also store the reference tables of the archive for all plans.")
@click.option("--force", is_flag=True, help="Replace schedule files that are there.")
def command(
    style: str,
    file: str,
    output: str,
    manager: str | None,
    broadcaster: str | None,
    language: str | None,
    service: str | None,
    target: str | None,
    season: Season | None,
    mapping: str | None,
    single: bool,
    tables: bool,
    force: bool,
) -> None:
    """Bring a list of another program in: hfcc, eibi, aoki or csv, zipped too, or bookmarks.

    One schedule file is written for each service. Faults of the list, and what a schedule cannot hold, are printed as
    findings on standard error. Files that are there stay, unless --force is given.
    """
    from bcastplan.reports.check.check_text import finding_line
    from bcastplan.workspace.lists.list_import import Request, import_list

    _check_options(style, file, output, mapping, single, tables)
    choice = choice_of(manager, broadcaster, language, service, target)
    if tables:
        _install_tables(file)
    request = Request(style, file, "." if output == "-" else output, choice, single, season, mapping)
    imported = import_list(request)
    for finding in imported.findings:
        print(finding_line(finding), file=sys.stderr)  # noqa: T201
    tell_left_out(imported.findings)
    if imported.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if imported.undated:
        listed = ", ".join(imported.undated)
        raise click.UsageError(f"nothing tells the season of {listed}: say it with --season, as --season A26")
    if imported.files:
        _write(imported, output, force)
    elif imported.read:
        click.echo(f"none of {imported.read:,} transmissions meets the filters: nothing written", err=True)
        raise click.exceptions.Exit(FINDINGS)
    if any(finding.severity == "error" for finding in imported.findings):
        raise click.exceptions.Exit(FINDINGS)


def _check_options(style: str, file: str, output: str, mapping: str | None, single: bool, tables: bool) -> None:
    if mapping is not None and style != "csv":
        raise click.UsageError("--mapping tells what the columns of a csv mean: other formats have their own")
    if tables and (style != "hfcc" or file == "-"):
        raise click.UsageError("--tables stores the reference tables of an HFCC archive, a .zip file")
    if output == "-" and not single:
        raise click.UsageError("several files cannot be printed: add --single, or name a folder")


def _write(imported: Imported, output: str, force: bool) -> None:
    if output == "-":
        if len(imported.files) > 1:
            raise click.UsageError("the archive holds several lists, a schedule each: name a folder to write them to")
        write_result("".join(imported.files.values()), None)
    else:
        write_files(imported.contents, force=force)
    where = "standard output" if output == "-" else names_shown(list(imported.files))
    click.echo(f"wrote {imported.transmissions:,} of {imported.read:,} transmissions to {where}", err=True)


def _install_tables(file: str) -> None:
    from bcastplan.reference import ReferenceZipError, install_tables

    try:
        installed = install_tables(Path(file))
    except ReferenceZipError as error:
        click.echo(f"{file}: no reference tables: {error}", err=True)
        raise click.exceptions.Exit(UNREADABLE) from None
    except OSError as error:
        raise CannotWrite(f"cannot store the reference tables: {error.strerror or error}") from None
    if not any(table.rows for table in installed):
        click.echo(f"{file}: no reference tables: none of their lines can be used, nothing stored", err=True)
        raise click.exceptions.Exit(UNREADABLE)
    for table in installed:
        passed = f", {len(table.problems)} lines passed over" if table.problems else ""
        click.echo(f"stored {table.file.as_posix()}: {table.rows:,} rows{passed}", err=True)
