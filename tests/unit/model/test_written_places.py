import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.written_places import KeyPlaces

NUMBERS = st.integers(1, 2**32 - 1)
DICTS = st.dictionaries(st.text(max_size=4), st.tuples(NUMBERS, NUMBERS))


@given(DICTS, DICTS, NUMBERS, NUMBERS)
def test_they_are_a_dict_that_is_never_changed(places, others, head, other_head):
    compact = KeyPlaces(places, head)
    assert list(compact.items()) == list(places.items())
    assert compact == places
    assert pickle.loads(pickle.dumps(compact)) == compact
    assert (compact == KeyPlaces(others, other_head)) == (places == others)
    assert all(compact.get(key, (0, 0)) == places.get(key, (0, 0)) for key in others)


def test_a_key_that_is_not_written_is_missing():
    with pytest.raises(KeyError):
        KeyPlaces({"a": (1, 2)})["b"]


@given(DICTS, NUMBERS, st.integers(0, 1000))
def test_what_stands_below_the_head_moves_with_it(places, head, lines):
    moved = {key: (line + lines if line >= head else line, column) for key, (line, column) in places.items()}
    assert dict(KeyPlaces(places, head).moved(lines)) == moved


def test_transmissions_written_alike_share_one_layout():
    first = KeyPlaces({"service": (2, 10), "frequency": (7, 16), "time": (8, 11)}, 7)
    second = KeyPlaces({"service": (2, 10), "frequency": (20, 16), "time": (21, 11)}, 20)
    assert first._layout is second._layout
    assert dict(second) == {"service": (2, 10), "frequency": (20, 16), "time": (21, 11)}
