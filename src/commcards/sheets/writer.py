"""Fragments + imposition -> PDF bytes, tagged (PDF/UA-1), without WeasyPrint.

Each face becomes a form XObject that keeps its marked content; a font is embedded once a deck,
cut down to the glyphs that the deck uses; pictures are forms that every face shares.
Page space is PDF's: points, origin at the lower left corner.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pydyf

from commcards.faces.slug import FontUse
from commcards.imposition import Mark, Rect, Side
from commcards.sheets.content import FaceRef, drawing, hairlines, number, pdf_box
from commcards.sheets.document import Document, outline, page_labels, xmp
from commcards.sheets.file import Stream, Written, add, written
from commcards.sheets.fonts import Subset, embed
from commcards.sheets.fragment import Fragment, compressed, picture_name, untagged
from commcards.units import to_pt


@dataclass(frozen=True, slots=True)
class Form:
    """A picture drawn once: compressed PDF operators in a ``side`` x ``side`` box, y up."""

    content: bytes
    side: int

    @classmethod
    def of(cls, operators: bytes, side: int) -> Form:
        """Return the form of a drawing."""
        return cls(compressed(operators), side)


def write_pdf(
    document: Document,
    sides: Sequence[Side[FaceRef]],
    marks: Sequence[Mark],
    boxes: tuple[Rect, Rect],
    scale: float,
    forms: Mapping[str, Form],
    subset: Subset,
) -> bytes:
    """Return the bytes of a deck; the same arguments give the same bytes.

    ``boxes`` are the trim and the bleed box of every page; marks stand on fronts alone, the side
    to cut and fold by. ``forms`` are the pictures, by the URLs that fragments use.
    Raises KeyError for one missing.
    """
    writer = _Writer(document)
    references = [p.face for side in sides for p in side.placements]
    fragments = list({id(ref.fragment): ref.fragment for ref in references}.values())
    resources = writer.resources(fragments, forms, subset)
    for side in sides:
        writer.page(side, () if side.back else marks, boxes, scale, resources)
    return writer.finish()


class _Writer:
    """Collects the objects of one PDF."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._pdf = pydyf.PDF()
        self._artifacts: dict[int, Stream] = {}
        self._placed: set[int] = set()
        self._parents: list[str] = []  # of marked contents, face by face: see 14.7.4.4
        self._groups: list[str] = []
        self._tree = add(self._pdf, pydyf.Dictionary({"Type": "/StructTreeRoot"}))
        self._root = add(
            self._pdf,
            pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "P": self._tree.reference}),
        )

    def resources(
        self, fragments: Sequence[Fragment], forms: Mapping[str, Form], subset: Subset
    ) -> str:
        """Add the fonts, pictures and graphics states that all faces share."""
        uses: dict[str, list[FontUse]] = {}
        states: dict[str, pydyf.Dictionary] = {}
        for fragment in fragments:
            for name, use in fragment.fonts.items():
                uses.setdefault(name, []).append(use)
            states.update({k: pydyf.Dictionary(v) for k, v in fragment.states.items()})
        urls = sorted({url for fragment in fragments for url in fragment.images})
        pictures = {picture_name(url): self._picture(forms[url]) for url in urls}
        if len(pictures) < len(urls):
            raise ValueError("two pictures go by one name")
        shared = add(
            self._pdf,
            pydyf.Dictionary(
                {
                    "Font": pydyf.Dictionary(
                        {name: embed(self._pdf, name, uses[name], subset) for name in sorted(uses)}
                    ),
                    "XObject": pydyf.Dictionary(pictures),
                    "ExtGState": pydyf.Dictionary(dict(sorted(states.items()))),
                }
            ),
        )
        return _reference(shared)

    def _picture(self, form: Form) -> str:
        side, unit = form.side, 1 / form.side
        shape = f"/BBox[0 0 {side} {side}]/Matrix[{unit:.6f} 0 0 {unit:.6f} 0 0]"
        return _reference(self._form(form.content, f"{shape}/Resources<<>>"))

    def _form(self, content: bytes, entries: str) -> Stream:
        return add(self._pdf, Stream(content, f"/Type/XObject/Subtype/Form{entries}"))

    def page(
        self,
        side: Side[FaceRef],
        marks: Sequence[Mark],
        boxes: tuple[Rect, Rect],
        scale: float,
        resources: str,
    ) -> None:
        """Add one side of a sheet."""
        width, height = to_pt(side.width), to_pt(side.height)
        page = pydyf.Dictionary({"Type": "/Page", "Parent": self._pdf.pages.reference})
        self._pdf.add_page(page)
        content: list[bytes] = []
        names: dict[str, bytes] = {}
        for index, placement in enumerate(side.placements):
            # A face that a second tile shows again is read aloud once.
            artifact = placement.face.artifact or id(placement.face) in self._placed
            self._placed.add(id(placement.face))
            form = self._face(placement.face.fragment, page, resources, artifact=artifact)
            names[f"f{index}"] = form.reference
            content.append(drawing(f"f{index}", placement, scale, height, artifact=artifact))
        if marks:
            content.append(hairlines(marks, height))
        body = add(self._pdf, Stream(compressed(b"\n".join(content))))
        page["MediaBox"] = pydyf.Array([0, 0, number(width), number(height)])
        page["TrimBox"], page["BleedBox"] = (pdf_box(box, height) for box in boxes)
        page["Contents"] = body.reference
        page["Resources"] = pydyf.Dictionary({"XObject": pydyf.Dictionary(names)})

    def _face(
        self, fragment: Fragment, page: pydyf.Dictionary, resources: str, *, artifact: bool
    ) -> Stream:
        known = self._artifacts.get(id(fragment)) if artifact else None
        if known:
            return known
        content = fragment.content
        if artifact and fragment.elements:
            content = compressed(untagged(zlib.decompress(content)))
        box = f"/BBox[0 0 {number(fragment.width)} {number(fragment.height)}]"
        parents = "" if artifact else f"/StructParents {len(self._groups)}"
        form = self._form(content, f"{box}/Resources {resources}{parents}")
        if artifact:
            self._artifacts[id(fragment)] = form
        else:
            self._tag(fragment, _reference(form), _reference(page))
        return form

    def _tag(self, fragment: Fragment, form: str, page: str) -> None:
        """Add a face's structure; marked content ids count from 0 in each form."""
        group = add(self._pdf, Written())
        start = f"<</Type/StructElem/P {_reference(group)}/Pg {page}/S/"
        line = f"<</Type/MCR/Stm {form}/MCID"
        children: list[str] = []
        parents: list[str] = []
        for tag, language, mcids in fragment.elements:
            if not mcids:
                continue
            own = "" if language == self._document.language else f"/Lang({language})"
            first = len(parents)
            lines = "".join([f"{line} {mcid}>>" for mcid in range(first, first + mcids)])
            node = add(self._pdf, Written(f"{start}{tag}{own}/K[{lines}]>>".encode()))
            children.append(_reference(node))
            parents += children[-1:] * mcids
        kids = " ".join(children)
        group.written = f"<</Type/StructElem/S/Art/P {_reference(self._root)}/K[{kids}]>>".encode()
        self._parents.append(f"{len(self._groups)}[{' '.join(parents)}]")
        self._groups.append(_reference(group))

    def finish(self) -> bytes:
        """Add what belongs to the whole document, and return its bytes."""
        document, pdf = self._document, self._pdf
        self._root["K"] = f"[{' '.join(self._groups)}]"
        self._tree["K"] = pydyf.Array([self._root.reference])
        parents = add(pdf, Written(f"<</Nums[{''.join(self._parents)}]>>".encode()))
        self._tree["ParentTree"] = parents.reference
        self._tree["ParentTreeNextKey"] = len(self._groups)
        metadata = add(pdf, pydyf.Stream([xmp(document)], {"Type": "/Metadata", "Subtype": "/XML"}))
        pdf.info["Title"] = pydyf.String(document.title)
        pdf.info["Producer"] = pydyf.String(document.producer)
        pdf.catalog.update(
            {
                "Lang": pydyf.String(document.language),
                "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
                "Metadata": metadata.reference,
                "StructTreeRoot": self._tree.reference,
                "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
                "PageLabels": pydyf.Dictionary({"Nums": page_labels(document.labels)}),
            }
        )
        if document.bookmarks:
            pdf.catalog["Outlines"] = outline(pdf, document.bookmarks)
            pdf.catalog["PageMode"] = "/UseOutlines"
        return written(pdf)


def _reference(thing: pydyf.Object) -> str:
    return f"{thing.number} 0 R"
