"""The last line of a screen: the keys that work now, each of them whole or not at all.

Textual's footer makes a widget for every key and makes them anew whenever the focus moves, which takes as long as
painting the whole screen. This one draws its line itself.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.screen import Screen
from textual.widget import Widget

from bcastplan.model.inert import inert

FIRST = ("save", "leave", "help")
"""Actions that come first, in this order: no view may push them out of sight."""
MORE = "…"


class ShownKey(NamedTuple):
    """One key of the line: what the user presses, what it does, and a sentence about that."""

    key: str
    display: str
    description: str
    tooltip: str
    enabled: bool

    @property
    def width(self) -> int:
        """Columns that it takes."""
        return cell_len(self.display) + 1 + cell_len(self.description)


class KeyBar(Widget):
    """The live keys of the screen; how to save, quit and get help is always in sight."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--word", "keys--off"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
        & > .keys--key { color: $footer-key-foreground; text-style: bold; }
        & > .keys--word { color: $footer-description-foreground; }
        & > .keys--off { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[ShownKey] = []
        self._places: list[tuple[range, ShownKey]] = []
        """Columns of the line, and the key that is painted there."""

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        """Paint again when other keys work than before."""
        # The signal may still come while this screen is being taken away.
        if not self.is_attached or screen is not self.screen:
            return
        keys = shown_keys(screen)
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def render(self) -> Text:
        """As many keys as there is room for."""
        key_style = self.get_component_rich_style("keys--key", partial=True)
        word_style = self.get_component_rich_style("keys--word", partial=True)
        off_style = self.get_component_rich_style("keys--off", partial=True)
        line, self._places = Text(no_wrap=True, overflow="crop"), []
        for key in self._keys:
            start = line.cell_len + 1
            is_last = key is self._keys[-1]
            # Room is kept for the sign that there is more, unless this is the last key.
            if start + key.width + (0 if is_last else len(MORE) + 1) > self.size.width:
                line.append(f" {MORE}", off_style)
                break
            line.append(f" {key.display}", key_style if key.enabled else off_style)
            line.append(f" {key.description}", word_style if key.enabled else off_style)
            self._places.append((range(start, start + key.width), key))
        return line

    def _key_at(self, column: int) -> ShownKey | None:
        return next((key for columns, key in self._places if column in columns), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the key under the pointer."""
        key = self._key_at(event.x)
        self.tooltip = key.tooltip if key is not None else None

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = self._key_at(event.x)
        if key is not None and key.enabled:
            self.app.simulate_key(key.key)


def shown_keys(screen: Screen[object]) -> list[ShownKey]:
    """The keys of a screen that its last line shows, each action once."""
    actions: dict[str, ShownKey] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if binding.show and binding.action not in actions:
            display = screen.app.get_key_display(binding)
            words = inert(tooltip or binding.description)
            actions[binding.action] = ShownKey(binding.key, display, binding.description, words, enabled)
    places = {action: place for place, action in enumerate(FIRST)}
    # `sorted` is stable, so that all other keys stay in the order in which the screen has them.
    return [actions[action] for action in sorted(actions, key=lambda action: places.get(action, len(FIRST)))]
