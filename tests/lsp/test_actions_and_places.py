"""Repairs, ways to other places, and new names for ids."""

import pytest
from asked_plans import AskedPlan
from lsprotocol import types as lsp

from bcastplan.lsp.answers import Refused
from bcastplan.lsp.code_actions import FIX_ALL, code_actions
from bcastplan.lsp.locations import definition, reference_locations
from bcastplan.lsp.outline import folds, symbols
from bcastplan.lsp.renames import prepare_rename, rename
from bcastplan.workspace.inspection.rule_check import check_workspace
from bcastplan.workspace.opening.open_plans import open_paths

HEAD = "bcastplan: 1\nservice: {}\nseason: A26\ndefaults: {{language: Kor, target: 44NE, site: PHT, power: 250}}\n"
ONE = HEAD.format("One") + (
    "transmissions:\n  - {id: a, frequency: 9565, time: 1500-1600, antenna: 216, azimuth: 21, manager: AGM}\n"
    "  - id: b\n    frequency: 9700\n    time: 1500-1600\n    antenna: 216\n    azimuth: 21\n    transmitter: T1\n"
)
TWO = HEAD.format("Two") + (
    "transmissions:\n  - {id: c, frequency: 9565, time: 1530-1600, antenna: 216, azimuth: 21, manager: XYZ}\n"
)
PLAN = (
    "bcastplan: 1\ncodes: {broadcasters: {ZZZ: Zed}}\nsites:\n  PHT:\n    transmitters: [{id: T1, power: 250}]\n"
    "jammers:\n  - {name: J, latitude: 39, longitude: 125, follows: [b], why: assumed}\n"
    'agreed:\n  - {a: "b", b: c, reason: settled}\nagainst: [others.yaml]\n'
)


@pytest.fixture
def asked(tmp_path):
    (tmp_path / "others.yaml").write_text(HEAD.format("Others") + "transmissions: []\n")

    def asked(one: str = ONE, two: str = TWO, plan: str = PLAN) -> AskedPlan:
        return AskedPlan(tmp_path, one=one, two=two, bcastplan=plan)

    return asked


def codes_after(asked: AskedPlan, edited: dict[str, str]) -> list[str]:
    texts = {key: text.content for key, text in asked.texts.items()}
    texts |= {key: edited[stem] for key in texts for stem in edited if key.endswith(f"/{stem}.yaml")}
    result = check_workspace(open_paths([str(asked.folder)], texts=texts))
    return [finding.rule for finding in result.findings]


def test_repairs_are_those_of_fix(asked):
    plan = asked(ONE.replace("time: 1500-1600\n", "time: 15:30$-16:30\n"))
    actions = plan.ask("one", code_actions)
    (repair,) = [action for action in actions if action.is_preferred]
    assert repair.title == "TIM001: write 1530-1630 for 15:30-16:30"
    assert repair.diagnostics[0].code == "TIM001"
    assert plan.edited(repair.edit)["one"] == ONE.replace("time: 1500-1600\n", "time: 1530-1630\n")
    assert not [
        action for action in actions if action.title.startswith("Ignore")
    ]  # it keeps a transmission off the air


def test_an_unsafe_repair_says_so_and_is_not_preferred(asked):
    plan = asked(ONE.replace("9700", "97$03"))
    repairs = [action for action in plan.ask("one", code_actions) if not action.title.startswith("Ignore")]
    assert [(action.title, action.is_preferred) for action in repairs] == [
        ("FRQ002: write 9705 for 9703 (may change what is on the air)", None)
    ]


def test_a_finding_can_be_ignored_where_it_is(asked):
    plan = asked(ONE.replace("9565", "956$5"))
    (ignore,) = [action for action in plan.ask("one", code_actions) if "CON101" in action.title]
    assert ignore.title == "Ignore CON101 co-channel here"
    after = plan.edited(ignore.edit)["one"]
    assert "manager: AGM}  # bcastplan: ignore[CON101]\n" in after
    assert "CON101" not in codes_after(plan, {"one": after})
    listed = asked(ONE.replace("9565", "956$5").replace("AGM}", "AGM} # bcastplan: ignore[FRQ002] why"))
    (ignore,) = [action for action in listed.ask("one", code_actions) if "CON101" in action.title]
    assert "# bcastplan: ignore[FRQ002, CON101] why\n" in listed.edited(ignore.edit)["one"]


def test_a_comment_that_would_be_part_of_a_value_is_not_offered(asked):
    plan = asked(ONE.replace("    transmitter: T1\n", '    note: "two\n      lines"\n    site: "Q$QQ\n      Q"\n'))
    assert not [action for action in plan.ask("one", code_actions) if action.title.startswith("Ignore")]


def test_everything_safe_is_repaired_at_once_where_that_is_asked(asked):
    plan = asked(
        ONE.replace("time: 1500-1600\n", "time: 15:30-16:30\n").replace("azimuth: 21, man", "azimut: 21, man") + "$"
    )
    assert plan.ask("one", code_actions) == []
    (everything,) = plan.ask("one", code_actions, only=[lsp.CodeActionKind.SourceFixAll])
    assert everything.kind == FIX_ALL
    after = plan.edited(everything.edit)["one"]
    assert "1530-1630" in after
    assert "azimuth: 21, man" in after


def places(locations) -> set[tuple[str, int, int]]:
    return {(each.uri.rsplit("/", 1)[1], each.range.start.line, each.range.start.character) for each in locations}


def test_from_one_side_of_a_conflict_to_the_other(asked):
    for marked in ("i$d: a", "id: a$"):
        plan = asked(ONE.replace("id: a", marked))
        assert places(plan.ask("one", definition)) == {("two.yaml", 5, 4)}


def test_to_the_transmission_of_an_id_and_back(asked):
    assert places(asked(plan=PLAN.replace('"b"', '"b$"')).ask("bcastplan", definition)) == {("one.yaml", 6, 8)}
    references = places(asked(ONE.replace("id: b", "id: b$")).ask("one", reference_locations, include_declaration=True))
    assert references == {("one.yaml", 6, 8), ("bcastplan.yaml", 8, 8), ("bcastplan.yaml", 6, 54)}


def test_to_what_the_plan_says_of_a_code(asked):
    assert places(asked(ONE.replace("T1", "T$1")).ask("one", definition)) == {("bcastplan.yaml", 4, 19)}
    plan = asked(ONE.replace("site: PHT", "site: P$HT"))
    assert ("bcastplan.yaml", 3, 2) in places(plan.ask("one", definition))
    plan = asked(ONE.replace("manager: AGM", "broadcaster: Z$ZZ"))
    assert ("bcastplan.yaml", 1, 23) in places(plan.ask("one", definition))
    assert places(asked(plan=PLAN.replace("others", "oth$ers")).ask("bcastplan", definition)) == {("others.yaml", 0, 0)}


def test_an_id_is_renamed_in_all_files(asked):
    plan = asked(ONE.replace("id: b", "id: $b"))
    assert plan.ask("one", prepare_rename).placeholder == "b"
    after = plan.edited(plan.ask("one", rename, new_name="x-1"))
    assert after == {
        "one": ONE.replace("id: b", "id: x-1"),
        "bcastplan": PLAN.replace('"b"', "x-1").replace("follows: [b]", "follows: [x-1]"),
    }
    assert codes_after(plan, after) == codes_after(plan, {})


@pytest.mark.parametrize(
    ("one", "new", "why"),
    [
        (ONE.replace("id: b", "id: $b"), "c", "another transmission of the plan is called c already"),
        (ONE.replace("id: b", "id: $b"), "two words", "cannot be an id"),
        (ONE.replace("9565", "9$565"), "x", "only ids of transmissions"),
    ],
)
def test_a_rename_that_cannot_be_says_why(asked, one, new, why):
    with pytest.raises(Refused, match=why):
        asked(one).ask("one", rename, new_name=new)


def test_nothing_is_renamed_while_a_file_of_the_plan_cannot_be_read(asked):
    plan = asked(ONE.replace("id: b", "id: $b"))
    plan.change("two", TWO + "x: [")
    with pytest.raises(Refused, match=r"two\.yaml cannot be read at present"):
        plan.ask("one", rename, new_name="x")


def test_the_outline_has_keys_and_transmissions(asked):
    plan = asked()
    listed = {symbol.name: symbol for symbol in plan.ask("one", symbols)}
    assert list(listed) == ["bcastplan", "service", "season", "defaults", "transmissions"]
    assert [(row.name, row.detail) for row in listed["transmissions"].children] == [
        ("9565 1500-1600", "a PHT 44NE One"), ("9700 1500-1600", "b PHT 44NE One"),
    ]  # fmt: skip
    assert (6, 11) in {(fold.start_line, fold.end_line) for fold in plan.ask("one", folds)}
    plan.change("one", "[")
    assert plan.ask("one", symbols) == []


def test_repairs_in_a_long_text_are_those_of_the_same_lines_in_a_short_one(asked):
    """Of a long text only what is asked about is read."""
    rows = "".join(
        f"  - id: r{number}\n    frequency: {3000 + 11 * number}\n    time: 1700-1800  # '{number}'\n"
        for number in range(900)
    )
    faulty = ONE.replace("time: 1500-1600\n", "time: 15:30$-16:30\n")
    assert len(faulty + rows) > 50_000
    short = asked(faulty).ask("one", code_actions)
    for head, tail in (("", rows), (rows, "")):
        text = faulty.replace("transmissions:\n", f"transmissions:\n{head}") + tail
        long = asked(text)
        actions = long.ask("one", code_actions)
        assert [action.title for action in actions] == [action.title for action in short]
        repaired = long.edited(actions[0].edit)["one"]
        assert repaired == text.replace("15:30$-16:30", "1530-1630")
