"""Faces of a deck -> PDFs: leaves, sheets, marks, bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import commcards
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest, sha256_of
from commcards.base.files import atomic
from commcards.base.versions import code_digest
from commcards.build.facesets import FaceSet, FaceSetter
from commcards.build.forms import Pictures
from commcards.imposition import CardFaces, Imposition, Side, numbered, on_paper, shifted
from commcards.model.decks import Deck
from commcards.model.layouts import Layout
from commcards.pdf import (
    Bookmark,
    Document,
    Duplex,
    FaceRef,
    accessibility,
    fonts_of,
    shown,
    write_pdf,
)
from commcards.text.subset import Subsetter
from commcards.workspace import targets
from commcards.workspace.output import Download, LocalDeck, Output, OutputReport, Tools
from commcards.workspace.request import EDITIONS, Edition, PrintedFaces
from commcards.workspace.targets import Made, Target
from commcards.workspace.workspace import Workspace


class Printing(Output):
    """The PDFs of a deck: one for each layout and paper."""

    is_download = True

    def __init__(self, workspace: Workspace, tools: Tools) -> None:
        categories = workspace.project.categories
        self._folder = tools.folder
        self._subset = Subsetter(workspace.fonts, tools.store)
        self._pictures = Pictures(workspace.symbols, categories, tools.codes, tools.store)
        self._faces = FaceSetter(workspace, tools, self._pictures)

    @staticmethod
    def paths(workspace: Workspace, target: Target) -> dict[str, str]:
        """Return the path of each layout on each of its papers, with a label such as a6 · A4."""
        deck = workspace.deck(target)
        return {
            targets.sheet(deck, target, layout.id, paper, edition): _label(layout, paper, edition)
            for layout in workspace.project.layouts.values()
            for paper in layout.grids
            for edition in EDITIONS
        }

    def make(self, deck: LocalDeck, downloads: Sequence[Download]) -> OutputReport:
        """Write the PDF of every layout and paper; a fault in one does not stop the others."""
        made: list[Made] = []
        faults = self._faces.renderer.faults
        rendered = reused = 0
        printed: dict[str, PrintedFaces] = {}
        for layouts, faces, set_faults in self._faces.sets(deck):
            faults += set_faults
            for job in faces.every:
                rendered += len(job.fragments) if job.rendered else 0
                reused += 0 if job.rendered else len(job.fragments)
            for layout in layouts if not set_faults else ():
                printed[layout.id] = faces.printed(layout.scale)
                for paper in (paper for paper in deck.target.papers if paper in layout.grids):
                    pdf, pdf_faults = self._print(deck, layout, paper, faces)
                    made += [] if pdf_faults else [pdf]
                    faults += pdf_faults
        return OutputReport(tuple(made), tuple(faults), rendered, reused, printed)

    def _print(
        self, local: LocalDeck, layout: Layout, paper: str, faces: FaceSet
    ) -> tuple[Made, list[Diagnostic]]:
        """Write the PDF of one layout on one paper, unless it is current.

        Returns it with its accessibility faults; with faults it is not written.
        """
        target, deck, current = local.target, local.deck, local.current
        language = local.workspace.project.languages[target.staff]
        title = _title(local)
        urls = {url for job in faces.every for url in job.pictures}
        forms = self._pictures.forms(urls, target.edition)
        path = targets.sheet(deck, target, layout.id, paper, target.edition)
        references = {
            id(job): [FaceRef(fragment, job.artifact) for fragment in job.fragments]
            for job in faces.every
        }
        sheets = on_paper(layout, paper)
        flip = "none" if layout.flip == "none" else target.flip or layout.flip
        sides = _sides(target, sheets, faces, references, flip)
        sides = shifted(sides, target.back_offset)
        pages: dict[int, int] = {}
        for number, side in enumerate(sides):
            for placement in side.placements:
                pages.setdefault(id(placement.face), number)
        document = Document(
            title=title,
            language=language.bcp47,
            producer=f"commcards {commcards.__version__}",
            bookmarks=tuple(
                Bookmark(
                    f"{job.card.card.code} {job.card.outside_title.staff.text}",
                    pages[id(references[id(job)][0])],
                )
                for job in faces.jobs
            ),
            labels=_labels(sides),
            duplex=_duplex(sides, flip),
        )
        fonts = fonts_of(shown(sides))
        tagged = [fragment for job in faces.every if not job.artifact for fragment in job.fragments]
        found = accessibility.faults(document, tagged, fonts.values())
        faults = accessibility_faults(deck, path, found)
        marks = [*sheets.crop_marks(), *sheets.fold_marks()]
        boxes = sheets.trim_box, sheets.bleed_box
        every = [ref for job in faces.every for ref in references[id(job)]]
        order = {id(ref): number for number, ref in enumerate(every)}
        places = [
            (p.x, p.y, p.turned, p.clip, order[id(p.face)]) for s in sides for p in s.placements
        ]
        inputs = digest(
            "pdf", repr(document), repr(places), repr(marks), repr(boxes), str(layout.scale),
            code_digest(), self._subset.digest,
            *(fragment.digest for job in faces.every for fragment in job.fragments),
            *(part for url, form in forms.items() for part in (url, form.content)),
        )  # fmt: skip
        if faults or current.get(path) == inputs:
            return Made(path, inputs), faults
        with atomic(self._folder / path) as file:
            write_pdf(file, document, sides, marks, boxes, layout.scale, fonts, forms, self._subset)
            return Made(path, inputs, sha256_of(file)), faults


def accessibility_faults(deck: Deck, path: str, found: Iterable[str]) -> list[Diagnostic]:
    """Return what ``accessibility.faults`` found in the PDF at ``path``, each once."""
    return [Diagnostic(deck.where, "pdf-ua", f"{path}: {each}") for each in dict.fromkeys(found)]


def _sides(
    target: Target,
    sheets: Imposition,
    faces: FaceSet,
    references: Mapping[int, Sequence[FaceRef]],
    flip: str,
) -> list[Side[FaceRef]]:
    (neutral,) = references[id(faces.back)]
    own = {
        id(job): references[id(turned)]
        for job, turned in zip(faces.jobs, faces.staff, strict=False)
    }
    cards = [
        # Only a sensitive card needs a neutral back; others save the ink.
        CardFaces(
            [face for job in stack for face in references[id(job)]],
            [face for job in stack for face in own.get(id(job), ())],
            neutral if stack[0].card.card.sensitive else None,
        )
        for stack in faces.stacks
    ]
    rtl = faces.jobs[0].card.title.person[0].language.direction == "rtl"
    sides = sheets.impose(cards, flip, stacked=target.stacked, right_to_left=rtl)
    numbers: dict[int, FaceRef] = {}
    for jobs, folios in ((faces.jobs, faces.folios), (faces.staff, faces.staff_folios)):
        pages = [face for job in jobs for face in references[id(job)]] if folios else []
        own_folios = (folio for job in folios for folio in references[id(job)])
        numbers |= {id(page): folio for page, folio in zip(pages, own_folios, strict=True)}
    return numbered(sides, numbers)


def _duplex(sides: Sequence[Side[FaceRef]], flip: str) -> Duplex:
    """Return how the printer must turn the sheets."""
    if not any(side.back for side in sides):
        return "Simplex"
    return "DuplexFlipShortEdge" if flip == "short-edge" else "DuplexFlipLongEdge"


def _labels(sides: Sequence[Side[FaceRef]]) -> tuple[str, ...]:
    """Return page labels: the number of the sheet, and a or b if sheets have two sides.

    A book of several signatures numbers the sheets of each signature: 2-1a.
    """
    if not any(side.back for side in sides):
        return tuple(str(n + 1) for n in range(len(sides)))
    labels = []
    first = 0  # side of the signature
    for number, side in enumerate(sides):
        if number and side.signature != sides[number - 1].signature:
            first = number
        part = f"{side.signature}-" if sides[-1].signature > 1 else ""
        labels.append(f"{part}{(number - first) // 2 + 1}{'ab'[number % 2]}")
    return tuple(labels)


def _title(deck: LocalDeck) -> str:
    localizer = deck.workspace.localizer(deck.target)
    message = deck.deck.outside_title(deck.workspace.words)
    people = ", ".join(language.autonym for language in localizer.person)
    return f"{localizer.line(message).staff.text} – {people}"


def _label(layout: Layout, paper: str, edition: Edition) -> str:
    """Return the label of a PDF, with the paper as people write it: A4, Letter."""
    name = paper.upper() if len(paper) < 4 else paper.title()
    return " · ".join([layout.id, name, *([] if edition == "color" else [edition])])
