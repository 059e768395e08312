"""Labels: each line of a card alone on a face, in its frame, with the mark of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commcards.base.units import Mm, Pt
from commcards.faces.flow import plan
from commcards.faces.items import Face, Misfit, Picture, Shape, Text
from commcards.localize.localcard import LocalCard
from commcards.model.cards import Answer, AnswerKind, Kind
from commcards.model.layouts import Design
from tests.support.invented import (
    HEALTH,
    TILES,
    card,
    lines,
    local,
    localizer,
    phrase,
    section,
    width,
)

SPEC = replace(
    TILES, width=Mm(60), height=Mm(40), bleed=Mm(0), margin=Mm(2), picture=Mm(14), person=Pt(8),
    staff=Pt(6), small=Pt(5), design=Design.LABELS,
)  # fmt: skip
OPTIONS = tuple(phrase(f"ill.{name}", name) for name in ("fall", "burn"))
ASKED = [
    phrase("ill.fever", "Fever?", Answer(AnswerKind.STRIP)),
    phrase("ill.cause", "Why?", Answer(AnswerKind.CHOICE, OPTIONS)),
    phrase("ill.since", "Since when?", Answer(AnswerKind.CARD, card="time")),
]
CARD = card(
    [
        section(Kind.PERSON_SAYS, [phrase("ill.ill", "I am ill.")]),
        section(Kind.STAFF_ASKS, ASKED),
    ]
)
ARABIC = {"ill.ill": "أنا مريض.", "ill.fever": "حمى؟", "ill.burn": "حرق"}


def made(*, draft: tuple[str, ...] = ()) -> LocalCard:
    return local(CARD, localizer(ARABIC, draft=draft))


def faces(card: LocalCard) -> tuple[Face, ...]:
    planned, misfits = plan(card, HEALTH, SPEC, lines, width)
    assert misfits == ()
    return planned


def texts(face: Face) -> list[str]:
    return [item.words.text for item in face.items if isinstance(item, Text)]


def test_each_line_and_each_answer_of_its_own_has_a_label() -> None:
    shown = faces(made())
    assert [face.number for face in shown] == [1, 2, 3, 4, 5, 6]
    keys = [next(i.key for i in face.items if isinstance(i, Text)) for face in shown]
    # Answers of the card `time` have labels where that card has them.
    assert keys == ["ill.ill", "ill.fever", "ill.cause", "ill.fall", "ill.burn", "ill.since"]
    assert texts(shown[0])[:2] == ["أنا مريض.", "I am ill."]


def test_the_frame_fills_the_label_and_nothing_stands_in_its_margin() -> None:
    for face in faces(made()):
        (frame,) = (
            i for i in face.items if isinstance(i, Shape) and i.kind not in ("badge", "blank")
        )
        assert (frame.x, frame.y) == pytest.approx((2, 2))
        assert frame.width == pytest.approx(56)
        for item in face.items:
            assert item.x >= 2 - 1e-6
            assert item.x + item.width <= 58 + 1e-6
            assert item.y >= 2 - 1e-6
            assert item.y + item.height <= 38 + 1e-6


def test_pictures_grow_into_the_room() -> None:
    sizes = [
        max(
            i.width for i in face.items if isinstance(i, Picture) and i.symbol.startswith("symbol-")
        )
        for face in faces(made())
    ]
    assert min(sizes) > SPEC.picture


def test_a_label_is_no_card() -> None:
    """It has no header, strip, numbers or tab; its foot has the card's shape and code."""
    for face in faces(made()):
        kinds = {item.kind for item in face.items if isinstance(item, Shape)}
        assert not kinds & {"header", "strip", "tab"}
        assert "E01" in texts(face)
        assert "shape-square" in {i.symbol for i in face.items if isinstance(i, Picture)}


def test_a_draft_says_so_on_its_own_label_alone() -> None:
    shown = faces(made(draft=("ill.burn",)))
    drafts = {face.number for face in shown if "draft" in texts(face)}
    assert 5 in drafts
    assert 1 not in drafts


def test_they_are_mirrored_for_readers_from_right_to_left() -> None:
    (first, *_) = faces(made())
    assert first.direction == "rtl"
    code = next(i for i in first.items if isinstance(i, Text) and i.words.text == "E01")
    assert code.x < SPEC.width / 2


def test_words_that_a_label_cannot_hold_are_misfits() -> None:
    long = " ".join(["word"] * 200)
    _, misfits = plan(
        local(card([section(Kind.PERSON_SAYS, [phrase("ill.ill", long)])]), localizer(ARABIC)),
        *(HEALTH, SPEC, lines, width),
    )  # fmt: skip
    assert Misfit("ill.ill", "en") in misfits
    wide = local(card([section(Kind.PERSON_SAYS, [phrase("ill.ill", "w" * 60)])]), localizer({}))
    assert Misfit("ill.ill", "en") in plan(wide, HEALTH, SPEC, lines, width)[1]
