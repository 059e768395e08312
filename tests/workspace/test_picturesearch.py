"""Pictures are found by a word of any language."""

from __future__ import annotations

from pathlib import Path

import pytest

from commcards.workspace.picturesearch import find, near_words, plain
from commcards.workspace.workspace import Workspace, read_workspace
from tests.support.smalldeck import commcards


@pytest.fixture
def ours(mini: Path) -> Workspace:
    return read_workspace(mini)[0]


def names(ours: Workspace, word: str) -> set[str]:
    parts = ours.cards, ours.messages, ours.catalogs.values()
    return {found.symbol.name for found in find(word, ours.symbols, *parts)}


def test_by_label_category_phrase_and_translation(ours: Workspace) -> None:
    assert "fever" in names(ours, "FEVER")
    assert "fever" in names(ours, "температура")  # uk, bg
    assert "fever" in names(ours, "fièvre")
    assert "fever" in names(ours, "fievre")  # accents are hard to type
    assert {"ill", "fever"} <= names(ours, "health")
    assert names(ours, "no such word") == set()


def test_it_says_where_the_word_was_found(ours: Workspace) -> None:
    parts = ours.cards, ours.messages, ours.catalogs.values()
    found = {each.symbol.name: each.texts for each in find("fièvre", ours.symbols, *parts)}
    assert found["fever"] == (("fr", ours.catalogs["fr"].entries["illness.fever"].text),)


def test_case_accents_and_marks_do_not_matter() -> None:
    assert plain(" Fièvre ") == plain("FIEVRE")
    assert plain("حَرارة") == plain("حرارة")


def test_near_words_are_offered(ours: Workspace) -> None:
    assert "fever" in near_words("feevr", ours.symbols)


def test_on_the_command_line(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, written = commcards(mini, "symbols", "find", "температура", capsys=capsys)
    assert code == 0
    assert "fever: fever\n  bg: Имам висока температура.\n" in written
    code, written = commcards(mini, "symbols", "find", "feevr", capsys=capsys)
    assert code == 1
    assert "no picture is about feevr; labels have fever" in written
