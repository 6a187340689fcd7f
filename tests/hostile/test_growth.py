"""Every parser of a value and every reader of a file takes time in proportion to the length of what it reads."""

import inspect
import json
import pkgutil
from contextlib import suppress
from importlib import import_module

import pytest
from examples import THOROUGH
from growth import LONG, slowness

import bcastplan
from bcastplan.airtime import build
from bcastplan.document.plan_reader import read_plan
from bcastplan.document.schedule_reader import read_schedule
from bcastplan.exchange.aoki.aoki_reader import read_aoki
from bcastplan.exchange.eibi.eibi_reader import read_eibi
from bcastplan.exchange.file_kind import recognise
from bcastplan.exchange.hfcc.hfcc_reader import read_hfcc
from bcastplan.exchange.tables.column_mapping import read_mapping
from bcastplan.exchange.tables.table_reader import read_csv
from bcastplan.model.errors import UnreadableInput, ValueFault
from bcastplan.model.transmission import TRANSMISSION_PARSERS

PACKAGES = ("model", "document", "exchange", "reference", "science", "reports", "tui.query", "tui.fields")
NOT_OF_INPUT = {"read_input", "glob_matches", "template_text"}
"""One opens files, the next takes globs that ``parse_glob`` has bounded, the last names of the program's own files."""
PARTS = (
    "a", "0", " ", "\n", "\r", "\r\n", "\x85", ",", ", ", "a,", "a b ", "44NE,", "1-", "1. ", "Mo", "Mo-Fr ", "alt ",
    "[", "[a](", "{", "'", '"', "# ", "- ", "a: ", "a:\n", "*a", "**/", "\x1b[", "=", ";", "|", "(", "<!-->", "-",
    "FREQ=DAILY;", "# bcastplan: ignore[A] ",
)[:: 1 if THOROUGH else 9]  # fmt: skip
"""What a text is made of that somebody repeats many times over; `make test` takes one in nine."""
MOST_CHARACTERS = 10**6 if THOROUGH else 60_000
"""How long a text becomes of a part that is long itself."""


def lengths(part, most=LONG[1]):
    """How often a part is repeated in the shorter and in the longer text."""
    fourfold = min(most, MOST_CHARACTERS // len(part))
    return fourfold // 4, fourfold


def functions_of_a_text():
    """Every function of the program below the use cases that takes nothing but texts or bytes."""
    for found in pkgutil.walk_packages(bcastplan.__path__, "bcastplan."):
        if not found.name.removeprefix("bcastplan.").startswith(PACKAGES):
            continue
        for name, value in vars(import_module(found.name)).items():
            function = inspect.unwrap(value) if callable(value) else None
            if (
                not inspect.isfunction(function)
                or function.__module__ != found.name
                or name in NOT_OF_INPUT
                or name[0] == "_"
            ):
                continue
            parameters = [
                one for one in inspect.signature(function).parameters.values() if one.default is inspect.Parameter.empty
            ]
            kinds = tuple(str(one.annotation) for one in parameters)
            if kinds and set(kinds) <= {"str", "bytes", "Raw"}:
                made = [str.encode if kind == "bytes" else str for kind in kinds]
                yield pytest.param(function, made, id=f"{found.name.removeprefix('bcastplan.')}.{name}")


@pytest.mark.parametrize(("function", "kinds"), functions_of_a_text())
def test_functions_of_a_text(function, kinds):
    for place in range(len(kinds)):
        for part in PARTS:

            def work(length, salt, place=place, part=part):
                texts = [part * length + str(salt) if number == place else "x" for number in range(len(kinds))]
                with suppress(ValueFault, UnreadableInput, ValueError, LookupError, OSError):  # quickly, too
                    function(*(kind(text) for kind, text in zip(kinds, texts, strict=True)))

            assert slowness(work, lengths(part)) is None, (place, part)


def read_transmission(key, value):
    transmission = {"frequency": "9565", "time": "1530-1630", key: value}
    head = {"bcastplan": "1", "service": "X", "season": "A26"}
    schedule, _ = read_schedule("a.yaml", json.dumps({**head, "transmissions": [transmission]}))
    build(list(schedule.transmissions))


EIBI_ROW = "9565;1530-1630;Mo-Fr;USA;Voice;KO;KRE;/PHT;1;2903;2510"
HFCC_ROW = (
    "9565  1530 1630 44NE              PHT       250    21   0   216 123456"
    "7 290326 251026 D       Kor        PHL VOA AGM 1234"
)
AOKI_ROW = (
    " 9565 Voice of America                1530-1630 1234567  Korean              250    21 Tinang                 "
    "PHL 1521N12037E      a26"
)
CSV_ROW = "9565,1530-1630,Mon-Fri,Voice,PHT,44NE,250"
CSV_HEAD = "frequency,time,days,service,site,target,power"


LINE_ENDS = ("\n", "\r", "\r\n", "\x85")
LISTS = {
    "eibi": ("kHz:75;Time(UTC):93;Days:59;", EIBI_ROW, ";", lambda data: read_eibi("sked-a26.csv", data)),
    "hfcc": ("; A26", HFCC_ROW, " ", lambda data: read_hfcc("A26.txt", data)),
    "aoki": ("kHz Time(UTC)", AOKI_ROW, " ", lambda data: read_aoki("bia26.txt", data)),
    "csv": (CSV_HEAD, CSV_ROW, ",", lambda data: read_csv("a.csv", data)),
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("part", PARTS)
def test_any_field_of_a_list(kind, part):
    head, row, separator, read = LISTS[kind]
    fields = row.split(separator)
    for place in range(len(fields) + 1):

        def work(length, salt, place=place):
            long = [*fields[:place], part * length + str(salt), *fields[place + 1 :]]
            for line in (separator.join(long), f"{row} {long[place]}"):
                data = f"{head}\n{line}\n".encode()
                recognise("a", data)
                with suppress(UnreadableInput):
                    read(data)

        most = 800 if part.strip("a:") in LINE_ENDS else 8_000
        assert slowness(work, lengths(part, most)) is None, place


@pytest.mark.parametrize("kind", LISTS)
def test_many_rows_of_a_list(kind):
    head, row, _, read = LISTS[kind]
    for line in (row, row[:-3], f"{row};", row.replace("9565", "x"), row.replace("1630", "1530"), "x", ""):

        def work(length, salt, line=line):
            read(f"{head}\n{''.join(f'{line}{salt}' + chr(10) for _ in range(length))}".encode())

        assert slowness(work, (500, 2_000)) is None, line


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("read", [read_schedule, read_plan, read_mapping])
def test_any_text_as_yaml(read, part):
    for before in ("", "bcastplan: 1\n", "bcastplan: 1\ntransmissions:\n", "bcastplan: 1\nx: [", 'bcastplan: 1\nx: "'):

        def work(length, salt, before=before):
            read("a", before + part * length + str(salt))

        assert slowness(work, lengths(part)) is None, before


@pytest.mark.parametrize("part", PARTS)
def test_any_value_of_a_transmission(part):
    for key in TRANSMISSION_PARSERS:
        for wrap in (str, lambda text: [text], lambda text: list(text[:2_000])):

            def work(length, salt, key=key, wrap=wrap):
                read_transmission(key, wrap(part * length + str(salt)))

            assert slowness(work, lengths(part)) is None, key
