"""What is known of letters: scripts, fonts, shaping, line breaks; and filled templates."""

__all__ = [
    "fonts",
    "linebreak",
    "scripts",
    "shaping",
    "slips",
    "spelling",
    "subset",
    "templates",
]
