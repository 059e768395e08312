"""cards/*.yaml and templates/words.yaml -> cards and words, with references checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.model.cards import Card, Message, Phrase
from commcards.project import yamlnodes
from commcards.project.cardfile import NAMED_ANSWERS, CardFile, Reference, read_card
from commcards.project.schema import MAX_NOTE, Faults, read_entries, read_fields, suggest

MAX_WORDING = 400  # pages have longer texts than faces


def read_cards(root: Path) -> tuple[dict[str, Card], list[Diagnostic]]:
    """Read every card below ``root/cards`` by id, in the order of the file names.

    If there are errors among the diagnostics, use the cards only for further checks.
    """
    names, diagnostics = yamlnodes.files(root, paths.CARDS)
    faults = Faults(diagnostics)
    files: dict[str, CardFile] = {}
    for name in names:
        node, diagnostics = yamlnodes.read(root, name)
        faults.found.extend(diagnostics)
        card_id = PurePosixPath(name).stem
        file = read_card(node, card_id, faults) if node else None
        if file:
            files[card_id] = file
    _check_codes(files, faults)
    stems = {PurePosixPath(name).stem for name in names}
    cards = {card_id: file.card for card_id, file in files.items()}
    for file in files.values():
        for reference in file.references:
            _check_reference(reference, cards, stems, faults)
    return cards, faults.found


def read_card_file(root: Path, name: str) -> tuple[Card | None, list[Diagnostic]]:
    """Read only the card ``root/name`` (cards/x.yaml), without the others."""
    node, diagnostics = yamlnodes.read(root, name)
    faults = Faults(diagnostics)
    file = read_card(node, PurePosixPath(name).stem, faults) if node else None
    return file.card if file else None, faults.found


def read_words(root: Path) -> tuple[dict[str, Message], list[Diagnostic]]:
    """Read the words of faces and pages, by id; the message's key is ``words.<id>``."""
    node, diagnostics = yamlnodes.read(root, paths.WORDS)
    faults = Faults(diagnostics)
    words: dict[str, Message] = {}
    for word_id, item in read_entries(node, "the file", faults) if node else ():
        fields = read_fields(item, "a word", faults, ("text",), ("note",))
        if fields:
            text = fields.text("text", limit=MAX_WORDING)
            note = fields.text("note", limit=MAX_NOTE)
            words[word_id] = Message(f"words.{word_id}", text, note, fields.place("text"))
    return words, faults.found


def messages(cards: Mapping[str, Card], words: Mapping[str, Message]) -> list[Message]:
    """Return every translatable message of cards and words once, in the order of the files."""
    found: dict[str, Message] = {}
    for card in cards.values():
        found.setdefault(card.title.key, card.title)
        for phrase in _phrases(card):
            for message in _phrase_messages(phrase):
                found.setdefault(message.key, message)
    for message in words.values():
        found.setdefault(message.key, message)
    return list(found.values())


def check_references(
    cards: Mapping[str, Card], categories: Collection[str], symbols: Collection[str]
) -> list[Diagnostic]:
    """Find the categories and symbols that cards name but that do not exist."""
    faults = Faults()

    def check_symbol(where: Location, symbol: str) -> None:
        if symbol and symbol not in symbols:
            hint = suggest(symbol, symbols)
            faults.error(where, "unknown-symbol", f"there is no symbol {symbol!r}", hint)

    for card in cards.values():
        if card.category and card.category not in categories:
            message = f"there is no category {card.category!r}"
            hint = suggest(card.category, categories)
            faults.error(card.where, "unknown-category", message, hint)
        check_symbol(card.where, card.symbol)
        for phrase in _phrases(card):
            check_symbol(phrase.where, phrase.symbol)
            for option in phrase.answer.options if phrase.answer else ():
                check_symbol(option.where, option.symbol)
    return faults.found


def check_pictures(cards: Iterable[Card]) -> list[Diagnostic]:
    """Find pictures beside two texts of a card: pointing at one would be ambiguous.

    The title may share its picture with the phrase that it sums up, and equal texts may share one.
    """
    faults = Faults()
    for card in cards:
        first: dict[str, Phrase] = {}
        for phrase in _phrases(card):
            for item in (phrase, *(phrase.answer.options if phrase.answer else ())):
                earlier = first.setdefault(item.symbol, item)
                if item.symbol and item.message.text != earlier.message.text:
                    message = f"the picture {item.symbol!r} is used for {earlier.message.text!r}"
                    hint = "choose or draw another: each phrase of a card needs its own picture"
                    faults.warning(item.where, "picture-twice", f"{message} already", hint)
    return faults.found


def _phrases(card: Card) -> Iterator[Phrase]:
    for section in card.sections:
        yield from section.phrases


def _phrase_messages(phrase: Phrase) -> Iterator[Message]:
    yield phrase.message
    yield from phrase.variants.values()
    for option in phrase.answer.options if phrase.answer else ():
        yield option.message


def _check_codes(files: Mapping[str, CardFile], faults: Faults) -> None:
    seen: dict[str, Location] = {}
    for file in files.values():
        code, where = file.code
        if code in seen:
            message = f"the code {code!r} is used at {seen[code]} already"
            faults.error(where, "duplicate-code", message, "choose another code")
        elif code:
            seen[code] = where


def _check_reference(
    reference: Reference, cards: Mapping[str, Card], stems: Collection[str], faults: Faults
) -> None:
    name, where = reference.card
    tools = {card.id for card in cards.values() if card.is_tool}
    if name not in stems:
        message = f"there is no tool card {name!r}"
        hint = suggest(name, {*NAMED_ANSWERS, *tools})
        faults.error(where, "unknown-card", message, hint)
        return
    if name not in cards:  # The faults of its file are reported already.
        return
    if name not in tools:
        message = f"the card {name!r} has no answers to point at"
        faults.error(where, "not-a-tool-card", message, suggest(name, tools))
        return
    answers = {phrase.id for phrase in _phrases(cards[name])}
    for item in reference.only:
        if item.text not in answers:
            message = f"the card {name!r} has no answer {item.text!r}"
            faults.error(item.where, "unknown-answer", message, suggest(item.text, answers))
