"""``bcastplan demo``: opens a copy of the Korean plan for somebody who has no plan yet."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

import click

from bcastplan.cli.common import CannotWrite
from bcastplan.cli.edit import needs_terminal, open_screen
from bcastplan.streams import reason_of

PLAN = "dprk-a26"


@click.command("demo")
@click.argument("folder", required=False, type=click.Path(file_okay=False))
def command(folder: str | None) -> None:
    """Open a copy of the Korean plan of season A26 on the planner's screen.

    The copy is made in FOLDER (default: a new temporary folder) and is yours to edit; where FOLDER has one already,
    that is opened. The plan has the registered and the heard services to Korea, invented rates, and a log of reports
    that says itself that it is synthetic.
    """
    from bcastplan.workspace.seasons.new_plan import AlreadyThere, copy_sample

    # Asked first: without a terminal the copy would be made and never shown.
    needs_terminal()
    try:
        plan = copy_sample(PLAN, folder or mkdtemp(prefix="bcastplan-demo-"))
        click.echo(f"the plan was copied to {plan}", err=True)
    except AlreadyThere:
        plan = (Path(folder or ".") / PLAN).as_posix()
    except OSError as error:
        raise CannotWrite(f"cannot copy the plan: {reason_of(error)}") from None
    open_screen((plan,))
