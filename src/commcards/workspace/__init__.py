"""The whole project: its content, the request and targets of a build, and its faults."""

__all__ = [
    "checks",
    "credits",
    "doctor",
    "library",
    "output",
    "picturesearch",
    "recall",
    "release",
    "request",
    "scope",
    "starter",
    "targets",
    "workspace",
]
