"""Sheets: what can be filled in a downloaded workbook and brought in again (docs/sheets.md)."""
