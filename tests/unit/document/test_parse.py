"""The parser: every value as written with its place, and nothing a hostile file can do but be refused."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document import parse
from bcastplan.document.nodes import node_below, node_of
from bcastplan.document.parse import parse_text


def codes(text):
    return [problem.code for problem in parse_text("f.yaml", text)[1]]


def test_scalars_stay_as_written():
    root, problems = parse_text(
        "f.yaml", "a: 0100-0200\nb: no\nc: 010\nd: 12:30\ne: 1e3\nf: ~\ng: 0x1F\nh: 2026-06-22\n"
    )
    assert problems == []
    assert root.raw() == {
        "a": "0100-0200", "b": "no", "c": "010", "d": "12:30", "e": "1e3", "f": "~", "g": "0x1F", "h": "2026-06-22",
    }  # fmt: skip


def test_every_value_has_line_and_column_from_1():
    root, _ = parse_text("f.yaml", "a:\n  - {b: é, c: 2}\n")
    item = root.get("a").items[0]
    assert (item.line, item.column) == (2, 5)
    assert (item.get("c").line, item.get("c").column) == (2, 15)


def test_crlf_and_cr_count_as_one_line_each():
    root, problems = parse_text("f.yaml", "a: 1\r\nb: 2\r\nc: 3\r\n")
    assert problems == []
    assert root.raw() == {"a": "1", "b": "2", "c": "3"}
    assert root.get("c").line == 3


def test_a_path_leads_to_the_value_or_the_faulty_key():
    root, _ = parse_text("f.yaml", "a: [x, {b: y}]\n")
    assert node_below(root.get("a"), (1, "b")).column == 12
    assert node_below(root.get("a"), (9,)) is root.get("a")


def test_duplicate_keys_point_at_the_first():
    _, (problem,) = parse_text("f.yaml", "a: 1\nb: 2\na: 3\n")
    assert (problem.code, problem.place.line, problem.other.line) == ("YML003", 3, 1)
    assert "'a' stands twice: the first is on line 1" in problem.message


def test_a_merge_key_is_a_word_like_any_other():
    root, problems = parse_text("f.yaml", "base: &b {x: 1}\nother: {<<: *b}\n")
    assert problems == []
    assert root.raw()["other"] == {"<<": {"x": "1"}}


def test_aliases_repeat_their_anchor():
    root, problems = parse_text("f.yaml", "a: &site {name: x}\nb: *site\nc: &t 44NE\nd: *t\n")
    assert problems == []
    assert root.raw() == {"a": {"name": "x"}, "b": {"name": "x"}, "c": "44NE", "d": "44NE"}


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("a: [1, 2\nb: 3\n", "YML001", 2, "not YAML"),
        ("a: 'x\n", "YML001", 2, "not YAML"),
        ("a: 1\n\tb: 2\n", "YML001", 2, "not YAML"),
        ("a: *nowhere\n", "YML001", 1, "no anchor &nowhere above it"),
        ("a: 1\n---\nb: 2\n", "YML001", 2, "a second document starts here"),
        ("a: 1\nb: \x00\n", "YML001", 2, r"the character '\x00'"),
        ("a: \x1b[31m\n", "YML001", 1, r"the character '\x1b'"),
        ("a: 1\nb: \ud800\n", "YML001", 2, r"the character '\ud800'"),
        ("a: &x [*x]\n", "YML007", 1, "stands inside the value it repeats"),
        ("a: !!int 5\n", "YML006", 1, "the tag"),
        ("a: !env HOME\n", "YML006", 1, "the tag !env is refused"),
        ("a: !!python/object/apply:os.system [id]\n", "YML006", 1, "is refused"),
        ("[a, b]: 1\n", "YML005", 1, "a key must be a plain word"),
        ("? {a: 1}\n: 1\n", "YML005", 1, "a key must be a plain word"),
    ],
)
def test_refuses_with_a_place(text, code, line, says):
    _, problems = parse_text("f.yaml", text)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].place.line == line
    assert says in problems[0].message


def test_a_key_with_odd_characters_is_an_ordinary_key():
    root, problems = parse_text("f.yaml", '"\\0x": 1\n"1:1": 2\n[a]: 3\n')
    assert [problem.code for problem in problems] == ["YML005"]
    assert root.raw() == {"\0x": "1", "1:1": "2"}


def test_tags_are_refused_one_by_one_and_the_rest_is_read():
    root, problems = parse_text("f.yaml", "a: !!str x\nb: !y [1]\nc: 2\n")
    assert [(problem.code, problem.place.line) for problem in problems] == [("YML006", 1), ("YML006", 2)]
    assert root.raw() == {"a": "x", "b": ["1"], "c": "2"}


def nested(text):
    """The only problem of a text, which is that it is nested too deep."""
    _, (problem,) = parse_text("f.yaml", text)
    assert (problem.code, problem.message) == ("YML007", "nested deeper than 32 levels")
    return problem.place.line, problem.place.column


@pytest.mark.parametrize("levels", [33, 40, 999, 1000, 1001, 1024, 1025, 5_000, 100_000])
def test_nesting_is_bounded_by_us_however_deep(levels):
    """libyaml 0.2.6 refuses more than 1,000 levels itself, and before it gives the events of the first 33."""
    assert nested("[" * levels) == (1, 33)
    assert nested("[\n" * levels) == (33, 1)
    assert nested("{a: " * levels) == (1, 129)
    assert nested("- " * levels) == (1, 65)
    assert nested("? " * levels) == (1, 65)
    assert nested("a: 1\nb: " + "[" * levels) == (2, 35)
    assert nested("[" * levels + "]" * levels) == (1, 33)


def test_nesting_of_mappings_by_indentation_is_bounded():
    assert nested("".join(" " * level + "a:\n" for level in range(1_500))) == (33, 33)


@pytest.mark.parametrize(
    "fault",
    ["@", "%", "*", "!<", '"\\q"', "'open", '"open\n[[', "\0", "\ud800", "'a\0'", '"[\x1b', "}", ": :", "|", "`"],
)
def test_nesting_before_a_fault_of_syntax_is_told_first(fault):
    assert nested("[" * 33 + fault) == (1, 33)
    assert nested("x: {a: " + "[" * 60 + fault) == (1, 38)
    assert nested("[" * 33 + "]" * 33 + "\n" + fault) == (1, 33)
    assert codes("[" * 32 + fault) == ["YML001"]


@pytest.mark.parametrize(
    "text",
    ["'%s' @", '"%s" @', "# %s\n@", "a: |\n  %s\n\t@", "a%s: b: c\n", "- '%s\0'", "['%s", "- a %s: b: c", "[]%s"],
)
def test_brackets_that_nest_nothing_are_not_counted(text):
    assert codes(text % ("[" * 50)) == ["YML001"]


@given(
    st.lists(st.sampled_from(["[", "{a: ", "[x, ", "[ '[[', ", '{"{": ', "[\n"]), max_size=60),
    st.sampled_from(["", "- - ", "a: ", "? - "]),
    st.sampled_from(["@", "\0", "'", '"\\q', "%"]),
)
def test_nesting_is_what_a_count_of_the_openings_gives(openings, before, fault):
    levels = {"": 0, "- - ": 2, "a: ": 1, "? - ": 2}[before] + len(openings)
    assert codes(before + "".join(openings) + fault) == ["YML007" if levels > parse.MAX_DEPTH else "YML001"]


def billion_laughs(levels=12, width=10):
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_an_alias_bomb_is_refused_before_it_goes_off():
    tracemalloc.start()
    _, problems = parse_text("f.yaml", billion_laughs())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.code for problem in problems] == ["YML007"]
    assert "aliases repeat more than 2,000,000 values" in problems[0].message
    assert peak < 20_000_000


def test_a_scalar_of_100_mb_is_refused():
    text = "a: " + "x" * 100_000_000
    assert codes(text) == ["YML007"]


def test_a_scalar_above_the_limit_is_refused_at_its_place():
    _, (problem,) = parse_text("f.yaml", "a: 1\nb: " + "x" * (parse.MAX_SCALAR + 1))
    assert (problem.code, problem.place.line, problem.place.column) == ("YML007", 2, 4)
    assert "1,000,001 characters is too long" in problem.message


def test_nothing_is_an_empty_document():
    for text in ("", "\n\n", "# only a comment\n", "---\n", "---\n...\n"):
        root, problems = parse_text("f.yaml", text)
        assert problems == []
        assert root is None or root.raw() == ""


def test_more_values_and_keys_than_any_file_has_are_refused(monkeypatch):
    monkeypatch.setattr(parse, "MAX_NODES", 1_000)
    assert codes("a: [" + "1, " * 900 + "]") == []
    _, (problem,) = parse_text("f.yaml", "a: 1\nb: [" + "1, " * 1_001 + "]")
    assert (problem.code, problem.place.line) == ("YML007", 2)
    assert problem.message == "more than 1,000 values and keys: split the file"


def test_a_node_counts_all_below_it_as_often_as_aliases_name_it():
    root, _ = parse_text("f.yaml", "a: 1\nb: &b [c, d]\ne: {f: *b}\n")
    # The root, three keys and 1; a list of two; a mapping with a key and the list again.
    assert root.size == 4 + 1 + 3 + 5
    assert (root.get("a").size, root.get("b").size, root.get("e").size) == (1, 3, 5)


def test_what_stands_in_no_text_is_at_its_beginning():
    raw = {"a": ["1", {"b": "2"}]}
    node = node_of(raw)
    assert node.raw() == raw
    assert (node.line, node.column, node.get("a").items[0].line, node.get("a").items[0].column) == (1, 1, 1, 1)


def test_a_text_that_is_too_long_is_told_at_its_beginning(monkeypatch):
    monkeypatch.setattr(parse, "MAX_TEXT", 3)
    root, (problem,) = parse_text("f.yaml", "a: 1\n")
    assert root is None
    assert (problem.code, problem.place.line, problem.place.column) == ("YML007", 1, 1)
    assert parse_text("f.yaml", "a: ")[1] == []
