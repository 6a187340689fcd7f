"""Did you mean: near words are found in any case, far ones are not."""

import pytest

from bcastplan.model.nearest import did_you_mean, nearest, slip


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("udo", ["PHT", "UDO"], "UDO"),
        (" kor ", ["Kor", "Kos"], "Kor"),
        ("frequncy", ["frequency", "target"], "frequency"),
        ("Koe", ["Kor", "Kos", "Abc"], "Kor"),
        ("XYZ", ["UDO", "PHT"], None),
        ("", ["UDO"], None),
        ("UDO", [], None),
    ],
)
def test_nearest(word: str, candidates: list[str], expected: str | None) -> None:
    assert nearest(word, candidates) == expected


def test_the_order_of_the_candidates_does_not_matter() -> None:
    assert nearest("ab", ["ac", "ad", "AB"]) == nearest("ab", ["AB", "ad", "ac"]) == "AB"
    assert nearest("koz", ["kos", "kor"]) == nearest("koz", ["kor", "kos"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("phtt", "pht"),  # a letter twice
        ("pth", "pht"),  # two letters in the wrong order
        ("phxt", "pht"),  # a letter too many
        ("ph", "pht"),  # a letter too few
        ("phz", "pht"),  # another letter
        ("udo", None),  # the word itself is no slip
        ("p", None),
        ("xyz", None),
        ("uod", "udo"),
    ],
)
def test_slips_of_the_hand(written: str, meant: str | None) -> None:
    assert slip(written, ["pht", "udo"]) == meant


def test_likelier_slips_win_and_equal_ones_tell_nothing() -> None:
    assert slip("agmm", ["agm", "agmx", "sgmm"]) == "agm"
    assert slip("abc", ["acb", "abd"]) == "acb"
    assert slip("abc", ["abd", "xbc"]) == "abd"
    assert slip("abc", ["abd", "abe"]) is None


def test_a_beginning_counts_where_one_choice_has_it() -> None:
    assert did_you_mean("des", ["design_frequency", "days"]) == ", did you mean design_frequency?"
    assert nearest("alt", ["alternatives", "altitude_of_mast"]) is None
