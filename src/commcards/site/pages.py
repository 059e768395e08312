"""LocalCard -> one self-contained HTML page, and the index of all pages; no script, no request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commcards.localize.localcard import Line, LocalCard, Words
from commcards.localize.localizer import name_in
from commcards.model.cards import DIGITS, STEPS
from commcards.model.decks import Category, Deck, Imprint
from commcards.model.languages import Language, localized_number
from commcards.model.symbols import CONTENT_CREDIT, Symbol
from commcards.pictures import draw
from commcards.pictures.draw import Palette
from commcards.pictures.qr import QrCode
from commcards.site.webfonts import WebFonts
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
    templates/words.yaml in these languages.
    """

    title: Words
    staff: Language
    person: tuple[Language, ...]
    pages: tuple[IndexPage, ...]
    downloads: tuple[tuple[str, str], ...]
    words: Mapping[str, Line]
    draft: bool

    @property
    def people(self) -> list[tuple[Language, Words]]:
        """The person's languages, each with its name in the staff language."""
        return [(language, name_in(language, self.staff)) for language in self.person]

    @property
    def anchor(self) -> str:
        """The id of these languages' part of the index."""
        return "-".join(language.bcp47 for language in (self.staff, *self.person))


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes pages; credits are in English, and so is any name that has no translation."""

    symbols: Mapping[str, Symbol]
    fonts: WebFonts
    templates: Templates
    imprint: Imprint
    english: Language
    drawn: dict[tuple[str, Palette], str] = field(default_factory=dict)  # pages share pictures

    def _picture(self, name: str, palette: Palette = draw.COLOR) -> str:
        """Return a picture as SVG; empty for an empty name."""
        if not name:
            return ""
        if (name, palette) not in self.drawn:
            self.drawn[name, palette] = draw.svg(self.symbols[name], palette)
        return self.drawn[name, palette]

    def _shape(self, category: Category, palette: Palette) -> str:
        """Return the shape of a category, the same as on paper."""
        return self._picture(f"shape-{category.shape}", palette)

    def card(
        self,
        card: LocalCard,
        deck: Deck,
        category: Category,
        *,
        downloads: Sequence[tuple[str, str]],
        url: str,
        code: QrCode,
    ) -> str:
        """Return the page of a card, which will lie two folders below the index.

        ``downloads`` are labels and relative links of PDFs; ``url`` is the page's own address,
        and ``code`` leads there. Raises KeyError for an unknown picture or font family.
        """
        shown = (*card.title.words, *(w for line in card.lines for w in line.printed))
        shown += tuple(words.spelled for words in shown if words.aid)
        shown += tuple(w.spelled for line in card.strip.values() for w in line.words if w.aid)
        languages = list(dict.fromkeys([*(words.language for words in shown), self.english]))
        light = draw.inverted(category.on_color, category.color)
        values = {
            "card": card,
            "category": category,
            "sensitive": card.card.sensitive or deck.sensitive,
            "exit": EXIT,
            "picture": self._picture,
            "shape": lambda category: self._shape(category, light),
            "title_picture": self._picture(card.outside_title.symbol, light),
            "digits": DIGITS,
            "steps": STEPS,
            "yes_no": _entries(card, YES_NO),
            "strip": _entries(card, STRIP),
            "strip_rest": _entries(card, [name for name in card.strip if name not in STRIP]),
            "downloads": downloads,
            "credits": self._credits(card, languages),
            "qr": code.svg(),
        }
        head = {
            "title": _title(card.outside_title.words),
            "canonical": url,
            "noindex": values["sensitive"],
        }
        return self._page("card.html.j2", values, head, languages, [category])

    def index(self, decks: Sequence[IndexDeck]) -> str:
        """Return the page that leads to all others, by staff language, in the order of the decks.

        Raises ValueError if there is no deck.
        """
        if not decks:
            raise ValueError("an index needs a deck")
        groups: dict[Language, dict[tuple[Language, ...], list[IndexDeck]]] = {}
        for deck in decks:
            groups.setdefault(deck.staff, {}).setdefault(deck.person, []).append(deck)
        languages = [*groups, *dict.fromkeys(each for deck in decks for each in deck.person)]
        categories = {page.category.id: page.category for deck in decks for page in deck.pages}
        firsts = {staff: next(iter(people.values()))[0] for staff, people in groups.items()}
        heading = [deck.words["cards"].staff for deck in firsts.values()]
        values = {
            "groups": groups,
            "firsts": firsts,
            "heading": heading,
            "shape": lambda category: self._shape(category, draw.flat(category.color)),
        }
        head = {"title": _title(heading), "canonical": "", "noindex": False}
        return self._page(
            "index.html.j2", values, head, [*languages, self.english], list(categories.values())
        )

    def _page(
        self,
        template: str,
        values: Mapping[str, Any],
        head: Mapping[str, Any],
        languages: Sequence[Language],
        categories: Sequence[Category],
    ) -> str:
        """Fill the body, then the page around it, whose fonts depend on the body's letters."""
        root = languages[0]
        shared = {
            "root": root,
            "english": self.english,
            "imprint": self.imprint,
            "segments": segments,
            "number": localized_number,
        }
        body = self.templates.render(template, {**shared, **values})
        used = list(dict.fromkeys(languages))
        looks = {"languages": used, "categories": categories, "steps": STEPS}
        css = self.fonts.css(body, used) + self.templates.render("page.css.j2", looks)
        return self.templates.render("page.html.j2", {**shared, **head, "css": css, "body": body})

    def _credits(self, card: LocalCard, languages: Iterable[Language]) -> list[str]:
        pictures = {credit for name in card.pictures for credit in self.symbols[name].credits}
        return sorted({CONTENT_CREDIT} | pictures | self.fonts.credits(languages))


def _entries(card: LocalCard, names: Iterable[str]) -> list[Line]:
    return [card.strip[name] for name in names if name in card.strip]


def _title(words: Iterable[Words]) -> str:
    return " – ".join(dict.fromkeys(each.text for each in words if each.text))
