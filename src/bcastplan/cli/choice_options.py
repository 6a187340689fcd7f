"""Options that choose among transmissions, shared by import, export and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bcastplan.cli.common import adding

if TYPE_CHECKING:
    from bcastplan.workspace.lists.choice import Choice

choice_options = adding((
    click.option("--manager", metavar="CODES", help="Only these frequency-management organisations."),
    click.option("--broadcaster", metavar="CODES", help="Only these broadcasters."),
    click.option("--language", metavar="CODES", help="Only these languages (HFCC codes, as Kor)."),
    click.option("--service", metavar="NAMES", help="Only these services; * stands for any letters."),
    click.option(
        "--target", metavar="ZONES", help="Only transmissions to one of the test points of these CIRAF zones."
    ),
))  # fmt: skip
"""CODES and NAMES are lists with commas between them."""


def choice_of(
    manager: str | None, broadcaster: str | None, language: str | None, service: str | None, target: str | None
) -> Choice:
    """The choice the options make; a target that names no test point is wrong usage."""
    from bcastplan.reference import parse_target, target_points
    from bcastplan.workspace.lists.choice import Choice

    if target is not None:
        wrong = [problem for problem in parse_target(target).problems if problem.kind in ("bad-token", "unknown-zone")]
        if wrong:
            raise click.BadParameter(wrong[0].message, param_hint="--target")
        if not target_points(target):
            raise click.BadParameter("names no test point", param_hint="--target")
    return Choice(_codes(manager), _codes(broadcaster), _codes(language), _codes(service), target)


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in (text or "").split(",") if code.strip())
