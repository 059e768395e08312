"""What to make, who makes it, and what came of it."""

__all__ = [
    "builder",
    "calibration",
    "unchanged",
    "verify",
    "workers",
]
