"""Every list of a collection keeps the promises of the readers and writers; anybody can try their own collection.

`BCASTPLAN_CORPUS=FOLDER make test-thorough` reads, checks, counts, brings in, writes and compares every list below the
folder, those in archives among them. What stands in them is not looked at: only what must hold of any list.
"""

import os
from pathlib import Path

import list_corpus
import pytest

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
