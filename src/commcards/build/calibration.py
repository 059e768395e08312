"""Makes PDFs of sheets that measure how far a printer's backs miss their fronts."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import commcards
from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.store import Store
from commcards.base.units import Mm
from commcards.faces import calibration
from commcards.imposition import Placement, Rect, Side, shifted
from commcards.localize.localcard import Common, LocalCard, Words
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card
from commcards.model.decks import Category
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.model.paper import PAPERS
from commcards.pdf import Document, FaceRef, fonts_of, shown, write_pdf
from commcards.text.subset import Subsetter
from commcards.text.templates import Templates
from commcards.typesetting.painting import BoxPainter
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Job, Typesetter
from commcards.workspace.workspace import Workspace

NAME = "calibration"
PLAIN = Category(NAME, "#000000", "#000000", "#ffffff", "circle", 0)  # for a job without category


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, its orientation, and how the printer turns it.

    ``offset`` moves the back, in millimetres to the right and down, as in a build.
    """

    paper: str
    landscape: bool
    flip: str
    offset: tuple[float, float]

    @property
    def size(self) -> tuple[Mm, Mm]:
        """Width and height in millimetres."""
        width, height = PAPERS[self.paper]
        return (height, width) if self.landscape else (width, height)

    @property
    def file(self) -> str:
        """The name of the PDF."""
        return f"{NAME}.{self.paper}{'-landscape' if self.landscape else ''}.pdf"

    @property
    def command(self) -> str:
        """The command that makes this sheet; it is printed on the sheet."""
        options = ["--paper", self.paper, *(["--landscape"] if self.landscape else [])]
        options += ["--flip", self.flip]
        if any(self.offset):
            options += ["--back-offset", *(f"{value:g}" for value in self.offset)]
        return f"commcards calibrate {' '.join(options)}"


def make(
    workspace: Workspace, staff: str, sheets: Iterable[Sheet]
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Make sheets in a staff language, whose catalog the workspace must have.

    Returns PDFs by file name, and a fault for words that have no room; a sheet with faults is not
    made.
    """
    root = workspace.project.root
    templates = Templates.of(root)
    css = templates.render("faces.css.j2", {"categories": ()}) + calibration.CSS
    store = Store(root / paths.STORE)
    renderer = Renderer(workspace.fonts, store)
    painter = BoxPainter(templates, store, renderer, css, workspace.fonts.digest)
    subset = Subsetter(workspace.fonts, store)
    made: dict[str, bytes] = {}
    faults: list[Diagnostic] = renderer.faults
    for sheet in sheets:
        spec = calibration.face_spec(sheet.size)
        typesetter = Typesetter(NAME, spec, painter, workspace.shaper, store)
        job = _job(workspace, staff, sheet)
        sheet_faults = typesetter.set_cards([job], workspace.catalogs)
        if not sheet_faults:
            made[sheet.file] = _pdf(job, sheet, subset)
        faults += sheet_faults
    return made, faults


def _job(workspace: Workspace, staff: str, sheet: Sheet) -> Job:
    """Return the sheet as a card of two faces, in the staff's words with the source below."""
    languages = workspace.project.languages
    source, language = languages[SOURCE_LANGUAGE], languages[staff]
    below = () if language == source else (source,)
    localizer = Localizer(source, language, below, workspace.catalogs)
    lines = {key: localizer.line(message) for key, message in workspace.words.items()}
    title = lines[NAME]
    where = Location(paths.WORDS)
    card = Card(NAME, "", NAME, "", workspace.words[NAME], (), where)
    local = LocalCard(card, title, title, (), Common({}, lines), "")
    planner = partial(calibration.plan, lines, Words(source, sheet.command), sheet.flip)
    return Job(local, PLAIN, "", planner=planner, about=sheet.command + sheet.flip)


def _pdf(job: Job, sheet: Sheet, subset: Subsetter) -> bytes:
    """Return a PDF of the front, and of the back moved by the offset."""
    size = sheet.size
    front, back = (FaceRef(fragment) for fragment in job.fragments)
    sides = [
        Side(*size, (Placement(front, Mm(0), Mm(0)),)),
        Side(*size, (Placement(back, Mm(0), Mm(0)),), back=True),
    ]
    sides = shifted(sides, sheet.offset)
    words = job.card.title.staff
    document = Document(
        title=words.text,
        language=words.language.bcp47,
        producer=f"commcards {commcards.__version__}",
        bookmarks=(),
        labels=("1a", "1b"),
        duplex="DuplexFlipShortEdge" if sheet.flip == "short-edge" else "DuplexFlipLongEdge",
    )
    box = Rect(Mm(0), Mm(0), *size)
    file = io.BytesIO()
    write_pdf(file, document, sides, (), (box, box), 1.0, fonts_of(shown(sides)), {}, subset)
    return file.getvalue()
