"""Fixtures every test may use; the optional reference data lie beside the checkout and are never required."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("bcastplan", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("many", deadline=None, max_examples=1500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "bcastplan"))

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BCASTPLAN_TEST_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session", autouse=True)
def no_tables_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep a developer's own tables and journals out of the results."""
    os.environ["BCASTPLAN_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    os.environ["BCASTPLAN_STATE_DIR"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session", autouse=True)
def interrupts_are_heard() -> None:
    """Let the programs that tests start hear ctrl+c: a shell that runs the tests in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of large reference data, or a skip that says so."""
    if not DATA.is_dir():
        pytest.skip(f"reference data not found at {DATA} (set BCASTPLAN_TEST_DATA)")
    return DATA
