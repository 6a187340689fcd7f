"""What is sent is the difference, and a terminal that gets it shows what one would show that got everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

pyte = pytest.importorskip("pyte", reason="shows what a terminal would show")

from bcastplan.tui.painted import Painted  # noqa: E402

WIDTH, HEIGHT = 24, 4
STYLES = (
    None,
    Style(),
    Style(bold=True),
    Style(color="red"),
    Style(bgcolor="#102030"),
    Style(color="#aabbcc", dim=True),
)
texts = st.text(alphabet="ab .…✗é█宽", max_size=8)


@st.composite
def lines(draw) -> Strip:
    segments = [Segment(draw(texts), draw(st.sampled_from(STYLES))) for _ in range(draw(st.integers(0, 4)))]
    return Strip(segments).adjust_cell_length(WIDTH)


frames = st.lists(st.lists(lines(), min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=4)


def shown(screen) -> list[list[tuple[object, ...]]]:
    return [
        [(cell.data, cell.fg, cell.bg, cell.bold) for cell in (screen.buffer[y][x] for x in range(WIDTH))]
        for y in range(HEIGHT)
    ]


@given(frames)
def test_the_difference_shows_what_everything_shows(many: list[list[Strip]]) -> None:
    screen, whole = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    stream, full = pyte.Stream(screen), pyte.Stream(whole)
    painted = Painted()
    console = Console(force_terminal=True, color_system="truecolor", width=WIDTH)
    for frame in many:
        stream.feed(painted.difference([(0, y, strip) for y, strip in enumerate(frame)], ColorSystem.TRUECOLOR))
        for y, strip in enumerate(frame):
            full.feed(f"\x1b[{y + 1};1H{strip.render(console)}")
        assert shown(screen) == shown(whole)


@given(lines())
def test_the_same_again_sends_nothing(strip: Strip) -> None:
    painted = Painted()
    painted.difference([(0, 0, strip)], ColorSystem.TRUECOLOR)
    assert painted.difference([(0, 0, strip)], ColorSystem.TRUECOLOR) == ""
    painted.forget()
    assert painted.difference([(0, 0, strip)], ColorSystem.TRUECOLOR) != ""


def test_one_other_letter_is_one_letter_sent() -> None:
    painted = Painted()
    painted.difference([(3, 2, Strip([Segment("frequency 9565")]))], ColorSystem.TRUECOLOR)
    sent = painted.difference([(3, 2, Strip([Segment("frequency 9575")]))], ColorSystem.TRUECOLOR)
    assert sent == "\x1b[3;16H\x1b[0m7\x1b[0m"
