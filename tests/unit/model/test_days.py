import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.days import DAILY, format_days, parse_days, shift_days
from bcastplan.model.errors import ValueFault


def mask(*names):
    return sum(1 << ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(name) for name in names)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("daily", DAILY),
        ("Mon-Fri", mask("Mon", "Tue", "Wed", "Thu", "Fri")),
        ("Wed-Mon", mask("Wed", "Thu", "Fri", "Sat", "Sun", "Mon")),
        ("Sat,Sun", mask("Sat", "Sun")),
        ("sat, SUNDAY", mask("Sat", "Sun")),
        ("Mon-Mon", mask("Mon")),
        ("Mon-Sun", DAILY),
        (["Fri", "Sat"], mask("Fri", "Sat")),
        (["Mon-Wed", "Sun"], mask("Mon", "Tue", "Wed", "Sun")),
    ],
)
def test_reads_words(written, days):
    assert parse_days(written) == days


@pytest.mark.parametrize("written", ["1234567", "23456", "1", "Mon,2", ["1", "Mon"]])
def test_digits_are_refused_with_the_reason(written):
    with pytest.raises(ValueFault, match="HFCC and Aoki count Sunday as 1, EiBi counts Monday as 1") as refused:
        parse_days(written)
    assert refused.value.code == "TIM005"


@pytest.mark.parametrize(
    ("written", "says"),
    [("Sta", "did you mean Sat"), ("dayly", "did you mean daily"), ("Mon-", "names no days"), ("xyz", "write daily")],
)
def test_other_words_are_refused(written, says):
    with pytest.raises(ValueFault, match=says) as refused:
        parse_days(written)
    assert refused.value.code == "TIM010"


def test_a_faulty_item_of_a_list_is_pointed_at():
    with pytest.raises(ValueFault) as refused:
        parse_days(["Mon", "Sta"])
    assert refused.value.path == (1,)
    with pytest.raises(ValueFault, match="empty"):
        parse_days([])


@given(st.integers(1, DAILY))
def test_any_set_of_days_survives_its_words(days):
    assert parse_days(format_days(days)) == days


@given(st.integers(1, DAILY), st.integers(-20, 20), st.integers(0, 6))
def test_shifting_moves_every_day(days, by, day):
    assert bool(shift_days(days, by) >> ((day + by) % 7) & 1) == bool(days >> day & 1)


@given(st.integers(0, DAILY), st.integers(-8, 8))
def test_days_turn_and_turn_back(days, turned):
    assert shift_days(shift_days(days, turned), -turned) == days
