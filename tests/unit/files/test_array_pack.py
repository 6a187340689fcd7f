"""Arrays and JSON come back as they were, and damaged bytes come back as nothing."""

import numpy as np
import pytest

from bcastplan.files.array_pack import pack, unpack

VALUE = {"a": [1, 1.0, -0.0, None, "ä\ud800"], "b": {}}
ARRAYS = {
    "small": np.array([-1, 100], dtype=np.int64),
    "large": np.array([[1 << 40], [-5]], dtype=np.int64),
    "flags": np.array([True, False]),
    "bits": np.array([[1 << 63, 3]], dtype=np.uint64),
    "none": np.zeros((0, 5), dtype=np.int32),
}


def test_what_is_packed_comes_back():
    value, arrays = unpack(pack(VALUE, ARRAYS))
    assert repr(value) == repr(VALUE)
    assert arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert (arrays[name].dtype, arrays[name].shape) == (array.dtype, array.shape)
        assert np.array_equal(arrays[name], array)


def test_whole_numbers_take_few_bytes():
    noise = np.random.default_rng(1).integers(-100, 100, 10_000)
    assert len(pack(None, {"noise": noise})) < 12_000


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:-1], lambda data: data[:20] + b"?" + data[21:]]
)
def test_damaged_bytes_are_nothing(damage):
    assert unpack(damage(pack(VALUE, ARRAYS))) is None
