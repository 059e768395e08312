"""Markup -> painted boxes and documents, by WeasyPrint with our fonts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest
from commcards.base.files import folder_of_process
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.pdf.paintedbox import PaintedBox, PaintRequest
from commcards.text.fonts import FontSet
from commcards.typesetting import choice, complaints
from commcards.typesetting.engine import Engine
from commcards.typesetting.loading import make_sure, quickly


class Renderer:
    """Renders in one process; WeasyPrint is loaded at the first use.

    Pango is shown a configuration that knows our fonts alone. It holds for the whole process, and
    for no fonts but these.
    """

    def __init__(self, fonts: FontSet, store: Store) -> None:
        self._fontset = fonts
        self._store = store
        self._styles: dict[str, Any] = {}

    @property
    def engine_name(self) -> str:
        """The engine that paints the boxes; boxes of another engine may have other bytes."""
        return "public" if self._misfit else "private"

    @property
    def faults(self) -> list[Diagnostic]:
        """A warning if boxes are painted by the slower engine."""
        return [choice.warning(self._misfit)] if self._misfit else []

    @cached_property
    def _misfit(self) -> str:
        """Why the private engine does not fit; found once for each WeasyPrint, and stored."""
        key = digest("misfit", self._fontset.digest, code_digest())
        kept = self._store.get(key)
        if kept is None:
            kept = choice.misfit(self._fonts, self._fontset).encode()
            self._store.put(key, kept)
        return kept.decode()

    @cached_property
    def _engine(self) -> Engine:
        return choice.engine(self._fonts, self._fontset, private=not self._misfit)

    @cached_property
    def _fonts(self) -> Any:
        """WeasyPrint's font configuration, after ours is in place.

        fontconfig believes its cache whatever is in it, and a damaged one ends the process or
        changes the output. So it gets an empty one each time, which costs some 10 ms.
        """
        with quickly():
            from weasyprint.text.fonts import FontConfiguration
        make_sure()
        folder = folder_of_process()
        path = folder / "fonts.conf"
        path.write_text(self._fontset.fontconfig_xml(folder), "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(path)
        return FontConfiguration()

    def render(
        self, markup: str, styles: Sequence[str], count: int, wanted: Sequence[PaintRequest]
    ) -> list[PaintedBox]:
        """Paint words and shapes in the styles of the ``count`` boxes of a well-formed document.

        Raises RenderError on any warning, and if the document has another number of boxes.
        """
        sheets = [self._style(css) for css in styles]
        with complaints.refused():
            return self._engine.paint(markup, sheets, count, wanted)

    def _style(self, css: str) -> Any:
        """Return a parsed style sheet; each is parsed once."""
        if css not in self._styles:
            fonts = self._fonts
            from commcards.typesetting.fetcher import style_sheet

            with complaints.refused():  # Do not keep a faulty one, so that each use reports it.
                style = style_sheet(css, fonts)
            if len(self._styles) > 8:
                self._styles.clear()
            self._styles[css] = style
        return self._styles[css]

    def document(self, html: str) -> bytes:
        """Return an ordinary HTML document as tagged PDF; it must not refer to any URL.

        Raises RenderError on any warning.
        """
        fonts = self._fonts
        from weasyprint import HTML

        from commcards.typesetting.fetcher import NoFetcher

        with complaints.refused():
            data: bytes = HTML(string=html, url_fetcher=NoFetcher()).write_pdf(
                font_config=fonts, pdf_variant="pdf/ua-1"
            )
        return data
