"""Numbers, codes and addresses in sentences, and how each has to stand: for paper and for pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

RIGHT_TO_LEFT = ("ar", "fa", "prs", "ps", "ckb", "ur", "he")
TO_LEFT = ("ar", "ckb")  # write a range from right to left
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
# In each language two words, to stand before a number and after it.
WORDS = {
    "ar": ("اتصل", "الآن"),
    "fa": ("تماس", "اکنون"),
    "prs": ("تماس", "حالا"),
    "ps": ("زنګ", "اوس"),
    "ckb": ("تەلەفۆن", "ئێستا"),
    "ur": ("فون", "ابھی"),
    "he": ("התקשרו", "עכשיו"),
}

TELEPHONES = (
    "116 000",
    "+359 2 123-456",
    "050-123-4567",
    "050-123",
    "(212) 555-0123",
    "(+90) 312 555",
    "+90 (312) 55-66",
    "+44 (0)20 7946 0958",
    "030/1234567",
    "030 / 1234567",
    "02/123 45 67",
    "0800 - 123456",
    "01 23 45 67 89",
    "0300-1234567",
    "*3456",
    "*100#",
)
AMOUNTS = (
    *("2,5", "2.5", "2٫5", ".5 mg", "2½", "1/2", "2,5 ml", "1,000 mg", "10 mg/ml", "500 µg"),
    *("1,000", "1.000", "1 000", "1\u00a0000", "1\u202f000", "1\u2009000", "1'000", "1’000"),
    *("1٬000", "1 000,50", "1.000,50", "1٬000٫50", "12 345 678", "-5", "−5", "+5", "±2", "2×500"),
    *("100%", "100 %", "38°", "38 °C", "38,5°C", "$50", "50 €", "100-200 mg"),
)
TIMES = ("17:30", "8:05:30", "22/11/2026", "22.11.2026", "2026-11-22", "2026.11")
CODES = (
    *("B12", "COVID-19", "E03", "H1N1", "A4", "3M", "F-16", "12-B", "18+", "Windows 10 Pro"),
    *("www.example.org", "https://example.org/a-b/?c=1", "info@example.org", "--back-offset"),
    *("mein-name@post.example.org", "Paracetamol 500 mg"),
)
RANGES = (
    "38-39",
    "38–39",
    "10:15-11:45",
    "22:00–06:00",
    "37.5-38.5",
    "2-3",
    "10-20%",
    "100–200",
    "38-39°C",
)
# From right to left these are two numbers and a dash, between which a line may end.
SPACED_RANGES = ("22:00 – 06:00", "5 - 10", "-5 – -10")


class Case(NamedTuple):
    """A text with a number, as it is read and as it has to stand from left to right."""

    text: str
    shown: str


def cases(tag: str) -> Iterator[Case]:
    """Yield every kind of number in a language, in the digits of every script."""
    for digits in DIGITS:
        written = str.maketrans(DIGITS[0], digits)
        for text in (*TELEPHONES, *AMOUNTS, *TIMES, *CODES):
            yield Case(text.translate(written), text.translate(written))
        yield Case("50٪".translate(written), "٪50".translate(written))
        for text in RANGES if tag in TO_LEFT else (*RANGES, *SPACED_RANGES):
            start, dash, end = re.split("(?<=[0-9])( ?[-–] ?)", text)
            start, end = start.translate(written), end.translate(written)
            shown = (end, dash, start) if tag in TO_LEFT else (start, dash, end)
            yield Case(start + dash + end, "".join(shown))


def sentences(tag: str, text: str) -> Iterator[str]:
    """Yield sentences in which a number stands at the start, in the middle and at the end."""
    one, two = WORDS[tag]
    yield f"{one} {text} {two}"
    yield f"{text} {one}"
    yield f"{one} {text}."
    yield f"{one} {two}: {text}، {one} ({text})؟"
    yield f"{one} «{text}»، “{text}”. {two}"
