"""The result of `hours` as a table, JSON, CSV, a workbook and a page."""
