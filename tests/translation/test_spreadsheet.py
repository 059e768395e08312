"""Catalogs out as spreadsheets and in again, with what a translator can do to them meanwhile."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import commcards.commands.spreadsheet as command
from commcards.base import paths
from commcards.base.diagnostics import Location, Severity
from commcards.base.errors import UserError
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import Language
from commcards.project.languages import read_languages
from commcards.text.bidi import END, START, isolated
from commcards.translation.po_write import Draft, put
from commcards.translation.spreadsheets import changes, export
from commcards.translation.spreadsheets.workbook import read_workbook
from tests.support.badinput import REPOSITORY
from tests.support.rules import rules
from tests.support.sheetproject import (
    TAGS,
    cell,
    entries,
    lay_out_catalogs,
    opened,
    po_files,
    row_of,
    run,
    saved,
)
from tests.translation.test_po_write import sign

FEVER = "illness.fever"
CHANGED = {
    "ar": "عندي حمى شديدة.",
    "bn": "আমার গায়ে জ্বর।",
    "bg": "Вдигнах температура.",
    "ti": "ረስኒ ኣለኒ።",
    "my": "ကိုယ်ပူနေတယ်။",
    "zh_Hans": "我在发烧。",
    "vi": "Tôi đang sốt.",
    "ur": "مجھے تیز بخار ہے۔",
}


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sheets") / "project"
    root.mkdir()
    lay_out_catalogs(root)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("read_messages", "read_symbols"):  # once for all languages
            patch.setattr(command, name, cache(getattr(command, name)))
        for tag in TAGS:
            assert run(root, "export", tag, root / f"{tag}.xlsx").exit_code == 0
    return root


@pytest.fixture
def project(laid: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(laid, tmp_path / "project", symlinks=True))


def faults(project: Path, sheet: Path) -> list[tuple[str, str]]:
    """Import a sheet that is refused; return place and code of each fault."""
    before = po_files(project)
    result = run(project, "import", sheet)
    assert isinstance(result.exception, UserError)
    assert po_files(project) == before
    return [
        (str(fault.where), fault.code)
        for fault in result.exception.diagnostics
        if fault.severity is Severity.ERROR
    ]


def edited(project: Path, edit: Callable[[Worksheet], None]) -> Path:
    """Return the Bulgarian sheet as a translator sends it back."""
    path = project / "bg.xlsx"
    sheet = opened(path)
    edit(sheet)
    saved(sheet, path)
    return path


# Out


@pytest.mark.parametrize("tag", TAGS)
def test_a_sheet_holds_every_message_as_text(tag: str, laid: Path) -> None:
    """Numbers in right-to-left text stand between marks, so that they read as they are written."""
    sheet = opened(laid / f"{tag}.xlsx")
    # The small project has staff of another language, who alone see the words of the deck builder.
    found = {
        key: entry for key, entry in entries(laid, tag).items()
        if tag == "bg" or not key.startswith("serve.")
    }  # fmt: skip
    language = read_languages(REPOSITORY)[0][tag]
    assert sheet.title == tag
    assert sheet.max_row == len(found) + 1
    for row in range(2, sheet.max_row + 1):
        entry = found[str(cell(sheet, "context", row).value)]
        assert cell(sheet, "source", row).value == entry.source
        assert (cell(sheet, "target", row).value or "") == isolated(entry.text, language)
        assert cell(sheet, "characters", row).value == str(len(entry.source))
        assert cell(sheet, "fuzzy", row).value == ("yes" if entry.text else None)
    filled = [each for cells in sheet.iter_rows() for each in cells if each.value is not None]
    assert {each.data_type for each in filled} == {"s"}
    assert {each.number_format for each in filled if each.row > 1} == {"@"}
    assert all(each.quotePrefix for each in filled if each.row > 1)


def test_only_the_translation_can_be_written(laid: Path) -> None:
    sheet = opened(laid / "ar.xlsx")
    unlocked = {
        sheet[f"{each.column_letter}1"].value
        for cells in sheet.iter_rows()
        for each in cells
        if isinstance(each, Cell) and not each.protection.locked
    }
    assert unlocked == {"target"}
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize(("tag", "rtl"), [("ar", True), ("ur", True), ("bg", False)])
def test_a_sheet_runs_as_its_script_does(tag: str, rtl: bool, laid: Path) -> None:
    sheet = opened(laid / f"{tag}.xlsx")
    assert bool(sheet.sheet_view.rightToLeft) is rtl
    assert cell(sheet, "target", 2).alignment.readingOrder == (2 if rtl else 1)
    assert cell(sheet, "source", 2).alignment.readingOrder == 1
    assert cell(sheet, "target", 2).alignment.wrap_text


def images(sheet: Worksheet) -> list[Any]:
    found: list[Any] = sheet._images  # type: ignore[attr-defined]
    return found


def test_a_row_has_its_picture_speaker_note_and_place(laid: Path) -> None:
    sheet = opened(laid / "bg.xlsx")
    row = row_of(sheet, "illness.i-am-ill@speaker=f")
    assert cell(sheet, "speaker", row).value == "The person says it."
    assert "woman" in str(cell(sheet, "developer_comments", row).value)
    assert str(cell(sheet, "location", row).value).startswith("cards/illness.yaml:")
    assert cell(sheet, "speaker", row_of(sheet, "illness.title")).value == "heading"
    assert cell(sheet, "speaker", row_of(sheet, "words.draft")).value == "the card itself"
    rows = {image.anchor._from.row + 1 for image in images(sheet)}
    assert row in rows
    assert row_of(sheet, "words.draft") not in rows
    picture = next(image for image in images(sheet) if image.anchor._from.row + 1 == row)
    assert (picture.width, picture.height) == (96, 96)
    with zipfile.ZipFile(laid / "bg.xlsx") as archive:
        drawn = {archive.read(name) for name in archive.namelist() if name.endswith(".png")}
    assert len(drawn) > 20
    assert max(map(len, drawn)) < 4096


def test_a_translators_comment_goes_along(project: Path) -> None:
    path = project / paths.catalog("bg")
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog[0].tcomment = "Ask the nurse."
    catalog.save()
    assert run(project, "export", "bg", project / "again.xlsx").exit_code == 0
    sheet = opened(project / "again.xlsx")
    key = str(catalog[0].msgctxt)
    assert cell(sheet, "translator_comments", row_of(sheet, key)).value == "Ask the nurse."


def test_export_of_some_lines(project: Path) -> None:
    def keys(*options: str) -> set[str]:
        file = project / "some.xlsx"
        file.unlink(missing_ok=True)
        result = run(project, "export", "Bulgarian", file, *options)
        assert result.exit_code == 0, result.output
        sheet = opened(file)
        column = cell(sheet, "context", 1).column
        return {str(sheet.cell(row, column).value) for row in range(2, sheet.max_row + 1)}

    card = keys("--card", "illness")
    assert FEVER in card
    assert {key.partition(".")[0] for key in card} == {"illness"}
    deck = {key.partition(".")[0] for key in keys("--deck", "emergency")}
    assert {"illness", "violence", "answers", "words", "decks"} == deck
    drafts = keys("--only", "draft", "--card", "illness")
    assert FEVER in drafts
    assert not any("@speaker=" in key for key in drafts - card)
    run(project, "import", edited(project, lambda sheet: set_target(sheet, FEVER, "")))
    assert FEVER in keys("--only", "empty")
    assert FEVER not in keys("--only", "draft", "--only", "stale")


def test_export_keeps_a_file_that_is_there(project: Path) -> None:
    before = (project / "bg.xlsx").read_bytes()
    result = run(project, "export", "bg", project / "bg.xlsx")
    assert isinstance(result.exception, UserError)
    assert [fault.code for fault in result.exception.diagnostics] == ["file-exists"]
    assert (project / "bg.xlsx").read_bytes() == before


def test_export_wants_a_catalog_that_is_up_to_date(project: Path) -> None:
    card = project / "cards/illness.yaml"
    card.write_text(card.read_text("utf-8").replace("I am ill.", "I feel ill."), "utf-8")
    result = run(project, "export", "bg", project / "new.xlsx")
    assert isinstance(result.exception, UserError)
    assert [fault.code for fault in result.exception.diagnostics] == ["stale-source"]
    assert not (project / "new.xlsx").exists()


@pytest.mark.parametrize(("tag", "file"), [("en", "a.xlsx"), ("tlh", "a.xlsx"), ("bg", "a.ods")])
def test_export_of_what_cannot_be_is_wrong_usage(tag: str, file: str, project: Path) -> None:
    assert run(project, "export", tag, project / file).exit_code == 2


def test_a_language_without_catalog_is_reported(project: Path) -> None:
    result = run(project, "export", "hi", project / "hi.xlsx")
    assert isinstance(result.exception, UserError)
    assert [fault.code for fault in result.exception.diagnostics] == ["missing-file"]


# In


@pytest.mark.parametrize("tag", TAGS)
def test_a_sheet_that_comes_back_unchanged_writes_nothing(tag: str, project: Path) -> None:
    before = {path: Path(path).stat().st_mtime_ns for path in po_files(project)}
    sheet = opened(project / f"{tag}.xlsx")
    saved(sheet, project / "back.xlsx")
    for name in (f"{tag}.xlsx", "back.xlsx"):
        result = run(project, "import", project / name)
        assert result.output.endswith(": 0 lines changed\n")
    assert {path: Path(path).stat().st_mtime_ns for path in po_files(project)} == before


@pytest.mark.parametrize("tag", TAGS)
def test_one_changed_line_is_one_changed_line(tag: str, project: Path) -> None:
    path = project / paths.catalog(tag)
    old = path.read_text("utf-8").split("\n")
    sheet = opened(project / f"{tag}.xlsx")
    cell(sheet, "target", row_of(sheet, FEVER)).value = f" {CHANGED[tag]} "
    saved(sheet, project / "back.xlsx")
    assert run(project, "import", project / "back.xlsx").exit_code == 0
    new = path.read_text("utf-8").split("\n")
    differ = [after for before, after in zip(old, new, strict=True) if before != after]
    assert differ == [f'msgstr "{CHANGED[tag]}"']
    assert entries(project, tag)[FEVER].draft
    rows = path.with_name("review.csv").read_text("utf-8").splitlines()
    (row,) = (row for row in rows if row.startswith(f"{FEVER},"))
    assert row.endswith(",spreadsheet,,")
    assert run(project, "import", project / "back.xlsx").output.count(": 0 lines changed") == 1


def test_an_import_takes_letters_in_place_of_their_shapes(project: Path) -> None:
    shapes = "\ufedf\ufea9\ufef1 \ufea3\ufee4\ufeb0."  # as a PDF gives them away
    sheet = opened(project / "ar.xlsx")
    cell(sheet, "target", row_of(sheet, FEVER)).value = shapes
    saved(sheet, project / "back.xlsx")
    assert run(project, "import", project / "back.xlsx").exit_code == 0
    assert entries(project, "ar")[FEVER].text == "لدي حمز."


def test_marks_around_numbers_stay_in_the_sheet(project: Path) -> None:
    """A translator writes beside them, or takes one away without seeing it."""
    key = "words.calibration-print"
    sheet = opened(project / "ur.xlsx")
    target = cell(sheet, "target", row_of(sheet, key))
    text = str(target.value)
    assert f"{START}100 %{END}" in text
    target.value = f"یہ {text.replace(END, ' ')}"
    saved(sheet, project / "back.xlsx")
    assert run(project, "import", project / "back.xlsx").exit_code == 0
    wanted = f"یہ {text.replace(START, '').replace(END, ' ')}"
    assert entries(project, "ur")[key].text == wanted


def test_an_import_never_leaves_a_changed_text_reviewed(project: Path) -> None:
    path = project / paths.catalog("bg")
    sign(path, FEVER)
    assert not entries(project, "bg")[FEVER].draft
    assert run(project, "export", "bg", project / "signed.xlsx").exit_code == 0
    sheet = opened(project / "signed.xlsx")
    assert cell(sheet, "fuzzy", row_of(sheet, FEVER)).value is None
    cell(sheet, "target", row_of(sheet, FEVER)).value = CHANGED["bg"]
    saved(sheet, project / "signed.xlsx")
    result = run(project, "import", project / "signed.xlsx")
    assert "1 of them had been reviewed" in result.output
    assert entries(project, "bg")[FEVER].draft
    assert "interpreter,2030" not in path.with_name("review.csv").read_text("utf-8")


def test_an_emptied_line_is_empty_and_no_draft(project: Path) -> None:
    sheet = edited(project, lambda s: setattr(cell(s, "target", row_of(s, FEVER)), "value", None))
    assert "1 lines changed\n1 of them are empty now\n" in run(project, "import", sheet).output
    assert entries(project, "bg")[FEVER].text == ""
    entry = next(
        entry
        for entry in polib.pofile(str(project / paths.catalog("bg")))
        if entry.msgctxt == FEVER
    )
    assert not entry.fuzzy
    review = (project / paths.catalog("bg")).with_name("review.csv")
    assert f"\n{FEVER}," not in review.read_text("utf-8")


def test_rows_may_be_sorted_and_left_out(project: Path) -> None:
    def shuffle(sheet: Worksheet) -> None:
        cell(sheet, "target", row_of(sheet, FEVER)).value = CHANGED["bg"]
        values = [[each.value for each in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, sheet.max_row)
        for row in sorted(values, key=str)[::-1]:
            if str(row) != "illness.title":
                sheet.append(row)
        sheet.delete_rows(row_of(sheet, "illness.title"))

    assert ": 1 lines changed" in run(project, "import", edited(project, shuffle)).output
    assert entries(project, "bg")[FEVER].text == CHANGED["bg"]


def test_work_done_elsewhere_meanwhile_is_kept(project: Path) -> None:
    put(project / paths.catalog("bg"), {"illness.title": Draft("Болест сега", "po")})
    sheet = edited(project, lambda s: set_target(s, FEVER, CHANGED["bg"]))
    assert ": 1 lines changed" in run(project, "import", sheet).output
    assert entries(project, "bg")["illness.title"].text == "Болест сега"


def set_target(sheet: Worksheet, key: str, text: str) -> None:
    cell(sheet, "target", row_of(sheet, key)).value = text


# Refused, with the cell


def test_every_fault_is_reported_with_its_cell(project: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        texts = ("=1+1", "Ред", "Ред\nи още.", "\u202eОбратно.", "_x0007_Звън.", "Имам 7 деца.")
        for row, text in enumerate(texts, 2):
            cell(sheet, "target", row).value = text
        cell(sheet, "target", 3).value = 112
        cell(sheet, "source", 8).value = "Something else."
        cell(sheet, "context", 9).value = "no.such"
        cell(sheet, "context", 10).value = str(cell(sheet, "context", 11).value)
        cell(sheet, "target", 11).value = True

    found = faults(project, edited(project, spoil))
    sheet = opened(project / "bg.xlsx")
    target, source, key = (
        cell(sheet, name, 1).column_letter for name in ("target", "source", "context")
    )
    assert found == [
        (f"bg.xlsx:{column}{row}", code)
        for column, row, code in (
            (target, 2, "cell-not-text"),
            (target, 3, "cell-not-text"),
            (target, 4, "line-break"),
            (target, 5, "bidi-control"),
            (target, 6, "control-character"),
            (target, 7, "numbers"),
            (source, 8, "sheet-source"),
            (key, 9, "unknown-key"),
            (source, 10, "sheet-source"),
            (target, 11, "cell-not-text"),
            (key, 11, "sheet-duplicate"),
        )
    ]
    told = str(run(project, "import", project / "bg.xlsx").exception)
    assert f"bg.xlsx:{target}2: error[cell-not-text]: the cell holds a formula\n  hint: " in told


def test_a_message_twice_is_refused_even_unchanged(project: Path) -> None:
    def double(sheet: Worksheet) -> None:
        sheet.append([each.value for each in sheet[5]])

    ((place, code),) = faults(project, edited(project, double))
    assert code == "sheet-duplicate"
    assert place.endswith(str(opened(project / "bg.xlsx").max_row))


def test_what_the_catalog_has_come_to_say_is_not_overwritten(project: Path) -> None:
    put(project / paths.catalog("bg"), {FEVER: Draft("Имам треска.", "po")})
    sheet = edited(project, lambda s: set_target(s, FEVER, CHANGED["bg"]))
    assert [code for _, code in faults(project, sheet)] == ["sheet-outdated"]


@pytest.mark.parametrize("name", ["context", "source", "target", "id"])
def test_a_missing_column(name: str, project: Path) -> None:
    def drop(sheet: Worksheet) -> None:
        sheet.delete_cols(cell(sheet, name, 1).column)

    assert faults(project, edited(project, drop)) == [("bg.xlsx:A1", "sheet-columns")]


def test_a_column_twice(project: Path) -> None:
    sheet = edited(project, lambda s: setattr(cell(s, "picture", 1), "value", "Target "))
    assert faults(project, sheet) == [("bg.xlsx:A1", "sheet-columns")]


def test_merged_cells(project: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        column = cell(sheet, "target", 1).column_letter
        sheet.merge_cells(f"{column}7:{column}8")

    column = cell(opened(project / "bg.xlsx"), "target", 1).column_letter
    assert faults(project, edited(project, merge)) == [(f"bg.xlsx:{column}7", "merged-cells")]


@pytest.mark.parametrize("title", ["Sheet1", "en", "tlh"])
def test_a_sheet_of_no_language(title: str, project: Path) -> None:
    sheet = edited(project, lambda s: setattr(s, "title", title))
    assert faults(project, sheet) == [("bg.xlsx:0:0", "sheet-language")]


def test_a_sheet_of_another_language(project: Path) -> None:
    """A Bulgarian sheet under a Vietnamese name: each line is refused, none is taken."""
    sheet = edited(project, lambda s: setattr(s, "title", "vi"))
    found = faults(project, sheet)
    assert len(found) >= sum(bool(entry.text) for entry in entries(project, "bg").values())


# Any text


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=40
)
NEUTRAL = Language("tlh", "tlhIngan", "Klingon", "Zzzz", "ltr", ())


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.tuples(TEXTS.filter(bool), TEXTS), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_went(
    texts: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    where = Location("a.po", 1, 1)
    found = [
        Translation(f"a.{number}", source, text, draft=True, where=where)
        for number, (source, text) in enumerate(texts)
    ]
    rows = [
        export.SheetRow(Message(entry.key, entry.source, "=1+1", where), entry, "'")
        for entry in found
    ]
    path = tmp_path_factory.mktemp("any") / "tlh.xlsx"
    path.write_bytes(export.write(NEUTRAL, rows, {}))
    book, problems = read_workbook(path)
    assert problems == []
    sheet, problems = changes.find_sheet(book, path.name, ["tlh"])
    assert sheet is not None
    catalog = Catalog("tlh", {entry.key: entry for entry in found})
    assert changes.changes(sheet, rules(NEUTRAL), catalog) == ({}, [])
    names = [each.text for each in sheet.rows[0]]
    column = names.index("target")
    assert [row[column].text for row in sheet.rows[1:]] == [text for _, text in texts]
    assert all(not each.kind for row in sheet.rows for each in row)


def test_the_sheet_may_have_company(project: Path) -> None:
    """Notes on a sheet of their own do not matter."""
    book = load_workbook(project / "bg.xlsx")
    assert isinstance(book, Workbook)
    book.create_sheet("Notes")["A1"] = "=1+1"
    book.save(project / "bg.xlsx")
    assert ": 0 lines changed" in run(project, "import", project / "bg.xlsx").output
