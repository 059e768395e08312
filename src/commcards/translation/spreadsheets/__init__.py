"""Catalogs as spreadsheets and phrase tables, out to translators and back."""
