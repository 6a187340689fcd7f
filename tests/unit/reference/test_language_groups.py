"""Codes of one language are one, and forms of a language are not each other."""

import pytest

from bcastplan.reference import is_same_language, language_as_whole, languages
from bcastplan.reference.language_groups import _FORMS, _SAME


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Ara", "Arb", True),
        ("arb", "ARA", True),
        ("Cmn", "Chn", True),
        ("Zho", "Yue", False),
        ("Fas", "Pes", True),
        ("Fas", "Prs", False),
        ("Kur", "Kmr", True),
        ("Ckb", "Kmr", False),
        ("Uzn", "Uzb", True),
        ("Uzs", "Uzn", True),
        ("Uzs", "Uzb", True),
        ("Kor", "Kor", True),
        ("Kor", "Jpn", False),
        ("xyz", "XYZ", True),
    ],
)
def test_one_language_under_several_codes(left, right, same):
    assert is_same_language(left, right) is same
    assert is_same_language(right, left) is same


def test_every_code_of_the_groups_is_in_the_table_and_in_one_group_of_equals():
    codes = [code for group in (*_SAME, *_FORMS) for code in group.split()]
    assert set(codes) <= set(languages())
    equals = [code for group in _SAME for code in group.split()]
    assert len(equals) == len(set(equals))


def test_the_code_of_the_whole_stands_for_its_equals_only():
    assert [language_as_whole(code) for code in ("Arb", "Ara", "Kmr", "Nld")] == ["Ara", "Ara", "Kmr", "Nld"]
