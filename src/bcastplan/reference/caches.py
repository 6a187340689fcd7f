"""This module knows every cached look-up of the reference tables, so that newer tables can replace all at once."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

Result = TypeVar("Result")

_clearers: list[Callable[[], None]] = []


def cached_table(load: Callable[[], Result]) -> Callable[[], Result]:
    """Decorate a loader without arguments: it runs once, until :func:`clear_all`."""
    cached = cache(load)
    _clearers.append(cached.cache_clear)
    return cast("Callable[[], Result]", cached)


def clear_all() -> None:
    """Forget every loaded table."""
    for clear in _clearers:
        clear()
