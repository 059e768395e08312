"""Numbers on paper: where the glyphs stand, on whatever line, and what readers of PDF find."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commcards.base.units import CSS_PX, Mm, Pt
from commcards.faces.measure import PANGO_ROUNDING, Measure
from commcards.localize.localcard import Words
from commcards.text.bidi import runs
from commcards.text.shaping import Shaper
from commcards.workspace.workspace import Workspace
from tests.support.engines import renderer_of
from tests.support.numbers import (
    DIGITS,
    RIGHT_TO_LEFT,
    SPACED_RANGES,
    TELEPHONES,
    TO_LEFT,
    WORDS,
    cases,
    sentences,
)
from tests.support.paper import SIZE, Paper
from tests.support.standing import standing

WIDE = 190.0  # mm; every sentence stands on one line

each_language = pytest.mark.parametrize("tag", RIGHT_TO_LEFT)


@pytest.fixture(scope="module")
def paper(workspace: Workspace) -> Paper:
    return Paper(workspace, renderer_of("private", workspace))


@pytest.fixture(scope="module")
def public(workspace: Workspace) -> Paper:
    return Paper(workspace, renderer_of("public", workspace))


def folded(text: str) -> str:
    """Return a text with spaces and brackets of one kind: a glyph stands for either bracket."""
    return re.sub(r"\s", " ", text).replace(")", "(")


# Where glyphs stand


@each_language
def test_every_number_stands_as_it_is_read(paper: Paper, tag: str) -> None:
    every = [(case, text) for case in cases(tag) for text in sentences(tag, case.text)]
    wrong = []
    for (case, text), box in zip(every, paper.paint(tag, [t for _, t in every], WIDE), strict=True):
        (line,) = standing(box)
        if folded(line).count(folded(case.shown)) != text.count(case.text):
            wrong.append((case, line))
    assert len(every) > 1000
    assert wrong == []


@each_language
def test_two_numbers_in_one_sentence(paper: Paper, tag: str) -> None:
    one, two = WORDS[tag]
    (box,) = paper.paint(tag, [f"{one} 116 000 {two} +359 2 123-456، 050-123 {one} 2,5 ml."], WIDE)
    (line,) = standing(box)
    assert re.findall(r"[+\d][-\d ,ml]*[\dl]", line) == [
        *("2,5 ml", "050-123", "+359 2 123-456", "116 000"),
    ]


@pytest.mark.parametrize("tag", TO_LEFT)
def test_the_ends_of_a_spaced_range_stand_as_others_do(paper: Paper, tag: str) -> None:
    one, two = WORDS[tag]
    boxes = paper.paint(tag, [f"{one} {text} {two}" for text in SPACED_RANGES], WIDE)
    lines = "".join(line for box in boxes for line in standing(box))
    assert re.findall("-?[0-9][-– 0-9:]+[0-9]", lines) == ["06:00 – 22:00", "10 - 5", "-10 – -5"]


@each_language
@pytest.mark.parametrize("width", [14.0, 21.0, 27.0, 33.0, 40.0, 52.0])
def test_a_number_stays_on_one_line_where_it_has_room(paper: Paper, tag: str, width: float) -> None:
    one, two = WORDS[tag]
    found = [case for case in cases(tag) if case.text == case.shown]
    alone = paper.paint(tag, [case.text for case in found], WIDE)
    boxes = paper.paint(tag, [f"{one} {two} {case.text} {one}" for case in found], width)
    wrong = []
    parted = 0
    for case, single, box in zip(found, alone, boxes, strict=True):
        lines = standing(box)
        phrase = any(sign.isalpha() for sign in case.text) and " " in case.text
        if single.wide / CSS_PX < width - 0.3 and not phrase:
            if not any(folded(case.shown) in folded(line) for line in lines):
                wrong.append((case, lines))
        else:  # each piece of it reads from left to right
            parted += 1
            pieces = "".join(re.findall(r"[^\s\u0590-\u065f\u0670-\u06ef]", "".join(lines)))
            if re.sub(r"\s", "", folded(case.text)) not in folded(pieces):
                wrong.append((case, lines))
    assert wrong == []
    assert parted


@each_language
def test_a_line_never_ends_after_a_sign(paper: Paper, tag: str) -> None:
    """The 5 of .5 on a line by itself would be ten times the dose."""
    one, two = WORDS[tag]
    for text in (".5 mg", "-5", "-.5 mg", "+49", "$50"):
        for width in range(15, 40):
            (box,) = paper.paint(tag, [f"{one} {two} {text} {one}"], float(width))
            lines = standing(box)
            assert any(text in line for line in lines), (text, width, lines, box.wide)


@pytest.mark.parametrize("tag", ["ar", "ur", "he"])
@pytest.mark.parametrize("width", [30.0, 52.0])
def test_the_public_engine_divides_no_run(public: Paper, tag: str, width: float) -> None:
    one, two = WORDS[tag]
    found = list(cases(tag))[::3]
    boxes = public.paint(tag, [f"{one} {two} {case.text} {one}" for case in found], width)
    wrong = [
        (case, lines)
        for case, lines in zip(found, map(standing, boxes), strict=True)
        if not any(folded(case.shown) in folded(line) for line in lines)
    ]
    assert wrong == []


@each_language
def test_planning_knows_where_lines_end(paper: Paper, tag: str) -> None:
    one, two = WORDS[tag]
    language = paper.languages[tag]
    shaper = Shaper(paper.fonts)
    texts = [
        f"{one} {two} {case.text} {one} {two}."
        for case in cases(tag)
        if not shaper.missing(case.text, language.fonts, tag)
    ]
    measure = Measure(shaper)
    wrong = []
    for width in (24.0, 31.0, 47.0):
        for text, box in zip(texts, paper.paint(tag, texts, width), strict=True):
            least, most = (  # planning allows itself a little less than the width
                measure.lines(Words(language, text), Pt(SIZE), Mm(each), False)
                for each in (width + 2 * PANGO_ROUNDING, width)
            )
            if not least <= box.lines <= most:
                wrong.append((text, width, standing(box)))
    assert len(wrong) < 0.01 * 3 * len(texts), wrong


WORDS_AND_NUMBERS = st.lists(
    st.one_of(
        st.sampled_from(
            ["اتصل", "الآن", "كلمة،", "نعم؟", "WhatsApp", "(", ")", "«", "»", "-", "–"]
        ),
        st.from_regex(r"\A[+*(]?[0-9]{1,4}([-.,:/ )][0-9]{1,4}){0,3}%?\Z"),
        st.from_regex(r"\A[٠-٩]{1,3}([-.,٫٬:/ ][٠-٩]{1,3}){0,3}٪?\Z"),
        st.from_regex(r"\A[A-Z]{1,2}-?[0-9]{1,2}\Z"),
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS_AND_NUMBERS)
def test_digits_of_a_run_stand_in_their_order(paper: Paper, text: str) -> None:
    """And the runs of a line stand from right to left."""
    (box,) = paper.paint("ar", [text], 600.0)
    (line,) = standing(box)
    found = [text[run.start : run.end] for run in runs(text, paper.languages["ar"])]
    told = "".join("".join(filter(str.isdecimal, run)) for run in reversed(found))
    assert "".join(filter(str.isdecimal, line)) == told


# What readers of PDF find


@pytest.mark.parametrize("tag", ["ar", "fa", "ur", "he"])
@pytest.mark.parametrize("digits", DIGITS)
def test_a_telephone_number_can_be_searched(
    paper: Paper, tag: str, digits: str, tmp_path: Path
) -> None:
    one, two = WORDS[tag]
    told = [number.translate(str.maketrans(DIGITS[0], digits)) for number in TELEPHONES]
    plain = [number for number in told if not set("()*#/") & set(number) and " - " not in number]
    assert len(plain) > 5
    for number in plain:
        data = paper.pdf(tag, [f"{one} {number} {two}"], 120.0)
        page = pypdfium2.PdfDocument(data)[0].get_textpage()
        assert page.search(number).get_next()
        path = tmp_path / "number.pdf"
        path.write_bytes(data)
        assert number in text_of(path)


def text_of(path: Path) -> str:
    """Return what Poppler finds, without the marks for direction that it adds itself."""
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return re.sub("[\u202a-\u202e]", " ", text)


@pytest.mark.parametrize("width", [45.0, 150.0])
def test_every_urdu_word_can_be_copied(
    paper: Paper, workspace: Workspace, width: float, tmp_path: Path
) -> None:
    """Both programs give each word of the small project back, PDFium each line in its order."""
    entries = workspace.catalogs["ur"].entries
    texts = [entries[m.key].text for m in workspace.messages if m.key in entries]
    texts = list(dict.fromkeys(filter(None, texts)))
    words = {word for text in texts for word in re.findall(r"\w+", text)}
    assert len(words) > 150
    by_pdfium, by_poppler = [], []
    path = tmp_path / "urdu.pdf"
    for start in range(0, len(texts), 12):
        path.write_bytes(paper.pdf("ur", texts[start : start + 12], width))
        by_pdfium.append(pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range())
        by_poppler.append(text_of(path))
    for read in (by_pdfium, by_poppler):
        assert words - set(re.findall(r"\w+", " ".join(read))) == set()
    whole = " ".join(" ".join(by_pdfium).split())
    option = "--back-offset"  # may be parted after its hyphens
    assert [text for text in texts if text not in whole and option not in text] == []


@each_language
def test_no_mark_of_ours_reaches_a_reader(paper: Paper, tag: str, tmp_path: Path) -> None:
    texts = [next(sentences(tag, case.text)) for case in cases(tag)][:40]
    path = tmp_path / "texts.pdf"
    path.write_bytes(paper.pdf(tag, texts, 120.0))
    read = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    marks = {sign for sign in read + text_of(path) if unicodedata.category(sign) == "Cf"}
    assert marks <= {"\u200b"}
