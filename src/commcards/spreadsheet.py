"""A catalog as a spreadsheet for translators.

Columns have the names that Weblate and the Translate Toolkit give them; picture, speaker and
length stand beside them. ``id`` marks a row as it went out, so that ``sheet_changes`` can tell what
the translator changed from what the catalog has become since.
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

from commcards.model import Card, Kind, Language, Phrase, Translation

PICTURE = 48  # side of a picture as it is shown, in px of 1/96 in; half of what it has

# Name -> width in characters. The target alone can be written in.
_WIDTHS = {
    "picture": 8,
    "speaker": 16,
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
_FACE = "Arial"  # programs put one of their own in its place for scripts that it lacks
_TYPE = 12  # pt
_LEAST_HEIGHT = 40  # pt: the picture, and air
_LEAST_LINE = 1.4  # of the type size; other programs set scripts in fonts of their own
_HEAD, _LOCKED = (PatternFill("solid", fgColor=color) for color in ("D9E2EC", "F2F2F2"))

_SPEAKERS = {
    Kind.PERSON_SAYS: "the person",
    Kind.STAFF_ASKS: "staff",
    Kind.STAFF_SAYS: "staff",
    Kind.ANSWERS: "answer to point at",
}
_FORMS = {"f": "a woman", "m": "a man"}


@dataclass(frozen=True, slots=True)
class Use:
    """Where a message stands on a card: beside which picture, and who says it."""

    symbol: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a translator sees of one entry: the author's note, their own comment, the place."""

    entry: Translation
    note: str
    comment: str
    place: str
    use: Use


def uses(cards: Mapping[str, Card]) -> dict[str, Use]:
    """Return picture and speaker of the messages that cards hold, by key."""
    found: dict[str, Use] = {}
    for card in cards.values():
        found[card.title.key] = Use(card.symbol, "heading")
        for section in card.sections:
            for phrase in section.phrases:
                found.update(_phrase_uses(phrase, _SPEAKERS[section.kind]))
    return found


def _phrase_uses(phrase: Phrase, speaker: str) -> Iterator[tuple[str, Use]]:
    yield phrase.message.key, Use(phrase.symbol, speaker)
    for form, message in phrase.variants.items():
        yield message.key, Use(phrase.symbol, f"{speaker}, {_FORMS[form]}")
    for option in phrase.answer.options if phrase.answer else ():
        yield from _phrase_uses(option, _SPEAKERS[Kind.ANSWERS])


def write(language: Language, lines: Sequence[Line], pictures: Mapping[str, bytes]) -> bytes:
    """Return a workbook with a row a line; ``pictures`` are PNGs by the name of their symbol."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = language.tag
    book.properties.title = f"commcards: {language.name}"
    book.security = WorkbookProtection(lockStructure=True)  # its name says the language
    for style in _styles(language):
        book.add_named_style(style)
    for column, (name, width) in enumerate(_WIDTHS.items(), 1):
        cell = sheet.cell(1, column, name)
        cell.font, cell.fill = Font(_FACE, bold=True), _HEAD
        sheet.column_dimensions[cell.column_letter].width = width
    for row, line in enumerate(lines, 2):
        for column, (name, text) in enumerate(_texts(language, line).items(), 1):
            _fill(sheet.cell(row, column), text, _STYLE + name)
        sheet.row_dimensions[row].height = _height(language, line)
        if line.use.symbol in pictures:
            image = Image(BytesIO(pictures[line.use.symbol]))
            image.width = image.height = PICTURE
            sheet.add_image(image, f"A{row}")
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = language.direction == "rtl"
    # Without a password: it keeps slips away, not people. False is what may be done.
    sheet.protection = SheetProtection(sheet=True, formatColumns=False, formatRows=False)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _texts(language: Language, line: Line) -> dict[str, str]:
    """Return the texts of a row, in the order of the columns."""
    entry = line.entry
    return {
        "picture": "",
        "speaker": line.use.speaker,
        "source": entry.source,
        "target": entry.text,
        "characters": str(len(entry.source)),
        "developer_comments": line.note,
        "translator_comments": line.comment,
        "fuzzy": "yes" if entry.text and entry.draft else "",
        "context": entry.key,
        "location": line.place,
        "id": mark(language, entry.key, entry.source, entry.text),
    }


def _fill(cell: Cell | MergedCell, text: str, style: str) -> None:
    assert isinstance(cell, Cell)
    cell.value = text
    cell.data_type = "s"  # else a leading = makes a formula of it, here ...
    cell.style = style
    cell.quotePrefix = True  # ... and there, as soon as somebody edits it


def _styles(language: Language) -> Iterator[NamedStyle]:
    """Yield the style of each column, by its name."""
    for name in _WIDTHS:
        is_target = name == "target"
        order = 2 if is_target and language.direction == "rtl" else 1  # 1 from the left, 2 right
        style = NamedStyle(f"{_STYLE}{name}", number_format="@")
        style.font = Font(_FACE, _TYPE if name in ("source", "target") else 10)
        side = "right" if order == 2 else "left"
        style.alignment = Alignment(side, "center", wrap_text=True, indent=1, readingOrder=order)
        style.protection = Protection(locked=not is_target)
        if not is_target:
            style.fill = _LOCKED
        yield style


def _height(language: Language, line: Line) -> float:
    """Return a row's height in pt, with room for a translation half as long again."""
    rows = ceil(1.5 * len(line.entry.source) / _WIDTHS["source"])
    lines = max(rows, ceil(1.2 * len(line.entry.text) / _WIDTHS["target"]))
    notes = ceil(len(line.note) / _WIDTHS["developer_comments"])
    line_height = _TYPE * max(language.line_height, _LEAST_LINE)
    return max(_LEAST_HEIGHT, lines * line_height + 6, notes * 10 * _LEAST_LINE)


def mark(language: Language, key: str, source: str, text: str) -> str:
    """Return the ``id`` of a row that says this, 16 hex digits."""
    return sha256("\0".join((language.tag, key, source, text)).encode()).hexdigest()[:16]
