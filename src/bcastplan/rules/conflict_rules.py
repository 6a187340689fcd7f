"""CON: transmissions that cannot or should not both happen as scheduled; each pair is one finding, at our side."""

from __future__ import annotations

from collections.abc import Iterator

from bcastplan.model.finding import Problem, Severity
from bcastplan.rules.conflict_findings import JAMMED_FIELDS, PAIR_FIELDS, RESOURCE_FIELDS
from bcastplan.rules.context import Context
from bcastplan.rules.registry import rule


# The engine of conflicts finds the pairs of all codes in one pass, and the rules here only take those of their code.
# Each pair brings the severity of its case; the one below is what the page of the rule shows.
@rule("CON101", "co-channel", Severity.ERROR, since="0.1", fields=PAIR_FIELDS)
def co_channel(context: Context) -> Iterator[Problem]:
    """Two transmissions share a frequency, a time and a target.

    ## What it checks
    Two transmissions on the same frequency have airings that overlap by at least one minute, and their targets
    share at least one CIRAF test point. Airings that only touch, end to start, do not overlap. It is an error with a
    transmission of another organisation, a warning between two of one organisation (same manager, else broadcaster,
    else service). Where a target is missing the pair is reported one step lower, because nothing says that the areas
    differ.

    ## Why it matters
    Within the common target the stronger signal covers the other, and often neither can be understood. The
    protection ratio of two analogue signals on one channel is 17 dB.

    ## Example
    9455 kHz 1300-1330 to zone 44, and 9455 kHz 1315-1400 to zone 44NE.

    ## How to fix
    Move one of them to a clear frequency or time; settle it with the other organisation and note it under `agreed`
    in `bcastplan.yaml`; give both the same `sync` word where they carry one programme on synchronised carriers.

    ## Source
    ITU Resolution 535 (Rev. WRC-15), annex: co-channel requirements at test points, protection ratio 17 dB.
    """
    yield from context.conflicts("CON101")


@rule("CON102", "adjacent", Severity.WARNING, since="0.1", fields=PAIR_FIELDS)
def adjacent_channel(context: Context) -> Iterator[Problem]:
    """Two transmissions on neighbouring channels share a time and a target.

    ## What it checks
    Overlapping airings up to 5 kHz apart on HF, up to one raster step apart on long and medium wave (10 kHz when
    either site lies in ITU Region 2, else 9 kHz), with a common test point. It is a warning with others, an info within
    one organisation. With DRM on either side it weighs as much as co-channel: the digital signal fills the neighbour.

    ## Why it matters
    At 5 kHz the side bands overlap. Where the neighbour is the stronger one, its speech splashes into the programme.

    ## Example
    9965 kHz 1530-1600 and 9970 kHz 1545-1630, both to Korea.

    ## How to fix
    Move one of them by 10 kHz or in time, or settle it and note it under `agreed`.

    ## Source
    Recommendation ITU-R BS.560 for analogue neighbours; 47 CFR 73.758 for DRM between analogue channels.
    """
    yield from context.conflicts("CON102")


@rule("CON103", "second-adjacent", Severity.INFO, since="0.1", fields=PAIR_FIELDS)
def second_adjacent_channel(context: Context) -> Iterator[Problem]:
    """Two transmissions two channels apart share a time and a target.

    ## What it checks
    Overlapping airings more than 5 and up to 10 kHz apart on HF, more than one and up to two raster steps apart on
    long and medium wave, with a common test point.

    ## Why it matters
    A receiver with a wide filter hears a much stronger signal two channels away.

    ## Example
    9560 kHz and 9570 kHz at the same time to the same zone.

    ## How to fix
    Do nothing where the signals are of similar strength; else move the weaker one away.

    ## Source
    Recommendation ITU-R BS.560, relative protection ratios.
    """
    yield from context.conflicts("CON103")


@rule("CON110", "duplicate", Severity.WARNING, since="0.1", fields=PAIR_FIELDS)
def duplicate_transmission(context: Context) -> Iterator[Problem]:
    """One transmission is entered twice.

    ## What it checks
    Two transmissions overlap on the same frequency, from the same site, with the same service and language. All four
    have to be given: where one is missing, the pair stays a co-channel finding. Several codes of one language, as Ara
    and Arb, are the same. It is an error within one organisation, a warning otherwise.

    ## Why it matters
    Hours and costs count twice, and a list that is filed with it asks for two transmitters.

    ## Example
    A block was copied to change its dates, and the old one was kept.

    ## How to fix
    Remove one, or correct what was meant to differ: dates, days, frequency, site or language.

    ## Source
    The program's own rule.
    """
    yield from context.conflicts("CON110")


@rule("CON120", "jammed", Severity.WARNING, since="0.1", fields=JAMMED_FIELDS)
def jammed_transmission(context: Context) -> Iterator[Problem]:
    """A transmission is jammed on its channel.

    ## What it checks
    A jammer is on the channel of a transmission of the plan (less than one raster step away: 5 kHz on HF, 9 or 10 kHz
    on long and medium wave) while it is on the air. Jammers are those under `jammers` in `bcastplan.yaml`, rows of
    EiBi lists whose station name has the word Jammer, Jamming or Firedrake, rows of Aoki lists that are flagged `*`,
    and transmissions with `jammer: yes`. A jammer of a list whose area shares no test point with the target is left
    out. The message says since when it is listed and how long ago it was heard, where that is known.

    ## Why it matters
    Where the jammer is received well, the programme is not, and nobody can be asked to move it. Hours and costs count
    the transmission in full.

    ## Example
    9480 kHz 1300-1400 to zone 44, and a row `CNR1 Jammer/Firedrake` on 9480 kHz from 1200 to 1500.

    ## How to fix
    Look for a clear channel with `bcastplan suggest`, send on several frequencies at once, or leave it as it is:
    `bcastplan compat` tells where the jammer wins. It cannot be settled: `agreed` does not apply. A jammer that is gone
    is removed from the plan, or from the list that is compared with.

    ## Source
    The program's own rule; docs/jamming.md names the sources on jamming.
    """
    yield from context.conflicts("CON120")


@rule("CON201", "transmitter", Severity.ERROR, since="0.1", fields=RESOURCE_FIELDS)
def transmitter_booked_twice(context: Context) -> Iterator[Problem]:
    """One transmitter of the inventory is booked for two transmissions at a time.

    ## What it checks
    Two transmissions with the same `transmitter` at the same site have overlapping airings. Two with the same `sync`
    word and frequency are one carrier.

    ## Why it matters
    A transmitter radiates one frequency at a time: one of the two will not be on the air.

    ## Example
    `transmitter: USK-1` on 648 kHz 1300-1400 and on 1350 kHz 1330-1430.

    ## How to fix
    Move one to another transmitter or time.

    ## Source
    The program's own rule, from the inventory in `bcastplan.yaml`.
    """
    yield from context.conflicts("CON201")


@rule("CON202", "capacity", Severity.ERROR, since="0.1", fields=RESOURCE_FIELDS)
def too_few_transmitters(context: Context) -> Iterator[Problem]:
    """A site has more transmissions at a time than transmitters.

    ## What it checks
    At every minute, the transmissions of the plan from a site with an inventory are at most as many as its
    transmitters, whether they name one or not. The finding stands at the first of those that take part and gives the
    worst moment.

    ## Why it matters
    No booking can put all of them on the air.

    ## Example
    Three transmissions at 1530 from a site with two transmitters.

    ## How to fix
    Move one to another time or site, or add the missing transmitter to the inventory.

    ## Source
    The program's own rule, from the inventory in `bcastplan.yaml`.
    """
    yield from context.conflicts("CON202")


@rule("CON203", "antenna", Severity.ERROR, since="0.1", fields=RESOURCE_FIELDS)
def antenna_on_two_frequencies(context: Context) -> Iterator[Problem]:
    """One antenna of the inventory is used for two frequencies at a time.

    ## What it checks
    Two transmissions on different frequencies from one site use the same antenna at a time: they name its id, or
    the antenna code that only this one antenna of the site has.

    ## Why it matters
    Without a combiner an antenna is fed by one transmitter on one frequency.

    ## Example
    `antenna: mast` for 648 kHz and 1350 kHz at 1500.

    ## How to fix
    Move one to another antenna or time; list an antenna that is there twice under two ids.

    ## Source
    The program's own rule, from the inventory in `bcastplan.yaml`.
    """
    yield from context.conflicts("CON203")


@rule("CON204", "retune", Severity.WARNING, since="0.1", fields=RESOURCE_FIELDS)
def no_time_to_retune(context: Context) -> Iterator[Problem]:
    """A transmitter has less time to change frequency than it needs.

    ## What it checks
    Between an airing and the next one on another frequency of the same transmitter lie at least its `retune`
    minutes, over midnight and from date to date too.

    ## Why it matters
    The later transmission starts late, or the earlier one is cut short.

    ## Example
    9485 kHz until 1330 and 9585 kHz from 1333 on a transmitter with `retune: 10`.

    ## How to fix
    Leave more time between them, keep the frequency, or use another transmitter.

    ## Source
    The program's own rule, from the inventory in `bcastplan.yaml`.
    """
    yield from context.conflicts("CON204")
