"""Text in a number of cells of the screen."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fitted(text: str, width: int, *, fill: bool = True) -> str:
    """A text in ``width`` cells, filled up with blanks unless ``fill`` is False.

    What is cut ends in an ellipsis, because half a target is another target.
    """
    if cell_len(text) > width:
        return set_cell_size(text, max(0, width - 1)) + "…"[: max(0, width)]
    return set_cell_size(text, width) if fill else text
