"""Predictions of earlier runs in the user's cache folder, so that after an edit only what was edited is predicted anew.

A key says everything that a prediction follows from, the code and tables of the physics included. Values are numbers.
"""

from __future__ import annotations

import platform
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from bcastplan.files.value_cache import ValueCache
from bcastplan.installed import PACKAGE_FOLDER

MOST_BYTES = 256_000_000
_NAME = "predictions.sqlite3"
_PREDICTING = ("science", "coverage")


@cache
def code_fingerprint() -> bytes:
    """A digest of the code and tables that predict, and of what computes them."""
    # Figures may differ in their last bits from one processor, or release of numpy, to another.
    digest = blake2b(f"{np.__version__} {platform.machine()}".encode(), digest_size=20)
    for folder in _PREDICTING:
        for file in sorted((PACKAGE_FOLDER / folder).rglob("*")):
            if file.suffix in (".py", ".npz"):
                digest.update(file.relative_to(PACKAGE_FOLDER).as_posix().encode() + b"\0")
                digest.update(file.read_bytes())
    return digest.digest()


class SampleCache(ValueCache):
    """Kept predictions in a folder, at most ``most_bytes`` of them.

    Args:
        folder: where the file is, and is made; where that is impossible nothing is kept.
        most_bytes: how large the file may grow.
        code: stands for what predicts; what other code predicted is never found.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, code: bytes | None = None) -> None:
        super().__init__(folder / _NAME, most_bytes, code_fingerprint() if code is None else code)
