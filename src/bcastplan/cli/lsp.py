"""``bcastplan lsp``: a language server over standard input and output, for editors."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

import click

from bcastplan.ending import leave_at_once

NEEDED = "the language server needs the package pygls: install it with  pip install 'bcastplan[lsp]'"


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Standard input and output: the only way there is, named by some editors.")
def command(stdio: bool) -> None:
    """Serve an editor over standard input and output (LSP 3.17).

    While you type in schedules and plan files it shows the findings of every rule, conflicts included, says what codes
    mean, completes keys and codes, and offers repairs. docs/howto-editors.md has the set-up of VS Code, Neovim, Helix,
    Emacs and Zed. It needs the extra: pip install 'bcastplan[lsp]'.
    """
    if find_spec("pygls") is None:
        raise click.UsageError(NEEDED)
    from bcastplan.lsp.features import planner_server
    from bcastplan.lsp.language_server import serve

    if sys.stdin.isatty():
        click.echo("bcastplan lsp: waiting for an editor on standard input; Ctrl-C ends it", err=True)
    stdout = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed must not get into the protocol
    # Nothing is written by this command, so a signal needs no tidying up; pygls would wait for its threads.
    leave_at_once()
    code = serve(sys.stdin.buffer, stdout, planner_server())
    sys.stderr.flush()
    os._exit(code)  # a thread may still wait for standard input
