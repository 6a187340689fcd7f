"""``bcastplan schema``: the JSON Schema of a file, for editors and validators."""

from __future__ import annotations

import click

from bcastplan.cli.common import output_option, write_result


@click.command("schema")
@click.argument("kind", type=click.Choice(("schedule", "plan")), default="schedule")
@output_option
def command(kind: str, output: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a schedule file, or of a plan file.

    An editor that knows it completes keys, explains them and marks wrong values while you type.
    """
    from bcastplan.model.schemas import schema_text

    write_result(schema_text(kind), output)
