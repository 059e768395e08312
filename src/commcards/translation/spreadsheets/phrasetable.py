"""Other people's phrase tables (.csv, .tsv, .xlsx), a language in each column -> phrase pairs.

Headers come in any form: below titles, with names of languages in English or their own, tags,
brackets, any case. A header that names two languages does not count.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from commcards.base.diagnostics import Diagnostic, Location
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.project.names import plain_name, tags_by_name
from commcards.text.bidi import plain
from commcards.translation.spreadsheets.workbook import read_workbook

MAX_BYTES = 8 * 1024 * 1024
HEADER_ROWS = 30  # the header is one of the first rows

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = "\t,;|"
_PARTS = re.compile(r"\s*(?:[()\[\]{}<>/|,;:*\"'–—\n]|\s-\s)\s*")
_REGION = re.compile(r"([a-z]{2,3})-(?:[a-z]{2}|[0-9]{3})")

Rows = Sequence[tuple[int, Sequence[str]]]  # the number of a row in the file, and its cells


@dataclass(frozen=True, slots=True)
class Pair:
    """An English phrase and its translation; ``row`` is their row in the file."""

    english: str
    text: str
    row: int


def read_table(
    path: Path, languages: Mapping[str, Language], tag: str
) -> tuple[list[Pair], list[Diagnostic]]:
    """Return the rows with both English and ``tag`` of the first sheet that has such columns."""
    readings, faults = _sheets(path) if path.suffix.lower() == ".xlsx" else _texts(path)
    if faults:
        return [], faults
    names = tags_by_name(languages.values())
    doubled: list[Diagnostic] = []
    for rows in readings:
        for at, (number, cells) in enumerate(rows[:HEADER_ROWS]):
            tags = [_language(cell, names) for cell in cells]
            if SOURCE_LANGUAGE not in tags or tag not in tags:
                continue
            if tags.count(SOURCE_LANGUAGE) == tags.count(tag) == 1:
                columns = tags.index(SOURCE_LANGUAGE), tags.index(tag)
                return list(_pairs(rows[at + 1 :], *columns)), []
            message = f"row {number} names English or {languages[tag].name} more than once"
            hint = "delete one of the columns, or its heading"
            where = Location(path.name, number, 1)
            doubled.append(Diagnostic(where, "table-columns", message, hint))
    message = f"no row of the first {HEADER_ROWS} names both English and {languages[tag].name}"
    hint = f"write the names, or {SOURCE_LANGUAGE} and {tag}, at the head of the two columns"
    return [], doubled[:1] or [Diagnostic(Location(path.name), "table-columns", message, hint)]


def _pairs(rows: Rows, english: int, text: int) -> Iterator[Pair]:
    for number, cells in rows:
        if len(cells) > max(english, text) and cells[english].strip() and cells[text].strip():
            yield Pair(cells[english].strip(), plain(cells[text].strip()), number)


def _sheets(path: Path) -> tuple[list[Rows], list[Diagnostic]]:
    """Return the rows of each sheet; formulas and errors count as empty."""
    book, faults = read_workbook(path)
    unfit = ("a formula", "an error")
    return [
        [
            (number, ["" if cell.kind in unfit else cell.text for cell in row])
            for number, row in enumerate(sheet.rows, 1)
        ]
        for sheet in book.sheets
    ], faults


def _texts(path: Path) -> tuple[list[Rows], list[Diagnostic]]:
    """Return the rows of a text, once for each delimiter that it may have."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        return [], [Diagnostic(Location(path.name), "unreadable-file", message)]
    if len(data) > MAX_BYTES:
        hint = f"make it {MAX_BYTES >> 20} MiB at most"
        message = "the table is too large"
        return [], [Diagnostic(Location(path.name), "file-too-large", message, hint)]
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        where = Location(path.name, data[: error.start].count(b"\n") + 1, 1)
        hint = "save the table as UTF-8, or as .xlsx"
        return [], [Diagnostic(where, "not-utf-8", "the table is not UTF-8 from here on", hint)]
    return [_cut(text, delimiter) for delimiter in _DELIMITERS], []


def _cut(text: str, delimiter: str) -> Rows:
    rows = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:  # an open quote: this is not the delimiter
        return []
    return rows


def _language(cell: str, names: Mapping[str, str]) -> str:
    """Return the tag of the language that a heading or its parts name; empty for none."""
    whole = names.get(plain_name(cell))
    if whole or len(cell) > 100:
        return whole or ""
    parts = [plain_name(part) for part in _PARTS.split(cell)]
    parts += [
        match[1] for part in parts if part not in names and (match := _REGION.fullmatch(part))
    ]
    tags = {names[part] for part in parts if part in names}
    return tags.pop() if len(tags) == 1 else ""
