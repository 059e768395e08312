"""Reads, writes, merges, checks and reviews gettext catalogs, and exports and imports them."""

__all__ = [
    "catalogs",
    "checks",
    "extraction",
    "glossary",
    "overlay",
    "po_write",
    "progress",
    "pseudo",
    "review",
    "scope",
    "spreadsheets",
    "spreadsheets.export",
    "spreadsheets.phrasetable",
    "spreadsheets.suggest",
    "spreadsheets.workbook",
    "verdicts",
]
