"""The checks of a translation that need no knowledge of the language.

Catalogs, spreadsheets and phrase tables all go through ``check_entry`` and its one table, so they
accept and refuse the same texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Severity
from commcards.model.cards import PLACEHOLDER, Message
from commcards.model.catalogs import Translation
from commcards.model.languages import Language
from commcards.text.scripts import (
    is_mixed,
    is_written_in,
    letters_of,
    look_alikes_of,
    may_be_latin,
    words_of,
)
from commcards.text.shaping import Shaper
from commcards.translation.glossary import TermFinder, unsaid

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")  # all but the line feed
_INVISIBLE = re.compile(f"{_BIDI.pattern}|{_CONTROL.pattern}")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")  # options are not translated
_NUMBER = re.compile(r"\d+")
_CLOSING = "\"'”’»›)]}」』） \u00a0\u202f"  # French sets a space before »
_UNCHANGED = 3  # texts of so many letters may be the same in two languages: OK, SIM


@dataclass(frozen=True, slots=True)
class Rules:
    """What checks need to know about a language; ``messages`` are those of the cards, by key."""

    language: Language
    messages: Mapping[str, Message]
    terms_in: TermFinder
    shaper: Shaper


Check = Callable[[Rules, Message, Translation], list[Diagnostic]]


def check_entry(rules: Rules, entry: Translation) -> list[Diagnostic]:
    """Find every fault of one translation; faults have the place of the entry."""
    message = rules.messages.get(entry.key)
    if message is None:
        hint = "run `commcards po sync`, which puts lines of older cards aside"
        text = "no card has this line any more"
        return [_fault(entry, "unknown-key", text, hint, Severity.WARNING)]
    faults = check_source(rules, message, entry)
    # The translation of another source can only be judged by itself.
    checks = TEXT_CHECKS if faults else CHECKS
    for check in checks if entry.text else ():
        faults += check(rules, message, entry)
    return faults


def glyph_faults(
    shaper: Shaper, language: Language, line: Message | Translation
) -> list[Diagnostic]:
    """Find the letters of a text that the fonts of its language cannot write."""
    faults = []
    for cluster in shaper.missing(line.text, language.fonts, language.bcp47):
        text = f"{line.key} ({language.tag}): {cluster.fault} in {cluster.text!r}"
        if cluster.fault == "broken cluster":
            hint = "type the letters in their Unicode order"
            faults.append(Diagnostic(line.where, "broken-cluster", text, hint))
        else:
            fonts = ", ".join(language.fonts)
            hint = f"correct the text, or add a font to languages.yaml: {fonts} do not have it"
            faults.append(Diagnostic(line.where, "missing-glyph", text, hint))
    return faults


def check_source(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text must translate what the card says today."""
    if entry.source == message.text:
        return []
    hint = "run `commcards po sync`, then check that the translation still says the same"
    text = f"the English has changed to {_quoted(message.text)} ({message.where})"
    return [_fault(entry, "stale-source", text, hint)]


def check_glyphs(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The fonts of the language can write the text."""
    return glyph_faults(rules.shaper, rules.language, entry)


def check_edges(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No space before or after the text."""
    if entry.text == entry.text.strip():
        return []
    edge = "before" if entry.text != entry.text.lstrip() else "after"
    text = f"a space or line break stands {edge} the translation"
    return [_fault(entry, "edge-space", text, "delete it")]


def check_lines(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text is one line."""
    if "\n" not in entry.text.strip():
        return []
    text = "the text has more than one line"
    return [_fault(entry, "line-break", text, "write it on one line")]


def check_normal_form(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text is in Unicode normal form C, as fonts and searches expect."""
    if unicodedata.is_normalized("NFC", entry.text):
        return []
    whole = unicodedata.normalize("NFC", entry.text)
    apart = [word for word in entry.text.split() if not unicodedata.is_normalized("NFC", word)]
    text = f"letters and their marks are stored apart in {_quoted(' '.join(apart))}"
    hint = f"paste this instead, which looks the same and can be searched: {whole}"
    return [_fault(entry, "not-nfc", text, hint)]


def check_invisible(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No control or formatting characters but ZWNJ and ZWJ."""
    if not _INVISIBLE.search(entry.text):
        return []
    bidi = sorted({f"U+{ord(found):04X}" for found in _BIDI.findall(entry.text)})
    control = sorted({f"U+{ord(found):04X}" for found in _CONTROL.findall(entry.text)})
    faults = []
    if bidi:
        text = f"the text has an invisible mark for the direction of writing ({' '.join(bidi)})"
        hint = "delete it, or type the text again; cards turn numbers and names by themselves"
        faults.append(_fault(entry, "bidi-control", text, hint))
    if control:
        text = f"the text has an invisible character ({' '.join(control)})"
        hint = "type the text again; the character may come from another program"
        faults.append(_fault(entry, "control-character", text, hint))
    return faults


def check_mixed_words(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No word mixes Latin, Cyrillic and Greek letters, which look alike."""
    if not is_mixed(entry.text):  # This is the usual case.
        return []
    mixed = filter(is_mixed, words_of(entry.text))
    hint = "type the word again with one keyboard layout; letters may look alike and differ"
    return [
        _fault(entry, "mixed-script", f"{_quoted(word)} mixes letters of two alphabets", hint)
        for word in dict.fromkeys(mixed)
    ]


def check_look_alikes(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No word is all Latin look-alikes, unless the English has it too: SOS."""
    letters = look_alikes_of(rules.language.script)
    if not letters:
        return []
    meant = set(words_of(entry.source))
    hint = "type the word again with the keyboard layout of the language"
    return [
        _fault(entry, "mixed-script", f"{word!r} is in Latin letters that look like others", hint)
        for word in dict.fromkeys(words_of(entry.text))
        if letters.issuperset(word) and word not in meant
    ]


def check_script(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Letters are of the language's script; names, units and texts left in English may be Latin."""
    own = letters_of(rules.language.script)
    if own is None:
        return []
    if all(map(is_written_in, words_of(entry.text), repeat(own))):
        return []
    own_words = PLACEHOLDER.sub(" ", _OPTION.sub(" ", entry.text))
    words = [word for word in words_of(own_words) if not is_mixed(word)]
    foreign = [word for word in words if not is_written_in(word, own)]
    wrong = [word for word in foreign if not may_be_latin(word)]
    letters = sum(map(len, words))
    if not wrong and 2 * sum(map(len, foreign)) > letters and entry.text != message.text:
        wrong = foreign
    if not wrong:
        return []
    text = f"{_list(dict.fromkeys(wrong))} is not written in the letters of {rules.language.name}"
    hint = "translate it: it may be in another language, or still in English"
    return [_fault(entry, "wrong-script", text, hint)]


def check_numbers(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Source and translation have the same numbers, in any digits."""
    source, own = _numbers(message.text), _numbers(entry.text)
    if source == own:
        return []
    text = f"numbers differ: the English has {_list(source)}, the translation {_list(own)}"
    hint = "write the same numbers, in figures"
    if not rules.language.digits.isascii():
        hint += f"; {rules.language.digits} and 0123456789 are both right"
    return [_fault(entry, "numbers", text, hint)]


def check_placeholders(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Source and translation have the same ``{name}`` placeholders."""
    source, own = _placeholders(message.text), _placeholders(entry.text)
    if source == own:
        return []
    text = f"words in braces differ: the English has {_list(source)}, the translation {_list(own)}"
    hint = "copy them untranslated: the program puts values in their place"
    return [_fault(entry, "placeholder", text, hint)]


def check_end(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text ends like the source, with the marks of the language."""
    language = rules.language
    source = message.text.rstrip(_CLOSING)[-1:]
    text = entry.text.rstrip(_CLOSING)
    marks = {".": language.full_stop, "?": language.question_mark}
    if source in marks:
        fits = text.endswith(marks[source])
        hint = f"end it with {marks[source]}, as {language.name} ends such a sentence"
        if not marks[source]:
            hint = f"end it without a mark, as {language.name} ends such a sentence"
    else:
        fits = not any(mark and text.endswith(mark) for mark in {*marks, *marks.values()})
        hint = "end it without a full stop or question mark"
    if fits:
        return []
    text = f"the English ends with {_quoted(source)}, the translation with {_quoted(text[-1:])}"
    return [_fault(entry, "end-mark", text, hint, Severity.WARNING)]


def check_unchanged(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text differs from the English."""
    if entry.text.casefold() != message.text.casefold():
        return []
    if sum(map(str.isalpha, entry.text)) <= _UNCHANGED:
        return []
    hint = "translate it, or leave it empty"
    text = "the translation is the same as the English"
    return [_fault(entry, "unchanged", text, hint, Severity.WARNING)]


def check_terms(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text says terms in the words of the glossary, unless it is left in English."""
    terms = rules.terms_in(message.text)
    if not terms or entry.text.casefold() == message.text.casefold():
        return []
    return [
        _fault(
            entry,
            "glossary",
            f"the text has no word of the glossary for {term.name!r}",
            f"use {' or '.join(ways)}, or add this form to {paths.GLOSSARY}",
            Severity.WARNING,
        )
        for term, ways in unsaid(entry.text, terms, rules.language)
    ]


# These checks judge a text by itself.
TEXT_CHECKS: tuple[Check, ...] = (
    check_glyphs,
    check_edges,
    check_lines,
    check_normal_form,
    check_invisible,
    check_mixed_words,
    check_look_alikes,
    check_script,
)
# These checks judge a text beside the source that it translates.
CHECKS: tuple[Check, ...] = (
    *TEXT_CHECKS,
    check_numbers,
    check_placeholders,
    check_end,
    check_unchanged,
    check_terms,
)


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


def _list(items: Iterable[str]) -> str:
    return ", ".join(map(_quoted, sorted(items))) or "none"


def _quoted(text: str) -> str:
    return f"‘{text}’"
