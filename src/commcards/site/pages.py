"""LocalCard -> one HTML page, and the index of all pages; they share style sheets and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from commcards.base import paths
from commcards.localize.localcard import Line, LocalCard, Words
from commcards.localize.localizer import name_in
from commcards.model.cards import DIGITS, STEPS
from commcards.model.decks import Category, Deck, Imprint
from commcards.model.drawings import Drawing
from commcards.model.languages import Language, localized_number
from commcards.model.symbols import CONTENT_CREDIT
from commcards.pictures import draw
from commcards.pictures.draw import Palette
from commcards.site.assets import FOLDER, Asset, Assets
from commcards.text.bidi import segments
from commcards.text.templates import Templates

EXIT = "www.wikipedia.org"  # the quick way out leads to a page that raises no questions
YES_NO = ("yes", "no", "dont-know")  # shown with each closed question
STRIP = (*YES_NO, "stop")  # these stay in sight on a phone; a wide window shows the whole strip
INDEX_WORDS = ("cards", "languages", "draft", "print")  # the words of index.html.j2


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A card's page; ``title`` is the one for the outside, ``href`` relative to the index."""

    code: str
    title: Line
    category: Category
    href: str


@dataclass(frozen=True, slots=True)
class IndexDeck:
    """A deck in one staff language and the person's.

    ``downloads`` are labels and relative links of PDFs. ``words`` are those of
    templates/words.yaml in these languages. ``assets`` are the shared files of its pages.
    """

    title: Words
    staff: Language
    person: tuple[Language, ...]
    pages: tuple[IndexPage, ...]
    downloads: tuple[tuple[str, str], ...]
    words: Mapping[str, Line]
    draft: bool
    assets: tuple[Asset, ...]

    @property
    def people(self) -> list[tuple[Language, Words]]:
        """The person's languages, each with its name in the staff language."""
        return [(language, name_in(language, self.staff)) for language in self.person]

    @property
    def styles(self) -> list[Asset]:
        """The style sheets of its languages."""
        return [asset for asset in self.assets if asset.path.endswith(".css")]


@dataclass(frozen=True)
class Pages:
    """Makes pages; credits are in English, and so is any name that has no translation."""

    assets: Assets
    templates: Templates
    imprint: Imprint
    english: Language
    categories: tuple[Category, ...]
    languages: tuple[Language, ...]  # every language of the project
    drawings: tuple[Drawing, ...] = ()  # whose zones have places

    @cached_property
    def common(self) -> list[Asset]:
        """What every page needs: the style sheet, and the one for names of languages."""
        looks = {"categories": self.categories, "steps": STEPS, "drawings": self.drawings}
        sheet = self.assets.text("page.css", self.templates.render("page.css.j2", looks))
        return [sheet, *self.assets.names(self.languages)]

    def _picture(
        self, name: str, up: str, palette: Palette = draw.COLOR, look: str = "picture"
    ) -> str:
        """Return a picture as an img element of class ``look``; a gap for an empty name."""
        if not name:
            return f'<span class="{look}"></span>'
        path = self.assets.picture(name, palette).path
        return f'<img class="{look}" src="{up}{path}" alt="">'

    def card(
        self,
        card: LocalCard,
        deck: Deck,
        category: Category,
        *,
        downloads: Sequence[tuple[str, str]],
        styles: Sequence[Asset],
        url: str,
    ) -> str:
        """Return the page of a card, which will lie two folders below the index.

        ``downloads`` are labels and relative links of PDFs; ``styles`` are the style sheets of
        its languages; ``url`` is the page's own address, and ``code`` leads there. Raises KeyError
        for an unknown picture.
        """
        shown = (*card.title.words, *(w for line in card.lines for w in line.printed))
        languages = list(dict.fromkeys([*(words.language for words in shown), self.english]))
        up, light = "../../", draw.inverted(category.on_color, category.color)
        values = {
            "card": card,
            "category": category,
            "sensitive": card.card.sensitive or deck.sensitive,
            "exit": EXIT,
            "picture": lambda name: self._picture(name, up),
            "shape": lambda category: self._picture(f"shape-{category.shape}", up, light, "mark"),
            "title_picture": self._picture(card.outside_title.symbol, up, light),
            "digits": DIGITS,
            "steps": STEPS,
            "yes_no": _entries(card, YES_NO),
            "strip": _entries(card, STRIP),
            "strip_rest": _entries(card, [name for name in card.strip if name not in STRIP]),
            "downloads": downloads,
            "url": url,
            "home": up + pair_name(card.title.staff.language, _person(card)),
            "credits": self._credits(card, languages),
        }
        head = {
            "title": _title(card.outside_title.words),
            "canonical": url,
            "noindex": values["sensitive"],
        }
        return self._page("card.html.j2", values, head, languages[0], styles, up)

    def used(self, cards: Iterable[LocalCard], category: Mapping[str, Category]) -> list[Asset]:
        """Return the pictures on the pages of some cards."""
        found: dict[Asset, None] = {}
        for card in cards:
            own = category[card.card.category]
            light = draw.inverted(own.on_color, own.color)
            names = [(name, draw.COLOR) for name in card.pictures]
            names += [(f"shape-{own.shape}", light), (card.outside_title.symbol, light)]
            names += [(f"shape-{own.shape}", draw.flat(own.color))]
            found |= {self.assets.picture(*each): None for each in names if each[0]}
        return list(found)

    def front(
        self, decks: Sequence[IndexDeck], staff: Language, staffs: Mapping[Language, str]
    ) -> str:
        """Return the page that leads from a person's language to its cards, for one staff language.

        ``decks`` are those of the staff language, at least one; ``staffs`` are the front pages of
        all staff languages by language.
        """
        people: dict[tuple[Language, ...], IndexDeck] = {}
        for deck in decks:
            people.setdefault(deck.person, deck)
        values = {
            "people": people,
            "staffs": staffs,
            "words": decks[0].words,
            "pair": pair_name,
        }
        head = {"title": _title([decks[0].words["cards"].staff]), "canonical": "", "noindex": False}
        styles = [each for each in decks[0].styles if each.path.startswith(_of(staff))]
        return self._page("index.html.j2", values, head, staff, styles, "")

    def pair(self, decks: Sequence[IndexDeck], home: str) -> str:
        """Return the page of all cards in a staff language and the person's, by deck.

        ``decks`` are those of the languages, at least one; ``home`` is the front page.
        """
        first = decks[0]
        values = {
            "decks": decks,
            "first": first,
            "home": home,
            "picture": lambda name: self._picture(name, ""),
            "shape": lambda category: self._picture(
                f"shape-{category.shape}", "", draw.flat(category.color), "mark"
            ),
        }
        names = [Words(language, language.autonym) for language in first.person]
        head = {"title": _title([*names, first.words["cards"].staff]), "canonical": "",
                "noindex": False}  # fmt: skip
        root = (*first.person, first.staff)[0]
        return self._page("pair.html.j2", values, head, root, first.styles, "")

    def _page(
        self,
        template: str,
        values: Mapping[str, Any],
        head: Mapping[str, Any],
        root: Language,
        styles: Sequence[Asset],
        up: str,
    ) -> str:
        """Fill the body, then the page around it; ``up`` leads to the output folder."""
        shared = {
            "root": root,
            "english": self.english,
            "imprint": self.imprint,
            "segments": segments,
            "number": localized_number,
            "name_in": name_in,
        }
        body = self.templates.render(template, {**shared, **values})
        sheets = [each for each in (*self.common, *styles) if each.path.endswith(".css")]
        links = [f"{up}{path}" for path in dict.fromkeys(each.path for each in sheets)]
        return self.templates.render(
            "page.html.j2", {**shared, **head, "styles": links, "body": body}
        )

    def _credits(self, card: LocalCard, languages: Iterable[Language]) -> list[str]:
        symbols = self.assets.symbols
        pictures = {credit for name in card.pictures for credit in symbols[name].credits}
        return sorted({CONTENT_CREDIT} | pictures | self.assets.fonts.credits(languages))


def _person(card: LocalCard) -> list[Language]:
    return [words.language for words in card.title.person]


def pair_name(staff: Language, person: Iterable[Language]) -> str:
    """Return the path of the page of all cards in some languages."""
    return f"{'-'.join(each.tag for each in (staff, *person))}.html"


def front_name(staff: Language, *, first: bool) -> str:
    """Return the path of a staff language's front page; the first has the site's own."""
    return paths.INDEX if first else f"index-{staff.tag}.html"


def _of(language: Language) -> str:
    return f"{FOLDER}/{language.bcp47.lower()}-"


def _entries(card: LocalCard, names: Iterable[str]) -> list[Line]:
    return [card.strip[name] for name in names if name in card.strip]


def _title(words: Iterable[Words]) -> str:
    return " – ".join(dict.fromkeys(each.text for each in words if each.text))
