"""Options of ``optimise`` that say what is wanted of a programme; they override its keys in the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bcastplan.cli.common import Quantity, adding

if TYPE_CHECKING:
    from bcastplan.coverage.coverage_options import CoverageOptions
    from bcastplan.model.programme_wishes import ProgrammeWishes
    from bcastplan.workspace.opening.open_plans import OpenPlan, Workspace
    from bcastplan.workspace.prediction.programme_sets import ProgrammeSet

wish_options = adding((
    click.option("--programme", "name", metavar="NAME",
                 help="A programme of the plan's key `optimise`; default: the first, without --service and --on."),
    click.option("--wanted", "windows", multiple=True, metavar="HHMM-HHMM[=VALUE]",
                 help="When listeners listen, and what a minute counts then, from 0 to 1; may be repeated. Nothing is "
                 "on the air at other times."),
    click.option("--clock", metavar="ZONE", help="The clock of --wanted, as Asia/Pyongyang; default: UTC."),
    click.option("--least-hours", type=Quantity(min=0, max=24), metavar="H", help="Hours a day at least."),
    click.option("--most-hours", type=Quantity(min=0, max=24), metavar="H", help="Hours a day at most."),
    click.option("--frequencies", type=click.IntRange(1, 24), metavar="K", help="Frequencies at a time at most."),
    click.option("--budget", type=Quantity(min=0, max=1e12), metavar="AMOUNT",
                 help="Money for all dates, in the currency of the rates; hours may be given up."),
    click.option("--keep-on-air", "kept_on_air", multiple=True, metavar="ID|HHMM-HHMM",
                 help="A transmission that stays as it is, or hours that stay on the air; may be repeated."),
    click.option("--use-site", "sites", multiple=True, metavar="SITE",
                 help="A site of the inventory that may be used too, with all its transmitters and antennas."),
    click.option("--customary", is_flag=True, default=None,
                 help="Take frequencies beside the allocated bands too, where broadcasters use to be."),
    click.option("--value", type=click.Choice(("best", "any")),
                 help="How several at a time count: the best of them, or the chance that one is heard; default: best."),
    click.option("--scenario", type=click.Choice(("base", "mean", "worst")),
                 help="Best for the prediction, or for the mean or the worst of it with other sunspots, noise and "
                 "silent jammers; default: base."),
))  # fmt: skip
"""The command takes them as keyword arguments, those of ``NAMES``."""
NAMES = (
    "name", "windows", "clock", "least_hours", "most_hours", "frequencies", "budget", "kept_on_air", "sites",
    "customary", "value", "scenario",
)  # fmt: skip


def asked_programme(
    workspace: Workspace,
    service: str | None,
    asked: dict[str, Any],
    options: CoverageOptions,
    transmissions: int | None = None,
) -> ProgrammeSet | None:
    """The programme that the plan or the options ask for; None where neither asks for any.

    Args:
        workspace: the plans.
        service: the service that is asked for; one without a programme in the plan has none unless options ask.
        asked: values of the options by their names.
        options: how to predict.
        transmissions: how many a day at most, in place of what the plan asks.
    """
    from bcastplan.model.programme_wishes import ProgrammeWishes
    from bcastplan.workspace.prediction.asked_programmes import asked_programmes, asked_set
    from bcastplan.workspace.prediction.programme_sets import programme_sets

    known = asked_programmes(workspace)
    name = asked["name"]
    if name is not None and name not in known:
        there = f": there are {', '.join(known)}" if known else ": the plan has none under `optimise`"
        raise click.UsageError(f"no programme '{name}'{there}")
    if name is None:
        named = [key for key, (_, wishes) in known.items() if service in (None, wishes.service or key)]
        name = next(iter(named), None)
    # An option that was not given leaves what the plan says.
    overrides = {key: value for key, value in asked.items() if key != "name" and value not in (None, ())}
    if name is None and not overrides:
        return None
    if name is None:
        name = service or programme_sets(workspace)[0][0].service
        opened, wishes = _plan_of(workspace, name), ProgrammeWishes(service=name)
    else:
        opened, wishes = known[name]
    if transmissions is not None:
        overrides["transmissions"] = transmissions
    return asked_set(workspace, name, opened, _overridden(wishes, overrides), options)


def _plan_of(workspace: Workspace, service: str) -> OpenPlan:
    """The plan with transmissions of a service, else the first."""
    return next(
        (opened for opened in workspace.plans if any(item.service == service for item in opened.transmissions)),
        workspace.plans[0],
    )


def _overridden(wishes: ProgrammeWishes, overrides: dict[str, Any]) -> ProgrammeWishes:
    from bcastplan.model import values
    from bcastplan.model.errors import ValueFault

    changed = dict(overrides)
    if "kept_on_air" in changed:
        # In the plan it is called `keep`, which is an option of `--without` on the command line.
        changed["keep"] = changed.pop("kept_on_air")
    if "windows" in changed:
        changed["windows"] = tuple(_window(text) for text in changed["windows"])
    if "clock" in changed:
        try:
            changed["clock"] = values.zone(changed["clock"])
        except ValueFault as fault:
            raise click.UsageError(f"--clock: {fault}") from None
    return replace(wishes, **changed)


def _window(text: str) -> Any:
    from bcastplan.model.clock import parse_time
    from bcastplan.model.errors import ValueFault
    from bcastplan.model.programme_wishes import WantedHours

    time, _, value = text.partition("=")
    try:
        weight = float(value or 1.0)
        if not 0.0 <= weight <= 1.0:
            raise ValueFault(f"what a minute counts is from 0 to 1, not {value}")
        return WantedHours(time=parse_time(time), value=weight)
    # A fault says itself what is wrong; any other error is that of `float`, whose text nobody understands.
    except ValueFault as fault:
        raise click.UsageError(f"--wanted: {fault}") from None
    except ValueError:
        raise click.UsageError(f"--wanted: '{value}' is no number from 0 to 1") from None
