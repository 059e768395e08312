"""Which words a card shows in which language, and what is marked as a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commcards.localize.localcard import Line, Row, Words
from commcards.localize.localizer import Localizer, phrases
from commcards.model.cards import Answer, AnswerKind, Card, Kind, Phrase
from commcards.model.catalogs import Catalog
from commcards.project.cardfile import FILLED, NAMED_ANSWERS
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    FACE_WORDS,
    TOOLS,
    card,
    catalog,
    local,
    localizer,
    message,
    phrase,
    section,
)

BOTH = ("ill.sick@speaker=f", "ill.sick@speaker=m")
SICK = phrase("ill.sick", "I am ill.", forms="fm")


def one_row(answer: Answer) -> Row:
    asked = section(Kind.STAFF_ASKS, [phrase("ill.when", "When?", answer)])
    return local(card([asked]), localizer({"time.today": "AR"})).sections[0].rows[0]


def test_the_source_language_needs_no_catalog() -> None:
    words = Localizer(ENGLISH, ENGLISH, (ENGLISH,), {}).words(message("ill.title", "Ill"), ENGLISH)
    assert words == Words(ENGLISH, "Ill", draft=False)


def test_the_persons_words_stand_before_the_staffs() -> None:
    catalogs = {"ar": catalog(ARABIC, {"ill.x": "A"}), "bg": catalog(BULGARIAN, {"ill.x": "B"})}
    line = Localizer(ENGLISH, BULGARIAN, (ARABIC, ENGLISH), catalogs).line(
        message("ill.x", "E"), "s"
    )
    assert line == Line(
        "ill.x", "s", (Words(ARABIC, "A"), Words(ENGLISH, "E")), Words(BULGARIAN, "B")
    )
    assert [words.text for words in line.words] == ["A", "E", "B"]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ({"ill.sick": "base", BOTH[0]: "she", BOTH[1]: "he"}, "she / he"),
        ({"ill.sick": "base", BOTH[0]: "same", BOTH[1]: "same"}, "same"),
        ({"ill.sick": "base", BOTH[0]: "she", BOTH[1]: ""}, "she"),
        ({"ill.sick": "base", BOTH[1]: "he"}, "he"),
        ({"ill.sick": "base", BOTH[0]: "", BOTH[1]: ""}, "base"),
        ({"ill.sick": "base"}, "base"),
        ({"ill.sick": ""}, ""),
        ({}, ""),
    ],
)
def test_speakers_forms(texts: dict[str, str], shown: str) -> None:
    line = localizer(texts).phrase(SICK)
    assert line.person == (Words(ARABIC, shown),)
    assert line.staff == Words(ENGLISH, "I am ill.")


@pytest.mark.parametrize(
    ("drafts", "is_draft"),
    [((), False), (BOTH[:1], True), (BOTH[1:], True), (BOTH, True), (("ill.sick",), False)],
)
def test_a_draft_form_makes_the_line_a_draft(drafts: tuple[str, ...], is_draft: bool) -> None:
    texts = {"ill.sick": "base", BOTH[0]: "she", BOTH[1]: "he"}
    assert localizer(texts, draft=drafts).phrase(SICK).draft is is_draft


@pytest.mark.parametrize("key", ["ill.title", "ill.a", "ill.q", "ill.q.one", "answers.stop"])
def test_any_draft_on_a_card_marks_it(key: str) -> None:
    choice = Answer(AnswerKind.CHOICE, (phrase("ill.q.one"), phrase("ill.q.two")))
    made = card(
        [
            section(Kind.PERSON_SAYS, [phrase("ill.a")]),
            section(Kind.STAFF_ASKS, [phrase("ill.q", "", choice)]),
        ]
    )
    keys = ["ill.title", "ill.a", "ill.q", "ill.q.one", "ill.q.two"]
    keys += [found.message.key for found in phrases(TOOLS["answers"])]
    texts = dict.fromkeys(keys, "text")
    assert not local(made, localizer(texts)).draft
    assert local(made, localizer(texts, draft=[key])).draft
    # Words that no face of this card shows do not make it a draft.
    assert not local(made, localizer({**texts, "time.today": "x"}, draft=["time.today"])).draft


def test_answers_of_a_tool_card() -> None:
    row = one_row(Answer(AnswerKind.CARD, card="time"))
    assert row.answer is AnswerKind.CARD
    assert [line.key for line in row.options] == ["time.today", "time.yesterday", "time.long-ago"]
    assert row.options[0].symbol == "symbol-today"
    assert [words.text for words in row.options[0].words] == ["AR", "today"]


@pytest.mark.parametrize(("at_hand", "leads"), [(None, True), (("time",), True), ((), False)])
def test_only_a_tool_card_at_hand_is_referred_to(
    at_hand: tuple[str, ...] | None, leads: bool
) -> None:
    asked = phrase("ill.when", "When?", Answer(AnswerKind.CARD, card="time"))
    made = card([section(Kind.STAFF_ASKS, [asked])])
    row = local(made, replace(localizer({}), printed=at_hand)).sections[0].rows[0]
    assert (row.tool is not None) is leads
    assert len(row.options) == 3  # they stand below the question


def test_only_keeps_its_own_order() -> None:
    row = one_row(Answer(AnswerKind.CARD, card="time", only=("long-ago", "today")))
    assert [line.key for line in row.options] == ["time.long-ago", "time.today"]


def test_a_scale_shows_its_two_ends() -> None:
    row = one_row(NAMED_ANSWERS["scale"])
    assert [line.key for line in row.options] == ["scale.none", "scale.worst"]


def test_choices_are_the_questions_own() -> None:
    options: tuple[Phrase, ...] = (phrase("ill.when.a"), phrase("ill.when.b"))
    row = one_row(Answer(AnswerKind.CHOICE, options))
    assert [line.key for line in row.options] == ["ill.when.a", "ill.when.b"]


@pytest.mark.parametrize("kind", [AnswerKind.STRIP, AnswerKind.NUMBER])
def test_strip_and_digits_have_no_options(kind: AnswerKind) -> None:
    assert one_row(Answer(kind)).options == ()


@pytest.mark.parametrize("sensitive", [False, True])
def test_the_outside_of_a_sensitive_card_is_neutral(sensitive: bool) -> None:
    made: Card = card([], name="violence", title="Violence", sensitive=sensitive)
    found = local(made, localizer({"violence.title": "T", "words.neutral-title": "N"}))
    assert found.title.person[0].text == "T"
    outside = found.outside_title
    assert [words.text for words in outside.words] == (
        ["N", "neutral-title"] if sensitive else ["T", "Violence"]
    )
    assert outside.symbol == ("conversation" if sensitive else "ill")


def test_a_card_carries_strip_words_headings_and_version() -> None:
    kinds = [kind for kind in Kind if kind not in FILLED]
    made = card([section(kind, [phrase(f"ill.{kind}")]) for kind in kinds])
    found = local(made, localizer({}))
    assert list(found.strip) == ["yes", "no", "dont-know", "stop", "again"]
    assert list(found.words) == list(FACE_WORDS)
    assert [(part.kind, part.heading.key) for part in found.sections] == [
        (kind, f"words.{kind}") for kind in kinds
    ]
    assert found.version == "2026.11"
    assert [line.key for line in found.lines] == ["ill.title", *(f"ill.{kind}" for kind in kinds)]


def test_staff_see_the_source_where_their_words_are_missing() -> None:
    catalogs = {"bg": Catalog("bg", {}), "ar": Catalog("ar", {})}
    line = Localizer(ENGLISH, BULGARIAN, (ARABIC,), catalogs).line(message("ill.x", "E"), "s")
    assert line == Line("ill.x", "s", (Words(ARABIC, ""),), Words(ENGLISH, "E", draft=True))


def test_the_language_finder_shows_each_language_in_its_own_words() -> None:
    finder = card([section(Kind.LANGUAGES, [])], name="finder")
    known = (replace(ARABIC, speak="أتكلم العربية."), BULGARIAN)
    using = replace(localizer({}), languages=known)
    words = {**FACE_WORDS, "languages": message("words.languages")}
    (part,) = using.card(finder, TOOLS, using.common(TOOLS, words), "1").sections
    assert [row.line.person[0].text for row in part.rows] == ["أتكلم العربية.", "Български"]
    assert [row.line.staff.text for row in part.rows] == ["Arabic", "Bulgarian"]
    assert all(row.line.draft for row in part.rows)


def test_staff_see_that_a_translation_is_older_than_its_source() -> None:
    """The note names each language whose words are of the text before the change."""
    persons = catalog(ARABIC, {"ill.x": "A"}, draft=["ill.x"])
    older = {key: entry._replace(stale=True) for key, entry in persons.entries.items()}
    staffs = catalog(BULGARIAN, {"ill.x": "B", "words.outdated": "Стар превод"})
    looking = Localizer(
        ENGLISH,
        BULGARIAN,
        (ARABIC,),
        {"ar": Catalog("ar", older), "bg": staffs},
        notices={"outdated": message("words.outdated", "Older translation")},
    )
    line = looking.line(message("ill.x", "E"))
    assert [words.text for words in line.notes] == ["Стар превод (арабски)"]
    assert looking.line(message("ill.y", "E")).notes == ()
