"""HTML of faces -> fragments: a batch of faces is one document, one face a page."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commcards.faces.fragment import Fragment
from commcards.files import write_atomic
from commcards.fonts import FontSet
from commcards.units import Pt

if TYPE_CHECKING:
    from commcards.faces.weasy import Measured


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page: its fragment, and what its text boxes needed."""

    fragment: Fragment
    measured: tuple[Measured, ...]


class RenderError(Exception):
    """WeasyPrint logged a warning or worse: a missing glyph, a picture, bad CSS."""


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class Renderer:
    """Renders faces in one process; WeasyPrint is loaded at the first of them.

    Pango is shown a configuration that knows our fonts alone, kept in ``cache``; it holds for the
    whole process, and for no fonts but these.
    """

    def __init__(self, fonts: FontSet, cache: Path) -> None:
        self._fontset = fonts
        self._cache = cache / "fontconfig"
        self._listener = _Listener()
        self._loaded: Any = None

    @property
    def _fonts(self) -> Any:
        """WeasyPrint's font configuration, after ours is in place."""
        if self._loaded is None:
            path = self._cache.absolute() / "fonts.conf"
            write_atomic(path, self._fontset.fontconfig_xml(self._cache.absolute()).encode())
            os.environ["FONTCONFIG_FILE"] = str(path)
            from weasyprint.text.fonts import FontConfiguration

            self._loaded = FontConfiguration()
            logger = logging.getLogger("weasyprint")
            logger.addHandler(self._listener)
            logger.setLevel(logging.WARNING)
        return self._loaded

    def render(
        self,
        html: str,
        css: str,
        height: Pt,
        known: Collection[str],
        artifacts: Sequence[bool],
    ) -> list[Rendered]:
        """Render a document with one face of ``height`` a page.

        Pages are to be taller than faces, so that words that leave a face are not broken off it.
        ``known`` are the URLs of pictures; ``artifacts`` says which faces have no structure.

        Raises RenderError on any warning, and when pages and faces do not match.
        """
        fonts = self._fonts
        from weasyprint import CSS, HTML

        from commcards.faces import weasy
        from commcards.faces.fetcher import StandInFetcher

        fetcher = StandInFetcher(known)
        style = CSS(string=css, font_config=fonts, url_fetcher=fetcher)
        document = HTML(string=html, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[style]
        )
        if len(document.pages) != len(artifacts):
            self._check()  # what was logged says more, and is not to fall on the next document
            raise RenderError(f"{len(document.pages)} pages for {len(artifacts)} faces")
        result = [
            Rendered(
                weasy.fragment(page, height, fetcher.urls, artifact=artifact),
                tuple(weasy.measured(page)),
            )
            for page, artifact in zip(document.pages, artifacts, strict=True)
        ]
        self._check()
        return result

    def document(self, html: str) -> bytes:
        """Return an ordinary document as PDF, tagged; it may use nothing but its own text.

        Raises RenderError on any warning.
        """
        fonts = self._fonts
        from weasyprint import HTML

        from commcards.faces.fetcher import StandInFetcher

        data: bytes = HTML(string=html, url_fetcher=StandInFetcher(())).write_pdf(
            font_config=fonts, pdf_variant="pdf/ua-1"
        )
        self._check()
        return data

    def _check(self) -> None:
        messages, self._listener.messages = self._listener.messages, []
        if messages:
            raise RenderError("; ".join(dict.fromkeys(messages)))
