"""Formatting changes how a file is written, never what it says: values, comments and their order survive."""

from __future__ import annotations

import random

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.house_style import CannotFormat, HouseStyle, format_text

ORDER = ("id", "frequency", "time", "days", "site", "note")
VALUES = ("9565", "0100-0200", "25:00", "'no'", '"a: b"', "~", "010", "[Fri, Sat]", "{name: A, latitude: '1.5'}", "x y")


def order(path: tuple[str, ...]) -> tuple[str, ...] | None:
    return ORDER if path in (("transmissions",), ("defaults",)) else None


def commented(draw: random.Random, line: str, number: list[int]) -> list[str]:
    """The line with comments above and behind it, each with a number of its own."""
    lines = []
    indent = " " * draw.choice((0, len(line) - len(line.lstrip()), 7))
    if draw.random() < 0.2:
        number[0] += 1
        lines.append(f"{indent}# comment {number[0]}")
    if draw.random() < 0.1:
        lines.append("")
    if draw.random() < 0.2 and "|" not in line:
        number[0] += 1
        line += " " * draw.randint(1, 9) + f"# comment {number[0]}"
    return [*lines, line]


def schedule(seed: int) -> tuple[str, int]:
    """A random schedule, and how many comments it has."""
    draw = random.Random(seed)
    number = [0]
    lines = commented(draw, "bcastplan: 1", number) + commented(draw, "service: 'A: B'", number)
    if draw.random() < 0.5:
        lines += commented(draw, "defaults: {note: 'x', days: daily}", number)
    lines += commented(draw, "transmissions:", number)
    indent = " " * draw.choice((0, 2, 4))
    for _ in range(draw.randint(1, 4)):
        keys = draw.sample(ORDER, draw.randint(1, len(ORDER)))
        if draw.random() < 0.3:
            lines += commented(
                draw, indent + "- {" + ", ".join(f"{key}: {draw.choice(VALUES)}" for key in keys) + "}", number
            )
            continue
        gap = " " * draw.choice((1, 3))
        for at, key in enumerate(keys):
            lead = indent + ("-" + gap if at == 0 else " " + " " * len(gap))
            if draw.random() < 0.1 and "{" not in lead:
                lines += [
                    *commented(draw, f"{lead}{key}: |", number),
                    f"{' ' * len(lead)}  long",
                    f"{' ' * len(lead)}   text # no comment",
                ]
            else:
                lines += commented(draw, f"{lead}{key}: {draw.choice(VALUES)}", number)
    return "\n".join(lines) + draw.choice(("", "\n", "\n\n\n")), number[0]


@given(st.integers(0, 10**9), st.sampled_from(("keep", "block", "flow")))
def test_values_and_comments_survive(seed: int, items: str) -> None:
    text, comments = schedule(seed)
    try:
        result = format_text(text, HouseStyle(order, items))  # type: ignore[arg-type]
    except CannotFormat:
        return
    assert yaml.load(result, yaml.CBaseLoader) == yaml.load(text, yaml.CBaseLoader)
    for number in range(1, comments + 1):
        assert result.count(f"# comment {number}\n") == text.count(f"# comment {number}\n") + text.endswith(
            f"# comment {number}"
        )
    assert format_text(result, HouseStyle(order, items)) == result  # type: ignore[arg-type]


def test_no_readable_file_is_refused() -> None:
    refused = {}
    for seed in range(400):
        try:
            format_text(schedule(seed)[0], HouseStyle(order))
        except CannotFormat as error:
            refused[seed] = str(error)
    assert not refused
