"""Which edits are followed without reading the file again, and what that may not lose."""

from __future__ import annotations

import pytest

from bcastplan.airtime.airings import OF_AIRTIME
from bcastplan.model.transmission import ATTRIBUTE_OF_KEY, KEYS
from bcastplan.workspace.editing.documents import YamlDocument
from bcastplan.workspace.editing.read_text import ReadText

TEXT = """\
bcastplan: 1
service: VOA
season: A26
note: as registered
defaults: {power: 250, site: PHT}
transmissions:
  - frequency: 9565
    time: 1530-1630
    power: 100
  - frequency: 9570
    time: 1600-1700
  - {frequency: 9575, time: 1700-1800}
  - frequency: 9580
    time: 1800-1900
"""

EDITS = {
    "a note": ("note: as registered", "note: as asked for"),
    "a service": ("service: VOA", "service: RFA"),
    "no service": ("service: VOA\n", ""),
    "a season": ("season: A26", "season: B26"),
    "a broken season": ("season: A26", "season: A2"),
    "a default": ("power: 250", "power: 300"),
    "a broken default": ("power: 250", "power: x"),
    "a broken day that rows take over": ("{power: 250", "{days: S, power: 250"),
    "an unknown key": ("note:", "notes:"),
    "a line": ("note: as registered\n", "note: as registered\n\n# and more\n"),
    "a key twice in the head": ("note: as registered\n", "note: as registered\nnote: again\n"),
    "a key twice in an item": ("    time: 1600-1700\n", "    time: 1600-1700\n    frequency: 9585\n"),
    "a key behind the list": ("    time: 1800-1900\n", "    time: 1800-1900\nx-own: yes\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_file_is_not_read_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = YamlDocument.unsaved("a.yaml", TEXT)
    text = TEXT.replace(*EDITS[name])
    whole = {each: ReadText.of("a.yaml", each) for each in (text, TEXT)}
    monkeypatch.setattr(ReadText, "of", None)
    for state in (text, TEXT):
        assert document.take(state).unread is None
        assert document.schedule == whole[state].schedule
        assert document.problems == whole[state].problems


def test_a_line_above_a_key_that_stands_twice_moves_both_of_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = TEXT.replace("    time: 1800-1900\n", "    time: 1800-1900\n    time: 1900-2000\n")
    document = YamlDocument.unsaved("a.yaml", twice)
    text = twice.replace("    power: 100\n", "    power: 100\n    days: Sat\n")
    whole = ReadText.of("a.yaml", text)
    monkeypatch.setattr(ReadText, "of", None)
    document.take(text)
    assert document.problems == whole.problems
    assert [problem.message for problem in document.problems] == [
        "'time' stands twice: the first is on line 15, remove one"
    ]


def test_an_open_quote_below_a_key_that_stands_twice_keeps_that_problem() -> None:
    twice = TEXT.replace("    power: 100\n", "    power: 100\n    power: 300\n")
    document = YamlDocument.unsaved("a.yaml", twice)
    text = twice.replace("time: 1800-1900", 'time: "1800-1900')
    assert document.take(text).unread == ReadText.of("a.yaml", text).problems


def test_a_note_leaves_the_schedule_the_same_object() -> None:
    document = YamlDocument.unsaved("a.yaml", TEXT)
    before = document.schedule
    document.take(TEXT.replace(*EDITS["a note"]))
    assert document.schedule is before


def test_a_broken_default_counts_a_transmission_that_comes_to_need_it() -> None:
    text = TEXT.replace("power: 250", "time: 25:00-1600")
    document = YamlDocument.unsaved("a.yaml", text)
    edited = text.replace("{frequency: 9575, time: 1700-1800}", "{frequency: 9575}")
    document.take(edited)
    assert document.problems == ReadText.of("a.yaml", edited).problems
    assert document.problems[0].loses == 1


def test_keys_of_an_alias_move_with_what_it_repeats() -> None:
    text = TEXT.replace("- {frequency: 9575, time", "- &same {frequency: 9575, time") + "  - *same\n"
    document = YamlDocument.unsaved("a.yaml", text)
    edited = text.replace("    power: 100\n", "    power: 100\n    days: Sat\n")
    document.take(edited)
    assert document.schedule == ReadText.of("a.yaml", edited).schedule


def test_what_decides_on_airtime_is_compared_before_airtime_is_kept() -> None:
    assert {ATTRIBUTE_OF_KEY[name] for name, key in KEYS.items() if key.exact} <= set(OF_AIRTIME)


ALIASES = (
    TEXT.replace("- {frequency: 9575", "- &same {frequency: 9575")
    + "  - *same\n  - {frequency: 6000, time: 0000-0100}\n"
)
"""A list whose first and last item name nothing that is written elsewhere."""


@pytest.mark.parametrize(
    ("before", "old", "new"),
    [
        (ALIASES, "note:", "\nnote:"),
        (f"# tags\n%TAG !e! tag:a,\n---\n{TEXT}".replace("power: 100", "power: !e!x 100"), "tag:a,", "tag:b,"),
        (TEXT + "note: again\n", "    power: 100\n", "    power: 100\n    days: Sat\n"),
    ],
    ids=["a line above an alias", "a directive", "a line between two equal keys"],
)
def test_what_reaches_over_the_list_is_followed_or_read_anew(before: str, old: str, new: str) -> None:
    document = YamlDocument.unsaved("a.yaml", before)
    text = before.replace(old, new, 1)
    assert document.take(text).unread is None
    whole = ReadText.of("a.yaml", text)
    assert document.schedule == whole.schedule
    assert document.problems == whole.problems
