"""The pages that people open in a browser: one for each card, and the front page."""

__all__ = [
    "pages",
    "publish",
]
