"""The last line of the screen: the keys that work now, those first that no view may push out of sight."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

FIRST = ("save", "leave", "help")
"""Actions that come first, in this order."""


class KeyBar(Footer):
    """The live keys; how to save, quit and get help is always in sight."""

    def compose(self) -> ComposeResult:
        """The keys in their order."""
        keys = [key for key in super().compose() if isinstance(key, FooterKey)]
        yield from sorted(keys, key=lambda key: FIRST.index(key.action) if key.action in FIRST else len(FIRST))
