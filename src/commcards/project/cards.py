"""cards/*.yaml and templates/words.yaml -> cards and words, with references checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location, is_error
from commcards.localize.extracards import EXTRA_CODES
from commcards.model.cards import Card, Message, Phrase, Section
from commcards.model.drawings import Drawing
from commcards.project import yamlnodes
from commcards.project.cardfile import NAMED_ANSWERS, CardFile, Reference, read_card
from commcards.project.fields import Faults, read_entries, read_fields, suggest
from commcards.project.records import WORD
from commcards.project.yamlnodes import Node, Scalar

OWN_CODES = "X"  # how the codes of a project over the library begin; no card of the library has it

SCREEN = "serve"  # keys of the words of the deck builder begin with it


def read_cards(root: Path) -> tuple[dict[str, Card], list[Diagnostic]]:
    """Read every card below ``root/cards`` by id, in the order of the file names.

    If there are errors among the diagnostics, use the cards only for further checks.
    """
    names, diagnostics = yamlnodes.files(root, paths.CARDS)
    faults = Faults(diagnostics)
    read = {PurePosixPath(name).stem: yamlnodes.read(root, name) for name in names}
    taken = _codes(node for node, _ in read.values())
    free = _free(OWN_CODES if layers.beneath(root) else "", taken)
    files: dict[str, CardFile] = {}
    for card_id, (node, diagnostics) in read.items():
        faults.found.extend(diagnostics)
        file = read_card(node, card_id, faults, free) if node else None
        if file:
            files[card_id] = file
    broken = {PurePosixPath(fault.where.file).stem for fault in faults.found if is_error(fault)}
    _check_codes(files, faults)
    if library := layers.beneath(root):
        _check_range(files, library, faults)
    stems = {PurePosixPath(name).stem for name in names}
    cards = {card_id: file.card for card_id, file in files.items()}
    for file in files.values():
        for reference in file.references:
            _check_reference(reference, cards, stems, broken, faults)
    return cards, faults.found


def read_card_file(root: Path, name: str) -> tuple[Card | None, list[Diagnostic]]:
    """Read only the card ``root/name`` (cards/x.yaml), without the others."""
    node, diagnostics = yamlnodes.read(root, name)
    faults = Faults(diagnostics)
    file = read_card(node, PurePosixPath(name).stem, faults) if node else None
    return file.card if file else None, faults.found


def read_words(
    root: Path, file: str = paths.WORDS, kind: str = "words"
) -> tuple[dict[str, Message], list[Diagnostic]]:
    """Read the words of faces and pages, by id; the message's key is ``words.<id>``.

    Another ``file`` has words of another ``kind``, with which the keys begin.
    """
    nodes, diagnostics = yamlnodes.read_layers(root, file)
    faults = Faults(diagnostics)
    words: dict[str, Message] = {}
    every = (entry for node in nodes for entry in read_entries(node, "the file", faults))
    for word_id, item in every:
        fields = read_fields(item, WORD, faults, word_id)
        if fields:
            text = fields.text("text")
            note = fields.text("note")
            words[word_id] = Message(f"{kind}.{word_id}", text, note, fields.place("text"))
    return words, faults.found


def read_screen(root: Path) -> tuple[dict[str, Message], list[Diagnostic]]:
    """Read the words of the deck builder, by id; the message's key is ``serve.<id>``.

    A project without them has no deck builder, and builds all the same.
    """
    words, faults = read_words(root, paths.SCREEN_WORDS, SCREEN)
    return words, [fault for fault in faults if fault.code != "missing-file"]


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
    """Find the categories and symbols that cards name but that do not exist.

    Where there are none at all, that is told already.
    """
    faults = Faults()

    def check_symbol(where: Location, symbol: str) -> None:
        if symbol and symbols and symbol not in symbols:
            hint = suggest(symbol, symbols)
            faults.error(where, "unknown-symbol", f"there is no symbol {symbol!r}", hint)

    for card in cards.values():
        if card.category and categories and card.category not in categories:
            message = f"there is no category {card.category!r}"
            hint = suggest(card.category, categories)
            faults.error(card.where, "unknown-category", message, hint)
        check_symbol(card.where, card.symbol)
        for phrase in _phrases(card):
            check_symbol(phrase.where, phrase.symbol)
            for option in phrase.answer.options if phrase.answer else ():
                check_symbol(option.where, option.symbol)
    return faults.found


def check_drawings(cards: Iterable[Card], drawings: Mapping[str, Drawing]) -> list[Diagnostic]:
    """Find drawings that cards name but that do not exist, and phrases and zones without the other.

    A drawing without zones has faults of its own.
    """
    faults = Faults()
    for card in cards:
        for section in card.sections:
            for name, where in section.drawings:
                if name in drawings:
                    _check_zones(section, drawings[name], faults)
                else:
                    message = f"there is no drawing {name!r}"
                    faults.error(where, "unknown-drawing", message, suggest(name, drawings))
    return faults.found


def _check_zones(section: Section, drawing: Drawing, faults: Faults) -> None:
    zones = {zone.id: zone for zone in drawing.phrases}
    phrases = {phrase.id for phrase in section.phrases}
    for zone in zones.values():
        if zone.id not in phrases:
            message = f"no phrase of {section.where} has the id of the zone {zone.id!r}"
            faults.error(zone.where, "unknown-zone", message, suggest(zone.id, phrases))
    for phrase in section.phrases if zones else ():
        if phrase.id not in zones:
            message = f"the drawing {drawing.name!r} has no zone {phrase.id!r}"
            hint = f'put id="{phrase.id}" on an element of {paths.DRAWINGS}/{drawing.name}.svg'
            faults.error(phrase.where, "zone-missing", message, hint)


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


def _codes(nodes: Iterable[Node | None]) -> set[str]:
    """Return the codes that cards have, whatever else is wrong with these."""
    mappings = (node for node in nodes if isinstance(node, yamlnodes.Mapping))
    codes = (node.get("code") for node in mappings)
    return {code.text for code in codes if isinstance(code, Scalar)}


def _check_codes(files: Mapping[str, CardFile], faults: Faults) -> None:
    """Refuse codes that two cards have; both are told, because nobody knows which is the newer.

    Of a project's card and one of the library it is the project's. Some codes stand on cards that
    every deck gets.
    """
    by_code: dict[str, list[Location]] = {}
    for file in files.values():
        by_code.setdefault(file.code.text, []).append(file.code.where)
    is_layered = any(layers.is_library(file.card.where.file) for file in files.values())
    for code, places in by_code.items():
        free = _free(OWN_CODES if is_layered else code, by_code)
        own = [place for place in places if not layers.is_library(place.file)]
        for where in own if code and len(places) > 1 else ():
            others = " and ".join(str(place) for place in places if place != where)
            hint = f"give the newer card another code, such as {free}"
            faults.error(where, "duplicate-code", f"the code {code!r} stands at {others} too", hint)
        for where in own if code in EXTRA_CODES else ():
            text = f"the code {code!r} stands on a card that every deck gets"
            faults.error(where, "duplicate-code", text, f"choose another, such as {free}")


def _check_range(files: Mapping[str, CardFile], library: Path, faults: Faults) -> None:
    """Warn of codes that the library may give to a card of its own one day."""
    taken = {file.code.text for file in files.values()}
    for card_id, file in files.items():
        code, is_new = file.code, not (library / paths.card(card_id)).exists()
        if code.text and is_new and not code.text.startswith(OWN_CODES):
            text = (
                f"the code {code.text!r} is not in your own range, {OWN_CODES}01 to {OWN_CODES}99"
            )
            hint = f"write {_free(OWN_CODES, taken)}: the library will never use these codes"
            faults.warning(code.where, "library-code", text, hint)


def _free(code: str, taken: Collection[str]) -> str:
    """Return a code that no card has, with the same letters."""
    letters = code.rstrip("0123456789") or "E"
    codes = (f"{letters}{number:02}" for number in range(1, 100))
    free = (each for each in codes if each not in taken and each not in EXTRA_CODES)
    return next(free, f"{letters[:2]}A01")


def _check_reference(
    reference: Reference,
    cards: Mapping[str, Card],
    stems: Collection[str],
    broken: Collection[str],
    faults: Faults,
) -> None:
    name, where = reference.card
    tools = {card.id for card in cards.values() if card.is_tool}
    if name not in stems:
        if name in NAMED_ANSWERS:
            message = (
                f"`answer: {name}` takes answers from the tool card {name!r}, which is missing"
            )
            needed = " and ".join(item.text for item in reference.only)
            hint = f"write {paths.card(name)} with the phrases {needed}"
        else:
            message = f"there is no tool card {name!r}"
            hint = suggest(name, {*NAMED_ANSWERS, *tools})
        faults.error(where, "unknown-card", message, hint)
        return
    if name in broken:  # The faults of its file are reported already.
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
