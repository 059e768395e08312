"""Exports catalogs to spreadsheets, and imports spreadsheets and phrase tables."""
