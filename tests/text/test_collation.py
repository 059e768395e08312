"""The order of an index, held against what dictionaries of each language do."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from commcards.text.collation import collated
from tests.support.invented import ARABIC, BULGARIAN, ENGLISH

LANGUAGES = {
    "bg": (BULGARIAN, ["ад", "бал", "въже", "щит", "ъгъл", "юг"]),
    # Umlauts are sorted as their vowels, and ß as ss.
    "de": (replace(ENGLISH, tag="de"), ["Apfel", "Ärger", "Azur", "Öl", "Rose", "weiß", "Zug"]),
    # Danish and Norwegian have æ, ø and å after z; Swedish has å, ä, ö.
    "nb": (replace(ENGLISH, tag="nb"), ["ark", "zoo", "ærlig", "øl", "ål"]),
    "sv": (replace(ENGLISH, tag="sv"), ["ark", "zon", "ål", "ärlig", "öl"]),
    "tr": (replace(ENGLISH, tag="tr"), ["cam", "çay", "ırmak", "iş", "su", "şu"]),
    "pl": (replace(ENGLISH, tag="pl"), ["cel", "ćma", "los", "łóżko", "zebra", "żaba"]),
    "vi": (replace(ENGLISH, tag="vi"), ["an", "ăn", "ấm", "da", "đi"]),
    "ar": (ARABIC, ["أنا", "بيت", "تعال"]),
    "my": (replace(ENGLISH, tag="my", script="Mymr"), ["ကလေး", "ခလုတ်", "ငါ", "အိမ်"]),
    # CLDR does not know Jinghpaw: the rules for all hold.
    "kac": (replace(ENGLISH, tag="kac"), ["Ngai", "nye", "Sha"]),
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_language_has_its_order(tag: str) -> None:
    language, texts = LANGUAGES[tag]
    for shuffled in list(permutations(texts))[:: max(1, len(texts))]:
        assert [text for _, text in collated(shuffled, language)] == texts


def test_a_text_stands_once_under_its_letter() -> None:
    german, texts = LANGUAGES["de"]
    found = collated([*texts, *texts], german)
    assert [letter for letter, _ in found] == ["A", "A", "A", "O", "R", "W", "Z"]
    bulgarian = collated(["Щит", "щъркел", "Ъгъл", "Юг"], BULGARIAN)
    assert [letter for letter, _ in bulgarian][:2] == ["Щ", "Щ"]


def test_what_is_before_the_first_letter_does_not_count() -> None:
    spanish = replace(ENGLISH, tag="es")
    found = collated(["¿Dónde duele?", "Estoy mal.", "«Bien»"], spanish)
    assert found == [("B", "«Bien»"), ("D", "¿Dónde duele?"), ("E", "Estoy mal.")]


def test_a_text_of_another_script_has_no_letter() -> None:
    assert collated(["112", "Помощ"], BULGARIAN) == [("", "112"), ("П", "Помощ")]
