"""What a program can tell about a translation without knowing the language. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.model.cards import FORMS, PLACEHOLDER, VARIANT, Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import Language
from commcards.text.scripts import is_mixed, is_written_in, letters_of, may_be_latin, words_of

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")  # a line feed may stand
_INVISIBLE = re.compile(f"{_BIDI.pattern}|{_CONTROL.pattern}")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")  # of the command line, the same in all languages
_NUMBER = re.compile(r"\d+")
_CLOSING = "\"'”’»›)]}」』） \u00a0\u202f"  # French sets a space before »
_UNCHANGED = 3  # OK, SIM, 112: so short a text may be the same in two languages

Check = Callable[[Language, Message, Translation], list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class CatalogStatus:
    """How far one language is; ``draft`` and ``reviewed`` add up to ``filled``."""

    tag: str
    messages: int
    filled: int
    draft: int
    reviewed: int
    empty: int


def status(language: Language, messages: Iterable[Message], catalog: Catalog) -> CatalogStatus:
    """Count the messages; a variant counts where it is filled, an outdated text is a draft."""
    counted = list(_counted(messages, catalog))
    filled = [(message, entry) for message, entry in counted if entry and entry.text]
    draft = sum(entry.draft or entry.source != message.text for message, entry in filled)
    return CatalogStatus(
        tag=language.tag,
        messages=len(counted),
        filled=len(filled),
        draft=draft,
        reviewed=len(filled) - draft,
        empty=len(counted) - len(filled),
    )


def check_gaps(
    language: Language, messages: Iterable[Message], catalog: Catalog, strict: bool = False
) -> list[Diagnostic]:
    """Find what is not translated; ``strict`` makes it an error. Looks at the whole catalog."""
    counted = list(_counted(messages, catalog))
    severity = Severity.ERROR if strict else Severity.WARNING
    file = Location(paths.catalog(language.tag))
    gaps = [(message, entry) for message, entry in counted if not (entry and entry.text)]
    if gaps and len(gaps) == len(counted):  # one fault for a language that nobody has begun
        text = f"{language.name}: none of {len(gaps)} lines is translated yet"
        hint = f"cards leave room to write by hand; begin with `commcards po init {language.tag}`"
        return [Diagnostic(file, "missing-translation", text, hint, severity)]
    return [
        Diagnostic(
            entry.where if entry else file,
            "missing-translation",
            f"{message.key}: not translated into {language.name} yet",
            "" if entry else "the line is new: `commcards po sync` puts it into the file",
            severity,
        )
        for message, entry in gaps
    ]


def check_entry(
    language: Language, message: Message | None, entry: Translation
) -> list[Diagnostic]:
    """Find every fault of one translation by itself; ``message`` is what the cards have by its key.

    For equal texts of source and translation it finds the same, while the card says the source.
    """
    if message is None:
        hint = "the line is left over from an older card; `commcards po sync` puts it aside"
        told = f"{entry.key}: no card has this line any more"
        return [Diagnostic(entry.where, "unknown-key", told, hint, Severity.WARNING)]
    faults = check_source(language, message, entry)
    # Beside another source, only what the text is by itself can be judged.
    checks = TEXT_CHECKS if faults else (*TEXT_CHECKS, *PAIR_CHECKS)
    for check in checks if entry.text else ():
        faults += check(language, message, entry)
    return faults


def _counted(
    messages: Iterable[Message], catalog: Catalog
) -> Iterator[tuple[Message, Translation | None]]:
    """Yield what a language has to fill: not a variant it leaves empty, nor what two replace."""
    entries = catalog.entries
    filled = {key for key, entry in entries.items() if entry.text}
    variants = [key.rsplit(VARIANT, 1) for key in filled if VARIANT in key]
    replaced = set.intersection(*({key for key, form in variants if form == f} for f in FORMS))
    for message in messages:
        if message.key in filled or not (VARIANT in message.key or message.key in replaced):
            yield message, entries.get(message.key)


def check_source(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text must translate what the card says today."""
    if entry.source == message.text:
        return []
    hint = "run `commcards po sync`, then see whether the translation still says the same"
    text = f"the English has changed to {_quoted(message.text)} ({message.where})"
    return [_fault(entry, "stale-source", text, hint)]


def check_edges(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """No space before or after the text."""
    if entry.text == entry.text.strip():
        return []
    edge = "before" if entry.text != entry.text.lstrip() else "after"
    text = f"a space or line break stands {edge} the translation"
    return [_fault(entry, "edge-space", text, "delete it")]


def check_normal_form(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """Text is in Unicode normal form C, as fonts and searches expect."""
    if unicodedata.is_normalized("NFC", entry.text):
        return []
    whole = unicodedata.normalize("NFC", entry.text)
    apart = [word for word in entry.text.split() if not unicodedata.is_normalized("NFC", word)]
    text = f"letters and their marks are stored apart in {_quoted(' '.join(apart))}"
    hint = f"they look alike but are not found in a search; paste this instead: {whole}"
    return [_fault(entry, "not-nfc", text, hint)]


def check_invisible(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """No control characters; of the formatting ones, ZWNJ and ZWJ may stand."""
    if not _INVISIBLE.search(entry.text):
        return []
    bidi = sorted({f"U+{ord(found):04X}" for found in _BIDI.findall(entry.text)})
    control = sorted({f"U+{ord(found):04X}" for found in _CONTROL.findall(entry.text)})
    faults = []
    if bidi:
        text = f"an invisible mark for the direction of writing is in the text ({' '.join(bidi)})"
        hint = "delete it, or type the text again: the cards set numbers and names right themselves"
        faults.append(_fault(entry, "bidi-control", text, hint))
    if control:
        text = f"an invisible character is in the text ({' '.join(control)})"
        hint = "type the text again; copying from another program may have brought it"
        faults.append(_fault(entry, "control-character", text, hint))
    return faults


def check_mixed_words(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """No word mixes Latin, Cyrillic and Greek letters, which look alike."""
    mixed = [*filter(is_mixed, words_of(entry.text))]
    hint = "type the word again with one keyboard; the letters look alike, but are not the same"
    return [
        _fault(entry, "mixed-script", f"{_quoted(word)} mixes letters of two alphabets", hint)
        for word in dict.fromkeys(mixed)
    ]


def check_script(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """Letters are of the language's script, or Latin in names, units and what stays English."""
    own = letters_of(language.script)
    if own is None:
        return []
    if all(map(is_written_in, words_of(entry.text), repeat(own))):
        return []
    text = PLACEHOLDER.sub(" ", _OPTION.sub(" ", entry.text))
    words = [word for word in words_of(text) if not is_mixed(word)]
    foreign = [word for word in words if not is_written_in(word, own)]
    wrong = [word for word in foreign if not may_be_latin(word)]
    letters = sum(map(len, words))
    if not wrong and 2 * sum(map(len, foreign)) > letters and entry.text != message.text:
        wrong = foreign
    if not wrong:
        return []
    told = f"{_list(dict.fromkeys(wrong))} is not written in the letters of {language.name}"
    hint = "is this the translation of another language, or left in English?"
    return [_fault(entry, "wrong-script", told, hint)]


def check_numbers(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """The same numbers stand in both, in whatever digits."""
    wanted, got = _numbers(message.text), _numbers(entry.text)
    if wanted == got:
        return []
    text = f"numbers differ: the English has {_list(wanted)}, the translation {_list(got)}"
    hint = f"write the same numbers, in figures; {language.digits} and 0123456789 are both right"
    if language.digits.isascii():
        hint = "write the same numbers, in figures"
    return [_fault(entry, "numbers", text, hint)]


def check_placeholders(
    language: Language, message: Message, entry: Translation
) -> list[Diagnostic]:
    """The same ``{name}`` stand in both."""
    wanted, got = _placeholders(message.text), _placeholders(entry.text)
    if wanted == got:
        return []
    text = f"words in braces differ: the English has {_list(wanted)}, the translation {_list(got)}"
    hint = "the card puts something in their place: copy them as they are, untranslated"
    return [_fault(entry, "placeholder", text, hint)]


def check_end(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text ends as the source does, with the marks of the language."""
    source = message.text.rstrip(_CLOSING)[-1:]
    text = entry.text.rstrip(_CLOSING)
    marks = {".": language.full_stop, "?": language.question_mark}
    if source in marks:
        fits = text.endswith(marks[source])
        wanted = f"{language.name} ends such a sentence with {marks[source]}"
    else:
        fits = not any(mark and text.endswith(mark) for mark in {*marks, *marks.values()})
        wanted = "end without a full stop or question mark"
    if fits:
        return []
    text = f"the English ends with {_quoted(source)}, the translation with {_quoted(text[-1:])}"
    return [_fault(entry, "end-mark", text, wanted, Severity.WARNING)]


def check_unchanged(language: Language, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text is not the English one."""
    if entry.text.casefold() != message.text.casefold():
        return []
    if sum(map(str.isalpha, entry.text)) <= _UNCHANGED:
        return []
    hint = "translate it, or leave it empty"
    text = "the translation is the same as the English"
    return [_fault(entry, "unchanged", text, hint, Severity.WARNING)]


TEXT_CHECKS: tuple[Check, ...] = (
    check_edges,
    check_normal_form,
    check_invisible,
    check_mixed_words,
    check_script,
)
PAIR_CHECKS: tuple[Check, ...] = (check_numbers, check_placeholders, check_end, check_unchanged)


def _fault(
    entry: Translation, code: str, text: str, hint: str, severity: Severity = Severity.ERROR
) -> Diagnostic:
    return Diagnostic(entry.where, code, f"{entry.key}: {text}", hint, severity)


def _numbers(text: str) -> list[str]:
    """Return the runs of digits, sorted, folded to 0-9 by Unicode value."""
    if not _NUMBER.search(text):
        return []
    runs = _NUMBER.findall(PLACEHOLDER.sub("", text))
    return sorted("".join(str(unicodedata.decimal(digit)) for digit in run) for run in runs)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _list(found: Iterable[str]) -> str:
    return ", ".join(map(_quoted, sorted(found))) or "none"


def _quoted(text: str) -> str:
    return f"‘{text}’"
