"""Card pages and the index of them all, written to output/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

import commcards
from commcards import targets
from commcards.html import Templates
from commcards.localize import SOURCE_LANGUAGE, LocalCard
from commcards.model import TOGETHER
from commcards.pages import IndexDeck, IndexPage, Pages
from commcards.paper import PAPERS
from commcards.store import Output, Store, digest
from commcards.targets import INDEX, Target
from commcards.webfonts import WebFonts
from commcards.workspace import Workspace


class Website:
    """Writes the pages of one workspace."""

    def __init__(
        self, workspace: Workspace, templates: Templates, store: Store, output: Output
    ) -> None:
        self._workspace = workspace
        self._output = output
        project = workspace.project
        english = project.languages[SOURCE_LANGUAGE]
        fonts = WebFonts(workspace.fonts, store)
        self._pages = Pages(workspace.symbols, fonts, templates, project.imprint, english)
        self._seal = digest(
            commcards.__version__, templates.seal, fonts.seal,
            repr(project.imprint), repr(english), repr(workspace.symbols),
        )  # fmt: skip

    def cards(self, target: Target, cards: Sequence[LocalCard]) -> Iterator[str]:
        """Write the page of each card that changed, with links to the PDFs that are there.

        Yields every path.
        """
        project = self._workspace.project
        deck = project.decks[target.deck]
        downloads = [(_label(path), PurePosixPath(path).name) for path in self._sheets(target)]
        for card in cards:
            path = targets.page(deck, target, card.card)
            category = project.categories[card.card.category]
            values = (card, category, downloads, deck.sensitive)
            inputs = digest("page", self._seal, *map(repr, values))
            if not self._output.is_current(path, inputs):
                url = f"{project.imprint.base_url}/{path}"
                html = self._pages.card(card, deck, category, downloads=downloads, url=url)
                self._output.write(path, html.encode(), inputs)
            yield path

    def index(self, made: Iterable[Target]) -> str:
        """Write the front page: what was made now, and what lies in output/ from before."""
        decks = [deck for target in self._known(made) if (deck := self._entry(target))]
        html = self._pages.index(decks)
        inputs = digest("index", html)
        if not self._output.is_current(INDEX, inputs):
            self._output.write(INDEX, html.encode(), inputs)
        return INDEX

    def _known(self, made: Iterable[Target]) -> Iterable[Target]:
        """Return the targets of the decks' own languages and those made now, once each."""
        found: dict[tuple[str, tuple[str, ...]], Target] = {}
        for deck in self._workspace.project.decks.values():
            for staff in deck.staff:
                for together in deck.languages:
                    person = tuple(together.split(TOGETHER))
                    target = Target(deck.id, staff, person, deck.layouts, deck.papers, "color")
                    found[deck.id, target.tags] = target
        found |= {(target.deck, target.tags): target for target in made}
        catalogs = {*self._workspace.catalogs, SOURCE_LANGUAGE}
        return [target for target in found.values() if catalogs.issuperset(target.tags)]

    def _sheets(self, target: Target) -> list[str]:
        """Return the PDFs of a target that lie in the output folder."""
        project, root = self._workspace.project, self._output.folder
        deck = project.decks[target.deck]
        return sorted(
            path
            for layout in project.layouts
            for paper in PAPERS
            if (root / (path := targets.sheet(deck, target, layout, paper))).is_file()
        )

    def _entry(self, target: Target) -> IndexDeck | None:
        """Describe a target by the files that are there; None where there is none."""
        workspace = self._workspace
        project = workspace.project
        deck = project.decks[target.deck]
        root = self._output.folder
        names = (targets.page(deck, target, workspace.cards[n]) for n in (*deck.cards, *deck.tools))
        if not any((root / name).is_file() for name in names):
            return None
        cards = workspace.localized(target)
        pages = tuple(
            IndexPage(card.card.code, card.outside_title, category, path)
            for card in cards
            if (root / (path := targets.page(deck, target, card.card))).is_file()
            for category in [project.categories[card.card.category]]
        )
        sheets = self._sheets(target)
        localizer = workspace.localizer(target)
        title = workspace.words["neutral-title"] if deck.sensitive else deck.title
        return IndexDeck(
            title=localizer.line(title).staff,
            staff=localizer.staff,
            person=localizer.person,
            pages=pages,
            downloads=tuple((_label(path), path) for path in sheets),
            words=cards[0].words,
            draft=any(card.draft for card in cards),
        )


def _label(path: str) -> str:
    """Return how a PDF is called in a list: ``A6 A4``, from ``a6.a4.pdf``."""
    layout, paper, _ = PurePosixPath(path).name.split(".")
    return f"{layout} · {paper.upper() if len(paper) < 4 else paper.title()}"
