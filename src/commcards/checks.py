"""Every fault that can be found without laying out a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from commcards import pseudo
from commcards.diagnostics import Diagnostic
from commcards.glossary import check_terms, find_terms
from commcards.localize import SOURCE_LANGUAGE
from commcards.look_alikes import check_look_alikes
from commcards.model import Kind, Language, Message, Translation
from commcards.po_checks import check_catalog
from commcards.services import check_dates, check_samples, check_symbols
from commcards.targets import Target
from commcards.workspace import Workspace


def check_languages(
    workspace: Workspace, languages: Iterable[str], *, strict: bool = False
) -> list[Diagnostic]:
    """Check the catalogs of some languages: their words, and that the fonts can write them.

    The source's words are checked too: they stand where staff have no translation.
    """
    source = workspace.project.languages.get(SOURCE_LANGUAGE)
    messages = workspace.messages
    faults = _glyph_faults(workspace, source, messages) if source else []
    terms = find_terms(workspace.glossary, (message.text for message in messages))
    for tag in languages:
        if tag in workspace.catalogs:
            language = workspace.project.languages[tag]
            catalog = workspace.catalogs[tag]
            if tag not in pseudo.TAGS:  # made-up words break every rule of a language
                faults += check_catalog(language, messages, catalog, strict)
                faults += check_look_alikes(language, messages, catalog)
                faults += check_terms(language, messages, catalog, terms)
            faults += _glyph_faults(workspace, language, catalog.entries.values())
    return faults


def check_services(workspace: Workspace, today: date, *, release: bool = False) -> list[Diagnostic]:
    """Check the services: their dates, their pictures, and that the fonts can write them.

    ``release`` refuses what is out of date or a sample.
    """
    services = workspace.project.services.values()
    faults = check_dates(services, today, release=release)
    faults += check_symbols(services, workspace.symbols)
    if release:
        faults += check_samples(services)
    for service in services:
        language = workspace.project.languages.get(service.name_language)
        texts = (service.name, service.city, service.address, service.hours)
        lines = [Message(f"services.{service.id}", text, "", service.where) for text in texts]
        faults += _glyph_faults(workspace, language, lines) if language else []
    return faults


def _glyph_faults(
    workspace: Workspace, language: Language, lines: Iterable[Message | Translation]
) -> list[Diagnostic]:
    faults = []
    for entry in lines:
        for cluster in workspace.shaper.missing(entry.text, language.fonts, language.bcp47):
            broken = cluster.fault == "broken cluster"
            faults.append(
                Diagnostic(
                    entry.where,
                    "broken-cluster" if broken else "missing-glyph",
                    f"{entry.key} ({language.tag}): {cluster.fault} in {cluster.text!r}",
                    "type the letters in their Unicode order"
                    if broken
                    else f"none of {', '.join(language.fonts)} has it: mend the text, or add a "
                    "font to languages.yaml",
                )
            )
    return faults


def prints_services(workspace: Workspace, targets: Iterable[Target]) -> bool:
    """Tell whether a deck of the targets has a card that lists services."""
    decks = [workspace.project.decks[name] for name in {target.deck for target in targets}]
    cards = [workspace.cards.get(name) for deck in decks for name in (*deck.cards, *deck.tools)]
    return any(section.kind is Kind.SERVICES for card in cards if card for section in card.sections)
