"""What a translator changed in the spreadsheet of a catalog. Pure.

A row that still fits its mark is as it was exported and is passed over. Where the catalog has moved
on since, a changed row is refused, so that two people cannot overwrite each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commcards.base.diagnostics import Diagnostic, Location
from commcards.model.catalogs import Catalog
from commcards.model.languages import Language
from commcards.text.limits import composed
from commcards.translation.checks import Rules, check_entry
from commcards.translation.spreadsheets.export import mark
from commcards.translation.spreadsheets.workbook import Cell, Place, Sheet, Workbook

NEEDED = ("context", "source", "target", "id")

_ANEW = "run `commcards po export` anew and take your texts over"


@dataclass(frozen=True, slots=True)
class _Row:
    key: Cell
    source: Cell
    target: Cell
    id: Cell


def find_sheet(
    book: Workbook, file: str, tags: Collection[str]
) -> tuple[Sheet | None, list[Diagnostic]]:
    """Return the one sheet whose name is the tag of a language."""
    faults = [
        Diagnostic(place, "merged-cells", "the cell is merged with its neighbours", "split it")
        for place in book.merged
    ]
    found = [sheet for sheet in book.sheets if sheet.title in tags]
    if len(found) != 1:
        names = ", ".join(sheet.title for sheet in book.sheets)
        hint = "its name is the language's tag, as `commcards po export` wrote it"
        message = f"not one sheet alone of {names} is named for a language"
        faults.append(Diagnostic(Location(file), "sheet-language", message, hint))
    return (None if faults else found[0]), faults


def changes(
    sheet: Sheet, rules: Rules, catalog: Catalog
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the texts that differ from the catalog's, by key; "" where somebody emptied one.

    Rows may be in any order, and some may be left out. With errors nothing is fit to be written.
    """
    columns, faults = _columns(sheet)
    changed: dict[str, str] = {}
    rows: dict[str, int] = {}
    for cells in sheet.rows[1:] if not faults else ():
        if not any(cell.text for cell in cells):
            continue
        row = _Row(*(_cell(cells, columns[name]) for name in NEEDED))
        found = _unreadable(row, rows)
        rows.setdefault(row.key.text, row.key.where.line)
        if not found and row.id.text != _mark(rules.language, row):
            text, found = _changed(row, rules, catalog)
            if text is not None:
                changed[row.key.text] = text
        faults += found
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
    hint = "the first row names the columns, each once, as `commcards po export` wrote them"
    message = f"these columns are not there, or more than once: {', '.join(wrong)}"
    return {}, [Diagnostic(place, "sheet-columns", message, hint)]


def _unreadable(row: _Row, rows: Mapping[str, int]) -> list[Diagnostic]:
    """Find what keeps a row from being read at all; ``rows`` are those before it, by key."""
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
        message = f"{row.key.text} stands in row {rows[row.key.text]} already"
        faults.append(
            Diagnostic(row.key.where, "sheet-duplicate", message, "delete one of the two rows")
        )
    return faults


def _changed(row: _Row, rules: Rules, catalog: Catalog) -> tuple[str | None, list[Diagnostic]]:
    """Return the new text of a row that was worked on, or None where the catalog says so too."""
    key = row.key.text
    entry = catalog.entries.get(key)
    if entry is None:
        message = f"the catalog has no message {key}" if key else "the row has no context"
        hint = "delete the row, or undo the change of its context"
        return None, [Diagnostic(row.key.where, "unknown-key", message, hint)]
    if row.source.text != entry.source:
        message = f"{key}: the English is {entry.source!r} in the catalog"
        return None, [Diagnostic(row.source.where, "sheet-source", message, _ANEW)]
    text = composed(row.target.text.strip())
    if text == entry.text:
        return None, []
    if row.id.text != mark(rules.language, key, entry.source, entry.text):
        message = f"{key}: since the export the catalog has come to say {entry.text!r}"
        return None, [Diagnostic(row.target.where, "sheet-outdated", message, _ANEW)]
    new = entry._replace(text=text, where=row.target.where)
    return text, check_entry(rules, new) if text else []
