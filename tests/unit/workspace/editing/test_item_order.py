"""Neighbours of a list or mapping change places with their comments; every other byte and value stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.parse import parse_text
from bcastplan.document.splice import EditRefused, apply_edits
from bcastplan.workspace.editing.item_order import exchange

TEXT = """\
# the head
sites:   # what there is
  PHT:
    transmitters:
      # the old one
      - {id: A, power: 250}   # behind A
        # below A
      - id: B   # in lines
        power: 100

      # apart from both

      # above C
      # in two lines
      - {id: C}
    antennas: [{id: mast}, {id: wire}]
  # above USK
  USK: {transmitters: [{id: U, retune: 5}]}   # one
  TAC:
listeners: {north: {administration: KRE}, south: {administration: KOR}}
rates:
  items: [
    {per_hour: 40},  # dear
    {per_hour: 30}
  ]
# the end
"""


def after(text: str, *path, number: int) -> str:
    return apply_edits(text, exchange(text, path, number))[0]


def test_lines_change_places_with_what_belongs_to_them() -> None:
    assert after(TEXT, "sites", "PHT", "transmitters", number=0) == TEXT.replace(
        "      # the old one\n      - {id: A, power: 250}   # behind A\n        # below A\n"
        "      - id: B   # in lines\n        power: 100\n",
        "      - id: B   # in lines\n        power: 100\n"
        "      # the old one\n      - {id: A, power: 250}   # behind A\n        # below A\n",
    )
    assert after(TEXT, "sites", "PHT", "transmitters", number=1) == TEXT.replace(
        "      - id: B   # in lines\n        power: 100\n\n      # apart from both\n\n"
        "      # above C\n      # in two lines\n      - {id: C}\n",
        "      # above C\n      # in two lines\n      - {id: C}\n\n      # apart from both\n\n"
        "      - id: B   # in lines\n        power: 100\n",
    )


def test_entries_of_a_mapping_change_places() -> None:
    assert after(TEXT, "sites", number=1) == TEXT.replace(
        "  # above USK\n  USK: {transmitters: [{id: U, retune: 5}]}   # one\n  TAC:\n",
        "  TAC:\n  # above USK\n  USK: {transmitters: [{id: U, retune: 5}]}   # one\n",
    )
    assert after(TEXT, "listeners", number=0) == TEXT.replace(
        "{north: {administration: KRE}, south: {administration: KOR}}",
        "{south: {administration: KOR}, north: {administration: KRE}}",
    )


def test_in_brackets_commas_stay_and_comments_go_along() -> None:
    assert after(TEXT, "sites", "PHT", "antennas", number=0) == TEXT.replace(
        "[{id: mast}, {id: wire}]", "[{id: wire}, {id: mast}]"
    )
    assert after(TEXT, "rates", "items", number=0) == TEXT.replace(
        "    {per_hour: 40},  # dear\n    {per_hour: 30}\n", "    {per_hour: 30},\n    {per_hour: 40}  # dear\n"
    )


@pytest.mark.parametrize(("newline", "end"), [("\n", "\n"), ("\n", ""), ("\r\n", "\r\n"), ("\r\n", "")])
def test_a_file_keeps_its_line_ends(newline: str, end: str) -> None:
    text = f"agreed:{newline}- {{a: x}}{newline}- {{a: y}}{end}"
    assert after(text, "agreed", number=0) == f"agreed:{newline}- {{a: y}}{newline}- {{a: x}}{end}"


@pytest.mark.parametrize(
    ("text", "path", "number", "reason"),
    [
        (TEXT, ("sites", "PHT", "transmitters"), 2, "no item beyond"),
        (TEXT, ("sites", "PHT", "transmitters"), -1, "no item beyond"),
        (TEXT, ("sites", "TAC"), 0, "no list"),
        (TEXT, ("nowhere",), 0, "no list"),
        ("a: [x\n", ("a",), 0, "broken"),
        ("a:\n  - &x {id: 1}\n  - *x\n", ("a",), 0, "cannot change places"),
        ("a:\n  - b: {id: 1}\n    c: {id: 2}\n", ("a", 0), 0, "on the line of a list"),
    ],
)
def test_what_cannot_change_places_says_why(text: str, path, number: int, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        exchange(text, path, number)


ITEMS = [
    "{id: A}",
    "{id: B, note: x}   # behind",
    "id: C\n{0}  note: y",
    "{id: D} # d",
    "id: E\n{0}  # inside\n{0}  note: z",
]
ABOVE = ["", "", "{0}# above\n", "{0}# one\n{0}# two\n", "\n", "{0}# apart\n\n", "{0}    # deeper\n"]


@st.composite
def blocks(draw) -> tuple[str, int]:
    """A list in lines with comments at all places, and how many items it has."""
    indent = " " * draw(st.integers(0, 4))
    items = draw(st.lists(st.tuples(st.sampled_from(ABOVE), st.sampled_from(ITEMS)), min_size=2, max_size=6))
    text = "".join(f"{above}{{0}}- {item}\n" for above, item in items).replace("{0}", indent)
    return f"# head\nbefore: x\nlisted:\n{text}" + draw(st.sampled_from(["", "behind: y\n", "# end\n"])), len(items)


@given(blocks(), st.data())
def test_an_exchange_changes_the_order_alone_and_back_again(block, data) -> None:
    text, count = block
    number = data.draw(st.integers(0, count - 2))
    before, _ = parse_text("", text)
    changed = after(text, "listed", number=number)
    root, problems = parse_text("", changed)
    assert not problems
    items = list(before.raw()["listed"])
    items[number : number + 2] = reversed(items[number : number + 2])
    assert root.raw() == {**before.raw(), "listed": items}
    assert sorted(changed.splitlines()) == sorted(text.splitlines())
    assert after(changed, "listed", number=number) == text
