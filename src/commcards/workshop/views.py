"""The pages: lists of lines, one line on paper, a deck as PDF, the deck builder."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.model.cards import Card
from commcards.model.decks import Deck
from commcards.model.languages import MOST_TOGETHER, TOGETHER, Language
from commcards.pictures import draw
from commcards.text.bidi import segments
from commcards.text.templates import Templates
from commcards.translation import pseudo
from commcards.translation.progress import status
from commcards.translation.scope import State
from commcards.workshop.builder import page as builder_page
from commcards.workshop.desk import Desk, PdfRequest, Snapshot
from commcards.workshop.lines import CatalogLine, Group, about, elsewhere, groups
from commcards.workshop.order import Refused, staff_languages
from commcards.workshop.sketches import sketch
from commcards.workshop.wording import preferred, screens, wording

HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"
_LATER = "<!-- later -->"  # marks the place of the slow part of a page
_SHOWN = {  # the choices of lines to list
    "all": "all lines",
    "open": "empty lines and drafts",
    "empty": "empty lines",
    "draft": "drafts",
    "stale": "lines whose English has changed",
    "faults": "lines with faults",
}


Query = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Response:
    """The answer of a view; each part of ``body`` is sent when it is ready.

    ``lasting`` may be kept by the browser, because its address changes when it does. ``scripts``
    says whether the page runs scripts of this server.
    """

    status: HTTPStatus
    type: str
    body: Iterable[bytes]
    lasting: bool = False
    scripts: bool = False


View = Callable[["Fields"], Response]


class Views:
    """Answers requests for a desk; ``templates`` has the pages in the folder serve."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self._desk = desk
        self._templates = templates

    def answer(self, view: View, query: Query) -> Response:
        """Answer a request by a view; faults of the user's files become a page that lists them."""
        try:
            return view(Fields(query))
        except Refused as refused:
            return self.refuse(str(refused))
        except UserError as error:
            return self._failure(error.diagnostics)

    def refuse(self, reason: str) -> Response:
        """Return the page that says that something is not there."""
        values = {"title": "This is not here", "faults": (), "reason": reason}
        return self._page("failure", values, HTTPStatus.NOT_FOUND)

    def front(self, _: Fields) -> Response:
        """Show languages, and the ways into the deck builder."""
        snapshot = self._desk.snapshot()
        workspace = snapshot.workspace
        project = workspace.project
        found = [
            (project.languages[tag], status(project.languages[tag], workspace.wanted(tag), catalog))
            for tag, catalog in workspace.catalogs.items()
        ]
        tags = screens(workspace) if workspace.screen else ()
        values = {
            "languages": found,
            "builders": [(tag, wording(workspace, tag).screen("title")) for tag in tags],
            "decks": project.decks.values(),
            "faults": snapshot.faults,
        }
        return self._page("front", values)

    def lines(self, fields: Fields) -> Response:
        """Show the lines of a language."""
        snapshot = self._desk.snapshot()
        project = snapshot.workspace.project
        language = _language(snapshot, fields)
        staff = project.languages[fields.one("staff", _staff(snapshot))]
        deck = fields.one("deck", {"": None, **project.decks})
        card = fields.one("card", {"": None, **snapshot.workspace.cards})
        show = fields.one("show", _SHOWN)
        faults = self._desk.faults(snapshot, language)
        every = groups(snapshot.workspace, language, staff, faults)
        shown = [
            Group(group.title, lines, group.card)
            for group in every
            if not deck or group.card is None or group.card.id in project.decks[deck].printed
            if not card or (group.card is not None and group.card.id == card)
            if (lines := tuple(line for line in group.lines if _is_shown(line, show)))
        ]
        values = {
            "language": language,
            "staff": staff,
            "staffs": _staff(snapshot),
            "deck": deck,
            "decks": project.decks.values(),
            "show": show,
            "shows": _SHOWN,
            "groups": shown,
            "faults": elsewhere(every, faults),
            "languages": [project.languages[tag] for tag in snapshot.workspace.catalogs],
        }
        return self._page("lines", values)

    def line(self, fields: Fields) -> Response:
        """Show a line at once, and its paper below when it is ready."""
        snapshot = self._desk.snapshot()
        workspace = snapshot.workspace
        project = workspace.project
        language = _language(snapshot, fields)
        staff = project.languages[fields.one("staff", _staff(snapshot))]
        found = groups(workspace, language, staff, self._desk.faults(snapshot, language))
        lines = {line.key: (group.card, line) for group in found for line in group.lines}
        key = fields.one("key", lines)
        card, line = lines[key]
        keys = list(lines)
        at = keys.index(key)
        decks = _decks_of(project.decks.values(), card, language) if card else []
        deck = project.decks[fields.one("deck", [d.id for d in decks])] if decks else None
        layouts = [
            each
            for name in (deck.layouts if deck else ())
            if (each := project.layouts.get(name))
            if card and card.id in (each.cards or (card.id,))
        ]
        layout = fields.one("layout", [each.id for each in layouts]) if layouts else ""
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
        request = PdfRequest(deck.id, staff.tag, language.tag, layout, paper)
        first, rest = self._html("line", {**values, "later": True}).split(_LATER)
        return Response(HTTPStatus.OK, HTML, self._parts(first, request, line, card, rest))

    def _parts(
        self, first: str, request: PdfRequest, line: CatalogLine, card: Card, rest: str
    ) -> Iterator[bytes]:
        yield first.encode()
        result = self._desk.pdf(request)
        words = (line.own.text, line.staff.text or line.message.text)
        found = self._desk.proofs(result.pdf, card.code, words) if result.pdf else []
        values = {
            "request": request,
            "faults": result.faults,
            "made": bool(result.pdf),
            "proofs": [(each, b64encode(each.png).decode()) for each in found],
        }
        yield self._html("paper", values).encode()
        yield rest.encode()

    def build(self, fields: Fields) -> Response:
        """Return a deck of the project as PDF."""
        snapshot = self._desk.snapshot()
        project = snapshot.workspace.project
        deck = project.decks[fields.one("deck", project.decks)]
        layout = project.layouts[fields.one("layout", project.layouts)]
        people = fields.many("language", snapshot.workspace.catalogs)
        staff = fields.one("staff", _staff(snapshot))
        if not 1 <= len(people) <= MOST_TOGETHER or staff in people:
            raise Refused(
                f"Choose 1 to {MOST_TOGETHER} languages of the person, other than the staff’s."
            )
        paper = fields.one("paper", list(layout.grids))
        result = self._desk.pdf(PdfRequest(deck.id, staff, TOGETHER.join(people), layout.id, paper))
        if not result.pdf:
            return self._failure(result.faults)
        return Response(HTTPStatus.OK, "application/pdf", [result.pdf])

    def builder(self, fields: Fields, accepted: str, token: str) -> Response:
        """Show the deck builder, in the language of the query or one that the browser asks for."""
        snapshot = self._desk.snapshot()
        if not snapshot.workspace.screen:
            where = Location(paths.SCREEN_WORDS)
            text = "the deck builder has no words: the file does not exist, or has faults"
            hint = "copy it from the library"
            raise UserError([*snapshot.faults, Diagnostic(where, "missing-file", text, hint)])
        tags = (*screens(snapshot.workspace), *pseudo.TAGS)
        tag = fields.one("screen", [preferred(snapshot.workspace, accepted), *tags])
        words = wording(snapshot.workspace, tag)
        values = builder_page(snapshot, words, fields.query, token)
        return replace(self._page("builder", values), scripts=True)

    def picture(self, _: Fields, name: str) -> Response:
        """Return the picture of a symbol."""
        symbol = self._desk.snapshot().workspace.symbols.get(name)
        if symbol is None:
            raise Refused(f"There is no picture {name}.")
        svg = draw.svg(symbol, draw.COLOR)
        return Response(HTTPStatus.OK, SVG, [svg.encode()])

    def sketch(self, _: Fields, layout: str, paper: str) -> Response:
        """Return the picture of a layout on a paper."""
        known = self._desk.snapshot().workspace.project.layouts.get(layout)
        if known is None or paper not in known.grids:
            raise Refused(f"There is no layout {layout} on {paper}.")
        return Response(HTTPStatus.OK, SVG, [sketch(known, paper).encode()])

    def font(self, _: Fields, name: str) -> Response:
        """Return a prepared font."""
        fonts = self._desk.snapshot().workspace.fonts.files.values()
        files = {font.path.name: font.path for font in fonts}
        if name not in files:
            raise Refused(f"There is no font {name}.")
        return Response(HTTPStatus.OK, "font/ttf", [files[name].read_bytes()], lasting=True)

    def script(self, _: Fields, name: str) -> Response:
        """Return a script of the deck builder."""
        text = self._templates.sources.get(f"serve/{name}.js")
        if text is None:
            raise Refused(f"There is no script {name}.")
        return Response(HTTPStatus.OK, "text/javascript; charset=utf-8", [text.encode()])

    def style(self, _: Fields) -> Response:
        """Return the style sheet of all pages."""
        values: dict[str, Any] = {"fonts": (), "languages": (), "version": ""}
        with suppress(UserError):  # The page that reports the error needs a style too.
            workspace = self._desk.snapshot().workspace
            values["fonts"] = workspace.fonts.files.values()
            values["version"] = workspace.fonts.digest[:16]
            values["languages"] = workspace.project.languages.values()
        css = self._templates.render("serve/style.css.j2", values)
        return Response(HTTPStatus.OK, "text/css; charset=utf-8", [css.encode()])

    def _failure(self, faults: Iterable[Any]) -> Response:
        values = {"title": "These faults must be mended first", "faults": faults, "reason": ""}
        return self._page("failure", values, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _page(
        self, name: str, values: dict[str, Any], code: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        return Response(code, HTML, [self._html(name, values).encode()])

    def _html(self, name: str, values: dict[str, Any]) -> str:
        shared = {"about": about, "State": State, "segments": segments}
        return self._templates.render(f"serve/{name}.html.j2", {**shared, **values})


class Fields:
    """The fields of a query, checked against allowed values."""

    def __init__(self, query: Query) -> None:
        self.query = query

    def one(self, name: str, known: Iterable[str]) -> str:
        """Return the value of a field; the first known value if the field is absent."""
        choices = list(known)
        value = self.query.get(name, choices[:1] or [""])[-1]
        if value not in choices:
            raise Refused(f"There is no {name} {value!r}. There are: {', '.join(choices)}.")
        return value

    def many(self, name: str, known: Iterable[str]) -> list[str]:
        """Return the different values of a field."""
        choices = list(known)
        values = list(dict.fromkeys(self.query.get(name, [])))
        unknown = [value for value in values if value not in choices]
        if unknown:
            raise Refused(f"There is no {name} {unknown[0]!r}. There are: {', '.join(choices)}.")
        return values


def _language(snapshot: Snapshot, fields: Fields) -> Language:
    return snapshot.workspace.project.languages[fields.one("language", snapshot.workspace.catalogs)]


def _staff(snapshot: Snapshot) -> dict[str, Language]:
    """Return the staff languages of all decks, and the language of the cards."""
    project = snapshot.workspace.project
    return {tag: project.languages[tag] for tag in staff_languages(snapshot.workspace)}


def _decks_of(decks: Iterable[Deck], card: Card, language: Language) -> list[Deck]:
    """Return the decks that have a card; decks in the language come first."""
    having = [deck for deck in decks if card.id in deck.printed]

    def is_foreign(deck: Deck) -> bool:
        together = {tag for entry in deck.languages for tag in entry.split(TOGETHER)}
        return language.tag not in together

    return sorted(having, key=is_foreign)


def _is_shown(line: CatalogLine, show: str) -> bool:
    return {
        "all": True,
        "open": line.state in (State.EMPTY, State.DRAFT, State.STALE),
        "faults": bool(line.faults),
    }.get(show, line.state == show)
