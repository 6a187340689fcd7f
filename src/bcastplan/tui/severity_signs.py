"""How grave a finding is, by a sign and by a style of lists: the sign alone is enough where there are no colours."""

from __future__ import annotations

from bcastplan.model.finding import Severity

SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "▲", Severity.INFO: "·"}
STYLES = {Severity.ERROR: "grid--error", Severity.WARNING: "grid--warning", Severity.INFO: "grid--info"}
"""Component styles of ``tui.widgets.grid``."""
