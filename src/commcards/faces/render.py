"""HTML of faces -> fragments: a batch of faces is one document, one face a page."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commcards.faces.fragment import Fragment
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
    """Renders faces in one process; fonts and styles are read once.

    ``fontconfig`` is the text of a configuration that knows our fonts alone. It must be in place
    before Pango starts, so a process has one Renderer's fonts for its whole life.
    """

    def __init__(self, fontconfig: str) -> None:
        if "FONTCONFIG_FILE" not in os.environ:
            # Fontconfig reads a file, and only a file; it is needed until the process ends.
            folder = Path(tempfile.mkdtemp(prefix="commcards-"))
            path = folder / "fonts.conf"
            path.write_text(fontconfig, encoding="utf-8")
            os.environ["FONTCONFIG_FILE"] = str(path)
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()
        self._listener = _Listener()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self._listener)
        logger.setLevel(logging.WARNING)

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
        from weasyprint import CSS, HTML

        from commcards.faces import weasy
        from commcards.faces.fetcher import StandInFetcher

        fetcher = StandInFetcher(known)
        style = CSS(string=css, font_config=self._fonts, url_fetcher=fetcher)
        document = HTML(string=html, url_fetcher=fetcher).render(
            font_config=self._fonts, stylesheets=[style]
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
        from weasyprint import HTML

        from commcards.faces.fetcher import StandInFetcher

        data: bytes = HTML(string=html, url_fetcher=StandInFetcher(())).write_pdf(
            font_config=self._fonts, pdf_variant="pdf/ua-1"
        )
        self._check()
        return data

    def _check(self) -> None:
        messages, self._listener.messages = self._listener.messages, []
        if messages:
            raise RenderError("; ".join(dict.fromkeys(messages)))
