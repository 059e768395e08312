"""PDFs from fragments: objects, structure, and what would keep a PDF from being accessible."""

from __future__ import annotations

import io
import os
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from commcards.base.units import Mm, Pt
from commcards.pdf import Document, Fragment, Part, compose, fonts_of
from commcards.pdf.accessibility import faults
from commcards.pdf.fragment import Element
from commcards.pdf.objects import File
from commcards.pdf.paintedbox import FontUse, Glyph, PaintedBox
from commcards.pdf.structure import listed, parents, structure

DOCUMENT = Document("Картки", "uk", "tests", (), ("1",), "Simplex")
USE = FontUse("0" * 64, "Noto Sans", 1000, -300, {3: Glyph(500, "a"), 4: Glyph(500, "b")})


def words(*tags: str, use: FontUse = USE) -> Fragment:
    painted_boxes = [
        PaintedBox((b"/Span <</MCID ", b">> BDC EMC"), tag, "uk", {"F": use}) for tag in tags
    ]
    parts = tuple(Part(painted, Mm(5), Mm(5)) for painted in painted_boxes)
    return compose(parts, Pt(200), Pt(200), Mm(3))


# Objects


def numbers(count: int, odd: int = 0) -> bytes:
    """Return a PDF of so many numbered objects and a stream, one of them unlike the others."""
    file = io.BytesIO()
    pdf = File(file)
    pages, catalog, info = pdf.add(), pdf.add(), pdf.add("<<>>")
    pdf.put(pages, "<</Type/Pages/Kids[]/Count 0>>")
    things = [pdf.add(f"<</N {number}>>") for number in range(count)]
    content = pdf.stream(zlib.compress(b"drawn"))
    pdf.extend(2, ["<</N (one)>>", f"<</N {odd}>>"])
    told = " ".join(f"{each} 0 R" for each in (*things, content, content + 1, content + 2))
    pdf.put(catalog, f"<</Type/Catalog/Pages {pages} 0 R/Things[{told}]>>")
    pdf.finish(catalog, info)
    return file.getvalue()


@pytest.mark.parametrize("count", [1, 300, 1000])
def test_every_object_is_where_the_file_says(count: int) -> None:
    data = numbers(count, odd=7)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        *things, content, one, odd = pdf.Root.Things
        assert [int(thing.N) for thing in things] == list(range(count))
        assert content.read_bytes() == b"drawn"
        assert (str(one.N), int(odd.N)) == ("one", 7)
        assert pdf.check_pdf_syntax() == []
        holders = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert max(int(each.get("/N", 0)) for each in holders) <= 256


def test_a_file_is_written_as_it_comes(tmp_path: Path) -> None:
    """Neither streams nor texts are in memory, but for the last few."""
    spelled = 0

    def texts() -> Iterator[str]:
        nonlocal spelled
        for number in range(1000):
            spelled += 1
            yield f"<</N {number}/Filler({'.' * 1000})>>"

    with (tmp_path / "file.pdf").open("x+b", buffering=0) as file:
        pdf = File(file)
        catalog, info = pdf.add(), pdf.add("<<>>")
        pdf.put(catalog, f"<</Type/Catalog/Pages {catalog + 2} 0 R>>")
        pdf.add("<</Type/Pages/Kids[]/Count 0>>")
        content = os.urandom(10_000)
        tracemalloc.start()
        for _ in range(30):
            pdf.stream(content)
            pdf.extend(1000, texts())
        assert spelled == 0
        assert file.tell() > 30 * len(content)
        pdf.finish(catalog, info)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert spelled == 30_000
        assert peak < 2_000_000  # of 30 MB
    with pikepdf.open(tmp_path / "file.pdf") as read:
        assert len(read.objects) > 30_000


# Structure


def test_the_structure_of_a_face_counts_its_words() -> None:
    elements = (Element("H1", "uk", 1), Element("P", "bg", 2), Element("P", "uk", 1))
    found = structure(elements, "uk", form=5, page=4, group=6)
    numbers = parents(elements, group=6)
    mark = "<</Type/MCR/Stm 5 0 R/MCID "
    start = "<</Type/StructElem/P 6 0 R/Pg 4 0 R/K["
    assert tuple(found) == (
        f"{start}{mark}0>>]/S/H1>>",
        f"{start}{mark}1>>{mark}2>>]/S/P/Lang(bg)>>",
        f"{start}{mark}3>>]/S/P>>",
    )
    assert listed(numbers) == "[7 0 R 8 0 R 8 0 R 9 0 R]"
    assert (list(structure((), "uk", 5, 4, 6)), parents((), 6)) == ([], [])


# Accessibility


def wrong(document: Document, fragments: list[Fragment]) -> list[str]:
    return list(faults(document, fragments, fonts_of(fragments).values()))


def test_words_with_headings_in_order_are_accessible() -> None:
    fragments = [words("H1", "P", "H2"), words("P", "H2", "H1")]
    assert wrong(DOCUMENT, fragments) == []


@pytest.mark.parametrize(
    ("document", "fragments", "clause"),
    [
        (replace(DOCUMENT, title=" "), [words("P")], "no title (7.1)"),
        (replace(DOCUMENT, language=""), [words("P")], "no language (7.2)"),
        (DOCUMENT, [words("P", "H2")], "H2, not H1 (7.4.2)"),
        (DOCUMENT, [words("H1"), words("H3")], "H3 follows H1 (7.4.2)"),
        (DOCUMENT, [words("")], "no element (7.1)"),
        (DOCUMENT, [replace(words(), elements=(Element("P", "", 1),))], "no language (7.2)"),
    ],
)
def test_what_is_not_accessible(document: Document, fragments: list[Fragment], clause: str) -> None:
    (fault,) = wrong(document, fragments)
    assert fault.endswith(clause)


@pytest.mark.parametrize("meaning", ["", "\0", "\ufeff"])
def test_a_glyph_without_meaning(meaning: str) -> None:
    dumb = words("P", use=replace(USE, glyphs={9: Glyph(500, meaning)}))
    (fault,) = wrong(DOCUMENT, [words("P"), dumb])
    assert fault == "glyphs [9] of Noto Sans have no meaning (7.21.7)"
