"""PLN: a price that never applies, or names what is not there, makes a cost that looks right and is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bcastplan.airtime.bits import Bits
from bcastplan.model.finding import Place, Problem, Severity
from bcastplan.model.nearest import did_you_mean
from bcastplan.model.plan import RateItem
from bcastplan.reference import currencies
from bcastplan.rules.context import Context
from bcastplan.rules.registry import rule

if TYPE_CHECKING:
    from bcastplan.hours.row_facts import RowFacts

_CONDITIONS = ("site", "band", "service", "broadcaster", "transmitter", "mode", "power")


def _place(context: Context, number: int | None = None, key: str | None = None) -> Place:
    """Where a key of an item stands, else the item, else the rates."""
    places = context.plan.places
    item = context.plan.rates.items[number] if number is not None else None
    path = f"rates.items.{number}" if number is not None else "rates"
    written = places.get(f"{path}.{key}") if key is not None else None
    return written or (item.place if item is not None else None) or Place(context.plan.file or context.plan.root, 1, 1)


def _names_nothing(context: Context, number: int) -> dict[str, str]:
    """The keys of an item that name what neither the plan nor a table knows, with what was probably meant."""
    item = context.plan.rates.items[number]
    transmissions = context.transmissions
    inventory = [transmitter.id for site in context.plan.sites.values() for transmitter in site.transmitters]
    used: dict[str, set[str | None]] = {
        "site": {transmission.site_code for transmission in transmissions},
        "service": {transmission.service for transmission in transmissions},
        "broadcaster": {transmission.broadcaster for transmission in transmissions},
        "transmitter": {*(transmission.transmitter for transmission in transmissions), *inventory},
    }
    tables = {"site": context.directory.site_name, "broadcaster": context.directory.broadcaster_name}
    unknown = {}
    for key, names in used.items():
        value: str | None = getattr(item, key)
        if value is None or value in names or (key in tables and tables[key](value) is not None):
            continue
        # Names in use are likelier to be meant than any of the hundreds in the tables.
        meant = did_you_mean(value, [name for name in names if name])
        if not meant and key in tables:
            meant = did_you_mean(value, context.directory.known(f"{key}s"))
        unknown[key] = meant
    return unknown


def _runs_backwards(item: RateItem) -> bool:
    return item.valid_from is not None and item.valid_until is not None and item.valid_until < item.valid_from


def _facts(context: Context) -> list[RowFacts]:
    from bcastplan.hours.row_facts import facts_of_plan  # most plans have no rates, and no use for the engine of hours

    return context.once("row facts", lambda asked: facts_of_plan(asked.plan, asked.transmissions, asked.directory))


@rule("PLN010", "rate-matches-nothing", Severity.WARNING, since="0.1", fields=("item",))
def rate_matches_nothing(context: Context) -> Iterator[Problem]:
    """A rate fits no transmission of the plan.

    ## What it checks
    At least one transmission has the site, band, service, broadcaster, transmitter, mode and power of each item under
    `rates`, and is on the air on one of its dates. An item that fits transmissions, but only on dates without airtime,
    as a price of last year, is an info. A misspelt name is PLN012. Where only some files of the plan are checked, the
    rule reports nothing.

    ## Why it matters
    The airtime that the price was meant for takes a later price, or none: the cost is wrong and nothing shows it.

    ## Example
    `{site: PHT, band: MW, per_hour: 55}`, where all transmissions from PHT are on shortwave.

    ## How to fix
    Correct the key that the message names, or remove the item.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    if not (context.whole and context.rows and context.plan.rates.items):
        return
    from bcastplan.hours.money import matches_facts

    facts = _facts(context)
    for number, item in enumerate(context.plan.rates.items):
        # PLN012 and PLN013 tell the reason; that nothing fits only follows from it.
        if _runs_backwards(item) or _names_nothing(context, number):
            continue
        rows = [row for row, fact in zip(context.rows, facts, strict=True) if matches_facts(item, fact)]
        if not rows:
            why = _why_nothing_fits(item, facts)
            message = f"no transmission fits this rate: {why}. Correct the item or remove it"
            yield Problem("PLN010", message, _place(context, number), {"item": number + 1})
        elif not _on_air(context, rows, item):
            yield Problem(
                "PLN010",
                "nothing that fits this rate is on the air on its dates",
                _place(context, number),
                {"item": number + 1},
                severity=Severity.INFO,
            )


def _why_nothing_fits(item: RateItem, facts: Sequence[RowFacts]) -> str:
    """The conditions that the nearest transmissions fail."""
    from bcastplan.hours.money import misfits

    nearest = min((tuple(misfits(item, fact)) for fact in facts), key=len)
    # A condition that no transmission meets is a reason by itself; else it takes several together.
    alone = [key for key in nearest if all(key in misfits(item, fact) for fact in facts)]
    words = {"power": "no transmission has this power", "band": "no transmission is in this band"}
    if alone:
        return words.get(alone[0], f"no transmission has this {alone[0]}")
    return f"no transmission has all of its conditions at once (the nearest has another {' and '.join(nearest)})"


def _on_air(context: Context, rows: Sequence[int], item: RateItem) -> bool:
    table = context.table
    on = table.mask(item.valid_from or table.epoch, item.valid_until or table.last_bit_date)
    return any(_airs(context, row, on) for row in rows)


def _airs(context: Context, row: int, on: Bits | None) -> bool:
    dates = context.table.segment_dates[context.table.segments_of(row)]
    return bool((dates if on is None else dates & on).any())


@rule("PLN011", "rate-never-reached", Severity.WARNING, since="0.1", fields=("item",))
def rate_never_reached(context: Context) -> Iterator[Problem]:
    """Earlier rates apply wherever this one fits.

    ## What it checks
    Each item under `rates` with `per_hour` or `per_kwh` is the first that fits, on one date of one transmission at
    least. Where several earlier items together take all of its airtime, the finding is an info: other transmissions may
    still reach it. An item without any condition, for whatever is left, need not be reached. Where only some files of
    the plan are checked, the rule reports nothing.

    ## Why it matters
    The first rate that fits applies. A price below one that fits everything is never asked for.

    ## Example
    `- {per_hour: 10}` above `- {site: PHT, per_hour: 500}`.

    ## How to fix
    Write the item above the general one.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    items = context.plan.rates.items
    # A single rate has none above it that could take its place.
    if not context.whole or len(items) < 2:
        return
    from bcastplan.hours.money import ChargeBook, matches_facts

    facts = _facts(context)
    book = ChargeBook(context.table)
    applying = {
        charge.item
        for row, fact in zip(context.rows, facts, strict=True)
        for charge, on in book.charges_of(fact)
        if charge.item is not None and _airs(context, row, on)
    }
    for number, item in enumerate(items):
        rows = [row for row, fact in zip(context.rows, facts, strict=True) if matches_facts(item, fact)]
        if number in applying or not item.by_the_hour or not rows or not _on_air(context, rows, item):
            continue
        wider = next((earlier for earlier in items[:number] if _holds_wherever(earlier, item)), None)
        if wider is not None:
            message = (
                f"this rate is never reached: {_named(context, wider)} holds wherever it would. Write it above that"
            )
            yield Problem("PLN011", message, _place(context, number), {"item": number + 1}, wider.place)
        # An item without conditions prices what the others leave, and that may be nothing.
        elif any(getattr(item, key) is not None for key in _CONDITIONS):
            message = "this rate is not reached: earlier ones apply to every transmission that it fits"
            yield Problem("PLN011", message, _place(context, number), {"item": number + 1}, severity=Severity.INFO)


def _named(context: Context, item: RateItem) -> str:
    line = item.place.line if item.place is not None else None
    return f"the one on line {line}" if line else f"item {context.plan.rates.items.index(item) + 1}"


def _holds_wherever(earlier: RateItem, item: RateItem) -> bool:
    """Whether an item applies, by what it states, to everything that a later one fits."""
    if not earlier.by_the_hour:
        return False
    if any(getattr(earlier, key) not in (None, getattr(item, key)) for key in _CONDITIONS if key != "power"):
        return False
    # Powers are given in the same kind of range as frequencies, hence the names of its ends; here they are kilowatts.
    if earlier.power is not None and not (
        item.power is not None and item.power.low_khz in earlier.power and item.power.high_khz in earlier.power
    ):
        return False
    starts = earlier.valid_from is None or (item.valid_from is not None and earlier.valid_from <= item.valid_from)
    ends = earlier.valid_until is None or (item.valid_until is not None and item.valid_until <= earlier.valid_until)
    return starts and ends


@rule("PLN012", "rate-names-unknown", Severity.WARNING, since="0.1", fields=("key", "name"))
def rate_names_unknown(context: Context) -> Iterator[Problem]:
    """A rate names a site, service, broadcaster or transmitter that nothing knows.

    ## What it checks
    The `site` and `broadcaster` of each item under `rates` are codes of a shipped table or of the plan, or are used by
    a transmission; its `service` is one of the plan's; its `transmitter` is in the inventory or used. Where only some
    files of the plan are checked, the rule reports nothing.

    ## Why it matters
    The item fits no transmission. Its airtime takes a later price, or none.

    ## Example
    `{site: PHTT, per_hour: 220}`, where PHT is meant.

    ## How to fix
    Take the name that is suggested, or declare the code under `codes`.

    ## Source
    Format version 1 of plan files (docs/file-format.md); the HFCC's tables of sites and broadcasters.
    """
    if not context.whole or not context.rows:
        return
    for number, item in enumerate(context.plan.rates.items):
        for key, meant in _names_nothing(context, number).items():
            name: str = getattr(item, key)
            message = f"nothing here has the {key} '{name}'{meant or ''}"
            message = message if meant else f"{message}: this rate fits no transmission"
            yield Problem("PLN012", message, _place(context, number, key), {"key": key, "name": name})


@rule("PLN013", "rate-ends-before-start", Severity.WARNING, since="0.1", fields=("item",))
def rate_ends_before_start(context: Context) -> Iterator[Problem]:
    """A rate ends before it begins.

    ## What it checks
    `until` of an item under `rates` is not before its `from`.

    ## Why it matters
    The price holds on no date, and another one applies.

    ## Example
    `{site: PHT, from: 2026-12-01, until: 2026-01-01, per_hour: 30}`

    ## How to fix
    Exchange the dates, or correct the year.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    for number, item in enumerate(context.plan.rates.items):
        if _runs_backwards(item):
            message = f"this rate ends on {item.valid_until}, before it begins on {item.valid_from}: it never applies"
            yield Problem("PLN013", message, _place(context, number, "until"), {"item": number + 1})


@rule("PLN014", "unknown-currency", Severity.WARNING, since="0.1", fields=("currency",))
def unknown_currency(context: Context) -> Iterator[Problem]:
    """The currency of the rates has no code in ISO 4217.

    ## What it checks
    `currency` under `rates` is an alphabetic code of ISO 4217 that is in use, as USD, EUR or KRW.

    ## Why it matters
    A reader, and a spreadsheet, cannot tell what the amounts are in; amounts of two plans in the same currency are
    only added when both write it alike.

    ## Example
    `currency: USDD`

    ## How to fix
    Take the code that is suggested. For a currency that is no longer in use, ignore the rule in the plan.

    ## Source
    ISO 4217, list one (the date of the shipped table is in docs/reference-tables.md).
    """
    currency = context.plan.rates.currency
    if currency is None or currency in currencies():
        return
    meant = did_you_mean(currency, currencies())
    message = f"'{currency}' is no currency of ISO 4217{meant or ': write its code of three letters, as USD'}"
    yield Problem("PLN014", message, _place(context, key="currency"), {"currency": currency})


@rule("PLN015", "escalation-without-start", Severity.WARNING, since="0.1", fields=("item",))
def escalation_without_start(context: Context) -> Iterator[Problem]:
    """A price that is to rise every year has no date to count the years from.

    ## What it checks
    An item under `rates` with `escalation` has `from`.

    ## Why it matters
    Prices rise on the anniversaries of `from`. Without it they never do, and later years come out too cheap.

    ## Example
    `{per_hour: 55, escalation: 3}`

    ## How to fix
    Add `from`, the first date of the price as it is written.

    ## Source
    Format version 1 of plan files (docs/file-format.md).
    """
    for number, item in enumerate(context.plan.rates.items):
        if item.escalation and item.valid_from is None:
            message = "the escalation of this rate has no date to count from, so it never rises: add from"
            yield Problem("PLN015", message, _place(context, number, "escalation"), {"item": number + 1})
