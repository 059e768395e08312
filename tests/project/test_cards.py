"""Reading cards and words."""

from __future__ import annotations

from pathlib import Path

from commcards.base.diagnostics import Location, Severity, has_errors
from commcards.model.cards import Answer, AnswerKind, Kind, Message
from commcards.model.drawings import Drawing, Zone
from commcards.project.cards import (
    check_drawings,
    check_pictures,
    check_references,
    messages,
    read_cards,
    read_words,
)
from tests.support.badinput import (
    PROJECT,
    REPOSITORY,
    check,
    copy_project,
    each_bad_file,
    edit,
    project_with,
)

SYMBOLS = {"yes", "no", "pain", "calendar", "ill", "fever", "numbers", "baby", "twins", "help"}


def test_a_card() -> None:
    cards, faults = read_cards(PROJECT)
    assert faults == []
    assert list(cards) == ["answers", "illness", "scale", "time"]
    card = cards["illness"]
    assert (card.id, card.code, card.category, card.symbol) == ("illness", "E04", "health", "ill")
    assert card.sensitive
    assert not card.is_tool
    file = "cards/illness.yaml"
    note = "Heading of the card, not a sentence."
    assert card.title == Message(
        "illness.title", "Illness", note, Location(file, 5, 8), symbol="ill"
    )
    assert [section.kind for section in card.sections] == [
        Kind.PERSON_SAYS,
        Kind.STAFF_ASKS,
        Kind.STAFF_SAYS,
    ]
    phrase = card.sections[0].phrases[0]
    assert phrase.where == Location(file, 11, 9)
    assert phrase.message.where == Location(file, 12, 15)
    assert phrase.message.key == "illness.i-am-ill"
    assert (phrase.message.speaker, phrase.message.symbol) == (Kind.PERSON_SAYS, phrase.symbol)
    assert phrase.answer is None


def test_answers() -> None:
    questions = read_cards(PROJECT)[0]["illness"].sections[1].phrases
    answers = {question.id: question.answer for question in questions}
    choice = answers.pop("which-baby")
    assert answers == {
        "fever": Answer(AnswerKind.STRIP),
        "how-many": Answer(AnswerKind.NUMBER),
        "how-bad": Answer(AnswerKind.SCALE, card="scale", only=("none", "worst")),
        "since-when": Answer(AnswerKind.CARD, card="time"),
        "which-day": Answer(AnswerKind.CARD, card="time", only=("yesterday", "today")),
    }
    assert choice
    assert choice.kind is AnswerKind.CHOICE
    assert [(o.id, o.symbol, o.message.key, o.message.note) for o in choice.options] == [
        ("one", "baby", "illness.which-baby.one", ""),
        ("twins", "twins", "illness.which-baby.twins", "babies"),
    ]


def test_variants_say_who_speaks() -> None:
    sections = read_cards(PROJECT)[0]["illness"].sections
    phrase = sections[0].phrases[0]
    woman, man = phrase.variants["f"], phrase.variants["m"]
    assert (woman.key, woman.text) == ("illness.i-am-ill@speaker=f", "I am ill.")
    assert woman.note == "The person speaks of themselves, now. Form for a woman who speaks."
    assert (man.key, man.text) == ("illness.i-am-ill@speaker=m", "I am ill.")
    assert man.note == "The person speaks of themselves, now. Form for a man who speaks."
    assert woman.where == phrase.message.where
    assert sections[2].phrases[0].variants["m"].note == "Form for a man who speaks."


def test_words() -> None:
    words, faults = read_words(PROJECT)
    assert faults == []
    file = "templates/words.yaml"
    note = "Mark on a translation that nobody has reviewed."
    assert words == {
        "draft": Message("words.draft", "Draft", note, Location(file, 1, 15)),
        "page": Message("words.page", "Page", "", Location(file, 2, 14)),
    }


def test_messages_in_the_order_of_the_files() -> None:
    keys = [m.key for m in messages(read_cards(PROJECT)[0], read_words(PROJECT)[0])]
    assert keys[:3] == ["answers.title", "answers.yes", "answers.no"]
    assert keys[3:7] == [
        "illness.title",
        "illness.i-am-ill",
        "illness.i-am-ill@speaker=f",
        "illness.i-am-ill@speaker=m",
    ]
    at = keys.index("illness.which-baby")
    assert keys[at + 1 : at + 3] == ["illness.which-baby.one", "illness.which-baby.twins"]
    assert keys[-2:] == ["words.draft", "words.page"]
    assert len(keys) == len(set(keys)) == 27


@each_bad_file("cards")
def test_bad_cards(bad: Path, tmp_path: Path) -> None:
    where = f"cards/{bad.name}"
    check(bad, where, read_cards(project_with(tmp_path, bad, where))[1])


@each_bad_file("words")
def test_bad_words(bad: Path, tmp_path: Path) -> None:
    where = "templates/words.yaml"
    check(bad, where, read_words(project_with(tmp_path, bad, where))[1])


def test_every_file_is_read_though_one_is_broken(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    (root / "cards/time.yaml").write_text("a: [\n")
    (root / "cards/old.yml").touch()
    edit(root / "cards/scale.yaml", "title: Pain", "title: ''")
    edit(root / "cards/answers.yaml", "code: T01", "code: &a T01")
    cards, faults = read_cards(root)
    assert [(f.where.file, f.code) for f in faults] == [
        ("cards/old.yml", "wrong-extension"),
        ("cards/answers.yaml", "anchor"),
        ("cards/scale.yaml", "empty-text"),
        ("cards/time.yaml", "yaml-syntax"),
    ]
    assert list(cards) == ["answers", "illness", "scale"]


def test_an_alias_is_one_fault_not_two(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "cards/illness.yaml", "symbol: fever, answer: yes-no", "symbol: *a, answer: *b")
    assert [f.code for f in read_cards(root)[1]] == ["alias", "alias"]


def test_reserved_card_ids(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    text = (root / "cards/time.yaml").read_text()
    for name in ("words", "decks"):
        changed = text.replace("id: time", f"id: {name}").replace("T04", f"{name[0].upper()}99")
        (root / f"cards/{name}.yaml").write_text(changed)
    assert [(str(f.where), f.code) for f in read_cards(root)[1]] == [
        ("cards/decks.yaml:1:5", "reserved-id"),
        ("cards/words.yaml:1:5", "reserved-id"),
    ]


def test_a_scale_needs_its_ends(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "cards/scale.yaml", "id: worst", "id: bad")
    faults = read_cards(root)[1]
    assert [(str(f.where), f.code) for f in faults] == [
        ("cards/illness.yaml:20:73", "unknown-answer")
    ]


def test_long_sentences_are_warnings(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "cards/illness.yaml", "I am ill.", "I am very ill and I cannot walk or stand up.")
    faults = read_cards(root)[1]
    assert [(f.code, f.severity) for f in faults] == [("long-sentence", Severity.WARNING)]


def test_references_that_exist() -> None:
    cards = read_cards(PROJECT)[0]
    assert check_references(cards, {"health", "tools"}, SYMBOLS) == []


def test_references_that_do_not_exist() -> None:
    cards = read_cards(PROJECT)[0]
    symbols = SYMBOLS - {"ill", "twins", "fever"}
    faults = check_references(cards, ["tools", "healing"], symbols)
    assert [(str(f.where), f.code) for f in faults] == [
        ("cards/illness.yaml:1:1", "unknown-category"),
        ("cards/illness.yaml:1:1", "unknown-symbol"),
        ("cards/illness.yaml:11:9", "unknown-symbol"),
        ("cards/illness.yaml:18:9", "unknown-symbol"),
        ("cards/illness.yaml:32:15", "unknown-symbol"),
    ]
    assert "did you mean 'healing'?" in faults[0].hint


def test_phrases_and_zones_belong_together(tmp_path: Path) -> None:
    def drawing(name: str, *zones: str) -> Drawing:
        file = f"symbols/drawings/{name}.svg"
        places = [Location(file, line) for line in range(2, 2 + len(zones))]
        each = zip(zones, places, strict=True)
        return Drawing(name, 48, 48, tuple(Zone(zone, 1, 1, where) for zone, where in each))

    root = copy_project(tmp_path)
    named = "kind: answers\n    drawings: [day, days, week]"
    edit(root / "cards/time.yaml", "kind: answers", named)
    cards = read_cards(root)[0]
    ids = [phrase.id for phrase in cards["time"].sections[0].phrases]
    whole = {
        "day": drawing("day", *ids),
        "days": drawing("days", "number-1"),
        "week": drawing("week"),
    }
    assert check_drawings(cards.values(), whole) == []
    wrong = {"day": drawing("day", "yesterday", *ids[1:]), "days": drawing("days", "morrow", *ids)}
    faults = check_drawings(cards.values(), wrong)
    first = cards["time"].sections[0].phrases[0]
    assert [(fault.where, fault.code) for fault in faults if fault.code == "zone-missing"] == [
        (first.where, "zone-missing")
    ]
    assert ("symbols/drawings/days.svg", 2, "unknown-zone") in [
        (fault.where.file, fault.where.line, fault.code) for fault in faults
    ]
    (unknown,) = [fault for fault in faults if fault.code == "unknown-drawing"]
    assert str(unknown.where).startswith("cards/time.yaml:")
    assert "'week'" in unknown.message


def test_a_picture_beside_two_texts_of_a_card(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "cards/illness.yaml", "text: One, symbol", "text: One baby or more?, symbol")
    edit(
        root / "cards/illness.yaml",
        "symbol: calendar\n        answer",
        "symbol: fever\n        answer",
    )
    (fault,) = check_pictures([read_cards(root)[0]["illness"]])
    assert (str(fault.where), fault.code) == ("cards/illness.yaml:22:9", "picture-twice")
    assert fault.severity is Severity.WARNING
    assert fault.message == "the picture 'fever' is used for 'Do you have a fever?' already"
    faults = check_pictures([read_cards(PROJECT)[0]["illness"]])
    assert [fault.where.line for fault in faults] == [22, 31]


def test_hints_name_what_is_near(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    edit(root / "cards/illness.yaml", "title-note:", "titel-note:")
    edit(root / "cards/illness.yaml", "only: [yesterday, today]", "only: [yestreday]")
    hints = [fault.hint for fault in read_cards(root)[1]]
    assert hints[0].startswith("did you mean 'title-note'? allowed: category, code, id, ")
    assert hints[1] == "did you mean 'yesterday'? allowed: morning, today, yesterday"


def test_the_cards_of_this_repository() -> None:
    cards, of_cards = read_cards(REPOSITORY)
    words, of_words = read_words(REPOSITORY)
    assert not has_errors(of_cards), "\n".join(map(str, of_cards))
    assert not has_errors(of_words), "\n".join(map(str, of_words))
    assert cards
    assert words
