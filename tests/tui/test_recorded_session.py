"""The picture of a session in README moves without a script, stays small, and its steps are what the screen does."""

import importlib
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 400_000


@pytest.fixture
def recording(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "builders"))
    return importlib.import_module("recording")


def test_the_picture_is_small_and_asks_for_nothing(recording):
    text = recording.FILE.read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()}
    assert names == {"svg", "style", "defs", "g", "rect", "text", "use"}
    assert not re.search(r"url\(|@import|\son\w+=", text)
    assert {match for match in re.findall(r'href="([^"]*)"', text) if not match.startswith("#l")} == set()


def test_it_has_the_steps_in_their_order_and_one_is_shown_without_motion(recording):
    text = recording.FILE.read_text(encoding="utf-8")
    assert re.findall(r'<text class="words"[^>]*>([^<]*)</text>', text) == [step.words for step in recording.STEPS]
    assert re.findall(r'class="frame f(\d+) still"', text) == [str(recording.STILL)]


def test_equal_lines_are_stored_once_and_frames_follow_each_other(recording):
    looks = recording.Looks()
    first, second = recording.Frame(("<g/>", "a"), 1.0, "one"), recording.Frame(("<g/>", "b"), 3.0, "two")
    text = recording.moving([first, second], looks)
    assert text.count("<g/>") == 1
    assert "@keyframes k0{0.000%{visibility:visible}25.000%{visibility:hidden}}" in text
    assert "@keyframes k1{0%{visibility:hidden}25.000%{visibility:visible}100.000%{visibility:hidden}}" in text


@pytest.mark.thorough
def test_every_step_shows_what_it_is_there_to_show(recording, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    for name in ("BCASTPLAN_STATE_DIR", "BCASTPLAN_CONFIG_DIR"):
        monkeypatch.setitem(os.environ, name, str(tmp_path))
    ElementTree.fromstring(recording.recording(recording.PLAN))
