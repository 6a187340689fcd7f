"""`make run` and `make test` install what uv.lock names, with hashes, from the public index and from nowhere else."""

import re
import tomllib

import pytest

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {
    "Linux x86_64": re.compile(r"manylinux\w*_x86_64"),
    "Linux aarch64": re.compile(r"manylinux\w*_aarch64"),
    "macOS": re.compile(r"macosx_\w+_(arm64|universal2)"),
    "Windows": re.compile(r"win_amd64"),
}


def toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock(root):
    return toml(root / "uv.lock")


@pytest.fixture(scope="module")
def project(root):
    return toml(root / "pyproject.toml")


def ours(lock):
    return next(package for package in lock["package"] if package["name"] == "bcastplan")


def others(lock):
    return [package for package in lock["package"] if package["name"] != "bcastplan"]


def files(package):
    return [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]


def test_every_file_comes_from_the_public_index_and_has_a_hash(lock):
    assert others(lock)
    for package in others(lock):
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        assert files(package), package["name"]
        for file in files(package):
            assert file["url"].startswith("https://files.pythonhosted.org/packages/"), file["url"]
            assert re.fullmatch("sha256:[0-9a-f]{64}", file["hash"]), file["url"]


def requirements(names):
    """Requirement strings of pyproject.toml as (name, versions), without regard to case."""
    split = (re.fullmatch(r"([\w.-]+)\s*(.*)", name) for name in names)
    return {(found[1].lower().replace("_", "-").replace(".", "-"), found[2].replace(" ", "")) for found in split}


def locked(rows):
    """What the lock says a group or the project asks for, in the same form."""
    return {(row["name"], row.get("specifier", "")) for row in rows}


def test_the_lock_is_of_todays_pyproject(lock, project):
    metadata = ours(lock)["metadata"]
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["project"]["dependencies"], *(row for rows in extras.values() for row in rows)]
    unordered = [
        {(name, frozenset(versions.split(","))) for name, versions in side}
        for side in (requirements(wanted), locked(metadata["requires-dist"]))
    ]
    assert unordered[0] == unordered[1], "make lock UPGRADE="
    assert lock["requires-python"] == project["project"]["requires-python"]
    for name, group in project["dependency-groups"].items():
        written = [row for row in group if isinstance(row, str)]
        for row in group:
            if isinstance(row, dict):
                written += project["dependency-groups"][row["include-group"]]
        assert requirements(written) == locked(metadata["requires-dev"][name]), f"group {name}: make lock UPGRADE="


def test_the_tools_that_install_from_the_lock_are_those_of_the_lock(lock, root):
    text = (root / "builders" / "build-tools.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    packages = {package["name"]: package for package in others(lock)}
    named = set()
    for line in text.splitlines():
        name, version = re.match(r"([\w-]+)==(\S+)", line).groups()
        named.add(name)
        assert version == packages[name]["version"]
        assert set(re.findall(r"--hash=(\S+)", line)) == {file["hash"] for file in files(packages[name])}
    assert {"uv", "hatchling", "editables"} <= named


def fits(wheel, python, system):
    """Whether a wheel installs on a release of CPython on a system, by its file name."""
    pythons, abi, platforms = wheel["url"].removesuffix(".whl").rsplit("/", 1)[1].split("-")[-3:]
    tag = f"cp{python.replace('.', '')}"
    minor = [int(found) for found in re.findall(r"cp3(\d+)", pythons)]
    suits = tag in pythons.split(".") or pythons.startswith("py") or (abi == "abi3" and min(minor) <= int(tag[3:]))
    return suits and abi in ("none", "abi3", tag) and (platforms == "any" or bool(SYSTEMS[system].search(platforms)))


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_nobody_needs_a_compiler(lock, python, system):
    """Each package has a wheel for the release and the system in one of its locked versions."""
    versions = {}
    for package in others(lock):
        versions.setdefault(package["name"], []).extend(package.get("wheels", []))
    lacking = [name for name, wheels in versions.items() if not any(fits(wheel, python, system) for wheel in wheels)]
    assert lacking == []


def test_each_python_that_is_locked_is_named(project):
    named = {f"Programming Language :: Python :: {python}" for python in PYTHONS}
    assert named <= set(project["project"]["classifiers"])
