"""Other people's spreadsheets (.xlsx) -> text cells; the files may be hostile.

A spreadsheet is a zip of XML: its unpacked size is checked before anything is unpacked. Formulas,
pictures and macros are never evaluated or loaded.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from commcards.base.diagnostics import Diagnostic, Location

MAX_BYTES = 32 * 1024 * 1024  # unpacked; a catalog with a picture in each row takes 5 MiB
MAX_ROWS = 20_000
MAX_CELLS = 300_000

_OLE = b"\xd0\xcf\x11\xe0"  # the container of encrypted and of old (.xls) workbooks
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7})')
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")  # Office writes control characters so
_KINDS = {"f": "a formula", "n": "a number", "d": "a date", "b": "true or false", "e": "an error"}


class Place(Location):
    """A cell as a place: ``line`` is its row, column A is 1; it is printed as C17."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self.file}:{get_column_letter(self.column)}{self.line}"


@dataclass(frozen=True, slots=True)
class Cell:
    """The content of a cell; ``kind`` is empty for text, and else names it, as ``a formula``."""

    text: str
    kind: str
    where: Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from row 1, each from column A to its last cell."""

    file: str
    title: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file, and the first cell of each merged range in them."""

    sheets: tuple[Sheet, ...]
    merged: tuple[Place, ...]


def read_workbook(path: Path) -> tuple[Workbook, list[Diagnostic]]:
    """Read a workbook; bad input gives an error and no sheets."""
    empty = Workbook((), ())
    file = path.name
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_OLE))
    except OSError as error:
        why = error.strerror or str(error)
        return empty, [Diagnostic(Location(file), "unreadable-file", f"cannot be read: {why}")]
    if start == _OLE:
        hint = "save it as .xlsx without a password"
        message = "the spreadsheet has a password, or the old format .xls"
        return empty, [Diagnostic(Location(file), "not-a-workbook", message, hint)]
    try:
        merged = _look_inside(path)
        return Workbook(_sheets(path), merged), []
    except _TooLargeError:
        hint = f"the most is {MAX_BYTES >> 20} MiB unpacked, {MAX_ROWS} rows, {MAX_CELLS} cells"
        message = "the spreadsheet is too large"
        return empty, [Diagnostic(Location(file), "file-too-large", message, hint)]
    except Exception:  # openpyxl does not wrap the exceptions of its parts.
        hint = "open it in LibreOffice or Excel and save it as .xlsx"
        message = "this is not a spreadsheet, or a damaged one"
        return empty, [Diagnostic(Location(file), "not-a-workbook", message, hint)]


class _TooLargeError(Exception):
    """The file is larger than any catalog."""


def _look_inside(path: Path) -> tuple[Place, ...]:
    """Refuse files that are too large or have a DTD; return where merged ranges begin."""
    merged: list[Place] = []
    with ZipFile(path) as archive:
        # zipfile unpacks no more of a part than the stated size.
        if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
            raise _TooLargeError
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            data = archive.read(part)
            if b"<!DOCTYPE" in data:
                raise BadZipFile("a DTD")
            if part.startswith("xl/worksheets/"):
                ranges = _MERGED.findall(data)[:MAX_ROWS]
                merged += [Place(path.name, int(row), _index(name)) for name, row in ranges]
    return tuple(merged)


def _index(letters: bytes) -> int:
    """Return the number of a column; A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheets(path: Path) -> tuple[Sheet, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that text does not need.
        book = load_workbook(path, read_only=True, keep_links=False)
        try:
            return tuple(
                Sheet(path.name, sheet.title, _rows(path.name, sheet)) for sheet in book.worksheets
            )
        finally:
            book.close()


def _rows(file: str, sheet: object) -> list[list[Cell]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # the file may state wrong ones
    rows: list[list[Cell]] = []
    count = 0
    all_rows = sheet.iter_rows(max_row=MAX_ROWS + 1)  # type: ignore[attr-defined]
    for number, cells in enumerate(all_rows, 1):
        count += len(cells)
        if number > MAX_ROWS or count > MAX_CELLS:
            raise _TooLargeError
        rows.append([_cell(file, number, column, cell) for column, cell in enumerate(cells, 1)])
    return rows


def _cell(file: str, row: int, column: int, cell: object) -> Cell:
    value, data_type = getattr(cell, "value", None), getattr(cell, "data_type", "n")
    text = "" if value is None else str(value)
    kind = _KINDS.get(data_type, "") if text else ""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return Cell(text, kind, Place(file, row, column))
