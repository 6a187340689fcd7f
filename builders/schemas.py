"""Write the JSON Schemas of schedule and plan files; with ``--check`` exit 1 where one is stale."""

from __future__ import annotations

import sys

from common import write_or_check

from bcastplan.model.schemas import FILES, schema_text


def pages() -> dict[str, str]:
    """Path from the checkout -> content."""
    return {f"schema/{name}-1.json": schema_text(name) for name in FILES}


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    return write_or_check(pages(), "schemas.py", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
