"""Sets the faces that a deck prints: cards, cover, index, last card, backs, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.build.forms import Pictures
from commcards.faces.contents import plan_cover, plan_folio, plan_last
from commcards.faces.flow import plan_back
from commcards.faces.index import indexed, plan_index
from commcards.localize import extracards
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Category
from commcards.model.layouts import FaceSpec, IndexSpec, Layout
from commcards.typesetting.painting import BoxPainter
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Job, Typesetter
from commcards.workspace import targets
from commcards.workspace.checks import prints_services
from commcards.workspace.credits import credit_lines
from commcards.workspace.output import LocalDeck, Tools
from commcards.workspace.request import Edition, PrintedFaces
from commcards.workspace.workspace import Workspace

SIDES = (
    "the side for the person and the side for staff have different numbers of faces, so backs "
    "would not fit their fronts"
)

PLANNERS = {"cover": plan_cover, "last": plan_last}  # of cards that every deck gets


@dataclass(frozen=True, slots=True)
class FaceSet:
    """The faces of a deck in one geometry.

    The jobs of a stack share leaves. ``staff`` holds the same cards with the staff's words first,
    for layouts whose backs are for staff; ``folios`` are the numbers of the faces of ``jobs``, and
    of ``staff``.
    """

    stacks: Sequence[Sequence[Job]]
    back: Job
    staff: Sequence[Job] = ()
    folios: Sequence[Job] = ()
    staff_folios: Sequence[Job] = ()

    @property
    def jobs(self) -> list[Job]:
        """The cards in printing order."""
        return [job for stack in self.stacks for job in stack]

    def printed(self, scale: float) -> PrintedFaces:
        """Return what the faces of cards are like where they are printed at a scale."""
        looks = [look for job in self.jobs for look in job.looks]
        fill = sum(look.fill for look in looks) / len(looks)
        return PrintedFaces(len(looks), min(look.picture for look in looks) * scale, fill)

    @property
    def every(self) -> list[Job]:
        """All jobs: the neutral back after the cards, the numbers last."""
        return [*self.jobs, *self.staff, self.back, *self.folios, *self.staff_folios]


class FaceSetter:
    """Sets the faces of decks; layouts with the same geometry share their faces."""

    def __init__(self, workspace: Workspace, tools: Tools, pictures: Pictures) -> None:
        self._tools = tools
        self._pictures = pictures
        self.renderer = Renderer(workspace.fonts, tools.store)
        self._painters: dict[Edition, BoxPainter] = {}

    def sets(self, deck: LocalDeck) -> Iterator[tuple[Sequence[Layout], FaceSet, list[Diagnostic]]]:
        """Yield layouts that share their faces, with the faces and their faults."""
        known, design = deck.workspace.project.layouts, deck.target.design
        layouts = [known[name].designed(design) for name in deck.target.layouts]
        for alike in targets.alike(layouts):
            jobs = self._jobs(deck, _chosen(alike[0], deck.cards))
            if jobs:
                yield alike, *self._set(deck, alike, jobs)

    def _jobs(self, deck: LocalDeck, chosen: Sequence[LocalCard]) -> list[Job]:
        categories = deck.workspace.project.categories
        return [
            Job(
                card,
                categories[card.card.category],
                deck.page(card.card),
            )
            for card in chosen
        ]

    def _set(
        self, deck: LocalDeck, layouts: Sequence[Layout], jobs: list[Job]
    ) -> tuple[FaceSet, list[Diagnostic]]:
        """Set the cards of layouts that share their faces, and the extra cards."""
        workspace = deck.workspace
        layout = layouts[0]
        typesetter = self.typesetter(deck, layout.id, layout.face)
        pages = [job.page for job in jobs]
        faults = [fault for each in layouts for fault in self._tools.codes.faults(pages, each)]
        faults += typesetter.set_cards(jobs, workspace.catalogs)
        tools = workspace.project.categories["tools"]
        localizer, common = workspace.localizer(deck.target), jobs[0].card.common
        blank = extracards.to_write_on(localizer, common, workspace.words, deck.deck)
        back = Job(
            blank, tools, "", artifact=True,
            planner=lambda *using: ((plan_back(blank, *using),), ()), about="back",
        )  # fmt: skip
        if not layout.front:  # A poster hangs by itself, and labels are no cards.
            faults += typesetter.set_cards([back], workspace.catalogs)
            stacks = [[job] for job in jobs]
        elif layout.front == "panel":
            panel = self._panel(deck, jobs)
            faults += typesetter.set_cards([panel, back], workspace.catalogs)
            stacks = [[panel], *([job] for job in jobs)]
        else:
            credits = self._credits(deck, jobs)
            last = extracards.last(
                localizer, common, workspace.words, deck.deck, credits, blank=deck.target.blank
            )
            jobs = [*jobs, _own(last, tools, "last")]
            faults += typesetter.set_cards([*jobs, back], workspace.catalogs)
            stacks, found_faults = self._found(deck, layout, typesetter, jobs)
            faults += found_faults
        staff: list[Job] = []
        if layout.back == "staff":
            every = [job for stack in stacks for job in stack]
            staff = [_turned(job) for job in every]
            faults += typesetter.set_cards(staff, workspace.catalogs)
            faults += [
                Diagnostic(job.card.card.where, "sides-differ", f"{job.card.card.id}: {SIDES}")
                for job, other in zip(every, staff, strict=True)
                if not faults and len(job.fragments) != len(other.fragments)
            ]
        faces = FaceSet(stacks, back, staff)
        if not layout.front or faults:
            return faces, faults
        folios = _folios(faces.jobs, back)
        staff_folios = _folios(staff, back)
        faults += typesetter.set_cards([*folios, *staff_folios], workspace.catalogs)
        return replace(faces, folios=folios, staff_folios=staff_folios), faults

    def _panel(self, deck: LocalDeck, jobs: Sequence[Job]) -> Job:
        """Return the cover of a leaflet."""
        workspace = deck.workspace
        card = extracards.panel(
            workspace.localizer(deck.target), jobs[0].card.common, workspace.words, deck.deck,
            workspace.project.imprint.organisation, self._credits(deck, jobs),
            sample=_is_sample(workspace, deck.target),
        )  # fmt: skip
        return Job(card, workspace.project.categories["tools"], paths.INDEX)

    def _found(
        self, deck: LocalDeck, layout: Layout, typesetter: Typesetter, jobs: list[Job]
    ) -> tuple[list[list[Job]], list[Diagnostic]]:
        """Set what leads to the cards: the contents on the cover, and the index.

        Returns the jobs in printing order, as stacks that share leaves.
        """
        *cards, last = jobs
        faults: list[Diagnostic] = []
        length = 1 if deck.target.cover else 0
        while True:  # The numbers of the faces depend on the length of the contents.
            starts = _starts(cards, 1 + length)
            covers = []
            if deck.target.cover:
                covers = [self._cover(deck, _listed(zip(cards, starts, strict=True)))]
                faults += typesetter.set_cards(covers, deck.workspace.catalogs)
            if faults or sum(len(cover.fragments) for cover in covers) == length:
                break
            length = len(covers[0].fragments)
        ends = [last]
        if layout.index and not deck.target.cards:  # Few cards are found without.
            index = self._index(deck, layout.index, [*zip(cards, starts, strict=True)])
            faults += typesetter.set_cards([index], deck.workspace.catalogs)
            ends.insert(0, index)
        return [*([cover] for cover in covers), *([card] for card in cards), ends], faults

    def _cover(self, deck: LocalDeck, listed: Sequence[tuple[Job, int]]) -> Job:
        """Return the cover, which lists jobs with their first faces."""
        workspace = deck.workspace
        tools = workspace.project.categories["tools"]
        cover = extracards.cover(
            workspace.localizer(deck.target), listed[0][0].card.common, workspace.words, deck.deck,
            workspace.project.imprint.organisation,
            [(job.card, job.category, face) for job, face in listed],
            sample=_is_sample(workspace, deck.target),
        )  # fmt: skip
        return _own(cover, tools, "cover")

    def _index(self, deck: LocalDeck, spec: IndexSpec, cards: Sequence[tuple[Job, int]]) -> Job:
        """Return the index of the phrases of cards, whose first faces are given."""
        workspace = deck.workspace
        tools, localizer = workspace.project.categories["tools"], workspace.localizer(deck.target)
        language = localizer.staff
        card = extracards.index(localizer, cards[0][0].card.common, workspace.words, deck.deck)
        entries = indexed(((job.card, start, job.keys) for job, start in cards), language)
        planner = partial(plan_index, card, tools, spec, language, entries)
        return Job(card, tools, paths.INDEX, planner=planner, about=repr((spec, entries)))

    def typesetter(self, deck: LocalDeck, layout: str, spec: FaceSpec) -> Typesetter:
        """Return the typesetter of faces of one geometry; ``layout`` is its name in faults."""
        painter = self._painter(deck.workspace, deck.target.edition)
        return Typesetter(layout, spec, painter, deck.workspace.shaper, self._tools.store)

    def _painter(self, workspace: Workspace, edition: Edition) -> BoxPainter:
        if edition not in self._painters:
            css = self._tools.templates.render(
                "faces.css.j2",
                {
                    "categories": [
                        {
                            "id": category.id,
                            "color": targets.color(category, edition),
                            "on_color": category.on_color,
                            "pattern": category.pattern,
                        }
                        for category in workspace.project.categories.values()
                    ]
                },
            )
            self._painters[edition] = BoxPainter(
                self._tools.templates,
                self._tools.store,
                self.renderer,
                css,
                workspace.fonts.digest,
            )
        return self._painters[edition]

    def _credits(self, deck: LocalDeck, jobs: Sequence[Job]) -> list[str]:
        """Return the credit lines of the pictures and fonts in use."""
        lines = self._pictures.credits({url for job in jobs for url in job.pictures})
        return credit_lines(deck.workspace, deck.target, [job.card for job in jobs], lines)


def _chosen(layout: Layout, cards: Sequence[LocalCard]) -> list[LocalCard]:
    """Return the cards that a layout prints."""
    return [card for card in cards if not layout.cards or card.card.id in layout.cards]


def _is_sample(workspace: Workspace, target: targets.Target) -> bool:
    """Return whether codes or services on the cards of a target are made up."""
    project = workspace.project
    samples = any(service.sample for service in project.services.values())
    return not project.imprint.has_address or (
        samples and prints_services(workspace, [workspace.deck(target)])
    )


def _starts(jobs: Sequence[Job], first: int) -> list[int]:
    """Return the number of the first face of each job, of which the first has a number."""
    return [*accumulate((len(job.fragments) for job in jobs[:-1]), initial=first)]


def _listed(jobs: Iterable[tuple[Job, int]]) -> list[tuple[Job, int]]:
    """Return what the contents list: questions lead to tool cards, so their first will do."""
    found: list[tuple[Job, int]] = []
    for job, face in jobs:
        before = found[-1][0].card.card if found else None
        if not (before and before.is_tool and job.card.card.is_tool):
            found.append((job, face))
    return found


def _own(card: LocalCard, category: Category, kind: str) -> Job:
    """Return the job of a card that is laid out in a way of its own."""
    planner = partial(PLANNERS[kind], card, category)
    return Job(card, category, paths.INDEX, planner=planner, about=kind)


def _turned(job: Job) -> Job:
    """Return a job with the staff's words first; the index is the same on both sides."""
    if job.about in PLANNERS:
        return _own(job.card.turned(), job.category, job.about)
    if job.planner:
        return Job(job.card, job.category, job.page, planner=job.planner, about=job.about)
    return Job(job.card.turned(), job.category, job.page)


def _folios(jobs: Sequence[Job], plain: Job) -> list[Job]:
    """Return the numbers of the faces of jobs, which stand where a ``plain`` card has its own."""
    direction = plain.card.title.person[0].language.direction
    found = []
    faces = (job for job in jobs for _ in job.fragments)
    for number, job in enumerate(faces, 1):
        alike = job.card.title.person[0].language.direction == direction
        card = plain.card if alike else plain.card.turned()
        found.append(
            Job(
                card, plain.category, "", artifact=True,
                planner=partial(plan_folio, card, number), about=f"folio {number}",
            )
        )  # fmt: skip
    return found
