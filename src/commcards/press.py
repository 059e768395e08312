"""One target: a deck in one staff language and one person's languages -> PDFs in output/."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import commcards
from commcards import about, draw, imposition, qr, targets
from commcards.diagnostics import Diagnostic, Location
from commcards.faces.fragment import dumps
from commcards.faces.render import Renderer
from commcards.faces.seal import engine_seal
from commcards.furniture import QR_SIDE
from commcards.html import Templates
from commcards.imposition import Leaf, crop_marks, impose
from commcards.localize import SOURCE_LANGUAGE, LocalCard
from commcards.model import Deck, Layout
from commcards.paper import PAPERS
from commcards.sheets import Bookmark, Document, FaceRef, Form, accessibility, write_pdf
from commcards.store import Output, Store, digest
from commcards.subset import Subsetter
from commcards.targets import INDEX, Edition, Target
from commcards.typeset import BASE_URL, Job, Look, Typesetter
from commcards.website import Website
from commcards.workspace import CACHE, Workspace


@dataclass(frozen=True, slots=True)
class TargetReport:
    """What a target came to; paths are relative to the output folder."""

    target: Target
    outputs: tuple[str, ...]
    rendered: int
    reused: int
    diagnostics: tuple[Diagnostic, ...]


class Press:
    """Makes targets of one workspace in one process."""

    def __init__(self, workspace: Workspace, store: Store, output: Output) -> None:
        self._workspace = workspace
        self._store = store
        self._output = output
        self._templates = Templates(workspace.project.root / "templates")
        self._subset = Subsetter(workspace.fonts, store)
        self._renderer = Renderer(workspace.fonts, workspace.project.root / CACHE)
        self._forms: dict[tuple[str, Edition], Form] = {}
        self._website = Website(workspace, self._templates, store, output)

    def make(self, target: Target) -> TargetReport:
        """Make every PDF and page of a target; a fault in one layout leaves the others be."""
        outputs: list[str] = []
        faults: list[Diagnostic] = []
        rendered = reused = 0
        cards = self._workspace.localized(target)
        for name in target.layouts:
            layout = self._workspace.project.layouts[name]
            jobs, found = self._set(target, layout, cards)
            faults += found
            for job in jobs:
                rendered += len(job.faces) if job.rendered else 0
                reused += 0 if job.rendered else len(job.faces)
            if found:
                continue
            for paper in target.papers:
                if paper in layout.grids:
                    path, found = self._print(target, layout, paper, jobs)
                    outputs += [] if found else [path]
                    faults += found
        if len(target.person) == 1:
            outputs += list(self._website.cards(target, cards))
        return TargetReport(target, tuple(outputs), rendered, reused, tuple(faults))

    def index(self, made: Sequence[Target]) -> str:
        """Write the front page of the site; return its path."""
        return self._website.index(made)

    def _set(
        self, target: Target, layout: Layout, cards: Sequence[LocalCard]
    ) -> tuple[list[Job], list[Diagnostic]]:
        """Set all cards, the card on the deck itself, and last the neutral back."""
        workspace = self._workspace
        project = workspace.project
        deck = project.decks[target.deck]
        look = self._look(target, layout)
        setter = Typesetter(self._templates, look, workspace.shaper, self._store, self._renderer)
        jobs = [
            Job(card, project.categories[card.card.category], targets.page(deck, target, card.card))
            for card in cards
        ]
        where = {
            f"{tag}:{key}": entry.where
            for tag in target.tags
            if tag in workspace.catalogs
            for key, entry in workspace.catalogs[tag].entries.items()
        }
        faults = [*self._qr_faults(jobs, layout), *setter.set_cards(jobs, where)]
        credits_card = about.about_card(
            self._workspace.localizer(target), workspace.cards, workspace.words, deck.version,
            project.languages[SOURCE_LANGUAGE], self._credits(target, jobs),
        )  # fmt: skip
        tools = project.categories["tools"]
        last = [Job(credits_card, tools, INDEX), Job(cards[0], tools, "", artifact=True)]
        faults += setter.set_cards(last, where)
        return [*jobs, *last], faults

    def _look(self, target: Target, layout: Layout) -> Look:
        workspace, spec = self._workspace, layout.face
        languages = [workspace.project.languages[tag] for tag in target.tags]
        english = workspace.project.languages[SOURCE_LANGUAGE]
        css = self._templates.render(
            "faces.css.j2",
            {
                "width": spec.width + 2 * spec.bleed,
                "height": spec.height + 2 * spec.bleed,
                "categories": [
                    {
                        "id": category.id,
                        "color": targets.color(category, target.edition),
                        "on_color": category.on_color,
                    }
                    for category in workspace.project.categories.values()
                ],
                "languages": dict.fromkeys([*languages, english]),
            },
        )
        frame = self._templates.render("faces.html.j2", {"faces": (), "language": languages[0]})
        seal = digest(engine_seal(), workspace.fonts.digest, frame)
        return Look(layout.id, spec, css, seal)

    def _credits(self, target: Target, jobs: Sequence[Job]) -> list[str]:
        """Return the credit lines of the pictures and fonts that the cards really use."""
        workspace = self._workspace
        used = {url.rsplit("/", 1)[1] for job in jobs for url in job.pictures if "/qr/" not in url}
        used |= set(about.PICTURES)
        lines = {line for name in used for line in workspace.symbols[name].credits}
        tags = (SOURCE_LANGUAGE, *target.tags)
        families = {f for tag in tags for f in workspace.project.languages[tag].fonts}
        files = workspace.fonts.files.values()
        return sorted(lines | {file.licence for file in files if file.family in families})

    def _qr_faults(self, jobs: Sequence[Job], layout: Layout) -> Iterator[Diagnostic]:
        for job in jobs:
            code = qr.encode(self._url(job.page))
            module = QR_SIDE * layout.scale / code.side
            if module < qr.LEAST_MODULE_MM:
                yield Diagnostic(
                    Location("decks.yaml"),
                    "qr-too-dense",
                    f"the QR code of {job.page} has modules of {module:.2f} mm on {layout.id}; "
                    f"{qr.LEAST_MODULE_MM} mm is the least that prints and reads well",
                    "choose a shorter base-url",
                )

    def _url(self, page: str) -> str:
        return f"{self._workspace.project.imprint.base_url}/{page}"

    def _print(
        self, target: Target, layout: Layout, paper: str, jobs: Sequence[Job]
    ) -> tuple[str, list[Diagnostic]]:
        """Impose the faces on one paper and write the PDF, unless it stands there already."""
        deck = self._workspace.project.decks[target.deck]
        flip = target.flip or layout.flip
        sheets = PAPERS[paper]
        path = targets.sheet(deck, target, layout.id, paper)
        urls = sorted({url for job in jobs for url in job.pictures})
        forms = {url: self._form(url, target.edition) for url in urls}
        bleed = layout.face.bleed
        back = FaceRef(jobs[-1].fragments[0], bleed, artifact=True)
        leaves: list[Leaf[FaceRef]] = []
        starts: list[tuple[Job, FaceRef]] = []
        for job in jobs[:-1]:
            faces = [FaceRef(fragment, bleed) for fragment in job.fragments]
            starts.append((job, faces[0]))
            sensitive = job.card.card.sensitive
            # Only a sensitive card must hide what lies on its back; others save the ink.
            leaves += imposition.pair(faces, back if sensitive else None)
        sides = impose(leaves, layout, paper, sheets, flip)
        pages = {id(p.face): n for n, side in enumerate(sides) for p in side.placements}
        duplex = any(leaf.back is not None for leaf in leaves)
        document = Document(
            title=self._title(target, deck),
            language=self._workspace.project.languages[target.staff].bcp47,
            producer=f"commcards {commcards.__version__}",
            bookmarks=tuple(
                Bookmark(
                    f"{job.card.card.code} {job.card.outside_title.staff.text}", pages[id(face)]
                )
                for job, face in starts
            ),
            labels=tuple(
                f"{n // 2 + 1}{'ab'[n % 2]}" if duplex else str(n + 1) for n in range(len(sides))
            ),
        )
        faults = [
            Diagnostic(deck.where, "pdf-ua", f"{path}: {fault}")
            for fault in dict.fromkeys(
                accessibility.faults(document, [f for job in jobs[:-1] for f in job.fragments])
            )
        ]
        marks = crop_marks(layout, paper, sheets)
        inputs = digest(
            "pdf", repr(document), repr(layout), flip, paper, commcards.__version__,
            engine_seal(), self._subset.seal,
            *(dumps(job.fragments) for job in jobs),
            *(f"{url}{form.side}".encode() + form.operators for url, form in forms.items()),
            str([job.card.card.sensitive for job in jobs]),
        )  # fmt: skip
        if not faults and not self._output.is_current(path, inputs):
            data = write_pdf(document, sides, marks, layout.scale, forms, self._subset)
            self._output.write(path, data, inputs)
        return path, faults

    def _title(self, target: Target, deck: Deck) -> str:
        localizer = self._workspace.localizer(target)
        message = self._workspace.words["neutral-title"] if deck.sensitive else deck.title
        people = ", ".join(language.autonym for language in localizer.person)
        return f"{localizer.line(message).staff.text} – {people}"

    def _form(self, url: str, edition: Edition) -> Form:
        """Return the picture that a URL stands for; each is drawn once a process."""
        if (url, edition) not in self._forms:
            self._forms[url, edition] = self._draw(url, edition)
        return self._forms[url, edition]

    def _draw(self, url: str, edition: Edition) -> Form:
        kind, _, name = url.removeprefix(BASE_URL).partition("/")
        if kind == "qr":
            code = qr.encode(self._url(name))
            return Form(code.operators(), code.side)
        palette = draw.COLOR if edition == "color" else draw.GREY
        if kind == "on":
            category_id, _, name = name.partition("/")
            category = self._workspace.project.categories[category_id]
            palette = draw.inverted(category.on_color, targets.color(category, edition))
        return Form(draw.operators(self._workspace.symbols[name], palette), draw.GRID)
