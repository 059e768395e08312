"""Pictograms as PNG, for programs that show neither SVG nor PDF."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import pydyf
import pypdfium2  # type: ignore[import-untyped]

from commcards.model.symbols import GRID, Symbol
from commcards.pictures.draw import Palette, operators

_COLORS = 32  # enough for three tones and their soft edges


def pngs(symbols: Iterable[Symbol], palette: Palette, side: int) -> dict[str, bytes]:
    """Return pictures of ``side`` x ``side`` pixels by name.

    PDFium paints the operators of printed cards, so the pictures look the same.
    """
    every = list(symbols)
    if not every:
        return {}
    document = pypdfium2.PdfDocument(_document(every, palette))
    try:
        pages = zip(every, document, strict=True)
        return {symbol.name: _png(page, side / GRID) for symbol, page in pages}
    finally:
        document.close()


def _document(symbols: Iterable[Symbol], palette: Palette) -> bytes:
    """Return a PDF with a page of ``GRID`` x ``GRID`` points for each symbol."""
    pdf = pydyf.PDF()
    for symbol in symbols:
        stream = pydyf.Stream([operators(symbol, palette)])
        pdf.add_object(stream)
        box = pydyf.Array([0, 0, GRID, GRID])
        pdf.add_page(
            pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": pdf.pages.reference,
                    "MediaBox": box,
                    "Contents": stream.reference,
                }
            )
        )
    output = BytesIO()
    pdf.write(output)
    return output.getvalue()


def _png(page: pypdfium2.PdfPage, scale: float) -> bytes:
    output = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").quantize(_COLORS).save(output, "png")
    return output.getvalue()
