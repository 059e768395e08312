"""No line has thousands of letters, or dozens of marks on one of them."""

from __future__ import annotations

import pytest

from commcards.text.limits import excess
from commcards.text.slips import folded
from commcards.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("a" * 500, ""),
        ("a" * 501, "501 characters, 500 are allowed"),
        ("e" + "\u0301" * 8, ""),
        ("e" + "\u0301" * 9, "9 marks on one letter, 8 are allowed"),
        ("ab" + "\u0316\u0301" * 6 + "c", "12 marks on one letter, 8 are allowed"),
        ("\u0644" + "\u064e" * 20, "20 marks on one letter, 8 are allowed"),
        ("«„“”…–—»«„“”…–—»", ""),  # signs, but no marks
        ("\u0301".join("abcdefghijklm"), ""),
    ],
)
def test_what_a_line_has_too_much_of(text: str, told: str) -> None:
    assert excess(text) == told


def test_no_translation_has_too_much(ours: Workspace) -> None:
    texts = [entry.text for each in ours.catalogs.values() for entry in each.entries.values()]
    assert len(texts) > 10_000
    assert not [text for text in texts if excess(text, 250)]


def test_lines_are_folded_but_those_with_too_much() -> None:
    assert folded("e\u0301") == "é"
    assert folded("e" + "\u0301" * 9) == "e" + "\u0301" * 9
