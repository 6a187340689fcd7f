import re
from collections.abc import Callable
from datetime import date

import pytest

from bcastplan.model.finding import Finding
from bcastplan.model.plan import Plan
from bcastplan.reference.directory import Directory
from bcastplan.reference.suggestions import Suggestions, suggestions_for
from bcastplan.rules import unknown
from bcastplan.workspace.editing.meanings import Sense, meaning

Check = Callable[..., list[Finding]]
ITEM = "frequency: 9565, time: 1530-1630"


def _of(kind: str) -> Suggestions:
    return suggestions_for(Directory(), kind.removesuffix("s"))


@pytest.mark.parametrize(
    ("kind", "word", "meant"),
    [
        ("languages", "kor", "Kor"),
        ("languages", "KOR", "Kor"),
        ("languages", "Korean", "Kor"),
        ("languages", "Japanesse", "Jpn"),
        ("languages", "Egn", "Eng"),
        ("languages", "Q!!", None),
        ("broadcasters", "VAO", "VOA"),
        ("broadcasters", "voa", "VOA"),
        ("broadcasters", "Voice of America", "VOA"),
        ("administrations", "PHI", "PHL"),
        ("administrations", "???", None),
        ("sites", "PTH", "PHT"),
        ("sites", "", None),
        ("sites", "x" * 400, None),
    ],
)
def test_suggestions(kind: str, word: str, meant: str | None) -> None:
    assert _of(kind).code(word) == meant


def test_several_equally_near_codes_suggest_none() -> None:
    directory = Directory()
    names = {"ABA": "one", "ABB": "two", "CXD": "three"}
    suggestions = Suggestions(directory, [], names.get)
    suggestions.__dict__["names"] = names
    assert suggestions.code("ABC") is None
    assert suggestions.code("CXE") == "CXD"


def test_a_foreign_file_does_not_cost_minutes(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown, "MOST_SUGGESTIONS", 2)
    items = [f"frequency: 9565, time: 1530-1630, broadcaster: {word}" for word in ("voa", "VAO", "rfi", "voa")]
    found = check("COD001", *items)
    assert ["did you mean" in finding.message for finding in found] == [True, True, False, True]


@pytest.mark.parametrize(
    ("key", "word", "meant"),
    [
        ("site", "Tinian", "TIN"),
        ("site", "PHTT", "PHT"),
        ("site", "TINN", "TIN"),
        ("site", "Tinag", "PHT"),
        ("language", "Korr", "Kor"),
        ("language", "Korea", "Kor"),
        ("manager", "AGMM", "AGM"),
        ("manager", "AMG", "AGM"),
        ("broadcaster", "VOAA", "VOA"),
        ("administration", "Phillipines", "PHL"),
        ("administration", "Qqq", None),
    ],
)
def test_the_form_suggests_what_the_rules_suggest(check: Check, key: str, word: str, meant: str | None) -> None:
    code = {"site": "SIT001", "language": "LNG001", "manager": "COD002", "broadcaster": "COD001"}.get(key, "COD003")
    (found,) = check(code, ITEM, **{key: word})
    in_form = meaning(key, word, Sense(Directory(), Plan(), {}, date(2026, 6, 1)))
    suggested = re.search(r"did you mean (.+?) \(", found.message)
    assert (suggested[1] if suggested else None) == meant
    assert in_form.startswith("? unknown code")
    assert found.message.split("'", 2)[2].startswith(in_form.removeprefix("? unknown code"))


@pytest.mark.parametrize(
    ("code", "key", "word"),
    [
        ("LNG001", "language", "Korean"),
        ("COD001", "broadcaster", "VAO"),
        ("COD002", "manager", "AMG"),
        ("COD003", "administration", "PHI"),
    ],
)
def test_every_kind_is_checked_and_can_be_declared(check: Check, code: str, key: str, word: str) -> None:
    (found,) = check(code, ITEM, ITEM, **{key: word})
    assert (found.severity, found.data, found.place.line) == ("warning", {"code": word}, 4)
    assert f"unknown {key} '{word}', did you mean" in found.message
    assert check(code, ITEM, plan=f"codes: {{{key}s: {{{word}: Our own}}}}\n", **{key: word}) == []


def test_several_languages_are_checked_one_by_one(check: Check) -> None:
    assert check("LNG001", ITEM, language="[Kor, Eng]") == []
    (joined,) = check("LNG001", ITEM, language="KorEng")
    assert "did you mean [Kor, Eng]?" in joined.message
    assert [finding.data["code"] for finding in check("LNG001", ITEM, language="[Kor, Q1!]")] == ["Q1!"]


def test_an_administration_manages_its_own(check: Check) -> None:
    assert check("COD002", ITEM, manager="PHL") == []
