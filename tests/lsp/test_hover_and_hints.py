"""What an editor shows beside the pointer and behind values."""

import pytest
from asked_plans import AskedPlan

from bcastplan.lsp.hovers import hover
from bcastplan.lsp.inlay_hints import inlay_hints

HEAD = "bcastplan: 1\nservice: One\nseason: A26\n"
ROW = "frequency: 9565, time: 1530-1630, days: Mon-Fri, site: PHT, power: 250, antenna: 216, azimuth: 21"


@pytest.fixture
def shown(tmp_path):
    def shown(text: str, plan: str = "bcastplan: 1\n") -> str:
        (tmp_path / "plan").mkdir(exist_ok=True)
        asked = AskedPlan(tmp_path / "plan", one=text, bcastplan=plan)
        told = asked.ask("one" if "$" in text else "bcastplan", hover)
        return told.contents.value if told is not None else ""

    return shown


def item(row: str) -> str:
    return f"{HEAD}transmissions:\n  - {{{row}, language: Kor, target: 44NE, manager: AGM}}\n"


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("site: P$HT", ("PHT", "Tinang")),
        ("antenna: 2$16", ("216", "HR")),
        ("frequency: 95$65", ("31 m",)),
        ("time: 15$30-1630", ("1 h", "0030-0130 KST", "at Tinang 1 2330-0030", "5.0 h a week")),
        ("si$te: PHT", ("HFCC site code",)),
        ("power: 25$0", ("kW",)),
    ],
)
def test_a_value_means_something(shown, marked, words):
    plain = marked.replace("$", "")
    assert plain in item(ROW)
    told = shown(item(ROW).replace(plain, marked))
    assert all(word in told for word in words), told


def test_names_of_codes_keys_and_zones(shown):
    assert "Korean" in shown(item(ROW).replace("language: Kor", "language: K$or"))
    assert "test point" in shown(item(ROW).replace("44NE", "44$NE"))
    assert "HFCC season" in shown(item(ROW).replace("season", "sea$son"))
    assert "Radio Free" in shown(
        item(ROW + ", broadcaster: Z$ZZ"), "bcastplan: 1\ncodes: {broadcasters: {ZZZ: Radio Free Test}}\n"
    )
    assert "Files or globs" in shown(item(ROW), "bcastplan: 1\nsched$ules: ['*.yaml']\n")


def test_a_finding_tells_its_rule(shown):
    told = shown(item(ROW.replace("9565", "95$63")))
    assert "**FRQ00" in told
    assert "How to fix" in told
    assert "[The whole page](file://" in told


def test_a_value_at_fault_means_nothing(shown):
    for faulty in ("frequency: 95$6x", "time: 15$30-16:99", "site: {$"):
        key = faulty.split(":")[0]
        told = shown(item(f"{faulty}, {', '.join(part for part in ROW.split(', ') if not part.startswith(key))}"))
        assert "kHz," not in told
        assert "KST" not in told


def test_words_of_the_user_are_text(shown):
    plan = "bcastplan: 1\ncodes: {broadcasters: {ZZZ: '[x](http://evil) `<b>`'}}\n"
    told = shown(item(ROW + ", broadcaster: Z$ZZ"), plan)
    assert "[x](" not in told
    assert "\\[x\\]\\(http" in told


def test_what_is_half_written_has_the_meanings_that_can_be_told(shown, tmp_path):
    asked = AskedPlan(tmp_path, one=item(ROW))
    asked.change("one", item(ROW).replace("site: PHT, ", "site: P$HT, note: ['"))
    assert "Tinang" in asked.ask("one", hover).contents.value
    asked.change("one", "si$te")
    assert asked.ask("one", hover) is None


def test_hints_stand_behind_what_a_transmission_writes_itself(tmp_path):
    text = (
        HEAD + "defaults: {time: 1200-1300, target: 44NE}\ntransmissions:\n  - frequency: 9565   # \U0001f4fb\n"
        "    time: 1530-1630\n    days: Sat,Sun\n  - {frequency: 648, site: PHT}\n"
    )
    asked = AskedPlan(tmp_path, one=text)
    hints = [(hint.position.line, hint.position.character, hint.label) for hint in asked.ask("one", inlay_hints)]
    assert hints == [(5, 19, "31 m"), (6, 19, "0030-0130 KST · 2.0 h a week"), (8, 19, "MW")]
    asked.change("one", text + "x")
    assert asked.ask("one", inlay_hints) == []


PLAN = """\
bcastplan: 1
sites:
  PHT: {transmitters: [{id: PHT-1, power: 250}]}
rules:
  ignore:
    - FRQ001   # not FRQ003
    - CON
listeners: {dprk: {administration: [KRE]}}
assume: [{at: TIN, power: 100, why: seen}]
agreed:
  - {a: first, b: second, reason: known}
"""


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("  P$HT: {", ("PHT", "Tinang")),
        ("    - FRQ$001", ("FRQ001 outside-allocations", "What it checks")),
        ("at: TI$N", ("TIN", "Tinian")),
        ("a: fir$st", ("9565 kHz 1530-1630 Mon-Fri, One from PHT",)),
    ],
)
def test_words_of_a_plan_file_mean_something(tmp_path, marked, words):
    plain = marked.replace("$", "")
    assert plain in PLAN
    asked = AskedPlan(tmp_path, one=item(f"id: first, {ROW}"), bcastplan=PLAN.replace(plain, marked))
    told = asked.ask("bcastplan", hover).contents.value
    assert all(word in told for word in words), told


@pytest.mark.parametrize("marked", ["not FRQ$003", "    - CO$N"])
def test_comments_and_beginnings_of_codes_name_no_rule(tmp_path, marked):
    asked = AskedPlan(tmp_path, one=item(ROW), bcastplan=PLAN.replace(marked.replace("$", ""), marked))
    told = asked.ask("bcastplan", hover)
    assert told is None or "What it checks" not in told.contents.value


def test_an_ignore_comment_tells_the_rule_and_listeners_tell_who_they_are(shown):
    row = item(ROW).replace("  - {", "  # bcastplan: ignore[FRQ001, SIT$004] why\n  - {")
    assert "SIT004 missing-facility" in shown(row)
    plan = "bcastplan: 1\nlisteners: {dprk: {administration: [KRE]}}\n"
    assert "a group of the plan: KRE" in shown(item(ROW).replace("season", "listeners: dpr$k\nseason"), plan)
    assert "KRE" in shown(item(ROW).replace("season", "listeners: KR$E\nseason"), plan)
