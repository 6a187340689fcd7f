"""Which tests are run, in which order, and fixtures every test may use.

The optional reference data lie beside the checkout and are never required.
"""

import gc
import os
import signal
from itertools import chain, groupby
from pathlib import Path

import pytest
from examples import THOROUGH, load_profile

load_profile()

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))


LONGEST = (
    "tests/tui/test_slow_lines.py", "tests/tui/test_random_keys.py", "tests/tui/test_terminal", "tests/property/test_s",
    "tests/tui/test_browser.py", "tests/browser/", "tests/hostile/", "tests/unit/cli/test_signals.py", "tests/tui/",
)  # fmt: skip
"""Where the tests are that take longest or wait for other programs, the longest first."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the thorough tests to their profile, and have the longest tests begin first, so that none is left alone."""
    if not THOROUGH and not any("::" in argument for argument in config.args):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = dealt(sorted(items, key=_place_of_the_longest), workers)


def _place_of_the_longest(item: pytest.Item) -> int:
    return next((place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))


def dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Give each worker some of the files that take long to begin with.

    ``--dist worksteal`` cuts the list into as many pieces as there are workers, and a worker with nothing left takes
    from the end of another's piece. What takes long has to stand at the beginning of each piece. A file stays with one
    worker, so that what its tests share is made once.
    """
    longest = [item for item in items if _place_of_the_longest(item) < len(LONGEST)]
    files = [list(tests) for _, tests in groupby(longest, key=lambda item: item.path)]
    others = items[len(longest) :]
    pieces: list[pytest.Item] = []
    for worker in range(workers):
        size = (len(items) - len(pieces)) // (workers - worker)
        own = list(chain.from_iterable(files[worker::workers]))
        taken = max(size - len(own), 0)
        pieces += [*own, *others[:taken]]
        del others[:taken]
    return pieces + others


def pytest_collection_finish() -> None:
    """Keep the collector from walking through all tests and modules again and again: that took a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish() -> None:
    """Have nothing collected at the end: pytest lets the collector walk through everything five times."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_tables_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep a developer's own tables, journals and kept predictions out of the results."""
    os.environ["BCASTPLAN_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    os.environ["BCASTPLAN_STATE_DIR"] = str(tmp_path_factory.mktemp("state"))
    os.environ["BCASTPLAN_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


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
