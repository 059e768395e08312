"""Pages for the browser: one for each card, and the front page."""

__all__ = [
    "pages",
    "publish",
]
