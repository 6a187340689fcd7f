from collections.abc import Callable

import pytest

from bcastplan.model.finding import Finding

Check = Callable[..., list[Finding]]
ITEM = "frequency: 9565, time: 0100-0200"


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        ("from: 2026-12-01", {"TIM003", "TIM004"}),
        ("until: 2026-02-05", {"TIM003", "TIM004"}),
        ("from: 2026-12-01, until: 2026-12-05", {"TIM003", "TIM004"}),
        ("from: 2026-10-25", {"TIM004"}),
        ("from: 2026-06-22, until: 2026-06-21", {"TIM006"}),
        ("until: 2026-10-25", set()),
    ],
)
def test_dates_outside_the_season_never_air_and_only_two_can_be_turned_round(
    check: Check, dates: str, codes: set[str]
) -> None:
    assert {finding.rule for finding in check("TIM", f"{ITEM}, {dates}")} == codes
