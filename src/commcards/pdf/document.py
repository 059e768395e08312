"""The properties of a PDF: title, language, outline, page labels, metadata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from commcards.pdf.objects import File, text


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; pages count from 0."""

    title: str
    page: int


# The default of a viewer's print dialog for turning sheets, by PDF's names (ISO 32000-1, 12.2).
Duplex = Literal["Simplex", "DuplexFlipShortEdge", "DuplexFlipLongEdge"]


@dataclass(frozen=True, slots=True)
class Document:
    """The properties of a PDF; ``language`` is BCP 47."""

    title: str
    language: str
    producer: str
    bookmarks: tuple[Bookmark, ...]
    labels: tuple[str, ...]  # one for each page
    duplex: Duplex


def outline(pdf: File, bookmarks: Sequence[Bookmark], pages: Sequence[int]) -> int:
    """Add the outline, given the object numbers of all pages; return its object number."""
    root = pdf.add()
    first, last = root + 1, root + len(bookmarks)
    for number, bookmark in enumerate(bookmarks, first):
        before = f"/Prev {number - 1} 0 R" if number > first else ""
        after = f"/Next {number + 1} 0 R" if number < last else ""
        pdf.add(
            f"<</Title{text(bookmark.title)}/Parent {root} 0 R"
            f"/Dest[{pages[bookmark.page]} 0 R/Fit]{before}{after}>>"
        )
    pdf.put(root, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {len(bookmarks)}>>")
    return root


def page_labels(labels: Sequence[str]) -> str:
    """Return the number tree that gives each page its label."""
    nums = "".join(f"{index}<</P{text(label)}>>" for index, label in enumerate(labels))
    return f"<</Nums[{nums}]>>"


def xmp(document: Document) -> bytes:
    """Return the metadata that PDF/UA-1 asks for (ISO 14289-1, 5)."""
    title, producer = (escape(words) for words in (document.title, document.producer))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        "<pdfuaid:part>1</pdfuaid:part>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<pdf:Producer>{producer}</pdf:Producer>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()
