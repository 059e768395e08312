"""How far a catalog is: what is filled, and what is missing. Pure."""

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
    """How far one language is; ``draft`` and ``reviewed`` add up to ``filled``."""

    tag: str
    messages: int
    filled: int
    draft: int
    reviewed: int
    empty: int


def status(language: Language, messages: Iterable[Message], catalog: Catalog) -> CatalogStatus:
    """Count the messages; a variant counts where it is filled, an outdated text is a draft."""
    counted = list(_counted(messages, catalog))
    filled = [(message, entry) for message, entry in counted if entry and entry.text]
    draft = sum(entry.draft or entry.source != message.text for message, entry in filled)
    return CatalogStatus(
        tag=language.tag,
        messages=len(counted),
        filled=len(filled),
        draft=draft,
        reviewed=len(filled) - draft,
        empty=len(counted) - len(filled),
    )


def check_gaps(
    language: Language, messages: Iterable[Message], catalog: Catalog, strict: bool = False
) -> list[Diagnostic]:
    """Find what is not translated; ``strict`` makes it an error. Looks at the whole catalog."""
    counted = list(_counted(messages, catalog))
    severity = Severity.ERROR if strict else Severity.WARNING
    file = Location(paths.catalog(language.tag))
    gaps = [(message, entry) for message, entry in counted if not (entry and entry.text)]
    if gaps and not _is_begun(catalog):  # one fault for a language that nobody has begun
        text = f"{language.name}: none of {len(gaps)} lines is translated yet"
        hint = f"cards leave room to write by hand; begin with `commcards po init {language.tag}`"
        return [Diagnostic(file, GAP, text, hint, severity)]
    return [
        Diagnostic(
            entry.where if entry else file,
            GAP,
            f"{message.key}: not translated into {language.name} yet",
            "" if entry else "the line is new: `commcards po sync` puts it into the file",
            severity,
        )
        for message, entry in gaps
    ]


def missing(messages: Iterable[Message], catalog: Catalog) -> list[str]:
    """Return the keys of the lines that are not translated; none where nobody has begun."""
    counted = _counted(messages, catalog) if _is_begun(catalog) else ()
    return [message.key for message, entry in counted if not (entry and entry.text)]


def _is_begun(catalog: Catalog) -> bool:
    return any(entry.text for entry in catalog.entries.values())


def _counted(
    messages: Iterable[Message], catalog: Catalog
) -> Iterator[tuple[Message, Translation | None]]:
    """Yield what a language has to fill: not a variant it leaves empty, nor what two replace."""
    entries = catalog.entries
    filled = {key for key, entry in entries.items() if entry.text}
    variants = [key.rsplit(VARIANT, 1) for key in filled if VARIANT in key]
    replaced = set.intersection(*({key for key, form in variants if form == f} for f in FORMS))
    for message in messages:
        if message.key in filled or not (VARIANT in message.key or message.key in replaced):
            yield message, entries.get(message.key)
