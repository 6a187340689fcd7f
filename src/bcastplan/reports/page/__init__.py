"""The reviewers' page: one file that needs no network and no script, in which user text is only ever text."""

from bcastplan.reports.page.render import report_html

__all__ = ["report_html"]
