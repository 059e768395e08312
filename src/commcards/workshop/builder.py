"""The page of the deck builder, and what it is told about orders. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commcards.base.diagnostics import Diagnostic, Severity
from commcards.imposition import on_paper
from commcards.localize.localcard import Words
from commcards.localize.localizer import name_in
from commcards.model.cards import Card
from commcards.model.decks import Deck
from commcards.model.languages import MOST_TOGETHER, SOURCE_LANGUAGE, TOGETHER
from commcards.model.layouts import Layout, LayoutKind
from commcards.model.paper import PAPERS
from commcards.workshop.desk import PdfResult, Snapshot
from commcards.workshop.order import FLIPS, NEUTRAL, spoken, staff_choices
from commcards.workshop.press import State, Ticket
from commcards.workshop.wording import Wording, screens
from commcards.workspace.request import EDITIONS
from commcards.workspace.workspace import Workspace

Query = Mapping[str, list[str]]
_USUAL = "a6"  # the layout of a new deck


@dataclass(frozen=True, slots=True)
class Choice:
    """A card to tick; ``tools`` are the ids of the tool cards that its questions need."""

    card: Card
    title: Words
    tools: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout to choose: how many faces lie on a side, and what the kind is called.

    ``only`` are the ids of the only cards that it prints.
    """

    layout: Layout
    papers: tuple[str, ...]
    faces: Mapping[str, int]
    kind: str
    only: str


def page(snapshot: Snapshot, wording: Wording, query: Query, token: str) -> dict[str, Any]:
    """Return the values of the template.

    The query says what is chosen, as the page itself writes it into its address: lists with commas.
    """
    workspace = snapshot.workspace
    project = workspace.project
    start = project.decks.get(_one(query, "deck"))
    ticked = _list(query, "cards") if "cards" in query or not start else list(start.cards)
    tools = _list(query, "tools") if "tools" in query or not start else list(start.tools)
    people = _list(query, "languages") or _people(start)
    staff = staff_choices(workspace)
    ordered = _ordered(workspace)
    choices = {
        card.id: Choice(
            card, wording.of(card.title), " ".join(sorted(card.tools)), card.id in (*ticked, *tools)
        )
        for card in ordered
    }
    printed = {paper for layout in project.layouts.values() for paper in layout.grids}
    hidden = bool(start and start.sensitive)
    asked = {name: _one(query, name) for name in ("layout", "paper", "edition", "flip", "title")}
    return {
        "say": wording.screen,
        "word": lambda name: wording.of(workspace.words[name]),
        "wording": wording,
        "words": wording.texts(),
        "token": token,
        "language": wording.language.tag if wording.language.tag in staff else SOURCE_LANGUAGE,
        "state": snapshot.state,
        "faults": snapshot.faults,
        "cards": [each for each in choices.values() if not each.card.is_tool],
        "tools": [each for each in choices.values() if each.card.is_tool],
        "order": [choices[name] for name in ticked if name in choices],
        "decks": [(deck, wording.of(deck.title)) for deck in project.decks.values()],
        "screens": [project.languages[tag] for tag in screens(workspace)],
        "staffs": [project.languages[tag] for tag in staff],
        "staff": _known(_one(query, "staff"), staff, wording.language.tag, *staff),
        "languages": [
            (project.languages[tag], name_in(project.languages[tag], wording.language))
            for tag in spoken(workspace)
        ],
        "people": people[:MOST_TOGETHER],
        "most": MOST_TOGETHER,
        "layouts": [_sheet(layout) for layout in project.layouts.values()],
        "layout": _known(asked["layout"], project.layouts, _USUAL, *project.layouts),
        "papers": [name for name in PAPERS if name in printed],
        "paper": _known(asked["paper"], PAPERS, *(start.papers if start else ()), "a4"),
        "editions": EDITIONS,
        "edition": _known(asked["edition"], EDITIONS, EDITIONS[0]),
        "flips": FLIPS,
        "flip": _known(asked["flip"], FLIPS, ""),
        "title": asked["title"],
        "sensitive": _one(query, "sensitive") == "1" if "sensitive" in query else hidden,
        "neutral": _one(query, "neutral") or (start.neutral if start else "") or NEUTRAL,
        "imprint": project.imprint,
    }  # fmt: skip


def told(ticket: Ticket, seconds: float) -> dict[str, Any]:
    """Return what a page is told about an order."""
    result = ticket.result or PdfResult(b"", ())
    errors = [each for each in result.faults if each.severity is Severity.ERROR]
    notes = [each for each in result.faults if each.severity is not Severity.ERROR]
    return {
        "id": ticket.id,
        "state": ticket.state,
        "before": ticket.before,
        "seconds": round(seconds, 1),
        "name": result.name,
        "pages": result.pages,
        "version": result.version,
        "drafts": list(result.drafts),
        "bug": ticket.state is State.FAILED and ticket.result is None,
        "faults": _json(errors),
        "notes": _json(notes),
    }


def _json(faults: Iterable[Diagnostic]) -> list[dict[str, str]]:
    return [
        {"where": str(each.where), "message": each.message, "hint": each.hint, "code": each.code}
        for each in faults
    ]


def _ordered(workspace: Workspace) -> list[Card]:
    """Return all cards, in the order in which decks have them."""
    decks = workspace.project.decks.values()
    named = [name for deck in decks for name in deck.printed]
    names = dict.fromkeys([*named, *workspace.cards])
    return [workspace.cards[name] for name in names if name in workspace.cards]


def _sheet(layout: Layout) -> Sheet:
    papers = tuple(paper for paper in PAPERS if paper in layout.grids)
    folded = 2 if layout.kind in (LayoutKind.FOLDOVER, LayoutKind.TENT) else 1
    faces = {paper: _slots(layout, paper) * folded for paper in papers}
    return Sheet(layout, papers, faces, layout.kind, " ".join(layout.cards))


def _slots(layout: Layout, paper: str) -> int:
    slots = on_paper(layout, paper).slots
    return slots.columns * slots.rows


def _people(deck: Deck | None) -> list[str]:
    """Return the first languages of a deck."""
    return deck.languages[0].split(TOGETHER) if deck else []


def _one(query: Query, name: str) -> str:
    return query.get(name, [""])[-1]


def _list(query: Query, name: str) -> list[str]:
    return [part for part in _one(query, name).split(",") if part]


def _known(value: str, known: Iterable[str], *others: str) -> str:
    """Return a value, or the first of others, that is known; else the last of others."""
    choices = set(known)
    return next((each for each in (value, *others) if each in choices), others[-1])
