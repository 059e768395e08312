"""Decks, languages, layouts and services -> Project, with references to cards checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.model.cards import Card, Message
from commcards.model.decks import TABS, Category, Deck, Imprint, Service
from commcards.model.languages import MOST_TOGETHER, SOURCE_LANGUAGE, TOGETHER, Language
from commcards.model.layouts import Layout
from commcards.model.paper import PAPERS
from commcards.project import yamlnodes
from commcards.project.fields import Faults, Fields, Placed, read_fields, suggest
from commcards.project.hints import id_hint, is_id
from commcards.project.languages import read_languages
from commcards.project.layouts import read_layouts
from commcards.project.records import CATEGORY, DECK, DECKS, IMPRINT
from commcards.project.services import read_services
from commcards.project.yamlnodes import Node

LEAST_CONTRAST = {"color": 4.5, "grey": 7.0}  # WCAG 2.2, 1.4.3 and 1.4.6

_KINDS = {  # what the items of a deck's lists are, and the code of the fault if one does not exist
    "cards": ("card", "unknown-card"),
    "tools": ("card", "unknown-card"),
    "staff": (f"language in {paths.LANGUAGES}", "unknown-language"),
    "languages": (f"language in {paths.LANGUAGES}", "unknown-language"),
    "layouts": ("layout", "unknown-layout"),
    "papers": ("paper", "unknown-paper"),
}
SINGLE = "cards"  # the folder in output/ of cards that are built without a deck
ANSWERS = "answers"  # the card whose phrases stand on the answer strip


@dataclass(frozen=True)
class Project:
    """All that decks.yaml, languages.yaml, layouts/ and services.yaml say.

    The first of ``decks`` is the default.
    """

    root: Path
    imprint: Imprint
    categories: Mapping[str, Category]
    decks: Mapping[str, Deck]
    languages: Mapping[str, Language]
    layouts: Mapping[str, Layout]
    services: Mapping[str, Service]

    def with_deck(self, deck: Deck | None) -> Project:
        """Return the project with a deck that stands in no file, in place of one of its name."""
        return replace(self, decks={**self.decks, deck.id: deck}) if deck else self

    def messages(self) -> list[Message]:
        """Return the messages that are not on cards: titles of decks, names of services."""
        names = [service.message for service in self.services.values() if service.message]
        titles = (deck.title for deck in self.decks.values())
        return [*(title for title in titles if not title.language), *names]


def read_project(root: Path) -> tuple[Project, list[Diagnostic]]:
    """Read the project in ``root``; if there are errors, use it only for further checks."""
    languages, language_faults = read_languages(root)
    layouts, layout_faults = read_layouts(root)
    services, service_faults = read_services(root, languages)
    faults = Faults([*language_faults, *layout_faults, *service_faults])
    reader = _DecksReader(root, languages, layouts, faults)
    project = Project(
        root=root,
        imprint=reader.imprint(),
        categories=reader.categories(),
        decks=reader.decks(),
        languages=languages,
        layouts=layouts,
        services=services,
    )
    return project, faults.found


def check_tabs(categories: Iterable[Category], symbols: Collection[str]) -> list[Diagnostic]:
    """Find the pictures that categories name but that do not exist.

    Where there are none at all, that is told already.
    """
    faults = Faults()
    for category in categories:
        if category.symbol and symbols and category.symbol not in symbols:
            message, hint = (
                f"there is no symbol {category.symbol!r}",
                suggest(category.symbol, symbols),
            )
            faults.error(category.where, "unknown-symbol", message, hint)
    return faults.found


def check_cards(
    project: Project, cards: Mapping[str, Card], unread: Collection[str] = ()
) -> list[Diagnostic]:
    """Find what decks, layouts and cards ask of one another and do not get.

    ``unread`` are the cards whose files are at fault: nothing is said of these.
    """
    faults = Faults()
    _check_places(project, cards, unread, faults)
    _check_layouts(project, cards, unread, faults)
    _check_use(project, cards, faults)
    return faults.found


def _check_places(
    project: Project, cards: Mapping[str, Card], unread: Collection[str], faults: Faults
) -> None:
    """Refuse decks that mix up cards and tool cards."""
    tools = {card.id for card in cards.values() if card.is_tool}
    for deck in project.decks.values():
        for card_id in deck.cards:
            if card_id in tools and card_id not in unread:
                message = f"{card_id!r} in `cards` of the deck {deck.id!r} is a tool card"
                faults.error(deck.where, "misplaced-card", message, "list it under `tools`")
        for card_id in deck.tools:
            if card_id in cards and card_id not in tools and card_id not in unread:
                message = f"{card_id!r} in `tools` of the deck {deck.id!r} is not a tool card"
                faults.error(deck.where, "misplaced-card", message, "list it under `cards`")


def _check_layouts(
    project: Project, cards: Mapping[str, Card], unread: Collection[str], faults: Faults
) -> None:
    """Refuse strips with answers that nobody has, and layouts for cards that are not there."""
    if ANSWERS in cards and ANSWERS not in unread:
        answers = [phrase.id for part in cards[ANSWERS].sections for phrase in part.phrases]
        for layout in project.layouts.values():
            for item in layout.face.strip:
                if item not in answers:
                    message = f"`strip` names {item!r}, which the card {ANSWERS!r} does not have"
                    faults.error(layout.where, "unknown-answer", message, suggest(item, answers))
    printed = {name for deck in project.decks.values() for name in deck.layouts}
    for layout in project.layouts.values():
        for card_id in layout.cards if layout.id in printed else ():
            if card_id not in cards and card_id not in unread:
                message = f"`cards` names {card_id!r}, which is not in cards/"
                faults.error(layout.where, "unknown-card", message, suggest(card_id, cards))


def _check_use(project: Project, cards: Mapping[str, Card], faults: Faults) -> None:
    """Warn of cards that nothing prints, nor takes answers from."""
    decks = project.decks.values()
    used = {ANSWERS, *(name for deck in decks for name in deck.printed)}
    for card in cards.values():
        used.update(card.tools)
    for card in cards.values() if decks else ():
        if card.id not in used:
            hint = f"add {card.id!r} to a deck of {paths.DECKS}, or delete the file"
            message = f"no deck names the card {card.id!r}, so nothing prints it"
            faults.warning(card.where, "unused-card", message, hint)


class _DecksReader:
    def __init__(
        self,
        root: Path,
        languages: Mapping[str, Language],
        layouts: Mapping[str, Layout],
        faults: Faults,
    ) -> None:
        self.root = root
        self.known: dict[str, Collection[str]] = {
            "cards": _stems(root, paths.CARDS),
            "tools": _stems(root, paths.CARDS),
            "staff": languages,
            "languages": languages,
            "layouts": _stems(root, paths.LAYOUTS),  # a layout with faults exists too
            "papers": PAPERS,
        }
        self.layouts = layouts
        self.faults = faults
        nodes, found = yamlnodes.read_layers(root, paths.DECKS)
        faults.found += found
        self.every = [fields for node in nodes if (fields := read_fields(node, DECKS, faults))]
        # Of the library's only the categories count below a project.
        own = (each for each in self.every if not layers.is_library(each.where.file))
        self.own = next(own, None)
        self.separate: list[str] = []
        if (root / paths.DECK_FILES).is_dir():
            self.separate, found = yamlnodes.files(root, paths.DECK_FILES)
            faults.found += found
        self._require()

    def _require(self) -> None:
        """Note what neither decks.yaml nor a file beside it says."""
        is_said = {
            "imprint": (self.root / paths.ORGANISATION).exists(),
            "categories": any("categories" in each for each in self.every),
            "decks": bool(self.separate),
        }
        lacking = [key for key, said in is_said.items() if not said]
        if self.own:
            self.own.require(*lacking)
        elif lacking and layers.beneath(self.root) and not (self.root / paths.DECKS).exists():
            where = Location(paths.DECKS)
            hint = f"write it, with {' and '.join(f'`{key}`' for key in lacking)}"
            self.faults.error(where, "missing-file", "the file does not exist", hint)

    def imprint(self) -> Imprint:
        """Read the imprint: organisation.yaml, or what decks.yaml says."""
        node = self.own.node("imprint") if self.own else None
        if (self.root / paths.ORGANISATION).exists():
            if node:
                message = f"`imprint` and {paths.ORGANISATION} say the same"
                self.faults.error(node.where, "imprint-twice", message, "keep one of the two")
            node, found = yamlnodes.read(self.root, paths.ORGANISATION)
            self.faults.found += found
        fields = read_fields(node, IMPRINT, self.faults) if node else None
        if not fields:
            return Imprint("", "", Location(paths.DECKS))
        url = fields.word("base-url")
        return Imprint(
            fields.text("organisation"),
            url.rstrip("/"),
            fields.place("base-url"),
            fields.place("organisation"),
        )

    def categories(self) -> dict[str, Category]:
        """Read the categories, the project's laid over the library's."""
        found: dict[str, Category] = {}
        tabs: dict[int, Location] = {}
        nodes = dict(entry for each in self.every for entry in each.entries("categories"))
        for category_id, node in nodes.items():
            fields = read_fields(node, CATEGORY, self.faults, category_id)
            if not fields:
                continue
            found[category_id] = self._category(category_id, fields)
            tab = found[category_id].tab
            if tab in tabs:
                message = f"the tab {tab} is used at {tabs[tab]} already"
                hint = f"choose another tab, 0 to {TABS - 1}"
                self.faults.error(fields.place("tab"), "duplicate-tab", message, hint)
            elif tab >= 0:
                tabs[tab] = fields.place("tab")
        return found

    def _category(self, category_id: str, fields: Fields) -> Category:
        ink = fields.choice("on-color")
        grounds = {key: fields.word(key) for key in ("color", "grey")}
        for key, ground in grounds.items():
            least = LEAST_CONTRAST[key]
            ratio = contrast(ink, ground) if ink and ground else least
            if ratio < least:
                message = f"text in {ink} on `{key}` {ground} has a contrast of {ratio:.1f}"
                hint = f"it must be {least:g} at least: change one of the colours"
                self.faults.error(fields.place(key), "low-contrast", message, hint)
        return Category(
            id=category_id,
            color=grounds["color"],
            grey=grounds["grey"],
            on_color=ink,
            shape=fields.choice("shape"),
            tab=fields.integer("tab", default=-1),
            pattern=fields.word("pattern"),
            symbol=fields.id("symbol"),
            where=fields.place("symbol"),
        )

    def decks(self) -> dict[str, Deck]:
        """Read the decks of decks.yaml, then those that have a file each."""
        together = self.own.entries("decks") if self.own else ()
        found: dict[str, Deck] = {}
        for deck_id, node in (*together, *self._separate()):
            fields = read_fields(node, DECK, self.faults, deck_id)
            if fields and deck_id == SINGLE:
                message = f"a deck cannot have the id {deck_id!r}: single cards lie in that folder"
                self.faults.error(fields.where, "reserved-id", message, "choose another id")
            elif fields and deck_id in found:
                message = f"the deck {deck_id!r} stands at {found[deck_id].where} too"
                self.faults.error(fields.where, "duplicate-deck", message, "rename one of the two")
            elif fields:
                found[deck_id] = self._deck(deck_id, fields)
        return found

    def _separate(self) -> list[tuple[str, Node]]:
        """Read the files of decks/: each is a deck, with the file's name as its id."""
        nodes = []
        for name in self.separate:
            deck_id = PurePosixPath(name).stem
            if not is_id(deck_id):
                message = f"the file's name {deck_id!r} is not an id"
                self.faults.error(Location(name), "bad-id", message, id_hint(deck_id))
            node, found = yamlnodes.read(self.root, name)
            self.faults.found += found
            nodes += [(deck_id, node)] if node else []
        return nodes

    def _deck(self, deck_id: str, fields: Fields) -> Deck:
        lists = {key: fields.words(key) for key in _KINDS}
        for key, items in lists.items():
            for item in items:
                self._check_item(key, item)
        self._check_papers(lists["layouts"], lists["papers"])
        sensitive, neutral = fields.flag("sensitive"), fields.id("neutral")
        if sensitive and "neutral" not in fields:
            message = "a sensitive deck needs `neutral`, the name of its folder"
            hint = "add `neutral` with a word that gives nothing away"
            self.faults.error(fields.where, "neutral-missing", message, hint)
        title = fields.text("title")
        note = fields.text("title-note")
        language = fields.word("title-language")
        if language:
            self._check_item("staff", Placed(language, fields.place("title-language")))
        names = {key: tuple(item.text for item in items) for key, items in lists.items()}
        return Deck(
            id=deck_id,
            title=Message(
                *(f"decks.{deck_id}.title", title, note, fields.place("title")),
                language="" if language == SOURCE_LANGUAGE else language,
            ),
            version=fields.word("version"),
            cards=names["cards"],
            tools=names["tools"],
            staff=names["staff"],
            languages=names["languages"],
            layouts=names["layouts"],
            papers=names["papers"],
            where=fields.where,
            sensitive=sensitive,
            neutral=neutral,
            date=fields.word("date"),
        )

    def _check_item(self, key: str, item: Placed) -> None:
        known = self.known[key]
        # Several languages may share a card: ar+fa.
        names = item.text.split(TOGETHER) if key == "languages" else [item.text]
        if len(names) > MOST_TOGETHER:
            message = f"{item.text!r} are more than {MOST_TOGETHER} languages on one card"
            self.faults.error(item.where, "too-many-languages", message, "make it two entries")
        for name in names:
            if known and name not in known:  # If none is known, that is reported already.
                what, code = _KINDS[key]
                hint = suggest(name, known)
                self.faults.error(item.where, code, f"there is no {what} {name!r}", hint)

    def _check_papers(self, layouts: Collection[Placed], papers: Collection[Placed]) -> None:
        for layout in layouts:
            grids = self.layouts[layout.text].grids if layout.text in self.layouts else PAPERS
            for paper in papers:
                if paper.text in PAPERS and paper.text not in grids:
                    message = f"the layout {layout.text!r} has no grid for the paper {paper.text!r}"
                    hint = f"add it to `grids` in {paths.layout(layout.text)}"
                    self.faults.error(layout.where, "paper-not-in-layout", message, hint)


def _stems(root: Path, folder: str) -> frozenset[str]:
    homes = (home / folder for home, _ in layers.layers(root))
    return frozenset(path.stem for home in homes for path in home.glob("*.yaml"))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #rrggbb colours, 1 to 21, as WCAG 2.2 defines it."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
