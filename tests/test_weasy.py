"""What leans on the inside of WeasyPrint, held against what WeasyPrint itself writes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from commcards import draw, qr
from commcards.faces import weasy
from commcards.faces.fragment import Fragment, dumps, loads
from commcards.faces.render import Rendered, Renderer, RenderError
from commcards.imposition import Placement, Rect, Side
from commcards.sheets import Document, FaceRef, Form, write_pdf
from commcards.store import Store
from commcards.subset import Subsetter
from commcards.typeset import BASE_URL
from commcards.units import Mm, Pt, to_mm
from commcards.workspace import Workspace
from smalldeck import STAFF, Built, Rendering

HEIGHT = Pt(200)
DOCUMENT = Document("Faces", STAFF, "a test", (), ("1",))


@pytest.fixture(scope="session")
def renderer(workspace: Workspace, built: Built) -> Renderer:
    return Renderer(workspace.fonts, built.root / ".store")


def first_rendering(built: Built, language: str) -> Rendering:
    return built.renderings[language][0]


# Equal to plain WeasyPrint


class Pictures(URLFetcher):  # type: ignore[misc]  # it has no types
    """Serves the real picture for each URL, as SVG."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        svg = picture(self._workspace, url)[0].encode()
        return URLFetcherResponse(url, svg, {"Content-Type": "image/svg+xml"})


def picture(workspace: Workspace, url: str) -> tuple[str, Form]:
    """Return a picture as SVG and as PDF operators."""
    kind, _, name = url.removeprefix(BASE_URL).partition("/")
    if kind == "qr":
        code = qr.encode(f"https://cards.example.org/{name}")
        return code.svg(), Form(code.operators(), code.side)
    palette = draw.COLOR
    if kind == "on":
        category_id, _, name = name.partition("/")
        category = workspace.project.categories[category_id]
        palette = draw.inverted(category.on_color, category.color)
    symbol = workspace.symbols[name]
    return draw.svg(symbol, palette), Form(draw.operators(symbol, palette), draw.GRID)


def one_face_pdf(
    fragment: Fragment, forms: Mapping[str, Form], workspace: Workspace, folder: Path
) -> bytes:
    wide, tall = Mm(to_mm(Pt(fragment.width))), Mm(to_mm(Pt(fragment.height)))
    side = Side(wide, tall, (Placement(FaceRef(fragment, Mm(0)), Mm(0), Mm(0)),))
    page = Rect(Mm(0), Mm(0), wide, tall)
    return write_pdf(
        DOCUMENT, [side], [], (page, page), 1, forms, Subsetter(workspace.fonts, Store(folder))
    )


def raster(pdf: bytes) -> Image.Image:
    """Return the grey levels of the first page at 100 dpi."""
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=100 / 72).to_pil()
    return image.convert("L")


def share(image: Image.Image, least: int, most: int = 255) -> float:
    """Return how many of the pixels lie between two levels, 0 to 1."""
    return sum(image.histogram()[least : most + 1]) / (image.width * image.height)


@pytest.mark.parametrize("language", ["ar", "bn", "uk"])
def test_a_face_looks_as_weasyprint_itself_prints_it(
    built: Built, workspace: Workspace, tmp_path: Path, language: str
) -> None:
    """Words, frames and pictures, at 100 dpi.

    The two files round coordinates differently, so edges may be smoothed otherwise: any pixel may
    differ by an eighth of the range, one in ten thousand by more. A missing word is 16 of them.
    """
    noted = first_rendering(built, language)
    fragment = noted.pages[0].fragment
    assert len(fragment.images) > 5
    forms = {url: picture(workspace, url)[1] for url in fragment.images.values()}
    own = raster(one_face_pdf(fragment, forms, workspace, tmp_path))
    plain_pdf = HTML(string=noted.faces()[0], url_fetcher=Pictures(workspace)).write_pdf(
        stylesheets=[CSS(string=noted.css)]
    )
    plain = raster(plain_pdf)
    assert own.width == plain.width
    assert share(own, 0, 127) > 0.02  # a face is not blank
    far = ImageChops.difference(own, plain.crop((0, 0, own.width, own.height)))
    assert share(far, 32) < 0.0001


@pytest.mark.parametrize("language", ["ar", "bn", "uk"])
def test_neighbours_do_not_change_a_face(built: Built, renderer: Renderer, language: str) -> None:
    """A face alone in its document is the same fragment as among others."""
    noted = first_rendering(built, language)
    assert len(noted.pages) > 2
    for number in (0, 2):
        (alone,) = renderer.render(
            noted.faces()[number], noted.css, Pt(noted.height), noted.known, [False]
        )
        assert alone.fragment == noted.pages[number].fragment


def test_every_picture_comes_back_by_its_name(built: Built) -> None:
    """The painted page calls an image by the name that ``image_name`` gives its URL."""
    for page in first_rendering(built, "uk").pages:
        content = zlib.decompress(page.fragment.content)
        for name, url in page.fragment.images.items():
            assert name[1:33] == weasy.image_name(url)
            assert f"/{name} Do".encode() in content


# Small pages


def face(*items: str) -> str:
    return f'<html lang="bg"><body><article>{"".join(items)}</article></body></html>'


CSS_OF_A_FACE = """
@page { size: 200pt 400pt; margin: 0 }
body, p, h1, article { margin: 0; font: 10pt/12pt "Noto Sans" }
article { position: relative; width: 200pt; height: 200pt }
article > * { position: absolute; left: 10pt; top: 10pt }
[lang=ar] { font-family: Vazirmatn }
[lang=bn] { font-family: "Noto Sans Bengali" }
"""


def box(text: str, width: int = 80, lines: int = 1, lang: str = "uk", element: str = "p") -> str:
    return (
        f'<{element} lang="{lang}" data-index="0" data-height="{lines * 16}" '
        f'style="width:{width}pt">{text}</{element}>'
    )


def render(renderer: Renderer, *items: str, known: tuple[str, ...] = ()) -> Rendered:
    (rendered,) = renderer.render(face(*items), CSS_OF_A_FACE, HEIGHT, known, [False])
    return rendered


def test_measured_is_content_with_words_that_fit(renderer: Renderer) -> None:
    (measured,) = render(renderer, box("Так")).measured
    assert measured == weasy.Measured(index=0, lines=1, too_wide=False, too_tall=False)
    (measured,) = render(renderer, box("Мені потрібен лікар зараз", lines=2)).measured
    assert measured == weasy.Measured(index=0, lines=2, too_wide=False, too_tall=False)


def test_measured_sees_a_word_that_leaves_its_box(renderer: Renderer) -> None:
    (measured,) = render(renderer, box("Дуже" * 8)).measured
    assert (measured.lines, measured.too_wide) == (1, True)


def test_measured_sees_a_further_line(renderer: Renderer) -> None:
    (measured,) = render(renderer, box("Мені потрібен лікар зараз")).measured
    assert measured == weasy.Measured(index=0, lines=2, too_wide=False, too_tall=True)


def test_a_warning_falls_on_its_own_document_alone(renderer: Renderer) -> None:
    wrong = face('<p style="colour: red">Так</p>')
    with pytest.raises(RenderError, match="colour"):
        renderer.render(wrong, CSS_OF_A_FACE, HEIGHT, (), [False, False])
    render(renderer, box("Так"))


def test_pictures_are_artifacts_and_words_are_not(renderer: Renderer) -> None:
    url = f"{BASE_URL}symbol/doctor"
    image = f'<img alt="" src="{url}" style="top:40pt;width:20pt;height:20pt">'
    fragment = render(renderer, box("Лікар"), image, known=(url,)).fragment
    content = zlib.decompress(fragment.content)
    assert list(fragment.images.values()) == [url]
    assert fragment.mcids == 1
    assert content.count(b"/Span <</MCID 0>> BDC") == 1
    before = content[: content.index(b" Do")]
    assert before.rindex(b"/Artifact BMC") > before.rindex(b"MCID 0")
    assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")


def test_an_artifact_has_no_structure(renderer: Renderer) -> None:
    (rendered,) = renderer.render(face(box("Так")), CSS_OF_A_FACE, HEIGHT, (), [True])
    assert rendered.fragment.elements == ()
    assert rendered.fragment.mcids == 0
    assert b"MCID" not in zlib.decompress(rendered.fragment.content)


def test_each_line_keeps_its_language_and_tag(renderer: Renderer) -> None:
    items = (box("لا", lang="ar", element="h1"), box("Ні"), box("না", lang="bn"))
    elements = render(renderer, *items).fragment.elements
    assert [(e.tag, e.language, e.mcids) for e in elements] == [
        ("H1", "ar", (0,)),
        ("P", "uk", (1,)),
        ("P", "bn", (2,)),
    ]


def test_a_right_to_left_ligature_maps_to_its_letters_reversed(renderer: Renderer) -> None:
    """Readers turn the line around, glyph by glyph: lam-alef has to stand as alef-lam."""
    (use,) = render(renderer, box("لا", lang="ar")).fragment.fonts.values()
    assert "ال" in {glyph.text for glyph in use.glyphs.values()}
    assert "لا" not in {glyph.text for glyph in use.glyphs.values()}
    assert weasy._extracted("fi") == "fi"
    assert weasy._extracted("لا") == "ال"
    assert weasy._extracted("") == "\u200b"


def test_reordered_scripts_are_spelled_out(renderer: Renderer) -> None:
    """The glyph of a Bengali vowel stands before its consonant: the line's text goes along."""
    content = zlib.decompress(render(renderer, box("কি", lang="bn")).fragment.content)
    assert f"/ActualText <feff{'কি'.encode('utf-16-be').hex()}>".encode() in content


def test_a_gradient_is_refused(renderer: Renderer) -> None:
    style = "width:9pt;height:9pt;background:linear-gradient(red,blue)"
    with pytest.raises(NotImplementedError, match=r"Pattern|Shading"):
        render(renderer, f'<div style="{style}"></div>')


def test_a_fragment_survives_the_store(built: Built) -> None:
    fragments = tuple(page.fragment for page in first_rendering(built, "ar").pages)
    assert loads(dumps(fragments)) == fragments
    assert loads(dumps([replace(fragments[0], mcids=99)])) != fragments[:1]
