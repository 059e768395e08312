"""gettext catalogs: read, written, checked, reviewed, sent to translators and back."""

__all__ = [
    "catalogs",
    "checks",
    "extraction",
    "glossary",
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
