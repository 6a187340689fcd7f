"""The filter line: words and ``key:value`` terms, all of which a row must meet; a wrong term is explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from bcastplan.model.finding import Severity
from bcastplan.model.keys import Either, Many, Written
from bcastplan.model.transmission import KEYS as TRANSMISSION_KEYS
from bcastplan.model.transmission import LINES, Transmission


class Facts(Protocol):
    """What a query may ask about a row besides its transmission."""

    def band(self, number: int) -> str:
        """The band's name, as ``31 m``."""
        ...

    def names(self, number: int) -> Sequence[str]:
        """What the codes of the row mean: site, languages, broadcaster."""
        ...

    def severity(self, number: int) -> Severity | None:
        """The gravest finding, conflicts included."""
        ...

    def in_conflict(self, number: int) -> bool:
        """Whether it is a side of a conflict."""
        ...

    def ghost(self, number: int) -> bool:
        """Whether it comes out of a reference schedule."""
        ...

    def marked(self, number: int) -> bool:
        """Whether it is marked."""
        ...

    def on_date(self, number: int, written: str) -> bool:
        """Whether an airing starts on a date."""
        ...


Test = Callable[[int, Transmission, Facts], bool]


class QueryError(ValueError):
    """A term that means nothing; ``term`` is what was written."""

    def __init__(self, term: str, message: str) -> None:
        super().__init__(f"{term}: {message}")
        self.term = term


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood."""

    text: str
    tests: tuple[Test, ...] = ()
    asks_for_findings: bool = False
    """Whether which rows pass depends on what a check says."""

    def matches(self, number: int, transmission: Transmission, facts: Facts) -> bool:
        """Whether a row meets every term."""
        return all(test(number, transmission, facts) for test in self.tests)


# Quotes may begin anywhere in a term, as in note:"two words", and the last one may still be missing.
_TERMS = re.compile(r"""([!-]?)((?:[^\s"]|"[^"]*"?)+)""")
_RANGE = re.compile(r"^(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)$")
_BOUND = re.compile(r"^(<=|>=|<|>|=)?(\d+(?:\.\d+)?)$")


def parse_query(text: str) -> Query:
    """Understand a query; raises QueryError at the first term that means nothing."""
    tests = []
    asks = False
    for negated, written in _TERMS.findall(text):
        test = _term(written)
        tests.append(_negated(test) if negated else test)
        # A state may stand alone, and behind a colon as in is:error and has:conflict.
        asks |= written.rpartition(":")[2].lower() in STATES_OF_FINDINGS
    return Query(text.strip(), tuple(tests), asks)


def _negated(test: Test) -> Test:
    return lambda number, transmission, facts: not test(number, transmission, facts)


def _term(written: str) -> Test:
    key, colon, value = written.partition(":")
    key = key.lower()
    # A colon within quotes belongs to the text.
    if not colon or key.startswith('"'):
        return _word(written)
    value = value.replace('"', "").strip()
    make = KEYS.get(ALIASES.get(key, key))
    if make is None:
        from bcastplan.model.nearest import did_you_mean

        known = [*KEYS, *ALIASES]
        raise QueryError(written, f"no key '{key}'{did_you_mean(key, known) or ': there are ' + ', '.join(KEYS)}")
    if not value:
        raise QueryError(written, "a value is missing after the colon")
    try:
        return make(value)
    except ValueError as fault:
        raise QueryError(written, str(fault)) from None


def _word(written: str) -> Test:
    plain = written.replace('"', "")
    if not plain:
        raise QueryError(written, "nothing to look for between the quotes")
    if match := _RANGE.match(plain):
        return _frequencies(float(match[1]), float(match[2]))
    # A number alone is a frequency, the thing that planners look for most.
    if plain.replace(".", "", 1).isdigit():
        return _frequencies(float(plain), float(plain))
    state = STATES.get(plain.lower()) if '"' not in written else None
    return state or _text(plain)


def _frequencies(low: float, high: float) -> Test:
    if low > high:
        raise QueryError(f"{low:g}-{high:g}", f"the range is the wrong way round: write {high:g}-{low:g}")
    return lambda _number, transmission, _facts: low <= transmission.frequency_khz <= high


def _text(text: str) -> Test:
    text = text.casefold()

    def test(number: int, transmission: Transmission, facts: Facts) -> bool:
        written = (
            transmission.service, transmission.id, transmission.note, transmission.programme, transmission.site_code,
            transmission.language_text, transmission.broadcaster, transmission.manager, transmission.target,
            transmission.origin.file,
        )  # fmt: skip
        if any(text in part.casefold() for part in written if part):
            return True
        return any(text in name.casefold() for name in facts.names(number))

    return test


STATES: dict[str, Test] = {
    "conflict": lambda number, _, facts: facts.in_conflict(number),
    "error": lambda number, _, facts: facts.severity(number) is Severity.ERROR,
    "warning": lambda number, _, facts: facts.severity(number) is Severity.WARNING,
    "finding": lambda number, _, facts: facts.severity(number) is not None,
    "ghost": lambda number, _, facts: facts.ghost(number),
    "own": lambda number, _, facts: not facts.ghost(number),
    "marked": lambda number, _, facts: facts.marked(number),
}
"""Words that stand for a state of a row; in quotes they are searched for as text."""
STATES_OF_FINDINGS = frozenset({"conflict", "error", "warning", "finding"})
"""Those of them that only a check can tell."""


def _is(value: str) -> Test:
    test = STATES.get(value.lower())
    if test is None:
        from bcastplan.model.nearest import did_you_mean

        raise ValueError(f"'{value}' is none of {', '.join(STATES)}{did_you_mean(value, list(STATES))}")
    return test


def _codes(of: Callable[[Transmission], Sequence[str | None]]) -> Callable[[str], Test]:
    """Any of some codes separated by commas, whatever their case."""

    def make(value: str) -> Test:
        codes = {part.strip().casefold() for part in value.split(",") if part.strip()}
        return lambda _number, transmission, _facts: any(
            code is not None and code.casefold() in codes for code in of(transmission)
        )

    return make


def _languages(value: str) -> Test:
    """Any of some language codes separated by commas; a language is met under any of its codes."""
    from bcastplan.reference import is_same_language

    asked = [part for part in value.split(",") if part.strip()]
    return lambda _number, transmission, _facts: any(
        is_same_language(code, part) for code in transmission.language for part in asked
    )


def _part(of: Callable[[Transmission], str | None]) -> Callable[[str], Test]:
    """A part of a text, whatever its case."""

    def make(value: str) -> Test:
        part = value.casefold()
        return lambda _number, transmission, _facts: part in (of(transmission) or "").casefold()

    return make


def _quantity(of: Callable[[Transmission], float | None], unit: str) -> Callable[[str], Test]:
    """A number, a range ``100-250``, or a bound ``>=100``."""

    def make(value: str) -> Test:
        if match := _RANGE.match(value):
            low, high = float(match[1]), float(match[2])
            return lambda _number, transmission, _facts: (at := of(transmission)) is not None and low <= at <= high
        bound = _BOUND.match(value)
        if bound is None:
            raise ValueError(f"'{value}' is no number of {unit}: write 100, 100-250 or >=100")
        sign, limit = bound[1] or "=", float(bound[2])
        compare = _COMPARE[sign]
        return lambda _number, transmission, _facts: (at := of(transmission)) is not None and compare(at, limit)

    return make


_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "=": lambda value, other: value == other,
    "<": lambda value, other: value < other,
    ">": lambda value, other: value > other,
    "<=": lambda value, other: value <= other,
    ">=": lambda value, other: value >= other,
}


def _band(value: str) -> Test:
    from bcastplan.reference import parse_band

    names = set()
    for part in value.split(","):
        name = parse_band(part)
        if name is None:
            raise ValueError(f"'{part}' is no band: write LW, MW, a metre band as 31m, or other")
        names.add(name)
    return lambda number, _, facts: facts.band(number) in names


def _day(value: str) -> Test:
    from bcastplan.model.days import parse_days

    mask = parse_days(value)
    return lambda _number, transmission, _facts: bool(transmission.days & mask)


def _on(value: str) -> Test:
    """On the air at a time, or at any minute of ``1300-1400``."""
    from bcastplan.model.clock import MINUTES_PER_DAY, parse_time

    text = value.replace(":", "")
    if text.isdigit() and len(text) == 4 and int(text[:2]) <= 24 and int(text[2:]) < 60:
        # 2400 is the minute in which the next day begins.
        start = (int(text[:2]) * 60 + int(text[2:])) % MINUTES_PER_DAY
        stop = start + 1
    elif "-" in text:
        start, stop = parse_time(text)
    else:
        raise ValueError(f"'{value}' is no time: write 1345, or 1300-1400 for any minute of it")

    def test(_number: int, transmission: Transmission, _facts: Facts) -> bool:
        return any(
            transmission.time.start_minute < stop + day and start + day < transmission.time.stop_minute
            # An airing over midnight has minutes beyond 1440, and so may the times that are asked for.
            for day in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY)
        )

    return test


def _date(value: str) -> Test:
    from bcastplan.model.dates import parse_date

    parse_date(value)
    return lambda number, _, facts: facts.on_date(number, value)


def _has(value: str) -> Test:
    from bcastplan.model.nearest import did_you_mean

    known = [*TRANSMISSION_KEYS, *STATES]
    # A key before a short name: `time` is a key of a transmission, and elsewhere short for `on`.
    name = value.lower() if value.lower() in TRANSMISSION_KEYS else ALIASES.get(value.lower(), value.lower())
    # `has:conflict` is an easy slip, and can mean only one thing.
    if name in STATES:
        return STATES[name]
    if name not in TRANSMISSION_KEYS:
        raise ValueError(f"a transmission has no '{value}'{did_you_mean(value, known)}")
    attribute = TRANSMISSION_KEYS[name].attribute
    return lambda _number, transmission, _facts: getattr(transmission, attribute) not in (None, (), "", False)


ALIASES = {
    "freq": "frequency", "khz": "frequency", "lang": "language", "days": "day", "fmo": "manager",
    "admin": "administration", "bc": "broadcaster",
    "ant": "antenna", "kw": "power", "az": "azimuth", "tx": "transmitter", "time": "on",
}  # fmt: skip
"""Short names of keys."""


def _of_key(name: str) -> Callable[[str], Test]:
    """What makes the test of a key: quantities by bounds, codes as whole words, everything else by any part."""
    key = TRANSMISSION_KEYS[name]
    shape = key.shape
    if isinstance(shape, Many) and shape.item.sought == "code":
        return _codes(attrgetter(key.attribute))
    kind = shape.scalar if isinstance(shape, Either) else shape
    sought = kind.sought if isinstance(kind, Written) else "part"
    if sought == "quantity":
        return _quantity(attrgetter(key.attribute), getattr(kind, "unit", "") or "its kind")
    if sought == "code":
        return _codes(lambda transmission: (LINES[name](transmission),))
    return _part(LINES[name])


_OTHERS: dict[str, Callable[[str], Test]] = {
    "band": _band,
    "language": _languages,
    "day": _day,
    "on": _on,
    "date": _date,
    "file": _part(lambda transmission: transmission.origin.file),
    "has": _has,
    "is": _is,
}
"""Terms that ask for more than the value of one key."""

KEYS: dict[str, Callable[[str], Test]] = {
    # A short name before a key: `time:1300` asks what is on the air then, and `days:Sat` what is on that day.
    **{name: _of_key(name) for name in TRANSMISSION_KEYS if name not in ALIASES},
    **_OTHERS,
}
"""Key -> what makes its test."""
