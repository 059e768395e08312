"""Tables of CSV end at a bound, and a row is named by the line that it begins on."""

from __future__ import annotations

from pathlib import Path

import pytest

from commcards.translation import glossary
from commcards.translation.rows import MOST_CELLS, MOST_ROWS, RowError, TooManyError, rows_of


def test_rows_begin_where_they_begin() -> None:
    text = 'a,b\r\n"c\nd",e\n\nf\n'
    assert list(rows_of(text)) == [(1, ["a", "b"]), (2, ["c\nd", "e"]), (4, []), (5, ["f"])]
    assert list(rows_of("")) == []
    assert list(rows_of("a;b", ";")) == [(1, ["a", "b"])]


@pytest.mark.parametrize(
    ("most", "more"),
    [
        ("\n" * MOST_ROWS, "\n" * (MOST_ROWS + 1)),
        ("a\n" * MOST_ROWS, "a\n" * MOST_ROWS + "a"),
        ("," * (MOST_CELLS - 1), "," * MOST_CELLS),
    ],
    ids=["blank rows", "rows", "cells"],
)
def test_a_table_has_so_many_rows_and_cells(most: str, more: str) -> None:
    assert len(list(rows_of(most))) in (MOST_ROWS, 1)
    with pytest.raises(TooManyError):
        list(rows_of(more))


@pytest.mark.parametrize("text", ['a\n"b\nc', 'a\n"b" c', 'a\n"' + "b" * 200_000])
def test_what_is_no_row_has_a_line(text: str) -> None:
    with pytest.raises(RowError, match="not a row") as caught:
        list(rows_of(text))
    assert caught.value.line in (2, 3)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"a,b,{'c|' * 50}c,,", "50 ways to say a term at most"),
        (f"a,b,c,,{'|' * 100_000}", "50 ways to say a term at most"),
        (f"a,b,c,,{'d' * 1001}", "1000 letters"),
        ("\n" * 50_000, "20000 rows"),
        ("".join(f"a{n},b,c,,d\n" for n in range(600)), "500 terms"),
    ],
    ids=["ways", "bars", "letters", "blank rows", "terms"],
)
def test_a_glossary_has_bounds(row: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    text = f"term,meaning,english,safety,ar\n{row}\n"
    (tmp_path / "locales" / "glossary.csv").write_text(text, "utf-8")
    _, (fault,) = glossary.read_glossary(tmp_path, ["ar"])
    assert fault.code == "glossary-row"
    assert told in fault.message
