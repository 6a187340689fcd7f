"""``bcastplan serve``: the planner's screen in a browser, for whoever has the address that it prints."""

from __future__ import annotations

import secrets
import shlex
import sys

import click

from bcastplan.cli.common import against_option
from bcastplan.ending import exit_code
from bcastplan.files.regular import is_there


@click.command("serve")
@click.argument("paths", nargs=-1, type=click.Path())
@against_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME",
    help="A further name that browsers may use for this machine, as behind a proxy; may be repeated.",
)  # fmt: skip
def command(paths: tuple[str, ...], against: tuple[str, ...], host: str, port: int, names: tuple[str, ...]) -> None:
    """Show the planner's screen for PATHS in a browser.

    The address that is printed has a secret in it: whoever has the whole address can edit the files below PATHS, and
    nobody else can. Every browser window is a program of its own, four at most. Nothing is encrypted: listen on
    another address than 127.0.0.1 only in a network that you trust, or behind a proxy that encrypts.
    """
    import asyncio

    from bcastplan.cli.browser_server import planner_server

    # Otherwise each browser window would start a program that cannot open it, and show nothing.
    missing = [path for path in paths if not is_there(path)]
    if missing:
        raise click.UsageError(f"there is no {missing[0]}")
    # 24 bytes are 192 bits, too many to guess; a new token for each run ends the access of everybody who had the old
    # one.
    server = planner_server(command_line(paths, against), host, port, secrets.token_urlsafe(24), names)
    # The library asks for the loop of the thread, and Python warns since 3.12 where none is set.
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        server.serve()
    # A host name with a label that is empty or too long fails in its encoding (IDNA), before any socket is asked.
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise click.UsageError(f"cannot listen on {host}:{port}: {reason}") from None
    if server.ended_by is not None:
        raise click.exceptions.Exit(exit_code(server.ended_by))


def command_line(paths: tuple[str, ...], against: tuple[str, ...]) -> str:
    """The command that each browser window runs, quoted for a shell."""
    words = [sys.executable, "-m", "bcastplan", "edit", "--confined"]
    for name in against:
        words += ["--against", name]
    return shlex.join([*words, "--", *paths])
