"""LIS, ASM: whom transmissions are meant for, and what plans assume where they say nothing: predictions use both."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.coverage.filled_transmissions import filled
from bcastplan.model.assumptions import Assumption
from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.nearest import did_you_mean
from bcastplan.reference import administration_of_iso, administrations_with_towns, target_points, towns_of
from bcastplan.rules.context import Context, remark
from bcastplan.rules.facilities import filed, once_per_place
from bcastplan.rules.registry import rule


@rule("LIS001", "unknown-listeners", Severity.ERROR, since="0.1", fields=("listeners",))
def unknown_listeners(context: Context) -> Iterator[Problem]:
    """A transmission names listeners that nobody knows.

    ## What it checks
    `listeners` of a file, of its defaults or of a transmission is a group of the plan's `listeners`, or the ITU code of
    an administration that has shipped towns.

    ## Why it matters
    Coverage cannot be predicted for listeners who are nowhere; the transmission is counted as not predicted.

    ## Example
    `listeners: dkpr`, where the plan has the group `dprk`.

    ## How to fix
    Write what is suggested, or describe the group under `listeners` in bcastplan.yaml.

    ## Source
    Format version 1 of schedule files (docs/file-format.md).
    """

    def problems() -> Iterator[Problem]:
        groups = list(context.plan.listeners)
        # A group that is written but cannot be read is no unknown one: the reader has reported it.
        written = {path.removeprefix("listeners.") for path in context.plan.places if path.startswith("listeners.")}
        for transmission in filed(context):
            name = transmission.listeners
            if name is None or name in written or towns_of(name):
                continue
            near = _meant(name) or did_you_mean(name, [*groups, *administrations_with_towns()])
            message = f"no group of the plan and no administration with towns is called '{name}'{near}"
            yield remark("LIS001", transmission, "listeners", message, listeners=name)

    return once_per_place(context, problems())


@rule("LIS002", "unknown-administration-of-listeners", Severity.ERROR, since="0.1", fields=("code",))
def unknown_administration_of_listeners(context: Context) -> Iterator[Problem]:
    """A group of listeners names an administration that has no towns.

    ## What it checks
    Every code under `administration` of a group is the ITU code of an administration with shipped towns.

    ## Why it matters
    Nobody there is counted; the rest of the group is.

    ## Example
    `listeners: {dprk: {administration: PRK}}`: the ITU writes KRE, PRK is the code of ISO 3166.

    ## How to fix
    Write the ITU code, or write the places out.

    ## Source
    ITU Preface to the BR IFIC, Table 1; towns of GeoNames (docs/data-sources.md).
    """
    for name, group in context.plan.listeners.items():
        for number, code in enumerate(group.administration):
            if not towns_of(code):
                path = f"listeners.{name}.administration.{number}"
                place = context.plan.places.get(path, group.place or _plan_place(context))
                near = _meant(code) or did_you_mean(code, administrations_with_towns())
                near = near or ": write its ITU code, as KRE, or the places"
                message = f"group '{name}': no shipped towns are in an administration '{code}'{near}"
                yield Problem("LIS002", message, place, {"code": code})


@rule("LIS003", "empty-listeners", Severity.WARNING, since="0.1", fields=("listeners",))
def empty_listeners(context: Context) -> Iterator[Problem]:
    """A group of listeners has nobody in it.

    ## What it checks
    Every group of the plan has at least one place with people.

    ## Why it matters
    Coverage cannot be predicted for transmissions that name it; they are counted as not predicted.

    ## Example
    `listeners: {border: {places: []}}`

    ## How to fix
    Write places with `latitude`, `longitude` and `people`, or an `administration`; or remove the group.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    if not context.plan.listeners:
        return
    from bcastplan.reference.listener_places import places_of  # its tables of clocks take long to load

    for name, group in context.plan.listeners.items():
        # Administrations without towns are for LIS002 to report.
        if group.administration or any(people for _, _, people in places_of(context.plan, name)):
            continue
        message = f"group '{name}' has no place with people: nothing can be predicted for it"
        yield Problem("LIS003", message, group.place or _plan_place(context), {"listeners": name})


@rule("ASM001", "unused-assumption", Severity.INFO, since="0.1")
def unused_assumption(context: Context) -> Iterator[Problem]:
    """An assumption of the plan fills nothing in.

    ## What it checks
    Every item under `assume` fills in a key of at least one transmission. Where only some files of the plan are
    checked, nothing is said.

    ## Why it matters
    The assumption matches no transmission, or every transmission that it matches gives the value itself by now. A
    reader of the plan would believe that more is assumed than is.

    ## Example
    An assumption for 1350 kHz after the schedule has moved to 1359 kHz.

    ## How to fix
    Correct its conditions, or remove it.

    ## Source
    The program's own rule.
    """
    # A file that was not read may have what an assumption fits.
    if not context.whole or not context.plan.assume:
        return
    used: set[int] = set()
    for transmission in context.transmissions:
        band = context.directory.band(transmission).band
        used.update(id(assumption) for assumption, _ in filled(transmission, context.plan.assume, band).used)
    for assumption in context.plan.assume:
        if id(assumption) not in used:
            message = "this assumption fills nothing in: no transmission matches it and lacks what it has"
            yield Problem("ASM001", message, assumption.place or _plan_place(context))


@rule("ASM002", "unknown-in-assumption", Severity.ERROR, since="0.1", fields=("key", "value"))
def unknown_in_assumption(context: Context) -> Iterator[Problem]:
    """An assumption names a site, an antenna or a target that is not known.

    ## What it checks
    `site` and `antenna` of an item under `assume` are known to the plan or to the shipped tables, and its `target`
    names test points.

    ## Why it matters
    Predictions cannot use it, so that nothing is predicted though something is assumed.

    ## Example
    `assume: [{broadcaster: RFA, site: CHB, why: ...}]` with no site CHB.

    ## How to fix
    Correct the code, or write the site as {name: , latitude: , longitude: }.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    for assumption in context.plan.assume:
        for key, value in _unknown_values(context, assumption):
            message = f"the {key} '{value}' of this assumption is not known"
            yield Problem("ASM002", message, assumption.place or _plan_place(context), {"key": key, "value": value})


def _meant(code: str) -> str:
    """The ITU code that stands for a code of ISO 3166, as words; empty for any other."""
    itu = administration_of_iso(code.upper())
    return f": the ITU writes {itu} for it" if itu is not None else ""


def _unknown_values(context: Context, assumption: Assumption) -> Iterator[tuple[str, str]]:
    directory = context.directory
    if assumption.site is not None and directory.location(assumption.site) is None:
        yield "site", str(assumption.site)
    own = {antenna.id for site in context.plan.sites.values() for antenna in site.antennas}
    antenna = assumption.antenna
    if antenna is not None and antenna not in own and directory.antenna_definition(antenna) is None:
        yield "antenna", antenna
    if assumption.target is not None and not target_points(assumption.target):
        yield "target", assumption.target


def _plan_place(context: Context) -> Place:
    return Place(context.plan.file or context.plan.root, 1, 1)
