"""Scripts, fonts, shaping and line breaks of text; and templates."""

__all__ = [
    "bidi",
    "collation",
    "fonts",
    "limits",
    "linebreak",
    "scripts",
    "shaping",
    "slips",
    "spelling",
    "subset",
    "templates",
]
