"""JSON and arrays in one piece of bytes, with a digest, so that what is damaged is never taken for a value."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGEST_BYTES = 16
_MOST_BYTES_UNPACKED = 512_000_000
_SMALL = (np.int8, np.int16, np.int32)


def pack(value: Any, arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A value that JSON can hold and some arrays, as bytes; whole numbers take as few bytes as the largest needs."""
    described, parts = [], []
    for name, array in arrays.items():
        stored = np.ascontiguousarray(_narrowed(array))
        described.append([name, array.dtype.str, stored.dtype.str, array.shape])
        parts.append(stored.tobytes())
    head = json.dumps([value, described], separators=(",", ":")).encode("utf-8", "surrogatepass")
    body = zlib.compress(b"".join([len(head).to_bytes(8, "little"), head, *parts]), 1)
    return blake2b(body, digest_size=_DIGEST_BYTES).digest() + body


def unpack(packed: bytes) -> tuple[Any, dict[str, NDArray[Any]]] | None:
    """What ``pack`` made bytes of; None of other bytes."""
    digest, body = packed[:_DIGEST_BYTES], packed[_DIGEST_BYTES:]
    if blake2b(body, digest_size=_DIGEST_BYTES).digest() != digest:
        return None
    data = zlib.decompressobj().decompress(body, _MOST_BYTES_UNPACKED)
    at = 8 + int.from_bytes(data[:8], "little")
    value, described = json.loads(data[8:at].decode("utf-8", "surrogatepass"))
    arrays = {}
    for name, dtype, stored, shape in described:
        size = int(np.prod(shape, dtype=np.int64))
        array = np.frombuffer(data, dtype=stored, count=size, offset=at)
        at += array.nbytes
        arrays[name] = array.astype(dtype).reshape(shape)
    return value, arrays


def _narrowed(array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind != "i" or not array.size:
        return array
    low, high = int(array.min()), int(array.max())
    for small in _SMALL:
        if np.iinfo(small).min <= low and high <= np.iinfo(small).max and np.dtype(small).itemsize < array.itemsize:
            return array.astype(small)
    return array
