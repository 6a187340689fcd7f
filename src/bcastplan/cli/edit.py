"""``bcastplan edit``: the planner's screen; nothing is written before the user saves."""

from __future__ import annotations

import gc
import os
import sys

import click

from bcastplan.cli.common import against_option
from bcastplan.ending import SIGNALS


class NeedsTerminal(click.ClickException):
    """The screen cannot be drawn here."""

    exit_code = 2


@click.command("edit")
@click.argument("paths", nargs=-1, type=click.Path())
@against_option
@click.option("--confined", is_flag=True, help="Write nothing but PATHS and what lies below them.")
def command(paths: tuple[str, ...], against: tuple[str, ...] = (), confined: bool = False) -> None:
    """Edit the plans and schedules under PATHS (default: this folder) on the planner's screen.

    Lists (HFCC, EiBi, Aoki) can be looked at, compared with and imported; schedules (YAML) can be edited. Nothing is
    written before you save; what was not saved when the program was killed is offered again the next time.
    """
    open_screen(paths, against, confined=confined)


def needs_terminal() -> None:
    """Raise NeedsTerminal where there is none to draw on; a browser window is one."""
    # The server of `serve` names its driver there, and runs the program with pipes in place of a terminal.
    in_browser = "TEXTUAL_DRIVER" in os.environ
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NeedsTerminal("the planner's screen needs a terminal: scripts use `bcastplan check` or `bcastplan hours`")


def open_screen(paths: tuple[str, ...], against: tuple[str, ...] = (), *, confined: bool = False) -> None:
    """Show the screen until the user leaves it; raises NeedsTerminal, and click's Exit where it ended otherwise."""
    needs_terminal()
    from bcastplan.files.confined import confine
    from bcastplan.tui.app import PlannerApp

    if confined:
        confine(paths or (".",))
    app = PlannerApp(paths, against, ended_by=SIGNALS)
    # Commands run without the cycle collector; a screen that is open all day needs it, but not over what was imported.
    gc.freeze()
    gc.enable()
    app.run()
    if app.return_code:
        raise click.exceptions.Exit(app.return_code)
