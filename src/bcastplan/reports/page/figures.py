"""Numbers, times and counts as the page prints them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from bcastplan.hours.row_facts import GroupValue
from bcastplan.model.clock import clock, clock_stop
from bcastplan.model.counts import people as people
from bcastplan.model.frequency import format_khz
from bcastplan.model.inert import inert
from bcastplan.model.percent import percent

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "–"


def plain(text: object) -> str:
    """User text for the page: control characters are shown by number, characters outside UTF-8 are replaced."""
    return inert(str(text)).encode("utf-8", "replace").decode("utf-8")


def hours(minutes: float | None) -> str:
    """Minutes as hours with two decimals."""
    return NOTHING if minutes is None else f"{minutes / 60:,.2f}"


def whole_hours(minutes: float) -> str:
    """Minutes as hours, without decimals from a hundred on."""
    value = minutes / 60
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"


def figure_hours(minutes: float) -> str:
    """Minutes as hours for a headline: decimals only where there are any."""
    return f"{minutes / 60:,.0f}" if minutes % 60 == 0 else f"{minutes / 60:,.2f}".rstrip("0")


def signed_hours(minutes: float) -> str:
    """A difference in minutes as hours with its sign; no difference is ±0."""
    # The minus sign is as wide as the plus, so that columns of figures stay in line; a hyphen is narrower.
    return "±0" if minutes == 0 else f"{'+' if minutes > 0 else '−'}{abs(minutes) / 60:,.2f}"


def signed_amount(amount: float) -> str:
    """A difference of money in whole units with its sign; no difference is ±0."""
    return "±0" if round(amount) == 0 else f"{'+' if amount > 0 else '−'}{abs(amount):,.0f}"


def energy(kwh: float | None) -> str:
    """Energy in kWh, in MWh from ten thousand on."""
    if kwh is None:
        return NOTHING
    return f"{kwh / 1000:,.0f} MWh" if kwh >= 10_000 else f"{kwh:,.0f} kWh"


def whole(number: float | None) -> str:
    """A number without decimals."""
    return NOTHING if number is None else f"{number:,.0f}"


def money(amount: Decimal | None, currency: str | None) -> str:
    """An amount with its currency."""
    return NOTHING if amount is None else f"{amount:,.2f} {plain(currency or '')}".rstrip()


def short_hours(value: float) -> str:
    """Hours with at most two decimals, none where there are none."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def short_money(amount: float, currency: str | None) -> str:
    """An amount in whole units from a hundred on, else to the cent, with its currency."""
    digits = f"{amount:,.0f}" if abs(amount) >= 100 else f"{amount:,.2f}"
    return f"{digits} {plain(currency or '')}".rstrip()


def price(amount: float, currency: str | None) -> str:
    """A price to the cent, below a cent with two digits that count."""
    digits = f"{amount:,.2f}" if amount >= 0.01 or not amount else f"{amount:.2g}"
    return f"{digits} {plain(currency or '')}".rstrip()


def percent_of(part: float) -> str:
    """A part as percent, below ten with a decimal."""
    value = part * 100
    # From 9.95 on one decimal would round to "10.0 %".
    return f"{value:,.1f} %" if value < 9.95 else f"{value:,.0f} %"


def signed_percent(part: float | None) -> str:
    """A change as percent with its sign; empty where the change is not known."""
    if part is None:
        return ""
    # Less would be printed as +0.0 % or −0.0 %.
    if abs(part) < 0.0005:
        return "±0 %"
    return f"{'+' if part > 0 else '−'}{percent_of(abs(part))}"


def share(value: float | None) -> str:
    """A share as percent, rounded as everywhere."""
    return NOTHING if value is None else percent(value)


def kilohertz(khz: float) -> str:
    """A frequency with its unit."""
    return f"{format_khz(khz)} kHz"


def clock_span(start_minute: int, stop_minute: int) -> str:
    """``1530-1630`` of two minutes of the day."""
    return f"{clock(start_minute)}–{clock_stop(stop_minute)}"


def group_label(value: GroupValue) -> str:
    """The label of a group."""
    return "(none)" if value is None else plain(value)


def bucket_label(label: str | None) -> str:
    """A bucket of ``--per`` for people: ``Mar 2008``, ``Q1 2008``; others as they are."""
    if label is None:
        return ""
    year, _, rest = label.partition("-")
    if rest.startswith("Q"):
        return f"{year} {rest}" if year.startswith("FY") else f"{rest} {year}"
    if len(rest) == 2 and rest.isdigit():
        return f"{MONTHS[int(rest) - 1]} {year}"
    return label


def day(value: date) -> str:
    """``29 Mar 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``29 Mar 2026, 1530 UTC``."""
    return f"{day(value.date())}, {value:%H%M} UTC"


def byte_size(size: int | None) -> str:
    """A number of bytes."""
    if size is None:
        return NOTHING
    return f"{size:,} bytes" if size < 10_000 else f"{size / 1000:,.0f} kB"


def utc_offset(minutes: int) -> str:
    """``UTC+9``, ``UTC−3:30``."""
    hours_ahead, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours_ahead}{f':{rest:02d}' if rest else ''}"
