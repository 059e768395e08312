"""The list of a booklet's cards, and its page numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commcards.base.units import Mm
from commcards.faces.contents import folio_spec, plan_contents, plan_folio
from commcards.faces.items import Face, Text
from commcards.localize import extracards
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card, Kind
from commcards.model.decks import Deck
from commcards.model.languages import Language, localized_number
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    FACE_WORDS,
    HEALTH,
    NOWHERE,
    PERSIAN,
    SPEC,
    TOOLS,
    card,
    catalog,
    lines,
    local,
    message,
    phrase,
    section,
    width,
)

DECK = Deck(
    "clinic", message("decks.clinic.title", "Clinic"), "2026.11", (), (), ("bg",), ("ar",), (), (),
    NOWHERE,
)  # fmt: skip
EPSILON = 1e-6


def listed(count: int, staff: Language, person: Language) -> tuple[Face, ...]:
    """Return the contents of a book of so many cards; each card has three pages, from 4 on."""
    made = [titled(number) for number in range(count)]
    texts = {one.title.key: f"title {number}" for number, one in enumerate(made)}
    texts |= {each.key: each.text for each in FACE_WORDS.values()}
    catalogs = {language.tag: catalog(language, texts) for language in (staff, person)}
    using = Localizer(ENGLISH, staff, (person,), catalogs)
    cards = [local(one, using) for one in made]
    card_of_titles = extracards.contents(
        using, using.common(TOOLS, FACE_WORDS), FACE_WORDS, DECK, cards
    )
    faces, misfits = plan_contents(
        card_of_titles, HEALTH, SPEC, lines, width,
        numbers=[4 + 3 * number for number in range(count)], language=staff,
    )  # fmt: skip
    assert misfits == ()
    return faces


def titled(number: int) -> Card:
    said = section(Kind.PERSON_SAYS, [phrase(f"card{number}.a")])
    return card([said], name=f"card{number}", title=f"Title {number}", sensitive=number == 2)


@pytest.mark.parametrize("staff", [BULGARIAN, PERSIAN])
@pytest.mark.parametrize("person", [ARABIC, replace(ARABIC, direction="ltr")])
@pytest.mark.parametrize("count", [1, 5, 40])
def test_each_card_stands_beside_its_page(count: int, staff: Language, person: Language) -> None:
    faces = listed(count, staff, person)
    assert [(face.number, face.count) for face in faces] == [
        (n, len(faces)) for n in range(1, len(faces) + 1)
    ]
    assert (len(faces) > 1) is (count == 40)
    found = []
    for face in faces:
        texts = [i for i in face.items if isinstance(i, Text)]
        for item in texts:
            assert item.x >= SPEC.margin - EPSILON
            assert item.x + item.width <= SPEC.width - SPEC.margin + EPSILON
            assert item.y + item.height <= SPEC.height
        numbers = [i for i in texts if i.align == "end"]
        for number in numbers:
            row = [i for i in texts if i.key == number.key and i is not number and i.y > 0]
            beside = [i for i in row if abs(i.y - number.y) < 12]
            assert beside
            for words in beside:  # the number stands where the line ends
                if face.direction == "rtl":
                    assert number.x + number.width <= words.x + EPSILON
                else:
                    assert words.x + words.width <= number.x + EPSILON
            found.append((number.key, number.words.text))
    # A sensitive card's own title does not stand there.
    keys = ["words.neutral-title" if n == 2 else f"card{n}.title" for n in range(count)]
    pages = [localized_number(4 + 3 * n, staff.digits) for n in range(count)]
    assert found == list(zip(keys, pages, strict=True))


def test_rows_do_not_overlap_each_other_or_the_foot() -> None:
    for face in listed(40, BULGARIAN, ARABIC):
        texts = [i for i in face.items if isinstance(i, Text)]
        for index, one in enumerate(texts):
            for other in texts[index + 1 :]:
                assert (
                    one.x + one.width <= other.x + EPSILON
                    or other.x + other.width <= one.x + EPSILON
                    or one.y + one.height <= other.y + EPSILON
                    or other.y + other.height <= one.y + EPSILON
                ), (one, other)


@pytest.mark.parametrize("language", [BULGARIAN, PERSIAN])
@pytest.mark.parametrize("number", [1, 40, 128])
def test_page_numbers_are_in_the_staffs_digits(language: Language, number: int) -> None:
    spec = folio_spec(SPEC)
    face = plan_folio(language, number, spec)
    (item,) = face.items
    assert isinstance(item, Text)
    assert item.words.text == localized_number(number, language.digits)
    assert item.words.language == language
    assert spec.bleed == Mm(0)
    assert item.height <= spec.height
    assert width(item.words, item.size, False) <= item.width <= spec.width
