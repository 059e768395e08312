"""The project read whole: what is in it, what is asked of it, what is wrong with it."""

__all__ = [
    "checks",
    "doctor",
    "output",
    "recall",
    "release",
    "request",
    "scope",
    "targets",
    "workspace",
]
