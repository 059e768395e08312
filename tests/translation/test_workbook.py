"""Workbooks that mean harm, or that are none: one clear message, and nothing is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from commcards.base.diagnostics import MOST_FAULTS, Severity
from commcards.translation.spreadsheets import workbook
from commcards.translation.spreadsheets.workbook import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_ROWS,
    Place,
    Sheet,
    read_workbook,
)

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(path: Path) -> Workbook:
    found = Workbook()
    assert found.active is not None
    found.active["A1"] = "a"
    found.save(path)
    return found


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write each part of a good workbook anew."""
    book(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
    return path


def refused(path: Path) -> str:
    """Return the code of the one fault; nothing was read."""
    found, faults = read_workbook(path)
    assert found.sheets == ()
    ((fault),) = faults
    assert (fault.where.file, fault.severity) == (path.name, Severity.ERROR)
    assert fault.code == "unreadable-file" or fault.hint
    return fault.code


def test_cells_say_what_they_are(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "ar"
    sheet.append([])
    sheet.append(["text", 1.5, date(2030, 1, 31), True, "=A1", "#N/A"])
    sheet["H2"].font = Font(bold=True)
    made.save(tmp_path / "a.xlsx")
    found, faults = read_workbook(tmp_path / "a.xlsx")
    assert faults == []
    (read,) = found.sheets
    assert (read.title, read.file, found.merged) == ("ar", "a.xlsx", ())
    assert [len(row) for row in read.rows] == [0, 8]
    kinds = ["", "a number", "a date", "true or false", "a formula", "an error", "", ""]
    assert [cell.kind for cell in read.rows[1]] == kinds
    assert [str(cell.where) for cell in read.rows[1]][:2] == ["a.xlsx:A2", "a.xlsx:B2"]


def test_a_place_is_named_as_people_name_cells() -> None:
    assert str(Place("a.xlsx", 17, 3)) == "a.xlsx:C17"
    assert str(Place("a.xlsx", 1, 28)) == "a.xlsx:AB1"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    book(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.png", bytes(MAX_BYTES + 1))
    assert path.stat().st_size < 100_000
    assert refused(path) == "file-too-large"


def test_a_size_that_lies_is_no_way_round(tmp_path: Path) -> None:
    path = tmp_path / "liar.xlsx"
    grown = rewritten(path, lambda name, data: data + b" " * 5_000_000 * (name == SHEET))
    data = bytearray(grown.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    at = data.rindex(size.to_bytes(4, "little"))
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) == "not-a-workbook"


@pytest.mark.parametrize("place", [f"A{MAX_ROWS + 1}", "A1048576", "XFD1048576"])
def test_a_cell_far_away(place: str, tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active[place] = "far"
    made.save(tmp_path / "far.xlsx")
    assert refused(tmp_path / "far.xlsx") == "file-too-large"


def test_as_many_rows_as_are_allowed(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.cell(MAX_ROWS, 1, "last")
    made.save(tmp_path / "large.xlsx")
    found, faults = read_workbook(tmp_path / "large.xlsx")
    assert faults == []
    assert len(found.sheets[0].rows) == MAX_ROWS


def test_too_many_cells(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    for row in range(1, MAX_CELLS // 16384 + 2):
        made.active.cell(row, 16384, "wide")
    made.save(tmp_path / "wide.xlsx")
    assert refused(tmp_path / "wide.xlsx") == "file-too-large"


def test_a_dimension_that_lies(tmp_path: Path) -> None:
    old, new = b'<dimension ref="A1:A1"/>', b'<dimension ref="A1:XFD1048576"/>'
    path = rewritten(tmp_path / "a.xlsx", lambda name, data: data.replace(old, new))
    found, faults = read_workbook(path)
    assert (len(found.sheets[0].rows), faults) == (1, [])


def test_entities(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode()

    def laugh(name: str, data: bytes) -> bytes:
        return head + data.replace(b"<t>a<", b"<t>&a11;<") if name == SHEET else data

    assert refused(rewritten(tmp_path / "a.xlsx", laugh)) == "not-a-workbook"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"context,target\na,b\n",
        b"PK\x03\x04 and no more",
        b"\x00" * 4096,
        b"%PDF-1.7",
    ],
)
def test_what_is_no_zip(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    assert refused(tmp_path / "a.xlsx") == "not-a-workbook"


def test_a_password_is_named(tmp_path: Path) -> None:
    """Encrypted workbooks are OLE containers, as the old kind is."""
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    assert refused(tmp_path / "a.xlsx") == "not-a-workbook"
    assert "password" in read_workbook(tmp_path / "a.xlsx")[1][0].message


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(tmp_path / "a.xlsx") == "not-a-workbook"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("data", [b"", b"<worksheet", b"\xff\xfe"])
def test_a_damaged_part(part: str, data: bytes, tmp_path: Path) -> None:
    path = rewritten(tmp_path / "a.xlsx", lambda name, old: data if name == part else old)
    assert refused(path) == "not-a-workbook"


def test_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx") == "unreadable-file"
    assert refused(tmp_path) == "unreadable-file"


def test_merged_ranges_are_reported_by_their_first_cell(tmp_path: Path) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.merge_cells("B2:C3")
    made.active.merge_cells("AA7:AB7")
    made.save(tmp_path / "a.xlsx")
    found, _ = read_workbook(tmp_path / "a.xlsx")
    assert sorted(map(str, found.merged)) == ["a.xlsx:AA7", "a.xlsx:B2"]


def with_sheet(path: Path, body: str) -> Path:
    """Write a workbook whose sheet has this inside."""
    sheet = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'.encode()
    return rewritten(path, lambda name, data: sheet if name == SHEET else data)


ATTRIBUTES = " ".join(f'a{n}=""' for n in range(50_000))
CELL = '<c t="inlineStr"><is><t>a</t></is></c>'


@pytest.mark.parametrize(
    "body",
    [
        f"<sheetData><row>{CELL * 170_000}</row></sheetData>",
        f"<sheetData><row>{'<a>' * 40}{'</a>' * 40}</row></sheetData>",
        f"<sheetData><row {ATTRIBUTES}/></sheetData>",
        f"<sheetData>{'<row/>' * 500_000}</sheetData>",
    ],
    ids=["a row without end", "elements in one another", "attributes without end", "rows"],
)
def test_what_takes_more_than_any_spreadsheet_should(body: str, tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", body)
    assert path.stat().st_size < 2_000_000
    assert refused(path) == "file-too-large"


def test_a_spreadsheet_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_on(path: Path) -> tuple[Sheet, ...]:
        while True:
            pass

    monkeypatch.setattr(workbook, "SECONDS", 0.01)
    monkeypatch.setattr(workbook, "_sheets", read_on)
    book(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx") == "file-too-large"


def test_merged_ranges_without_end_are_told_a_hundred_times(tmp_path: Path) -> None:
    merged = '<mergeCell ref="A1:B2"/>' * 1000
    path = with_sheet(tmp_path / "a.xlsx", f"<sheetData/><mergeCells>{merged}</mergeCells>")
    assert len(read_workbook(path)[0].merged) == MOST_FAULTS


def test_a_merged_cell_without_end(tmp_path: Path) -> None:
    """A pattern once looked from each of these to the end of the file."""
    path = with_sheet(tmp_path / "a.xlsx", f"<sheetData/>{'<mergeCell ' * 100_000}")
    assert refused(path) == "not-a-workbook"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_seen_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x>'

    def typed(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        return (head + data.decode().partition("?>")[2]).encode(encoding)

    assert refused(rewritten(tmp_path / "a.xlsx", typed)) == "not-a-workbook"
