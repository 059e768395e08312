"""Finds what a translator changed in the spreadsheet of a catalog. Pure.

A row that still fits its mark is unchanged and skipped. If the catalog has changed since the
export, a changed row is refused, so that two people cannot overwrite each other's work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from commcards.base.diagnostics import Diagnostic, Location
from commcards.model.catalogs import Catalog
from commcards.model.languages import Language
from commcards.text.bidi import plain
from commcards.text.slips import folded
from commcards.translation.checks import Rules, check_entry
from commcards.translation.spreadsheets.export import mark
from commcards.translation.spreadsheets.workbook import Cell, Place, Sheet, Workbook

NEEDED = ("context", "source", "target", "id")

_ANEW = "run `commcards po export` again and copy your texts"


@dataclass(frozen=True, slots=True)
class _Row:
    key: Cell
    source: Cell
    target: Cell
    id: Cell


def find_sheet(
    book: Workbook, file: str, tags: Collection[str]
) -> tuple[Sheet | None, list[Diagnostic]]:
    """Return the only sheet whose name is the tag of a language."""
    faults = [
        Diagnostic(place, "merged-cells", "the cell is merged with its neighbours", "split it")
        for place in book.merged
    ]
    named = [sheet for sheet in book.sheets if sheet.title in tags]
    if len(named) != 1:
        names = ", ".join(sheet.title for sheet in book.sheets)
        hint = "name the sheet by the tag of its language, as `commcards po export` does"
        message = f"exactly one sheet must be named by a language, but the sheets are {names}"
        faults.append(Diagnostic(Location(file), "sheet-language", message, hint))
    return (None if faults else named[0]), faults


def changes(
    sheet: Sheet, rules: Rules, catalog: Catalog
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the texts that differ from the catalog's, by key; "" for an emptied one.

    Rows may be in any order, and some may be missing. If there are errors, write nothing.
    """
    columns, faults = _columns(sheet)
    changed: dict[str, str] = {}
    rows: dict[str, int] = {}
    for cells in sheet.rows[1:] if not faults else ():
        if not any(cell.text for cell in cells):
            continue
        row = _Row(*(_cell(cells, columns[name]) for name in NEEDED))
        row = replace(row, target=replace(row.target, text=plain(row.target.text)))
        row_faults = _unreadable(row, rows)
        rows.setdefault(row.key.text, row.key.where.line)
        if not row_faults and row.id.text != _mark(rules.language, row):
            text, row_faults = _changed(row, rules, catalog)
            if text is not None:
                changed[row.key.text] = text
        faults += row_faults
    return changed, faults


def _mark(language: Language, row: _Row) -> str:
    return mark(language, row.key.text, row.source.text, row.target.text)


def _cell(cells: Sequence[Cell], column: int) -> Cell:
    """Return a cell of a row, which may end before it."""
    if column < len(cells):
        return cells[column]
    first = cells[0].where
    return Cell("", "", Place(first.file, first.line, column + 1))


def _columns(sheet: Sheet) -> tuple[Mapping[str, int], list[Diagnostic]]:
    names = [cell.text.strip().casefold() for cell in sheet.rows[0]] if sheet.rows else []
    wrong = [name for name in NEEDED if names.count(name) != 1]
    if not wrong:
        return {name: names.index(name) for name in NEEDED}, []
    place = Place(sheet.file, 1, 1)
    hint = "name each column once in the first row, as `commcards po export` does"
    message = f"these columns are missing, or there more than once: {', '.join(wrong)}"
    return {}, [Diagnostic(place, "sheet-columns", message, hint)]


def _unreadable(row: _Row, rows: Mapping[str, int]) -> list[Diagnostic]:
    """Find faults that make a row unreadable; ``rows`` are the rows before it, by key."""
    cells = (row.key, row.source, row.target, row.id)
    faults = [
        Diagnostic(
            cell.where,
            "cell-not-text",
            f"the cell holds {cell.kind}",
            "format the cell as text and type it again",
        )
        for cell in cells
        if cell.kind
    ]
    if row.key.text in rows:
        message = f"{row.key.text} has row {rows[row.key.text]} already"
        faults.append(
            Diagnostic(row.key.where, "sheet-duplicate", message, "delete one of the two rows")
        )
    return faults


def _changed(row: _Row, rules: Rules, catalog: Catalog) -> tuple[str | None, list[Diagnostic]]:
    """Return the new text of a changed row; None if the catalog has it already."""
    key = row.key.text
    entry = catalog.entries.get(key)
    if entry is None:
        message = "the cell in the column `context` is empty"
        if key:
            message = f"the catalog has no message {key}"
        hint = "undo the change in the column `context`, or delete the row"
        return None, [Diagnostic(row.key.where, "unknown-key", message, hint)]
    if row.source.text != entry.source:
        message = f"{key}: the English is {entry.source!r} in the catalog"
        return None, [Diagnostic(row.source.where, "sheet-source", message, _ANEW)]
    text = folded(row.target.text.strip())
    if text == entry.text:
        return None, []
    if row.id.text != mark(rules.language, key, entry.source, entry.text):
        message = f"{key}: somebody has changed the catalog to {entry.text!r} since the export"
        return None, [Diagnostic(row.target.where, "sheet-outdated", message, _ANEW)]
    new = entry._replace(text=text, where=row.target.where)
    return text, check_entry(rules, new) if text else []
