"""``bcastplan check``: all rules over files and folders."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from bcastplan.cli.asked_check import AskedCheck, repeated, without_known
from bcastplan.cli.common import (
    FINDINGS,
    UNREADABLE,
    CannotRead,
    Progress,
    against_option,
    codes_option,
    fail_on_option,
    flat,
    output_option,
    severity_of,
    wants_colour,
    write_result,
)
from bcastplan.cli.written_fixes import fix_files, print_diff
from bcastplan.model.finding import MOST_FINDINGS, Severity

if TYPE_CHECKING:
    from bcastplan.workspace.inspection.check_result import CheckResult
    from bcastplan.workspace.inspection.rule_check import CheckNotes

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab")
# The third code clears what was scrolled away: scrolling up must not show findings of earlier rounds.
_CLEAR_SCREEN = "\x1b[H\x1b[2J\x1b[3J"


@dataclass(frozen=True, slots=True)
class _Display:
    """How the findings are to be shown."""

    style: str
    grouped: bool
    statistics: bool
    quiet: bool


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@against_option
@codes_option("--select", "Run only rules whose code begins so, as CON or TIM004,TIM007.")
@codes_option("--ignore", "Leave out rules whose code begins so; what is lost to all counts is still reported.")
@fail_on_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found, as --fail-on never.")
@click.option(
    "--since", metavar="REVISION", help="Only findings of lines and transmissions that changed since a git revision."
)
@click.option(
    "--exclude", multiple=True, metavar="PATTERN",
    help="Pass over files and folders, as in .gitignore, whose patterns count too; may be repeated.",
)  # fmt: skip
@click.option("--stdin-filename", "stdin_name", metavar="FILE", help="The file whose text standard input (-) is.")
@click.option(
    "--baseline", metavar="FILE", type=click.Path(dir_okay=False), help="Leave out the findings noted in this file."
)
@click.option("--update-baseline", is_flag=True, help="Note today's findings in the --baseline file, and exit with 0.")
@click.option("--watch", is_flag=True, help="Check again whenever something changes, until Ctrl-C.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what is meant; then check.")
@click.option("--diff", "show_diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that may change what is on the air."
)
@click.option(
    "--max-findings",
    "most",
    metavar="N",
    type=click.IntRange(0),
    default=MOST_FINDINGS,
    show_default=True,
    help="List N findings of each rule, and count the others; 0 lists them all.",
)
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--grouped", is_flag=True, help="Text: the findings of a transmission below a line that names it.")
@click.option("--statistics", is_flag=True, help="Text: how many findings each rule has, in place of the findings.")
@click.option("-q", "--quiet", is_flag=True, help="Findings only: no closing line, no progress, no remarks.")
@click.option(
    "--no-cache", is_flag=True,
    help="Check anew though nothing has changed, and keep no result (at most 64 MB in the user's cache folder).",
)  # fmt: skip
@output_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...],
    fail_on: str,
    exit_zero: bool,
    since: str | None,
    exclude: tuple[str, ...],
    stdin_name: str | None,
    baseline: str | None,
    update_baseline: bool,
    watch: bool,
    fix: bool,
    show_diff: bool,
    unsafe_fixes: bool,
    most: int,
    style: str,
    grouped: bool,
    statistics: bool,
    quiet: bool,
    no_cache: bool,
    output: str | None,
) -> None:
    """Check schedules: syntax, times, frequencies, sites, targets, conflicts.

    PATHS are files or folders, by default the current folder; `-` is standard input. Findings are sorted by file and
    line. `bcastplan rule CODE` explains a rule.
    """
    # No check multiplies large matrices; to start threads for that takes half of the time in which numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    paths = paths or (".",)
    request = AskedCheck(
        paths, against, flat(select), flat(ignore), baseline, most or None, exclude, stdin_name, since, quiet,
        not no_cache,
    )  # fmt: skip
    _refuse_what_does_not_go_together(request, style, grouped or statistics, update_baseline)
    display = _Display(style, grouped, statistics, quiet)
    if fix or show_diff or unsafe_fixes:
        _refuse_beside_fixes(request, fix or show_diff, watch or update_baseline)
    if watch:
        if style != "text" or output is not None or update_baseline or "-" in paths:
            raise click.UsageError(
                "--watch shows text on the screen: leave out --format, -o, --update-baseline and standard input"
            )
        _watch(request, display)
    elif update_baseline:
        _update(request)
    else:
        if show_diff:
            print_diff(request, unsafe_fixes, output)
            return
        result = fix_files(request, unsafe_fixes) if fix else _checked(request)
        fail_at = None if exit_zero else severity_of(fail_on)
        write_result(_render(result, display, fail_at, colour=output is None and wants_colour()), output)
        if result.unreadable or result.failed(fail_at):
            raise click.exceptions.Exit(UNREADABLE if result.unreadable else FINDINGS)


def _refuse_what_does_not_go_together(request: AskedCheck, style: str, text_only: bool, update_baseline: bool) -> None:
    if update_baseline and request.baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE: the file to write")
    if update_baseline and request.since is not None:
        raise click.UsageError("a baseline notes every finding: leave out --since")
    if text_only and style != "text":
        raise click.UsageError("--grouped and --statistics go with the format text")
    if request.stdin_name is not None:
        from bcastplan.model.plan import PLAN_FILE

        if "-" not in request.paths:
            raise click.UsageError("--stdin-filename names what standard input is: name - among the paths")
        if request.stdin_name.replace("\\", "/").rpartition("/")[2] == PLAN_FILE:
            raise click.UsageError(f"--stdin-filename names a schedule: {PLAN_FILE} is read from the disk")
    if request.since is not None and "-" in request.paths:
        raise click.UsageError("--since compares files with git: leave out standard input")


def _refuse_beside_fixes(request: AskedCheck, fixing: bool, other: bool) -> None:
    if not fixing:
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if other or request.since is not None or "-" in request.paths:
        raise click.UsageError(
            "--fix and --diff mend files: leave out --watch, --update-baseline, --since and standard input"
        )


def _checked(request: AskedCheck) -> CheckResult:
    """Check, and leave out what the baseline knows, saying on standard error how much that was."""
    if request.baseline is None:
        return _check_all(request, request.most)
    result = _check_all(request, None)  # the baseline knows findings, not numbers of them
    return without_known(request, result, tell=not request.quiet).shortened(request.most)


def _check_all(request: AskedCheck, most: int | None) -> CheckResult:
    """Check, or take the result of an earlier run where nothing has changed since."""
    # What standard input holds is not among the contents by which kept results are found.
    if not request.kept or request.stdin_name is not None:
        return _check_anew(request, most)
    from bcastplan.workspace.inspection.kept_checks import CheckRequest, KeptChecks
    from bcastplan.workspace.opening.git_files import NoRevision

    # Shortened last: of the first findings of a rule all could be old ones.
    listed = most if request.since is None else None
    asked = CheckRequest(
        request.paths, request.against, request.select, request.ignore, listed, request.exclude, request.since
    )
    try:
        result = KeptChecks().checked(asked, partial(_check_anew, request, listed))
        return result if request.since is None else result.shortened(most)
    except NoRevision as error:
        raise click.UsageError(str(error)) from None


def _check_anew(request: AskedCheck, most: int | None, notes: CheckNotes | None = None) -> CheckResult:
    from bcastplan.workspace.inspection.rule_check import check_paths
    from bcastplan.workspace.opening.git_files import NoRevision

    progress = Progress(enabled=not request.quiet)
    try:
        return check_paths(
            request.paths,
            request.against,
            select=request.select,
            ignore=request.ignore,
            most=most,
            progress=progress,
            exclude=request.exclude,
            stdin_name=request.stdin_name,
            since=request.since,
            notes=notes,
        )
    except NoRevision as error:
        raise click.UsageError(str(error)) from None
    finally:
        progress.done()


def _update(request: AskedCheck) -> None:
    from bcastplan.cli.common import CannotWrite
    from bcastplan.model.counts import count
    from bcastplan.reports.check.check_text import finding_line
    from bcastplan.workspace.inspection.baseline import write_baseline

    assert request.baseline is not None
    result = _check_all(request, None)
    try:
        noted = write_baseline(result.findings, request.baseline)
    except OSError as error:
        raise CannotWrite(f"cannot write {request.baseline}: {error.strerror or error}") from None
    if not request.quiet:
        click.echo(f"{count(noted, 'finding')} noted in {request.baseline}", err=True)
    if result.unreadable:
        for finding in result.findings:
            if finding.rule.startswith("FIL"):
                click.echo(finding_line(finding), err=True)
        raise click.exceptions.Exit(UNREADABLE)


def _watch(request: AskedCheck, display: _Display) -> None:
    """Check at every change; a terminal shows the findings of the last check, a file or pipe a line for each."""
    from bcastplan.reports.check.check_text import summary_line
    from bcastplan.workspace.opening.file_watch import CannotWatch, rounds

    terminal = sys.stdout.isatty()
    others = [*request.against, *([request.baseline] if request.baseline else [])]
    try:
        # With --since each round has to ask git again: a commit changes what counts as changed, and no file.
        check = repeated(request) if request.since is None else partial(_checked, request)
        for _ in rounds(request.paths, others):
            result = check()
            if terminal:
                text = _render(result, display, None, colour=wants_colour())
                write_result(f"{_CLEAR_SCREEN}{text}\nChecked again at every change; Ctrl-C ends.\n", None)
            else:
                write_result(f"{summary_line(result)}\n", None)
            sys.stdout.flush()
            gc.collect()  # the program runs without the cycle collector, and this loop may run for days
    except CannotWatch as error:
        raise CannotRead(str(error)) from None


def _render(result: CheckResult, display: _Display, fail_at: Severity | None, *, colour: bool) -> str:
    style = display.style
    if style == "json":
        from bcastplan.reports.check.check_json import check_json

        return check_json(result)
    if style in ("sarif", "gitlab"):
        from bcastplan.workspace.inspection.baseline import fingerprints

        marks = fingerprints(result.findings)
        if style == "gitlab":
            from bcastplan.reports.check.check_gitlab import check_gitlab

            return check_gitlab(result, marks)
        from bcastplan.reports.check.check_sarif import check_sarif

        return check_sarif(result, marks, complete=not result.unreadable)
    if style == "junit":
        from bcastplan.reports.check.check_junit import check_junit

        return check_junit(result, fail_at)
    if style == "github":
        from bcastplan.reports.check.check_github import check_github

        return check_github(result)
    from bcastplan.reports.check.check_text import check_text, statistics_text

    if display.statistics:
        return statistics_text(result, quiet=display.quiet)
    return check_text(result, colour=colour, grouped=display.grouped, quiet=display.quiet)
