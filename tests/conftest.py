"""Fixtures every test may use; the optional reference data lie beside the checkout and are never required."""

import gc
import os
import signal
from pathlib import Path

import pytest
from examples import load_profile

load_profile()

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))


WAITING = ("tests/tui/test_terminal.py", "tests/tui/test_browser.py", "tests/browser/", "tests/unit/test_docs.py")
"""Where the tests are that take longest and mostly wait for other programs: they begin first, so none is left alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first; the others keep their order."""
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))


def pytest_collection_finish() -> None:
    """Keep the collector from walking through all tests and modules again and again: that took a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def no_tables_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep a developer's own tables and journals out of the results."""
    os.environ["BCASTPLAN_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    os.environ["BCASTPLAN_STATE_DIR"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session", autouse=True)
def interrupts_are_heard() -> None:
    """Let the programs that tests start hear signals: a shell that runs the tests in the background ignores some."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of large reference data, or a skip that says so."""
    if not DATA.is_dir():
        pytest.skip(f"reference data not found at {DATA} (set BCASTPLAN_TEST_DATA)")
    return DATA
