"""Whatever is wrong with a file: fixing twice is fixing once, comments stay, and what was fixed is clean."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcastplan.document.comments import comments_of
from bcastplan.document.parse import parse_text
from bcastplan.rules.registry import all_rules
from bcastplan.rules.rule_fixes import FixedText
from bcastplan.workspace.inspection.fixing import edits_of, fixed
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.discovery import identity
from bcastplan.workspace.opening.open_plans import open_paths

KEYS = {
    "frequency": ["9565", "9390", "9567", "9.565 MHz", "11.785", "x"],
    "frequncy": ["9565"],
    "time": ["1530-1630", "15:30-16:30", "1530 to 1630", "2530-1630"],
    "tme": ["0100-0200"],
    "days": ["Mon", "weekdays", "Mo-Fr", "[sa, Sun]", "Sta"],
    "except": ["2026-06-01", "[2026-06-01, 2026-06-02]", "[2026-06-02, 2026-06-03, 2026-06-04]", "2020-01-01"],
    "site": ["PHT", "pht", "PHTT", "{name: X, latitude: 1, longitude: 2}"],
    "language": ["kor", "[KOR, Eng]", "Korr"],
    "broadcaster": ["voa"],
    "note": ['"# bcastplan: ignore[FRQ001]"', "a#b"],
}
WORDS = ["FRQ001", "FRQ", "TIM001", "TIM", "CON", "CON101", "outside-allocations", "XYZ", "SIT001"]


@st.composite
def items(draw):
    keys = draw(st.lists(st.sampled_from(sorted(KEYS)), unique=True, min_size=1))
    pairs = [(key, draw(st.sampled_from(KEYS[key]))) for key in keys]
    comment = draw(st.sampled_from(["", " # a remark"]))
    if draw(st.booleans()):
        comment = f"  # bcastplan: ignore[{', '.join(draw(st.lists(st.sampled_from(WORDS), max_size=3)))}] reason"
    if draw(st.booleans()):
        return "  - {" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}" + comment + "\n"
    lines = [f"{key}: {value}" for key, value in pairs if "#" not in value]
    if not lines:
        return "  - {}\n"
    above = f"  #{comment.strip().lstrip('#')}\n" if comment and draw(st.booleans()) else ""
    return above + "  - " + "\n    ".join(lines) + ("" if above else comment) + "\n"


HEAD = "bcastplan: 1  # version\nservice: OK\nseason: A26\ndefaults: {target: 44NE}\n# the list\ntransmissions:\n"


@pytest.fixture(scope="module")
def name(tmp_path_factory):
    path = tmp_path_factory.mktemp("fixes") / "a.yaml"
    return str(path)


def checking(name):
    def check(texts):
        workspace = open_paths([name], texts=texts)
        return workspace, check_workspace(workspace)

    return check


def fix(name, text, unsafe):
    Path(name).write_text(text, encoding="utf-8")
    answer = fixed(checking(name), unsafe=unsafe)
    return (answer.files[0].after.decode() if answer.files else text), answer


def remarks(text):
    root, _ = parse_text("", text)
    return Counter(comment.text for comment in comments_of(text, root) if "ignore[" not in comment.text)


@given(st.lists(items(), min_size=1, max_size=4), st.booleans())
def test_fixes(name, listed, unsafe):
    before = HEAD + "".join(listed)
    after, answer = fix(name, before, unsafe)
    assert remarks(after) == remarks(before)
    root, _ = parse_text("", after)
    source = FixedText(after, root)
    for finding in answer.result.findings:
        assert not edits_of(source, finding, all_rules()[finding.rule], unsafe=unsafe), "a fix is left to be made"
    again, second = fix(name, after, unsafe)
    assert again == after
    assert not second.fixes
    assert [finding.message for finding in second.result.findings] == [f.message for f in answer.result.findings]
    _, first = checking(name)({identity(name): before})
    assert second.result.left_out.transmissions <= first.left_out.transmissions, "a fix took something off the air"
