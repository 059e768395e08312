"""The checks of a translation: what a program can tell without knowing the language.

Catalogs, spreadsheets and phrase tables are all judged by ``check_entry``, which runs one table:
what one of them refuses, the others refuse too.
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
from commcards.text.limits import excess
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
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")  # but no line feed
_INVISIBLE = re.compile(f"{_BIDI.pattern}|{_CONTROL.pattern}")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")  # options are the same in all languages
_NUMBER = re.compile(r"\d+")
_CLOSING = "\"'”’»›)]}」』） \u00a0\u202f"  # French sets a space before »
_UNCHANGED = 3  # OK, SIM, 112: so short a text may be the same in two languages


@dataclass(frozen=True, slots=True)
class Rules:
    """What translations into a language are held against; ``messages`` are the cards', by key."""

    language: Language
    messages: Mapping[str, Message]
    terms_in: TermFinder
    shaper: Shaper


Check = Callable[[Rules, Message, Translation], list[Diagnostic]]


def check_entry(rules: Rules, entry: Translation) -> list[Diagnostic]:
    """Find every fault of one translation, with the place that the entry has."""
    message = rules.messages.get(entry.key)
    if message is None:
        hint = "the line is left over from an older card; `commcards po sync` puts it aside"
        text = "no card has this line any more"
        return [_fault(entry, "unknown-key", text, hint, Severity.WARNING)]
    if too_much := excess(entry.text):
        text = f"the translation has {too_much}"
        return [_fault(entry, "text-too-long", text, "is this one line of a card? say it shorter")]
    faults = check_source(rules, message, entry)
    # Beside another source, only what the text is by itself can be judged.
    checks = TEXT_CHECKS if faults else CHECKS
    for check in checks if entry.text else ():
        faults += check(rules, message, entry)
    return faults


def glyph_faults(
    shaper: Shaper, language: Language, line: Message | Translation
) -> list[Diagnostic]:
    """Find what the fonts of a language cannot write in a text."""
    faults = []
    for cluster in shaper.missing(line.text, language.fonts, language.bcp47):
        text = f"{line.key} ({language.tag}): {cluster.fault} in {cluster.text!r}"
        if cluster.fault == "broken cluster":
            hint = "type the letters in their Unicode order"
            faults.append(Diagnostic(line.where, "broken-cluster", text, hint))
        else:
            fonts = ", ".join(language.fonts)
            hint = f"none of {fonts} has it: mend the text, or add a font to languages.yaml"
            faults.append(Diagnostic(line.where, "missing-glyph", text, hint))
    return faults


def check_source(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text must translate what the card says today."""
    if entry.source == message.text:
        return []
    hint = "run `commcards po sync`, then see whether the translation still says the same"
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
    return [_fault(entry, "line-break", "the text has more than one line", "make it one line")]


def check_normal_form(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Text is in Unicode normal form C, as fonts and searches expect."""
    if unicodedata.is_normalized("NFC", entry.text):
        return []
    whole = unicodedata.normalize("NFC", entry.text)
    apart = [word for word in entry.text.split() if not unicodedata.is_normalized("NFC", word)]
    text = f"letters and their marks are stored apart in {_quoted(' '.join(apart))}"
    hint = f"they look alike but are not found in a search; paste this instead: {whole}"
    return [_fault(entry, "not-nfc", text, hint)]


def check_invisible(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
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


def check_mixed_words(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No word mixes Latin, Cyrillic and Greek letters, which look alike."""
    if not is_mixed(entry.text):  # nearly always
        return []
    mixed = filter(is_mixed, words_of(entry.text))
    hint = "type the word again with one keyboard; the letters look alike, but are not the same"
    return [
        _fault(entry, "mixed-script", f"{_quoted(word)} mixes letters of two alphabets", hint)
        for word in dict.fromkeys(mixed)
    ]


def check_look_alikes(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No word is all in Latin letters that look like others, but what the English has too: SOS."""
    letters = look_alikes_of(rules.language.script)
    if not letters:
        return []
    meant = set(words_of(entry.source))
    hint = "type it again with one keyboard layout"
    return [
        _fault(entry, "mixed-script", f"{word!r} is in Latin letters that look like others", hint)
        for word in dict.fromkeys(words_of(entry.text))
        if letters.issuperset(word) and word not in meant
    ]


def check_script(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Letters are of the language's script, or Latin in names, units and what stays English."""
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
    hint = "is this the translation of another language, or left in English?"
    return [_fault(entry, "wrong-script", text, hint)]


def check_numbers(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The same numbers stand in both, in whatever digits."""
    wanted, got = _numbers(message.text), _numbers(entry.text)
    if wanted == got:
        return []
    text = f"numbers differ: the English has {_list(wanted)}, the translation {_list(got)}"
    hint = "write the same numbers, in figures"
    if not rules.language.digits.isascii():
        hint += f"; {rules.language.digits} and 0123456789 are both right"
    return [_fault(entry, "numbers", text, hint)]


def check_placeholders(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The same ``{name}`` stand in both."""
    wanted, got = _placeholders(message.text), _placeholders(entry.text)
    if wanted == got:
        return []
    text = f"words in braces differ: the English has {_list(wanted)}, the translation {_list(got)}"
    hint = "the card puts something in their place: copy them as they are, untranslated"
    return [_fault(entry, "placeholder", text, hint)]


def check_end(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text ends as the source does, with the marks of the language."""
    language = rules.language
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


def check_unchanged(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text is not the English one."""
    if entry.text.casefold() != message.text.casefold():
        return []
    if sum(map(str.isalpha, entry.text)) <= _UNCHANGED:
        return []
    hint = "translate it, or leave it empty"
    text = "the translation is the same as the English"
    return [_fault(entry, "unchanged", text, hint, Severity.WARNING)]


def check_terms(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Terms are said in the words of the glossary, unless all of the text is left in English."""
    terms = rules.terms_in(message.text)
    if not terms or entry.text.casefold() == message.text.casefold():
        return []
    return [
        _fault(
            entry,
            "glossary",
            f"no word of the glossary for {term.name!r}",
            f"say it with {' or '.join(ways)}, or add this form to {paths.GLOSSARY}",
            Severity.WARNING,
        )
        for term, ways in unsaid(entry.text, terms, rules.language)
    ]


# What can be asked of a text by itself.
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
# What can be asked of a text beside the source that it translates.
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


def _list(found: Iterable[str]) -> str:
    return ", ".join(map(_quoted, sorted(found))) or "none"


def _quoted(text: str) -> str:
    return f"‘{text}’"
