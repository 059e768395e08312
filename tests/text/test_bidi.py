"""Which characters of a right-to-left text run from left to right, and what is put around them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.model.languages import Language
from commcards.project.languages import read_languages
from commcards.text.bidi import (
    END,
    NO_BREAK_SPACE,
    START,
    isolated,
    joined,
    plain,
    runs,
    segments,
    visual,
)
from tests.support.badinput import REPOSITORY
from tests.support.numbers import RIGHT_TO_LEFT, cases, sentences

LANGUAGES = read_languages(REPOSITORY)[0]
ARABIC, PERSIAN, HEBREW = (LANGUAGES[tag] for tag in ("ar", "fa", "he"))
LEFT_TO_RIGHT = [each for each in LANGUAGES.values() if each.direction == "ltr"]


def found(text: str, language: Language) -> list[str]:
    return [text[run.start : run.end] for run in runs(text, language)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("کمک", []),
        ("112", ["112"]),
        ("(+90) 312", ["(+90) 312"]),
        ("(+90 312)", ["+90 312"]),
        ("+90 (312) 55-66.", ["+90 (312) 55-66"]),
        ("22.11.2026؟", ["22.11.2026"]),
        # Telephone numbers, whatever stands between their groups
        ("به 112 یا +47 22 33 زنگ بزنید، ۱۷:۳۰", ["112", "+47 22 33", "۱۷:۳۰"]),
        ("0800 - 123456 یا 030 / 1234567", ["0800 - 123456", "030 / 1234567"]),
        ("+359 2 123 (112)، +90 (312)55", ["+359 2 123", "112", "+90 (312)55"]),
        ("+44 (0)20 7946 0958", ["+44 (0)20 7946 0958"]),
        ("112، 116 000", ["112", "116 000"]),
        ("«*100#»", ["*100#"]),
        # A dose is not drawn into what stands beside it
        ("0.5 2 بار", ["0.5", "2"]),
        ("8:00 12 نفر", ["8:00", "12"]),
        ("2026-11-22 12 نفر", ["2026-11-22", "12"]),
        ("05/06 2 بار", ["05/06", "2"]),
        ("Paracetamol 500 mg 3 بار", ["Paracetamol 500 mg", "3"]),
        ("Paracetamol 500 mg، 3 بار", ["Paracetamol 500 mg", "3"]),
        # Signs
        ("-5 °C یا (-5)", ["-5 °C", "-5"]),
        ("۵۰٪ یا 50%؟", ["۵۰", "50%"]),
        ("38° یا 38°س", ["38°", "38"]),
        ("(50%)؟ (*100#)؟", ["50%", "*100#"]),
        ("“.5 mg”", [".5 mg"]),
        ("واتساب: +359 88", ["+359 88"]),
        # Names, and what is no code
        ("WhatsApp یا Red Cross", []),
        ("<b> متن", []),
        ("به e-mail یا info@example.org.", ["e-mail", "info@example.org"]),
        ("به https://example.org/a/ بروید", ["https://example.org/a/"]),
        ("B12، E03: (A4)", ["B12", "E03", "A4"]),
        ("بعد --back-offset: X", ["--back-offset"]),
        ("Windows 10 Pro", ["Windows 10 Pro"]),
    ],
)
def test_runs(text: str, numbers: list[str]) -> None:
    parts = [part for segment in segments(text, PERSIAN) for part in segment]
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_run in parts if is_run] == found(text, PERSIAN) == numbers
    assert "".join(part for ((part, _),) in segments(text, LANGUAGES["en"])) == text
    assert runs(text, LANGUAGES["en"]) == ()


@pytest.mark.parametrize(
    ("text", "in_arabic", "in_persian"),
    [
        ("38-39", ["38", "39"], ["38-39"]),
        ("٣٨–٣٩", ["٣٨", "٣٩"], ["٣٨–٣٩"]),
        ("22:00-06:00", ["22:00", "06:00"], ["22:00-06:00"]),
        ("37,5-38,5", ["37,5", "38,5"], ["37,5-38,5"]),
        ("1/12-15/12", ["1/12", "15/12"], ["1/12-15/12"]),
        ("10-20%", ["10", "20%"], ["10-20%"]),
        ("38-39 °C", ["38", "39 °C"], ["38-39 °C"]),
        ("38-39°C", ["38", "39°C"], ["38-39°C"]),
        ("-5–5 °C", ["-5", "5 °C"], ["-5–5 °C"]),
        ("100–200", ["100", "200"], ["100–200"]),
        ("۵ - ۱۰", ["۵", "۱۰"], ["۵ - ۱۰"]),
        ("22:00 – 06:00", ["22:00", "06:00"], ["22:00 – 06:00"]),
        ("112 - 116", ["112", "116"], ["112", "116"]),
        # These may be telephone numbers, dates, codes
        ("100-200", ["100-200"], ["100-200"]),
        ("050–123", ["050–123"], ["050–123"]),
        ("2-3-4", ["2-3-4"], ["2-3-4"]),
        ("COVID-19", ["COVID-19"], ["COVID-19"]),
    ],
)
def test_a_range_runs_as_the_language_does(
    text: str, in_arabic: list[str], in_persian: list[str]
) -> None:
    assert found(f"من {text} إلى", ARABIC) == in_arabic
    assert found(f"از {text} تا", PERSIAN) == in_persian
    assert found(f"מ-{text}", HEBREW) == in_persian
    if " - " not in text and " – " not in text:  # it is not divided
        (segment,) = segments(text, ARABIC)
        assert "".join(part for part, _ in segment) == text


def test_what_an_author_has_marked_stays() -> None:
    for text in ("\u2066116 000\u2069", "\u200e+47 22", "\u202b050-123\u202c", "112\u200f"):
        assert "116" not in found(text, ARABIC)
        assert not any(run.start == 0 for run in runs(text, ARABIC))
    assert found("\u2066116 000\u2069 أو 116 111", ARABIC) == ["116 111"]
    assert isolated("\u2066116 000\u2069", ARABIC) == "\u2066116 000\u2069"


@pytest.mark.parametrize("tag", RIGHT_TO_LEFT)
def test_every_case_is_found_in_every_sentence(tag: str) -> None:
    for case in cases(tag):
        for text in sentences(tag, case.text):
            numbers = [
                "".join(part for part, _ in segment).strip("،؟.()«»“”")
                for segment in segments(text, LANGUAGES[tag])
                if any(is_run for _, is_run in segment)
            ]
            assert numbers == [case.text.strip(".()")] * text.count(case.text)


TEXTS = st.text(
    st.sampled_from(
        "ابمש ،؟.:-–+/%٪°()«»'’0123٤٥۶۷½aBz@*#\u00a0\u202f\u200c\u0301\u200e\u2066\u2069"
    ),
    max_size=40,
)


@given(TEXTS, st.sampled_from([ARABIC, PERSIAN, HEBREW]))
def test_what_is_put_in_can_be_taken_out(text: str, language: Language) -> None:
    bare = plain(text)
    assert plain(isolated(bare, language)) == bare
    spaced = bare.replace(NO_BREAK_SPACE, " ")
    assert plain(joined(bare, language)).replace(NO_BREAK_SPACE, " ") == spaced
    marked = isolated(bare, language)
    assert marked.count(START) == marked.count(END) == len(runs(bare, language))


def test_a_segment_has_all_that_no_line_may_part() -> None:
    text = "نحو (50 ٪)، أو-112"
    assert list(segments(text, ARABIC)) == [
        (("نحو", False),),
        ((" ", False),),
        (("(", False), ("50", True), (" ٪", False), (")،", False)),
        ((" ", False),),
        (("أو-", False), ("112", True)),
    ]


@given(TEXTS, st.sampled_from([ARABIC, PERSIAN, HEBREW]))
def test_runs_follow_one_another(text: str, language: Language) -> None:
    end = 0
    for run in runs(text, language):
        assert end <= run.start < run.end <= run.close <= len(text)
        assert all(run.start < at <= run.close for at in run.firm)
        end = run.close
        assert not any(sign in "ابمש" for sign in text[run.start : run.end])
    digits = {at for at, sign in enumerate(text) if sign.isdecimal()}
    covered = {at for run in runs(text, language) for at in range(run.start, run.end)}
    assert digits <= covered or set(text) & set("\u200e\u2066\u2069")


@given(TEXTS, st.sampled_from(LEFT_TO_RIGHT))
def test_other_languages_are_left_alone(text: str, language: Language) -> None:
    assert isolated(text, language) == joined(text, language) == text


def test_a_long_text_takes_no_longer() -> None:
    """Patterns must not try every way to divide digits."""
    start = time.perf_counter()
    for text in ("0" * 4000 + ",1", "(" * 4000 + "1", "1 (" * 1500, "0-" * 2000 + ",", "a-" * 2000):
        runs(text, ARABIC)
    assert time.perf_counter() - start < 5


def test_a_line_as_it_stands() -> None:
    line = joined("اتصل 116 000 WhatsApp، أو 38-39", ARABIC)
    assert visual(line).replace(NO_BREAK_SPACE, " ") == "39-38 وأ ،116 000 WhatsApp لصتا"
