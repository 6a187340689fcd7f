"""Nothing a file can hold ends in a traceback: whatever the bytes, reading gives a schedule or says what is wrong."""

import json

import yaml
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from bcastplan.airtime import build
from bcastplan.document.plan_reader import read_plan
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.document.text import decode_text
from bcastplan.model.errors import UnreadableInput
from bcastplan.model.finding import Finding, Severity
from bcastplan.model.keys import keys_of
from bcastplan.model.plan import Plan, RateItem, Transmitter
from bcastplan.model.schedule import SCHEDULE_KEYS
from bcastplan.model.transmission import TRANSMISSION_PARSERS
from bcastplan.reports.check.check_text import finding_line
from bcastplan.rules.registry import all_rules

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
PIECES = [
    *"[]{}:,-&*!|>'\"%@`?#\n\t ",
    *("bcastplan: 1\n", "transmissions:", "  - ", "&a ", "*a", "<<: ", "---\n", "...\n", "!!int ", "!x ", "time"),
    *("1530-1630", "\\x00", "é", "\x85", "\u2028", "\ufeff", "\x00"),
]
YAMLISH = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
KEYS = st.sampled_from(
    sorted(
        {
            *SCHEDULE_KEYS,
            *TRANSMISSION_PARSERS,
            *(key for cls in (Plan, RateItem, Transmitter) for key in keys_of(cls)),
            "items",
            "x-a",
            "zz",
        }
    )
)
WORDS = st.sampled_from(
    ["1", "A26", "Z99", "9565", "-1", "1530-1630", "25:00", "daily", "Sta", "123", "2026-02-30", "FREQ=DAILY", "yes",
     "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=99999", "", " ", "9" * 5000, "\x1b[31m", "Asia/Seoul",
     "FREQ=WEEKLY;INTERVAL=99999", "{", "é", "PHT", "44NE", "0", "1e999", "nan", "FREQ=DAILY;BYSETPOS=400;BYDAY=MO"]
)  # fmt: skip
VALUES = st.recursive(
    WORDS, lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=6), max_leaves=25
)


def read_all(text):
    """Read a text as a schedule and as a plan, expand what it holds; returns every problem."""
    schedule, problems = read_schedule("f.yaml", text)
    if schedule is not None:
        build(list(schedule.transmissions))
    _, more = read_plan("bcastplan.yaml", text)
    return problems + more


def well_formed(problems, text):
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029") + 2
    for problem in problems:
        assert problem.code in all_rules()
        assert problem.message.strip()
        assert 1 <= problem.place.line <= lines
        assert problem.place.column is None or problem.place.column >= 1


@given(ANY_TEXT)
@example("a: \ud800")
@example("\ufeff")
@example("bcastplan: 1\n\x00")
def test_any_text(text):
    well_formed(read_all(text), text)


@given(YAMLISH)
def test_anything_that_looks_like_yaml(text):
    well_formed(read_all(text), text)


@given(st.binary(max_size=300))
@example("bcastplan: 1".encode("utf-16"))
@example("bcastplan: 1".encode("utf-32-be"))
@example(b"\xff\xfe\xfd")
def test_any_bytes(data):
    try:
        text, problems = decode_text("f.yaml", data)
    except UnreadableInput:
        return
    if problems:
        assert text == ""
        assert problems[0].place.line <= data.count(b"\n") + 1
    else:
        assert text.encode() == data.removeprefix(b"\xef\xbb\xbf")
        well_formed(read_all(text), text)


@examples(150)
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_structure_of_known_and_unknown_keys(tree):
    text = json.dumps({"bcastplan": "1", **tree})
    well_formed(read_all(text), text)


@examples(150)
@given(st.dictionaries(st.sampled_from(sorted(TRANSMISSION_PARSERS)), VALUES, max_size=6))
def test_any_transmission_is_kept_whole_or_spoken_of(keys):
    item = {"frequency": "9565", "time": "1530-1630", **keys}
    head = {"bcastplan": "1", "service": "X", "season": "A26"}
    schedule, problems = read_schedule("f.yaml", json.dumps({**head, "transmissions": [item, item]}))
    build(list(schedule.transmissions))
    for key, value in keys.items():
        if value in ("", " ", "Sta", "25:00", [], {}) and (key, value) not in QUIET:
            assert problems
    if not problems:
        assert len(schedule.transmissions) == 2


QUIET = [(key, []) for key in ("except", "language", "alternatives")] + [
    (key, word) for key in TRANSMISSION_PARSERS for word in ("Sta", "25:00") if key not in ("time", "days")
]  # text keys take any word, and a list of none is a list


@given(st.integers(1, 40), st.sampled_from(["[", "{a: ", "- ", "? "]))
def test_nesting_of_any_depth(depth, opening):
    text = opening * depth * 50
    well_formed(read_all(text), text)


@given(st.lists(st.tuples(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=12)), max_size=10))
def test_any_tangle_of_aliases(nodes):
    text = "".join(
        f"k{n}: &a{name} [{', '.join(f'*a{other}' for other in others)}]\n" for n, (name, others) in enumerate(nodes)
    )
    problems = read_all("bcastplan: 1\n" + text)
    well_formed(problems, "bcastplan: 1\n" + text)


@given(st.text(st.sampled_from("\x1b[31m\x9b\x07\x08\r\n\u202e\u2066ab"), min_size=1, max_size=20))
def test_terminal_escapes_in_values_are_inert_in_what_is_printed(name):
    text = json.dumps({"bcastplan": "1", "season": "A26", "transmissions": [
        {"id": name, "time": name, "frequency": name, name: "1", "mode": name}
    ]})  # fmt: skip
    _, problems = read_schedule(name, text)
    assert problems
    for problem in problems:
        line = finding_line(Finding(problem.code, "x", Severity.ERROR, problem.message, problem.place))
        assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in line)
        assert "\u202e" not in line
        assert "\u2066" not in line


@given(VALUES)
def test_plain_values_of_any_yaml_library_are_read_as_their_text(value):
    text = yaml.safe_dump({"bcastplan": "1", "x-a": value}, allow_unicode=True)
    schedule, problems = read_schedule("f.yaml", text)
    assert not [problem for problem in problems if problem.code == "YML001"]
    if isinstance(value, str) and not any(character in value for character in "\x1b"):
        assert schedule.extensions["x-a"] == value
