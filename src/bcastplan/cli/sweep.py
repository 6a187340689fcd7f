"""``bcastplan sweep``: coverage under every combination of assumptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import (
    CannotRead,
    CannotWrite,
    Progress,
    Quantity,
    leave_after,
    output_option,
    paths_argument,
    refuse_inputs,
    write_result,
)
from bcastplan.cli.prediction_options import ENVIRONMENTS, listening_options, served_option
from bcastplan.cli.runner_options import runner_of, runner_options

if TYPE_CHECKING:
    from bcastplan.tasks.runner import Runner
    from bcastplan.workspace.prediction.scenario_sweep import Sweep
    from bcastplan.workspace.prediction.sweep_part import SweepPart

FORMATS = ("csv", "json", "parquet")
_MOST_VALUES = 1000


class Values(click.ParamType[tuple[float, ...]]):
    """Numbers with commas between them; ``FIRST:LAST:STEP`` stands for a series, LAST included where it is met."""

    name = "VALUES"

    def __init__(self, kind: Callable[[str], float], low: float, high: float, what: str) -> None:
        self.kind = kind
        self.low = low
        self.high = high
        self.what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """Read the numbers, each once, in the order given."""
        if isinstance(value, tuple):
            return value
        numbers: list[float] = []
        for part in value.split(","):
            try:
                numbers += self._series(part.strip())
            except (ValueError, OverflowError):
                self.fail(f"'{part.strip()}' is neither {self.what} nor a series such as 20:160:20", param, ctx)
            if len(numbers) > _MOST_VALUES:
                self.fail(f"more than {_MOST_VALUES:,} values", param, ctx)
        for number in numbers:
            if not self.low <= number <= self.high:
                self.fail(f"{number:g} is not {self.what} from {self.low:g} to {self.high:g}", param, ctx)
        return tuple(dict.fromkeys(numbers))

    def _series(self, text: str) -> list[float]:
        bounds = [self.kind(part) for part in text.split(":")]
        if len(bounds) == 1:
            return bounds
        # Months come one by one, as 4:9, so that their step need not be written.
        first, last, step = bounds if len(bounds) == 3 else (*bounds, self.kind("1"))
        # The small addend keeps LAST where decimal steps fall short of it: (0.7 - 0.1) / 0.1 is 5.999...
        count = int((last - first) / step + 1e-9) + 1 if step > 0 else 0
        if not 0 < count <= _MOST_VALUES:
            raise ValueError(text)
        return [first + step * number for number in range(count)]


class Environments(click.ParamType[tuple[str, ...]]):
    """Classes of man-made noise with commas between them."""

    name = "CLASSES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Check the classes, each once."""
        if isinstance(value, tuple):
            return value
        names = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
        for name in names:
            if name not in ENVIRONMENTS:
                self.fail(f"'{name}' is not one of {', '.join(ENVIRONMENTS)}", param, ctx)
        return names


@click.command("sweep")
@paths_argument
@click.option("--ssn", type=Values(float, 0, 311, "R12"), help="Smoothed sunspot numbers R12, as 20:160:20.")
@click.option("--month", type=Values(int, 1, 12, "a month"), help="Months to predict for, as 1,4,7,10.")
@click.option("--environment", type=Environments(), default="rural", show_default=True,
              help="Man-made noise: city, residential, rural, quiet rural.")  # fmt: skip
@click.option("--power-scale", type=Values(float, 0.001, 1000, "a factor"), default="1", show_default=True,
              help="Factors that all powers are multiplied with, as 0.5,1,2.")  # fmt: skip
@click.option("--by", default="", metavar="GROUPS",
              help="Rows within a combination, as for `coverage`: band, hour...; default: its total.")  # fmt: skip
@listening_options
@served_option
@click.option("--assume-power", "assumed_power_kw", metavar="KW", type=Quantity(min=0, min_open=True, max=1e5),
              help="Predict transmissions without a power with this one.")  # fmt: skip
@runner_options
@click.option("--format", "style", type=click.Choice(FORMATS), help="Default: by the name of -o, else csv.")
@output_option
def command(
    paths: tuple[str, ...],
    ssn: tuple[float, ...] | None,
    month: tuple[int, ...] | None,
    environment: tuple[str, ...],
    power_scale: tuple[float, ...],
    by: str,
    jobs: int | None,
    scheduler: str | None,
    style: str | None,
    output: str | None,
    **settings: Any,
) -> None:
    """Predict coverage under every combination of sunspot numbers, months, noise and powers.

    Each row of the table has what is assumed, the group, and what `coverage` says of it: hours, shares heard and
    served, person-hours. Without --ssn the shipped sunspot numbers count, without --month the months of the season.

    With -o FILE an interrupted sweep goes on where it ended when the same command is given again: what is done is kept
    in FILE.part until FILE is complete. The work is spread over all cores (--jobs), or over the workers of a Dask
    scheduler (--scheduler); the figures are the same.
    """
    from bcastplan.coverage.predicted_months import CoverageRequestError
    from bcastplan.reports.sweep.sweep_records import NoParquet
    from bcastplan.workspace.inspection.rule_check import reading_findings
    from bcastplan.workspace.opening.open_plans import open_paths
    from bcastplan.workspace.prediction.local_means import prediction_settings
    from bcastplan.workspace.prediction.plan_coverage import PREDICTION_RULES
    from bcastplan.workspace.prediction.scenario_sweep import Axes, sweep_of

    chosen = style or _by_name(output)
    to_file = output not in (None, "-")
    if chosen == "parquet" and not to_file:
        raise click.UsageError("Parquet is not text for a terminal: name a file with -o sweep.parquet")
    if output is not None and to_file:
        # Refused now, and not when the table is to be written after hours of work.
        refuse_inputs(output)
        refuse_inputs(f"{output}.part")
    progress = Progress()
    # A sweep predicts against noise alone, so that lists need not be read.
    workspace = open_paths(paths, plan_against=False, progress=progress)
    served = settings.pop("served_percent", None)
    try:
        options = prediction_settings(**settings, served=None if served is None else served / 100.0)
        groups = [group.strip() for group in by.split(",") if group.strip()]
        sweep = sweep_of(workspace, Axes(ssn or (None,), month or (None,), environment, power_scale),
                         by=groups, options=options)  # fmt: skip
        runner = runner_of(jobs, scheduler)
        part = _part_of(output, sweep) if output is not None and to_file else None
        records = _run(sweep, runner, part, progress)
        write_result(_rendered(chosen, sweep, records), output)
    except (CoverageRequestError, NoParquet) as error:
        raise click.UsageError(str(error)) from None
    if part is not None:
        part.remove()
    leave_after(reading_findings(workspace, also=PREDICTION_RULES), unreadable=workspace.unreadable)


def _rendered(style: str, sweep: Sweep, records: list[dict[str, Any]]) -> str | bytes:
    from bcastplan.reports.sweep.sweep_records import sweep_csv, sweep_json, sweep_parquet

    if style == "parquet":
        return sweep_parquet(records)
    return sweep_csv(records) if style == "csv" else sweep_json(sweep, records)


def _by_name(output: str | None) -> str:
    """The format that a file name asks for."""
    ending = (output or "").rpartition(".")[2].lower()
    return ending if ending in FORMATS else "csv"


def _run(sweep: Sweep, runner: Runner, part: SweepPart | None, progress: Progress) -> list[dict[str, Any]]:
    """The records of all combinations in their order; what is done is kept beside the output whatever happens."""
    from bcastplan.reports.sweep.sweep_records import combination_records

    done: dict[int, list[dict[str, Any]]] = part.done if part is not None else {}
    if part is not None and part.began_anew:
        click.echo(f"{part.path} is of another sweep: this one begins anew", err=True)
    elif done:
        click.echo(f"{len(done):,} of {len(sweep.combinations):,} combinations are in {part and part.path}", err=True)
    try:
        # A copy, because `done` grows while the rows come.
        for number, rows in sweep.rows(runner, known=dict(done), progress=progress):
            records = combination_records(sweep, sweep.combinations[number], rows)
            if part is None:
                done[number] = records
            else:
                part.keep(number, records)
    # Ctrl-C and signals too: keeping what is done is what the part file is for.
    except BaseException:
        if part is not None and part.done:
            part.write()
            click.echo(
                f"{len(done):,} of {len(sweep.combinations):,} combinations are kept in {part.path}: "
                "the same command goes on from there", err=True,
            )  # fmt: skip
        raise
    progress.done()
    return [record for number in range(len(sweep.combinations)) for record in done[number]]


def _part_of(output: str, sweep: Sweep) -> SweepPart:
    from bcastplan.workspace.prediction.sweep_part import ForeignPart, SweepPart

    try:
        return SweepPart(output, sweep.digest)
    except ForeignPart as error:
        raise CannotWrite(str(error)) from None
    except OSError as error:
        raise CannotRead(f"cannot read {output}.part: {error.strerror or error}") from None
