"""What a PDF says of itself: title, language, outline, page labels, metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

import pydyf


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: the page counts from 0."""

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a PDF says of itself. ``language`` is BCP 47."""

    title: str
    language: str
    producer: str
    bookmarks: tuple[Bookmark, ...]
    labels: tuple[str, ...]  # one for each page


def outline(pdf: pydyf.PDF, bookmarks: Sequence[Bookmark]) -> bytes:
    """Add the outline; return its reference."""
    root = pydyf.Dictionary({"Type": "/Outlines"})
    pdf.add_object(root)
    pages = pdf.page_references
    entries = []
    for bookmark in bookmarks:
        entry = pydyf.Dictionary(
            {
                "Title": pydyf.String(bookmark.title),
                "Parent": root.reference,
                "Dest": pydyf.Array([pages[bookmark.page], "/Fit"]),
            }
        )
        pdf.add_object(entry)
        entries.append(entry)
    for before, after in pairwise(entries):
        before["Next"] = after.reference
        after["Prev"] = before.reference
    root.update(
        {"First": entries[0].reference, "Last": entries[-1].reference, "Count": len(entries)}
    )
    reference: bytes = root.reference
    return reference


def page_labels(labels: Sequence[str]) -> pydyf.Array:
    """Return the number tree that gives each page its label."""
    return pydyf.Array(
        [
            item
            for index, label in enumerate(labels)
            for item in (index, pydyf.Dictionary({"P": pydyf.String(label)}))
        ]
    )


def xmp(document: Document) -> bytes:
    """Return the metadata that PDF/UA-1 asks for (ISO 14289-1, 5)."""
    title = escape(document.title)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        "<pdfuaid:part>1</pdfuaid:part>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<pdf:Producer>{escape(document.producer)}</pdf:Producer>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
