"""Numbers and nouns as people write them."""

from __future__ import annotations


def count(number: int, noun: str, plural: str | None = None) -> str:
    """``1 error``, ``2,000 errors``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def hours(minutes: int) -> str:
    """Minutes as hours with two decimals."""
    return f"{minutes / 60:.2f}"


def people(number: float) -> str:
    """A number of people, as far as a prediction can tell them."""
    if number >= 1e6:
        return f"{number / 1e6:,.1f} million"
    return f"{round(number, -3):,.0f}" if number >= 10_000 else f"{number:,.0f}"
