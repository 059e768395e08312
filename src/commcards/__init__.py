"""commcards: multilingual picture communication cards, from YAML and gettext to paper."""

__version__ = "0.1.0"
