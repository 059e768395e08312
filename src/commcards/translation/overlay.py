"""The lines of a project's catalog over those of the library."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Severity
from commcards.base.layers import BENEATH, beneath, is_library
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog, Translation
from commcards.translation.catalogs import read_catalog


def laid_over(
    library: Catalog, own: Catalog, messages: Iterable[Message]
) -> tuple[Catalog, list[Diagnostic]]:
    """Return the library's lines that still fit ``messages``, with the project's own over them.

    An own line of a text that the library has changed since steps back behind the library's new
    translation: words that say something else must not stand below a picture. Without one it is
    kept as a draft of the former text. Each such line is told.
    """
    entries: dict[str, Translation] = {}
    faults: list[Diagnostic] = []
    for message in messages:
        lower, upper = library.entries.get(message.key), own.entries.get(message.key)
        fitting = lower if lower and lower.source == message.text else None
        if upper is None or not upper.text:
            if fitting:
                entries[message.key] = fitting
        elif upper.source != message.text and is_library(message.where.file):
            instead = fitting if fitting and fitting.text else None
            outdated = upper._replace(source=message.text, draft=True, stale=True)
            entries[message.key] = instead or outdated
            faults.append(_changed(upper, message, replaced=instead is not None))
    return Catalog(own.language, {**own.entries, **entries}), faults


def read_laid_over(
    root: Path, language: str, messages: Iterable[Message]
) -> tuple[Catalog, list[Diagnostic]]:
    """Read the catalog of a language as a build does, with the library's lines below a project."""
    own, faults = read_catalog(root / paths.catalog(language), root, language)
    library = beneath(root)
    if library is None:
        return own, faults
    path = library / paths.catalog(language)
    lower, _ = read_catalog(path, library, language, start=BENEATH)
    catalog, found = laid_over(lower, own, messages)
    return catalog, [*faults, *found]


def own_messages(messages: Iterable[Message], catalog: Catalog | None = None) -> list[Message]:
    """Return the messages that a project's catalog has: its own, and those that it has already."""
    taken = catalog.entries if catalog else {}
    return [m for m in messages if not is_library(m.where.file) or m.key in taken]


def _changed(entry: Translation, message: Message, *, replaced: bool) -> Diagnostic:
    stands = "the library's translation stands instead" if replaced else "it is printed as outdated"
    text = (
        f"{entry.key}: the library now says {message.text!r}, and your line translates "
        f"{entry.source!r}; {stands}"
    )
    hint = "run `commcards po sync`, then translate it anew, or delete your line"
    return Diagnostic(entry.where, "library-changed", text, hint, Severity.WARNING)
