"""What either engine paints, held against what WeasyPrint itself writes."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops, ImageFilter
from weasyprint import HTML

from commcards.base.store import Store
from commcards.base.units import Mm, Pt, to_mm
from commcards.faces.items import Leader, Picture
from commcards.imposition import Placement, Rect, Side
from commcards.pdf import Document, FaceRef, Form, Fragment, Part, compose, fonts_of, write_pdf
from commcards.pdf import fragment as fragments
from commcards.pdf.fragment import picture_name, untagged
from commcards.pdf.paintedbox import PaintedBox, PaintRequest, dumps, loads
from commcards.text.subset import Subsetter
from commcards.text.templates import Templates
from commcards.typesetting import marking
from commcards.typesetting.complaints import RenderError
from commcards.typesetting.painting import BoxPainter, BoxSpec, PaintError, box_spec
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Job
from commcards.workspace.workspace import Workspace
from tests.support import plainface
from tests.support.badinput import REPOSITORY
from tests.support.engines import renderer_of
from tests.support.smalldeck import STAFF, Built

DOCUMENT = Document("Faces", STAFF, "a test", (), ("1",), "Simplex")
CSS = """
@page { size: 1000mm 1000mm; margin: 0 }
body, p, h1 { margin: 0; font-weight: 400 }
body > * { position: absolute; left: 0; top: 0 }
"""
SIZE, WIDTH = 10.0, 28.0

each_script = pytest.mark.parametrize("language", ["ar", "bn", "uk"])


@pytest.fixture(scope="session", params=["private", "public"])
def renderer(request: pytest.FixtureRequest, workspace: Workspace, built: Built) -> Renderer:
    return renderer_of(request.param, workspace)


def set_jobs(built: Built, language: str) -> list[Job]:
    """Return the cards of a language as they were set."""
    return [job for job in built.noted[language].jobs if job.fragments and not job.artifact]


def look(built: Built, language: str) -> str:
    """Return the style sheet of the look that the cards were set in."""
    return built.noted[language].batches[0].styles[0]


def painter(renderer: Renderer, css: str) -> BoxPainter:
    """Return a painter that remembers nothing."""
    return BoxPainter(Templates.read(REPOSITORY / "templates"), Store(None), renderer, css, "")


# Equal to plain WeasyPrint


def one_face_pdf(
    fragment: Fragment, forms: Mapping[str, Form], workspace: Workspace, *, artifact: bool = False
) -> bytes:
    wide, tall = Mm(to_mm(fragment.width)), Mm(to_mm(fragment.height))
    at = (fragment.bleed, fragment.bleed)
    side = Side(wide, tall, (Placement(FaceRef(fragment, artifact), *at),))
    page = Rect(Mm(0), Mm(0), wide, tall)
    subset = Subsetter(workspace.fonts, Store(None))
    file = io.BytesIO()
    fonts = fonts_of([fragment])
    write_pdf(file, DOCUMENT, [side], [], (page, page), 1, fonts, forms, subset)
    return file.getvalue()


def raster(pdf: bytes) -> Image.Image:
    """Return the grey levels of the first page at 100 dpi."""
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=100 / 72).to_pil()
    return image.convert("L")


def share(image: Image.Image, least: int, most: int = 255) -> float:
    """Return how many of the pixels lie between two levels, 0 to 1."""
    return sum(image.histogram()[least : most + 1]) / (image.width * image.height)


@each_script
def test_a_face_looks_as_weasyprint_itself_prints_it(
    built: Built, workspace: Workspace, language: str
) -> None:
    """Words, frames and pictures, at 100 dpi.

    The two files round coordinates differently, so edges may be smoothed otherwise: a pixel has to
    lie within what stands next to it in the other file, to an eighth of the range; one in ten
    thousand may not. A missing word is 16 of them.
    """
    job = next(job for job in set_jobs(built, language) if job.card.card.id == "illness")
    fragment = job.fragments[0]
    assert len(list(fragment.images)) > 5
    forms = {url: plainface.drawn(workspace, url)[1] for url in fragment.images}
    own = raster(one_face_pdf(fragment, forms, workspace))
    spec = workspace.project.layouts["a6"].face
    html = plainface.document(
        job.faces[:1], job.category, look(built, language), spec, job.picture, STAFF
    )
    document = HTML(string=html, url_fetcher=plainface.Pictures(workspace)).render()
    assert len(document.pages) == 1
    plain = raster(document.write_pdf())
    assert own.size == plain.size
    assert share(own, 0, 127) > 0.02  # a face is not blank
    above = ImageChops.subtract(own, plain.filter(ImageFilter.MaxFilter(3)))
    below = ImageChops.subtract(plain.filter(ImageFilter.MinFilter(3)), own)
    assert share(ImageChops.lighter(above, below), 32) < 0.0001


# A painted box by itself


def keys(job: Job) -> list[BoxSpec]:
    """Return what the boxes of a job are painted from, each once."""
    found = [
        box_spec(item, job.category, face.direction)
        for face in job.faces
        for item in face.items
        if not isinstance(item, Picture | Leader)
    ]
    return list(dict.fromkeys(found))


@each_script
def test_neighbours_do_not_change_a_box(built: Built, renderer: Renderer, language: str) -> None:
    """Byte for byte: alone, among others, and among others in another order."""
    css = look(built, language)
    wanted = keys(set_jobs(built, language)[1])
    assert len(wanted) > 20
    together = {p: dumps(painted) for p, painted in painter(renderer, css).paint(wanted).items()}
    turned = painter(renderer, css).paint(reversed(wanted))
    assert {p: dumps(painted) for p, painted in turned.items()} == together
    for one in wanted[::5]:
        (alone,) = painter(renderer, css).paint([one]).values()
        assert dumps(alone) == together[one]


@each_script
def test_a_box_survives_the_store(built: Built, language: str) -> None:
    painted_boxes = [
        painted for batch in built.noted[language].batches for painted in batch.painted_boxes
    ]
    assert len(painted_boxes) > 50
    assert [loads(dumps(painted)) for painted in painted_boxes] == painted_boxes
    assert loads(dumps(replace(painted_boxes[0], lines=99))) != painted_boxes[0]


def test_what_is_kept_is_what_was_painted(
    built: Built, renderer: Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = keys(set_jobs(built, "ar")[1])
    templates, css = Templates.read(REPOSITORY / "templates"), look(built, "ar")
    first = BoxPainter(templates, Store(tmp_path), renderer, css, "")
    boxes = dict(first.paint(wanted))
    monkeypatch.setattr(renderer, "render", None)
    again = BoxPainter(templates, Store(tmp_path), renderer, css, "")
    assert dict(again.paint(wanted)) == dict(first.paint(wanted)) == boxes
    for other in (
        BoxPainter(templates, Store(tmp_path), renderer, css + " ", ""),
        BoxPainter(templates, Store(tmp_path), renderer, css, "other fonts"),
    ):
        with pytest.raises(TypeError):  # it has to render
            other.paint(wanted[:1])


class WordPainter:
    """Paints made-up words in a plain look."""

    def __init__(self, workspace: Workspace, renderer: Renderer) -> None:
        self.languages = workspace.project.languages
        self._painter = painter(renderer, CSS)

    def words(self, text: str, tag: str = "uk", element: str = "p", classes: str = "") -> BoxSpec:
        return BoxSpec(element, classes, self.languages[tag], text, SIZE, WIDTH, 0)

    def paint(self, *wanted: BoxSpec) -> list[PaintedBox]:
        return list(self._painter.paint(wanted).values())

    def __call__(self, text: str, tag: str = "uk", element: str = "p") -> PaintedBox:
        (painted,) = self.paint(self.words(text, tag, element))
        return painted


@pytest.fixture(scope="session")
def paint(workspace: Workspace, renderer: Renderer) -> WordPainter:
    return WordPainter(workspace, renderer)


def test_words_that_fit(paint: WordPainter) -> None:
    one, two = paint("Так"), paint("Мені потрібен лікар зараз")
    assert (one.lines, one.too_wide) == (1, False)
    assert (two.lines, two.too_wide) == (2, False)
    line = SIZE * 96 / 72 * paint.languages["uk"].line_height
    assert one.depth == pytest.approx(0.7 * line, abs=0.2)
    assert two.depth == pytest.approx(1.7 * line, abs=0.4)


def test_a_word_that_leaves_its_box(paint: WordPainter) -> None:
    painted = paint("Дуже" * 8)
    assert (painted.lines, painted.too_wide) == (1, True)
    assert paint("لا" * 40, "ar").too_wide  # to the left


def test_a_line_is_a_marked_content(paint: WordPainter) -> None:
    assert paint("Так").mcids == 1
    assert paint("Мені потрібен лікар зараз").mcids == 2


def test_each_line_keeps_its_language_and_tag(paint: WordPainter) -> None:
    painted_boxes = (paint("لا", "ar", "h1"), paint("Ні", element="h2"), paint("না", "bn"))
    assert [(painted.tag, painted.language, painted.mcids) for painted in painted_boxes] == [
        ("H1", "ar", 1),
        ("H2", "uk", 1),
        ("P", "bn", 1),
    ]


def test_a_shape_is_an_artifact_without_tag(paint: WordPainter) -> None:
    (shape,) = paint.paint(BoxSpec("div", "blank", None, "", 0, 20, 5))
    assert (shape.tag, shape.mcids, shape.lines, shape.too_wide) == ("", 0, 0, False)
    assert not shape.fonts


def test_a_right_to_left_ligature_maps_to_its_letters_reversed(paint: WordPainter) -> None:
    """Readers turn the line around, glyph by glyph: lam-alef has to stand as alef-lam."""
    (use,) = (paint("لا", "ar").fonts or {}).values()
    assert "ال" in {glyph.text for glyph in use.glyphs.values()}
    assert "لا" not in {glyph.text for glyph in use.glyphs.values()}
    assert marking.extracted("fi") == "fi"
    assert marking.extracted("لا") == "ال"
    assert marking.extracted("") == "\u200b"


def test_reordered_scripts_are_spelled_out(paint: WordPainter) -> None:
    """The glyph of a Bengali vowel stands before its consonant: the line's text goes along."""
    spelled = f" /ActualText <feff{'কি'.encode('utf-16-be').hex()}>>> BDC".encode()
    painted = paint("কি", "bn")
    assert painted.parts[0].endswith(b"/Span <</MCID ")
    assert painted.parts[1].startswith(spelled)
    assert b"ActualText" not in b"".join(paint("Ні").parts)


# Complaints


WRONG = '<html lang="uk"><head></head><body><p style="colour: red">Так</p></body></html>'


def test_a_warning_falls_on_its_own_document_alone(renderer: Renderer, paint: WordPainter) -> None:
    for _ in range(2):
        with pytest.raises(RenderError, match="colour"):
            renderer.render(WRONG, (CSS,), 1, [PaintRequest(0, "Так", Mm(20))])
        paint("Тепер ні")


@pytest.mark.parametrize("renderer", ["private"], indirect=True)
def test_a_warning_says_more_than_what_comes_of_it(renderer: Renderer) -> None:
    for count in (1, 7):  # boxes are not as many
        with pytest.raises(RenderError, match="colour"):
            renderer.render(WRONG, (CSS,), count, [])


def test_a_rendering_leaves_the_log_as_it_was(workspace: Workspace) -> None:
    logger = logging.getLogger("weasyprint")
    before = logger.level, logger.handlers[:]
    renderer = Renderer(workspace.fonts, Store(None))
    WordPainter(workspace, renderer)("Журнал")
    with pytest.raises(RenderError):
        renderer.render(WRONG, (CSS,), 1, [])
    with pytest.raises(RenderError):
        renderer.document("<p style='colour: red'>Так</p>")
    assert (logger.level, logger.handlers) == before


def test_a_warning_is_heard_whatever_the_log_is_set_to(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("weasyprint"), "level", logging.CRITICAL)
    with pytest.raises(RenderError, match="colour"):
        renderer.render(WRONG, (CSS,), 1, [PaintRequest(0, "Так", Mm(20))])


def test_a_faulty_style_sheet_fails_each_time(renderer: Renderer, paint: WordPainter) -> None:
    """Style sheets are parsed only once, but the second document must fail too."""
    wrong = painter(renderer, CSS + "p { colour: blue }")
    words = [paint.words(text) for text in ("один", "два", "три")]
    for _ in range(2):
        with pytest.raises(PaintError, match="colour"):
            wrong.paint(words)
    assert len(paint.paint(*words)) == 3


def test_style_boxes_have_to_be_as_many(renderer: Renderer) -> None:
    markup = "<html><head></head><body><p>A</p><p>B</p></body></html>"
    with pytest.raises(RenderError, match="2 boxes for 3 style boxes"):
        renderer.render(markup, (CSS,), 3, [])


@pytest.mark.parametrize(
    ("renderer", "css"),
    [
        ("private", "padding: 2px"),
        ("private", "text-indent: 3px"),
        ("private", "background: red"),
        ("private", "border-left: 1px solid red"),
        ("public", "background: red"),
        ("public", "border-left: 1px solid red"),
    ],
    indirect=["renderer"],
)
def test_words_have_a_style_and_no_frame(renderer: Renderer, paint: WordPainter, css: str) -> None:
    """It would be lost: words are set by their style only, not in boxes of their own."""
    with pytest.raises(PaintError, match="frames are shapes"):
        painter(renderer, CSS + f"p {{ {css} }}").paint([paint.words("Так"), paint.words("Ні")])


@pytest.mark.parametrize("bad", [0, 3, 8])
def test_the_words_at_fault_are_found_among_many(paint: WordPainter, bad: int) -> None:
    """A language whose fonts lack the letters: WeasyPrint complains, once for the document."""
    wanted = [paint.words(f"слово {number}") for number in range(9)]
    wanted[bad] = paint.words("😀")
    with pytest.raises(PaintError) as caught:
        paint.paint(*wanted)
    assert caught.value.specs == [wanted[bad]]
    del wanted[bad]
    assert len(paint.paint(*wanted)) == 8


def test_words_at_fault_do_not_stand_for_their_style(
    workspace: Workspace, renderer: Renderer, paint: WordPainter
) -> None:
    other = WordPainter(workspace, renderer)
    for text in ("😀", "Так", "😀"):
        if text == "Так":
            assert dumps(other(text)) == dumps(paint(text))
        else:
            with pytest.raises(PaintError):
                other(text)


def test_a_gradient_is_refused(renderer: Renderer) -> None:
    fill = "div { width: 9pt; height: 9pt; background: linear-gradient(red, blue) }"
    with pytest.raises(NotImplementedError, match=r"Pattern|Shading"):
        painter(renderer, CSS + fill).paint([BoxSpec("div", "", None, "", 0, 9, 9)])


# Faces composed


@each_script
def test_marked_contents_are_numbered_in_reading_order(built: Built, language: str) -> None:
    for job in set_jobs(built, language):
        for fragment in job.fragments:
            content = zlib.decompress(fragment.content)
            found = [int(number) for number in re.findall(rb"/MCID (\d+)", content)]
            assert found == list(range(sum(element.mcids for element in fragment.elements)))
            assert balanced(content)


def balanced(content: bytes) -> bool:
    """Return whether marked contents and graphics states end in the order that they begin."""
    begun: list[str] = []
    pairs = {"EMC": "BDC", "Q": "q", "ET": "BT"}
    with pikepdf.new() as pdf:
        for instruction in pikepdf.parse_content_stream(pdf.make_stream(content)):
            name = str(instruction.operator).replace("BMC", "BDC")
            if name in pairs.values():
                begun.append(name)
            elif name in pairs and (not begun or begun.pop() != pairs[name]):
                return False
    return not begun


def test_pictures_are_artifacts_and_words_are_not(built: Built) -> None:
    for job in set_jobs(built, "uk"):
        for fragment in job.fragments:
            content = zlib.decompress(fragment.content)
            pictures = re.findall(rb"/Artifact BMC q [-\d. ]+ cm /(\w+) Do Q EMC", content)
            assert [name.decode() for name in pictures] == list(map(picture_name, fragment.images))
            assert content.count(b" Do") == len(pictures)
            assert all(element.mcids and element.tag for element in fragment.elements)
            marked = sum(element.mcids for element in fragment.elements)
            assert content.count(b"/Span <</MCID ") == marked


@each_script
def test_an_artifact_has_no_structure(built: Built, workspace: Workspace, language: str) -> None:
    """It paints the same, only as artifacts."""
    fragment = set_jobs(built, language)[1].fragments[0]
    tagged = zlib.decompress(fragment.content)
    content = untagged(tagged)
    assert b"MCID" in tagged
    assert b"MCID" not in content
    assert b"BDC" not in content
    begun = rb"/Artifact\s+BMC|/Span <</MCID \d+( /ActualText <\w+>)?>> BDC"
    assert re.sub(begun, b"begun", content) == re.sub(begun, b"begun", tagged)
    forms = {url: plainface.drawn(workspace, url)[1] for url in fragment.images}
    one, other = (
        raster(one_face_pdf(fragment, forms, workspace, artifact=artifact))
        for artifact in (False, True)
    )
    assert ImageChops.difference(one, other).getbbox() is None


@each_script
def test_a_fragment_survives_the_store(built: Built, language: str) -> None:
    for job in set_jobs(built, language):
        first = job.fragments[0]
        kept = fragments.dumps(job.fragments)
        assert fragments.loads(kept, first.width, first.height, first.bleed) == job.fragments
        assert len({each.digest for each in job.fragments}) == len(job.fragments)


def test_a_digest_tells_faces_apart(paint: WordPainter) -> None:
    one, other = (Part(replace(paint("Ні"), language=tag), Mm(5), Mm(5)) for tag in ("uk", "bg"))
    page = (Pt(200), Pt(200), Mm(3))
    assert compose((one,), *page) == compose((one,), *page)
    assert compose((one,), *page).content == compose((other,), *page).content
    found = {
        compose((one,), *page).digest,
        compose((other,), *page).digest,
        compose((replace(one, x=Mm(6)),), *page).digest,
        compose((one,), *page, artifact=True).digest,
        compose((one,), *page[:2], Mm(2)).digest,
    }
    assert len(found) == 5


def test_where_boxes_disagree_on_a_glyph_the_first_is_right(paint: WordPainter) -> None:
    painted = paint("Ні")
    ((name, use),) = (painted.fonts or {}).items()
    gid = min(use.glyphs)
    changed = {**use.glyphs, gid: use.glyphs[gid]._replace(text="другий")}
    other = replace(painted, fonts={name: replace(use, glyphs=changed)})
    for first, second in ((painted, other), (other, painted)):
        parts = (Part(first, Mm(5), Mm(5)), Part(second, Mm(5), Mm(15)))
        found = compose(parts, Pt(200), Pt(200), Mm(3)).fonts[name]
        assert first.fonts
        assert found.glyphs == first.fonts[name].glyphs


def test_two_pictures_never_share_a_name(
    built: Built, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragment = set_jobs(built, "uk")[1].fragments[0]
    forms = {url: plainface.drawn(workspace, url)[1] for url in fragment.images}
    monkeypatch.setattr("commcards.pdf.writer.picture_name", lambda url: "i0")
    with pytest.raises(ValueError, match="one name"):
        one_face_pdf(fragment, forms, workspace)


def test_a_box_stands_where_it_is_put(paint: WordPainter, workspace: Workspace) -> None:
    """Ink moves by as much as the part does; millimetres from the top left of the trim box."""
    painted = paint("Ні")
    boxes = []
    for x, y in ((5, 5), (25, 15)):
        part = Part(painted, Mm(x), Mm(y))
        fragment = compose((part,), Pt(200), Pt(200), Mm(3))
        image = raster(one_face_pdf(fragment, {}, workspace))
        boxes.append(image.point(lambda level: 255 * (level < 128)).getbbox())
    one, other = boxes
    assert one is not None
    assert other is not None
    shift = [(b - a) * 25.4 / 100 for a, b in zip(one, other, strict=True)]
    assert shift == pytest.approx([20, 10, 20, 10], abs=0.3)
    assert one[0] * 25.4 / 100 == pytest.approx(5 + 3, abs=1)
