"""``bcastplan completion``: a script with which a shell asks the program for completions."""

from __future__ import annotations

import click

from bcastplan.cli.common import write_result

SHELLS = ("bash", "zsh", "fish")

# click joins the lines of a paragraph, unless a `\b` stands above it.
_WHERE = """\b
Once, for each shell:
  bash  bcastplan completion bash > ~/.local/share/bash-completion/completions/bcastplan
  zsh   bcastplan completion zsh > "${fpath[1]}/_bcastplan"
  fish  bcastplan completion fish > ~/.config/fish/completions/bcastplan.fish
"""


@click.command("completion", epilog=_WHERE)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands, options, rule codes and files."""
    write_result(script(shell), None)


def script(shell: str) -> str:
    """The completion script of one shell; bash needs 4.4 or newer."""
    from click.shell_completion import get_completion_class

    from bcastplan.cli.program import app

    shell_class = get_completion_class(shell)
    assert shell_class is not None, shell
    completion = shell_class(app, {}, "bcastplan", "_BCASTPLAN_COMPLETE")
    return f"{(completion.source_template % completion.source_vars()).strip()}\n"
