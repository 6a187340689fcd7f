"""Amounts of money are exact fractions until they are printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_CENTS = 100


def to_cents(amount: Fraction) -> Decimal:
    """An amount rounded to two decimals, halves away from zero as on an invoice."""
    # Whole numbers all the way: a Decimal of a third would be rounded once before the cents are.
    doubled = 2 * amount.numerator * _CENTS
    cents = (doubled + amount.denominator) // (2 * amount.denominator)
    return Decimal(cents).scaleb(-2)
