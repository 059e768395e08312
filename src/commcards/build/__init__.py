"""Builds: which targets to make, by which processes, and the report."""

__all__ = [
    "builder",
    "calibration",
    "exports",
    "unchanged",
    "verify",
    "workers",
]
