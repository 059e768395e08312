"""Fragments + imposition -> PDF bytes, tagged (PDF/UA-1), without WeasyPrint.

Each face becomes a form XObject that keeps its marked content; a font is embedded once a deck,
cut down to the glyphs that the deck uses; pictures are forms that every face shares.
Page space is PDF's: points, origin at the lower left corner.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pydyf

from commcards.faces.slug import FontUse, Fragment, Slug
from commcards.imposition import Mark, Rect, Side
from commcards.sheets.content import FaceRef, composed, drawing, hairlines, number, pdf_box
from commcards.sheets.document import Document, outline, page_labels, xmp
from commcards.sheets.fonts import Subset, embed
from commcards.units import to_pt

T = TypeVar("T", bound=pydyf.Object)


@dataclass(frozen=True, slots=True)
class Form:
    """A picture drawn once: PDF operators in a ``side`` x ``side`` box, y up."""

    operators: bytes
    side: float


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


class _Raw(pydyf.Object):
    """An object written out already: there are thousands of structure elements."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.written = data

    @property
    def data(self) -> bytes:
        return self.written


class _Writer:
    """Collects the objects of one PDF."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._pdf = pydyf.PDF()
        self._artifacts: dict[int, pydyf.Stream] = {}
        self._names: dict[str, str] = {}  # of pictures, by URL
        self._placed: set[int] = set()
        self._parents = pydyf.Array()
        self._groups: list[pydyf.Dictionary] = []
        self._tree = self._add(pydyf.Dictionary({"Type": "/StructTreeRoot"}))
        self._root = self._add(
            pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "P": self._tree.reference})
        )

    def _add(self, thing: T) -> T:
        self._pdf.add_object(thing)
        return thing

    def _stream(self, data: bytes, extra: Mapping[str, object]) -> pydyf.Stream:
        body = zlib.compress(data, 6)
        return self._add(pydyf.Stream([body], {**extra, "Filter": "/FlateDecode"}))

    def resources(
        self, fragments: Sequence[Fragment], forms: Mapping[str, Form], subset: Subset
    ) -> pydyf.Dictionary:
        """Add the fonts, pictures and graphics states that all faces share."""
        uses: dict[str, list[FontUse]] = {}
        states: dict[str, pydyf.Dictionary] = {}
        slugs: dict[int, Slug] = {id(slug): slug for f in fragments for slug in f.slugs}
        for slug in slugs.values():
            for name, use in (slug.fonts or {}).items():
                uses.setdefault(name, []).append(use)
            states.update({k: pydyf.Dictionary(v) for k, v in (slug.states or {}).items()})
        urls = sorted({url for fragment in fragments for url in fragment.images})
        self._names = {url: f"i{number}" for number, url in enumerate(urls)}
        pictures = {name: self._picture(forms[url]) for url, name in self._names.items()}
        return self._add(
            pydyf.Dictionary(
                {
                    "Font": pydyf.Dictionary(
                        {name: embed(self._pdf, name, uses[name], subset) for name in sorted(uses)}
                    ),
                    "XObject": pydyf.Dictionary(
                        {name: picture.reference for name, picture in pictures.items()}
                    ),
                    "ExtGState": pydyf.Dictionary(dict(sorted(states.items()))),
                }
            )
        )

    def _picture(self, form: Form) -> pydyf.Stream:
        unit = 1 / form.side
        return self._stream(
            form.operators,
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, form.side, form.side]),
                "Matrix": pydyf.Array([round(unit, 8), 0, 0, round(unit, 8), 0, 0]),
                "Resources": pydyf.Dictionary({}),
            },
        )

    def page(
        self,
        side: Side[FaceRef],
        marks: Sequence[Mark],
        boxes: tuple[Rect, Rect],
        scale: float,
        resources: pydyf.Dictionary,
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
        body = self._stream(b"\n".join(content), {})
        page["MediaBox"] = pydyf.Array([0, 0, number(width), number(height)])
        page["TrimBox"], page["BleedBox"] = (pdf_box(box, height) for box in boxes)
        page["Contents"] = body.reference
        page["Resources"] = pydyf.Dictionary({"XObject": pydyf.Dictionary(names)})

    def _face(
        self,
        fragment: Fragment,
        page: pydyf.Dictionary,
        resources: pydyf.Dictionary,
        *,
        artifact: bool,
    ) -> pydyf.Stream:
        if artifact and id(fragment) in self._artifacts:
            return self._artifacts[id(fragment)]
        extra: dict[str, object] = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, number(fragment.width), number(fragment.height)]),
            "Resources": resources.reference,
        }
        if not artifact:
            extra["StructParents"] = len(self._groups)
        form = self._stream(composed(fragment, self._names, artifact=artifact), extra)
        if artifact:
            self._artifacts[id(fragment)] = form
        else:
            self._tag(fragment, form, page)
        return form

    def _tag(self, fragment: Fragment, form: pydyf.Stream, page: pydyf.Dictionary) -> None:
        """Add a face's structure; marked content ids count from 0 in each form."""
        group = self._add(
            pydyf.Dictionary({"Type": "/StructElem", "S": "/Art", "P": self._root.reference})
        )
        children = pydyf.Array()
        parents: list[bytes] = []
        place = f"/Pg {page.reference.decode()}"
        stream = f"<</Type/MCR/Stm {form.reference.decode()}/MCID"
        start = f"<</Type/StructElem/P {group.reference.decode()}{place}"
        for slug in fragment.slugs:
            if not slug.mcids:
                continue
            language = ""
            if slug.language != self._document.language:
                language = f"/Lang({slug.language})"
            lines = (f"{stream} {len(parents) + line}>>" for line in range(slug.mcids))
            node = _Raw(f"{start}/S/{slug.tag}{language}/K[{''.join(lines)}]>>".encode())
            self._add(node)
            parents += [node.reference] * slug.mcids
            children.append(node.reference)
        group["K"] = children
        self._parents.extend([len(self._groups), pydyf.Array(parents)])
        self._groups.append(group)

    def finish(self) -> bytes:
        """Add what belongs to the whole document, and return its bytes."""
        document, pdf = self._document, self._pdf
        self._root["K"] = pydyf.Array([group.reference for group in self._groups])
        self._tree["K"] = pydyf.Array([self._root.reference])
        parent_tree = self._add(pydyf.Dictionary({"Nums": self._parents}))
        self._tree["ParentTree"] = parent_tree.reference
        self._tree["ParentTreeNextKey"] = len(self._groups)
        metadata = self._add(
            pydyf.Stream([xmp(document)], {"Type": "/Metadata", "Subtype": "/XML"})
        )
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
        output = io.BytesIO()
        pdf.write(output, version=b"1.7", identifier=True, compress=True)
        return output.getvalue()
