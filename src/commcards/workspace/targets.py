"""The targets of a build, and the paths of their files in output/. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commcards.base.digests import digest
from commcards.model.cards import Card
from commcards.model.decks import Category, Deck
from commcards.model.languages import TOGETHER
from commcards.model.layouts import Design, Layout
from commcards.model.paper import PAPERS
from commcards.project.decks import ANSWERS, SINGLE, Project
from commcards.workspace.request import EDITIONS, Edition, Request

STAFF_KEY = "staff-key"  # stands in the name of its file where others have their layout

_LONGEST = 60  # letters that name a selection: file systems and mail have limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A deck in one staff language and the person's languages: the unit of work of a build.

    All values are names, so that a target is quick to send; an empty ``flip`` means the layout's.
    ``cards`` are a selection, if only some are printed, and ``name`` is what its files are called;
    an empty ``deck`` means that it is of no deck. Only a deck that stands in no file is sent
    itself, as ``own``.
    """

    deck: str
    staff: str
    person: tuple[str, ...]
    layouts: tuple[str, ...]
    papers: tuple[str, ...]
    edition: Edition
    flip: str = ""
    stacked: bool = False  # cut-and-stack
    back_offset: tuple[float, float] = (0.0, 0.0)  # mm to the right and down
    reading_aid: bool = False
    design: Design | None = None
    cards: tuple[str, ...] = ()
    name: str = ""
    cover: bool = True
    blank: bool = True
    own: Deck | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """Every language of the target, the staff's first."""
        return (self.staff, *self.person)


def folder(deck: Deck, tags: Iterable[str]) -> str:
    """Return the folder of a deck in some languages; a sensitive deck has its neutral name."""
    return f"{deck.neutral if deck.sensitive else deck.id}/{'-'.join(tags)}"


def place(decks: Mapping[str, Deck], target: Target) -> str:
    """Return the folder of a target's files."""
    if not target.deck:
        return f"{SINGLE}/{'-'.join(target.tags)}"
    whole = folder(decks[target.deck], target.tags)
    return f"{whole}/{SINGLE}" if target.cards else whole


def outside_name(card: Card) -> str:
    """Return the name of a card for files and boards; a sensitive card goes by its code."""
    return f"card-{card.code.lower()}" if card.sensitive else card.id


def page(deck: Deck, target: Target, card: Card) -> str:
    """Return the path of a card's page."""
    return f"{folder(deck, target.tags)}/{outside_name(card)}.html"


def sheet(deck: Deck, target: Target, layout: str, paper: str, edition: Edition) -> str:
    """Return the path of a PDF; the file's name says everything, because files are sent by mail."""
    ink = "" if edition == "color" else f"_{edition}"
    ending = f"_{layout}_{paper}{ink}.pdf"
    if not target.cards:
        return _sent(deck, target, ending)
    languages = "" if target.deck else f"_{'-'.join(target.tags)}"
    return f"{place({target.deck: deck}, target)}/{target.name}{languages}{ending}"


def staff_keys(deck: Deck, target: Target) -> list[str]:
    """Return the paths that the key of a deck may have: on each paper, in each edition."""
    return [
        sheet(deck, target, STAFF_KEY, paper, edition) for paper in PAPERS for edition in EDITIONS
    ]


def package(deck: Deck, target: Target) -> str:
    """Return the path of a deck's boards, an Open Board Format package."""
    within = folder(deck, target.tags)
    return f"{within}/{within.partition('/')[0]}.obz"


def archive(deck: Deck, target: Target) -> str:
    """Return the path of the ZIP for a partner; its name says which deck and languages."""
    return _sent(deck, target, ".zip")


def table(deck: Deck, target: Target) -> str:
    """Return the path of a deck's lines as CSV; its name says which deck and languages."""
    return _sent(deck, target, ".csv")


def _sent(deck: Deck, target: Target, ending: str) -> str:
    """Return the path of a file whose name tells its deck and languages without its folder."""
    within = folder(deck, target.tags)
    return f"{within}/{within.replace('/', '_')}{ending}"


def alike(layouts: Iterable[Layout]) -> list[list[Layout]]:
    """Group layouts that print the same faces, which are then laid out once."""
    groups: dict[object, list[Layout]] = {}
    for layout in layouts:
        same = layout.face, layout.back, layout.index, layout.cards, layout.front
        groups.setdefault(same, []).append(layout)
    return list(groups.values())


def color(category: Category, edition: Edition) -> str:
    """Return the colour of a category in an edition."""
    return category.color if edition == "color" else category.grey


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a target by its path, and the digest of its inputs.

    ``sha256`` is that of its bytes; empty if the file in output/ is current and was not written.
    ``data`` are the bytes if the worker cannot write to output/.
    """

    path: str
    inputs: str
    sha256: str = ""
    data: bytes | None = None


# The untouched files in output/: path -> digest of the inputs.
Current = Mapping[str, str]


def combined(
    staff: Iterable[str], languages: Iterable[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pair staff languages with people's, except where both speak the same."""
    people = [tuple(together.split(TOGETHER)) for together in languages]
    for tag in staff:
        yield from ((tag, person) for person in people if tag not in person)


def asked(project: Project, cards: Mapping[str, Card], request: Request) -> list[Target]:
    """Return the targets of a request, in order.

    Where it names cards but no deck, the first deck says what else is not asked for.
    """
    decks = project.with_deck(request.own).decks
    names = (request.own.id,) if request.own else request.decks or list(decks)[:1]
    return [
        Target(
            deck="" if request.cards and not request.decks else deck.id,
            staff=staff,
            person=person,
            layouts=request.layouts or deck.layouts,
            papers=request.papers or deck.papers,
            edition=request.edition,
            flip=request.flip,
            stacked=request.stacked,
            back_offset=request.back_offset,
            reading_aid=request.reading_aid,
            design=request.design,
            cards=request.cards,
            name=_called([outside_name(cards[name]) for name in request.cards]),
            cover=request.cover,
            blank=request.blank,
            own=request.own,
        )
        for deck in (decks[name] for name in names)
        for staff, person in combined(
            request.staff or deck.staff, request.languages or deck.languages
        )
    ]


def _called(names: Sequence[str]) -> str:
    """Return what the files of a selection are called: the same for the same cards."""
    whole = "+".join(names)
    if len(whole) <= _LONGEST:
        return whole
    first, *others = names
    return f"{first}+{len(others)}-more-{digest(whole)[:8]}"


def languages_of(targets: Iterable[Target]) -> tuple[str, ...]:
    """Return every language of some targets once."""
    return tuple(dict.fromkeys(tag for target in targets for tag in target.tags))


def needed_cards(cards: Mapping[str, Card], names: Iterable[str]) -> list[str]:
    """Return some cards that are printed, and those that they take answers from."""
    printed = [name for name in names if name in cards]
    asked = {tool for name in printed for tool in cards[name].tools}
    return sorted({*printed, *asked, ANSWERS})


def spread(targets: Iterable[Target]) -> list[Target]:
    """Order targets so that workers make different staff languages at the same time.

    A box that one of them paints is then in the store when another needs it.
    """
    queues: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        queues.setdefault((target.deck, target.staff), []).append(target)
    result = []
    while any(queues.values()):
        for number, queue in enumerate(queues.values()):
            if queue:
                result.append(queue.pop(0 if number % 2 else -1))
    return result
