"""Tiles: what is special to them. What holds for every design is in test_flow.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from commcards.base.units import Mm
from commcards.faces.flow import plan
from commcards.faces.items import Face, Item, Misfit, Picture, Shape, Text
from commcards.localize.localcard import LocalCard
from commcards.localize.localizer import Localizer
from commcards.model.cards import Answer, AnswerKind, Kind, Phrase, Section
from commcards.model.languages import Language
from commcards.model.layouts import FaceSpec
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    FACE_WORDS,
    HEALTH,
    PERSIAN,
    TILES,
    TOOLS,
    UKRAINIAN,
    card,
    catalog,
    lines,
    local,
    localizer,
    phrase,
    section,
    tool,
    width,
)

SHORT = "I am ill"
LONG = " ".join(["wordword"] * 400)


def faces_of(found: LocalCard, spec: FaceSpec = TILES) -> tuple[Face, ...]:
    faces, misfits = plan(found, HEALTH, spec, lines, width)
    assert misfits == ()
    return faces


def set_in(parts: Sequence[Section], spec: FaceSpec = TILES) -> tuple[Face, ...]:
    return faces_of(local(card(parts), localizer({})), spec)


def said(count: int, text: str = SHORT, kind: Kind = Kind.PERSON_SAYS) -> Section:
    return section(kind, [phrase(f"ill.p{kind}{number}", text) for number in range(count)])


def choice(count: int, text: str = "One") -> Phrase:
    options = tuple(phrase(f"ill.q.o{number}", text) for number in range(count))
    return phrase("ill.q", "Which of these?", Answer(AnswerKind.CHOICE, options))


def frames(face: Face, kind: str) -> list[Shape]:
    return [item for item in face.items if isinstance(item, Shape) and item.kind.startswith(kind)]


def inside(face: Face, frame: Shape) -> list[Item]:
    """Return what stands in a frame, in reading order."""
    return [
        item
        for item in face.items
        if item is not frame
        and frame.x - 0.01 <= item.x
        and frame.y - 0.01 <= item.y
        and item.x + item.width <= frame.x + frame.width + 0.01
        and item.y + item.height <= frame.y + frame.height + 0.01
    ]


def picture_in(face: Face, frame: Shape) -> Picture:
    (found,) = [
        item
        for item in inside(face, frame)
        if isinstance(item, Picture) and not item.symbol.startswith("sign-")
    ]
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 11, 20, 40])
@pytest.mark.parametrize("text", [SHORT, "Somebody hurt me and ran away with all my things"])
def test_a_finger_covers_a_tile_and_its_picture_leads(count: int, text: str) -> None:
    for face in set_in([said(count, text)]):
        assert face.look.picture >= TILES.picture
        for tile in frames(face, "tile"):
            assert tile.width >= 20
            assert tile.height >= 20
            picture = picture_in(face, tile)
            assert picture.width >= TILES.picture
            words = [item for item in inside(face, tile) if isinstance(item, Text)]
            assert [item.role for item in words] == ["person", "staff"] or not words[0].bold
            beside = picture.y + picture.height > words[0].y
            # Only in wide tiles do words stand beside their picture.
            assert not beside or tile.width > TILES.width / 2


def test_tiles_of_a_row_are_alike() -> None:
    texts = [SHORT, "Somebody hurt me", "I need my medicine now please"]
    phrases = [phrase(f"ill.p{n}", texts[n % 3]) for n in range(12)]
    faces = set_in([section(Kind.PERSON_SAYS, phrases)])
    for face in faces:
        rows: dict[float, list[Shape]] = {}
        for tile in frames(face, "tile"):
            rows.setdefault(tile.y, []).append(tile)
        for row in rows.values():
            assert len({tile.height for tile in row}) == 1
            pictures = [picture_in(face, tile) for tile in row]
            assert len({(picture.y, picture.width) for picture in pictures}) == 1
            # They share out the whole width.
            assert min(tile.x for tile in row) == pytest.approx(TILES.margin)
            right = max(tile.x + tile.width for tile in row)
            assert right == pytest.approx(TILES.width - TILES.margin)


def test_pictures_grow_into_the_room_that_is_there() -> None:
    (few,), (more,) = set_in([said(2)]), set_in([said(6)])
    assert few.look.picture > more.look.picture > TILES.picture
    assert few.look.fill > 0.4
    assert more.look.fill > 0.75


def test_faces_are_evenly_filled() -> None:
    faces = set_in([said(14)])
    assert len(faces) > 1
    counts = [len(frames(face, "tile")) for face in faces]
    assert max(counts) - min(counts[:-1]) <= 2
    assert min(face.look.fill for face in faces) > 0.6


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (Kind.PERSON_SAYS, "sign-person-says"),
        (Kind.STAFF_ASKS, "sign-staff-asks"),
        (Kind.STAFF_SAYS, "sign-staff-says"),
        (Kind.ANSWERS, None),
    ],
)
def test_a_sign_and_a_ground_tell_who_speaks(kind: Kind, sign: str | None) -> None:
    (face,) = set_in([said(3, kind=kind)])
    for tile in frames(face, "tile"):
        assert tile.kind == f"tile {kind}"
        shown = [item.symbol for item in inside(face, tile) if isinstance(item, Picture)]
        assert [name for name in shown if name.startswith("sign-")] == ([sign] if sign else [])


def test_a_long_word_gets_a_wide_tile() -> None:
    word = "w" * 16  # in bold type of 11 pt some 32 mm, and a column of four has 21 mm
    phrases = [phrase(f"ill.p{n}", word if n == 4 else "Wait") for n in range(9)]
    faces = set_in([section(Kind.PERSON_SAYS, phrases)])
    texts = [
        (tile, item)
        for face in faces
        for tile in frames(face, "tile")
        for item in inside(face, tile)
        if isinstance(item, Text)
    ]
    for tile, item in texts:
        need = width(item.words, item.size, item.bold)
        assert need <= item.width <= tile.width


def test_a_word_that_no_face_is_wide_enough_for_is_named() -> None:
    found = local(
        card([section(Kind.PERSON_SAYS, [phrase("ill.a", "w" * 80)])]), localizer({"ill.a": "a"})
    )
    _, misfits = plan(found, HEALTH, TILES, lines, width)
    assert Misfit("ill.a", "en") in misfits


def test_words_that_fit_no_face_are_named() -> None:
    phrases = [phrase("ill.short", "a"), phrase("ill.long", LONG)]
    found = local(card([section(Kind.PERSON_SAYS, phrases)]), localizer({}))
    _, misfits = plan(found, HEALTH, TILES, lines, width)
    assert {misfit.key for misfit in misfits} == {"ill.long"}


@pytest.mark.parametrize("count", [2, 3, 6, 8, 11])
def test_a_question_stands_with_all_its_answers_in_one_frame(count: int) -> None:
    parts = [said(5), section(Kind.STAFF_ASKS, [choice(count)])]
    groups = [(face, frame) for face in set_in(parts) for frame in frames(face, "group")]
    ((face, group),) = groups
    options = frames(face, "option")
    assert len(options) == count
    for option in options:
        assert option in inside(face, group)
        assert picture_in(face, option).width >= TILES.option_picture
    words = {item.key for item in inside(face, group) if isinstance(item, Text)}
    assert words == {"ill.q", *(f"ill.q.o{number}" for number in range(count))}


def test_answers_that_no_face_holds_are_divided_below_their_question() -> None:
    faces = set_in([section(Kind.STAFF_ASKS, [choice(40, "Two or more")])])
    groups = [(face, frame) for face in faces for frame in frames(face, "group")]
    assert len(groups) > 1
    for number, (face, group) in enumerate(groups, 1):
        texts = [item for item in inside(face, group) if isinstance(item, Text)]
        assert "ill.q" in {item.key for item in texts}
        # Which part it is.
        small = [item.words.text for item in texts if item.role == "small"]
        assert small == [f"{ARABIC.digits[number]}/{ARABIC.digits[len(groups)]}"]


PLACES = tool("place", [f"place number {number}" for number in range(12)])
ASKED = [phrase(f"ill.w{n}", "Where?", Answer(AnswerKind.CARD, card="place")) for n in range(3)]


def asking(
    spec: FaceSpec,
    people: tuple[Language, ...] = (ARABIC,),
    at_hand: tuple[str, ...] | None = None,
) -> tuple[Face, ...]:
    tools = {**TOOLS, "place": PLACES}
    catalogs = {one.tag: catalog(one, {}) for one in people}
    using = Localizer(ENGLISH, ENGLISH, people, catalogs, printed=at_hand)
    made = card([said(3), section(Kind.STAFF_ASKS, ASKED)])
    return faces_of(using.card(made, tools, using.common(tools, FACE_WORDS), "1"), spec)


@pytest.mark.parametrize(("further", "ways"), [(0, 3), (1, 2), (2, 1), (99, 0)])
def test_shared_answers_stand_below_their_question_where_faces_may_be_more(
    further: int, ways: int
) -> None:
    faces = asking(replace(TILES, answer_faces=further))
    least = asking(replace(TILES, answer_faces=0))
    assert len(faces) <= len(least) + further
    found = [(face, frame) for face in faces for frame in frames(face, "way")]
    assert len(found) == ways
    groups = [frame for face in faces for frame in frames(face, "group")]
    assert len(groups) == len(ASKED) - ways
    for face, way in found:  # its picture and its code
        inner = inside(face, way)
        assert [i.symbol for i in inner if isinstance(i, Picture)] == [PLACES.symbol]
        assert [i.words.text for i in inner if isinstance(i, Text)] == [PLACES.code]
        arrows = [i for i in face.items if isinstance(i, Picture) and i.symbol == "sign-way-rtl"]
        assert any(arrow.x >= way.x + way.width for arrow in arrows)  # at the reading start


def test_no_way_leads_to_a_tool_card_that_the_deck_lacks() -> None:
    spec = replace(TILES, answer_faces=0)
    shown = asking(spec, at_hand=("scale",))
    assert [frame for face in shown for frame in frames(face, "way")] == []
    assert sum(len(frames(face, "group")) for face in shown) == len(ASKED)
    assert any(frames(face, "way") for face in asking(spec, at_hand=("place",)))


def test_a_card_of_several_languages_takes_no_further_faces() -> None:
    spec = replace(TILES, answer_faces=99)
    several = asking(spec, (ARABIC, UKRAINIAN))
    assert sum(len(frames(face, "way")) for face in several) == len(ASKED)


@pytest.mark.parametrize(
    "people", [(ARABIC,), (ARABIC, UKRAINIAN), (PERSIAN, ARABIC, UKRAINIAN)], ids=len
)
def test_every_face_has_a_low_strip(people: tuple[Language, ...]) -> None:
    catalogs = {one.tag: catalog(one, {}) for one in (*people, BULGARIAN)}
    using = Localizer(ENGLISH, BULGARIAN, people, catalogs)
    faces = faces_of(local(card([said(15)]), using))
    assert len(faces) > 1
    for face in faces:
        cells = frames(face, "strip")
        assert len(cells) == len(TILES.strip)
        assert max(cell.y + cell.height for cell in cells) - min(cell.y for cell in cells) <= 14
        for cell, name in zip(cells, TILES.strip, strict=True):
            shown = inside(face, cell)
            assert [i.symbol for i in shown if isinstance(i, Picture)] == [f"symbol-{name}"]
            assert any(isinstance(item, Text) for item in shown)


def test_the_header_of_later_faces_is_slim() -> None:
    first, *others = set_in([said(15)], replace(TILES, qr=Mm(20)))
    assert others
    for face in others:
        (header,) = frames(face, "header")
        assert header.y + header.height <= 11 + HEALTH.pattern_depth
    (header,) = frames(first, "header")
    assert header.y + header.height > 20
