"""Which YAML parser is fast enough to read a season on every keystroke: the measurement behind the choice.

Run ``python -m benchmarks.yaml_parsers``; docs/design/yaml-parsers.md has the figures and what follows from them.
"""

from __future__ import annotations

import io
import platform
import sys
from collections.abc import Callable
from importlib.util import find_spec
from time import process_time

import ruamel.yaml
import yaml
from benchmarks.season_yaml import season_yaml


def events_c(text: str) -> None:
    """PyYAML, libyaml, events only."""
    for _ in yaml.parse(text, yaml.CLoader):
        pass


def events_python(text: str) -> None:
    """PyYAML, Python, events only."""
    for _ in yaml.parse(text, yaml.Loader):
        pass


def compose_c(text: str) -> None:
    """PyYAML, libyaml, nodes with marks and resolved tags."""
    yaml.compose(text, yaml.CLoader)


def load_base_c(text: str) -> None:
    """PyYAML, libyaml, values without types and without positions."""
    yaml.load(text, yaml.CBaseLoader)


def load_ruamel_safe(text: str) -> None:
    """ruamel.yaml, typ=safe: the C parser where one is installed."""
    ruamel.yaml.YAML(typ="safe").load(text)


def load_ruamel_round_trip(text: str) -> None:
    """ruamel.yaml, round trip, comments kept."""
    ruamel.yaml.YAML().load(text)


def dump_ruamel_round_trip(text: str) -> None:
    """ruamel.yaml, round trip and written back."""
    document = ruamel.yaml.YAML()
    document.dump(document.load(text), io.StringIO())


CONTENDERS: tuple[Callable[[str], None], ...] = (
    events_c, compose_c, load_base_c, events_python, load_ruamel_safe, load_ruamel_round_trip, dump_ruamel_round_trip,
)  # fmt: skip


def seconds(work: Callable[[str], None], text: str, repeats: int) -> float:
    """Best processor seconds of some runs."""
    times = []
    for _ in range(repeats):
        started = process_time()
        work(text)
        times.append(process_time() - started)
    return min(times)


def main() -> None:
    """Print a table: what, seconds, ratio to the C event scan."""
    built = {name: find_spec(name) is not None for name in ("_ruamel_yaml", "_ruamel_yaml_clibz")}
    print(f"Python {sys.version.split()[0]} on {platform.machine()}")
    print(f"PyYAML {yaml.__version__}, libyaml: {yaml.__with_libyaml__}")
    print(f"ruamel.yaml {ruamel.yaml.__version__}, libyaml: {built}")
    for rows in (1000, 3305):
        text = season_yaml(rows)
        print(f"\n{rows:,} transmissions, {len(text) // 1000} kB")
        base = seconds(events_c, text, 3)
        for work in CONTENDERS:
            taken = seconds(work, text, 3 if work in (events_c, compose_c, load_base_c) else 1)
            print(f"  {taken:7.2f} s  {taken / base:5.1f} x  {work.__doc__}")


if __name__ == "__main__":
    main()
