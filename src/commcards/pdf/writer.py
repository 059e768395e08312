"""Fragments + imposition -> the bytes of a tagged PDF (PDF/UA-1), without WeasyPrint.

Each face becomes a form XObject with its marked contents. Each font is embedded once, cut down to
the glyphs in use. Pictures are forms that all faces share.
Page space is PDF's: points, with the origin at the lower left corner.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from commcards.base.units import to_pt
from commcards.imposition import Mark, Rect, Side
from commcards.pdf.content import FaceRef, drawing, hairlines, number, pdf_box, shown
from commcards.pdf.document import Document, outline, page_labels, xmp
from commcards.pdf.fonts import Subset, embed
from commcards.pdf.fragment import Fragment, compressed, picture_name, untagged
from commcards.pdf.objects import File, text
from commcards.pdf.paintedbox import FontUse
from commcards.pdf.structure import listed, parents, structure


@dataclass(frozen=True, slots=True)
class Form:
    """A picture drawn once: compressed PDF operators in a ``width`` x ``height`` box, y up."""

    content: bytes
    width: float
    height: float

    @classmethod
    def of(cls, operators: bytes, width: float, height: float) -> Form:
        """Return the form of a drawing."""
        return cls(compressed(operators), width, height)


def write_pdf(
    file: BinaryIO,
    document: Document,
    sides: Sequence[Side[FaceRef]],
    marks: Sequence[Mark],
    boxes: tuple[Rect, Rect],
    scale: float,
    fonts: Mapping[str, FontUse],
    forms: Mapping[str, Form],
    subset: Subset,
) -> None:
    """Write a deck into an empty file; the same arguments give the same bytes.

    All sides have one size; ``boxes`` are the trim box and the bleed box. Marks are drawn only on
    fronts, the side to cut and fold by. ``fonts`` are the ``fonts_of`` the faces that are
    ``shown``, ``forms`` the pictures by the URLs of fragments. Raises KeyError for a missing
    picture.
    """
    writer = _Writer(file, document)
    writer.resources(shown(sides), fonts, forms, subset)
    width, height = to_pt(sides[0].width), to_pt(sides[0].height)
    trim, bleed = (pdf_box(box, height) for box in boxes)
    shape = f"/MediaBox[0 0 {number(width)} {number(height)}]/TrimBox{trim}/BleedBox{bleed}"
    lines = [hairlines(marks, height)] if marks else []
    for side in sides:
        writer.page(side, shape, [] if side.back else lines, scale)
    writer.finish()


class _Writer:
    """Writes the objects of one PDF, and keeps their numbers."""

    def __init__(self, file: BinaryIO, document: Document) -> None:
        self._document = document
        self._pdf = pdf = File(file)
        self._pages: list[int] = []
        self._contents: dict[str, int] = {}  # most pages have the same operators
        self._artifacts: dict[int, int] = {}
        self._placed: set[int] = set()
        self._parents: list[str] = []  # elements of the marked contents of each face: 14.7.4.4
        self._groups: list[int] = []
        self._pages_root, self._tree, self._root, self._resources = (pdf.add() for _ in range(4))

    def resources(
        self,
        fragments: Sequence[Fragment],
        fonts: Mapping[str, FontUse],
        forms: Mapping[str, Form],
        subset: Subset,
    ) -> None:
        """Add the fonts, pictures and graphics states that all faces share."""
        pdf = self._pdf
        states: dict[str, Mapping[str, float]] = {}
        for fragment in fragments:
            states.update(fragment.states)
        urls = sorted({url for fragment in fragments for url in fragment.images})
        pictures = {
            picture_name(url): self._form(forms[url].content, _box(forms[url])) for url in urls
        }
        if len(pictures) < len(urls):
            raise ValueError("two pictures go by one name")
        embedded = {name: embed(pdf, name, use, subset) for name, use in fonts.items()}
        shades = "".join(
            f"/{name}<<{''.join(f'/{key} {number(value)}' for key, value in state.items())}>>"
            for name, state in sorted(states.items())
        )
        pdf.put(
            self._resources,
            f"<</Font{_named(embedded)}/XObject{_named(pictures)}/ExtGState<<{shades}>>>>",
        )

    def _form(self, content: bytes, entries: str) -> int:
        return self._pdf.stream(content, f"/Type/XObject/Subtype/Form{entries}")

    def page(self, side: Side[FaceRef], shape: str, lines: Sequence[str], scale: float) -> None:
        """Add one side of a sheet; ``shape`` are its boxes, ``lines`` its marks as operators."""
        page = self._pdf.add()
        self._pages.append(page)
        content: list[str] = []
        faces: dict[str, int] = {}
        for index, placement in enumerate(side.placements):
            # Only the first tile of a face is tagged, so that it is read aloud once.
            artifact = placement.face.artifact or id(placement.face) in self._placed
            self._placed.add(id(placement.face))
            name = f"f{index}"
            faces[name] = self._face(placement.face.fragment, page, artifact=artifact)
            content.append(drawing(name, placement, scale, to_pt(side.height), artifact=artifact))
        body = self._content([*content, *lines])
        self._pdf.put(
            page,
            f"<</Type/Page/Parent {self._pages_root} 0 R{shape}/Contents {body} 0 R"
            f"/Resources<</XObject{_named(faces)}>>>>",
        )

    def _content(self, parts: Sequence[str]) -> int:
        """Return the number of a stream that draws faces and marks on a page."""
        drawn = "\n".join(parts)
        if drawn not in self._contents:
            self._contents[drawn] = self._pdf.stream(compressed(drawn.encode()))
        return self._contents[drawn]

    def _face(self, fragment: Fragment, page: int, *, artifact: bool) -> int:
        if artifact and id(fragment) in self._artifacts:
            return self._artifacts[id(fragment)]
        content = fragment.content
        if artifact and fragment.elements:
            content = compressed(untagged(zlib.decompress(content)))
        box = f"/BBox[0 0 {number(fragment.width)} {number(fragment.height)}]"
        parents = "" if artifact else f"/StructParents {len(self._groups)}"
        form = self._form(content, f"{box}/Resources {self._resources} 0 R{parents}")
        if artifact:
            self._artifacts[id(fragment)] = form
        else:
            self._tag(fragment, form, page)
        return form

    def _tag(self, fragment: Fragment, form: int, page: int) -> None:
        """Add the structure of a face."""
        elements, language = fragment.elements, self._document.language
        group = self._pdf.add()
        self._pdf.extend(len(elements), structure(elements, language, form, page, group))
        numbers = parents(elements, group)
        kids = listed(dict.fromkeys(numbers))
        self._pdf.put(group, f"<</Type/StructElem/S/Art/P {self._root} 0 R/K{kids}>>")
        self._parents.append(f"{len(self._groups)}{listed(numbers)}")
        self._groups.append(group)

    def finish(self) -> None:
        """Add the objects of the whole document."""
        document, pdf = self._document, self._pdf
        pages, groups = listed(self._pages), listed(self._groups)
        pdf.put(self._pages_root, f"<</Type/Pages/Kids{pages}/Count {len(self._pages)}>>")
        pdf.put(self._root, f"<</Type/StructElem/S/Document/P {self._tree} 0 R/K{groups}>>")
        nums = pdf.add(f"<</Nums[{''.join(self._parents)}]>>")
        pdf.put(
            self._tree,
            f"<</Type/StructTreeRoot/K[{self._root} 0 R]/ParentTree {nums} 0 R"
            f"/ParentTreeNextKey {len(self._groups)}>>",
        )
        metadata = pdf.plain(xmp(document), "/Type/Metadata/Subtype/XML")
        outlines = ""
        if document.bookmarks:
            entries = outline(pdf, document.bookmarks, self._pages)
            outlines = f"/Outlines {entries} 0 R/PageMode/UseOutlines"
        catalog = pdf.add(
            f"<</Type/Catalog/Pages {self._pages_root} 0 R/Lang{text(document.language)}"
            f"/MarkInfo<</Marked true>>/Metadata {metadata} 0 R/StructTreeRoot {self._tree} 0 R"
            "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None"
            f"/Duplex/{document.duplex}>>"
            f"/PageLabels{page_labels(document.labels)}{outlines}>>"
        )
        info = pdf.add(f"<</Title{text(document.title)}/Producer{text(document.producer)}>>")
        pdf.finish(catalog, info)


def _box(form: Form) -> str:
    """Return the dictionary entries of a picture, which scale it to 1 x 1."""
    box = f"/BBox[0 0 {number(form.width)} {number(form.height)}]"
    return f"{box}/Matrix[{1 / form.width:.6f} 0 0 {1 / form.height:.6f} 0 0]/Resources<<>>"


def _named(things: Mapping[str, int]) -> str:
    return f"<<{''.join(f'/{name} {thing} 0 R' for name, thing in things.items())}>>"
