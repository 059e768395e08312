"""One target: a deck in one staff language and one person's languages -> its PDFs and pages."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.base.store import Store
from commcards.build.forms import Pictures
from commcards.build.printing import FaceSet, SheetPrinter
from commcards.faces.contents import folio_spec, plan_contents, plan_folio
from commcards.faces.flow import plan_back
from commcards.imposition import KINDS
from commcards.localize import extracards
from commcards.localize.localcard import LocalCard
from commcards.model.catalogs import Catalog
from commcards.model.decks import Deck
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.model.layouts import FaceSpec, Layout
from commcards.pictures.qrcache import QrCache
from commcards.site.pages import IndexDeck
from commcards.site.publish import Website
from commcards.text.subset import Subsetter
from commcards.text.templates import Templates
from commcards.typesetting.painting import BoxPainter
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Job, Typesetter
from commcards.workspace import targets
from commcards.workspace.request import Edition
from commcards.workspace.targets import Current, Made, Target
from commcards.workspace.workspace import Workspace

_MANY = 100  # faces; an edit leaves little behind, and is not to wait
SIDES = "its two sides do not break alike, so backs would not fit their fronts"


@dataclass(frozen=True, slots=True)
class TargetReport:
    """What a target came to. ``entry`` is what the front page says of it."""

    target: Target
    made: tuple[Made, ...]
    entry: IndexDeck
    rendered: int
    reused: int
    diagnostics: tuple[Diagnostic, ...]


class _Run(NamedTuple):
    """Layouts of one face, and the cards that they print."""

    layouts: Sequence[Layout]
    setter: Typesetter
    jobs: list[Job]


class DeckBuilder:
    """Makes targets of one workspace in one process."""

    def __init__(
        self,
        workspace: Workspace,
        templates: Templates,
        store: Store,
        cache: Path | None,
        output: Path,
    ) -> None:
        """``cache`` is a folder for what libraries keep, if anything may be kept.

        What is made is written into the folder ``output``.
        """
        self._workspace = workspace
        self._store = store
        self._templates = templates
        fonts = workspace.fonts
        self._renderer = Renderer(fonts, store, cache)
        project = workspace.project
        self._codes = QrCache(project.imprint.base_url, store)
        self._pictures = Pictures(workspace.symbols, project.categories, self._codes, store)
        self._painters: dict[Edition, BoxPainter] = {}
        self._printer = SheetPrinter(Subsetter(workspace.fonts, store), output)
        self._website = Website(workspace, templates, store, self._codes, output)
        self._rendered = 0

    def make(
        self, target: Target, catalogs: Mapping[str, Catalog], current: Current
    ) -> TargetReport:
        """Make every PDF and page of a target; a fault in one layout leaves the others be."""
        if self._rendered > _MANY:
            gc.collect()  # the page engine's documents are cycles, and would pile up
        made: list[Made] = []
        faults = self._renderer.faults
        rendered = reused = 0
        self._workspace = replace(self._workspace, catalogs=catalogs)
        cards = self._workspace.localized(target)
        known = self._workspace.project.layouts
        layouts = [known[name] for name in target.layouts]
        deck = self._workspace.project.decks[target.deck]
        runs = [
            _Run(alike, self._typesetter(target, alike[0].id, alike[0].face), jobs)
            for alike in targets.alike(layouts)
            if (jobs := self._jobs(target, _chosen(alike[0], cards)))
        ]
        while runs:
            alike = runs[0].layouts
            faces, found = self._set(target, runs.pop(0))
            faults += found
            for job in faces.every:
                rendered += len(job.fragments) if job.rendered else 0
                reused += 0 if job.rendered else len(job.fragments)
            for layout in alike if not found else ():
                for paper in (paper for paper in target.papers if paper in layout.grids):
                    sheet, found = self._print(target, layout, paper, faces, current)
                    made += [] if found else [sheet]
                    faults += found
            del faces  # before those of the next layouts fill the memory
        sheets = targets.sheets(deck, target, known, {*current, *(each.path for each in made)})
        pages = [*self._website.cards(self._workspace, target, cards, sheets, current)]
        entry = self._website.entry(self._workspace, target, cards, sheets)
        self._rendered = rendered
        return TargetReport(target, (*made, *pages), entry, rendered, reused, tuple(faults))

    def index(self, entries: Sequence[IndexDeck]) -> bytes:
        """Return the front page."""
        return self._website.index(entries)

    def _jobs(self, target: Target, chosen: Sequence[LocalCard]) -> list[Job]:
        project = self._workspace.project
        deck = project.decks[target.deck]
        return [
            Job(card, project.categories[card.card.category], targets.page(deck, target, card.card))
            for card in chosen
        ]

    def _set(self, target: Target, run: _Run) -> tuple[FaceSet, list[Diagnostic]]:
        """Set cards once for all layouts of one face, and what those print beside them."""
        workspace = self._workspace
        project = workspace.project
        deck = project.decks[target.deck]
        layout, setter, jobs = run.layouts[0], run.setter, run.jobs
        pages = [job.page for job in jobs]
        faults = [fault for each in run.layouts for fault in self._codes.faults(pages, each)]
        faults += setter.set_cards(jobs, workspace.catalogs)
        tools = project.categories["tools"]
        localizer, common = workspace.localizer(target), jobs[0].card.common
        blank = extracards.blank(localizer, common, workspace.words, deck)
        back = Job(
            blank, tools, "", artifact=True,
            planner=lambda *using: ((plan_back(blank, *using),), ()), about="back",
        )  # fmt: skip
        extra = [back]
        if not layout.cards:
            cover = extracards.cover(
                localizer, common, workspace.words, deck, project.imprint.organisation,
                self._credits(target, jobs),
            )  # fmt: skip
            jobs = [Job(cover, tools, paths.INDEX), *jobs, Job(blank, tools, paths.INDEX)]
            extra += [jobs[0], jobs[-1]]
        faults += setter.set_cards(extra, workspace.catalogs)
        staff: list[Job] = []
        folios: list[Job] = []
        if layout.back == "staff":
            staff = [Job(job.card.turned(), job.category, job.page) for job in jobs]
            faults += setter.set_cards(staff, workspace.catalogs)
            faults += [
                Diagnostic(job.card.card.where, "sides-differ", f"{job.card.card.id}: {SIDES}")
                for job, other in zip(jobs, staff, strict=True)
                if not faults and len(job.fragments) != len(other.fragments)
            ]
        if KINDS[layout.kind].is_book and not faults:
            jobs, folios, found = self._bound(target, layout, setter, jobs)
            faults += found
        return FaceSet(jobs, back, staff, folios), faults

    def _bound(
        self,
        target: Target,
        layout: Layout,
        setter: Typesetter,
        jobs: list[Job],
    ) -> tuple[list[Job], list[Job], list[Diagnostic]]:
        """Put contents after the cover, and set the page numbers that they and the pages show."""
        workspace = self._workspace
        deck = workspace.project.decks[target.deck]
        cover, *cards = jobs
        listed = extracards.contents(
            workspace.localizer(target), cover.card.common, workspace.words, deck,
            [job.card for job in cards],
        )  # fmt: skip
        language = workspace.project.languages[target.staff]
        faults: list[Diagnostic] = []
        length = 1
        while True:  # until the contents have the length that their numbers reckon with
            number = 1 + len(cover.fragments) + length
            numbers = []
            for job in cards:
                numbers.append(number)
                number += len(job.fragments)
            found = partial(
                plan_contents, listed, cover.category, numbers=numbers, language=language
            )
            contents = Job(listed, cover.category, paths.INDEX, planner=found, about=repr(numbers))
            faults += setter.set_cards([contents], workspace.catalogs)
            if faults or len(contents.fragments) == length:
                break
            length = len(contents.fragments)
        spec = folio_spec(layout.face)
        folios = [
            Job(
                cover.card, cover.category, "", artifact=True,
                planner=lambda *_, n=n: ((plan_folio(language, n, spec),), ()), about=f"folio {n}",
            )
            for n in range(1, number)
        ]  # fmt: skip
        setter = self._typesetter(target, layout.id, spec)
        faults += setter.set_cards(folios, workspace.catalogs)
        return [cover, contents, *cards], folios, faults

    def _typesetter(self, target: Target, layout: str, spec: FaceSpec) -> Typesetter:
        painter = self._painter(target.edition)
        return Typesetter(layout, spec, painter, self._workspace.shaper, self._store)

    def _painter(self, edition: Edition) -> BoxPainter:
        if edition not in self._painters:
            css = self._templates.render(
                "faces.css.j2",
                {
                    "categories": [
                        {
                            "id": category.id,
                            "color": targets.color(category, edition),
                            "on_color": category.on_color,
                            "pattern": category.pattern,
                        }
                        for category in self._workspace.project.categories.values()
                    ]
                },
            )
            fonts = self._workspace.fonts.digest
            self._painters[edition] = BoxPainter(
                self._templates, self._store, self._renderer, css, fonts
            )
        return self._painters[edition]

    def _credits(self, target: Target, jobs: Sequence[Job]) -> list[str]:
        """Return the credit lines of the pictures and fonts that the cards really use."""
        workspace = self._workspace
        lines = self._pictures.credits({url for job in jobs for url in job.pictures})
        lines |= {line for name in extracards.PICTURES for line in workspace.symbols[name].credits}
        languages = workspace.project.languages
        families = {
            family for tag in (SOURCE_LANGUAGE, *target.tags) for family in languages[tag].fonts
        }
        families.update(*(job.card.families for job in jobs))
        files = workspace.fonts.files.values()
        return sorted(lines | {file.licence for file in files if file.family in families})

    def _print(
        self, target: Target, layout: Layout, paper: str, faces: FaceSet, current: Current
    ) -> tuple[Made, list[Diagnostic]]:
        project = self._workspace.project
        deck = project.decks[target.deck]
        urls = {url for job in faces.every for url in job.pictures}
        forms = self._pictures.forms(urls, target.edition)
        title, staff = self._title(target, deck), project.languages[target.staff]
        return self._printer.print(target, deck, title, staff, layout, paper, faces, forms, current)

    def _title(self, target: Target, deck: Deck) -> str:
        localizer = self._workspace.localizer(target)
        message = self._workspace.words["neutral-title"] if deck.sensitive else deck.title
        people = ", ".join(language.autonym for language in localizer.person)
        return f"{localizer.line(message).staff.text} – {people}"


def _chosen(layout: Layout, cards: Sequence[LocalCard]) -> list[LocalCard]:
    """Return the cards that a layout prints."""
    return [card for card in cards if not layout.cards or card.card.id in layout.cards]
