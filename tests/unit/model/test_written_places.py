import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.model.written_places import KeyPlaces

NUMBERS = st.integers(1, 2**32 - 1)
DICTS = st.dictionaries(st.text(max_size=4), st.tuples(NUMBERS, NUMBERS))


@given(DICTS, DICTS)
def test_they_are_a_dict_that_is_never_changed(places, others):
    compact = KeyPlaces(places)
    assert list(compact.items()) == list(places.items())
    assert compact == places
    assert pickle.loads(pickle.dumps(compact)) == compact
    assert (compact == KeyPlaces(others)) == (places == others)
    assert all(compact.get(key, (0, 0)) == places.get(key, (0, 0)) for key in others)


def test_a_key_that_is_not_written_is_missing():
    with pytest.raises(KeyError):
        KeyPlaces({"a": (1, 2)})["b"]
