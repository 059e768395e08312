"""The cover with the contents of a deck, the index of phrases, the numbers of faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from commcards.base.units import Mm, Pt
from commcards.faces.contents import plan_cover, plan_folio
from commcards.faces.flow import plan
from commcards.faces.index import Indexed, indexed, plan_index
from commcards.faces.items import Face, Item, Picture, Shape, Text
from commcards.localize import extracards
from commcards.localize.localcard import LocalCard
from commcards.localize.localizer import Localizer
from commcards.model.cards import Card, Kind
from commcards.model.decks import Category, Deck
from commcards.model.languages import Language, localized_number
from commcards.model.layouts import FaceSpec, IndexSpec
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    FACE_WORDS,
    HEALTH,
    NOWHERE,
    PERSIAN,
    SPEC,
    TILES,
    TOOLS,
    UKRAINIAN,
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
LOSS = Category("loss", "#F0D296", "#E6E6E6", "#000000", "star", 3, symbol="sad")
COLUMNS = IndexSpec(2, Pt(7.5))
EPSILON = 1e-6


def using(staff: Language, *people: Language, texts: Sequence[Card] = ()) -> Localizer:
    said = {each.key: each.text for each in (*FACE_WORDS.values(), DECK.title)}
    for made in texts:
        said[made.title.key] = made.title.text
        said |= {p.message.key: p.message.text for part in made.sections for p in part.phrases}
    catalogs = {language.tag: catalog(language, said) for language in (staff, *people)}
    return Localizer(ENGLISH, staff, people, catalogs)


def titled(number: int) -> Card:
    said = section(Kind.PERSON_SAYS, [phrase(f"card{number}.a")])
    return card([said], name=f"card{number}", title=f"Title {number}", sensitive=number == 2)


def cover_of(count: int, localizer: Localizer, spec: FaceSpec) -> tuple[LocalCard, list[Face]]:
    """Return the cover of a deck of so many cards, which have three faces each, from 4 on."""
    cards = [local(titled(number), localizer) for number in range(count)]
    categories = [HEALTH if number < count / 2 else LOSS for number in range(count)]
    entries = [(one, categories[n], 4 + 3 * n) for n, one in enumerate(cards)]
    common = localizer.common(TOOLS, FACE_WORDS)
    made = extracards.cover(localizer, common, FACE_WORDS, DECK, "A clinic", entries, sample=True)
    faces, misfits = plan_cover(made, HEALTH, spec, lines, width)
    assert misfits == ()
    return made, [*faces]


PEOPLE = [(ARABIC,), (UKRAINIAN,), (PERSIAN, UKRAINIAN)]


@pytest.mark.parametrize("spec", [TILES, SPEC], ids=["tiles", "rows"])
@pytest.mark.parametrize("people", PEOPLE)
@pytest.mark.parametrize("count", [1, 5, 40])
def test_each_card_is_listed_by_picture_words_and_number(
    count: int, people: tuple[Language, ...], spec: FaceSpec
) -> None:
    localizer = using(BULGARIAN, *people, texts=[titled(number) for number in range(count)])
    _, faces = cover_of(count, localizer, spec)
    digits = list(dict.fromkeys(one.digits for one in (*people, BULGARIAN)))
    listed = []
    for face in faces:
        chips = [i for i in face.items if isinstance(i, Shape) and i.kind == "chip"]
        tiles = [i for i in face.items if isinstance(i, Shape) and i.kind == "tile"]
        assert len(chips) == len(tiles)
        for tile, chip in zip(tiles, chips, strict=True):
            inside = [i for i in face.items if lies_in(i, tile) and i is not tile]
            texts = [i for i in inside if isinstance(i, Text)]
            shown = [i.symbol for i in inside if isinstance(i, Picture) and not i.on_color]
            numbers = [i for i in texts if i.role == "place"]
            assert all(lies_in(number, chip) and number.category == chip.category
                       for number in numbers)  # fmt: skip
            titles = [i.words.text for i in texts if i.role in ("person", "staff")]
            marks = [i for i in inside if isinstance(i, Picture) and i.on_color]
            assert [mark.category for mark in marks] == [chip.category]
            listed.append(
                (shown, titles, [n.words.text for n in numbers], chip.category, marks[0].symbol)
            )
    expected = []
    for number in range(count):
        hidden = number == 2  # its own title and picture do not stand there
        title = "neutral-title" if hidden else f"Title {number}"
        staff = "neutral-title E01" if hidden else title
        numbers_of = [localized_number(4 + 3 * number, each) for each in digits]
        category = HEALTH if number < count / 2 else LOSS
        picture = "conversation" if hidden else "ill"
        expected.append(
            ([picture], [*[title] * len(people), staff], numbers_of, category.id, category.picture)
        )
    assert listed == expected
    assert [(face.number, face.count) for face in faces] == [
        (n, len(faces)) for n in range(1, len(faces) + 1)
    ]


def test_a_narrow_face_has_room_for_numbers_of_three_digits() -> None:
    narrow = replace(
        TILES, width=Mm(54), height=Mm(85.6), option_picture=Mm(9), option_columns=4,
        person=Pt(8), staff=Pt(6), small=Pt(5.5),
    )  # fmt: skip
    _, faces = cover_of(40, using(BULGARIAN, ARABIC, PERSIAN), narrow)
    for face in faces:
        chips = [i for i in face.items if isinstance(i, Shape) and i.kind == "chip"]
        for number in (i for i in face.items if isinstance(i, Text) and i.role == "place"):
            assert any(lies_in(number, chip) for chip in chips), number


def lies_in(item: Item, box: Shape) -> bool:
    return (
        box.x - EPSILON <= item.x <= item.x + item.width <= box.x + box.width + EPSILON
        and box.y - EPSILON <= item.y <= item.y + item.height <= box.y + box.height + EPSILON
    )


def test_tiles_stand_apart_and_inside_the_face() -> None:
    for face in cover_of(40, using(BULGARIAN, ARABIC), TILES)[1]:
        tiles = [i for i in face.items if isinstance(i, Shape) and i.kind.startswith("tile")]
        for number, one in enumerate(tiles):
            assert one.x >= TILES.margin - EPSILON
            assert one.x + one.width <= TILES.width - TILES.margin + EPSILON
            for other in tiles[number + 1 :]:
                assert (
                    one.x + one.width <= other.x or other.x + other.width <= one.x
                    or one.y + one.height <= other.y or other.y + other.height <= one.y
                )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "digits"), [((ARABIC,), 2), ((UKRAINIAN,), 1), ((ARABIC, PERSIAN), 3)]
)
@pytest.mark.parametrize("number", [1, 40, 128])
def test_the_number_of_a_face_has_room_at_its_foot(
    number: int, people: tuple[Language, ...], digits: int
) -> None:
    made = local(titled(0), using(BULGARIAN, *people))
    (folio,), misfits = plan_folio(made, number, TILES, lines, width)
    assert misfits == ()
    texts = [item for item in folio.items if isinstance(item, Text)]
    assert len(texts) == len(folio.items) == digits
    written = dict.fromkeys(localized_number(number, one.digits) for one in (*people, BULGARIAN))
    assert [item.words.text for item in texts] == [*written]
    (face, *_), _ = plan(made, HEALTH, TILES, lines, width)
    at_foot = [i for i in face.items if i.y > TILES.height - 6]
    assert at_foot
    for item in texts:
        assert item.y + item.height <= TILES.height + EPSILON
        for other in at_foot:
            apart = (
                item.x + item.width <= other.x + EPSILON
                or other.x + other.width <= item.x + EPSILON
            )
            assert apart, (item, other)


def asked(number: int, texts: Sequence[str], *, sensitive: bool = False) -> Card:
    said = [phrase(f"card{number}.p{at}", text) for at, text in enumerate(texts)]
    parts = [
        section(Kind.PERSON_SAYS, said[:1]),
        section(Kind.STAFF_ASKS, said[1:]),
        section(Kind.STAFF_SAYS, [phrase(f"card{number}.told", "We say this.")]),
    ]
    return card(parts, name=f"card{number}", sensitive=sensitive)


def test_the_index_leads_to_the_face_of_each_phrase() -> None:
    cards = [
        asked(0, ["Щит", "ъгъл"]),
        asked(1, ["ад", "Щит"]),
        asked(2, ["тайна", "ясно"], sensitive=True),
    ]
    localizer = using(BULGARIAN, ARABIC, texts=cards)
    keys: list[list[tuple[str, ...]]] = [
        [("card0.p0",), ("card0.p1",)], [("card1.p0", "card1.p1")], [("card2.p0", "card2.p1")]
    ]  # fmt: skip
    listed = [
        (local(one, localizer), first, faces)
        for one, first, faces in zip(cards, (3, 5, 6), keys, strict=True)
    ]
    # What staff say, and all of a card with a neutral title, is left out.
    assert indexed(listed, BULGARIAN) == (
        Indexed("card1.p0", "ад", (5,), "А"),
        Indexed("card0.p0", "Щит", (3, 5), "Щ"),
        Indexed("card0.p1", "ъгъл", (4,), ""),
    )


@pytest.mark.parametrize("staff", [BULGARIAN, PERSIAN])
def test_the_index_runs_down_its_columns(staff: Language) -> None:
    entries = [
        Indexed(
            f"k{n}", "word " * (1 + n % 9), (n + 1, n + 2, n + 3)[: 1 + n % 3], "A" * (not n % 9)
        )
        for n in range(120)
    ]
    localizer = using(staff, ARABIC)
    common = localizer.common(TOOLS, FACE_WORDS)
    made = extracards.index(localizer, common, FACE_WORDS, DECK)
    faces, misfits = plan_index(made, HEALTH, COLUMNS, staff, entries, TILES, lines, width)
    assert misfits == ()
    assert len(faces) > 1
    found = []
    for face in faces:
        assert face.direction == staff.direction
        texts = [i for i in face.items if isinstance(i, Text) and i.role == "staff"]
        for number, one in enumerate(texts):
            assert TILES.margin - EPSILON <= one.x
            assert one.x + one.width <= TILES.width - TILES.margin + EPSILON
            assert one.y + one.height <= TILES.height
            for other in texts[number + 1 :]:
                if one.key != other.key:
                    assert (
                        one.x + one.width <= other.x + EPSILON
                        or other.x + other.width <= one.x + EPSILON
                        or one.y + one.height <= other.y + EPSILON
                        or other.y + other.height <= one.y + EPSILON
                    ), (one, other)
        found += [(i.key, i.words.text) for i in texts if i.align == "end"]
    shown = []
    for n, entry in enumerate(entries):
        named = entry.faces if len(entry.faces) < 3 else entry.faces[:1]
        numbers = ", ".join(localized_number(face, staff.digits) for face in named)
        shown.append((f"k{n}", numbers + " …" * (len(entry.faces) > 2)))
    assert found == shown


def test_numbers_never_lie_on_the_words_before_them() -> None:
    """Numbers that share a phrase's last line stand after what is written there."""
    for length in range(1, 60):
        entry = Indexed("k", " ".join(["abc"] * length), (123, 124), "")
        localizer = using(BULGARIAN, ARABIC)
        common = localizer.common(TOOLS, FACE_WORDS)
        made = extracards.index(localizer, common, FACE_WORDS, DECK)
        (face,), _ = plan_index(made, HEALTH, COLUMNS, BULGARIAN, [entry], TILES, lines, width)
        text, number = (i for i in face.items if isinstance(i, Text) and i.role == "staff")
        assert number.align == "end"
        last = last_line(text)
        used = width(replace(number.words, text=last), number.size, False)
        taken = width(number.words, number.size, False)
        own = number.x + number.width - taken
        assert text.y + text.height == pytest.approx(number.y + number.height)
        assert text.x + used <= own + EPSILON


def last_line(text: Text) -> str:
    """Return what ``lines`` puts on the last line of a text."""
    line = ""
    for word in text.words.text.split(" "):
        longer = f"{line} {word}".strip()
        if lines(replace(text.words, text=longer), text.size, Mm(text.width), False) > 1:
            line = word
        else:
            line = longer
    return line
