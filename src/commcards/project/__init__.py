"""Readers of the YAML files that people edit: strict, and every fault has its place."""

__all__ = [
    "cards",
    "decks",
    "fields",
    "hints",
    "names",
    "schema",
    "services",
    "yamlnodes",
]
