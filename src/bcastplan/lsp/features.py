"""What the server can do, put together."""

from __future__ import annotations

from bcastplan.lsp.language_server import PlannerServer


def planner_server() -> PlannerServer:
    """A server with all its features."""
    return PlannerServer()
