"""The progress of a catalog: filled, draft, reviewed and missing lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.model.cards import FORMS, VARIANT, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import Language

GAP = "missing-translation"  # the code of what is not translated


@dataclass(frozen=True, slots=True)
class CatalogStatus:
    """The progress of one language; ``draft`` and ``reviewed`` add up to ``filled``.

    ``stale`` counts drafts whose source has changed since.
    """

    tag: str
    messages: int
    filled: int
    draft: int
    stale: int
    reviewed: int
    empty: int


def status(language: Language, messages: Iterable[Message], catalog: Catalog) -> CatalogStatus:
    """Count the messages; a variant counts if it is filled, and an outdated text is a draft."""
    counted = list(_counted(messages, catalog))
    filled = [(message, entry) for message, entry in counted if entry and entry.text]
    draft = sum(entry.draft or entry.source != message.text for message, entry in filled)
    return CatalogStatus(
        tag=language.tag,
        messages=len(counted),
        filled=len(filled),
        draft=draft,
        stale=sum(entry.stale or entry.source != message.text for message, entry in filled),
        reviewed=len(filled) - draft,
        empty=len(counted) - len(filled),
    )


def check_gaps(
    language: Language, messages: Iterable[Message], catalog: Catalog, strict: bool = False
) -> list[Diagnostic]:
    """Find missing translations and those of an older text; they are errors if ``strict``."""
    counted = list(_counted(messages, catalog))
    severity = Severity.ERROR if strict else Severity.WARNING
    file = Location(paths.catalog(language.tag))
    gaps = [(message, entry) for message, entry in counted if not (entry and entry.text)]
    if gaps and not _is_begun(catalog):  # One fault is enough if nobody has begun.
        text = f"{language.name}: none of {len(gaps)} lines is translated yet"
        hint = f"run `commcards po init {language.tag}`; until then cards leave room to write"
        return [Diagnostic(file, GAP, text, hint, severity)]
    faults = [
        Diagnostic(
            entry.where if entry else file,
            GAP,
            f"{message.key}: not translated into {language.name} yet",
            "" if entry else "run `commcards po sync`, which adds the line to the file",
            severity,
        )
        for message, entry in gaps
    ]
    hint = "translate it again, or remove the mark `fuzzy` and the line `#|` if it still fits"
    faults += [
        Diagnostic(
            entry.where,
            "stale-translation",
            f"{message.key}: the source has changed since it was translated into {language.name}",
            hint,
            severity,
        )
        for message, entry in counted
        if entry and entry.stale
    ]
    return faults


def missing(messages: Iterable[Message], catalog: Catalog) -> list[str]:
    """Return the keys of the lines that are not translated; none where nobody has begun."""
    counted = _counted(messages, catalog) if _is_begun(catalog) else ()
    return [message.key for message, entry in counted if not (entry and entry.text)]


def _is_begun(catalog: Catalog) -> bool:
    return any(entry.text for entry in catalog.entries.values())


def _counted(
    messages: Iterable[Message], catalog: Catalog
) -> Iterator[tuple[Message, Translation | None]]:
    """Yield the messages that a language must fill.

    A variant counts only if it is filled; a message is replaced by its two variants.
    """
    entries = catalog.entries
    filled = {key for key, entry in entries.items() if entry.text}
    variants = [key.rsplit(VARIANT, 1) for key in filled if VARIANT in key]
    replaced = set.intersection(*({key for key, form in variants if form == f} for f in FORMS))
    for message in messages:
        if message.key in filled or not (VARIANT in message.key or message.key in replaced):
            yield message, entries.get(message.key)
