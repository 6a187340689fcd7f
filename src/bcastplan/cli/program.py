"""The top of the command line; a command's module is imported only when that command runs."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from bcastplan.ending import Ended, ended_by
from bcastplan.installed import __version__
from bcastplan.streams import reason_of

EXIT_CODES = """\b
Exit codes:
  0    nothing at or above --fail-on
  1    findings (syntax errors, bad rows and empty files included)
  2    wrong usage
  3    an input that cannot be read at all
  129  the terminal is gone (SIGHUP)
  130  interrupted (SIGINT)
  143  terminated (SIGTERM)
"""

# Stated here as well as in `cli.common`, which `--help` and `--version` need not import.
UNREADABLE = 3
INTERRUPTED = 130

COMMANDS: dict[str, tuple[str, str]] = {
    "edit": ("edit", "Edit plans on the planner's screen; the default on a terminal."),
    "serve": ("serve", "Show the same screen in a browser of this machine."),
    "demo": ("demo", "Open a copy of the Korean plan that comes with the program."),
    "check": ("check", "Check schedules and plans against every rule."),
    "conflicts": ("conflicts", "List frequency and time conflicts, inside the plans and with others."),
    "hours": ("hours", "Count frequency-, transmitter- and programme-hours, energy and cost."),
    "import": ("import_", "Bring in HFCC, EiBi and Aoki lists and tables as schedules."),
    "export": ("export", "Write an HFCC or EiBi file, a table or a calendar."),
    "compare": ("compare", "Match two lists: not registered, not heard, different."),
    "coverage": ("coverage", "Predict how much of each target hears what is on the air."),
    "heard": ("heard", "Hold monitoring logs against the schedules: delivered, heard, predicted."),
    "sweep": ("sweep", "Predict coverage under every combination of assumptions."),
    "compat": ("compat", "Judge frequency pairs by signal to interference."),
    "suggest": ("suggest", "Look for clear channels for a transmission."),
    "settle": ("settle", "Propose moves that end the conflicts with others, for a meeting."),
    "optimise": ("optimise", "Propose better frequencies for a service, with a proof of how good they are."),
    "predict": ("predict", "Predict field strength, S/N and reliability of circuits."),
    "report": ("report", "Write a page for reviewers: hours, cost, the day, conflicts, what changed."),
    "diff": ("diff", "Show what changed between two plans, by transmission."),
    "merge": ("merge", "Merge three versions of a file for git, by transmission and key."),
    "rollover": ("rollover", "Copy a season's schedules to another season."),
    "format": ("format", "Write schedules and plan files in one style, comments kept."),
    "lsp": ("lsp", "Serve an editor: findings while you type, meanings, completion, repairs."),
    "schema": ("schema", "Print the JSON Schema of a schedule or plan file."),
    "rule": ("rule", "Explain a rule, or list all of them."),
    "new": ("new", "Write a first schedule, or a whole plan folder."),
    "completion": ("completion", "Print what makes a shell complete commands, options and files."),
}
"""Command -> its module below ``bcastplan.cli`` and its line in the help."""


class LazyCommands(click.Group):
    """A group that knows the names of its commands and imports each command on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        # click would sort them by name; the table has them in the order of a planner's work.
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = getattr(import_module(f"bcastplan.cli.{module}"), "command")  # noqa: B009 - name set by convention
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a suggestion where the name is close to one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from bcastplan.model.nearest import did_you_mean

            raise click.UsageError(f"no command '{args[0]}'{did_you_mean(args[0], list(COMMANDS))}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyCommands, invoke_without_command=True, epilog=EXIT_CODES)
@click.option("--version", "-V", is_flag=True, help="Show the version and exit.")
@click.option("--json", "as_json", is_flag=True, help="With --version: as JSON, with what it runs on.")
@click.pass_context
def app(context: click.Context, version: bool, as_json: bool) -> None:
    """Plan shortwave and medium-wave broadcasts: edit, check, count hours, predict coverage.

    PATHS are files or folders, `-` is standard input. Without a command, on a terminal, the planner's screen opens.
    """
    if as_json and not version:
        raise click.UsageError("--json belongs to --version; commands have --format json")
    if version:
        click.echo(_version_json() if as_json else f"bcastplan, version {__version__}")
        context.exit()
    if context.invoked_subcommand is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            command = context.command.get_command(context, "edit")  # type: ignore[attr-defined]
            context.invoke(command, paths=())
        else:
            click.echo(context.get_help())


def _version_json() -> str:
    import json
    import platform

    from bcastplan.model.schedule import FORMAT_VERSION

    described = {
        "schema": "bcastplan.version/1",
        "version": __version__,
        "schedule_format": FORMAT_VERSION,
        "python": platform.python_version(),
        "platform": sys.platform,
    }
    return json.dumps(described, indent=1)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the program and leave with its exit code; no input ends in a traceback."""
    # A command answers one question and ends: the cycle collector would cost more than it could free.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name of a station that the terminal's encoding lacks must not end the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(arguments)
    except (KeyboardInterrupt, Ended) as ended:
        code = _ended(ended)
    except BrokenPipeError:
        # Whoever read the output has closed it, as `head` does after ten lines, and that is no failure.
        _let_go_of_stdout()
        code = 0
    except MemoryError:
        _tell("not enough memory for this input")
        code = UNREADABLE
    except OSError as error:
        # An error of a file has its name; of the standard streams only the number tells.
        if error.filename is None and error.errno in (errno.EBADF, errno.ENOSPC, errno.EIO):
            _tell(f"cannot write to standard output: {reason_of(error)}{_what_stands()}")
        else:
            _tell(f"{error.filename or 'the system'}: {error.strerror or error}{_what_stands()}")
        code = UNREADABLE
    except Exception as error:
        cause = ended_by(error)
        code = _own_fault(error) if cause is None else _ended(cause)
    _finish(code)


def _run(arguments: list[str] | None) -> int:
    try:
        # In standalone mode click leaves by itself, with exit codes of its own for signals and closed pipes.
        code: Any = app.main(args=arguments, prog_name="bcastplan", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.Abort as error:
        code = _ended(error)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    return code if isinstance(code, int) else 0


def _ended(error: BaseException) -> int:
    """Returns the exit code after a signal, and tells what has become of files where some were written."""
    stands = _what_stands()
    if stands:
        _tell(f"{'ended by a signal' if isinstance(error, Ended) else 'interrupted'}{stands}")
    return error.code if isinstance(error, Ended) else INTERRUPTED


def _own_fault(error: Exception) -> int:
    """Say that the program, not the input, is at fault; BCASTPLAN_DEBUG=1 shows where."""
    if os.environ.get("BCASTPLAN_DEBUG"):
        raise error
    _tell(
        f"a fault in the program ({type(error).__name__}: {error}){_what_stands()}. "
        "Run it again with BCASTPLAN_DEBUG=1 and report what it shows."
    )
    return UNREADABLE


def _what_stands() -> str:
    """What has become of the user's files, for a message; nothing where no file was to be written."""
    # A command that has not even loaded the writer was not to write anything.
    writing = sys.modules.get("bcastplan.files.writing")
    if writing is None:
        return ""
    from bcastplan.cli.common import names_shown

    written = writing.files_written()
    return f"; written before: {names_shown(written)}" if written else "; no file was written"


def _tell(text: str) -> None:
    print(f"bcastplan: {text}", file=sys.stderr)  # noqa: T201


def _let_go_of_stdout() -> None:
    """Stop writing to standard output, even at exit, because its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _finish(code: int) -> NoReturn:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
    except OSError as error:
        # Where the command failed already, its own code and message say more.
        if code in (0, 1):
            _tell(f"cannot write to standard output: {reason_of(error)}")
            code = UNREADABLE
        _let_go_of_stdout()
    sys.exit(code)
