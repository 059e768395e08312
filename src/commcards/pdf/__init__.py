"""Writes fragments and imposed sides as tagged PDFs."""

from commcards.pdf.content import FaceRef, shown
from commcards.pdf.document import Bookmark, Document, Duplex
from commcards.pdf.fragment import Fragment, Image, Part, Pointer, compose, fonts_of
from commcards.pdf.writer import Form, write_pdf

__all__ = [
    "Bookmark",
    "Document",
    "Duplex",
    "FaceRef",
    "Form",
    "Fragment",
    "Image",
    "Part",
    "Pointer",
    "accessibility",
    "compose",
    "fonts_of",
    "fragment",
    "paintedbox",
    "shown",
    "write_pdf",
]
