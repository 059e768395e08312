"""Cards on faces: nothing lost, nothing twice, nothing outside, whatever the card is like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commcards.base.units import Mm, Pt
from commcards.faces.flow import plan, plan_back
from commcards.faces.items import Face, Item, Leader, Misfit, Picture, Shape, Text
from commcards.faces.rowlayout import RowLayout
from commcards.localize.localcard import Line, LocalCard
from commcards.localize.localizer import Localizer, phrases
from commcards.model.cards import Answer, AnswerKind, Card, Kind, Phrase
from commcards.model.languages import Language, localized_number
from commcards.model.layouts import Design, FaceSpec
from commcards.project.cardfile import FILLED, NAMED_ANSWERS
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    FACE_WORDS,
    HEALTH,
    PERSIAN,
    SPEC,
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
    width,
)

EPSILON = 1e-6
# A card for a ring: narrow, with a hole.
RING = replace(
    SPEC, width=Mm(47), height=Mm(132), margin=Mm(3), picture=Mm(9), option_columns=1,
    person=Pt(10), staff=Pt(8), small=Pt(6), strip=("yes", "no"), punch=Mm(5),
)  # fmt: skip
# Both readers have type of one size, so that their sides can stand back to back.
TENT = replace(SPEC, width=Mm(190), columns=2, staff=SPEC.person)
TILED_TENT = replace(TILES, width=Mm(190), columns=6, staff=TILES.person)
ALIKE = st.sampled_from([TENT, replace(SPEC, staff=SPEC.person), TILED_TENT])
MIRRORED_ARABIC = replace(ARABIC, direction="ltr")
BOARD = replace(
    SPEC, width=Mm(190), height=Mm(256), margin=Mm(6), columns=2, person=Pt(16), staff=Pt(11)
)
ROWS = st.sampled_from([SPEC, BOARD, replace(SPEC, option_columns=3, option_picture=Mm(7))])
TILED_BOARD = replace(
    TILES, width=Mm(190), height=Mm(256), margin=Mm(5), columns=7, picture=Mm(22),
    option_columns=9, option_picture=Mm(16),
)  # fmt: skip
TILED_RING = replace(
    RING, columns=2, picture=Mm(13), option_columns=3, option_picture=Mm(10), person=Pt(8),
    staff=Pt(6), design=Design.TILES,
)  # fmt: skip
TILED = st.sampled_from([TILES, TILED_BOARD, TILED_RING])
SPECS = st.one_of(ROWS, TILED)
SPOKEN_KINDS = [kind for kind in Kind if kind not in FILLED]
SPOKEN = ("", "Wait", "I need my medicine", "Somebody hurt me and ran away with all my things")
ANSWERS = ("", "One", "Two or more", "I would rather not")
# Shrinking takes minutes where a card has fifty lines; the first failure is telling enough.
EACH = settings(max_examples=25, phases=[Phase.explicit, Phase.generate])


@st.composite
def made_cards(draw: st.DrawFn) -> tuple[Card, dict[str, str]]:
    """Return a card of random sections, and random translations, some of them empty."""
    count = 0
    texts = {}

    def line(said: Sequence[str] = SPOKEN, answer: Answer | None = None) -> Phrase:
        nonlocal count
        count += 1
        key = f"ill.p{count}"
        texts[key] = draw(st.sampled_from(said))
        return phrase(key, draw(st.sampled_from(said[1:])), answer)

    def question() -> Phrase:
        kind = draw(st.sampled_from(AnswerKind))
        if kind in NAMED_ANSWERS:
            return line(answer=NAMED_ANSWERS[kind])
        options: tuple[Phrase, ...] = ()
        if kind is AnswerKind.CHOICE:
            options = tuple(line(ANSWERS) for _ in range(draw(st.integers(1, 30))))
        name = "time" if kind is AnswerKind.CARD else ""
        return line(answer=Answer(kind, options, name))

    sections = []
    for kind in draw(st.lists(st.sampled_from(SPOKEN_KINDS), min_size=1, max_size=4)):
        phrases = draw(st.integers(1, 9))
        asks = kind is Kind.STAFF_ASKS
        said = ANSWERS if kind is Kind.ANSWERS else SPOKEN
        made = [question() if asks else line(said) for _ in range(phrases)]
        sections.append(section(kind, made))
    return card(sections, sensitive=draw(st.booleans())), texts


def planned(
    made: tuple[Card, dict[str, str]], spec: FaceSpec, person: Language = ARABIC
) -> tuple[LocalCard, tuple[Face, ...]]:
    found = local(made[0], localizer(made[1], person=person))
    faces, misfits = plan(found, HEALTH, spec, lines, width)
    assert misfits == ()
    return found, faces


def lines_on(face: Face) -> list[tuple[str, str]]:
    """Return key and language of the card's own lines on a face, in reading order."""
    return [
        (item.key, item.words.language.tag)
        for item in face.items
        if isinstance(item, Text) and item.role in ("person", "staff") and not is_strip(item)
    ]


def is_strip(item: Text) -> bool:
    return item.key.startswith("answers.")


def shown(line: Line) -> list[tuple[str, str]]:
    return [(line.key, words.language.tag) for words in line.words if words.text]


def box(item: Item) -> tuple[float, float, float, float]:
    return item.x, item.y, item.x + item.width, item.y + item.height


@EACH
@given(made_cards(), SPECS)
def test_every_line_once_and_in_order(made: tuple[Card, dict[str, str]], spec: FaceSpec) -> None:
    found, faces = planned(made, spec)
    assert [(face.number, face.count) for face in faces] == [
        (number, len(faces)) for number in range(1, len(faces) + 1)
    ]
    got = [line for face in faces for line in lines_on(face)]
    rows = [row for part in found.sections for row in part.rows]
    # A question whose answers are split stands over each part of them.
    repeatable = {line for row in rows if row.options for line in shown(row.line)}
    wanted = [line for row in rows for each in (row.line, *row.options) for line in shown(each)]
    seen: set[tuple[str, str]] = set()
    once = []
    for line in got:
        if line not in repeatable or line not in seen:
            once.append(line)
        seen.add(line)
    assert once == wanted
    for face in faces:
        on_face = set(lines_on(face))
        pictures = {item.symbol for item in face.items if isinstance(item, Picture)}
        for row in rows:
            if any(
                set(shown(option)) & on_face for option in row.options if row.answer == "choice"
            ):  # at the least its picture, where its words leave no room for answers
                assert set(shown(row.line)) <= on_face or row.line.symbol in pictures


@EACH
@given(made_cards(), ROWS)
def test_headings(made: tuple[Card, dict[str, str]], spec: FaceSpec) -> None:
    found, faces = planned(made, spec)
    headings = [
        item.key
        for face in faces
        for item in face.items
        if isinstance(item, Text) and item.role == "heading-staff"
    ]
    assert headings == [part.heading.key for part in found.sections]


@EACH
@given(made_cards(), SPECS)
def test_titles(made: tuple[Card, dict[str, str]], spec: FaceSpec) -> None:
    found, faces = planned(made, spec)
    for face in faces:
        titles = [
            item for item in face.items if isinstance(item, Text) and item.role.startswith("title")
        ]
        assert [(item.key, item.words) for item in titles] == [
            (found.outside_title.key, words) for words in found.outside_title.words if words.text
        ]
        h1 = [item.words for item in face.items if isinstance(item, Text) and item.element == "h1"]
        first = [words for words in found.outside_title.words if words.text]
        assert h1 == (first[:1] if face.number == 1 else [])


@EACH
@given(made_cards(), SPECS)
def test_nothing_leaves_the_face_and_no_words_overlap(
    made: tuple[Card, dict[str, str]], spec: FaceSpec
) -> None:
    for face in planned(made, spec)[1]:
        for item in face.items:
            # Only what is painted to the edge goes into the bleed.
            to_edge = isinstance(item, Shape) and item.kind in ("header", "tab")
            bleed = spec.bleed if to_edge else 0.0
            left, top, right, bottom = box(item)
            assert left >= -bleed - EPSILON
            assert top >= -bleed - EPSILON
            assert right <= spec.width + bleed + EPSILON
            assert bottom <= spec.height + bleed + EPSILON
        for one, other in combinations(filter(is_written, face.items), 2):
            a, b = box(one), box(other)
            assert (
                a[2] <= b[0] + EPSILON
                or b[2] <= a[0] + EPSILON
                or a[3] <= b[1] + EPSILON
                or b[3] <= a[1] + EPSILON
            ), (one, other)


def is_written(item: Item) -> bool:
    return isinstance(item, Text) or (isinstance(item, Shape) and item.kind == "blank")


@EACH
@given(made_cards(), SPECS)
def test_the_strip_stands_at_one_place(made: tuple[Card, dict[str, str]], spec: FaceSpec) -> None:
    _, faces = planned(made, spec)
    assert planned(made, replace(spec, strip=()))[1]  # a layout may do without
    strips = [
        [
            item
            for item in face.items
            if (isinstance(item, Shape) and item.kind == "strip")
            or (isinstance(item, Text) and is_strip(item))
        ]
        for face in faces
    ]
    assert all(strip == strips[0] for strip in strips)
    boxes = [item for item in strips[0] if isinstance(item, Shape)]
    assert len(boxes) == len(spec.strip)
    assert {text.key for text in strips[0] if isinstance(text, Text)} == {
        f"answers.{name}" for name in spec.strip
    }


@EACH
@given(made_cards(), SPECS)
def test_right_to_left_is_the_mirror_image(
    made: tuple[Card, dict[str, str]], spec: FaceSpec
) -> None:
    _, mirrored = planned(made, spec)
    _, plain = planned(made, spec, MIRRORED_ARABIC)
    assert {face.direction for face in mirrored} == {"rtl"}
    assert {face.direction for face in plain} == {"ltr"}
    assert len(mirrored) == len(plain)
    for there, here in zip(mirrored, plain, strict=True):
        for one, other in zip(there.items, here.items, strict=True):
            assert one.x == pytest.approx(spec.width - other.x - other.width)
            assert (one.y, one.width, one.height) == (other.y, other.width, other.height)
            assert type(one) is type(other)
            if isinstance(one, Text) and isinstance(other, Text):
                assert (one.key, one.role, one.words.text, one.size, one.align) == (
                    other.key, other.role, other.words.text, other.size, other.align,
                )  # fmt: skip


@EACH
@given(made_cards(), SPECS)
def test_type_is_never_shrunk(made: tuple[Card, dict[str, str]], spec: FaceSpec) -> None:
    for face in planned(made, spec)[1]:
        for item in face.items:
            if not isinstance(item, Text) or item.role in ("small", "badge"):
                continue
            is_staff = item.words.language == ENGLISH
            base = spec.staff if is_staff else spec.person
            assert item.size >= base * (1 if item.role == "digit" else item.words.language.scale)
            needs = lines(item.words, item.size, item.width, item.bold)
            tall = needs * item.size * item.words.language.line_height * 25.4 / 72
            assert item.height >= tall - EPSILON


LONG = " ".join(["wordword"] * 400)


@pytest.mark.parametrize("person", [ARABIC, MIRRORED_ARABIC])
def test_words_that_fit_no_face_are_named(person: Language) -> None:
    said = [phrase("ill.short"), phrase("ill.long"), phrase("ill.last")]
    texts = {"ill.short": "a", "ill.long": LONG, "ill.last": "b"}
    found = local(card([section(Kind.PERSON_SAYS, said)]), localizer(texts, person=person))
    _, misfits = plan(found, HEALTH, SPEC, lines, width)
    assert misfits == (Misfit("ill.long", "ar"), Misfit("ill.long", "en"))


def test_an_answer_that_fits_no_face_is_named() -> None:
    options = (phrase("ill.q.a"), phrase("ill.q.b"))
    asked = [phrase("ill.q", "", Answer(AnswerKind.CHOICE, options))]
    texts = {"ill.q": "q", "ill.q.a": "a", "ill.q.b": LONG}
    found = local(card([section(Kind.STAFF_ASKS, asked)]), localizer(texts))
    _, misfits = plan(found, HEALTH, SPEC, lines, width)
    assert Misfit("ill.q.b", "ar") in misfits


def digits(kind: AnswerKind, spec: FaceSpec) -> tuple[list[Text], Counter[str]]:
    asked = [phrase("ill.q", "", NAMED_ANSWERS[kind])]
    texts = {"ill.q": "q", "scale.none": "none", "scale.worst": "worst"}
    _, (face,) = planned((card([section(Kind.STAFF_ASKS, asked)]), texts), spec)
    shapes = Counter(item.kind for item in face.items if isinstance(item, Shape))
    return [i for i in face.items if isinstance(i, Text) and i.role == "digit"], shapes


@pytest.mark.parametrize(
    ("kind", "last", "shape"), [(AnswerKind.NUMBER, 9, "option"), (AnswerKind.SCALE, 10, "bar")]
)
@pytest.mark.parametrize("spec", [SPEC, TILES])
def test_digits_are_in_both_scripts_and_run_with_the_reader(
    kind: AnswerKind, last: int, shape: str, spec: FaceSpec
) -> None:
    found, shapes = digits(kind, spec)
    for language in (ARABIC, ENGLISH):
        own = [item for item in found if item.words.language == language]
        assert [item.words.text for item in own] == [
            localized_number(number, language.digits) for number in range(last + 1)
        ]
        places = [(item.y, -item.x) for item in own]
        assert places == sorted(places)
    assert shapes[shape] == last + 1


@pytest.mark.parametrize("drafted", [False, True])
def test_only_a_draft_is_marked_so(drafted: bool) -> None:
    made = card([section(Kind.PERSON_SAYS, [phrase("ill.a")])])
    using = localizer({"ill.a": "A"}, draft=["ill.a"] if drafted else [])
    (face,), _ = plan(local(made, using), HEALTH, SPEC, lines, width)
    badges = [item for item in face.items if isinstance(item, Text) and item.role == "badge"]
    assert [badge.words.text for badge in badges] == (["draft"] if drafted else [])


def test_foot_of_a_face() -> None:
    said = [phrase(f"ill.p{number}", "words " * 9) for number in range(12)]
    _, faces = planned((card([section(Kind.PERSON_SAYS, said)]), {}), SPEC)
    assert len(faces) > 2
    feet = [
        [item.words.text for item in face.items if isinstance(item, Text) and item.role == "small"]
        for face in faces
    ]
    count = len(faces)
    assert feet == [["E01 · 2026.11", f"{at}/{count}"] for at in range(1, count + 1)]


def foot_of(made: LocalCard, spec: FaceSpec) -> tuple[list[Text], list[Text], Shape | None]:
    """Return the draft marks at the foot of a one-faced card, its small print, and the frame."""
    (face,), misfits = plan(made, HEALTH, spec, lines, width)
    assert misfits == ()
    texts = [item for item in face.items if isinstance(item, Text)]
    frames = [item for item in face.items if isinstance(item, Shape) and item.kind == "badge"]
    marks = [item for item in texts if item.role == "badge"]
    at_foot: list[Item] = [*marks, *frames]
    for item in at_foot:
        left, top, right, bottom = box(item)
        assert left >= spec.margin - EPSILON
        assert right <= spec.width - spec.margin + EPSILON
        assert spec.height * 0.85 < top < bottom <= spec.height
    return marks, [t for t in texts if t.role == "small"], frames[0] if frames else None


def drafted(mark: str) -> LocalCard:
    made = card([section(Kind.PERSON_SAYS, [phrase("ill.a")])])
    return local(made, localizer({"ill.a": "A", "words.draft": mark}, draft=["ill.a"]))


@pytest.mark.parametrize(
    ("spec", "own_line"), [(SPEC, False), (RING, False), (replace(RING, small=Pt(9)), True)]
)
def test_a_draft_mark_has_a_line_of_its_own_where_it_must(spec: FaceSpec, own_line: bool) -> None:
    marks, small, frame = foot_of(drafted("مسودة"), spec)
    assert marks[-1].words.text == "draft"
    assert len(small) == 2
    assert frame is not None
    for mark in marks:
        assert frame.x <= mark.x < mark.x + mark.width <= frame.x + frame.width + EPSILON
    for mark in marks:
        for other in small:
            above = mark.y + mark.height <= other.y + other.height
            if own_line:
                assert above
                assert mark.y + mark.height / 2 < other.y
            else:
                assert mark.y == pytest.approx(other.y, abs=1)
                ends = sorted([(mark.x, mark.x + mark.width), (other.x, other.x + other.width)])
                assert ends[0][1] <= ends[1][0] + EPSILON


def test_both_languages_of_a_draft_mark_where_there_is_room() -> None:
    assert [m.words.text for m in foot_of(drafted("مسودة"), SPEC)[0]] == ["مسودة", "draft"]
    assert [m.words.text for m in foot_of(drafted("long " * 8), SPEC)[0]] == ["draft"]


def test_the_hole_for_the_ring_is_in_the_same_place_on_every_face() -> None:
    said = [phrase(f"ill.p{number}", "words " * 5) for number in range(9)]
    _, faces = planned((card([section(Kind.PERSON_SAYS, said)]), {}), RING)
    assert len(faces) > 1
    for face in faces:
        (hole,) = [i for i in face.items if isinstance(i, Shape) and i.kind == "punch"]
        assert (hole.width, hole.height) == (RING.punch, RING.punch)
        # In the middle, so that it goes through the back's hole, which is its mirror image.
        assert hole.x + hole.width / 2 == pytest.approx(RING.width / 2)
        air = (hole.x - 3, hole.y - 3, hole.x + 8, hole.y + 8)
        assert air[1] >= -EPSILON
        for item in face.items:
            if isinstance(item, Shape):
                continue
            left, top, right, bottom = box(item)
            apart = right <= air[0] or left >= air[2] or bottom <= air[1] or top >= air[3] - EPSILON
            assert apart, item
        (head,) = [i for i in face.items if isinstance(i, Shape) and i.kind == "header"]
        assert head.y <= -RING.bleed + EPSILON
        assert head.y + head.height >= air[3]


def test_without_a_hole_none_is_drawn() -> None:
    _, (face,) = planned((card([section(Kind.PERSON_SAYS, [phrase("ill.a")])]), {}), SPEC)
    assert not any(isinstance(item, Shape) and item.kind == "punch" for item in face.items)


@pytest.mark.parametrize(
    ("strip", "yes", "beside"),
    [
        (("yes", "no"), "نعم", True),
        (("yes", "no", "dont-know", "stop"), "نعم", False),
        (("yes", "no"), "twelveletter", False),
    ],
)
def test_pictures_of_the_strip_stand_beside_words_or_over_them(
    strip: tuple[str, ...], yes: str, beside: bool
) -> None:
    spec = replace(SPEC, width=Mm(80), strip=strip)
    said = card([section(Kind.PERSON_SAYS, [phrase("ill.a")])])
    texts = {"answers.yes": yes, "answers.dont-know": "لاأعرف"}
    _, (face,) = planned((said, texts), spec)
    frames = [i for i in face.items if isinstance(i, Shape) and i.kind == "strip"]
    assert len(frames) == len(strip)
    for frame, name in zip(frames, strip, strict=True):
        inside = [i for i in face.items if within(i, frame) and not isinstance(i, Shape)]
        (picture,) = [i for i in inside if isinstance(i, Picture)]
        words = [i for i in inside if isinstance(i, Text)]
        assert picture.symbol == f"symbol-{name}"
        assert {text.key for text in words} == {f"answers.{name}"}
        assert name in {text.words.text for text in words}
        for text in words:
            if beside:  # the picture where the reader starts
                assert text.x + text.width <= picture.x + EPSILON
            else:
                assert picture.y + picture.height <= text.y + EPSILON


def within_y(item: Item, frame: Shape) -> bool:
    return frame.y - EPSILON <= item.y <= frame.y + frame.height


def within(item: Item, frame: Shape) -> bool:
    left, top, right, bottom = box(item)
    outer = box(frame)
    return (
        left >= outer[0] - EPSILON
        and top >= outer[1] - EPSILON
        and right <= outer[2] + EPSILON
        and bottom <= outer[3] + EPSILON
    )


def skeleton(face: Face, spec: FaceSpec) -> tuple[dict[str, list[float]], dict[str, list[str]]]:
    """Return where pictures, frames and the words of each line stand, and these words.

    Measured from the reading start. The foot is left out: its words are the reader's own.
    """
    places: dict[str, list[float]] = {}
    said: dict[str, list[str]] = {}
    for item in face.items:
        start = item.x if face.direction == "ltr" else spec.width - item.x - item.width
        if isinstance(item, Text):
            if item.role in ("small", "badge"):
                continue
            shown_bold = f"{item.words.text} {item.bold}"  # bold words may break elsewhere
            said[item.key] = sorted([*said.get(item.key, []), shown_bold])
            top, bottom = places.get(item.key, (item.y, item.y))
            places[item.key] = [min(top, item.y), max(bottom, item.y + item.height)]
        elif not isinstance(item, Picture) or item.y < spec.height * 0.9:
            assert not isinstance(item, Leader)  # these cards have no drawings
            name = item.kind if isinstance(item, Shape) else item.symbol
            places[f"{name} {round(start + 0.123)} {round(item.y + 0.123)}"] = [
                start, item.y, item.width, item.height,
            ]  # fmt: skip
    return places, said


@EACH
@given(made_cards(), ALIKE)
def test_both_sides_of_a_tent_are_alike(made: tuple[Card, dict[str, str]], spec: FaceSpec) -> None:
    others = [line.message for tool in TOOLS.values() for line in phrases(tool)]
    texts = {each.key: each.text[::-1] for each in (made[0].title, *FACE_WORDS.values(), *others)}
    texts |= {key: text or "..." for key, text in made[1].items()}
    found, person_side = planned((made[0], texts), spec)
    staff_side, misfits = plan(found.turned(), HEALTH, spec, lines, width)
    assert misfits == ()
    assert {face.direction for face in person_side} == {"rtl"}
    assert {face.direction for face in staff_side} == {"ltr"}
    assert len(person_side) == len(staff_side)
    for one, other in zip(person_side, staff_side, strict=True):
        (places, said), (places_there, said_there) = skeleton(one, spec), skeleton(other, spec)
        assert said == said_there
        assert places.keys() == places_there.keys()
        for name, place in places.items():
            assert place == pytest.approx(places_there[name], abs=EPSILON), name


def test_the_staffs_side_shows_their_words_first() -> None:
    made = card([section(Kind.PERSON_SAYS, [phrase("ill.a", "I am ill")])])
    found = local(made, localizer({"ill.a": "A", "ill.title": "T"}))
    sides = (
        plan(found, HEALTH, TENT, lines, width)[0][0],
        plan(found.turned(), HEALTH, TENT, lines, width)[0][0],
    )
    tops = [
        {i.words.text: i.y for i in side.items if isinstance(i, Text) and i.key == "ill.a"}
        for side in sides
    ]
    assert tops[0]["A"] < tops[0]["I am ill"]
    assert tops[1]["I am ill"] < tops[1]["A"]
    assert found.turned().turned() == found


@pytest.mark.parametrize(
    ("people", "digits"),
    [
        ((ARABIC,), (ARABIC, BULGARIAN)),
        ((UKRAINIAN,), (UKRAINIAN,)),  # the staff's digits are the same
        ((ARABIC, PERSIAN), (ARABIC, PERSIAN, BULGARIAN)),
        ((PERSIAN, ARABIC, UKRAINIAN), (PERSIAN, ARABIC, UKRAINIAN)),
    ],
)
@pytest.mark.parametrize("spec", [SPEC, TENT, TILES, TILED_TENT])
def test_a_number_to_point_at_is_in_everybodys_digits(
    people: tuple[Language, ...], digits: tuple[Language, ...], spec: FaceSpec
) -> None:
    asked = [phrase("ill.q", "", Answer(AnswerKind.NUMBER))]
    catalogs = {one.tag: catalog(one, {"ill.q": "q"}) for one in (*people, BULGARIAN)}
    using = Localizer(ENGLISH, BULGARIAN, people, catalogs)
    found = local(card([section(Kind.STAFF_ASKS, asked)]), using)
    faces, misfits = plan(found, HEALTH, spec, lines, width)
    assert misfits == ()
    face = faces[-1]  # three languages on a small card may need a second one
    cells = [i for i in face.items if isinstance(i, Shape) and i.kind == "option"]
    assert len(cells) == 10
    ahead = -1 if people[0].direction == "rtl" else 1
    cells.sort(key=lambda cell: (cell.y, ahead * cell.x))
    for number, cell in enumerate(cells):
        inside = [i for i in face.items if isinstance(i, Text) and i.role == "digit"]
        stack = [i for i in inside if cell.x - 1 < i.x < cell.x + cell.width and within_y(i, cell)]
        stack.sort(key=lambda item: item.y)
        assert [i.words.text for i in stack] == [one.digits[number] for one in digits]
        assert stack[0].y >= cell.y
        assert stack[-1].y + stack[-1].height <= cell.y + cell.height + EPSILON
        for one, other in pairwise(stack):
            assert one.y + one.height <= other.y + EPSILON


@pytest.mark.parametrize("name", ["scale", "time"])
@pytest.mark.parametrize("spec", [SPEC, TILES])
def test_tool_cards(name: str, spec: FaceSpec) -> None:
    found, (face,) = planned((TOOLS[name], {}), spec)
    assert lines_on(face) == [(row.line.key, "en") for row in found.sections[0].rows]


def test_the_neutral_back_tells_nothing_of_the_card() -> None:
    said = [phrase("violence.a", "Somebody hit me.")]
    made = card([section(Kind.PERSON_SAYS, said)], name="violence", sensitive=True)
    texts = {"words.neutral-back": "back", "violence.title": "secret"}
    face = plan_back(local(made, localizer(texts)), SPEC, lines, width)
    words = [item.words.text for item in face.items if isinstance(item, Text)]
    assert words == ["back", "neutral-back"]
    assert face.direction == "rtl"
    for item in face.items:
        left, top, right, bottom = box(item)
        assert left + right == pytest.approx(SPEC.width)
        assert 0 <= top < bottom <= SPEC.height


@pytest.mark.parametrize("side", [0, 22])
def test_the_code_of_a_link_stands_below_the_picture(side: int) -> None:
    spec = replace(SPEC, qr=Mm(side))
    said = local(card([section(Kind.STAFF_SAYS, [phrase("call")])]), localizer({}))
    line = said.sections[0].rows[0].line
    plain = RowLayout(spec, lines, width).row(line, 80, 17)
    linked = RowLayout(spec, lines, width).row(replace(line, link="tel:112"), 80, 17)
    assert [item.symbol for item in plain.items if isinstance(item, Picture)] == [line.symbol]
    pictures = [item for item in linked.items if isinstance(item, Picture)]
    if not side:
        assert linked == plain
        return
    picture, code = pictures
    assert (code.symbol, code.width, code.height) == ("tel:112", Mm(side), Mm(side))
    assert code.y >= picture.y + picture.height
    assert code.y + code.height <= linked.height
    assert all(item.x >= side for item in linked.items if isinstance(item, Text))
