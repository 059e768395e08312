"""The key for staff: a PDF that tells which card with a neutral title is about what.

It is no download: no page leads to it, and it goes to no partner, because it is not handed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import commcards
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest, sha256_of
from commcards.base.files import atomic
from commcards.base.units import Mm
from commcards.base.versions import code_digest
from commcards.build.facesets import FaceSetter
from commcards.build.forms import Pictures
from commcards.build.printing import accessibility_faults
from commcards.faces.staffkey import EDGE, face_spec, plan_key
from commcards.imposition import Placement, Rect, Side
from commcards.localize import extracards
from commcards.model.paper import PAPERS
from commcards.pdf import Document, FaceRef, accessibility, fonts_of, shown, write_pdf
from commcards.text.subset import Subsetter
from commcards.typesetting.typesetter import Job
from commcards.workspace import targets
from commcards.workspace.output import Download, LocalDeck, Output, OutputReport, Tools
from commcards.workspace.targets import Made, Target
from commcards.workspace.workspace import Workspace


class StaffKey(Output):
    """The key of a deck with sensitive cards, on each paper."""

    is_download = False

    def __init__(self, workspace: Workspace, tools: Tools) -> None:
        self._folder = tools.folder
        self._subset = Subsetter(workspace.fonts, tools.store)
        categories = workspace.project.categories
        self._pictures = Pictures(workspace.symbols, categories, tools.codes, tools.store)
        self._faces = FaceSetter(workspace, tools, self._pictures)

    @staticmethod
    def paths(workspace: Workspace, target: Target) -> dict[str, str]:
        """Return the path of the key on each paper."""
        deck = workspace.deck(target)
        return dict.fromkeys(targets.staff_keys(deck, target), targets.STAFF_KEY)

    def make(self, deck: LocalDeck, downloads: Sequence[Download]) -> OutputReport:
        """Write the key on each paper; a deck without sensitive cards has none."""
        sensitive = [card for card in deck.cards if card.card.sensitive]
        if not sensitive:
            return OutputReport(())
        workspace, target = deck.workspace, deck.target
        card = extracards.key(
            workspace.localizer(target), sensitive[0].common, workspace.words, deck.deck, sensitive
        )
        made: list[Made] = []
        faults: list[Diagnostic] = []
        rendered = reused = 0
        tools = workspace.project.categories["tools"]
        for paper in target.papers:
            job = Job(card, tools, "", planner=partial(plan_key, card, tools), about="key")
            setter = self._faces.typesetter(deck, targets.STAFF_KEY, face_spec(PAPERS[paper]))
            found = setter.set_cards([job], workspace.catalogs)
            faults += found
            rendered += len(job.fragments) if job.rendered else 0
            reused += 0 if job.rendered else len(job.fragments)
            if not found:
                written, found = self._write(deck, paper, job)
                made.append(written)
                faults += found
        return OutputReport(tuple(made), tuple(faults), rendered, reused)

    def _write(self, deck: LocalDeck, paper: str, job: Job) -> tuple[Made, list[Diagnostic]]:
        """Write the key on one paper, unless it is current: a face on each sheet.

        Returns it with its accessibility faults; with faults it is not written.
        """
        target, size = deck.target, PAPERS[paper]
        forms = self._pictures.forms(job.pictures, target.edition)
        path = targets.sheet(deck.deck, target, targets.STAFF_KEY, paper, target.edition)
        words = job.card.title.words[0]
        document = Document(
            title=words.text,
            language=words.language.bcp47,
            producer=f"commcards {commcards.__version__}",
            bookmarks=(),
            labels=tuple(str(number) for number, _ in enumerate(job.fragments, 1)),
            duplex="Simplex",
        )
        sides = [Side(*size, (Placement(FaceRef(each), EDGE, EDGE),)) for each in job.fragments]
        inputs = digest(
            "key", repr(document), paper, code_digest(), self._subset.digest,
            *(fragment.digest for fragment in job.fragments),
            *(part for url, form in forms.items() for part in (url, form.content)),
        )  # fmt: skip
        fonts = fonts_of(shown(sides))
        broken = accessibility.faults(document, job.fragments, fonts.values())
        faults = accessibility_faults(deck.deck, path, broken)
        if faults or deck.current.get(path) == inputs:
            return Made(path, inputs), faults
        box = Rect(Mm(0), Mm(0), *size)
        with atomic(self._folder / path) as file:
            write_pdf(file, document, sides, (), (box, box), 1.0, fonts, forms, self._subset)
            return Made(path, inputs, sha256_of(file)), faults
