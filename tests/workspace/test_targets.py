"""Where things lie in output/."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commcards.model.decks import Deck
from commcards.workspace import targets
from commcards.workspace.targets import Target
from tests.support.invented import HEALTH, NOWHERE, card, message

DECK = Deck(
    "emergency", message("decks.emergency.title"), "1", (), (), (), (), (), (), NOWHERE
)  # fmt: skip
HIDDEN = replace(DECK, id="violence", sensitive=True, neutral="house")
TARGET = Target(
    deck="emergency",
    staff="bg",
    person=("ar", "zh_Hans"),
    layouts=("a6",),
    papers=("a4",),
    edition="color",
    flip="",
)


@pytest.mark.parametrize(("deck", "name"), [(DECK, "emergency"), (HIDDEN, "house")])
def test_paths(deck: Deck, name: str) -> None:
    folder = f"{name}/bg-ar-zh_Hans"
    assert targets.folder(deck, TARGET.tags) == folder
    assert (
        targets.sheet(deck, TARGET, "a6", "letter", "color")
        == f"{folder}/{folder.replace('/', '_')}_a6_letter.pdf"
    )
    assert targets.page(deck, TARGET, card([], name="illness")) == f"{folder}/illness.html"


def test_a_sensitive_card_goes_by_its_code() -> None:
    path = targets.page(DECK, TARGET, card([], name="violence", sensitive=True))
    assert path == "emergency/bg-ar-zh_Hans/card-e01.html"


def test_languages() -> None:
    assert TARGET.tags == ("bg", "ar", "zh_Hans")
    other = replace(TARGET, staff="en", person=("ar",))
    assert targets.languages_of([TARGET, other]) == ("bg", "ar", "zh_Hans", "en")
    assert targets.languages_of([]) == ()


def test_color() -> None:
    assert targets.color(HEALTH, "color") == "#D22D00"
    assert targets.color(HEALTH, "grey") == "#595959"
