"""Decks, languages, layouts and services -> Project, with references to cards checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.model.cards import Card, Message
from commcards.model.decks import TABS, Category, Deck, Imprint, Service
from commcards.model.languages import MOST_TOGETHER, TOGETHER, Language
from commcards.model.layouts import Layout
from commcards.model.paper import PAPERS
from commcards.project import yamlnodes
from commcards.project.languages import read_languages
from commcards.project.layouts import read_layouts
from commcards.project.schema import MAX_NOTE, Faults, Fields, Placed, read_fields, suggest
from commcards.project.services import read_services
from commcards.project.yamlnodes import Node

SHAPES = (
    *("circle", "square", "triangle", "diamond", "hexagon", "ring"),
    *("star", "arch", "drop"),
)
LEAST_CONTRAST = {"color": 4.5, "grey": 7.0}  # WCAG 2.2, 1.4.3 and 1.4.6

_COLOR = "#[0-9A-Fa-f]{6}"
_PATTERN_HINT = "write none, or 1mm to 2.9mm and dashed, dotted or double"
_COLOR_HINT = "write it in quotes as '#rrggbb'"
_URL = r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s?#]*)?"
_VERSION = r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*"
_DATE = r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CATEGORY = ("color", "grey", "on-color", "shape", "tab", "pattern")
_PATTERN = r"none|[12](\.[0-9])?mm (dashed|dotted|double)"
_KINDS = {  # what the items of a deck's lists are, and the code of the fault if one does not exist
    "cards": ("card", "unknown-card"),
    "tools": ("card", "unknown-card"),
    "staff": (f"language in {paths.LANGUAGES}", "unknown-language"),
    "languages": (f"language in {paths.LANGUAGES}", "unknown-language"),
    "layouts": ("layout", "unknown-layout"),
    "papers": ("paper", "unknown-paper"),
}
_ANSWERS = "answers"  # the card whose phrases stand on the answer strip


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

    def messages(self) -> list[Message]:
        """Return the messages that are not on cards: titles of decks, names of services."""
        names = [service.message for service in self.services.values() if service.message]
        return [*(deck.title for deck in self.decks.values()), *names]


def read_project(root: Path) -> tuple[Project, list[Diagnostic]]:
    """Read the project in ``root``; if there are errors, use it only for further checks."""
    languages, language_faults = read_languages(root)
    layouts, layout_faults = read_layouts(root)
    services, service_faults = read_services(root, languages)
    node, deck_faults = yamlnodes.read(root, paths.DECKS)
    faults = Faults([*language_faults, *layout_faults, *service_faults, *deck_faults])
    reader = _DecksReader(root, languages, layouts, faults)
    required = ("imprint", "categories", "decks")
    fields = read_fields(node, "the file", faults, required) if node else None
    project = Project(
        root=root,
        imprint=reader.imprint(fields.node("imprint") if fields else None),
        categories=reader.categories(fields) if fields else {},
        decks=reader.decks(fields) if fields else {},
        languages=languages,
        layouts=layouts,
        services=services,
    )
    return project, faults.found


def check_cards(project: Project, cards: Mapping[str, Card]) -> list[Diagnostic]:
    """Find cards listed under the wrong key, and layouts that name unknown answers or cards."""
    faults = Faults()
    tools = {card.id for card in cards.values() if card.is_tool}
    for deck in project.decks.values():
        for card_id in deck.cards:
            if card_id in tools:
                message = f"{card_id!r} in `cards` of the deck {deck.id!r} is a tool card"
                faults.error(deck.where, "misplaced-card", message, "list it under `tools`")
        for card_id in deck.tools:
            if card_id in cards and card_id not in tools:
                message = f"{card_id!r} in `tools` of the deck {deck.id!r} is not a tool card"
                faults.error(deck.where, "misplaced-card", message, "list it under `cards`")
    if _ANSWERS in cards:
        answers = [phrase.id for part in cards[_ANSWERS].sections for phrase in part.phrases]
        for layout in project.layouts.values():
            for item in layout.face.strip:
                if item not in answers:
                    message = f"`strip` names {item!r}, which the card {_ANSWERS!r} does not have"
                    faults.error(layout.where, "unknown-answer", message, suggest(item, answers))
    printed = {name for deck in project.decks.values() for name in deck.layouts}
    for layout in project.layouts.values():
        for card_id in layout.cards if layout.id in printed else ():
            if card_id not in cards:
                message = f"`cards` names {card_id!r}, which is not in cards/"
                faults.error(layout.where, "unknown-card", message, suggest(card_id, cards))
    return faults.found


class _DecksReader:
    def __init__(
        self,
        root: Path,
        languages: Mapping[str, Language],
        layouts: Mapping[str, Layout],
        faults: Faults,
    ) -> None:
        self.known: dict[str, Collection[str]] = {
            "cards": _stems(root / paths.CARDS),
            "tools": _stems(root / paths.CARDS),
            "staff": languages,
            "languages": languages,
            "layouts": _stems(root / paths.LAYOUTS),  # a layout with faults exists too
            "papers": PAPERS,
        }
        self.layouts = layouts
        self.faults = faults

    def imprint(self, node: Node | None) -> Imprint:
        required = ("organisation", "base-url")
        fields = read_fields(node, "`imprint`", self.faults, required) if node else None
        if not fields:
            return Imprint("", "", Location(paths.DECKS))
        hint = "write https:// and a host, without ? and #"
        url = fields.pattern("base-url", _URL, "bad-url", hint)
        return Imprint(fields.text("organisation"), url.rstrip("/"), fields.place("base-url"))

    def categories(self, parent: Fields) -> dict[str, Category]:
        found: dict[str, Category] = {}
        tabs: dict[int, Location] = {}
        for category_id, node in parent.entries("categories"):
            fields = read_fields(node, "a category", self.faults, _CATEGORY)
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
        ink = fields.one_of("on-color", ("#000000", "#ffffff"))
        grounds = {
            key: fields.pattern(key, _COLOR, "bad-color", _COLOR_HINT) for key in ("color", "grey")
        }
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
            shape=fields.one_of("shape", SHAPES),
            tab=fields.integer("tab", 0, TABS - 1, default=-1),
            pattern=fields.pattern("pattern", _PATTERN, "bad-pattern", _PATTERN_HINT),
        )

    def decks(self, parent: Fields) -> dict[str, Deck]:
        found = {}
        required = ("title", "version", *_KINDS)
        optional = ("title-note", "sensitive", "neutral", "date")
        for deck_id, node in parent.entries("decks"):
            fields = read_fields(node, "a deck", self.faults, required, optional)
            if fields:
                found[deck_id] = self._deck(deck_id, fields)
        return found

    def _deck(self, deck_id: str, fields: Fields) -> Deck:
        lists = {key: fields.texts(key, least=0 if key == "tools" else 1) for key in _KINDS}
        for key, items in lists.items():
            for item in items:
                self._check_item(key, item)
        self._check_papers(lists["layouts"], lists["papers"])
        sensitive, neutral = fields.flag("sensitive"), fields.id("neutral")
        if sensitive and "neutral" not in fields:
            message = "a sensitive deck needs `neutral`, the name of its folder"
            hint = "add `neutral` with a word that gives nothing away"
            self.faults.error(fields.where, "neutral-missing", message, hint)
        title = fields.text("title", limit=60)
        note = fields.text("title-note", limit=MAX_NOTE)
        hint = "use letters, digits, dots and hyphens, such as '2026.11'"
        names = {key: tuple(item.text for item in items) for key, items in lists.items()}
        return Deck(
            id=deck_id,
            title=Message(f"decks.{deck_id}.title", title, note, fields.place("title")),
            version=fields.pattern("version", _VERSION, "bad-version", hint),
            cards=names["cards"],
            tools=names["tools"],
            staff=names["staff"],
            languages=names["languages"],
            layouts=names["layouts"],
            papers=names["papers"],
            where=fields.where,
            sensitive=sensitive,
            neutral=neutral,
            date=fields.pattern("date", _DATE, "bad-date", "write it as YYYY-MM-DD, in quotes"),
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


def _stems(folder: Path) -> frozenset[str]:
    return frozenset(path.stem for path in folder.glob("*.yaml"))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #rrggbb colours, 1 to 21, as WCAG 2.2 defines it."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
