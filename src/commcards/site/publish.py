"""The pages of cards, and the front page that leads to them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from commcards.base.digests import digest
from commcards.base.files import write_atomic
from commcards.base.versions import code_digest
from commcards.localize.localizer import name_in
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.site.assets import Asset, Assets
from commcards.site.pages import (
    INDEX_WORDS,
    IndexDeck,
    IndexPage,
    Pages,
    front_name,
    pair_name,
)
from commcards.site.webfonts import WebFonts, letters_of
from commcards.workspace import targets
from commcards.workspace.output import Download, LocalDeck, Output, OutputReport, Tools
from commcards.workspace.targets import Made, Target
from commcards.workspace.workspace import Workspace


class Site:
    """The pages of a workspace, and the files that lead to them."""

    def __init__(self, workspace: Workspace, tools: Tools) -> None:
        self.pages = _pages(workspace, tools)

    def entry(
        self, deck: LocalDeck, downloads: Sequence[Download], styles: Sequence[Asset]
    ) -> IndexDeck:
        """Return a deck's entry on the front page; ``styles`` are from ``style_assets``."""
        workspace = deck.workspace
        categories = workspace.project.categories
        pages = tuple(
            IndexPage(
                card.card.code,
                card.outside_title,
                categories[card.card.category],
                targets.page(deck.deck, deck.target, card.card),
            )
            for card in deck.cards
        )
        localizer = workspace.localizer(deck.target)
        title = deck.deck.outside_title(workspace.words)
        return IndexDeck(
            title=localizer.line(title).staff,
            staff=localizer.staff,
            person=localizer.person,
            pages=pages,
            downloads=tuple((label, path) for path, label in downloads),
            words={key: deck.cards[0].words[key] for key in INDEX_WORDS},
            draft=any(card.draft for card in deck.cards),
            assets=(*styles, *self.pages.used(deck.cards, categories)),
        )

    def files(self, entries: Sequence[IndexDeck]) -> dict[str, bytes]:
        """Return the pages that lead to all others, by path; at least one deck is needed."""
        staffs = list(dict.fromkeys(deck.staff for deck in entries))
        fronts = {staff: front_name(staff, first=staff is staffs[0]) for staff in staffs}
        by_pair: dict[str, list[IndexDeck]] = {}
        for deck in entries:
            by_pair.setdefault(pair_name(deck.staff, deck.person), []).append(deck)
        found = {
            name: self.pages.front([deck for deck in entries if deck.staff == staff], staff, fronts)
            for staff, name in fronts.items()
        }
        found |= {
            name: self.pages.pair(decks, fronts[decks[0].staff]) for name, decks in by_pair.items()
        }
        return {name: html.encode() for name, html in found.items()}

    def assets(self, entries: Iterable[IndexDeck]) -> dict[str, Asset]:
        """Return the shared files of all pages by path."""
        own = (asset for deck in entries for asset in deck.assets)
        return {asset.path: asset for asset in (*self.pages.common, *own)}

    def made(self, asset: Asset) -> bytes:
        """Return the bytes of a shared file."""
        return self.pages.assets.made(asset)


class CardPages(Output):
    """One page for each card of a deck."""

    is_download = False

    def __init__(self, workspace: Workspace, tools: Tools) -> None:
        self._codes = tools.codes
        self._folder = tools.folder
        self._site = Site(workspace, tools)
        self._pages = self._site.pages
        self._digest = digest(
            code_digest(),
            tools.templates.digest,
            repr(self._pages.imprint),
            repr(self._pages.english),
            repr(self._pages.common),
        )

    @staticmethod
    def paths(workspace: Workspace, target: Target) -> dict[str, str]:
        """Return the path of each card's page, with the card's id."""
        deck = workspace.deck(target)
        return {targets.page(deck, target, workspace.cards[name]): name for name in deck.printed}

    def make(self, deck: LocalDeck, downloads: Sequence[Download]) -> OutputReport:
        """Write the page of each card, with links to the downloads; report the deck's entry."""
        project = deck.workspace.project
        links = [(label, PurePosixPath(path).name) for path, label in downloads]
        styles = style_assets(self._pages, deck)
        sheets = [each.path for each in styles]
        inputs: dict[str, str] = {}
        for card in deck.cards:
            about = (project.categories[card.card.category], links, deck.deck.sensitive)
            shown = [deck.workspace.symbols[name] for name in card.pictures]
            pictures = (part for each in shown for part in (each.digest, *each.credits))
            path = targets.page(deck.deck, deck.target, card.card)
            about_all = ("page", self._digest, repr(about), repr(sheets), card.digest)
            inputs[path] = digest(*about_all, *pictures)
        made = []
        for card, path in zip(deck.cards, inputs, strict=True):
            value = ""
            if deck.current.get(path) != inputs[path]:
                category, url = project.categories[card.card.category], self._codes.address(path)
                html = self._pages.card(
                    card, deck.deck, category,
                    downloads=links, styles=styles, url=url,
                ).encode()  # fmt: skip
                write_atomic(self._folder / path, html)
                value = sha256(html).hexdigest()
            made.append(Made(path, inputs[path], value))
        return OutputReport(tuple(made), entry=self._site.entry(deck, downloads, styles))


def style_assets(pages: Pages, deck: LocalDeck) -> list[Asset]:
    """Return the style sheets of a deck's languages, and their fonts."""
    workspace = deck.workspace
    languages = workspace.project.languages
    tags = dict.fromkeys((*deck.target.tags, SOURCE_LANGUAGE))
    found: list[Asset] = []
    for tag in tags:
        texts, bold = _texts(workspace, deck, tag)
        found += pages.assets.language(languages[tag], letters_of(languages[tag], texts, bold))
    lines = (line for card in deck.cards for line in (*card.lines, *card.strip.values()))
    spelled = [each.spelled for line in lines for each in line.words if each.aid]
    for language in dict.fromkeys(each.language for each in spelled):
        texts = [each.text for each in spelled if each.language == language]
        found += pages.assets.language(language, letters_of(language, texts, ()))
    return found


def _texts(workspace: Workspace, deck: LocalDeck, tag: str) -> tuple[list[str], list[str]]:
    """Return all texts in a language that pages may show, and those that may be bold.

    They are those of the whole project, so that all decks have the same fonts.
    """
    if tag == SOURCE_LANGUAGE:
        texts = {message.key: message.text for message in workspace.messages}
    else:
        texts = {key: entry.text for key, entry in workspace.catalogs[tag].entries.items()}
    bold = [
        text for key, text in texts.items() if key.startswith("words.") or key.endswith(".title")
    ]
    further = [
        text
        for service in workspace.project.services.values()
        if service.name_language == tag
        for text in (service.name, service.city, service.address, service.hours)
    ]
    if tag == deck.target.staff:
        staff = workspace.project.languages[tag]
        further += [name_in(each, staff).text for each in workspace.project.languages.values()]
    if tag == SOURCE_LANGUAGE:
        further += [each.name for each in workspace.project.languages.values()]
    return [*texts.values(), *further], bold


def _pages(workspace: Workspace, tools: Tools) -> Pages:
    project = workspace.project
    return Pages(
        Assets(workspace.symbols, WebFonts(workspace.fonts, tools.store)),
        tools.templates,
        project.imprint,
        project.languages[SOURCE_LANGUAGE],
        tuple(project.categories.values()),
        tuple(project.languages.values()),
        tuple(workspace.drawings.values()),
    )
