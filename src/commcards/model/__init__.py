"""Cards, catalogs, languages, decks, layouts and symbols as immutable values."""

__all__ = [
    "cards",
    "catalogs",
    "decks",
    "drawings",
    "languages",
    "layouts",
    "paper",
    "romanization",
    "symbols",
]
