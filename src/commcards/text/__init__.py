"""Scripts, fonts, shaping and line breaks of text; and templates."""

__all__ = [
    "bidi",
    "fonts",
    "linebreak",
    "scripts",
    "shaping",
    "slips",
    "spelling",
    "subset",
    "templates",
]
