"""Options and helpers that commands share."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import CompletionItem

from bcastplan.model.finding import Finding, Severity
from bcastplan.model.inert import inert
from bcastplan.streams import reason_of

if TYPE_CHECKING:
    from bcastplan.files.writing import FileWrite

FAIL_ON = ("error", "warning", "info", "never")
UNREADABLE = 3
FINDINGS = 1
INTERRUPTED = 130
INPUTS = ("paths", "against", "a", "b", "before", "after", "file", "table", "mapping", "baseline")
"""Parameters of commands that name files to be read."""
# Shorter work is over before a line about it could be read.
_TALK_AFTER_SECONDS = 1.0
# A pace that was measured over less is no guide, and less is not worth telling.
_PACE_SECONDS = 3.0

Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What adds an option to a command."""

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
against_option = click.option(
    "--against", "against", multiple=True, metavar="FILE",
    help="A reference schedule (YAML, HFCC, EiBi, Aoki; zipped too) to find conflicts with; may be repeated.",
)  # fmt: skip
fail_on_option = click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="error", show_default=True,
    help="The severity from which on the exit code is 1.",
)  # fmt: skip
output_option = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True),
    help="Write here instead of standard output.",
)  # fmt: skip


def adding(options: Sequence[Option]) -> Option:
    """A decorator that adds several options to a command."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        # Decorators are applied from the last to the first, and help lists options from the first to the last.
        for option in reversed(options):
            command = option(command)
        return command

    return add


class Codes(click.ParamType[tuple[str, ...]]):
    """Rule codes or their beginnings, separated by commas; the option may be repeated."""

    name = "CODES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Split and check the codes."""
        # Click also passes values that are converted already, as defaults are.
        if isinstance(value, tuple):
            return value
        from bcastplan.model.nearest import did_you_mean
        from bcastplan.rules.registry import all_rules

        codes = tuple(code.strip().upper() for code in value.split(",") if code.strip())
        known = list(all_rules())
        for code in codes:
            if not any(name.startswith(code) for name in known):
                self.fail(f"no rule begins with '{code}'{did_you_mean(code, known)}", param, ctx)
        return codes

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Codes that begin as the last one of the typed list does."""
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(f"{before}{comma}{code}", help=summary) for code, summary in codes_beginning(last)]


def codes_beginning(typed: str) -> list[tuple[str, str]]:
    """Rule codes that begin with a text, in upper or lower case, with their summaries."""
    from bcastplan.rules.registry import all_rules

    return [(code, rule.summary) for code, rule in all_rules().items() if code.startswith(typed.upper())]


def codes_option(name: str, text: str) -> Option:
    """An option that takes rule codes."""
    return click.option(name, type=Codes(), multiple=True, help=text)


def flat(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The codes of a repeated option as one tuple."""
    return tuple(code for group in groups for code in group)


def severity_of(fail_on: str) -> Severity | None:
    """The severity of a ``--fail-on`` word, None for never."""
    return None if fail_on == "never" else Severity(fail_on)


def wants_colour() -> bool:
    """Whether standard output may be coloured: a terminal unless NO_COLOR is set, anything where FORCE_COLOR is.

    https://no-color.org and https://force-color.org; NO_COLOR wins.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write_draft(
    result: Callable[[], str | bytes], schedule: Callable[[], str], output: str | None, *, force: bool
) -> None:
    """Print a result, and put the schedule that it proposes into a file; for ``-`` the schedule is printed instead.

    Only what is asked for is made.
    """
    if output not in (None, "-"):
        write_files({str(output): schedule().encode()}, force=force, make_folders=False)
    write_result(schedule() if output == "-" else result(), None)


def write_result(text: str | bytes | Iterable[str], output: str | None) -> None:
    """Put a result on standard output, or into a file that appears whole or not at all.

    The parts of a text are written as they come, so that standard output never holds all of a long one in memory.

    Raises click.ClickException (exit code 3) where the file cannot be written.
    """
    pieces = [text] if isinstance(text, bytes) else _encoded([text] if isinstance(text, str) else text)
    if output in (None, "-"):
        try:
            # What was printed as text before waits in a buffer of its own and has to come first.
            sys.stdout.flush()
            for data in pieces:
                sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # The reader has seen enough (`| head`), which is no failure: `program.main` deals with it.
            raise
        except OSError as error:
            raise CannotWrite(f"cannot write to standard output: {reason_of(error)}") from None
        return
    assert output is not None
    write_files({output: b"".join(pieces)}, force=True, make_folders=False)


def _encoded(parts: Iterable[str]) -> Iterator[bytes]:
    return (part.encode("utf-8", "surrogateescape") for part in parts)


def diff_lines(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """What would change in a file, as a unified diff."""
    from difflib import unified_diff

    old, new = (data.decode("utf-8", "replace").splitlines(keepends=True) for data in (before, after))
    for line in unified_diff(old, new, name, name):
        # difflib leaves a last line without its end, where `patch` needs this mark.
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write_files(files: Mapping[str, bytes], *, force: bool, make_folders: bool = True) -> None:
    """Write files together, new ones all or none, and their folders where they are missing.

    Args:
        files: path -> contents.
        force: whether files that are there are replaced.
        make_folders: whether folders are made.

    Raises Exists (exit code 2) where one is there and is not to be replaced, CannotWrite (exit code 3) where one
    cannot be written; the message names the files that were written nevertheless.
    """
    from bcastplan.files.regular import stands
    from bcastplan.files.writing import FileWrite, Over

    for name in files:
        refuse_inputs(name)
    # The transaction refuses as well, but it would name the first file alone.
    there = [] if force else [name for name in files if stands(name)]
    if there:
        raise Exists(f"{names_shown(there)} exists already, nothing written: {_OTHER_PLACE}")
    over = Over.ANYTHING if force else Over.NOTHING
    run_transaction([FileWrite(name, data, over) for name, data in files.items()], make_folders=make_folders)


def run_transaction(writes: Sequence[FileWrite], *, make_folders: bool = False) -> None:
    """Write files together; raises Exists (exit code 2) or CannotWrite (exit code 3), which say what stands."""
    from bcastplan.files.writing import Transaction

    transaction = Transaction(writes, make_folders=make_folders)
    try:
        transaction.run()
    except FileExistsError as error:
        raise Exists(f"{error.filename} exists already, {_standing(transaction.written)}: {_OTHER_PLACE}") from None
    except OSError as error:
        name = error.filename or names_shown([write.path for write in writes])
        standing = f"; {_standing(transaction.written)}" if len(writes) > 1 else ""
        raise CannotWrite(f"cannot write {name}: {error.strerror or error}{standing}") from None


_OTHER_PLACE = "choose another place with -o, or replace with --force"
_NAMED = 8  # files named in a message


def names_shown(names: Sequence[str]) -> str:
    """File names for a message, the first few of many."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _standing(written: Sequence[str]) -> str:
    return f"written all the same: {names_shown(written)}" if written else "nothing written"


def missing_from(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of reading that say what a comparison lacks."""
    from bcastplan.workspace.inspection.rule_check import INCOMPLETE

    return [
        finding
        for finding in findings
        if finding.severity == "error" or finding.rule in INCOMPLETE or finding.loses is not None
    ]


def tell_missing(findings: Iterable[Finding]) -> bool:
    """Print on standard error what a comparison lacks; returns whether one of these findings is an error."""
    from bcastplan.reports.check.check_text import finding_line

    told = missing_from(findings)
    for finding in told:
        print(finding_line(finding), file=sys.stderr)  # noqa: T201
    tell_left_out(told)
    return any(finding.severity == "error" for finding in told)


def tell_findings(findings: Iterable[Finding]) -> bool:
    """Print errors and warnings on standard error, and what is left out; returns whether one is an error."""
    from bcastplan.reports.check.check_text import finding_line

    told = [finding for finding in findings if finding.severity != "info"]
    for finding in told:
        print(finding_line(finding), file=sys.stderr)  # noqa: T201
    tell_left_out(told)
    return any(finding.severity == "error" for finding in told)


def leave_after(findings: Iterable[Finding], *, unreadable: int) -> None:
    """Tell errors and warnings, and leave with 3 where an input could not be read at all, with 1 where one is an error.

    Returns where neither is so.
    """
    broken = tell_findings(findings)
    if unreadable:
        raise click.exceptions.Exit(UNREADABLE)
    if broken:
        raise click.exceptions.Exit(FINDINGS)


def tell_left_out(findings: Iterable[Finding]) -> None:
    """Print on standard error how many transmissions some findings keep out of every count, and why."""
    from bcastplan.model.left_out import left_out_of

    if left_out := left_out_of(findings):
        print(left_out, file=sys.stderr)  # noqa: T201


class Quantity(click.FloatRange):
    """A number within bounds that is neither NaN nor infinite."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read and check it."""
        number = float(super().convert(value, param, ctx))
        # Bounds let NaN through, because every comparison with it is false.
        if not math.isfinite(number):
            self.fail(f"{value} is no number to reckon with", param, ctx)
        return number


separation_option = click.option(
    "--separation", type=Quantity(0, 30_000), metavar="KHZ",
    help="Widest separation of a pair; default: 10 kHz on HF, two raster steps on MW and LW.",
)  # fmt: skip


def refuse_inputs(output: str) -> None:
    """Raise click.UsageError where an output is one of the files the running command reads."""
    from bcastplan.files.regular import is_folder, is_there

    context = click.get_current_context(silent=True)
    given = context.params if context is not None else {}
    named = [name for key in INPUTS for name in _names(given.get(key))]
    written = Path(output).resolve()
    for name in named:
        path = Path(name)
        # A folder is an input too, but only its schedules are read: a report may be written into it.
        held = is_folder(path) and written.suffix in (".yaml", ".yml") and path.resolve() in written.parents
        if is_there(written) and (held or written == path.resolve()):
            raise click.UsageError(f"{output} is one of the files that were read: write to another one")


def _names(value: Any) -> tuple[str, ...]:
    """The value of a parameter as file names."""
    return (value,) if isinstance(value, str) else tuple(value or ())


class CannotRead(click.ClickException):
    """A file that the command needs and cannot read."""

    exit_code = UNREADABLE


class CannotWrite(click.ClickException):
    """An output that cannot be written."""

    exit_code = UNREADABLE


class Exists(click.ClickException):
    """A file that is there already and was not to be replaced."""

    exit_code = 2


def time_left(seconds: float, done: int, total: int) -> str:
    """How long the rest takes at the pace so far, in words; nothing while that is hard to tell or soon over."""
    left = seconds * (total - done) / done if done else 0.0
    if seconds < _PACE_SECONDS or left < _PACE_SECONDS:
        return ""
    return f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"


class Progress:
    """A line of progress on standard error, for work on a terminal that takes over a second."""

    def __init__(self, *, enabled: bool = True) -> None:
        self.started = time.monotonic()
        self.shown = False
        self.enabled = enabled and sys.stderr.isatty()
        self._what, self._since = "", self.started

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show one line that replaces itself."""
        now = time.monotonic()
        if self._what != what:
            self._what, self._since = what, now
        if self.enabled and now - self.started > _TALK_AFTER_SECONDS:
            self.shown = True
            # `\r` returns to the start of one line only, so the text must not be wider than it looks, nor wrap.
            words = inert(what).encode("ascii", "backslashreplace").decode()[:60]
            sys.stderr.write(f"\r\x1b[K{done}/{total} {words}{time_left(now - self._since, done, total)}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
