"""The shipped coefficient tables are what the builder makes of its sources."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest


def test_shipped_tables_can_be_rebuilt(
    root: Path, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciles = shared_data / "p533" / "p1239_deciles.csv"
    if importlib.util.find_spec("dvoacap") is None or not deciles.exists():
        pytest.skip("needs dvoacap 1.0.2 and the printed deciles")
    spec = importlib.util.spec_from_file_location("ionosphere_builder", root / "builders" / "ionosphere.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    monkeypatch.setattr(sys, "argv", ["ionosphere.py", "--deciles", str(deciles), "--output", str(tmp_path)])
    builder.main()
    for name in ("ionosphere.npz", "f2_deciles.npz"):
        shipped = np.load(root / "src" / "bcastplan" / "science" / "data" / name)
        rebuilt = np.load(tmp_path / name)
        assert sorted(shipped.files) == sorted(rebuilt.files)
        for array in shipped.files:
            np.testing.assert_array_equal(shipped[array], rebuilt[array])
