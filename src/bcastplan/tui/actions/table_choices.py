"""The user chooses the columns and the order of the table, and has the rules behind findings explained."""

from __future__ import annotations

from bcastplan.reference.choices import Choice
from bcastplan.tui.actions.controller import Controller, asks
from bcastplan.tui.messages import ColumnsChosen
from bcastplan.tui.screens.pick import Pick
from bcastplan.tui.shown_columns import COLUMNS
from bcastplan.tui.views.table_view import TableView

AUTOMATIC = "automatic"
"""Instead of columns: those that fit the plan."""


class TableChoices(Controller):
    """Asks about the table and explains."""

    @asks
    async def sort(self) -> None:
        """Choose the column to sort by."""
        choices = [Choice("", "file order", "as the transmissions are written")]
        choices += [Choice(key, key, column.explanation) for key, column in COLUMNS.items()]
        listing = self.listing
        assert listing is not None
        picked = await self.app.push_screen_wait(
            Pick(
                "Sort by",
                choices,
                chosen=[listing.sort_key],
                explanation="Choose the same column again to reverse the order.",
                heads=("Column", "Shows"),
            )
        )
        if picked is not None:
            self.screen.views.sort_by(picked[0])

    @asks
    async def columns(self) -> None:
        """Choose the table's columns and their order."""
        view = await self.screen.views.show_view("table")
        assert isinstance(view, TableView)
        shown = list(view.column_keys)
        rest = [key for key in COLUMNS if key not in shown]
        choices = [Choice(key, key, COLUMNS[key].explanation) for key in (*shown, *rest)]
        choices.append(Choice(AUTOMATIC, AUTOMATIC, "the columns that this plan has values for"))
        explanation = "Tab removes a column, or adds it at the end. Enter shows the marked columns in that order."
        picked = await self.app.push_screen_wait(
            Pick("Columns", choices, chosen=shown, several=True, explanation=explanation, heads=("Column", "Shows"))
        )
        if picked:
            self.screen.views.column_keys = () if AUTOMATIC in picked else tuple(picked)
            view.set_columns(self.screen.views.shown_keys())
            self.screen.post_message(ColumnsChosen(self.screen.views.column_keys))

    def explain(self) -> None:
        """Explain the rules behind the findings of the selection."""
        from bcastplan.rules.registry import all_rules
        from bcastplan.tui.screens.text_page import Page
        from bcastplan.tui.widgets.findings import FindingsPane

        codes = dict.fromkeys(finding.rule for finding in self.screen.query_one(FindingsPane).findings)
        if not codes:
            self.tell("this transmission has no findings")
            return
        rules = [all_rules()[code] for code in codes]
        pages = [f"# {rule.code} {rule.name} ({rule.severity})\n\n{rule.docs}\n" for rule in rules]
        self.app.push_screen(Page("The rules behind these findings", "\n".join(pages)))
