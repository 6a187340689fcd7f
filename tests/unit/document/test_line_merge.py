"""Three versions of lines made into one, and what stands between the markers of a conflict."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.document.line_merge import Markers, conflict, merged_lines

MARKS = Markers("mine", "yours", 9)
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "\n"]), max_size=8)


def lines(text):
    return [f"{letter}\n" for letter in text]


def sides_of(merged):
    """Both versions that merged lines stand for, and how many conflicts are in them."""
    ours, theirs, conflicts, side = [], [], 0, "both"
    for line in merged:
        if line.startswith("<<<"):
            side, conflicts = "ours", conflicts + 1
        elif line.startswith("==="):
            side = "theirs"
        elif line.startswith(">>>"):
            side = "both"
        else:
            ours += [line] if side != "theirs" else []
            theirs += [line] if side != "ours" else []
    return ours, theirs, conflicts


def test_what_both_begin_and_end_with_stands_outside_of_the_markers():
    merged = conflict(lines("abxyc"), lines("abzc"), MARKS)
    assert merged.conflicts == 1
    assert merged.lines == [
        "a\n", "b\n", "<<<<<<<<< mine\n", "x\n", "y\n", "=========\n", "z\n", ">>>>>>>>> yours\n", "c\n",
    ]  # fmt: skip


def test_a_line_belongs_to_one_end_only():
    assert conflict(lines("aa"), lines("a"), MARKS).lines == [
        "a\n", "<<<<<<<<< mine\n", "a\n", "=========\n", ">>>>>>>>> yours\n",
    ]  # fmt: skip


def test_lines_without_an_end_get_one_before_a_marker():
    merged = conflict(["a\r\n", "x"], ["a\r\n", "y"], Markers(newline="\r\n"))
    assert merged.lines == [
        "a\r\n", "<<<<<<< ours\r\n", "x\r\n", "=======\r\n", "y\r\n", ">>>>>>> theirs\r\n",
    ]  # fmt: skip


@given(LINES, LINES)
@example(["a\n", "b\n"], ["a\n", "b\n"])
@example(["a\n", "d\n", "b\n", "c\n"], ["a\n", "\n", "b\n", "c\n"])
def test_a_conflict_holds_both_versions_and_no_more_than_differs(ours, theirs):
    merged = conflict(ours, theirs, MARKS)
    assert sides_of(merged.lines) == (ours, theirs, merged.conflicts)
    assert merged.conflicts == int(ours != theirs)
    if merged.conflicts:
        inside = [merged.lines.index(mark) for mark in ("<<<<<<<<< mine\n", "=========\n", ">>>>>>>>> yours\n")]
        mine, yours = merged.lines[inside[0] + 1 : inside[1]], merged.lines[inside[1] + 1 : inside[2]]
        assert not mine or not yours or (mine[0] != yours[0] and mine[-1] != yours[-1])


@given(LINES, LINES, LINES)
def test_a_merge_takes_all_changes_of_both_sides(base, ours, theirs):
    merged = merged_lines(base, ours, theirs, MARKS)
    assert merged.conflicts == sides_of(merged.lines)[2]
    if ours == base:
        assert (merged.lines, merged.conflicts) == (theirs, 0)
    if theirs in (base, ours):
        assert (merged.lines, merged.conflicts) == (ours, 0)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abcdef", "aXbcdef", "abcdeYf", "aXbcdeYf"),
        ("abcdef", "acdef", "abcde", "acde"),
        ("abcdef", "abXcdef", "abXcdef", "abXcdef"),
        ("abcdef", "Xbcdef", "abcdefY", "XbcdefY"),
        ("abcdef", "aXcdef", "abcdYf", "aXcdYf"),
        ("abcdefghi", "aXbcdefYghi", "abcZdefgWhi", "aXbcZdefYgWhi"),
    ],
)
def test_changes_apart_from_each_other_are_all_taken(base, ours, theirs, expected):
    for one_side, other in ((ours, theirs), (theirs, ours)):
        merged = merged_lines(lines(base), lines(one_side), lines(other), MARKS)
        assert (merged.lines, merged.conflicts) == (lines(expected), 0)


def test_only_what_both_changed_is_a_conflict():
    merged = merged_lines(lines("abcdefg"), lines("aXcdefZg"), lines("aYcdefg"), MARKS)
    assert merged.conflicts == 1
    assert merged.lines == [
        "a\n", "<<<<<<<<< mine\n", "X\n", "=========\n", "Y\n", ">>>>>>>>> yours\n", *lines("cdefZg"),
    ]  # fmt: skip
