"""Every list of a collection keeps the promises of the readers and writers; anybody can try their own collection.

`BCASTPLAN_CORPUS=FOLDER make test-thorough` reads, checks, counts, brings in, writes and compares every list below the
folder, those in archives among them. What stands in them is not looked at: only what must hold of any list.
"""

import os
from dataclasses import replace
from pathlib import Path

import list_corpus
import pytest

from bcastplan.exchange.eibi.eibi_reader import read_eibi

FOLDER = os.environ.get("BCASTPLAN_CORPUS", "")
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
SOURCES = list_corpus.lists_under(Path(FOLDER)) if FOLDER and THOROUGH else []


def test_the_collection_holds_lists():
    if not FOLDER:
        pytest.skip("set BCASTPLAN_CORPUS to a folder of lists to try them all")
    if not THOROUGH:
        pytest.skip("the lists of BCASTPLAN_CORPUS are tried by `make test-thorough`")
    assert Path(FOLDER).is_dir(), f"BCASTPLAN_CORPUS names no folder: {FOLDER}"
    assert SOURCES, f"no list was recognised below {FOLDER}"


@pytest.mark.parametrize("source", SOURCES, ids=[source.name.removeprefix(FOLDER).strip("/") for source in SOURCES])
def test_a_list_keeps_all_promises(source, tmp_path):
    figures = list_corpus.figures_of(source, tmp_path)
    print(figures)  # noqa: T201 - shown by `pytest -rP`
    assert figures.wrong == [], str(figures)


SMALL = {
    "sked-a26.csv": "# kept\n6070;0700-0800;Mo-Fr;D;Channel 292;D;Eu;ro;1;;\n\n"
    "9670;0100-0100;;D;Channel 292;E;Eu;ro;2;;",
    "freq.txt": "BC B25 - The schedule\n\n"
    "6070          0700-0800 Mo-Fr D   Channel 292              D   Eu          ro\n",
    "userlist-a26.txt": "6070          0700-0800       D   Channel 292              Ger Rohrbach    124-7\r\n",
    "list-a25.json": '[{"freq": "6070", "startTime": "0700", "endTime": "0800", "ITU": "D", "station": "Channel 292", '
    '"language": "Ger", "location": "Rohrbach", "days": "1-7"}]',
    "table.csv": "service,season,frequency,time\nChannel 292,A26,6070,0700-0800\n",
    "letter.txt": "Dear listener, tune to 6070 kHz at seven.\n",
}


@pytest.fixture
def collection(tmp_path):
    for name, text in SMALL.items():
        (tmp_path / "lists" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "lists" / name).write_text(text, newline="")
    return list_corpus.lists_under(tmp_path / "lists")


def test_small_lists_of_every_kind_keep_them(collection, tmp_path):
    figures = {Path(source.name).name: list_corpus.figures_of(source, tmp_path) for source in collection}
    assert [one.wrong for one in figures.values()] == [[]] * (len(SMALL) - 1)
    assert {name: one.rows for name, one in figures.items()} == {
        "sked-a26.csv": 2, "freq.txt": 1, "userlist-a26.txt": 1, "list-a25.json": 1, "table.csv": 1,
    }  # fmt: skip


def test_what_breaks_a_promise_is_found(collection):
    source = next(source for source in collection if source.name.endswith("sked-a26.csv"))
    schedule, problems = read_eibi(source.name, source.data)
    fewer = replace(schedule, transmissions=schedule.transmissions[1:])
    assert list_corpus.rows_unaccounted_for(source.data, schedule, problems) == []
    assert "1 rows are lost, the first on line 2" in list_corpus.rows_unaccounted_for(source.data, fewer, problems)
    assert list_corpus.bytes_that_do_not_come_back(source, schedule, problems) == []
    assert list_corpus.bytes_that_do_not_come_back(source, fewer, problems) != []
    other = replace(schedule, extensions={**schedule.extensions, "x-eibi-newline": "crlf"})
    assert list_corpus.bytes_that_do_not_come_back(source, other, problems) != []
