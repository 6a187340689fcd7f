"""100 % means all and 0 % nobody, on every screen, page and sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.percent import percent, whole_percent


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, 0), (0.004, 1), (0.005, 1), (0.0149, 1), (0.015, 2), (0.5, 50), (0.545, 55), (0.9666, 97), (0.985, 99),
     (0.994, 99), (0.995, 99), (0.9999, 99), (1.0, 100), (1.0 - 1e-9, 100), (1e-9, 0)],
)  # fmt: skip
def test_shares_are_rounded_to_the_nearest_but_never_to_all_or_none(share, shown):
    assert whole_percent(share) == shown
    assert percent(share) == f"{shown} %"


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_larger_share_never_shows_less_and_none_is_off_by_one(one, other):
    low, high = sorted((one, other))
    assert whole_percent(low) <= whole_percent(high)
    assert abs(whole_percent(one) - 100 * one) < 1.0
