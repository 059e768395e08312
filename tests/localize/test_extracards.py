"""The cover of a leaflet: little, for both; all else in small type, for staff."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commcards.localize import extracards
from commcards.localize.localcard import LocalCard
from commcards.model.decks import Deck
from tests.support.invented import ARABIC, ENGLISH, NOWHERE, TOOLS, localizer, message

WORDS = {
    name: message(f"words.{name}", name)
    for name in (
        *("how-to-use", "no-family-interpreter", "draft-long", "sample", "version", "about"),
        *("neutral-title", "languages"),
    )
}
DECK = Deck(
    "clinic", message("decks.clinic.title", "Clinic"), "2026.11", (), (), ("en",), ("ar",), (), (),
    NOWHERE,
)  # fmt: skip


def panel(deck: Deck = DECK, *, sample: bool = False, draft: bool = False) -> LocalCard:
    texts = {f"words.{name}": f"AR {name}" for name in WORDS}
    using = localizer(texts, draft=texts if draft else ())
    common = using.common(TOOLS, WORDS)
    return extracards.panel(using, common, WORDS, deck, "A clinic", ["one", "two"], sample=sample)


def test_what_both_read() -> None:
    card = panel()
    use, languages = (row.line for row in card.sections[0].rows)
    assert [words.text for words in use.words] == ["AR how-to-use", "how-to-use"]
    assert [words.text for words in languages.words] == [ARABIC.autonym, ENGLISH.autonym]
    assert card.title.staff.text == "Clinic"


@pytest.mark.parametrize("sample", [False, True])
@pytest.mark.parametrize("draft", [False, True])
def test_what_staff_read_below(sample: bool, draft: bool) -> None:
    about, credits = (row.line for row in panel(sample=sample, draft=draft).sections[1].rows)
    assert about.person == credits.person == ()
    assert credits.staff.text == "one · two"
    assert about.staff.text.endswith("A clinic · version 2026.11")
    assert "no-family-interpreter" in about.staff.text
    assert ("draft-long" in about.staff.text) is draft
    assert ("sample" in about.staff.text) is sample


def test_the_outside_of_a_sensitive_deck_is_neutral() -> None:
    assert panel(replace(DECK, sensitive=True)).title.staff.text == "neutral-title"
