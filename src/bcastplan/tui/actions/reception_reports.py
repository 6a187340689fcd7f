"""A report is typed in and added to the log of its plan; the plan itself does not change."""

from __future__ import annotations

from bcastplan.model.errors import ValueFault
from bcastplan.model.frequency import format_khz
from bcastplan.tui.actions.controller import Controller
from bcastplan.tui.screens.report_dialog import TypeReport
from bcastplan.tui.views.heard_view import HeardView
from bcastplan.workspace.monitoring.report_entry import add_report


class ReceptionReports(Controller):
    """Reports of monitors."""

    def type_in(self, row: int | None) -> None:
        """Ask for a report, of the transmission in a row where one is given, and write it."""
        session = self.opened
        preset = {"time": f"{self.screen.clock():%Y-%m-%dT%H:%MZ}"}
        if row is not None:
            transmission = session.table.transmissions[row]
            preset |= {"frequency": format_khz(transmission.frequency_khz)}
        plan = session.workspace.plan_of_row(row) if row is not None else None
        # A report of what is in no row goes into the log of the first plan.
        plan = plan or next(iter(session.workspace.plans), None)

        def take(values: dict[str, str] | None) -> None:
            if values is None or plan is None:
                return
            service = session.table.transmissions[row].service if row is not None else ""
            try:
                file = add_report(plan, {**values, "service": service})
            except (ValueFault, OSError) as fault:
                self.tell(f"not written: {fault}", "error")
                return
            named = bool(plan.plan.monitoring)
            self.tell(f"added to {file}" + ("" if named else "; name it under `monitoring` in the plan file"))
            view = self.screen.view
            if isinstance(view, HeardView):
                view.again()

        self.app.push_screen(TypeReport(preset), take)
