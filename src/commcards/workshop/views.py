"""Answers to requests: which lines there are, one line on paper, a deck as PDF."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from commcards.base.errors import UserError
from commcards.model.cards import Card
from commcards.model.decks import Deck
from commcards.model.languages import MOST_TOGETHER, SOURCE_LANGUAGE, TOGETHER, Language
from commcards.model.paper import PAPERS
from commcards.pictures import draw
from commcards.text.bidi import segments
from commcards.text.templates import Templates
from commcards.translation.progress import status
from commcards.workshop.desk import Desk, Order, Reading
from commcards.workshop.http import Query, Response
from commcards.workshop.lines import CatalogLine, Group, State, about, elsewhere, groups

HTML = "text/html; charset=utf-8"
_LATER = "<!-- later -->"  # where a page waits for what takes time
_SHOWN = {  # what the list may be cut down to
    "all": "all lines",
    "open": "empty lines and drafts",
    "faults": "lines with faults",
}


class Refused(Exception):
    """The request asks for what is not there; the text says so, and what there is."""


class Views:
    """Answers requests for a desk; ``templates`` has the pages in the folder serve."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self._desk = desk
        self._templates = templates

    def __call__(self, path: str, query: Query) -> Response:
        """Answer a request; faults of the user's files become a page that lists them."""
        try:
            return self._answer(path, _Asked(query))
        except Refused as refused:
            values = {"title": "This is not here", "faults": (), "reason": str(refused)}
            return self._page("failure", values, HTTPStatus.NOT_FOUND)
        except UserError as error:
            return self._failure(error.diagnostics)

    def _answer(self, path: str, asked: _Asked) -> Response:
        folder, _, name = path[1:].rpartition("/")
        if path == "/style.css":
            return self._style()
        reading = self._desk.reading()
        if path == "/":
            return self._front(reading)
        if path == "/lines":
            return self._lines(reading, asked)
        if path == "/line":
            return self._line(reading, asked)
        if path == "/build":
            return self._build(reading, asked)
        if folder == "picture":
            return _picture(reading, name)
        if folder == "font":
            return _font(reading, name)
        raise Refused(f"There is no page {path}.")

    def _front(self, reading: Reading) -> Response:
        workspace = reading.workspace
        project = workspace.project
        found = [
            (project.languages[tag], status(project.languages[tag], workspace.messages, catalog))
            for tag, catalog in workspace.catalogs.items()
        ]
        papers = sorted({paper for layout in project.layouts.values() for paper in layout.grids})
        values = {
            "languages": found,
            "staff": _staff(reading),
            "decks": project.decks.values(),
            "layouts": project.layouts.values(),
            "papers": [paper for paper in PAPERS if paper in papers],
            "faults": reading.faults,
        }
        return self._page("front", values)

    def _lines(self, reading: Reading, asked: _Asked) -> Response:
        project = reading.workspace.project
        language = _language(reading, asked)
        staff = project.languages[asked.one("staff", _staff(reading))]
        deck = asked.one("deck", {"": None, **project.decks})
        show = asked.one("show", _SHOWN)
        faults = self._desk.faults(reading, language)
        every = groups(reading.workspace, language, staff, faults)
        shown = [
            Group(group.title, lines, group.card)
            for group in every
            if not deck or group.card is None or group.card.id in _cards(project.decks[deck])
            if (lines := tuple(line for line in group.lines if _is_shown(line, show)))
        ]
        values = {
            "language": language,
            "staff": staff,
            "staffs": _staff(reading),
            "deck": deck,
            "decks": project.decks.values(),
            "show": show,
            "shows": _SHOWN,
            "groups": shown,
            "faults": elsewhere(every, faults),
            "languages": [project.languages[tag] for tag in reading.workspace.catalogs],
        }
        return self._page("lines", values)

    def _line(self, reading: Reading, asked: _Asked) -> Response:
        """Show a line at once, and under it the paper when it is ready."""
        workspace = reading.workspace
        project = workspace.project
        language = _language(reading, asked)
        staff = project.languages[asked.one("staff", _staff(reading))]
        found = groups(workspace, language, staff, self._desk.faults(reading, language))
        lines = {line.key: (group.card, line) for group in found for line in group.lines}
        key = asked.one("key", lines)
        card, line = lines[key]
        keys = list(lines)
        at = keys.index(key)
        decks = _decks_of(project.decks.values(), card, language) if card else []
        deck = project.decks[asked.one("deck", [d.id for d in decks])] if decks else None
        layouts = [
            each
            for name in (deck.layouts if deck else ())
            if (each := project.layouts.get(name))
            if card and card.id in (each.cards or (card.id,))
        ]
        layout = asked.one("layout", [each.id for each in layouts]) if layouts else ""
        values = {
            "language": language,
            "staff": staff,
            "line": line,
            "card": card,
            "decks": decks,
            "deck": deck,
            "layouts": layouts,
            "layout": layout,
            "before": keys[at - 1] if at else "",
            "after": keys[at + 1] if at + 1 < len(keys) else "",
        }
        if not (card and deck and layout and staff.tag != language.tag):
            return self._page("line", {**values, "later": False})
        grids = project.layouts[layout].grids
        paper = next((paper for paper in deck.papers if paper in grids), next(iter(grids)))
        order = Order(deck.id, staff.tag, language.tag, layout, paper)
        first, rest = self._html("line", {**values, "later": True}).split(_LATER)
        return Response(HTTPStatus.OK, HTML, self._parts(first, order, line, card, rest))

    def _parts(
        self, first: str, order: Order, line: CatalogLine, card: Card, rest: str
    ) -> Iterator[bytes]:
        yield first.encode()
        sheets = self._desk.sheets(order)
        words = (line.own.text, line.staff.text or line.message.text)
        found = self._desk.proofs(sheets.pdf, card.code, words) if sheets.pdf else []
        values = {
            "order": order,
            "faults": sheets.faults,
            "made": bool(sheets.pdf),
            "proofs": [(each, b64encode(each.png).decode()) for each in found],
        }
        yield self._html("paper", values).encode()
        yield rest.encode()

    def _build(self, reading: Reading, asked: _Asked) -> Response:
        """Return the PDF that was asked for."""
        project = reading.workspace.project
        deck = project.decks[asked.one("deck", project.decks)]
        layout = project.layouts[asked.one("layout", project.layouts)]
        people = asked.many("language", reading.workspace.catalogs)
        staff = asked.one("staff", _staff(reading))
        if not 1 <= len(people) <= MOST_TOGETHER or staff in people:
            raise Refused(
                f"Choose 1 to {MOST_TOGETHER} languages of the person, other than the staff’s."
            )
        paper = asked.one("paper", list(layout.grids))
        sheets = self._desk.sheets(Order(deck.id, staff, TOGETHER.join(people), layout.id, paper))
        if not sheets.pdf:
            return self._failure(sheets.faults)
        return Response(HTTPStatus.OK, "application/pdf", [sheets.pdf])

    def _style(self) -> Response:
        values: dict[str, Any] = {"fonts": (), "languages": ()}
        with suppress(UserError):  # the page that tells of it has a style too
            workspace = self._desk.reading().workspace
            values["fonts"] = workspace.fonts.files.values()
            values["languages"] = workspace.project.languages.values()
        css = self._templates.render("serve/style.css.j2", values)
        return Response(HTTPStatus.OK, "text/css; charset=utf-8", [css.encode()])

    def _failure(self, faults: Iterable[Any]) -> Response:
        values = {"title": "Something has to be mended first", "faults": faults, "reason": ""}
        return self._page("failure", values, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _page(
        self, name: str, values: dict[str, Any], code: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return Response(code, HTML, [self._html(name, values).encode()])

    def _html(self, name: str, values: dict[str, Any]) -> str:
        shared = {"about": about, "State": State, "segments": segments}
        return self._templates.render(f"serve/{name}.html.j2", {**shared, **values})


class _Asked:
    """The fields of a query, held against what there is."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def one(self, name: str, known: Iterable[str]) -> str:
        """Return the value of a field, the first of the known where it is left out."""
        choices = list(known)
        value = self._query.get(name, choices[:1] or [""])[-1]
        if value not in choices:
            raise Refused(f"There is no {name} {value!r}. There are: {', '.join(choices)}.")
        return value

    def many(self, name: str, known: Iterable[str]) -> list[str]:
        """Return the values of a field, each once."""
        choices = list(known)
        values = list(dict.fromkeys(self._query.get(name, [])))
        unknown = [value for value in values if value not in choices]
        if unknown:
            raise Refused(f"There is no {name} {unknown[0]!r}. There are: {', '.join(choices)}.")
        return values


def _language(reading: Reading, asked: _Asked) -> Language:
    return reading.workspace.project.languages[asked.one("language", reading.workspace.catalogs)]


def _staff(reading: Reading) -> dict[str, Language]:
    """Return the languages that staff of any deck read, and that of the cards."""
    project = reading.workspace.project
    tags = [tag for deck in project.decks.values() for tag in deck.staff] + [SOURCE_LANGUAGE]
    return {tag: project.languages[tag] for tag in tags if tag in project.languages}


def _cards(deck: Deck) -> tuple[str, ...]:
    return (*deck.cards, *deck.tools)


def _decks_of(decks: Iterable[Deck], card: Card, language: Language) -> list[Deck]:
    """Return the decks with a card, those printed in the language first."""
    having = [deck for deck in decks if card.id in _cards(deck)]

    def is_foreign(deck: Deck) -> bool:
        together = {tag for entry in deck.languages for tag in entry.split(TOGETHER)}
        return language.tag not in together

    return sorted(having, key=is_foreign)


def _is_shown(line: CatalogLine, show: str) -> bool:
    return {
        "all": True,
        "open": line.state in (State.EMPTY, State.DRAFT),
        "faults": bool(line.faults),
    }[show]


def _picture(reading: Reading, name: str) -> Response:
    symbol = reading.workspace.symbols.get(name.removesuffix(".svg"))
    if symbol is None:
        raise Refused(f"There is no picture {name}.")
    svg = draw.svg(symbol, draw.COLOR)
    return Response(HTTPStatus.OK, "image/svg+xml", [svg.encode()])


def _font(reading: Reading, name: str) -> Response:
    files: dict[str, Path] = {
        font.path.name: font.path for font in reading.workspace.fonts.files.values()
    }
    if name not in files:
        raise Refused(f"There is no font {name}.")
    return Response(HTTPStatus.OK, "font/ttf", [files[name].read_bytes()])
