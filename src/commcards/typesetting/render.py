"""Markup -> painted boxes: one document holds a box of each style, laid out by WeasyPrint."""

from __future__ import annotations

import atexit
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from commcards.base.files import write_atomic
from commcards.pdf.paintedbox import PaintedBox, PaintRequest
from commcards.text.fonts import FontSet
from commcards.typesetting import complaints
from commcards.typesetting.loading import quickly

# What WeasyPrint's own style sheet says of the elements that are used.
_DEFAULTS = """
html, body, p, h1, h2, div { display: block }
head, title { display: none }
[dir=ltr] { direction: ltr }
[dir=rtl] { direction: rtl }
"""


class Renderer:
    """Renders painted boxes in one process; WeasyPrint is loaded at the first of them.

    Pango is shown a configuration that knows our fonts alone, kept in ``cache`` or for as long as
    the process runs; it holds for the whole process, and for no fonts but these.
    """

    def __init__(self, fonts: FontSet, cache: Path | None) -> None:
        self._fontset = fonts
        if cache is None:
            passing = TemporaryDirectory(prefix="commcards-")
            atexit.register(passing.cleanup)  # Pango may look at it until then
            cache = Path(passing.name)
        self._cache = cache / "fontconfig"
        self._loaded: Any = None
        self._styles: dict[str, Any] = {}

    @property
    def _fonts(self) -> Any:
        """WeasyPrint's font configuration, after ours is in place."""
        if self._loaded is None:
            path = self._cache.absolute() / "fonts.conf"
            write_atomic(path, self._fontset.fontconfig_xml(self._cache.absolute()).encode())
            os.environ["FONTCONFIG_FILE"] = str(path)
            with quickly():
                from weasyprint.text.fonts import FontConfiguration

            self._loaded = FontConfiguration()
        return self._loaded

    def render(
        self, markup: str, styles: Sequence[str], count: int, wanted: Sequence[PaintRequest]
    ) -> list[PaintedBox]:
        """Cast what is wanted in the ``count`` positioned boxes of a well-formed document.

        Raises RenderError on any warning, and when the boxes are not as many.
        """
        fonts = self._fonts
        with complaints.refused():
            painted_boxes: list[PaintedBox] = self._laid_out(fonts, markup, styles, count).paint(
                wanted
            )
            return painted_boxes

    def _laid_out(self, fonts: Any, markup: str, styles: Sequence[str], count: int) -> Any:
        """Return the style boxes of a document."""
        from commcards.typesetting import weasy
        from commcards.typesetting.fetcher import NoFetcher

        html = weasy.Tree(markup, NoFetcher(), self._style(_DEFAULTS))
        sheets = [self._style(css) for css in styles]
        (page,) = html.render(font_config=fonts, stylesheets=sheets).pages
        return weasy.StyleBoxes.of(page, count)

    def _style(self, css: str) -> Any:
        """Return a style sheet; those of a look are parsed once."""
        if css not in self._styles:
            from weasyprint import CSS

            from commcards.typesetting.fetcher import NoFetcher

            with complaints.refused():  # One at fault is not kept, or it would complain but once.
                style = CSS(string=css, font_config=self._fonts, url_fetcher=NoFetcher())
            if len(self._styles) > 8:
                self._styles.clear()
            self._styles[css] = style
        return self._styles[css]

    def document(self, html: str) -> bytes:
        """Return an ordinary document as PDF, tagged; it may use nothing but its own text.

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
