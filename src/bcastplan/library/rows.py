"""Rows of a result: a sequence of typed values that converts to dictionaries and to data frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars

Row = TypeVar("Row")


class Rows(Sequence[Row], Generic[Row]):
    """Typed rows in their fixed order; printed, they are the text that the command of the same name prints."""

    def __init__(self, rows: Sequence[Row], record: Callable[[Row], dict[str, Any]]) -> None:
        """``record`` makes a dictionary of a row, with the keys of the command's JSON."""
        self._rows = rows
        self._record = record

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self._rows[index]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} row{'' if len(self) == 1 else 's'}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dictionary for each row, with the keys and values that the command's JSON has for it."""
        return [self._record(row) for row in self._rows]

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars data frame; what is nested in a row becomes columns such as ``a_frequency_khz``.

        Raises:
            ImportError: Polars is not installed (``pip install 'bcastplan[dataframes]'``).
        """
        # Polars infers types from the first 100 rows, where a column may hold nothing or whole numbers only.
        frame: polars.DataFrame = _installed("polars").DataFrame(self._flat(), infer_schema_length=None, strict=False)
        return frame

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas data frame, with the columns of ``to_polars``.

        Raises:
            ImportError: pandas is not installed (``pip install pandas``).
        """
        frame: pandas.DataFrame = _installed("pandas").DataFrame(self._flat())
        return frame

    def _flat(self) -> list[dict[str, Any]]:
        return [dict(flat(record)) for record in self.to_dicts()]


def flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of a nested dictionary, each under the keys that lead to it, joined by underscores."""
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}_")
        else:
            yield prefix + key, value


def _installed(library: str) -> Any:
    from importlib import import_module

    try:
        return import_module(library)
    except ImportError:
        # The extra installs Polars alone; pandas is used where the user has it.
        package = "'bcastplan[dataframes]'" if library == "polars" else library
        raise ImportError(f"a data frame needs {library}: pip install {package}") from None
