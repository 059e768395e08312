"""Phrase tables of others: their headers, and what is taken from them."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from commcards.base import paths
from commcards.base.diagnostics import Location
from commcards.base.errors import UserError
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import Language
from commcards.project.languages import read_languages
from commcards.translation.po_write import Draft, put
from commcards.translation.spreadsheets.phrasetable import Pair, read_table
from commcards.translation.spreadsheets.suggest import Offer, offers
from tests.support.badinput import REPOSITORY
from tests.support.rules import rules
from tests.support.sheetproject import entries, lay_out_catalogs, po_files, run

LANGUAGES, _ = read_languages(REPOSITORY)
BULGARIAN = LANGUAGES["bg"]


def table(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def pairs(path: Path, tag: str) -> list[tuple[str, str, int]]:
    found, faults = read_table(path, LANGUAGES, tag)
    assert faults == []
    return [(pair.english, pair.text, pair.row) for pair in found]


def refused(path: Path, tag: str = "bg") -> str:
    found, faults = read_table(path, LANGUAGES, tag)
    assert found == []
    (fault,) = faults
    assert fault.where.file == path.name
    return fault.code


# Headers


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("ar", "Arabic"),
        ("ar", " ARABIC (العربية) "),
        ("ar", "العربية"),
        ("ar", "ar"),
        ("ar", "[ar]"),
        ("ar", "ar-SY"),
        ("ar", "ar_001"),
        ("ar", "AR - Arabic"),
        ("ar", "Arabic / العربية"),
        ("ar", "\ufeffArabic"),
        ("fa", "Farsi"),
        ("fa", "Persian (Farsi)"),
        ("prs", "Dari"),
        ("prs", "Persian (Dari)"),
        ("prs", "fa-AF"),
        ("ckb", "Kurdish (Sorani)"),
        ("kmr", "Kurmanji (Kurdish)"),
        ("kmr", "KURDISH - KURMANJI"),
        ("zh_Hans", "Chinese (Simplified)"),
        ("zh_Hans", "zh-Hans"),
        ("zh_Hans", "简体中文"),
        ("zh_Hant", "Chinese – Traditional"),
        ("my", "Burmese (Myanmar)"),
        ("bn", "Bangla"),
    ],
)
def test_a_heading_names_a_language(tag: str, heading: str, tmp_path: Path) -> None:
    rows = [["", "", ""], ["Phrases 2019", "", ""], ["No.", "ENGLISH ", heading], ["1", "Yes", "x"]]
    assert pairs(table(tmp_path / "a.csv", rows), tag) == [("Yes", "x", 4)]


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("prs", "Farsi/Dari"),
        ("prs", "Persian / Dari"),
        ("fa", "Farsi/Dari"),
        ("fa", "Persian (Dari)"),
        ("fa", "fa-AF"),
        ("zh_Hans", "Chinese"),
        ("zh_Hans", "Chinese (Traditional)"),
        ("ckb", "Kurdish"),
        ("so", "Also"),
        ("am", "I am"),
    ],
)
def test_a_heading_that_names_another_or_two_is_none(
    tag: str, heading: str, tmp_path: Path
) -> None:
    rows = [["English", heading], ["Yes", "x"]]
    assert refused(table(tmp_path / "a.csv", rows), tag) == "table-columns"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_tables(delimiter: str, encoding: str, tmp_path: Path) -> None:
    rows = [["English", "", "Bulgarian"], [], ["Yes, now; please", "", "Да,\nсега"], ["No"]]
    found = pairs(table(tmp_path / "a.txt", rows, delimiter, encoding), "bg")
    assert found == [("Yes, now; please", "Да,\nсега", 3)]


def test_a_workbook_with_titles_merged_and_a_second_sheet(tmp_path: Path) -> None:
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover["A1"] = "About these phrases"
    sheet = book.create_sheet("Phrases")
    sheet["A1"] = "Phrases for the clinic"
    sheet.merge_cells("A1:D1")
    for row in (["", "English", "", "Български"], [1, "Yes", "", "Да"], [2, "No", "", "=A1"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert pairs(tmp_path / "a.xlsx", "bg") == [("Yes", "Да", 3)]


def test_what_is_no_table(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == "missing-file"
    (tmp_path / "a.csv").write_bytes("English,Bulgarian\nYes,Да".encode("cp1251"))
    assert refused(tmp_path / "a.csv") == "not-utf-8"
    (tmp_path / "b.csv").write_bytes(b"a" * (8 * 1024 * 1024 + 1))
    assert refused(tmp_path / "b.csv") == "file-too-large"
    (tmp_path / "c.csv").write_bytes(b'"' + b"a" * 200_000)
    assert refused(tmp_path / "c.csv") == "table-columns"
    (tmp_path / "d.xlsx").write_bytes(b"English,Bulgarian")
    assert refused(tmp_path / "d.xlsx") == "not-a-workbook"
    twice = table(tmp_path / "e.csv", [["English", "Bulgarian", "bg"], ["Yes", "Да", "Да"]])
    assert refused(twice) == "table-columns"


# Phrases


def offered(source: str, *rows: tuple[str, str], language: Language = BULGARIAN) -> list[Offer]:
    entry = Translation("a.b", source, "", draft=True, where=Location("a.po", 1, 1))
    found = [Pair(english, text, row) for row, (english, text) in enumerate(rows, 2)]
    held_against = rules(language, [Message("a.b", source, "", entry.where)])
    return list(offers(held_against, Catalog(language.tag, {"a.b": entry}), found))


@pytest.mark.parametrize(
    "english",
    [
        "I cannot breathe well.",
        "i cannot breathe well",
        "I CANNOT  BREATHE WELL!",
        "I can't breathe well",
        "I can’t breathe well.",
        "“I can not breathe well”",
        "Please, I cannot breathe well.",
        " I cannot breathe well ...",
    ],
)
def test_the_same_words(english: str) -> None:
    (offer,) = offered("I cannot breathe well.", (english, "Не мога да дишам добре."))
    assert (offer.text, offer.rows) == ("Не мога да дишам добре.", (2,))


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("I am cold.", "I am old."),
        ("I am ill.", "I am still."),
        ("He hit me.", "She hit me."),
        ("I can breathe well.", "I cannot breathe well."),
        ("I do not want to answer.", "I do want to answer."),
        ("You are safe here.", "You are unsafe here."),
        ("Take 1 tablet.", "Take 7 tablet."),
        ("Wait 10 minutes.", "Wait 1 0 minutes."),
        ("Wait one hour.", "Wait two hour."),
        ("My mother is in the hospital.", "My brother is in the hospital."),
        ("Are you ill?", "You are ill."),
        ("You are ill?", "You are ill."),
        ("You are ill.", "You are ill?"),
    ],
)
def test_never_another_meaning(source: str, english: str) -> None:
    assert offered(source, (english, "Друго.")) == []


def test_a_missing_question_mark_is_no_other_question() -> None:
    assert offered("Where does it hurt?", ("Where does it hurt", "Къде боли?"))


def test_the_equal_phrase_comes_before_the_near_one() -> None:
    (offer,) = offered("A fall", ("The fall", "Падането"), ("A fall", "Падане"))
    assert (offer.text, offer.rows) == ("Падане", (3,))


def test_rows_that_differ_are_not_chosen_among() -> None:
    (offer,) = offered("A fall", ("A fall", "Падане"), ("A fall", "Есен"))
    assert (offer.text, offer.rows, offer.fault) == ("", (2, 3), "the rows differ")
    (offer,) = offered("A fall", ("A fall", "Падане"), ("A fall", "Падане"))
    assert (offer.text, offer.rows) == ("Падане", (2, 3))


def test_a_form_for_one_sex_is_left_to_people() -> None:
    where = Location("a.po", 1, 1)
    keys = ("a.ill", "a.ill@speaker=f", "a.ill@speaker=m")
    empty = {key: Translation(key, "I am ill.", "", draft=True, where=where) for key in keys}
    held_against = rules(BULGARIAN, [Message(key, "I am ill.", "", where) for key in keys])
    found = offers(held_against, Catalog("bg", empty), [Pair("I am ill.", "Болен съм.", 2)])
    assert [offer.key for offer in found] == ["a.ill"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("سقوط", "wrong-script"),
        ("Па\u202eдане", "bidi-control"),
        ("Пад\x07ане", "control-character"),
        ("7 падания", "numbers"),
        ("Падане\nдолу", "line-break"),
    ],
)
def test_what_a_check_refuses_is_not_taken(text: str, fault: str) -> None:
    (offer,) = offered("A fall", ("A fall", text))
    assert (offer.text, offer.fault) == ("", fault)


def test_suggest_fills_what_is_empty_and_nothing_else(tmp_path: Path) -> None:
    lay_out_catalogs(tmp_path)
    po_path = tmp_path / paths.catalog("bg")
    put(po_path, {"illness.fever": Draft("", "")})
    before = entries(tmp_path, "bg")
    assert before["illness.fever"].text == ""
    rows = [
        ["English", "Bulgarian"],
        [before["illness.fever"].source, "Имам треска."],
        [before["illness.i-am-ill"].source, "Лошо ми е."],
        ["Not on any card", "Нищо"],
    ]
    file = table(tmp_path / "clinic phrases.csv", rows)
    result = run(tmp_path, "suggest", "bg", file)
    assert result.exit_code == 0
    assert "illness.fever: I have a fever. -> Имам треска. (clinic phrases.csv:2)" in result.output
    assert "1 of 3 phrases used as drafts" in result.output
    after = entries(tmp_path, "bg")
    differ = [key for key in before if before[key].text != after[key].text]
    assert differ == ["illness.fever"]
    assert after["illness.fever"].draft
    review = po_path.with_name("review.csv").read_text("utf-8")
    assert ",clinic phrases.csv:2,,\n" in review
    files = po_files(tmp_path)
    assert "0 of 3 phrases" in run(tmp_path, "suggest", "bg", file).output
    assert po_files(tmp_path) == files


def test_a_table_without_the_language_changes_nothing(tmp_path: Path) -> None:
    lay_out_catalogs(tmp_path)
    before = po_files(tmp_path)
    file = table(tmp_path / "a.csv", [["English", "French"], ["Yes", "Oui"]])
    result = run(tmp_path, "suggest", "bg", file)
    assert isinstance(result.exception, UserError)
    assert po_files(tmp_path) == before


@pytest.mark.parametrize("text", ["\n" * 1_000_000, "en,ar\n" + "a,b\n" * 100_000, "," * 1_000_000])
def test_a_table_without_end_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert refused(tmp_path / "a.csv") == "file-too-large"
