"""Texts painted in a plain look, by themselves or as a page of a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from commcards.base.store import Store
from commcards.base.units import Mm, to_mm, to_pt
from commcards.imposition import Placement, Rect, Side
from commcards.pdf import Document, FaceRef, Part, compose, fonts_of, write_pdf
from commcards.pdf.paintedbox import PaintedBox
from commcards.text.linebreak import marked
from commcards.text.subset import Subsetter
from commcards.text.templates import Templates
from commcards.typesetting.painting import BoxPainter, BoxSpec
from commcards.typesetting.render import Renderer
from commcards.workspace.workspace import Workspace
from tests.support.badinput import REPOSITORY

SIZE = 12.0  # pt
PAGE = Mm(210)
CSS = """
body, p { margin: 0; font-weight: 400 }
body > * { position: absolute; left: 0; top: 0 }
"""
DOCUMENT = Document("Paper", "en", "a test", (), ("1",), "Simplex")


class Paper:
    """Paints texts of a project's languages, in boxes of a width in millimetres."""

    def __init__(self, workspace: Workspace, renderer: Renderer) -> None:
        self.languages = workspace.project.languages
        self.fonts = workspace.fonts
        templates = Templates.read(REPOSITORY / "templates")
        self._painter = BoxPainter(templates, Store(None), renderer, CSS, "")

    def paint(self, tag: str, texts: Iterable[str], width: float) -> list[PaintedBox]:
        """Return the box of each text."""
        language = self.languages[tag]
        specs = [
            BoxSpec("p", "", language, marked(text, language), SIZE, width, 0) for text in texts
        ]
        painted = self._painter.paint(specs)
        return [painted[spec] for spec in specs]

    def pdf(self, tag: str, texts: Sequence[str], width: float) -> bytes:
        """Return a page with texts under one another."""
        boxes = self.paint(tag, texts, width)
        parts = []
        y = 5.0
        for box in boxes:
            parts.append(Part(box, Mm(5), Mm(y)))
            y += box.depth * 25.4 / 96 + 5
        tall = Mm(y + 5)
        fragment = compose(tuple(parts), to_pt(PAGE), to_pt(tall), Mm(0))
        assert to_mm(fragment.height) > 0
        side = Side(PAGE, tall, (Placement(FaceRef(fragment), Mm(0), Mm(0)),))
        page = Rect(Mm(0), Mm(0), PAGE, tall)
        subset = Subsetter(self.fonts, Store(None))
        file = BytesIO()
        fonts = fonts_of([fragment])
        write_pdf(file, DOCUMENT, [side], [], (page, page), 1, fonts, {}, subset)
        return file.getvalue()
