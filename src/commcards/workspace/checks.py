"""Checks that need the whole project, but no layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from commcards.base.diagnostics import Diagnostic, Severity, has_errors
from commcards.localize import servicecard
from commcards.model.cards import Kind, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.decks import Deck
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.project.services import check_dates, check_samples, check_symbols
from commcards.translation import pseudo
from commcards.translation.checks import check_entry, glyph_faults
from commcards.translation.progress import GAP, check_gaps
from commcards.workspace.workspace import Workspace

_NAMED = 5  # languages: more are counted


def check_source(workspace: Workspace) -> list[Diagnostic]:
    """Check that fonts can write the English, the organisation, and what languages say of theirs.

    The English stands where staff have no translation.
    """
    project = workspace.project
    source = project.languages.get(SOURCE_LANGUAGE)
    imprint = project.imprint
    name = Message("imprint", imprint.organisation, "", imprint.organisation_where or imprint.where)
    faults = _glyph_faults(workspace, source, (*workspace.messages, name)) if source else []
    for deck in project.decks.values():
        faults += check_title(workspace, deck) if deck.title.language else []
    for tag, language in project.languages.items():
        texts = {key: getattr(language, key) for key in language.places}
        lines = [
            Message(f"languages.{tag}.{key}", text, "", language.places[key])
            for key, text in texts.items()
        ]
        faults += _glyph_faults(workspace, language, lines)
    return faults


def check_catalog(
    workspace: Workspace,
    catalog: Catalog,
    messages: Iterable[Message] | None = None,
    entries: Iterable[Translation] | None = None,
    *,
    strict: bool = False,
) -> list[Diagnostic]:
    """Check a catalog: each translation, and the gaps, which are errors if ``strict``.

    ``messages`` and ``entries`` are those to look at, where not all of them are meant.
    """
    language = workspace.project.languages[catalog.language]
    checked = catalog.entries.values() if entries is None else entries
    if language.tag in pseudo.TAGS:  # Made-up words break the rules of any language.
        return _glyph_faults(workspace, language, checked)
    rules = workspace.rules(language)
    wanted = workspace.wanted(language.tag) if messages is None else messages
    gaps = check_gaps(language, workspace.judged(wanted), catalog, strict)
    return [*gaps, *chain.from_iterable(check_entry(rules, entry) for entry in checked)]


def is_unreadable(catalog: Catalog, faults: Iterable[Diagnostic]) -> bool:
    """Return whether nothing of a catalog could be read, so that nothing more can be said of it."""
    return not catalog.entries and has_errors(faults)


def gap_sums(workspace: Workspace, gaps: Mapping[str, Iterable[str]]) -> list[Diagnostic]:
    """Say in one line for each file and set of languages what is not translated yet.

    ``gaps`` are the keys of the lines that languages lack, by tag.
    """
    lacking: dict[str, list[str]] = {}
    for tag, keys in gaps.items():
        for key in keys:
            lacking.setdefault(key, []).append(tag)
    lines: dict[tuple[str, tuple[str, ...]], list[Message]] = {}
    for message in workspace.messages:
        if tags := lacking.get(message.key):
            lines.setdefault((message.where.file, tuple(tags)), []).append(message)
    hint = "`commcards po sync` puts new lines into the catalogs; `commcards check LANG` lists them"
    return [
        Diagnostic(
            messages[0].where,
            GAP,
            f"{_counted(messages)} not translated into {_named(workspace, tags)}",
            hint,
            Severity.WARNING,
        )
        for (_, tags), messages in lines.items()
    ]


def _counted(messages: Sequence[Message]) -> str:
    if len(messages) == 1:
        return f"{messages[0].key} is"
    return f"{len(messages)} lines are"


def _named(workspace: Workspace, tags: Sequence[str]) -> str:
    if len(tags) > _NAMED:
        return f"{len(tags)} languages"
    return ", ".join(workspace.project.languages[tag].name for tag in tags)


def check_title(workspace: Workspace, deck: Deck) -> list[Diagnostic]:
    """Check that fonts can write the title of a deck."""
    language = workspace.project.languages.get(deck.title.language or SOURCE_LANGUAGE)
    return _glyph_faults(workspace, language, [deck.title]) if language else []


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


def prints_services(workspace: Workspace, decks: Iterable[Deck]) -> bool:
    """Return whether one of these decks has a card that lists services."""
    names = {name for deck in decks for name in deck.printed}
    cards = map(workspace.cards.get, names)
    return any(section.kind is Kind.SERVICES for card in cards if card for section in card.sections)
