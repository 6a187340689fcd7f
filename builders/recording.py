"""docs/images/session.svg: a recorded session of the planner's screen, as one picture that moves without a script.

Run it after a change of the screen: ``python builders/recording.py``. Every frame is the screen after some keys, over a
shipped plan with the clock stopped, so that two runs write the same bytes. Lines of the screen that do not change from
one frame to the next are stored once. It fails where the screen no longer shows what a step is there to show.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from screenshots import CELL, PLAN, ROOT, opened, settle, stable

SIZE = (100, 30)
TITLE = "bcastplan edit schedules/dprk-a26"


class Step(NamedTuple):
    """Keys, how long the screen is shown after them, the words below it, and what the screen has to show by then."""

    keys: tuple[str, ...]
    seconds: float
    words: str
    shows: str


TYPED = "A frequency is typed ..."
STEPS = (
    Step((), 2.5, "All transmissions of a plan, checked as they are read", "227 transmissions"),
    Step(("slash", *"nippon on:1315"), 1.8, "/ lists some of them: who is on the air at 1315 UTC", "4 of 227"),
    Step(
        ("enter", "down", "down"),
        1.2,
        "/ lists some of them: who is on the air at 1315 UTC",
        "9940 kHz 1300-1330 UTC daily",
    ),
    Step(("e",), 2.0, "e opens the form", "Nothing is changed."),
    Step(("9",), 0.3, TYPED, "9"),
    Step(("9",), 0.3, TYPED, "99"),
    Step(("0",), 0.3, TYPED, "990"),
    Step(
        ("0",),
        4.0,
        "... and the conflicts that it would make are listed at once",
        "co-channel with Living Water Ministry",
    ),
    Step(
        ("f3",),
        4.0,
        "F3 shows the band: who is on each channel, and how well it is heard there",
        "It is on this channel",
    ),
    Step(("f",), 3.0, "f goes to the next channel without a conflict to settle", "Enter takes it, Esc goes back."),
    Step(("enter",), 2.5, "Enter takes it into the form", "Changes frequency."),
    Step(("f2",), 2.5, "F2 accepts it: of the file, only changed lines will be written", "1 file unsaved"),
    Step(("u",), 2.5, "u takes it back", "9940 kHz 1300-1330 UTC daily"),
)
STILL = 8
"""The frame that is shown where nothing moves: the channels."""
FILE = ROOT / "docs" / "images" / "session.svg"

LINE = 24.4
"""Units of the picture that one line of the screen is high."""
MARGIN, HEAD, FOOT = 9.0, 41.0, 40.0
_RULE = re.compile(r"\.(terminal-r\d+) \{ ([^}]*) \}")
_RECT = re.compile(r'<rect fill="([^"]+)" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="[^"]+" shape-rendering')
_TEXT = re.compile(r'<text class="(terminal-r\d+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)"[^>]*>([^<]*)</text>')


class Frame(NamedTuple):
    """A screen by lines, with the words below it and how long it is shown."""

    lines: tuple[str, ...]
    seconds: float
    words: str


class Looks:
    """Names of the styles of all frames, in the order in which they occur."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, rule: str) -> str:
        """The class of a style."""
        return self.names.setdefault(rule, f"s{len(self.names)}")

    def sheet(self) -> str:
        """The rules of all classes."""
        return "".join(f".{name}{{{rule}}}" for rule, name in self.names.items())


def lines_of(svg: str, looks: Looks) -> tuple[str, ...]:
    """The lines of an exported screen as SVG, each about its own top, so that equal lines are equal text."""
    rules = dict(_RULE.findall(svg))
    lines = [""] * SIZE[1]
    for fill, x, y, width in _RECT.findall(svg):
        lines[int(float(y) / LINE)] += (
            f'<rect class="{looks.name(f"fill: {fill}")}" x="{x}" width="{width}" height="25"/>'
        )
    for name, x, y, length, text in _TEXT.findall(svg):
        if words := text.replace("&#160;", "\N{NO-BREAK SPACE}").rstrip("\N{NO-BREAK SPACE}"):
            length = f"{float(length) - CELL * (text.count('&#160;') - words.count(chr(160))):g}"
            kind = looks.name(rules[name].strip())
            lines[int((float(y) - 1.0) / LINE)] += (
                f'<text class="{kind}" x="{x}" y="18.5" textLength="{length}">{words}</text>'
            )
    return tuple(lines)


def shown_text(lines: Iterable[str]) -> str:
    """What is written on a screen, one line after the other."""
    return "\n".join(re.sub("<[^>]*>", " ", line) for line in lines).replace("\N{NO-BREAK SPACE}", " ")


async def frames(plan: str, looks: Looks) -> list[Frame]:
    """What the screen shows after each step."""
    recorded = []
    async with opened(plan, SIZE) as pilot:
        for step in STEPS:
            await pilot.press(*("space" if key == " " else "colon" if key == ":" else key for key in step.keys))
            await settle(pilot)
            pilot.app.clear_notifications()
            await pilot.pause(0.2)
            svg = stable(pilot.app.export_screenshot(title="bcastplan"))
            lines = lines_of(svg, looks)
            if step.shows not in shown_text(lines):
                raise SystemExit(f"after {' '.join(step.keys)} the screen does not show '{step.shows}': mend STEPS")
            recorded.append(Frame(lines, step.seconds, step.words))
    return recorded


def moving(recorded: Sequence[Frame], looks: Looks) -> str:
    """One SVG that shows the frames one after the other, again and again; lines that occur twice are stored once."""
    names = {line: f"l{number}" for number, line in enumerate(dict.fromkeys(_all_lines(recorded)))}
    width, height = SIZE[0] * CELL + 2 * MARGIN, SIZE[1] * LINE + HEAD + FOOT
    starts = [0.0, *accumulate(frame.seconds for frame in recorded)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{TITLE}">',
        f"<style>{_BASE}{looks.sheet()}{''.join(_turns(starts))}</style><defs>",
        *(f'<g id="{name}">{line}</g>' for line, name in names.items()),
        f'</defs><rect class="window" width="{width:g}" height="{height:g}" rx="8"/>',
        f'<text class="title" x="{width / 2:g}" y="27">{TITLE}</text>',
    ]
    for number, frame in enumerate(recorded):
        parts.append(f'<g class="frame f{number}{" still" if number == STILL else ""}">')
        for line, text in enumerate(frame.lines):
            parts.append(f'<use href="#{names[text]}" x="{MARGIN:g}" y="{HEAD + line * LINE:g}"/>')
        parts.append(f'<text class="words" x="{width / 2:g}" y="{height - 13:g}">{frame.words}</text></g>')
    return "\n".join([*parts, "</svg>", ""])


_BASE = (
    "text{font-family:'Fira Code','DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:20px}"
    ".window{fill:#292929}.title,.words{fill:#c5c8c6;text-anchor:middle}.words{font-weight:bold}"
    ".frame{visibility:hidden}.still{visibility:visible}"
)


def _all_lines(recorded: Iterable[Frame]) -> Iterable[str]:
    return (line for frame in recorded for line in frame.lines)


def _turns(starts: Sequence[float]) -> Iterable[str]:
    """When each frame is shown; who asked for less motion sees the still one."""
    whole = starts[-1]
    yield "@media (prefers-reduced-motion: no-preference){"
    for number, (start, stop) in enumerate(pairwise(starts)):
        yield f".f{number}{{animation:k{number} {whole:g}s step-end infinite}}"
        begin, end = 100.0 * start / whole, 100.0 * stop / whole
        before = "0%{visibility:hidden}" if number else ""
        yield f"@keyframes k{number}{{{before}{begin:.3f}%{{visibility:visible}}{end:.3f}%{{visibility:hidden}}}}"
    yield "}"


def recording(plan: str) -> str:
    """The moving picture of a plan."""
    looks = Looks()
    return moving(asyncio.run(frames(plan, looks)), looks)


def main() -> None:
    """Write the moving picture."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as state:
        os.environ["BCASTPLAN_STATE_DIR"] = os.environ["BCASTPLAN_CONFIG_DIR"] = state
        FILE.write_text(recording(PLAN), encoding="utf-8")
    print(f"wrote {FILE.relative_to(ROOT)}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
