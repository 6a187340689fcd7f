"""The result of `settle`: one sheet for each counterpart, as text, CSV, workbook and page, and JSON for scripts."""
