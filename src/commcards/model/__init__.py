"""What the product is made of, as frozen values."""

__all__ = [
    "cards",
    "catalogs",
    "decks",
    "languages",
    "layouts",
    "paper",
    "romanization",
    "symbols",
]
