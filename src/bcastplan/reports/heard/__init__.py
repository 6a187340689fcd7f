"""What monitoring logs say of a plan, in text, JSON, CSV and as a workbook."""
