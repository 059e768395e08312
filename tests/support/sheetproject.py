"""A small project with catalogs in a few scripts, and how tests edit its spreadsheets."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from commcards.base import paths
from commcards.commands.po import po
from commcards.model.catalogs import Translation
from commcards.translation.catalogs import read_catalog
from commcards.translation.extraction import read_messages
from commcards.translation.po_write import init
from tests.support.drafts import fill
from tests.support.smalldeck import lay_out

TAGS = ("ar", "bn", "bg", "ti", "my", "zh_Hans", "vi", "ur")


def lay_out_catalogs(root: Path) -> None:
    """Make the small project, its catalogs written anew, all of it machine translation."""
    lay_out(root)
    known = {tag: entries(root, tag) for tag in TAGS}
    shutil.rmtree(root / "locales")
    project, wanted = read_messages(root)
    for tag in TAGS:
        path = init(wanted, project.languages[tag], root)
        fill(path, {m.key: known[tag][m.key].text for m in wanted if m.key in known[tag]})


def entries(root: Path, tag: str) -> dict[str, Translation]:
    """Return what a catalog says."""
    catalog, faults = read_catalog(root / paths.catalog(tag), root, tag)
    assert faults == []
    return dict(catalog.entries)


def po_files(root: Path) -> dict[str, bytes]:
    """Return the bytes of everything in locales/."""
    return {str(path): path.read_bytes() for path in (root / "locales").rglob("*.*")}


def run(root: Path, *arguments: str | Path) -> Result:
    """Run ``commcards po``; what it raises stays in the result."""
    return CliRunner().invoke(po, [*map(str, arguments), "--root", str(root)])


def opened(path: Path) -> Worksheet:
    """Return the sheet of a file."""
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(sheet: Worksheet, path: Path) -> None:
    """Save the book of a sheet."""
    assert sheet.parent is not None
    sheet.parent.save(path)


def cell(sheet: Worksheet, column: str, row: int) -> Cell:
    """Return a cell by its column's heading."""
    names = [found.value for found in sheet[1]]
    found = sheet.cell(row, names.index(column) + 1)
    assert isinstance(found, Cell)
    return found


def row_of(sheet: Worksheet, key: str) -> int:
    """Return the row of a message."""
    return next(
        row for row in range(2, sheet.max_row + 1) if cell(sheet, "context", row).value == key
    )
