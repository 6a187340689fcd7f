"""Write every generated page and schema, or with ``--check`` tell which are out of date.

Each builder named here has ``pages() -> dict[str, str]``: path from the checkout -> content.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILDERS = (
    "rule_pages",
    "format_reference",
    "schemas",
    "command_reference",
    "manpage",
    "keymap_reference",
    "data_sources",
)


def pages() -> dict[str, str]:
    """All generated files of the builders that exist."""
    made: dict[str, str] = {}
    for name in BUILDERS:
        path = ROOT / "builders" / f"{name}.py"
        if not path.exists():
            continue
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # builders may import one another
        spec.loader.exec_module(module)
        made |= module.pages()
    return made


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    stale = []
    for name, content in pages().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    for name in stale:
        print(f"{'out of date' if '--check' in arguments else 'written'}: {name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
