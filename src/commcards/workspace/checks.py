"""Checks that need the whole project, but no layout."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from commcards.base.diagnostics import Diagnostic, Severity
from commcards.localize import servicecard
from commcards.model.cards import Kind, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.project.services import check_dates, check_samples, check_symbols
from commcards.translation import pseudo
from commcards.translation.checks import check_entry, glyph_faults
from commcards.translation.progress import check_gaps
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace


def check_source(workspace: Workspace) -> list[Diagnostic]:
    """Check that the fonts can write the English, which replaces missing words for staff."""
    source = workspace.project.languages.get(SOURCE_LANGUAGE)
    return _glyph_faults(workspace, source, workspace.messages) if source else []


def check_catalog(
    workspace: Workspace, catalog: Catalog, *, strict: bool = False
) -> list[Diagnostic]:
    """Check a catalog: each translation, and the gaps, which are errors if ``strict``."""
    language = workspace.project.languages[catalog.language]
    entries = catalog.entries.values()
    if language.tag in pseudo.TAGS:  # Made-up words break the rules of any language.
        return _glyph_faults(workspace, language, entries)
    rules = workspace.rules(language)
    gaps = check_gaps(language, workspace.messages, catalog, strict)
    return [*gaps, *chain.from_iterable(check_entry(rules, entry) for entry in entries)]


def check_services(workspace: Workspace, today: date, *, release: bool = False) -> list[Diagnostic]:
    """Check the services: their dates, their pictures, and that the fonts can write them.

    For a ``release``, outdated services and samples are errors.
    """
    services = workspace.project.services.values()
    faults = check_dates(services, today, release=release)
    faults += check_symbols(services, workspace.symbols)
    faults += check_samples(services, release=release)
    for service in services:
        language = workspace.project.languages.get(service.name_language)
        texts = (service.name, service.city, service.address, service.hours)
        lines = [Message(servicecard.key(service), text, "", service.where) for text in texts]
        faults += _glyph_faults(workspace, language, lines) if language else []
    return faults


def check_address(workspace: Workspace, *, release: bool = False) -> list[Diagnostic]:
    """Find a base URL of QR codes that leads nowhere; for a ``release`` it is an error."""
    imprint = workspace.project.imprint
    if imprint.has_address:
        return []
    severity = Severity.ERROR if release else Severity.WARNING
    text = f"{imprint.base_url} is a placeholder: the QR codes lead nowhere"
    hint = "write the address at which you will put the folder output/"
    return [Diagnostic(imprint.where, "placeholder-address", text, hint, severity)]


def _glyph_faults(
    workspace: Workspace, language: Language, lines: Iterable[Message | Translation]
) -> list[Diagnostic]:
    faults = (glyph_faults(workspace.shaper, language, line) for line in lines)
    return [*chain.from_iterable(faults)]


def prints_services(workspace: Workspace, targets: Iterable[Target]) -> bool:
    """Return whether a deck of the targets has a card that lists services."""
    decks = [workspace.project.decks[name] for name in {target.deck for target in targets}]
    cards = [workspace.cards.get(name) for deck in decks for name in (*deck.cards, *deck.tools)]
    return any(section.kind is Kind.SERVICES for card in cards if card for section in card.sections)
