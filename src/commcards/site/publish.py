"""Card pages and the index of them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from commcards.base.digests import digest
from commcards.base.files import write_atomic
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.localize.localcard import LocalCard
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.pictures.qrcache import QrCache
from commcards.site.pages import INDEX_WORDS, IndexDeck, IndexPage, Pages
from commcards.site.webfonts import WebFonts
from commcards.text.templates import Templates
from commcards.workspace import targets
from commcards.workspace.targets import Current, Made, Target
from commcards.workspace.workspace import Workspace


class Website:
    """Makes the pages of one workspace, and writes those of cards into the folder ``output``."""

    def __init__(
        self,
        workspace: Workspace,
        templates: Templates,
        store: Store,
        codes: QrCache,
        output: Path,
    ) -> None:
        self._codes = codes
        self._output = output
        project = workspace.project
        english = project.languages[SOURCE_LANGUAGE]
        fonts = WebFonts(workspace.fonts, store)
        self._pages = Pages(workspace.symbols, fonts, templates, project.imprint, english)
        self._digest = digest(
            code_digest(), templates.digest, fonts.digest, repr(project.imprint), repr(english)
        )

    def cards(
        self,
        workspace: Workspace,
        target: Target,
        cards: Sequence[LocalCard],
        sheets: Sequence[str],
        current: Current,
    ) -> Iterator[Made]:
        """Make the page of each card, with links to PDFs; yield every one, written."""
        project = workspace.project
        deck = project.decks[target.deck]
        downloads = [(_label(path), PurePosixPath(path).name) for path in sheets]
        inputs: dict[str, str] = {}
        for card in cards:
            about = (project.categories[card.card.category], downloads, deck.sensitive)
            shown = [workspace.symbols[name] for name in card.pictures]
            pictures = (part for each in shown for part in (each.digest, *each.credits))
            path = targets.page(deck, target, card.card)
            inputs[path] = digest("page", self._digest, repr(about), card.digest, *pictures)
        codes = self._codes.of(path for path in inputs if current.get(path) != inputs[path])
        for card, path in zip(cards, inputs, strict=True):
            value = ""
            if path in codes:
                category, url = project.categories[card.card.category], self._codes.address(path)
                html = self._pages.card(
                    card, deck, category, downloads=downloads, url=url, code=codes[path]
                ).encode()
                write_atomic(self._output / path, html)
                value = sha256(html).hexdigest()
            yield Made(path, inputs[path], value)

    def index(self, entries: Sequence[IndexDeck]) -> bytes:
        """Return the front page."""
        return self._pages.index(entries).encode()

    def entry(
        self,
        workspace: Workspace,
        target: Target,
        cards: Sequence[LocalCard],
        sheets: Sequence[str],
    ) -> IndexDeck:
        """Return what the front page says of a target."""
        project = workspace.project
        deck = project.decks[target.deck]
        pages = tuple(
            IndexPage(card.card.code, card.outside_title, category, path)
            for card in cards
            for path in [targets.page(deck, target, card.card)]
            for category in [project.categories[card.card.category]]
        )
        localizer = workspace.localizer(target)
        title = workspace.words["neutral-title"] if deck.sensitive else deck.title
        shown = {key: cards[0].words[key] for key in INDEX_WORDS}
        return IndexDeck(
            title=localizer.line(title).staff,
            staff=localizer.staff,
            person=localizer.person,
            pages=pages,
            downloads=tuple((_label(path), path) for path in sheets),
            words=shown,
            draft=any(card.draft for card in cards),
        )


def _label(path: str) -> str:
    """Return how a PDF is called in a list: ``A6 A4``, from ``a6.a4.pdf``."""
    layout, paper, _ = PurePosixPath(path).name.split(".")
    return f"{layout} · {paper.upper() if len(paper) < 4 else paper.title()}"
