"""The public engine beside the private one: the same faces, and the choice between them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
import weasyprint
from PIL import Image, ImageChops

from commcards.base.store import Store
from commcards.build import builder
from commcards.faces.items import Text
from commcards.pdf.paintedbox import PaintedBox
from commcards.text.linebreak import ZERO_WIDTH_SPACE
from commcards.text.templates import Templates
from commcards.typesetting import choice, weasy
from commcards.typesetting.painting import BoxPainter
from commcards.typesetting.render import Renderer
from commcards.workspace.request import Request
from commcards.workspace.workspace import Workspace
from tests.support.badinput import REPOSITORY
from tests.support.engines import renderer_of
from tests.support.smalldeck import (
    LANGUAGES,
    STAFF,
    Built,
    build,
    commcards,
    lay_out,
    listening,
)
from tests.support.verapdf import verdicts

SPELLED_OUT = ("ti", "bn")
CODE = "weasyprint-differs"

each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the small project as ``built`` is, where the private engine does not fit."""
    root = tmp_path_factory.mktemp("public")
    lay_out(root)
    notes = {}
    for language in LANGUAGES:
        request = Request(root=root, output=root / "output", staff=(STAFF,), languages=(language,))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(choice, "misfit", lambda config, fonts: "a test")
            notes[language] = listening(patch)
            report = builder.build(request)
        assert [fault.code for fault in report.diagnostics if fault.severity == "error"] == []
    return Built(root, report, notes)


# The same faces


def sides(path: Path) -> list[Image.Image]:
    """Return the pages of a PDF at 100 dpi."""
    with pypdfium2.PdfDocument(path) as document:
        return [side.render(scale=100 / 72).to_pil().convert("RGB") for side in document]


@each_language
@pytest.mark.slow
def test_both_look_the_same(built: Built, public: Built, language: str) -> None:
    """Coordinates are rounded elsewhere, so edges may be smoothed otherwise, by an eighth."""
    pairs = zip(sides(built.pdf(language)), sides(public.pdf(language)), strict=True)
    for number, (one, other) in enumerate(pairs):
        assert one.size == other.size
        apart = ImageChops.difference(one, other).convert("L")
        assert apart.getextrema()[1] < 32, number  # type: ignore[operator]


def measures(boxes: Sequence[PaintedBox]) -> list[object]:
    """Return what has to be the same of boxes, however they are written."""
    return [
        (
            *(box.lines, box.too_wide, box.mcids, box.tag, box.language, round(box.wide, 3)),
            sorted((use.file, use.family, use.ascent, use.descent, [*use.glyphs.items()])
                   for use in (box.fonts or {}).values()),
            sorted(sorted(state.items()) for state in (box.states or {}).values()),
        )
        for box in boxes
    ]  # fmt: skip


@each_language
@pytest.mark.slow
def test_both_paint_boxes_of_the_same_measures(built: Built, public: Built, language: str) -> None:
    """A line of two fonts is a little higher in the middle of a text, which depth leaves out."""
    ours, others = built.noted[language].batches, public.noted[language].batches
    assert [batch.wanted for batch in ours] == [batch.wanted for batch in others]
    for batch, other in zip(ours, others, strict=True):
        assert measures(batch.painted_boxes) == measures(other.painted_boxes)
        depths = [box.depth for box in batch.painted_boxes]
        assert depths == pytest.approx([box.depth for box in other.painted_boxes], abs=0.5)
    assert any(box.lines > 1 for batch in ours for box in batch.painted_boxes)


@each_language
@pytest.mark.slow
def test_both_have_the_same_structure(built: Built, public: Built, language: str) -> None:
    ours, others = (
        [
            (fragment.elements, fragment.images)
            for job in made.noted[language].jobs
            for fragment in job.fragments
        ]
        for made in (built, public)
    )
    assert ours == others
    assert len(ours) > 5


def text_of(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def folded(text: str) -> str:
    return " ".join(text.replace(ZERO_WIDTH_SPACE, "").split())


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag not in SPELLED_OUT])
@pytest.mark.slow
def test_poppler_reads_the_same_in_both(built: Built, public: Built, language: str) -> None:
    assert text_of(built.pdf(language)) == text_of(public.pdf(language))


@pytest.mark.parametrize("language", SPELLED_OUT)
@pytest.mark.slow
def test_two_readers_find_what_is_spelled_out(public: Built, language: str) -> None:
    """All of it stands in its first line."""
    faces = [face for job in public.noted[language].jobs if not job.artifact for face in job.faces]
    items = [item for face in faces for item in face.items if isinstance(item, Text)]
    phrases = {folded(item.printed) for item in items if max(item.printed) > "\u0900"}
    assert len(phrases) > 20
    path = public.pdf(language)
    with pypdfium2.PdfDocument(path) as document:
        by_pdfium = " ".join(side.get_textpage().get_text_range() for side in document)
    for text in (text_of(path), by_pdfium):
        assert [phrase for phrase in phrases if phrase not in folded(text)] == []


@pytest.mark.slow
def test_verapdf_passes_what_the_public_engine_painted(public: Built) -> None:
    paths = [*map(public.pdf, LANGUAGES)]
    assert verdicts(paths) == [f"PASS {path}" for path in paths]


# The choice


def a_name_is_gone(patch: pytest.MonkeyPatch) -> None:
    patch.delattr("weasyprint.draw.text.draw_text")
    patch.delitem(sys.modules, weasy.__name__)


def a_signature_is_another(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(weasy, "draw_text", lambda stream, words, offset: None)


def words_stand_elsewhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(weasy, "strut", lambda style: (20.0, 15.0))


each_change = pytest.mark.parametrize(
    ("change", "reason"),
    [
        (a_name_is_gone, "ImportError: cannot import name 'draw_text'"),
        (a_signature_is_another, "TypeError: "),
        (words_stand_elsewhere, "RenderError: words"),
    ],
)

Change = Callable[[pytest.MonkeyPatch], None]


@each_change
@pytest.mark.slow
def test_a_build_goes_on_and_says_so_once(
    mini: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    reason: str,
) -> None:
    change(monkeypatch)
    code, written = build(mini, capsys, "--no-cache", "--layout", "a6", "--layout", "a7")
    assert code == 0, written
    assert len([*(mini / "output").rglob("*_a[67]_a4.pdf")]) == 2
    (told,) = (line for line in written.splitlines() if CODE in line)
    assert told.startswith(f"pyproject.toml:0:0: warning[{CODE}]: ")
    assert f"(WeasyPrint {weasyprint.__version__}, {reason}" in told
    assert f"hint: install WeasyPrint {choice.KNOWN}" in written


def test_json_says_so_again_where_nothing_has_changed(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As any other warning; and what is wrong is found once, and not by every build."""
    shutil.rmtree(mini / ".store")
    words_stand_elsewhere(monkeypatch)
    for rendered in (True, False):
        code, written = build(mini, capsys, "--json")
        assert code == 0
        report = json.loads(written)
        assert bool(report["rendered"]) is rendered
        (fault,) = (fault for fault in report["diagnostics"] if fault["code"] == CODE)
        assert fault["severity"] == "warning"
        monkeypatch.setattr(choice, "misfit", None)


def test_calibrate_says_so_too(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(mini / ".store")
    words_stand_elsewhere(monkeypatch)
    code, written = commcards(mini, "calibrate", "--output", str(mini / "output"), capsys=capsys)
    assert code == 0, written
    assert written.count(CODE) == 1
    assert (mini / "output" / "calibration.a4.pdf").is_file()


def test_the_private_engine_fits_the_installed_version(workspace: Workspace) -> None:
    assert Renderer(workspace.fonts, Store(None)).faults == []
    assert weasyprint.__version__ == choice.KNOWN


def test_boxes_of_the_two_never_pass_for_each_other(workspace: Workspace) -> None:
    templates = Templates.read(REPOSITORY / "templates")
    one, other = (
        BoxPainter(templates, Store(None), renderer_of(engine, workspace), "", "")
        for engine in ("private", "public")
    )
    assert one.digest != other.digest
