"""Whatever is shipped as data states its source, its licence and its date, and stands on the page of them all."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def builder(root: Path) -> ModuleType:
    """builders/data_sources.py."""
    spec = importlib.util.spec_from_file_location("data_sources", root / "builders" / "data_sources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["data_sources"] = module
    spec.loader.exec_module(module)
    return module


def test_every_data_file_is_on_the_page(root: Path, builder: ModuleType) -> None:
    page = (root / "docs" / "data-sources.md").read_text(encoding="utf-8")
    shipped = [
        file
        for folder in (root / "src" / "bcastplan").rglob("data")
        for file in folder.iterdir()
        if folder.is_dir() and file.suffix != ".md"
    ]
    assert len(shipped) > 20
    assert {file.name for file in shipped} == {*builder.tables(), *builder.arrays()}
    for file in shipped:
        assert f"| `{file.name}` | " in page


def test_no_licence_forbids_commercial_use(builder: ModuleType) -> None:
    for file, facts in (builder.tables() | builder.arrays()).items():
        assert "NC" not in facts["licence"].split("-"), file
        assert "NonCommercial" not in facts["licence"], file


@pytest.mark.parametrize("name", ["source", "licence", "date"])
def test_a_table_whose_head_lacks_a_line_is_refused(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    head = [f"# {line}: something\n" for line in ("source", "licence", "date") if line != name]
    (tmp_path / "new.csv").write_text("".join(head) + "a,b\n1,2\n")
    monkeypatch.setattr(builder, "SHIPPED_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=f"new.csv: its {name} is not stated"):
        builder.tables()


def test_an_array_without_a_page_is_refused(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "new.npz").write_bytes(b"")
    monkeypatch.setattr(builder, "ARRAYS_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"new\.npz: its source is not stated"):
        builder.arrays()
