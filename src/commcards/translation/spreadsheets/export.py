"""A catalog as a spreadsheet for translators.

Columns have the names that Weblate and the Translate Toolkit use; picture, speaker and length are
added. ``id`` is a hash of the exported row, by which ``changes`` distinguishes what the translator
changed from what has changed in the catalog since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.worksheet import Worksheet

from commcards.model.cards import Message
from commcards.model.catalogs import Translation
from commcards.model.languages import Language
from commcards.text.bidi import isolated

PICTURE = 48  # shown side of a picture in px of 1/96 in; the image has twice as many

# Column -> width in characters; only the target can be edited.
_WIDTHS = {
    "picture": 8,
    "speaker": 20,
    "source": 38,
    "target": 42,
    "characters": 11,
    "developer_comments": 34,
    "translator_comments": 24,
    "fuzzy": 7,
    "context": 30,
    "location": 26,
    "id": 19,
}
_STYLE = "commcards "
_FACE = "Arial"  # programs replace it for scripts that it lacks
_TYPE = 12  # pt
_LEAST_HEIGHT = 40  # pt: room for the picture
_LEAST_LINE = 1.4  # least line height as a multiple of the type size, for fonts of other programs
_HEAD, _LOCKED = (PatternFill("solid", fgColor=color) for color in ("D9E2EC", "F2F2F2"))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row for the translator: a message, its entry, and the translator's own comment."""

    message: Message
    entry: Translation
    comment: str

    @property
    def speaker(self) -> str:
        """Who says the message, or where it stands."""
        message = self.message
        if message.speaker is None:
            is_heading = message.symbol and message.key.endswith(".title")
            return "heading" if is_heading else "the card itself"
        return message.spoken


def write(language: Language, rows: Sequence[SheetRow], pictures: Mapping[str, bytes]) -> bytes:
    """Return a workbook of these rows; ``pictures`` are PNGs by the name of their symbol."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = language.tag
    book.properties.title = f"commcards: {language.name}"
    book.security = WorkbookProtection(lockStructure=True)  # the sheet's name is the language
    for style in _styles(language):
        book.add_named_style(style)
    for column, (name, width) in enumerate(_WIDTHS.items(), 1):
        cell = sheet.cell(1, column, name)
        cell.font, cell.fill = Font(_FACE, bold=True), _HEAD
        sheet.column_dimensions[cell.column_letter].width = width
    for number, row in enumerate(rows, 2):
        for column, (name, text) in enumerate(_texts(language, row).items(), 1):
            _fill(sheet.cell(number, column), text, _STYLE + name)
        sheet.row_dimensions[number].height = _height(language, row)
        if row.message.symbol in pictures:
            image = Image(BytesIO(pictures[row.message.symbol]))
            image.width = image.height = PICTURE
            sheet.add_image(image, f"A{number}")
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = language.direction == "rtl"
    # It has no password: it prevents slips. False means that something is allowed.
    sheet.protection = SheetProtection(sheet=True, formatColumns=False, formatRows=False)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _texts(language: Language, row: SheetRow) -> dict[str, str]:
    """Return the texts of a row, in the order of the columns."""
    entry = row.entry
    return {
        "picture": "",
        "speaker": row.speaker,
        "source": entry.source,
        "target": isolated(entry.text, language),
        "characters": str(len(entry.source)),
        "developer_comments": row.message.note,
        "translator_comments": row.comment,
        "fuzzy": "yes" if entry.text and entry.draft else "",
        "context": entry.key,
        "location": f"{row.message.where.file}:{row.message.where.line}",
        "id": mark(language, entry.key, entry.source, entry.text),
    }


def _fill(cell: Cell | MergedCell, text: str, style: str) -> None:
    assert isinstance(cell, Cell)
    cell.value = text
    # Text with a leading = must not become a formula, neither here nor when somebody edits it.
    cell.data_type = "s"
    cell.style = style
    cell.quotePrefix = True


def _styles(language: Language) -> Iterator[NamedStyle]:
    """Yield the style of each column, by its name."""
    for name in _WIDTHS:
        is_target = name == "target"
        order = 2 if is_target and language.direction == "rtl" else 1  # 2: from right to left
        style = NamedStyle(f"{_STYLE}{name}", number_format="@")
        style.font = Font(_FACE, _TYPE if name in ("source", "target") else 10)
        side = "right" if order == 2 else "left"
        style.alignment = Alignment(side, "center", wrap_text=True, indent=1, readingOrder=order)
        style.protection = Protection(locked=not is_target)
        if not is_target:
            style.fill = _LOCKED
        yield style


def _height(language: Language, row: SheetRow) -> float:
    """Return a row's height in pt, with room for a translation that is half as long again."""
    lines = ceil(1.5 * len(row.entry.source) / _WIDTHS["source"])
    lines = max(lines, ceil(1.2 * len(row.entry.text) / _WIDTHS["target"]))
    notes = ceil(len(row.message.note) / _WIDTHS["developer_comments"])
    line_height = _TYPE * max(language.line_height, _LEAST_LINE)
    return max(_LEAST_HEIGHT, lines * line_height + 6, notes * 10 * _LEAST_LINE)


def mark(language: Language, key: str, source: str, text: str) -> str:
    """Return the ``id`` of a row with this content, 16 hex digits."""
    return sha256("\0".join((language.tag, key, source, text)).encode()).hexdigest()[:16]
