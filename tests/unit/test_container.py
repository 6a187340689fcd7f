"""The Containerfile and the manifest of docs/cluster.md name what is really there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
EXTRA = re.compile(r"--extra (\w+)")


def test_every_extra_of_the_image_is_one_of_the_package() -> None:
    """A misspelt extra ends the build of the image on the user's machine only."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("Containerfile", "docs/cluster.md")]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for text in texts:
        named = set(EXTRA.findall(text))
        assert named
        assert named <= set(extras)


def test_workers_of_the_manifest_go_to_its_service() -> None:
    """Workers find the scheduler by the name and port of the Service alone."""
    page = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
    manifest = re.search(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert manifest is not None
    scheduler, service, workers = yaml.safe_load_all(manifest[1])
    (port,) = service["spec"]["ports"]
    address = f"tcp://{service['metadata']['name']}:{port['port']}"
    assert address in workers["spec"]["template"]["spec"]["containers"][0]["command"]
    assert service["spec"]["selector"] == scheduler["spec"]["selector"]["matchLabels"]
    for deployment in (scheduler, workers):
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert labels == deployment["spec"]["selector"]["matchLabels"]
