"""The glossary: reading it, and what it finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base import paths
from commcards.base.diagnostics import Location, Severity
from commcards.model.cards import Message
from commcards.model.catalogs import Translation
from commcards.model.languages import Language
from commcards.translation import glossary
from commcards.translation.checks import check_terms
from commcards.translation.glossary import Term, read_glossary, term_finder
from tests.support.rules import rules

TAGS = ("bg", "ar", "tr", "my")
HEADER = "term,meaning,english,safety,bg,ar,tr,my\n"
LINE = Location("locales/x/LC_MESSAGES/commcards.po", 7, 1)


def read(tmp_path: Path, rows: str, header: str = HEADER) -> tuple[tuple[Term, ...], list[str]]:
    (tmp_path / "locales").mkdir()
    (tmp_path / paths.GLOSSARY).write_text(header + rows, encoding="utf-8")
    terms, faults = read_glossary(tmp_path, TAGS)
    return terms, [f"{fault.where.line}:{fault.where.column} {fault.code}" for fault in faults]


def test_reads_terms(tmp_path: Path) -> None:
    terms, faults = read(tmp_path, '"doctor, any",Heals.,doctor*,dosage,лекар*|врач,,,\n\n')
    assert faults == []
    (term,) = terms
    assert (term.name, term.english, term.safety) == ("doctor, any", ("doctor*",), "dosage")
    assert term.words == {"bg": ("лекар*", "врач")}


def test_a_project_without_glossary_has_no_terms(tmp_path: Path) -> None:
    assert read_glossary(tmp_path, TAGS) == ((), [])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("a,b,c,d\n", ["2:1 glossary-row"]),
        (",b,c,,,,,\n", ["2:1 glossary-row"]),
        ("a,,c,,,,,\n", ["2:3 glossary-row"]),
        ('"a, b",c,,,,,,\n', ["2:10 glossary-row"]),
        ("a,b,*,,,,,\n", ["2:5 glossary-word"]),
        ("a,b,c,danger,,,,\n", ["2:7 glossary-word"]),
        ("a,b,c,,г||д,,,\n", ["2:8 glossary-word"]),
        ("a,b,c,,г, д,,\n", ["2:10 glossary-word"]),
        ("a,b,c,,г*д,,,\n", ["2:8 glossary-word"]),
        ("a,b,=c*,,,,,\n", ["2:5 glossary-word"]),
        ("a,b,c,,г-*,,,\n", ["2:8 glossary-word"]),
        ("a,b,c,,,,,\na,d,e,,,,,\n", ["3:1 glossary-duplicate"]),
        ('a,b,c,,"d"x,,,\n', ["2:1 glossary-row"]),
        (",,c,,,,,\nf,g,h,,|,,,\n", ["2:1 glossary-row", "2:2 glossary-row", "3:8 glossary-word"]),
    ],
)
def test_bad_rows(tmp_path: Path, rows: str, found: list[str]) -> None:
    assert read(tmp_path, rows)[1] == found


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("term,english,meaning,safety,bg\n", "1:1 glossary-header"),
        ("term,meaning,english,safety,bg,xx\n", "1:32 glossary-header"),
        ("term,meaning,english,safety,bg,bg\n", "1:32 glossary-header"),
    ],
)
def test_bad_headers(tmp_path: Path, header: str, found: str) -> None:
    assert read(tmp_path, "", header) == ((), [found])


def says(tag: str, english: str, text: str, *ways: str, breaks: str = "spaces") -> bool:
    """Return whether a text passes a glossary with one term."""
    term = Term("t", "m", (english,), "", {tag: ways})
    language = Language(tag, "X", "X", "Latn", "ltr", (), breaks=breaks)  # type: ignore[arg-type]
    message = Message("a.b", "Call a doctor.", "", LINE)
    entry = Translation("a.b", message.text, text, False, LINE)
    found = check_terms(rules(language, terms=[term]), message, entry)
    assert {(f.code, f.severity, f.where) for f in found} <= {("glossary", Severity.WARNING, LINE)}
    assert all("t" in f.message and ways[0] in f.hint for f in found)
    return not found


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Повикайте ЛЕКАРЯ!", ("лекар*",)),
        ("Повикайте доктор.", ("лекар*", "доктор")),
        ("اتصل بالطبيب.", ("*طبيب*",)),
        ("İlaç", ("ilaç",)),
        ("ISINMA", ("ısınma",)),
        ("Appelez-moi l’interprète", ("interprète",)),
        ("خون‌ریزی دارم", ("خونریزی",)),
        ("Rehydration\u00adsalz", ("rehydrationsalz",)),
    ],
)
def test_a_text_with_the_word(text: str, ways: tuple[str, ...]) -> None:
    assert says("bg", "doctor", text, *ways)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Повикайте полиция.", ("лекар*",)),
        ("Повикайте лекаря.", ("лекар",)),
        ("Повикайте телелекар.", ("лекар*",)),
        ("اتصل بالطبيب.", ("طبيب*",)),
    ],
)
def test_a_text_without_it(text: str, ways: tuple[str, ...]) -> None:
    assert not says("bg", "doctor", text, *ways)


def test_words_stand_anywhere_where_spaces_do_not_part_them() -> None:
    assert says("my", "doctor", "ဆရာဝန်ကိုခေါ်ပါ။", "ဝန်", breaks="words")
    assert not says("my", "doctor", "ဆရာဝန်ကိုခေါ်ပါ။", "ဝန်")


def test_what_the_glossary_does_not_say_is_not_checked() -> None:
    assert says("bg", "nurse", "Нищо.", "сестра*")
    term = Term("t", "m", ("doctor",), "", {"ar": ("طبيب",)})
    message = Message("a.b", "Call a doctor.", "", LINE)
    assert term_finder([term])(message.text)
    entry = Translation("a.b", message.text, "Нищо.", False, LINE)
    bulgarian = Language("bg", "X", "X", "Cyrl", "ltr", ())
    assert check_terms(rules(bulgarian, terms=[term]), message, entry) == []


def test_terms_in_english() -> None:
    ways = {
        "birth": ("birth",),
        "certificate": ("birth certificate*",),
        "no": ("=no",),
        "child": ("child", "children"),
        "breast": ("breast-feed*",),
    }
    terms = [Term(name, "m", english, "", {}) for name, english in ways.items()]
    texts = ("Birth certificates", "After birth.", "No", "No food.", "Children breast-feeding?")
    terms_in = term_finder(terms)
    assert {text: [term.name for term in terms_in(text)] for text in texts} == {
        "Birth certificates": ["certificate"],
        "After birth.": ["birth"],
        "No": ["no"],
        "No food.": [],
        "Children breast-feeding?": ["child", "breast"],
    }


WAYS = st.text("aб *-", min_size=1, max_size=7).filter(glossary._is_way)
TEXTS = st.text("aб -.", max_size=12)


def pattern(way: str, *, anywhere: bool) -> re.Pattern[str]:
    """Return what finds a way in folded text, by other means; its group 1 is what was found."""
    body = " ".join(re.findall("[aб]+", way))
    body = r"\S*" * way.startswith("*") + body + r"\S*" * way.endswith("*")
    return re.compile(f"(?=({body}))" if anywhere else f"(?<= )(?=({body})(?= ))")


@given(WAYS, TEXTS, st.booleans())
def test_a_way_is_found_where_a_pattern_finds_it(way: str, text: str, anywhere: bool) -> None:
    folded = glossary._folded(text)
    found = {match.span(1) for match in pattern(way, anywhere=anywhere).finditer(folded)}
    assert glossary._is_said(way, folded, anywhere=anywhere) is bool(found)
    if not anywhere:
        assert {*glossary._spans(glossary._needle(way, anywhere=False), folded)} == found


@given(WAYS.filter(lambda way: "*" not in way), TEXTS)
def test_a_whole_text_is_said(way: str, text: str) -> None:
    is_equal = glossary._folded(text) == glossary._folded(way)
    assert glossary._is_said(f"={way}", glossary._folded(text), anywhere=False) is is_equal
