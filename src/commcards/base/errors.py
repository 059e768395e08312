"""The errors that commcards raises on purpose.

CommcardsError
├── UserError      the user's files or machine are at fault: exit 1
└── (anything else is a bug of ours: exit 3)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from commcards.base.diagnostics import Diagnostic, Location


class CommcardsError(Exception):
    """Root of the errors that commcards raises on purpose."""


class UserError(CommcardsError):
    """The run cannot go on; ``diagnostics`` holds every fault that was found."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = tuple(diagnostics)

    def __reduce__(self) -> tuple[type[UserError], tuple[tuple[Diagnostic, ...]]]:
        """Keep the diagnostics when sent by a worker: pickle would keep only the message."""
        return type(self), (self.diagnostics,)


def refused(error: OSError, path: Path | str = "") -> UserError:
    """Return what to tell users where the system refuses to read or write a file."""
    where = Location(str(path or error.filename or "."))
    hint = "give it room and permissions, or name another folder" if path else ""
    message = f"the system refuses: {error.strerror or error}"
    return UserError([Diagnostic(where, "system-error", message, hint)])
