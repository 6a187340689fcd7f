"""The CALMA instances of frequency assignment, read from their own files or from the JSON of the PyCSP3 models.

They are not part of the project. ``var.txt``, ``dom.txt``, ``ctr.txt`` and ``cst.txt`` hold for each line: variable,
domain (and initial value, mobility); domain, size, values; two variables, kind, operator, distance (and weight); the
weights. Whoever has them gives their folder as BCASTPLAN_CALMA.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bcastplan.conflicts.channel_graph import Separation

BEST_KNOWN = {
    "scen01": ("order", 16), "scen02": ("order", 14), "scen03": ("order", 14), "scen04": ("order", 46),
    "scen05": ("highest", 792), "scen06": ("weight", 3389), "scen07": ("weight", 343592), "scen08": ("weight", 262),
    "scen11": ("order", 22),
    "graph01": ("order", 18), "graph02": ("order", 14), "graph03": ("highest", 380), "graph04": ("highest", 394),
    "graph05": ("weight", 221), "graph06": ("weight", 4123), "graph07": ("weight", 4324), "graph08": ("order", 18),
    "graph09": ("order", 18), "graph10": ("highest", 394), "graph11": ("weight", 3080), "graph12": ("weight", 11827),
    "graph13": ("weight", 10110), "graph14": ("order", 8),
}  # fmt: skip
"""What each is judged by, and the best value that is known (CALMA; FAP web of Zuse Institute Berlin)."""


@dataclass(frozen=True)
class Instance:
    """Domains and separations of one instance, and what it is judged by with the best value known."""

    name: str
    domains: Sequence[Sequence[float]]
    separations: Sequence[Separation]

    @property
    def criterion(self) -> str:
        """``order``, ``highest`` or ``weight``."""
        return BEST_KNOWN[self.name][0]

    @property
    def best_known(self) -> float:
        """The best value known."""
        return BEST_KNOWN[self.name][1]


def instances(folder: Path) -> list[Instance]:
    """All instances in a folder: JSON files, or a folder for each with the four text files."""
    read = [read_json(file) for file in sorted(folder.rglob("*.json"))]
    return read + [read_folder(file.parent) for file in sorted(folder.rglob("*")) if file.name.lower() == "ctr.txt"]


def read_folder(folder: Path) -> Instance:
    """Read an instance from its four text files; ``cst.txt`` may be missing."""
    files = {file.name.lower(): file for file in folder.iterdir()}
    values = {int(number): list(map(float, rest[1:])) for number, *rest in _lines(files["dom.txt"])}
    variables = {number: values[int(domain)] for number, domain, *_ in _lines(files["var.txt"])}
    numbers = {name: number for number, name in enumerate(variables)}
    costs = _weights(files["cst.txt"]) if "cst.txt" in files else {}
    separations = [
        Separation(
            numbers[a], numbers[b], float(distance), operator == "=", costs.get(int(weight[0])) if weight else None
        )
        for a, b, _, operator, distance, *weight in _lines(files["ctr.txt"])
    ]
    return Instance(_name(folder.name), list(variables.values()), separations)


def read_json(file: Path) -> Instance:
    """Read an instance as the PyCSP3 models hold it; a variable with a value is one that must not change."""
    data: dict[str, Any] = json.loads(file.read_text())
    fixed = BEST_KNOWN[_name(file.stem)][0] != "weight"
    domains = [
        [variable["value"]] if fixed and variable["value"] is not None else data["domains"][variable["domain"]]
        for variable in data["vars"]
    ]
    costs = data["interferenceCosts"]
    separations = [
        Separation(
            item["x"], item["y"], float(item["limit"]), item["operator"] == "=",
            float(costs[item["weight"]]) if item["weight"] else None,
        )
        for item in data["ctrs"]
    ]  # fmt: skip
    return Instance(_name(file.stem), domains, separations)


def _name(text: str) -> str:
    """``scen01`` for `Rlfap-card-scen-01`, `SCEN01` and the like."""
    kind = "scen" if "scen" in text.lower() else "graph"
    return f"{kind}{''.join(letter for letter in text if letter.isdigit())[-2:]}"


def _lines(file: Path) -> list[list[str]]:
    return [line.split() for line in file.read_text().splitlines() if line.strip()]


def _weights(file: Path) -> dict[int, float]:
    """Interference weights a1, a2, ... by number, from lines such as `a1 = 1000`."""
    found: dict[int, float] = {}
    for line in file.read_text().splitlines():
        name, equals, value = line.replace("=", " = ").partition(" = ")
        if equals and name.strip().startswith("a") and name.strip()[1:].isdigit():
            found[int(name.strip()[1:])] = float(value.split()[0])
    return found
