"""Built PDFs, judged by programs that did not write them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image, ImageChops

from commcards.base.diagnostics import Diagnostic
from commcards.imposition import on_paper
from commcards.localize.localcard import LocalCard
from commcards.typesetting import typesetter
from commcards.typesetting.typesetter import Catalogs, Job, Typesetter
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace
from tests.support.smalldeck import (
    LANGUAGES,
    SENSITIVE,
    STAFF,
    Built,
    build,
    listening,
    snapshot,
    start_build,
    translate,
)
from tests.support.verapdf import verdicts

BASE = "https://cards.example.org"
MM = 72 / 25.4
EXTRACTED_EXACTLY = ("uk", "fr", "ti", "bn")

each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="session")
def broken(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built PDF without its title and tags."""
    path = tmp_path_factory.mktemp("broken") / "broken.pdf"
    with pikepdf.open(built.pdf("uk")) as pdf:
        del pdf.Root.Metadata, pdf.Root.StructTreeRoot
        pdf.save(path)
    return path


def cards_in(workspace: Workspace, language: str) -> list[LocalCard]:
    target = Target(
        deck="emergency",
        staff=STAFF,
        person=(language,),
        layouts=("a6",),
        papers=("a4",),
        edition="color",
        flip="",
    )
    return [*workspace.localized(target)]


def card_url(language: str, page_name: str) -> str:
    return f"{BASE}/emergency/{STAFF}-{language}/{page_name}.html"


def text_of(path: Path, *options: str) -> str:
    command = ["pdftotext", *options, "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def raster(path: Path, dpi: int) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(path) as pdf:
        for side in pdf:
            yield side.render(scale=dpi / 72).to_pil().convert("RGB")


# Other programs' verdicts


@each_language
def test_qpdf_finds_nothing_wrong(built: Built, language: str) -> None:
    command = ["qpdf", "--check", "--warning-exit-0", str(built.pdf(language))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert "No syntax or stream encoding errors found" in result.stdout
    assert result.stderr == ""


@pytest.mark.slow
def test_verapdf_passes_every_language(built: Built, broken: Path) -> None:
    *good, bad = verdicts([*map(built.pdf, LANGUAGES), broken])
    assert good == [f"PASS {built.pdf(language)}" for language in LANGUAGES]
    assert bad.startswith("FAIL [")


@each_language
def test_page_validation_passes(built: Built, language: str) -> None:
    report = page.validate_pdf(built.pdf(language), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_page_validation_sees_a_broken_file(broken: Path) -> None:
    assert not page.validate_pdf(broken, profile="ua1").is_compliant


# Structure


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    document = pdf.Root.StructTreeRoot.K[0]
    assert document.S == "/Document"
    for group in document.K:
        assert group.S == "/Art"
        yield from group.K


@each_language
def test_every_foreign_line_tells_its_language(
    built: Built, workspace: Workspace, language: str
) -> None:
    """Credits are English, codes are the staff's: both are there beside the person's."""
    tag = workspace.project.languages[language].bcp47
    with pikepdf.open(built.pdf(language)) as pdf:
        assert pdf.Root.Lang == STAFF
        told = [str(element.get("/Lang", STAFF)) for element in elements(pdf)]
    assert set(told) == {tag, STAFF, "en"}
    lines = [line for card in cards_in(workspace, language) for line in card.lines]
    assert told.count(tag) > len(lines)


def test_structure_refers_to_the_words_it_stands_for(built: Built) -> None:
    """Every marked content id is owned by one element, by way of its form's parent tree."""
    with pikepdf.open(built.pdf("bn")) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = dict(zip(map(int, list(numbers)[::2]), list(numbers)[1::2], strict=True))
        met = 0
        for element in elements(pdf):
            for reference in element.K:
                met += 1
                owner = owners[int(reference.Stm.StructParents)][int(reference.MCID)]
                assert owner.objgen == element.objgen
        assert met == sum(len(owner) for owner in owners.values()) > 50


@each_language
def test_title_outline_and_labels(built: Built, workspace: Workspace, language: str) -> None:
    cards = cards_in(workspace, language)
    autonym = workspace.project.languages[language].autonym
    with pikepdf.open(built.pdf(language)) as pdf:
        title = str(pdf.docinfo.Title)
        assert title.endswith(f" – {autonym}")
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == title
            assert metadata["pdfuaid:part"] == "1"
        wishes = pdf.Root.ViewerPreferences
        assert wishes.DisplayDocTitle
        assert str(wishes.PrintScaling) == "/None"
        assert str(wishes.Duplex) == "/DuplexFlipLongEdge"
        labels = list(pdf.Root.PageLabels.Nums)[1::2]
        names = [str(label.P) for label in labels]
        assert names == [f"{n // 2 + 1}{'ab'[n % 2]}" for n in range(len(pdf.pages))]
        with pdf.open_outline() as outline:
            places: list[Any] = [item.destination for item in outline.root]
            shown = [item.title for item in outline.root]
            pages = [pdf.pages.index(pikepdf.Page(place[0])) for place in places]
    codes = [f"{card.card.code} {card.outside_title.staff.text}" for card in cards]
    assert shown[1:-2] == codes
    assert [title[:4] for title in (shown[0], *shown[-2:])] == ["T00 ", "T97 ", "T99 "]
    assert pages == sorted(pages)


# Words


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def letters(text: str) -> str:
    """Return only the letters and digits, in order."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def printed_lines(card: LocalCard) -> Iterator[str]:
    """Yield what stands on a card in the person's language, but its title."""
    yield card.outside_title.person[0].text
    for section in card.sections:
        for row in section.rows:
            yield from (line.person[0].text for line in (row.line, *row.options))


@pytest.mark.parametrize("language", EXTRACTED_EXACTLY)
def test_poppler_gives_each_phrase_back(built: Built, workspace: Workspace, language: str) -> None:
    """Spaces and line ends count as one, and characters in their composed form.

    They stand in the order of the content: by itself Poppler reads on across tiles. A line may end
    after a hyphen.
    """
    text = folded(text_of(built.pdf(language), "-raw").replace("-\n", "-"))
    phrases = [line for card in cards_in(workspace, language) for line in printed_lines(card)]
    assert len(phrases) > 20
    assert [phrase for phrase in phrases if folded(phrase) not in text] == []


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_poppler_gives_arabic_letters_back(
    built: Built, workspace: Workspace, language: str
) -> None:
    """All letters and digits of each word, in their order.

    Poppler reads on across tiles, so that the lines of neighbours run into one another.

    Spaces, bidi controls, ZWNJ, combining marks and full stops are left out: on pages where most
    words are Cyrillic or Latin, Poppler takes the line for left-to-right and puts neutral
    characters to the other side of it, and it sorts marks by their place over the letter. So it
    also changes the places of two speaker's forms with a stroke between them.
    """
    text = letters(text_of(built.pdf(language)))
    lines = [line for card in cards_in(workspace, language) for line in printed_lines(card)]
    words = [word for line in lines for word in line.split()]
    assert len(words) > 60
    assert [word for word in words if letters(word) not in text] == []


# QR codes


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_two_readers_read_every_qr_code(
    built: Built, workspace: Workspace, language: str, tmp_path: Path
) -> None:
    """From a scan of 150 dpi. The sensitive card goes by its code."""
    cards = cards_in(workspace, language)
    names = [f"card-{c.card.code.lower()}" if c.card.sensitive else c.card.id for c in cards]
    assert "card-e18" in names
    cover = f"{BASE}/index.html"
    expected = sorted([*(card_url(language, name) for name in names), cover])
    by_zxing: list[str] = []
    by_zbar: list[str] = []
    for number, image in enumerate(raster(built.pdf(language), 150)):
        by_zxing += [code.text for code in zxingcpp.read_barcodes(image)]
        scan = tmp_path / f"{number}.png"
        image.save(scan)
        command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(scan)]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        by_zbar += found.stdout.split()
    assert sorted(by_zxing) == expected
    assert sorted(by_zbar) == expected
    for url in expected:
        assert (built.output / url.removeprefix(f"{BASE}/")).is_file()


# Duplex and cutting

Box = tuple[float, float, float, float]


def drawn(side: pikepdf.Page) -> list[tuple[Any, Box, bool]]:
    """Return the form, the box on the page and whether it is an artifact, of each face."""
    found = []
    matrix: list[float] = []
    artifact = False
    instructions: Any = pikepdf.parse_content_stream(side)
    for operands, operator in instructions:
        match str(operator):
            case "cm":
                matrix = [float(number) for number in operands]
            case "BMC":
                artifact = True
            case "EMC":
                artifact = False
            case "Do":
                form = side.Resources.XObject[str(operands[0])]
                a, _, _, d, e, f = matrix
                _, _, wide, tall = map(float, form.BBox)
                xs, ys = sorted([e, e + a * wide]), sorted([f, f + d * tall])
                found.append((form, (xs[0], ys[0], xs[1], ys[1]), artifact))
    return found


def mirrored(box: Box, width: float) -> Box:
    return (width - box[2], box[1], width - box[0], box[3])


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_backs_lie_behind_their_fronts(built: Built, language: str) -> None:
    """Turned over the long edge, every back lies on a front to a hundredth of a point."""
    seen = 0
    with pikepdf.open(built.pdf(language)) as pdf:
        assert len(pdf.pages) % 2 == 0
        for front, back in zip(pdf.pages[::2], pdf.pages[1::2], strict=True):
            width = float(front.mediabox[2])
            fronts = [box for _, box, _ in drawn(front)]
            backs = [box for _, box, _ in drawn(back)]
            seen += len(backs)  # a sheet without a sensitive card has none
            for box in backs:
                assert any(
                    mirrored(box, width) == pytest.approx(other, abs=0.01) for other in fronts
                )
    assert seen


def test_marks_on_fronts_reach_the_edge_and_backs_have_none(
    built: Built, workspace: Workspace
) -> None:
    layout = workspace.project.layouts["a6"]
    slots = on_paper(layout, "a4").slots
    dpi = 300
    front, back, *_ = raster(built.pdf("uk"), dpi)
    cut = [edge for left in slots.lefts() for edge in (left, left + slots.trim_width)]
    found = [inked_columns(image.crop((0, 0, image.width, 1))) for image in (front, back)]
    assert found[1] == []
    assert len(runs(found[0])) == len(cut) == 4
    for run, place in zip(runs(found[0]), cut, strict=True):
        assert sum(run) / len(run) / dpi * 25.4 == pytest.approx(place, abs=0.2)
    margin = int((slots.lefts()[0] - layout.face.bleed - 0.5) / 25.4 * dpi)
    for strip in ((0, 0, margin, front.height), (front.width - margin, 0, front.width, 999)):
        assert inked_rows(front.crop(strip)) != []
        assert inked_rows(back.crop(strip)) == []


def inked_columns(image: Image.Image) -> list[int]:
    """Return where the first row of an image is dark."""
    grey = image.convert("L")
    return [x for x in range(image.width) if grey.getpixel((x, 0)) < 200]  # type: ignore[operator]


def inked_rows(image: Image.Image) -> list[int]:
    """Return the rows that are dark from one end of the image to the other."""
    grey = image.convert("L")
    return [
        y
        for y in range(image.height)
        if all(grey.getpixel((x, y)) < 200 for x in range(image.width))  # type: ignore[operator]
    ]


def runs(numbers: list[int]) -> list[list[int]]:
    result: list[list[int]] = []
    for number in numbers:
        if result and result[-1][-1] == number - 1:
            result[-1].append(number)
        else:
            result.append([number])
    return result


# What a sensitive card must not tell


def test_a_sensitive_card_keeps_its_topic_to_itself(built: Built, workspace: Workspace) -> None:
    card = next(c for c in cards_in(workspace, "uk") if c.card.id == SENSITIVE)
    assert card.card.sensitive
    topics = [words.text for words in card.title.words] + [card.card.title.text, SENSITIVE]
    path = built.pdf("uk")
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        told = [item.title for item in outline.root] + [str(pdf.docinfo.Title)]
        told.append(pdf.Root.Metadata.read_bytes().decode())
    told += [str(name.relative_to(built.output)) for name in built.output.rglob("*")]
    told.append(text_of(path))
    told.append((built.output / "index.html").read_text("utf-8"))
    assert any("card-e18" in text for text in told)
    for topic in topics:
        assert [text for text in told if re.search(rf"\b{topic}\b", text, re.IGNORECASE)] == []


def test_a_sensitive_card_has_neutral_backs(built: Built, workspace: Workspace) -> None:
    """PDFium reads the words behind each face of the sensitive card."""
    card = next(c for c in cards_in(workspace, "uk") if c.card.id == SENSITIVE)
    neutral = folded(" ".join(words.text for words in card.words["neutral-back"].words))
    path = built.pdf("uk")
    backs = []
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as words:
        for number in range(0, len(pdf.pages), 2):
            width = float(pdf.pages[number].mediabox[2])
            for _, box, _ in drawn(pdf.pages[number]):
                if "E18 ·" not in words[number].get_textpage().get_text_bounded(*box):
                    continue
                behind = mirrored(box, width)
                back = words[number + 1].get_textpage().get_text_bounded(*behind)
                backs.append(folded(back))
                faces = [f for _, where, f in drawn(pdf.pages[number + 1])
                         if where == pytest.approx(behind, abs=0.01)]  # fmt: skip
                assert faces == [True]
    assert len(backs) > 1
    assert set(backs) == {neutral}


# Credits and colours


def test_credits_are_those_of_the_pictures_used(built: Built, workspace: Workspace) -> None:
    urls = {url for job in built.noted["uk"].jobs for url in job.pictures if "/qr/" not in url}
    used = {url.rsplit("/", 1)[1] for url in urls}
    expected = {credit for name in used for credit in workspace.symbols[name].credits}
    fonts = {"Noto Sans: SIL OFL 1.1 - The Noto Project Authors"}
    with pypdfium2.PdfDocument(built.pdf("uk")) as pdf:
        text = folded(" ".join(side.get_textpage().get_text_range() for side in pdf))
    assert expected
    # An address may break after a stroke, where the text has a space then.
    closed = text.replace(" ", "")
    assert [line for line in expected | fonts if line.replace(" ", "") not in closed] == []
    others = {font.family for font in workspace.fonts.files.values()} - {"Noto Sans"}
    assert [family for family in others if folded(family) in text] == []


def chroma(path: Path) -> int:
    """Return how far the most colourful pixel is from grey, 0 to 255."""
    most = 0
    for image in raster(path, 50):
        red, green, blue = image.split()
        for one, other in ((red, green), (green, blue)):
            extrema = ImageChops.difference(one, other).getextrema()
            most = max(most, int(extrema[1]))  # type: ignore[arg-type]
    return most


def test_the_grey_edition_is_grey(
    built: Built, mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, written = build(mini, capsys, "--edition", "grey")
    assert code == 0, written
    (grey,) = (mini / "output").rglob("*_a6_a4_grey.pdf")
    assert chroma(grey) == 0
    assert chroma(built.pdf("uk")) > 100


# The same again


@pytest.mark.slow
def test_two_folders_two_seeds_and_two_zones_give_the_same_bytes(
    built: Built, tmp_path: Path
) -> None:
    roots = [tmp_path / "one", tmp_path / "another folder"]
    environments = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LANG": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8"},
    ]
    for root in roots:
        shutil.copytree(
            built.root, root, symlinks=True, ignore=shutil.ignore_patterns("output", ".store")
        )
    started = [
        start_build(root, "ar", HOME=str(tmp_path), **environment)
        for root, environment in zip(roots, environments, strict=True)
    ]
    for process in started:
        written, _ = process.communicate(timeout=120)
        assert process.returncode == 0, written
    one, other = (snapshot(root / "output") for root in roots)
    assert {Path(name).suffix for name in one} == {".pdf", ".html", ".css", ".svg", ".woff2"}
    assert {name: data for name, (_, data) in one.items()} == {
        name: data for name, (_, data) in other.items()
    }


def test_a_second_build_renders_nothing_and_writes_nothing(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(mini, capsys)[0] == 0
    before = snapshot(mini / "output")
    code, written = build(mini, capsys)
    assert code == 0
    assert "\n0 faces rendered, " in written
    assert snapshot(mini / "output") == before
    assert len(before) > 3


def test_cards_set_one_by_one_print_as_those_set_at_once(
    built: Built, mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(mini / ".store")
    monkeypatch.setattr(typesetter, "BATCH", 1)
    set_cards = Typesetter.set_cards
    done: list[Job] = []

    def note_jobs(self: Typesetter, jobs: Sequence[Job], where: Catalogs) -> list[Diagnostic]:
        done.extend(jobs)
        return set_cards(self, jobs, where)

    monkeypatch.setattr(Typesetter, "set_cards", note_jobs)
    assert build(mini, capsys)[0] == 0
    sheet = built.pdf("uk")
    assert (mini / sheet.relative_to(built.root)).read_bytes() == sheet.read_bytes()
    # What a card was planned with must not wait for the last of a large deck.
    assert all(job.fragments and not job.faces and not job.places for job in done)


def test_a_changed_translation_renders_its_card_alone(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As long as before, so that its tile and its neighbours keep their widths.
    translate(mini, "uk", "illness.fever", "У мене сильна температура.")
    noted = listening(monkeypatch)
    code, written = build(mini, capsys, "--json")
    assert code == 0
    report = json.loads(written)
    assert report["reused"] > report["rendered"] > 0
    assert {job.card.card.id for job in noted.jobs} == {"illness"}
    assert "У мене сильна температура." in noted.texts
    assert sum(len(batch.painted_boxes) for batch in noted.batches) == 1
