"""Sheets: fragments + imposition -> PDF bytes."""

from commcards.sheets.content import FaceRef, shown
from commcards.sheets.document import Bookmark, Document
from commcards.sheets.fragment import Fragment, Image, Part, compose, fonts_of
from commcards.sheets.writer import Form, write_pdf

__all__ = [
    "Bookmark",
    "Document",
    "FaceRef",
    "Form",
    "Fragment",
    "Image",
    "Part",
    "compose",
    "fonts_of",
    "shown",
    "write_pdf",
]
