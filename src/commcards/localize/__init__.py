"""A card in the languages of one conversation. Pure."""

__all__ = [
    "extracards",
    "localcard",
    "localizer",
    "servicecard",
]
