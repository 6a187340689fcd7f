"""Three versions of a file made into one: which edits meet, and which go by each other."""

import pytest

from bcastplan.document.text_merge import merged_text

HEAD = "bcastplan: 1\nservice: S\nseason: A26\n"
A = "  - {frequency: 9565, time: 1530-1630, site: PHT}\n"
B = "  - {frequency: 7465, time: 1700-1800, site: PHT}\n"
LIST = HEAD + "transmissions:\n"


def merged(base, ours, theirs):
    """The merged text, the same whichever side is ours, and how many conflicts stand in it."""
    text, conflicts = merged_text(base, ours, theirs)
    turned, same = merged_text(base, theirs, ours)
    assert conflicts == same
    assert conflicts or sorted(text) == sorted(turned)
    return text, conflicts


def test_a_comment_goes_with_the_key_below_it():
    base = "bcastplan: 1\nservice: S\n# why\n# so\nseason: A26\n"
    text, conflicts = merged(base, base.replace("# why", "# why now"), base.replace("service: S", "service: T"))
    assert (text, conflicts) == ("bcastplan: 1\nservice: T\n# why now\n# so\nseason: A26\n", 0)


def test_keys_on_neighbouring_lines_are_merged_unless_one_value_stands_in_two_places():
    """With an alias the file is merged line by line, where neighbouring lines meet."""
    for more, expected in (("", 0), ("x-a: &v {b: 1}\nx-c: {d: *v}\n", 1), ("x-a: &v {b: 1}\nx-c: [*v]\n", 1)):
        base = HEAD + more
        assert merged(base, base.replace(": S", ": T"), base.replace("A26", "B26"))[1] == expected


def test_a_last_line_without_an_end_gets_one_when_something_follows():
    text, conflicts = merged_text(HEAD, HEAD + "x-a: 1\n", HEAD + "x-b: 2")
    assert (text, conflicts) == (HEAD + "x-b: 2\nx-a: 1\n", 0)


def test_items_without_ids_are_known_by_what_they_kept():
    """One is known by frequency, time and site, the other by frequency and time alone."""
    ours = LIST + A.replace("PHT", "PHT, power: 250") + B.replace("PHT", "SAI")
    theirs = LIST + A.replace("PHT", "PHT, note: x") + B.replace("PHT", "PHT, note: z")
    text, conflicts = merged(LIST + A + B, ours, theirs)
    assert conflicts == 0
    for words in ("power: 250", "note: x", "site: SAI", "note: z"):
        assert words in text
    assert text.count("frequency") == 2


def test_of_two_items_alike_nobody_knows_which_was_changed():
    one, two = (A.replace("PHT", f"PHT, power: {power}") for power in (100, 250))
    ours = LIST + A.replace("PHT", "PHT, power: 500")
    theirs = LIST + one.replace("100", "100, note: x") + two
    assert merged(LIST + one + two, ours, theirs)[1] > 0


def test_a_list_in_brackets_is_merged_as_lines():
    in_brackets = HEAD + "transmissions: [{frequency: 9565, time: 1530-1630, site: SAI}]\n"
    text, conflicts = merged(LIST + A, LIST + A + B, in_brackets)
    assert conflicts == 1
    assert B in text
    assert "site: SAI}]" in text


@pytest.mark.parametrize(("gone", "left"), [((A, B), "transmissions: []\n"), ((A,), "transmissions:\n" + B)])
def test_a_list_that_both_emptied_stays_a_list(gone, left):
    ours = theirs = LIST + A + B
    for item in gone:
        ours = ours.replace(item, "")
    ours = ours if ours.count("- ") else HEAD + "transmissions: []\n"
    text, conflicts = merged(LIST + A + B, ours, theirs.replace("service: S", "service: T"))
    assert (text, conflicts) == (HEAD.replace(": S", ": T") + left, 0)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("defaults:\n  language: Kor\n", "defaults:\n  language: Eng{}\n", "# why\ndefaults:\n  language: Eng\n"),
        (
            "transmissions:\n  - id: a\n    power: 1\n",
            "transmissions:\n  - id: a\n    power: 2{}\n",
            "transmissions:\n  # why\n  - id: a\n    power: 2\n",
        ),
    ],
)
def test_a_comment_that_one_side_adds_to_the_same_change_stands_above_it(before, after, expected):
    text, conflicts = merged_text(HEAD + before, HEAD + after.format(""), HEAD + after.format("  # why"))
    assert (text, conflicts) == (HEAD + expected, 0)
