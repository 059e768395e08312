"""The pages of cards, and the front page that leads to them all."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from commcards.base.digests import digest
from commcards.base.files import write_atomic
from commcards.base.versions import code_digest
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.site.pages import INDEX_WORDS, IndexDeck, IndexPage, Pages
from commcards.site.webfonts import WebFonts
from commcards.workspace import targets
from commcards.workspace.output import Download, LocalDeck, Output, OutputReport, Tools
from commcards.workspace.targets import Made, Target
from commcards.workspace.workspace import Workspace


class CardPages(Output):
    """One page for each card of a deck."""

    is_download = False

    def __init__(self, workspace: Workspace, tools: Tools) -> None:
        self._codes = tools.codes
        self._folder = tools.folder
        self._pages = _pages(workspace, tools)
        self._digest = digest(
            code_digest(),
            tools.templates.digest,
            self._pages.fonts.digest,
            repr(self._pages.imprint),
            repr(self._pages.english),
        )

    @staticmethod
    def paths(workspace: Workspace, target: Target) -> dict[str, str]:
        """Return the path of each card's page, with the card's id."""
        deck = workspace.deck(target)
        return {
            targets.page(deck, target, workspace.cards[name]): name
            for name in (*deck.cards, *deck.tools)
        }

    def make(self, deck: LocalDeck, downloads: Sequence[Download]) -> OutputReport:
        """Write the page of each card, with links to the downloads."""
        project = deck.workspace.project
        links = [(label, PurePosixPath(path).name) for path, label in downloads]
        inputs: dict[str, str] = {}
        for card in deck.cards:
            about = (project.categories[card.card.category], links, deck.deck.sensitive)
            shown = [deck.workspace.symbols[name] for name in card.pictures]
            pictures = (part for each in shown for part in (each.digest, *each.credits))
            path = targets.page(deck.deck, deck.target, card.card)
            inputs[path] = digest("page", self._digest, repr(about), card.digest, *pictures)
        codes = self._codes.of(path for path in inputs if deck.current.get(path) != inputs[path])
        made = []
        for card, path in zip(deck.cards, inputs, strict=True):
            value = ""
            if path in codes:
                category, url = project.categories[card.card.category], self._codes.address(path)
                html = self._pages.card(
                    card, deck.deck, category, downloads=links, url=url, code=codes[path]
                ).encode()
                write_atomic(self._folder / path, html)
                value = sha256(html).hexdigest()
            made.append(Made(path, inputs[path], value))
        return OutputReport(tuple(made))


def entry(deck: LocalDeck, downloads: Sequence[Download]) -> IndexDeck:
    """Return a deck's entry on the front page."""
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
    title = workspace.words["neutral-title"] if deck.deck.sensitive else deck.deck.title
    return IndexDeck(
        title=localizer.line(title).staff,
        staff=localizer.staff,
        person=localizer.person,
        pages=pages,
        downloads=tuple((label, path) for path, label in downloads),
        words={key: deck.cards[0].words[key] for key in INDEX_WORDS},
        draft=any(card.draft for card in deck.cards),
    )


def front_page(workspace: Workspace, tools: Tools, entries: Sequence[IndexDeck]) -> bytes:
    """Return the page that leads to all others."""
    return _pages(workspace, tools).index(entries).encode()


def _pages(workspace: Workspace, tools: Tools) -> Pages:
    project = workspace.project
    fonts = WebFonts(workspace.fonts, tools.store)
    english = project.languages[SOURCE_LANGUAGE]
    return Pages(workspace.symbols, fonts, tools.templates, project.imprint, english)
