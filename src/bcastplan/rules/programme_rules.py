"""OPT: what a plan asks of programmes must be there to be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from bcastplan.model.clock import parse_time
from bcastplan.model.errors import ValueFault
from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.programme_wishes import ProgrammeWishes
from bcastplan.reference import bands, parse_band, towns_of
from bcastplan.rules.context import Context
from bcastplan.rules.registry import rule


@rule("OPT001", "unknown-in-programme", Severity.ERROR, since="0.2", fields=("programme", "key", "value"))
def unknown_in_programme(context: Context) -> Iterator[Problem]:
    """A programme under `optimise` names something that is not there.

    ## What it checks
    Of every programme: its service, and the ids of `only` and `keep`, are those of transmissions of the plan, unless it
    says by `season` or `from` that it is not on the air yet; hours of `keep` are times; `sites` are in the inventory;
    `bands` are bands; `listeners` are a group of the plan or an administration with towns. Where only some files of the
    plan are checked, nothing is said of services and ids.

    ## Why it matters
    `bcastplan optimise` refuses such a programme, or looks for something else than is meant.

    ## Example
    `optimise: {programmes: {evening: {service: VOA Korea}}}`, where the service is `VOA Korean`.

    ## How to fix
    Write what is suggested, or say when the programme is to begin.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    for name, wishes in context.plan.optimise.programmes.items():
        for key, value, why in _unknown(context, name, wishes):
            place = context.plan.places.get(f"optimise.programmes.{name}.{key}", wishes.place or Place(""))
            message = f"programme '{name}': {why}"
            yield Problem("OPT001", message, place, {"programme": name, "key": key, "value": value})


def _unknown(context: Context, name: str, wishes: ProgrammeWishes) -> Iterator[tuple[str, str, str]]:
    """Key, value and reason of what is not there."""
    for site in wishes.sites:
        if site not in context.plan.sites:
            yield "sites", site, f"the inventory has no site '{site}'{did_you_mean(site, context.plan.sites)}"
    for text in wishes.bands:
        if parse_band(text) is None:
            yield "bands", text, f"'{text}' is no band{did_you_mean(text, [band.name for band in bands()])}"
    group = wishes.listeners
    if group is not None and group not in context.plan.listeners and not towns_of(group):
        near = did_you_mean(group, context.plan.listeners)
        yield "listeners", group, f"no group of the plan and no administration with towns is called '{group}'{near}"
    if context.whole:
        yield from _unknown_transmissions(context, name, wishes)


def _unknown_transmissions(context: Context, name: str, wishes: ProgrammeWishes) -> Iterator[tuple[str, str, str]]:
    service = wishes.service or name
    own = [item for item in context.transmissions if item.service == service]
    # Without the service all ids of ``only`` and ``keep`` would be unknown, for the same reason: one finding is enough.
    if not own:
        if wishes.season is None and wishes.valid_from is None:
            near = did_you_mean(service, {item.service for item in context.transmissions})
            yield "service", service, f"no transmission is of the service '{service}'{near}"
        return
    ids = [item.id for item in own if item.id is not None]
    for pattern in wishes.only:
        if not any(fnmatchcase(each, pattern) for each in ids):
            yield (
                "only",
                pattern,
                f"no transmission of '{service}' has an id like '{pattern}'{did_you_mean(pattern, ids)}",
            )
    for text in wishes.keep:
        if text not in ids and not _is_time(text):
            near = did_you_mean(text, ids)
            yield "keep", text, f"'{text}' is neither the id of a transmission of '{service}' nor a time{near}"


def _is_time(text: str) -> bool:
    try:
        parse_time(text)
    except ValueFault:
        return False
    return True
