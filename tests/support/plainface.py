"""Planned faces as one ordinary HTML document, for WeasyPrint to print by itself.

What ``commcards`` composes of painted boxes is held against it, in looks and in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from weasyprint.urls import URLFetcher, URLFetcherResponse

from commcards.base.units import Pt, to_mm
from commcards.faces.items import Face, Item, Leader, Picture, Text
from commcards.model.decks import Category
from commcards.model.layouts import FaceSpec
from commcards.pdf import Form
from commcards.pdf.fragment import POINTING
from commcards.pictures import draw, qr
from commcards.typesetting.painting import aligned, box_spec
from commcards.typesetting.typesetter import BASE_URL
from commcards.workspace.workspace import Workspace

PLACES = """
body > article { position: relative; overflow: hidden; break-after: page }
article > div, article > img { position: absolute }
"""


def document(
    faces: Sequence[Face],
    category: Category,
    css: str,
    spec: FaceSpec,
    picture: Callable[[Picture], str],
    language: str,
) -> str:
    """Return a document of one card's faces; see ``article`` and ``bound``."""
    pages = [article(face, category, spec, picture) for face in faces]
    return bound(pages, css, spec, language)


def article(
    face: Face, category: Category, spec: FaceSpec, picture: Callable[[Picture], str]
) -> str:
    """Return a face with its bleed, as one page; ``picture`` gives the URL of a picture."""
    wide, tall = spec.width + 2 * spec.bleed, spec.height + 2 * spec.bleed
    items = "".join(_placed(item, category, face, spec, picture) for item in face.items)
    return f'<article style="width: {wide}mm; height: {tall}mm">{items}</article>\n'


def bound(articles: Iterable[str], css: str, spec: FaceSpec, language: str) -> str:
    """Return a document with a face a page.

    ``css`` is the look, templates/faces.css.j2 filled in; ``language`` is that of the document.
    """
    wide, tall = spec.width + 2 * spec.bleed, spec.height + 2 * spec.bleed
    page = f"@page {{ size: {wide}mm {tall}mm; margin: 0 }}"
    head = f"<meta charset='utf-8'><title>Faces</title><style>{css}{page}{PLACES}</style>"
    body = "".join(articles)
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>\n{body}</body></html>'


def _placed(
    item: Item,
    category: Category,
    face: Face,
    spec: FaceSpec,
    picture: Callable[[Picture], str],
) -> str:
    place = f"left: {spec.bleed + item.x:.3f}mm; top: {spec.bleed + item.y:.3f}mm"
    if isinstance(item, Leader):
        return _pointer(item, spec)
    if isinstance(item, Picture):
        size = f"width: {item.width:.3f}mm; height: {item.height:.3f}mm"
        return f'<img alt="" src="{picture(item)}" style="{place}; {size}">'
    element, classes, language, text, type_size, width, height = box_spec(
        item, category, face.direction
    )
    if isinstance(item, Text):  # The box spec of words on one line has no width of its own.
        width = round(item.width, 2)
        classes += f" {aligned(item, face.direction)}"
    if language is None:
        size = f"width: {width}mm; height: {height}mm"
        inner = f'<div class="shape {classes}" style="{size}"></div>'
    else:
        families = ", ".join(f"'{family}'" for family in language.fonts)
        style = (
            f"width: {width}mm; font-size: {type_size}pt; "
            f"font-family: {families}; line-height: {language.line_height}"
        )
        inner = (
            f'<{element} class="{classes}" lang="{language.bcp47}" dir="{language.direction}" '
            f'style="{style}">{escape(text)}</{element}>'
        )
    return f'<div style="{place}">{inner}</div>'


def _pointer(item: Leader, spec: FaceSpec) -> str:
    """Return a line with a dot at its end, on a drawing as large as the face."""
    x1, y1, x2, y2 = (spec.bleed + end for end in item.ends)
    wide, tall = spec.width + 2 * spec.bleed, spec.height + 2 * spec.bleed
    strokes = "".join(
        f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{tone}" stroke-width="{to_mm(Pt(line))}"/>'
        f'<circle cx="{x2}" cy="{y2}" r="{to_mm(Pt(dot)) / 2}" fill="{tone}" stroke="none"/>'
        for tone, (_, line, dot) in zip(("#fff", "#000"), POINTING, strict=True)
    )
    return (
        f'<svg style="left: 0; top: 0; width: {wide}mm; height: {tall}mm" '
        f'viewBox="0 0 {wide} {tall}" stroke-linecap="round">{strokes}</svg>'
    )


class Pictures(URLFetcher):  # type: ignore[misc]  # it has no types
    """Serves the real picture for each URL, as SVG."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        svg = drawn(self._workspace, url)[0].encode()
        return URLFetcherResponse(url, svg, {"Content-Type": "image/svg+xml"})


def drawn(workspace: Workspace, url: str) -> tuple[str, Form]:
    """Return a picture in colour, as SVG and as PDF operators."""
    kind, _, name = url.removeprefix(BASE_URL).partition("/")
    if kind == "qr":
        code = qr.encode(f"https://cards.example.org/{name}")
        return code.svg(), Form.of(code.operators(), code.side, code.side)
    palette = draw.COLOR
    if kind == "on":
        category_id, _, name = name.partition("/")
        category = workspace.project.categories[category_id]
        palette = draw.inverted(category.on_color, category.color)
    symbol = workspace.symbols[name]
    sides = symbol.width, symbol.height
    return draw.svg(symbol, palette), Form.of(draw.operators(symbol, palette), *sides)
