"""No regular expression of the program takes more time than the length of its text asks for."""

import re

import pytest
import source_patterns
from growth import LONG, slowness

USES = source_patterns.uses()
MADE_FROM_CLOSED_LISTS = {
    "re.fullmatch(mapping.time, text.strip())",
    "re.sub(f'(?<![A-Za-z0-9]){old}(?![A-Za-z0-9])', replaced, name, flags=re.IGNORECASE)",
}
"""Expressions that are put together when they are used, each from a closed list of harmless ones."""


def worst(use, lengths=LONG):
    """What is wrong with the first text that a use of an expression is slow at."""
    for beginning, part, end in dict.fromkeys(source_patterns.attacks(use.pattern)):
        slow = slowness(lambda length, _: use.run(beginning + part * length + end), lengths)  # noqa: B023 - at once
        if slow:
            return f"{beginning!r} + n * {part!r} + {end!r}: {slow}"
    return None


@pytest.mark.parametrize("use", USES, ids=[f"{use.place}.{use.method}" for use in USES])
def test_time_grows_with_the_length(use):
    assert worst(use) is None


def test_every_expression_of_the_source_is_tried():
    assert set(source_patterns.untried()) == MADE_FROM_CLOSED_LISTS
    assert len(USES) > 100


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(?:a*b?)*c", "match"),
        (r"\s*(?:<!--.*?-->\s*)*<html", "match"),
        (r"[ .,]*(alt|irr)$", "search"),
        (r"[1-7.]*[1-7][1-7.]*", "fullmatch"),
        (r"\s*-\s*", "sub"),
        (r"\r*\n|\r", "split"),
    ],
)
def test_expressions_that_explode_are_told(pattern, method):
    """The expressions that were here once: this test must be able to fail."""
    use = source_patterns.Use("here", method, re.compile(pattern, re.DOTALL))
    assert worst(use, (1_500, 6_000)) or worst(use)  # most are told by short texts, which take a tenth of the time
