"""``bcastplan check --fix`` and ``--diff``: what can be fixed is written, or shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bcastplan.cli.asked_check import AskedCheck, without_known
from bcastplan.cli.common import FINDINGS, UNREADABLE, diff_lines, run_transaction, write_result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bcastplan.workspace.inspection.check_result import CheckResult
    from bcastplan.workspace.inspection.fixing import Fixed
    from bcastplan.workspace.opening.open_plans import Workspace


def _fixed(request: AskedCheck, unsafe: bool) -> Fixed:
    from bcastplan.workspace.inspection.fixing import fixed
    from bcastplan.workspace.inspection.rule_check import check_workspace
    from bcastplan.workspace.opening.open_plans import open_paths

    def check(texts: Mapping[str, str]) -> tuple[Workspace, CheckResult]:
        workspace = open_paths(request.paths, request.against, exclude=request.exclude, texts=texts)
        result = check_workspace(workspace, select=request.select, ignore=request.ignore)
        # The check runs after every round of fixes, and what it says of the baseline should be read once.
        return workspace, without_known(request, result, tell=False)

    return fixed(check, unsafe=unsafe)


def fix_files(request: AskedCheck, unsafe: bool) -> CheckResult:
    """Write what can be fixed, together, and return the check of the files as they are then."""
    from bcastplan.files.writing import FileWrite
    from bcastplan.model.counts import count

    answer = _fixed(request, unsafe)
    run_transaction([FileWrite(file.name, file.after, over=file.before) for file in answer.files])
    if not request.quiet:
        if answer.files:
            rules = ", ".join(f"{code} {number}" for code, number in sorted(answer.fixes.items()))
            done = count(answer.fixes.total(), "finding")
            click.echo(f"fixed {done} in {count(len(answer.files), 'file')} ({rules})", err=True)
        if answer.unsafe_left:
            click.echo(f"{count(answer.unsafe_left, 'finding')} more with --unsafe-fixes", err=True)
    return answer.result.shortened(request.most)


def print_diff(request: AskedCheck, unsafe: bool, output: str | None) -> None:
    """Print what would be fixed; exit with 1 where that is anything, with 3 where something cannot be read."""
    answer = _fixed(request, unsafe)
    lines = (line for file in answer.files for line in diff_lines(file.name, file.before, file.after))
    write_result("".join(lines), output)
    if answer.result.unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if answer.files:
        raise click.exceptions.Exit(FINDINGS)
