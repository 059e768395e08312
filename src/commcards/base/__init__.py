"""Faults, lengths, files and their names, and what is kept between builds."""

__all__ = [
    "diagnostics",
    "digests",
    "errors",
    "files",
    "ledger",
    "paths",
    "serialize",
    "store",
    "tables",
    "units",
    "versions",
]
