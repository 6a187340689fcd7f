"""User text made harmless for the place it is printed in; the lists that are written below reports share it."""

from __future__ import annotations

from bcastplan.model.inert import inert, inert_cell

__all__ = ["inert", "inert_cell"]
