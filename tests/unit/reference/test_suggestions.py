"""Did you mean: near words are found in any case, far ones are not."""

import pytest

from bcastplan.reference import nearest


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
