"""Sets the faces that a deck prints: cards, cover, blank card, backs, and pages of booklets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.build.forms import Pictures
from commcards.faces.contents import folio_spec, plan_contents, plan_folio
from commcards.faces.flow import plan_back
from commcards.imposition import KINDS
from commcards.localize import extracards
from commcards.localize.localcard import LocalCard
from commcards.model.layouts import FaceSpec, Layout
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


@dataclass(frozen=True, slots=True)
class FaceSet:
    """The faces of a deck in one geometry.

    ``staff`` holds the same cards with the staff's words first, for layouts whose backs are for
    staff; ``folios`` are the page numbers of a booklet.
    """

    jobs: Sequence[Job]
    back: Job
    staff: Sequence[Job] = ()
    folios: Sequence[Job] = ()

    @property
    def cards(self) -> list[Job]:
        """The jobs in the size of a card, the neutral back last."""
        return [*self.jobs, *self.staff, self.back]

    def printed(self, scale: float) -> PrintedFaces:
        """Return what the faces of cards are like where they are printed at a scale."""
        looks = [look for job in self.jobs for look in job.looks]
        fill = sum(look.fill for look in looks) / len(looks)
        return PrintedFaces(len(looks), min(look.picture for look in looks) * scale, fill)

    @property
    def every(self) -> list[Job]:
        """All jobs."""
        return [*self.cards, *self.folios]


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
        typesetter = self._typesetter(deck, layout.id, layout.face)
        pages = [job.page for job in jobs]
        faults = [fault for each in layouts for fault in self._tools.codes.faults(pages, each)]
        faults += typesetter.set_cards(jobs, workspace.catalogs)
        tools = workspace.project.categories["tools"]
        localizer, common = workspace.localizer(deck.target), jobs[0].card.common
        blank = extracards.blank(localizer, common, workspace.words, deck.deck)
        back = Job(
            blank, tools, "", artifact=True,
            planner=lambda *using: ((plan_back(blank, *using),), ()), about="back",
        )  # fmt: skip
        extra = [back]
        if not layout.cards:
            cover = extracards.cover(
                localizer, common, workspace.words, deck.deck,
                workspace.project.imprint.organisation,
                sample=_is_sample(workspace, deck.target),
            )  # fmt: skip
            credits = extracards.credits(
                localizer, common, workspace.words, deck.deck, self._credits(deck, jobs)
            )
            first = [cover] if deck.target.cover else []
            last = [*([blank] if deck.target.blank else []), credits]
            before, after = (
                [Job(card, tools, paths.INDEX) for card in part] for part in (first, last)
            )
            jobs = [*before, *jobs, *after]
            extra += [*before, *after]
        faults += typesetter.set_cards(extra, workspace.catalogs)
        staff: list[Job] = []
        folios: list[Job] = []
        if layout.back == "staff":
            staff = [Job(job.card.turned(), job.category, job.page) for job in jobs]
            faults += typesetter.set_cards(staff, workspace.catalogs)
            faults += [
                Diagnostic(job.card.card.where, "sides-differ", f"{job.card.card.id}: {SIDES}")
                for job, other in zip(jobs, staff, strict=True)
                if not faults and len(job.fragments) != len(other.fragments)
            ]
        if KINDS[layout.kind].is_book and not faults:
            jobs, folios, bound_faults = self._bound(deck, layout, typesetter, jobs)
            faults += bound_faults
        return FaceSet(jobs, back, staff, folios), faults

    def _bound(
        self, deck: LocalDeck, layout: Layout, typesetter: Typesetter, jobs: list[Job]
    ) -> tuple[list[Job], list[Job], list[Diagnostic]]:
        """Add the contents after the cover, and set the page numbers."""
        workspace = deck.workspace
        tools, common = workspace.project.categories["tools"], jobs[0].card.common
        covers, cards = (jobs[:1], jobs[1:]) if deck.target.cover else ([], jobs)
        listed = extracards.contents(
            workspace.localizer(deck.target), common, workspace.words, deck.deck,
            [job.card for job in cards],
        )  # fmt: skip
        language = workspace.project.languages[deck.target.staff]
        faults: list[Diagnostic] = []
        length = 1
        while True:  # The page numbers depend on the length of the contents.
            number = 1 + sum(len(job.fragments) for job in covers) + length
            numbers = []
            for job in cards:
                numbers.append(number)
                number += len(job.fragments)
            planner = partial(plan_contents, listed, tools, numbers=numbers, language=language)
            contents = Job(listed, tools, paths.INDEX, planner=planner, about=repr(numbers))
            faults += typesetter.set_cards([contents], workspace.catalogs)
            if faults or len(contents.fragments) == length:
                break
            length = len(contents.fragments)
        spec = folio_spec(layout.face)
        folios = [
            Job(
                jobs[0].card, tools, "", artifact=True,
                planner=lambda *_, n=n: ((plan_folio(language, n, spec),), ()), about=f"folio {n}",
            )
            for n in range(1, number)
        ]  # fmt: skip
        typesetter = self._typesetter(deck, layout.id, spec)
        faults += typesetter.set_cards(folios, workspace.catalogs)
        return [*covers, contents, *cards], folios, faults

    def _typesetter(self, deck: LocalDeck, layout: str, spec: FaceSpec) -> Typesetter:
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
