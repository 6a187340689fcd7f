"""YML and FIL: problems of reading a file; the checks run while the file is read."""

from __future__ import annotations

from bcastplan.model.finding import Severity
from bcastplan.model.frequency import khz_of_mhz, khz_written
from bcastplan.rules.registry import reading_rule
from bcastplan.rules.rule_fixes import Fix, rename_key, rewriting


@reading_rule("FIL001", "unreadable-input", Severity.ERROR, since="0.1")
def unreadable_input() -> None:
    """An input cannot be read at all.

    ## What it checks
    The file exists, may be read, is text in UTF-8 (or a list in its own encoding), and an archive can be opened.

    ## Why it matters
    What cannot be read is not checked; a green result would be a lie. The exit code is 3.

    ## Example
    `bcastplan check b07/voa.yaml` with no such file.

    ## How to fix
    Correct the path or the permission; save UTF-16 as UTF-8; download a broken archive again.

    ## Source
    The program's own rule.
    """


@reading_rule("FIL002", "no-schedules", Severity.ERROR, since="0.1")
def no_schedules() -> None:
    """A folder holds no schedule.

    ## What it checks
    A folder given on the command line has at least one YAML file with a top-level `bcastplan:` key, or a list in a
    known format.

    ## Why it matters
    A check of no schedule at all would pass, although the path is usually wrong.

    ## Example
    `bcastplan check docs/`

    ## How to fix
    Name the folder that holds the schedules, or start one with `bcastplan new`.

    ## Source
    The program's own rule.
    """


@reading_rule("YML001", "syntax", Severity.ERROR, since="0.1")
def syntax() -> None:
    """The text is not YAML.

    ## What it checks
    The file can be parsed as one YAML document. Reading stops at the first fault, so more may follow.

    ## Why it matters
    Nothing in the file is checked or counted.

    ## Example
    `transmissions: [{frequency: 9565, time: 1530-1630` without the closing brackets.

    ## How to fix
    Look at the place named and just above it: a bracket, a quote or an indentation is missing there.

    ## Source
    YAML 1.1 as libyaml reads it.
    """


@reading_rule(
    "YML002", "unknown-key", Severity.ERROR, since="0.1", fields=("key", "meant"),
    fixes=(Fix("writes a key that is one slip away from a known one as that, unless both are written.", rename_key),),
)  # fmt: skip
def unknown_key() -> None:
    """A key is not part of the format.

    ## What it checks
    Every key of a schedule, a transmission and a plan file is one the format knows, or begins with `x-`.

    ## Why it matters
    A misspelt `until` would quietly put a transmission on the air all season.

    ## Example
    `form: 2026-06-22` instead of `from: 2026-06-22`.

    ## How to fix
    Take the key that is suggested; keep notes of your own under keys that begin with `x-`.

    ## Source
    Format version 1 of schedule and plan files (docs/file-format.md).
    """


@reading_rule("YML003", "duplicate-key", Severity.ERROR, since="0.1", fields=("key",))
def duplicate_key() -> None:
    """A key stands twice in one mapping.

    ## What it checks
    Keys of one mapping differ. The first one is used for the other checks.

    ## Why it matters
    YAML programs disagree about which of the two counts.

    ## Example
    Two `time:` lines in one transmission.

    ## How to fix
    Remove one of the two.

    ## Source
    YAML 1.2.2, section 3.2.1.1: keys of a mapping are unique.
    """


@reading_rule("YML004", "missing-key", Severity.ERROR, since="0.1")
def missing_key() -> None:
    """A required key is missing.

    ## What it checks
    A schedule has a service, a season (or `from` and `until`) and transmissions; a transmission has a frequency and
    a time; records of the plan file have their required keys.

    ## Why it matters
    Without them there is nothing to put on the air, and so nothing to check or count.

    ## Example
    A transmission without `time`.

    ## How to fix
    Add the key, in the transmission or in `defaults`.

    ## Source
    Format version 1 of schedule and plan files (docs/file-format.md).
    """


@reading_rule(
    "YML005", "wrong-value", Severity.ERROR, since="0.1",
    fixes=(
        Fix("writes a frequency with its unit, as `9.565 MHz` or `9565 kHz`, in kHz.", rewriting(khz_written)),
        Fix("takes a frequency of three decimals below 30 for MHz.", rewriting(khz_of_mhz), unsafe=True),
    ),
)  # fmt: skip
def wrong_value() -> None:
    """A value is not what its key takes.

    ## What it checks
    Numbers are numbers, lists are lists, words come from their closed list (`mode: DRM`), values lie in their range.
    Values are read as written: `010`, `no` and `12:30` are never turned into something else.

    ## Why it matters
    A faulty frequency, time or date keeps its transmission out of every check and count; any other faulty value is
    left out.

    ## Example
    `frequency: 9.565 MHz`

    ## How to fix
    Write what the message asks for.

    ## Source
    Format version 1 of schedule and plan files (docs/file-format.md).
    """


@reading_rule("YML006", "tag", Severity.ERROR, since="0.1")
def tag() -> None:
    """A YAML tag is refused.

    ## What it checks
    No value carries a tag such as `!!int` or `!env`.

    ## Why it matters
    Values are read as written; a tag would ask for something else, and in other programs it may run code.

    ## Example
    `power: !!float 250`

    ## How to fix
    Remove the tag.

    ## Source
    Format version 1 of schedule and plan files (docs/file-format.md).
    """


@reading_rule("YML007", "limits", Severity.ERROR, since="0.1")
def limits() -> None:
    """A file is larger or deeper than any schedule.

    ## What it checks
    Size of the text and of single values, how many values and keys there are (500,000), depth of nesting, and how much
    aliases repeat.

    ## Why it matters
    A few lines of nested aliases can stand for billions of values and take a machine down.

    ## Example
    Ten levels of lists that each repeat the one before ten times.

    ## How to fix
    Write the values out, or split the file.

    ## Source
    The program's own limits (docs/file-format.md).
    """


@reading_rule("YML008", "encoding", Severity.ERROR, since="0.1")
def encoding() -> None:
    """A schedule is not UTF-8.

    ## What it checks
    The bytes of a YAML file are UTF-8, with or without a byte-order mark.

    ## Why it matters
    Names would be read wrong, and writing the file back would change bytes nobody touched.

    ## Example
    A file saved as Windows-1252 with `Radio Liberación` in it.

    ## How to fix
    Save the file as UTF-8 in your editor.

    ## Source
    YAML 1.2.2, section 5.2.
    """


@reading_rule("YML009", "empty-file", Severity.ERROR, since="0.1")
def empty_file() -> None:
    """A file has nothing in it.

    ## What it checks
    The file has at least one value besides comments.

    ## Why it matters
    It was meant to be a schedule; a file cut off by a full disk looks like this.

    ## Example
    A file of 0 bytes.

    ## How to fix
    Restore the file, or start one with `bcastplan new`.

    ## Source
    The program's own rule.
    """


@reading_rule("YML010", "format-version", Severity.ERROR, since="0.1")
def format_version() -> None:
    """The format version is not one this program reads.

    ## What it checks
    `bcastplan: 1` at the top of the file.

    ## Why it matters
    A newer format may mean other things by the same words.

    ## Example
    `bcastplan: 2`

    ## How to fix
    Use a newer program, or write the version it has.

    ## Source
    Format version 1 of schedule and plan files (docs/file-format.md).
    """


@reading_rule("YML011", "not-a-schedule", Severity.ERROR, since="0.1")
def not_a_schedule() -> None:
    """A file named on the command line is YAML, but not ours.

    ## What it checks
    The text is a mapping with the key `bcastplan`. In folders other YAML files are passed over; a file named
    explicitly must be a schedule.

    ## Why it matters
    Checking somebody else's file would report nonsense.

    ## Example
    `bcastplan check .github/workflows/ci.yml`

    ## How to fix
    Name the right file, or add `bcastplan: 1` at its top.

    ## Source
    Format version 1 of schedule and plan files (docs/file-format.md).
    """
