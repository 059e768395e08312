"""One card's node -> Card, as far as it can be checked without the other files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from commcards.base.diagnostics import Location
from commcards.model.cards import (
    FORMS,
    VARIANT,
    Answer,
    AnswerKind,
    Card,
    Drawn,
    Kind,
    Message,
    Phrase,
    Section,
)
from commcards.project.fields import Faults, Fields, Placed, read_fields, wrong_type
from commcards.project.hints import ID_RULE, is_id, meant_id, written
from commcards.project.records import CARD, CHOICE, OPTION, PHRASE, SECTION, TOOL
from commcards.project.yamlnodes import Mapping, Node, Scalar

MAX_WORDS = 10
FILLED = {  # kinds of sections that another file fills
    Kind.LANGUAGES.value: "languages.yaml fills it",
    Kind.SERVICES.value: "services.yaml fills it",
}
RESERVED_CARDS = ("words", "decks", "serve")  # keys of messages begin with these already
RESERVED_PHRASE = "title"

# Answers that a question names by a word of ours; any other word is the id of a tool card.
NAMED_ANSWERS = {
    answer.kind.value: answer
    for answer in (
        Answer(AnswerKind.STRIP),
        Answer(AnswerKind.NUMBER),
        Answer(AnswerKind.SCALE, card="scale", only=("none", "worst")),
    )
}
_NAMES = ", ".join(NAMED_ANSWERS)
_ANSWER_TYPE = f"{_NAMES}, the id of a tool card, or the key card or choice"


@dataclass(frozen=True, slots=True)
class Reference:
    """A tool card that a question names for its answers; ``only`` some of them if not empty."""

    card: Placed
    only: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card, and what must be looked up in other cards."""

    card: Card
    code: Placed
    references: tuple[Reference, ...]


def read_card(node: Node, card_id: str, faults: Faults, free: str = "") -> CardFile | None:
    """Read the card of the file ``card_id``.yaml; None if the file holds no mapping.

    ``free`` is a code to offer where it has none.
    """
    record = CARD.with_example("code", free) if free else CARD
    fields = read_fields(node, record, faults)
    return _CardReader(card_id, fields, faults).read() if fields else None


class _CardReader:
    def __init__(self, card_id: str, fields: Fields, faults: Faults) -> None:
        self.id = card_id
        self.fields = fields
        self.faults = faults
        self.references: list[Reference] = []
        self.phrase_ids: dict[str, Location] = {}

    def read(self) -> CardFile:
        fields = self.fields
        self._check_id()
        code = fields.word("code")
        title = fields.text("title")
        note = fields.text("title-note")
        symbol = fields.id("symbol")
        heading = Message(f"{self.id}.title", title, note, fields.place("title"), symbol=symbol)
        sections = tuple(self._sections())
        self._check_mix(sections)
        card = Card(
            id=self.id,
            code=code,
            category=fields.id("category"),
            symbol=symbol,
            title=heading,
            sections=sections,
            where=fields.where,
            sensitive=fields.flag("sensitive"),
        )
        return CardFile(card, Placed(code, fields.place("code")), tuple(self.references))

    def _check_id(self) -> None:
        card_id = self.fields.id("id")
        if not is_id(self.id):
            message = f"the file's name {self.id!r} is not an id"
            hint = f"rename it to {meant_id(self.id) or 'card'}.yaml: {ID_RULE}"
            self.faults.error(Location(self.fields.where.file), "bad-id", message, hint)
        elif card_id and card_id != self.id:
            message = f"the card's id is {card_id!r}, its file's name is {self.id!r}"
            hint = written(f"rename the file to {card_id}.yaml, or mend the id", "`id`", self.id)
            self.faults.error(self.fields.place("id"), "id-mismatch", message, hint)
        elif card_id in RESERVED_CARDS:
            message = f"a card cannot have the id {card_id!r}"
            self.faults.error(self.fields.place("id"), "reserved-id", message, "choose another id")

    def _check_mix(self, sections: tuple[Section, ...]) -> None:
        if all(s.kind is not Kind.ANSWERS for s in sections):
            return
        for section in sections:
            if section.kind is not Kind.ANSWERS:
                message = f"a tool card holds only answers, but this section is {section.kind}"
                hint = "move the answers to a card of their own"
                self.faults.error(section.where, "mixed-sections", message, hint)

    def _sections(self) -> Iterator[Section]:
        for node in self.fields.items("sections"):
            fields = read_fields(node, SECTION, self.faults)
            if not fields:
                continue
            kind = fields.choice("kind")
            if ("phrases" in fields) is (kind in FILLED):
                what = "has no `phrases`" if kind in FILLED else "needs `phrases`"
                hint = FILLED.get(kind, "add a list of phrases")
                message = f"a section of kind {kind} {what}"
                self.faults.error(fields.where, "section-phrases", message, hint)
            phrases = [self._phrase(item, kind) for item in fields.items("phrases")]
            drawings = tuple(Drawn(item.text, item.where) for item in fields.words("drawings"))
            if drawings and kind and kind != Kind.ANSWERS:
                message = f"`drawings` are not allowed in a section of kind {kind}"
                hint = "put them on a tool card, which has sections of kind answers"
                self.faults.error(fields.place("drawings"), "drawing-not-allowed", message, hint)
            if kind:
                yield Section(Kind(kind), tuple(filter(None, phrases)), fields.where, drawings)

    def _phrase(self, node: Node, kind: str) -> Phrase | None:
        fields = read_fields(node, PHRASE, self.faults)
        if not fields:
            return None
        speaker = Kind(kind) if kind else None
        phrase = _wording(fields, self.id, self.phrase_ids, speaker)
        if phrase.id == RESERVED_PHRASE:
            message = f"a phrase cannot have the id {phrase.id!r}: the card's title has it"
            self.faults.error(fields.place("id"), "reserved-id", message, "choose another id")
        variants = {}
        if fields.choice("variants"):
            variants = {form: _variant(phrase.message, form) for form in FORMS}
        answer = self._answer(fields, kind, phrase.message.key)
        return replace(phrase, answer=answer, variants=variants)

    def _answer(self, fields: Fields, kind: str, key: str) -> Answer | None:
        if "answer" not in fields:
            if kind == Kind.STAFF_ASKS:
                hint = f"write {_NAMES}, the id of a tool card, or `choice` with options"
                self.faults.error(fields.where, "answer-missing", "a question needs `answer`", hint)
            return None
        place = fields.place("answer")
        if kind and kind != Kind.STAFF_ASKS:
            hint = "move the phrase to a section of kind staff-asks"
            message = f"`answer` is not allowed in a section of kind {kind}"
            self.faults.error(place, "answer-not-allowed", message, hint)
        node = fields.node("answer")
        if isinstance(node, Scalar):
            return self._named_answer(fields.id("answer"), place)
        if isinstance(node, Mapping) and node.get("choice"):
            return self._choice(node, key)
        if isinstance(node, Mapping):
            return self._tool_answers(node)
        if node:
            wrong_type(node, "`answer`", _ANSWER_TYPE, self.faults)
        return None

    def _named_answer(self, name: str, place: Location) -> Answer | None:
        if not name:
            return None
        answer = NAMED_ANSWERS.get(name) or Answer(AnswerKind.CARD, card=name)
        if answer.card:
            only = tuple(Placed(item, place) for item in answer.only)
            self.references.append(Reference(Placed(answer.card, place), only))
        return answer

    def _tool_answers(self, node: Mapping) -> Answer | None:
        fields = read_fields(node, TOOL, self.faults)
        if not fields:
            return None
        card = fields.id("card")
        only = fields.words("only")
        if card:
            self.references.append(Reference(Placed(card, fields.place("card")), only))
        return Answer(AnswerKind.CARD, card=card, only=tuple(item.text for item in only))

    def _choice(self, node: Mapping, key: str) -> Answer | None:
        fields = read_fields(node, CHOICE, self.faults)
        if not fields:
            return None
        seen: dict[str, Location] = {}
        options = []
        for item in fields.items("choice"):
            option = read_fields(item, OPTION, self.faults)
            if option:
                options.append(_wording(option, key, seen, Kind.ANSWERS))
        return Answer(AnswerKind.CHOICE, options=tuple(options))


def _wording(
    fields: Fields, parent: str, seen: dict[str, Location], speaker: Kind | None
) -> Phrase:
    """Read the keys that phrases and options share; ``seen`` holds the ids of their neighbours."""
    phrase_id = fields.id("id")
    faults = fields.faults
    if phrase_id in seen:
        fault = f"the id {phrase_id!r} is used at {seen[phrase_id]} already"
        faults.error(fields.place("id"), "duplicate-id", fault, "choose another id")
    elif phrase_id:
        seen[phrase_id] = fields.place("id")
    text = fields.text("text")
    words = len(text.split())
    if words > MAX_WORDS:
        fault = f"the sentence has {words} words, more than {MAX_WORDS}"
        hint = "say one thing in a sentence: make two phrases of it"
        faults.warning(fields.place("text"), "long-sentence", fault, hint)
    note = fields.text("note")
    symbol = fields.id("symbol")
    key, place = f"{parent}.{phrase_id}", fields.place("text")
    message = Message(key, text, note, place, speaker, symbol)
    return Phrase(phrase_id, message, symbol, fields.where)


def _variant(message: Message, form: str) -> Message:
    note = f"{message.note} {FORMS[form]}".strip()
    return replace(message, key=f"{message.key}{VARIANT}{form}", note=note)
