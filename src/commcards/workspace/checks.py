"""Every fault that can be found without laying out a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from itertools import chain

from commcards.base.diagnostics import Diagnostic
from commcards.model.cards import Kind, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.project.services import check_dates, check_samples, check_symbols
from commcards.translation import pseudo
from commcards.translation.checks import check_entry, check_gaps
from commcards.translation.glossary import check_terms, term_finder
from commcards.translation.look_alikes import check_look_alikes
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace

Pair = tuple[str, str]  # a text in the source language, and its translation


def check_languages(
    workspace: Workspace, languages: Iterable[str], *, strict: bool = False
) -> list[Diagnostic]:
    """Check the source and the catalogs of some languages."""
    catalogs = [workspace.catalogs[tag] for tag in languages if tag in workspace.catalogs]
    found = (check_catalog(workspace, catalog, strict=strict)[0] for catalog in catalogs)
    return [*check_source(workspace), *chain.from_iterable(found)]


def check_source(workspace: Workspace) -> list[Diagnostic]:
    """Check that the fonts can write the English, which stands where staff have no translation."""
    source = workspace.project.languages.get(SOURCE_LANGUAGE)
    return _glyph_faults(workspace, source, workspace.messages) if source else []


def check_catalog(
    workspace: Workspace,
    catalog: Catalog,
    fine: Collection[Pair] = frozenset(),
    *,
    strict: bool = False,
) -> tuple[list[Diagnostic], frozenset[Pair]]:
    """Check a catalog: its words, and that the fonts can write them.

    ``fine`` are pairs that were found to be without fault by the same language, glossary and fonts;
    those of this catalog are returned. ``strict`` refuses gaps.
    """
    language = workspace.project.languages[catalog.language]
    messages = {message.key: message for message in workspace.messages}
    is_made_up = language.tag in pseudo.TAGS  # its words break every rule of a language
    faults = [] if is_made_up else check_gaps(language, messages.values(), catalog, strict)
    terms_in = term_finder(workspace.glossary)
    still_fine: set[Pair] = set()  # half of the entries say the same as another
    for entry in catalog.entries.values():
        message = messages.get(entry.key)
        pair = entry.source, entry.text
        is_current = message is not None and message.text == entry.source
        if is_current and (pair in still_fine or pair in fine):
            still_fine.add(pair)
            continue
        found = _glyph_faults(workspace, language, [entry])
        if not is_made_up:
            found += check_entry(language, message, entry)
            found += check_look_alikes(language, entry) if message else ()
            found += check_terms(language, entry, terms_in(entry.source)) if is_current else ()
        faults += found
        if is_current and not found:
            still_fine.add(pair)
    return faults, frozenset(still_fine)


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
