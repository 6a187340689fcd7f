from collections.abc import Callable
from pathlib import Path

import pytest

from bcastplan.model.finding import Finding
from bcastplan.workspace.inspection.rule_check import check_paths

DEFAULTS = {
    "broadcaster": "VOA",
    "manager": "AGM",
    "administration": "PHL",
    "language": "Kor",
    "target": "44NE",
    "site": "PHT",
    "power": "250",
    "antenna": "216",
    "azimuth": "21",
}
ITEM = "frequency: 9565, time: 1530-1630"

Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check one schedule whose transmissions are sound but for what the test changes.

    ``items`` are flow mappings without braces; ``changes`` replace defaults (None removes one).
    """

    def run(
        select: str, *items: str, season: str = "season: A26", plan: str | None = None, **changes: str | None
    ) -> list[Finding]:
        values = {key: value for key, value in (DEFAULTS | changes).items() if value is not None}
        defaults = ", ".join(f"{key}: {value}" for key, value in values.items())
        lines = ["bcastplan: 1", "service: Example", season, f"defaults: {{{defaults}}}", "transmissions:"]
        lines += [f"  - {{{item}}}" for item in items or (ITEM,)]
        (tmp_path / "a26.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (tmp_path / "bcastplan.yaml").write_text(f"bcastplan: 1\n{plan or ''}", encoding="utf-8")
        return check_paths([str(tmp_path)], select=[select]).findings

    return run
