"""Other people's phrase tables (.csv, .tsv, .xlsx), a language in each column -> phrase pairs.

Headers come in any form: below titles, with names of languages in English or their own, tags,
brackets, any case. A header that names two languages does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.files import read_bytes
from commcards.model.languages import SOURCE_LANGUAGE, Language
from commcards.project.names import plain_name, tags_by_name
from commcards.text.bidi import plain
from commcards.translation.rows import RowError, TooManyError, rows_of
from commcards.translation.spreadsheets.workbook import read_workbook

MAX_BYTES = 8 * 1024 * 1024
_MOST_LANGUAGES = 300  # columns
_LONGEST_HEADING = 100  # characters
HEADER_ROWS = 30  # the header is one of the first

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
    """Return every row that has both English and ``tag``, of the first sheet with such columns."""
    readings, faults = _sheets(path) if path.suffix.lower() == ".xlsx" else _texts(path)
    if faults and not readings:
        return [], faults
    names = tags_by_name(languages.values())
    doubled: list[Diagnostic] = []
    for rows in readings:
        for at, (number, cells) in enumerate(rows[:HEADER_ROWS]):
            tags = [_language(cell, names) for cell in cells[:_MOST_LANGUAGES]]
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
    if not (faults := faults or doubled[:1]):
        faults = [Diagnostic(Location(path.name), "table-columns", message, hint)]
    return [], faults


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
    """Return the rows of the text, cut at each delimiter that it may have."""
    data, faults = read_bytes(path, path.name, MAX_BYTES)
    if data is None:
        return [], faults
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        where = Location(path.name, data[: error.start].count(b"\n") + 1, 1)
        hint = "save the table as UTF-8, or as .xlsx"
        return [], [Diagnostic(where, "not-utf-8", "the table is not UTF-8 from here on", hint)]
    ways: list[Rows] = []
    for delimiter in _DELIMITERS:
        try:
            ways.append(list(rows_of(text, delimiter, strict=False)))
        except TooManyError as error:  # under this delimiter, which may be none
            where = Location(path.name, error.line, 1)
            faults = [Diagnostic(where, "file-too-large", str(error), "split the table")]
        except RowError:  # a quote that nobody closed, under a delimiter that is none
            pass
    return ways, faults


def _language(cell: str, names: Mapping[str, str]) -> str:
    """Return the tag of the language that a heading or its parts name; empty for none."""
    if len(cell) > _LONGEST_HEADING:
        return ""
    whole = names.get(plain_name(cell))
    if whole:
        return whole
    parts = [plain_name(part) for part in _PARTS.split(cell)]
    parts += [
        match[1] for part in parts if part not in names and (match := _REGION.fullmatch(part))
    ]
    tags = {names[part] for part in parts if part in names}
    return tags.pop() if len(tags) == 1 else ""
