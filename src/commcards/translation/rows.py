"""Rows of CSV, no more of them than any table of ours or of others has."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

MOST_ROWS = 20_000  # catalogs have 2,000
MOST_CELLS = 300_000


class RowError(ValueError):
    """The rest of the table cannot be read; ``line`` is where that shows."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class TooManyError(RowError):
    """There are more rows or cells than any table has."""


def rows_of(
    text: str, delimiter: str = ",", *, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row, blank ones too, with the line that it begins on. Raises RowError."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line, cells_left = 1, MOST_CELLS
    for number in range(MOST_ROWS + 1):
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise RowError(reader.line_num, f"this is not a row: {error}") from error
        if row is None:
            return
        cells_left -= len(row)
        if number == MOST_ROWS or cells_left < 0:
            message = f"a table has {MOST_ROWS} rows and {MOST_CELLS} cells at most"
            raise TooManyError(line, message)
        yield line, row
        line = reader.line_num + 1
