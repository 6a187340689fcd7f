"""The query language: what each term lets through, and what wrong terms are told."""

from __future__ import annotations

import pytest

from bcastplan.model.finding import Severity
from bcastplan.model.season import parse_season
from bcastplan.model.transmission import Transmission
from bcastplan.tui.query import QueryError, parse_query

WINDOW = parse_season("A26").window


class Facts:
    """Answers for two rows: the first is in conflict, the second a ghost."""

    def band(self, number: int) -> str:
        return ("31 m", "41 m")[number]

    def names(self, number: int) -> tuple[str, ...]:
        return (("Tinang", "Korean"), ())[number]

    def severity(self, number: int) -> Severity | None:
        return (Severity.ERROR, None)[number]

    def in_conflict(self, number: int) -> bool:
        return number == 0

    def ghost(self, number: int) -> bool:
        return number == 1

    def marked(self, number: int) -> bool:
        return number == 1

    def on_date(self, number: int, written: str) -> bool:
        return (number, written) == (0, "2026-06-22")


ROWS = (
    Transmission(
        frequency=9565, time="2330-0100", days="Mon-Fri", site="PHT", power="250", azimuth="21",
        language=["Kor", "Eng"], target="44NE", service="VOA Korean", broadcaster="VOA",
        manager="AGM", note="Over Midnight", antenna="216",
        window=WINDOW,
    ),
    Transmission(frequency=7350.5, time="1200-1300", days="Sat,Sun", service="Radio Two", id="two", window=WINDOW),
)  # fmt: skip


def passed(query: str) -> list[int]:
    parsed = parse_query(query)
    return [number for number, row in enumerate(ROWS) if parsed.matches(number, row, Facts())]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1]),
        ("9565", [0]),
        ("7350.5", [1]),
        ("7000-9565", [0, 1]),
        ("956", []),
        ("frequency:>9000", [0]),
        ("freq:7000-8000", [1]),
        ("site:pht", [0]),
        ("site:PHT,IRA", [0]),
        ("lang:Eng", [0]),
        ("lang:eng,fra", [0]),
        ("band:31m", [0]),
        ("band:31m,41", [0, 1]),
        ("target:44", [0]),
        ("day:Sat", [1]),
        ("day:Fri-Sat", [0, 1]),
        ("on:2345", [0]),
        ("on:0030", [0]),
        ("on:0100", []),
        ("on:2329", []),
        ("on:1230", [1]),
        ("on:1300", []),
        ("on:1259-1400", [1]),
        ("on:0000-0001", [0]),
        ("on:2400", [0]),
        ("on:12:30", [1]),
        ("date:2026-06-22", [0]),
        ("power:>=100", [0]),
        ("kw:250", [0]),
        ("power:<250", []),
        ("az:0-90", [0]),
        ("antenna:216", [0]),
        ("fmo:AGM", [0]),
        ("service:two", [1]),
        ("id:TWO", [1]),
        ("has:note", [0]),
        ("has:language", [0]),
        ("language:jpn,KOR", [0]),
        ("lang:Jpn", []),
        ("-has:note", [1]),
        ("!site:PHT", [1]),
        ("conflict", [0]),
        ("has:conflict", [0]),
        ("error", [0]),
        ("warning", []),
        ("finding", [0]),
        ("ghost", [1]),
        ("own", [0]),
        ("is:marked", [1]),
        ('"conflict"', []),
        ("midnight", [0]),
        ('"over midnight"', [0]),
        ('note:"over mid"', [0]),
        ("tinang", [0]),
        ("-korean", [1]),
        ("voa 9565 day:Mon", [0]),
        ("voa two", []),
        ("[bold", []),
    ],
)
def test_what_passes(query: str, expected: list[int]) -> None:
    assert passed(query) == expected


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sight:PHT", "no key 'sight', did you mean site?"),
        ("site:", "a value is missing"),
        ("band:32x", "is no band"),
        ("day:1", "Sunday as 1"),
        ("day:Som", "names no days"),
        ("on:2560", "is no time"),
        ("on:lunch", "is no time"),
        ("on:1300-1300", "start and stop are both 1300"),
        ("date:22.6.", "22.6."),
        ("power:much", "is no number of kW"),
        ("has:notes", "did you mean note?"),
        ("is:confict", "did you mean conflict?"),
        ("9565-9300", "the wrong way round"),
        ('""', "nothing to look for"),
    ],
)
def test_what_is_wrong_is_explained(query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said.replace("(", r"\(")) as caught:
        parse_query(query)
    assert caught.value.term
