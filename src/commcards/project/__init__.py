"""What people edit in YAML, read strictly: every fault with its place."""

__all__ = [
    "cards",
    "decks",
    "schema",
    "services",
    "yamlnodes",
]
