import re
from datetime import date

import pytest

from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.schedule_text import schedule_yaml
from bcastplan.model.season import Window, parse_season
from bcastplan.model.transmission import Transmission

A26 = parse_season("A26")


def transmission(**values):
    written = {"service": "VOA", "frequency": "9565", "time": "1530-1630", "season": A26, "window": A26.window}
    return Transmission(**(written | values))


def values_of(made):
    return {name: value for name, value in vars(made).items() if name != "origin"}


def read_back(text):
    schedule, problems = read_schedule("x.yaml", text)
    assert problems == []
    return schedule


def test_shared_values_stand_once_and_each_transmission_is_a_block():
    common = {"broadcaster": "VOA", "language": "Kor", "site": "PHT", "power": "250", "mode": "DRM"}
    made = [
        transmission(id="r1", requirement="1", azimuth="21", **common),
        transmission(id="r2", requirement="2", days="Sat,Sun", until="2026-06-26", **common),
        transmission(id="r3", frequency="6348.5", **{**common, "language": ["Nld", "Eng"], "mode": "AM"}),
    ]
    text = schedule_yaml("VOA", made, season=A26, comments=["From x.zip,\nread on a day", ""])
    assert text == (
        "# From x.zip,\n# read on a day\n#\nbcastplan: 1\nservice: VOA\nseason: A26\n"
        "defaults:\n  mode: DRM\n  broadcaster: VOA\n  language: Kor\n  site: PHT\n  power: 250\n"
        "transmissions:\n"
        "  - id: r1\n    frequency: 9565\n    time: 1530-1630\n    azimuth: 21\n    requirement: 1\n"
        "  - id: r2\n    frequency: 9565\n    time: 1530-1630\n    days: Sat,Sun\n    until: 2026-06-26\n"
        "    requirement: 2\n"
        "  - id: r3\n    frequency: 6348.5\n    time: 1530-1630\n    mode: AM\n    language: [Nld, Eng]\n"
    )
    assert [values_of(item) for item in read_back(text).transmissions] == [values_of(item) for item in made]


def test_one_transmission_shares_nothing():
    text = schedule_yaml("VOA", [transmission(site="PHT")], season=A26)
    assert "defaults" not in text
    assert "  - frequency: 9565\n    time: 1530-1630\n    site: PHT\n" in text


def test_a_key_that_one_of_them_lacks_is_no_default():
    made = [transmission(site="PHT"), transmission(site="PHT"), transmission()]
    text = schedule_yaml("VOA", made, season=A26)
    assert "defaults" not in text
    assert [item.site for item in read_back(text).transmissions] == ["PHT", "PHT", None]


def test_a_value_of_the_few_is_no_default():
    made = [
        transmission(site=code, power=kw) for code, kw in (("A", "1"), ("B", "1"), ("C", "2"), ("A", "3"), ("D", "1"))
    ]
    text = schedule_yaml("VOA", made, season=A26)
    assert "defaults:\n  power: 1\ntransmissions" in text


@pytest.mark.parametrize(
    ("text", "written"), [("no", '"no"'), ("44", "44"), ("P.K", "P.K"), ("K/A", "K/A"), ("", '""')]
)
def test_words_other_parsers_take_for_truth_are_quoted(text, written):
    assert f"\n    x-y: {written}\n" in schedule_yaml("V", [transmission(extensions={"x-y": text})], season=A26)


def test_every_key_survives():
    full = transmission(
        id="x", days="Mon-Fri", **{"from": "2026-04-01", "until": "2026-09-30", "except": ["2026-05-01", "2026-05-02"]},
        repeat="FREQ=MONTHLY;BYDAY=1SA", follows="Asia/Seoul", status="planned", mode="SSB", broadcaster="VOA",
        manager="AGM", administration="PHL", language=["Kor", "Eng"], programme="News: 'today' # 1", target="01,02,06",
        site={"name": "{x}, y: z", "latitude": "43.54", "longitude": "-131.93"}, transmitter="PHT-1", power="0.5",
        antenna="AHR(S)4/4/0.5", azimuth="21.5", slew="-15", design_frequency="9700", alternatives=["9500", "15"],
        sync="asia", rate="55", requirement="12", old="yes", note="yes",
        extensions={"x-hfcc-power": " 0.5", "x-hfcc-before": ["; a: b", ""], "x-map": {"a": ["b", {"c": "d, e"}]}},
    )  # fmt: skip
    for made in ([full], [full, full.changed(id="y")]):
        text = schedule_yaml("VOA", made, season=A26)
        assert [values_of(item) for item in read_back(text).transmissions] == [values_of(item) for item in made]


NASTY = [
    "no", "Null", "- a", "a: b", "a #b", " a", "a ", "~", "*x", "&x", "!x", "%x", "@x", "`x", "'", '"', "\\", "[x]",
    "{x}", "|", ">", "?", "\x1b[31m", "\u202e", "a\nb", "\t", "é", "韓", "\U0001f4fb", "\x85", "\u2028", "<<", "=",
    "\ufeffx", "---", "...", "12:30", "1e3", "0x1f", "a,b", "a, b",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_written_so_that_it_reads_the_same(text):
    made = transmission(extensions={"x-y": text, "x-list": [text, "b"]}).changed(note=text, alternatives=(text, "z"))
    out = schedule_yaml(
        text or "x", [made.changed(service=text)], season=A26, comments=[text], extensions={"x-z": text}
    )
    schedule, problems = read_schedule("x", out)
    (read,) = schedule.transmissions
    stripped = text.strip()
    assert read.extensions == {"x-y": text, "x-list": [text, "b"]}
    assert schedule.extensions == {"x-z": text}
    if stripped:
        assert problems == []
        assert (read.note, read.alternatives, schedule.service) == (text, (stripped, "z"), stripped)


def test_no_control_character_reaches_the_file():
    made = transmission(note="a\x1b[31mb", extensions={"x-y": "\x9b\u202e"})
    text = schedule_yaml("VOA\x07", [made], season=A26, comments=["\x1b]0;x\x07"])
    assert re.search(r"[^\n -~]", text) is None


def test_dates_bound_a_schedule_without_a_season():
    window = Window(date(2008, 3, 2), date(2008, 3, 30))
    text = schedule_yaml("RFA", [transmission(season=None, window=window)], window=window)
    assert "from: 2008-03-02\nuntil: 2008-03-30\n" in text
    assert read_back(text).window == window


def test_without_a_season_or_dates_nothing_can_be_written():
    with pytest.raises(ValueError, match="season or a window"):
        schedule_yaml("x", [])


def test_services_other_than_the_files_are_named():
    made = [transmission(service=name) for name in ("VOA", "RFA", "RFA")]
    text = schedule_yaml(None, made, season=A26)
    assert "service: RFA\nseason" in text
    assert [item.service for item in read_back(text).transmissions] == ["VOA", "RFA", "RFA"]


def test_no_transmissions_are_an_empty_list():
    assert read_back(schedule_yaml("VOA", [], season=A26)).transmissions == ()
