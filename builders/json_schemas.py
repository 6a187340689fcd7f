"""Write schema/schedule-1.json and schema/plan-1.json from the forms; ``--check`` says whether they are current."""

import argparse
import sys
from pathlib import Path

from bcastplan.model.forms import FORMS, schema_text

FOLDER = Path(__file__).resolve().parents[1] / "schema"


def main() -> int:
    """Write or check; 1 when a file is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a file is out of date")
    check = parser.parse_args().check
    stale = 0
    for name in FORMS:
        path = FOLDER / f"{name}-1.json"
        text = schema_text(name)
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.name} is out of date: run builders/json_schemas.py", file=sys.stderr)
                stale = 1
        else:
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
