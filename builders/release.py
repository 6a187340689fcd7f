"""Build a release and hold it to what users get: contents, metadata, and fresh installations of the wheel.

    python builders/release.py VERSION [--tag]

Builds the sdist and the wheel into dist/, checks their metadata (twine) and contents, installs the wheel with the
newest and with the lowest dependencies that it allows, and runs it there. With --tag the commit is tagged vVERSION at
the end. Nothing is uploaded. Needs uv beside this Python (`make .venv/bin/uv`) and the package index.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
CONTAINED = (
    "bcastplan/__main__.py", "bcastplan/py.typed", "bcastplan/reference/data/towns.csv",
    "bcastplan/samples/dprk-a26/bcastplan.yaml", "bcastplan/reports/page/templates/page.html",
)  # fmt: skip
"""Files of the wheel that a program run from its checkout would not miss."""
FOREIGN = ("tests/", "benchmarks/", "builders/", ".venv")
RESOLUTIONS = ("highest", "lowest-direct")


def main() -> None:
    """Everything in order; the first thing that is wrong ends it."""
    arguments = sys.argv[1:]
    tag = "--tag" in arguments
    versions = [argument for argument in arguments if argument != "--tag"]
    if len(versions) != 1:
        raise SystemExit(__doc__)
    version = versions[0]
    check_source(version, tag=tag)
    wheel = build(version)
    check_contents(wheel)
    for resolution in RESOLUTIONS:
        try_out(wheel, resolution, version)
    if tag:
        run("git", "tag", "--annotate", f"v{version}", "--message", f"bcastplan {version}")
        print(f"tagged v{version}")
    print(f"{wheel.relative_to(ROOT)} is ready")


def run(*command: str | Path, cwd: Path = ROOT, quiet: bool = False) -> str:
    """The standard output of a command; ends the program where it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=None, check=False,
        env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{' '.join(map(str, command))} ended with {done.returncode}")
    if not quiet:
        print(done.stdout, end="")
    return done.stdout


def check_source(version: str, *, tag: bool) -> None:
    """The version is the package's own, the changes of it are listed, and nothing is uncommitted."""
    written = (ROOT / "src" / "bcastplan" / "installed.py").read_text(encoding="utf-8")
    if f'"{version}"' not in written:
        raise SystemExit(f"src/bcastplan/installed.py does not say {version}")
    if tag and f"## [{version}]" not in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"):
        raise SystemExit(f"CHANGELOG.md has no section [{version}]")
    if run("git", "status", "--porcelain", quiet=True).strip():
        raise SystemExit("there are uncommitted changes")


def build(version: str) -> Path:
    """The wheel, with the sdist beside it; both pass twine's strict check."""
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(UV, "build", "--quiet", "--out-dir", dist)
    run(UV, "tool", "run", "--quiet", "twine", "check", "--strict", *sorted(dist.glob("bcastplan-*")))
    wheels = list(dist.glob(f"bcastplan-{version}-*.whl"))
    if len(wheels) != 1:
        raise SystemExit(f"expected one wheel of {version} in dist/, not {len(wheels)}")
    return wheels[0]


def check_contents(wheel: Path) -> None:
    """The wheel holds what the program reads, and nothing of the workshop."""
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in CONTAINED if name not in names]
    foreign = [name for name in names if name.startswith(FOREIGN)]
    if missing or foreign:
        raise SystemExit(f"{wheel.name}: missing {missing}, not meant for users {foreign[:5]}")
    print(f"{wheel.name}: {len(names):,} files, {wheel.stat().st_size / 1e6:.1f} MB")


def try_out(wheel: Path, resolution: str, version: str) -> None:
    """Install the wheel into a fresh environment and run it on a plan that it brings along."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "env"
        run(UV, "venv", "--quiet", "--python", sys.executable, environment)
        run(UV, "pip", "install", "--quiet", "--python", environment, "--resolution", resolution, wheel)
        program = environment / ("Scripts" if os.name == "nt" else "bin") / "bcastplan"
        told = run(program, "--version", quiet=True)
        if version not in told:
            raise SystemExit(f"the installed program says {told}")
        samples = next(environment.rglob("bcastplan/samples/dprk-a26"))
        plan = Path(folder) / "plan"
        shutil.copytree(samples, plan)
        for command in (
            ("check", "."),
            ("hours", "."),
            ("conflicts", ".", "--summary"),
            ("coverage", ".", "--no-cache"),
        ):
            run(program, *command, cwd=plan, quiet=True)
        print(f"{resolution}: installed and ran")


if __name__ == "__main__":
    main()
