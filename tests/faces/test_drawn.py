"""Drawings on faces: words beside them and in them, numbers, and tiles where they do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from commcards.base.units import Mm
from commcards.faces.flow import plan
from commcards.faces.items import Face, Item, Leader, Picture, Shape, Text
from commcards.localize.localcard import LocalCard
from commcards.model.cards import Drawn, Kind
from commcards.model.drawings import Drawing, Place, Zone
from commcards.model.languages import Language
from commcards.model.layouts import FaceSpec
from tests.support.invented import (
    ARABIC,
    ENGLISH,
    HEALTH,
    NOWHERE,
    SPEC,
    TILES,
    UKRAINIAN,
    card,
    catalog,
    lines,
    local,
    localizer,
    phrase,
    section,
    width,
)

PARTS = ("head", "ear", "arm", "hand", "belly", "knee", "foot")
POINTS = {  # on a figure of 20 x 48: the left arm is drawn on the right
    "head": (10, 3), "ear": (7, 5), "arm": (17, 18), "hand": (3, 24), "belly": (9, 22),
    "knee": (7, 34), "foot": (14, 46),
}  # fmt: skip
FIGURE = Drawing("figure", 20, 48, tuple(Zone(n, *at, NOWHERE) for n, at in POINTS.items()))
OTHER = replace(FIGURE, name="other")
GRID = Drawing(
    "grid", 48, 40,
    (
        Zone("day", 12, 8, NOWHERE, Place(2, 2, 20, 12)),
        Zone("hour", 36, 8, NOWHERE, Place(26, 2, 20, 12), number=3),
        Zone("number-12", 12, 28, NOWHERE, Place(2, 22, 20, 12), number=12),
        Zone("comma", 36, 28, NOWHERE, Place(26, 22, 20, 12), is_sign=True),
    ),
)  # fmt: skip
NUMBERS = Drawing("numbers", 48, 48, (Zone("number-5", 24, 24, NOWHERE, Place(4, 4, 40, 40), 5),))
MANY = " ".join(["wordwordword"] * 3)
WIDE = replace(TILES, width=Mm(190), height=Mm(256))


def drawn(
    names: Sequence[str], drawings: Sequence[Drawing], text: str = "{}", person: Language = ARABIC
) -> LocalCard:
    """Return a card with one section of phrases that have drawings."""
    phrases = [phrase(f"ill.{name}", text.format(name)) for name in names]
    shown = tuple(Drawn(drawing.name, NOWHERE) for drawing in drawings)
    made = replace(section(Kind.ANSWERS, phrases), drawings=shown)
    translated = {f"ill.{name}": text.format(name.upper()) for name in names}
    using = localizer({**translated, "ill.title": "ILL"}, person=person)
    return local(card([made]), replace(using, drawings={d.name: d for d in drawings}))


def faces_of(found: LocalCard, spec: FaceSpec = TILES) -> tuple[Face, ...]:
    faces, misfits = plan(found, HEALTH, spec, lines, width)
    assert misfits == ()
    return faces


def named(face: Face, name: str) -> list[Picture]:
    return [i for i in face.items if isinstance(i, Picture) and i.symbol == f"drawing.{name}"]


def frames(face: Face) -> list[Shape]:
    return [i for i in face.items if isinstance(i, Shape) and i.kind == "tile answers"]


def words(face: Face, names: Sequence[str] = PARTS) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    for item in face.items:
        if isinstance(item, Text) and item.key.startswith("ill.") and item.role != "title":
            found.setdefault(item.key.removeprefix("ill."), []).append(item)
    return {name: found[name] for name in names if name in found}


def tips(face: Face) -> list[tuple[float, float]]:
    """Return where lines end with a dot."""
    return [
        (item.x + item.width * item.right, item.y + item.height * item.low)
        for item in face.items
        if isinstance(item, Leader)
    ]


def overlap(a: Item, b: Item) -> bool:
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return across > 0.01 and down > 0.01


@pytest.mark.parametrize("person", [ARABIC, UKRAINIAN])
def test_the_words_of_all_zones_stand_around_a_drawing(person: Language) -> None:
    (face,) = faces_of(drawn(PARTS, [FIGURE], person=person))
    (picture,) = named(face, "figure")
    assert picture.height == pytest.approx(picture.width * 48 / 20)
    assert picture.height >= 3.4 * TILES.picture
    said = words(face)
    assert set(said) == set(PARTS)
    assert {len(texts) for texts in said.values()} == {2}
    every = [text for texts in said.values() for text in texts]
    assert not [pair for pair in combinations(every, 2) if overlap(*pair)]
    assert not [text for text in every if overlap(text, picture)]
    for text in every:
        assert text.x >= 0
        assert text.x + text.width <= TILES.width


@pytest.mark.parametrize("person", [ARABIC, UKRAINIAN])
def test_a_drawing_is_not_mirrored_for_readers_from_right_to_left(person: Language) -> None:
    (face,) = faces_of(drawn(PARTS, [FIGURE], person=person))
    (picture,) = named(face, "figure")
    scale = picture.width / 20
    wanted = {(picture.x + x * scale, picture.y + y * scale) for x, y in POINTS.values()}
    found = tips(face)
    assert len(found) == len(wanted)
    for x, y in wanted:
        assert any(abs(x - a) < 0.01 and abs(y - b) < 0.01 for a, b in found)
    said = words(face)
    middle = picture.x + picture.width / 2
    assert all(text.x > middle for text in said["arm"])
    assert all(text.x + text.width < middle for text in said["hand"])


def test_words_stand_on_the_side_of_their_zone_in_the_order_of_zones() -> None:
    (face,) = faces_of(drawn(PARTS, [FIGURE], person=UKRAINIAN))
    (picture,) = named(face, "figure")
    for side in (-1, 1):
        beside = [
            (POINTS[name][1], min(text.y for text in texts))
            for name, texts in words(face).items()
            if (texts[0].x - picture.x) * side > 0
        ]
        assert sorted(beside) == sorted(beside, key=lambda each: each[1])
        assert len(beside) >= 2


def test_figures_share_their_words_where_a_face_is_wide_enough() -> None:
    found = drawn(PARTS, [FIGURE, OTHER], text="{} wordwordword", person=UKRAINIAN)
    (face,) = faces_of(found, WIDE)
    one, other = named(face, "figure")[0], named(face, "other")[0]
    assert not overlap(one, other)
    assert one.x < other.x
    assert {len(texts) for texts in words(face).values()} == {2}
    assert len(faces_of(found)) == 2


def test_inner_words_numbers_and_signs_stand_in_their_places() -> None:
    names = ("day", "hour", "comma")
    (face,) = faces_of(drawn(names, [GRID]))
    (picture,) = named(face, "grid")
    scale = picture.width / 48

    def within(place: Place) -> list[Text]:
        x, y = picture.x + place.x * scale, picture.y + place.y * scale
        return [
            item
            for item in face.items
            if isinstance(item, Text)
            and x - 0.01 <= item.x
            and item.x + item.width <= x + place.width * scale + 0.01
            and y - 0.01 <= item.y
            and item.y + item.height <= y + place.height * scale + 0.01
        ]

    day, hour, twelve, comma = (within(zone.place) for zone in GRID.zones if zone.place)
    assert [text.words.text for text in day] == ["DAY", "day"]
    assert [text.words.text for text in hour] == ["٣", "3"]
    assert [text.words.text for text in twelve] == ["١٢", "12"]
    assert [text.words.text for text in comma] == ["COMMA", "comma"]
    assert hour[0].size > TILES.person * ARABIC.scale
    assert tips(face) == []


def test_a_sign_that_both_readers_share_stands_once() -> None:
    found = drawn(("day", "hour", "comma"), [GRID], text=",")
    (face,) = faces_of(found)
    assert len(words(face, ("comma",))["comma"]) == 1


def test_several_drawings_stand_bare_before_their_words_where_these_do_not_fit() -> None:
    long = f"{{}} {MANY}"
    faces = faces_of(drawn(PARTS, [FIGURE, OTHER], text=long, person=UKRAINIAN))
    assert named(faces[0], "figure")
    assert named(faces[0], "other")
    assert not any(tips(face) for face in faces)
    assert sum(len(frames(face)) for face in faces) == len(PARTS)
    faces = faces_of(drawn(PARTS, [FIGURE], text=long, person=UKRAINIAN))
    assert not any(named(face, "figure") for face in faces)


def test_a_drawing_that_says_nothing_without_words_is_left_to_tiles() -> None:
    names = ("day", "hour", "comma")
    long = drawn(names, [GRID, NUMBERS], text=f"{{}} {MANY}")
    faces = faces_of(long)
    assert not any(named(face, "grid") for face in faces)
    tiles = [n for n, face in enumerate(faces) for _ in frames(face)]
    numbers = [n for n, face in enumerate(faces) if named(face, "numbers")]
    assert len(tiles) == 3
    assert numbers == [max(numbers)]
    assert max(tiles) <= numbers[0]


def test_lines_with_notes_stand_on_tiles() -> None:
    found = drawn(PARTS, [FIGURE])
    part = found.sections[0]
    first = part.rows[0]
    noted = replace(first, line=replace(first.line, notes=(first.line.staff,)))
    changed = replace(found, sections=(replace(part, rows=(noted, *part.rows[1:])),))
    assert not any(tips(face) for face in faces_of(changed))


def test_three_languages_stand_in_all_numbers_once() -> None:
    texts = {"ill.title": "ILL", "ill.day": "DAY"}
    using = localizer(texts)
    both = replace(
        using,
        person=(ARABIC, UKRAINIAN),
        catalogs={**using.catalogs, "uk": catalog(UKRAINIAN, texts)},
        drawings={"numbers": NUMBERS},
    )
    numbers = (Drawn("numbers", NOWHERE),)
    made = replace(section(Kind.ANSWERS, [phrase("ill.day", "day")]), drawings=numbers)
    items = [item for face in faces_of(local(card([made]), both)) for item in face.items]
    shown = [i.words.text for i in items if isinstance(i, Text) and i.role == "digit"]
    assert shown == ["٥", "5"]


def test_rows_show_no_drawings() -> None:
    faces = faces_of(drawn(PARTS, [FIGURE]), SPEC)
    assert not any(named(face, "figure") for face in faces)


def test_a_drawing_is_part_of_what_a_card_shows() -> None:
    one, other = drawn(PARTS, [FIGURE]), drawn(PARTS, [OTHER])
    assert one.digest != other.digest
    assert "drawing.figure" in one.pictures
    assert ENGLISH.tag == one.title.staff.language.tag
