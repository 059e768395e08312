"""Other people's spreadsheets (.xlsx) -> text cells; the files may be hostile.

A spreadsheet is a zip of XML: what it unpacks to is summed before anything is unpacked, and its
elements are counted before openpyxl makes something of each. Formulas, pictures and macros are
never evaluated or loaded.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.base.files import open_regular
from commcards.base.limits import time_limit

MAX_BYTES = 16 * 1024 * 1024  # unpacked; a catalog with a picture a line takes 5
MAX_ROWS = 20_000
MAX_CELLS = 100_000  # a catalog has 22 thousand
SECONDS = 2  # of a processor; 100,000 cells take one

_MAX_ELEMENTS = 400_000  # in all parts: a cell is three
_MAX_DEPTH = 32
_MAX_PARTS = 10_000
_LONG = re.compile(rb"<[^<]{200000}")  # thousands of attributes; Excel ends a cell after 32,767
_OLE = b"\xd0\xcf\x11\xe0"  # the container of encrypted and of old (.xls) workbooks
_FIRST_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\b")
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")  # how Office writes a control character
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
        with open_regular(path) as stream:
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
        with time_limit(SECONDS):
            return Workbook(_sheets(path), merged), []
    except (_TooLargeError, TimeoutError):
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
    """Refuse what is too large or has a DTD; return where merged ranges begin."""
    scan = _Scan()
    with ZipFile(path) as archive:
        # zipfile unpacks no more of a part than the size that its entry states.
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
            raise _TooLargeError
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                scan.read(archive.read(part))
    found = map(_FIRST_CELL.match, scan.merged)
    return tuple(Place(path.name, int(cell[2]), _index(cell[1])) for cell in found if cell)


class _Scan:
    """Counts the elements of all parts, and notes which cells are merged."""

    def __init__(self) -> None:
        self.merged: list[str] = []
        self._elements = self._depth = 0

    def read(self, data: bytes) -> None:
        """Look through one part. Raises ExpatError, BadZipFile for a DTD, _TooLargeError."""
        if _LONG.search(data):
            raise _TooLargeError
        self._depth = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _MAX_ELEMENTS or self._depth > _MAX_DEPTH:
            raise _TooLargeError
        if name.endswith(" mergeCell") and len(self.merged) < MOST_FAULTS:
            self.merged.append(attributes.get("ref", ""))

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        raise BadZipFile("a DTD")


def _index(letters: str) -> int:
    """Return the number of a column; A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _sheets(path: Path) -> tuple[Sheet, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that text does not need.
        with open_regular(path) as stream:  # closed even where openpyxl is stopped half way
            book = load_workbook(stream, read_only=True, keep_links=False)
            return tuple(
                Sheet(path.name, sheet.title, _rows(path.name, sheet)) for sheet in book.worksheets
            )


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
