"""The HTML pages: whole in themselves, safe against their texts, right in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import cast

import pytest
from jinja2 import UndefinedError

from commcards.base.diagnostics import Location
from commcards.base.store import Store
from commcards.localize.localcard import LocalCard, Words
from commcards.localize.localizer import Localizer, name_in
from commcards.model.cards import AnswerKind, Card
from commcards.model.catalogs import Catalog, Translation
from commcards.model.drawings import Drawing, Place, Zone
from commcards.model.languages import Language
from commcards.model.symbols import Layer, Symbol
from commcards.project.cards import read_cards, read_words
from commcards.project.decks import Project, read_project
from commcards.site.assets import Asset, Assets
from commcards.site.pages import EXIT, IndexDeck, IndexPage, Pages
from commcards.site.webfonts import WebFonts
from commcards.text.fonts import FontSet
from commcards.text.templates import Templates
from tests.support.badinput import PROJECT, REPOSITORY

URL = "https://cards.example.org/house/en-fa/card-e04.html"
SHEET = Asset("assets/fa-1.css")
HOSTILE = '<script>alert(1)</script> & "بد" \'</title></style>'
VOID = {"meta", "link", "br", "img", "path", "circle"}
NAMES = ("ill", "fever", "numbers", "pain", "calendar", "baby", "twins", "help", "yes", "no")


class Element:
    """An element of a page; ``text`` is all that stands in it."""

    def __init__(self, tag: str, attrs: Mapping[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.text = ""

    def inherited(self, name: str) -> str:
        """Return an attribute of the element or of the nearest that it stands in."""
        if name in self.attrs or self.parent is None:
            return self.attrs.get(name, "")
        return self.parent.inherited(name)


class Page(HTMLParser):
    """A page taken apart; fails where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1] if self._open else None
        self.elements.append(Element(tag, {k: v or "" for k, v in attrs}, parent))
        if tag not in VOID:
            self._open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {}, self._open[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attrs: str) -> list[Element]:
        """Return the elements of a name that have the attributes; ``class_`` is one class."""
        name = attrs.pop("class_", "")
        return [
            e
            for e in self.elements
            if e.tag == tag
            and attrs.items() <= e.attrs.items()
            and (not name or name in e.attrs.get("class", "").split())
        ]


SHAPES = ("shape-square", "shape-hexagon")


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(PROJECT)[0]


@pytest.fixture(scope="module")
def cards() -> dict[str, Card]:
    return read_cards(PROJECT)[0]


@pytest.fixture(scope="module")
def pages(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    square = (("M", (8.0, 8.0)), ("L", (40.0, 8.0)), ("L", (40.0, 40.0)), ("Z", ()))
    symbols = {
        name: Symbol(name, name, (Layer("ink", square),), (f"{name} by A. Painter",), name)
        for name in (*NAMES, "conversation", *SHAPES)
    }
    fonts = FontSet.load(REPOSITORY / ".assets")
    store = Store(tmp_path_factory.mktemp("store"))
    templates = Templates.read(REPOSITORY / "templates")
    languages = project.languages
    return Pages(
        Assets(symbols, WebFonts(fonts, store)), templates, project.imprint, languages["en"],
        tuple(project.categories.values()), tuple(languages.values()),
    )  # fmt: skip


@pytest.fixture
def local(project: Project, cards: dict[str, Card]) -> Callable[..., LocalCard]:
    """Return a maker of the one card, from English into Persian."""
    words, _ = read_words(REPOSITORY)
    nowhere = Location("fa.po")

    def make(
        texts: Mapping[str, str], *, sensitive: bool = False, draft: bool = False
    ) -> LocalCard:
        entries = {key: Translation(key, "", text, draft, nowhere) for key, text in texts.items()}
        english, persian = project.languages["en"], project.languages["fa"]
        localizer = Localizer(english, english, (persian,), {"fa": Catalog("fa", entries)})
        card = replace(cards["illness"], sensitive=sensitive)
        return localizer.card(card, cards, localizer.common(cards, words), "2026.11")

    return make


@pytest.fixture
def make(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> Callable[..., tuple[str, Page]]:
    """Return a maker of the page of the one card."""

    def page(texts: Mapping[str, str] | None = None, **how: bool) -> tuple[str, Page]:
        html = pages.card(
            local(texts or {}, **how),
            project.decks["clinic"],
            project.categories["health"],
            downloads=[("a6 · A4", "a6.a4.pdf")],
            styles=[SHEET],
            url=URL,
        )
        return html, Page(html)

    return page


Make = Callable[..., tuple[str, Page]]


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_page_asks_for_files_of_its_site_alone(make: Make, sensitive: bool) -> None:
    html, page = make(sensitive=sensitive)
    assert not page.all("script") and "javascript:" not in html and "style=" not in html
    links = [
        (e.tag, e.attrs.get("href") or e.attrs["src"])
        for e in page.elements
        if {"src", "href", "srcset", "action"} & set(e.attrs)
    ]
    outside = [e for e in links if not e[1].startswith(("data:,", "a6.a4", "../../"))]
    expected = [("link", URL), *([("a", f"https://{EXIT}/")] if sensitive else [])]
    assert outside == expected
    shared = {href.removeprefix("../../").partition("-")[0] for tag, href in links if tag == "link"}
    assert {"assets/page", "assets/names", "assets/fa"} <= shared
    assert not [name for e in page.elements for name in e.attrs if name.startswith("on")]
    policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy[0].attrs["content"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_hostile_translations_stay_text(make: Make) -> None:
    keys = ("title", "i-am-ill", "fever", "which-baby.one", "help-comes")
    texts = {f"illness.{key}": HOSTILE for key in keys} | {"words.person-says": HOSTILE}
    html, page = make(texts)
    assert not page.all("script")
    assert len(page.all("title")) == 1 and not page.all("style")
    assert page.all("title")[0].text == f"{HOSTILE} – Illness"
    spoken = [e.text for e in page.all("span", class_="person") if e.text == HOSTILE]
    assert len(spoken) == len(texts)
    assert "alert(1)</" not in html


def test_direction_and_language_of_every_word(make: Make) -> None:
    _, page = make({"illness.fever": "تب دارید؟", "answers.yes": "بله"})
    (root,) = page.all("html")
    assert (root.attrs["lang"], root.attrs["dir"]) == ("fa", "rtl")
    persian = [e for e in page.all("span", class_="person") if "تب" in e.text or "بله" in e.text]
    assert len(persian) == 3  # the question, its answer and the strip
    assert {(e.attrs["lang"], e.attrs["dir"]) for e in persian} == {("fa", "rtl")}
    english = page.all("span", class_="staff", dir="ltr")
    assert {e.attrs["lang"] for e in english} == {"en"}
    assert "Do you have a fever?" in [e.text for e in english]


def test_numbers_stand_from_left_to_right(make: Make) -> None:
    _, page = make({"illness.help-comes": "به 112 یا +47 22 33 زنگ بزنید، ۱۷:۳۰"})
    runs = [e.text for e in page.all("bdi", dir="ltr")]
    assert runs[:3] == ["112", "+47 22 33", "۱۷:۳۰"]


def test_answers_of_every_kind(make: Make, cards: dict[str, Card]) -> None:
    phrases = [phrase for section in cards["illness"].sections for phrase in section.phrases]
    assert {phrase.answer.kind for phrase in phrases if phrase.answer} == set(AnswerKind)
    _, page = make()
    questions = page.all("li", class_="question")
    assert len(questions) == 6
    assert [len(page.all("ul", class_=kind)) for kind in ("short", "digits", "bars")] == [1, 1, 1]
    digits = page.all("ul", class_="digits")[0].text.split()
    assert digits == [
        sign for pair in zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True) for sign in pair
    ]
    assert page.all("ul", class_="bars")[0].text.split()[-2:] == ["۱۰", "10"]
    assert page.all("ul", class_="ends")[0].text.split("\n")[1:3] == ["No pain", "The worst pain"]
    assert page.all("ul", class_="short")[0].text.split() == ["Yes", "No"]
    options = [e.text.split("\n")[1:-1] for e in page.all("ul", class_="options")]
    assert options[1:] == [["Yesterday", "Today"], ["One", "Two or more"]]
    assert page.all("ul", class_="first")[0].text.split() == ["Yes", "No"]


def test_a_drawing_shows_its_numbers_and_its_words(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    card = local({"illness.ill": "بیمارم."})
    name = card.sections[0].rows[0].line.key.rpartition(".")[2]
    place = Place(12, 6, 24, 12)
    zones = (
        Zone(name, 24, 12, card.card.where, place),
        Zone("number-17", 24, 12, card.card.where, place, number=17),
        Zone("knee", 24, 12, card.card.where),
    )
    drawing = Drawing("grid", 48, 24, zones)
    symbols = pages.assets.symbols
    layers = symbols["fever"].layers
    picture = Symbol(drawing.symbol, "grid", layers, ("Grid by B",), "digest", 48, 24)
    section = replace(card.sections[0], drawings=(drawing,))
    assets = Assets({**symbols, drawing.symbol: picture}, pages.assets.fonts)
    drawn = replace(pages, assets=assets, drawings=(drawing,))
    html = drawn.card(
        replace(card, sections=(section,)),
        project.decks["clinic"],
        project.categories["health"],
        downloads=[],
        styles=[],
        url=URL,
    )
    page = Page(html)
    (figure,) = page.all("figure", class_="drawing")
    (shown,) = [e for e in page.all("img") if e.parent is figure]
    assert shown.attrs["src"] == f"../../{assets.picture(drawing.symbol).path}"
    assert b'viewBox="0 0 48 24"' in assets.made(assets.picture(drawing.symbol))
    spoken, number = page.all("span", class_="zone")
    assert spoken.parent is number.parent is figure
    assert number.text.split() == ["۱۷", "17"]
    rule = "{ left: 25.00%; top: 25.00%; width: 50.00%; height: 50.00% }"
    assert spoken.attrs["class"] == "zone z-grid-1"
    assert f".z-grid-1 {rule}" in drawn.common[0].text
    words = [each.text for each in section.rows[0].line.words if each.text]
    assert all(text in spoken.text for text in words)
    assert "Grid by B" in html


def test_a_kind_of_answer_without_a_macro_is_an_error(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    card = local({})
    question = next(row for part in card.sections for row in part.rows if row.answer)
    unknown = replace(question, answer=cast(AnswerKind, "guess"))
    section = replace(card.sections[0], rows=(unknown,))
    with pytest.raises(UndefinedError, match="guess"):
        pages.card(
            replace(card, sections=(section,)), project.decks["clinic"],
            project.categories["health"], downloads=(), styles=[], url=URL,
        )  # fmt: skip


def test_a_missing_translation_leaves_a_line_to_write_on(make: Make) -> None:
    _, page = make({"illness.fever": "تب دارید؟"})
    blank = [e for e in page.all("span", class_="blank") if e.parent and "fever" in e.parent.text]
    other = [e for e in page.all("span", class_="blank") if e.parent and "We will" in e.parent.text]
    assert (len(blank), len(other)) == (0, 1)
    assert other[0].attrs == {"class": "person blank", "lang": "fa", "dir": "rtl"}
    assert not [e for e in page.all("h2") if not e.text.strip()]


def test_drafts_say_so_in_both_languages(make: Make) -> None:
    texts = {"illness.fever": "تب دارید؟", "words.draft": "پیش‌نویس"}
    drafts = make(texts, draft=True)[1].all("div", class_="draft")
    assert "پیش‌نویس" in drafts[0].text
    assert "Draft translation" in drafts[0].text
    assert not make(texts)[1].all("div", class_="draft")


def test_a_sensitive_page_is_neutral_outside_and_has_a_way_out(make: Make) -> None:
    texts = {"illness.title": "بیماری", "words.neutral-title": "کارت گفتگو"}
    html, page = make(texts, sensitive=True)
    assert page.all("title")[0].text == "کارت گفتگو – Conversation card"
    assert "بیماری" not in html and "Illness" not in html
    assert page.all("meta", name="robots")[0].attrs["content"] == "noindex, noarchive"
    (way_out,) = page.all("a", href=f"https://{EXIT}/")
    assert way_out is page.all("a")[0]  # the first that a keyboard reaches
    assert "noreferrer" in way_out.attrs["rel"] and "Leave this page" in way_out.text
    assert "still remembers" in page.all("header")[0].text
    html, page = make(texts)
    assert page.all("title")[0].text == "بیماری – Illness"
    assert not page.all("meta", name="robots") and EXIT not in html


def test_a_sensitive_deck_makes_all_its_pages_so(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    deck, category = project.decks["shelter"], project.categories["health"]
    html = pages.card(local({}), deck, category, downloads=[], styles=[], url=URL)
    assert EXIT in html and "noindex" in html
    assert not Page(html).all("section", class_="downloads")


def test_imprint_code_and_credits(make: Make) -> None:
    _, page = make()
    foot = page.all("footer")[0].text
    for part in ("E04", "2026.11", "A clinic", "fever by A. Painter", "SIL OFL"):
        assert part in foot
    assert page.all("a", href="a6.a4.pdf")[0].text == "a6 · A4"


def test_headings_skip_no_level(make: Make) -> None:
    _, page = make(sensitive=True)
    levels = [int(e.tag[1]) for e in page.elements if e.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pictures_are_silent(make: Make) -> None:
    _, page = make()
    pictures = page.all("img")
    assert pictures and {e.attrs["alt"] for e in pictures} == {""}
    assert all(e.attrs["src"].startswith("../../assets/") for e in pictures)


def test_the_same_card_gives_the_same_bytes(make: Make) -> None:
    assert make()[0] == make()[0]


def test_a_picture_that_is_not_there(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    bare = replace(pages, assets=Assets({}, pages.assets.fonts))
    deck, category = project.decks["clinic"], project.categories["health"]
    with pytest.raises(KeyError):
        bare.card(local({}), deck, category, downloads=[], styles=[], url=URL)


def test_front_page_and_page_of_a_pair(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    card = local({"illness.title": HOSTILE})
    english, persian = project.languages["en"], project.languages["fa"]
    page = IndexPage("E04", card.title, project.categories["health"], "clinic/en-fa/illness.html")
    files = (("a6 · A4", "clinic/en-fa/a6.a4.pdf"),)
    words = Words(english, "Clinic")
    sheets = (SHEET, Asset("assets/en-1.css"))
    deck = IndexDeck(
        words, english, (persian,), (page,), files, card.words, draft=True, assets=sheets
    )
    decks = [deck, replace(deck, title=Words(english, "House"), draft=False)]
    front = Page(pages.front(decks, english, {english: "index.html"}))
    root = front.all("html")[0].attrs
    assert (root["lang"], root["dir"]) == ("en", "ltr")
    (people,) = front.all("ul", class_="people")
    assert people.text.split() == ["فارسی", "Persian"]
    assert [e.attrs["href"] for e in front.all("a")] == ["en-fa.html"]
    assert "assets/fa-1.css" not in {e.attrs["href"] for e in front.all("link")}
    pair = Page(pages.pair(decks, "index.html"))
    assert not pair.all("script") and HOSTILE in pair.all("main")[0].text
    hrefs = [e.attrs["href"] for e in pair.all("a")]
    assert hrefs == ["index.html", *[page.href, files[0][1]] * 2]
    assert [e.text for e in pair.all("h2")] == ["Clinic", "House"]
    assert len(pair.all("p", class_="draft")) == 1
    for found in (front, pair):
        autonyms = found.all("b", class_="autonym")
        assert {(e.attrs["lang"], e.attrs["dir"]) for e in autonyms} == {("fa", "rtl")}


def test_two_staff_languages_lead_to_each_other(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    english, persian = project.languages["en"], project.languages["fa"]
    deck = IndexDeck(
        Words(english, "Clinic"), english, (persian,), (), (), local({}).words, False, (SHEET,)
    )
    staffs = {persian: "index.html", english: "index-en.html"}
    front = Page(pages.front([deck], english, staffs))
    (listed,) = front.all("ul", class_="staffs")
    links = [e for e in front.all("a") if e.parent and e.parent.parent is listed]
    assert [e.attrs["href"] for e in links] == ["index.html", "index-en.html"]
    assert [e.attrs.get("aria-current") for e in links] == [None, "page"]


def test_name_of_a_language_in_another(project: Project) -> None:
    persian = project.languages["fa"]
    bulgarian = Language("bg", "Български", "Bulgarian", "Cyrl", "ltr", ("Noto Sans",))
    assert name_in(persian, bulgarian) == Words(bulgarian, "персийски")
    unknown = Language("qaa", "Q", "Q", "Latn", "ltr", ("Noto Sans",))
    assert name_in(persian, unknown).text == ""
    assert name_in(unknown, bulgarian).text == ""


def test_a_reading_aid_says_in_which_letters_it_is(
    pages: Pages, project: Project, local: Callable[..., LocalCard]
) -> None:
    card = local({"answers.yes": "بله"})
    (words,) = card.strip["yes"].person
    aided = replace(card.strip["yes"], person=(replace(words, aid="Bale & <b>"),))

    def page(made: LocalCard) -> str:
        deck, category = project.decks["clinic"], project.categories["health"]
        return pages.card(made, deck, category, downloads=[], styles=[], url=URL)

    common = replace(card.common, strip={**card.strip, "yes": aided})
    html = page(replace(card, common=common))
    found = Page(html).all("small", lang="fa-Latn", dir="ltr")
    assert {element.text for element in found} == {"Bale & <b>"}
    assert "<small" not in page(card)
