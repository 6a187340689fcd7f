"""Every text can be read, whatever the theme: colours that are too near to their background are moved away from it.

The least contrast is 4.5 to 1, as WCAG 2.1 (1.4.3) asks for text; frames, bars and the dots of the map keep their
colours.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import BLACK, WHITE, Color
from textual.filter import LineFilter

LEAST_CONTRAST = 4.5  # WCAG 2.1, success criterion 1.4.3
_STEPS = 50
"""Into how many steps the way to black or white is cut."""


class Readable(LineFilter):
    """Moves colours of text towards black or white, as far as it takes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Give the segments colours that can be read on their background."""
        changed = []
        for segment in segments:
            text, style, control = segment
            if style is not None and control is None and says_something(text):
                segment = Segment(text, readable(style, background), None)
            changed.append(segment)
        return changed


@lru_cache(maxsize=4096)
def says_something(text: str) -> bool:
    """Whether there is anything but blanks, frames, bars and dots in a text."""
    return any(map(_is_text, text))


@lru_cache(maxsize=4096)
def _is_text(character: str) -> bool:
    if character.isspace():
        return False
    name = unicodedata.name(character, "")
    return not name.startswith(("BOX", "BRAILLE")) and not any(word in name for word in ("BLOCK", "SHADE", "QUADRANT"))


@lru_cache(maxsize=4096)
def readable(style: Style, background: Color) -> Style:
    """The style with enough contrast; the same one where it has enough, or where the terminal chooses its colours."""
    back = style.bgcolor or background.rich_color
    # Only the terminal knows its default colours, so that the contrast cannot be computed.
    if style.color is None or style.color.is_default or back.is_default:
        return style
    front, ground = Color.from_rich_color(style.color), Color.from_rich_color(back)
    if contrast(front, ground) >= LEAST_CONTRAST:
        return style
    moved = _moved(front, ground) if not style.reverse else _moved(ground, front)
    colour = RichColor.from_rgb(*moved.rgb)
    return style + (Style(bgcolor=colour) if style.reverse else Style(color=colour))


def _moved(text: Color, ground: Color) -> Color:
    # Of black and white the one that stands out more can always be reached: its contrast is 4.58 to 1 at least.
    goal = max((BLACK, WHITE), key=lambda end: contrast(end, ground))
    steps = (text.blend(goal, step / _STEPS, 1.0) for step in range(1, _STEPS))
    return next((colour for colour in steps if contrast(colour, ground) >= LEAST_CONTRAST), goal)


def contrast(color: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((_luminance(color), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
