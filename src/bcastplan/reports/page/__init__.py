"""The reviewers' page: one file without network access or scripts, which shows user text as text only."""

from bcastplan.reports.page.render import report_html

__all__ = ["report_html"]
