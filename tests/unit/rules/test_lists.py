"""The pages of the list codes are made of sentences beside the readers: each sentence must fall under its heading."""

import re

import pytest

from bcastplan.exchange.aoki.aoki_problems import CODES as AOKI
from bcastplan.exchange.eibi.eibi_problems import CODES as EIBI
from bcastplan.exchange.hfcc.hfcc_problems import CODES as HFCC
from bcastplan.exchange.tables.table_problems import CODES as TABLES
from bcastplan.rules.lists import page
from bcastplan.rules.registry import all_rules

CODES = {**HFCC, **EIBI, **AOKI, **TABLES}


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_reader_is_a_rule(code):
    rule = all_rules()[code]
    assert (rule.name, rule.severity) == (CODES[code].name, CODES[code].severity)


def test_no_rule_of_a_list_is_without_a_reader():
    listed = {code for code in all_rules() if code[:3] in ("HFC", "EIB", "AOK", "CSV")}
    assert listed == set(CODES)


@pytest.mark.parametrize("code", [code for code in CODES if code not in HFCC])
def test_the_text_is_cut_into_check_reason_and_remedy(code):
    docs = page(code[:3], CODES[code])
    parts = dict(zip(re.findall(r"^## (.+)$", docs, re.M), re.split(r"^## .+$", docs, flags=re.M)[1:], strict=True))
    whole = " ".join(" ".join(parts[name].split()) for name in ("What it checks", "Why it matters", "How to fix"))
    assert whole == CODES[code].text
    assert parts["Example"].strip() == parts["Example"].strip() != ""


def test_every_problem_a_reader_makes_is_declared():
    """Codes in the sources, so that none is said without a page."""
    from pathlib import Path

    import bcastplan.exchange as package

    folder = Path(package.__path__[0])
    said = {
        code
        for path in folder.rglob("*.py")
        if not path.name.endswith("_problems.py")
        for code in re.findall(r'"((?:EIB|AOK|CSV|HFC)[0-9]{3})"', path.read_text(encoding="utf-8"))
    }
    assert said <= set(CODES)
    assert {code for code in CODES if code[:3] in ("EIB", "AOK", "CSV")} - said <= {"EIB011", "CSV007"} | said
