"""Faults, lengths, files and their names, and the caches between builds."""

__all__ = [
    "diagnostics",
    "digests",
    "errors",
    "files",
    "layers",
    "ledger",
    "limits",
    "paths",
    "serialize",
    "store",
    "tables",
    "units",
    "versions",
]
