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
from commcards.text.limits import excess
from commcards.text.linebreak import ZERO_WIDTH_SPACE
from commcards.text.scripts import (
    is_mixed,
    is_written_in,
    letters_of,
    look_alikes_of,
    may_be_latin,
    names_in,
    words_of,
)
from commcards.text.shaping import Shaper
from commcards.text.slips import (
    BIDI,
    BROKEN,
    CONTROL,
    JOINERS,
    folded,
    forms_in,
    has_double_space,
    markup_in,
    may_join,
    without_markup,
)
from commcards.text.spelling import is_backwards, slips
from commcards.translation import numbers
from commcards.translation.glossary import TermFinder, unsaid

_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")  # options are not translated
_CLOSING = "\"'”’»›)]}」』） \u00a0\u202f"  # French sets a space before »
# Codes of characters that are not seen, what is wrong with them, and how to mend it.
_INVISIBLE = (
    ("bidi-control", "the text has an invisible mark for the direction of writing",
     "delete it, or type the text again; cards turn numbers and names by themselves"),
    ("broken-character", "the text has a sign that stands for a lost character",
     "type the text again, and save files as UTF-8"),
    ("control-character", "the text has an invisible character",
     "type the text again; the character may come from another program"),
)  # fmt: skip
_UNCHANGED = 3  # texts of so many letters may be the same in two languages: OK, SIM


@dataclass(frozen=True, slots=True)
class Rules:
    """What checks need to know about a language; ``messages`` are those of the cards, by key.

    ``names`` are words, case folded, that the glossary lets stand in Latin letters, or unchanged.
    ``unread`` are the cards whose files are at fault, by how the keys of their messages begin: what
    became of these messages nobody knows.
    """

    language: Language
    messages: Mapping[str, Message]
    terms_in: TermFinder
    shaper: Shaper
    names: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()


Check = Callable[[Rules, Message, Translation], list[Diagnostic]]


def check_entry(rules: Rules, entry: Translation) -> list[Diagnostic]:
    """Find every fault of one translation; faults have the place of the entry."""
    message = rules.messages.get(entry.key)
    is_unread = entry.key.partition(".")[0] in rules.unread
    if message is None:
        if is_unread:
            return []
        hint = "run `commcards po sync`, which puts lines of older cards aside"
        text = "no card has this line any more"
        return [_fault(entry, "unknown-key", text, hint, Severity.WARNING)]
    if too_much := excess(entry.text):
        return [_fault(entry, "text-too-long", f"the translation has {too_much}", "shorten it")]
    faults = [] if is_unread else check_source(rules, message, entry)
    # The translation of another source, or of one at fault, can only be judged by itself.
    checks = TEXT_CHECKS if faults or is_unread else CHECKS
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
    """No control characters, and no joiners but where letters of the script join."""
    language, text = rules.language, entry.text
    if text.isascii() and text.isprintable():  # saves most of the looks
        return []
    unseen = CONTROL.findall(text)
    if language.breaks == "words":  # there U+200B says where a word ends
        unseen = [character for character in unseen if character != ZERO_WIDTH_SPACE]
    if not may_join(language.script):
        unseen += JOINERS.findall(text)
    found = zip(_INVISIBLE, (BIDI.findall(text), BROKEN.findall(text), unseen), strict=True)
    return [
        _fault(entry, code, f"{what} ({_codes(characters)})", hint)
        for (code, what, hint), characters in found
        if characters
    ]


def check_forms(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No presentation forms, which are shapes of letters and not letters."""
    forms = forms_in(entry.text)
    if not forms:
        return []
    text = f"shapes of letters stand there in place of letters ({_codes(forms)})"
    hint = f"no search finds them, since they come from a PDF; paste instead: {folded(entry.text)}"
    return [_fault(entry, "presentation-form", text, hint, Severity.WARNING)]


def check_spelling(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No letters of another language of the same script, and no text that is stored backwards."""
    language = rules.language
    faults = []
    for slip in slips(entry.text, language.tag):
        text = f"{_quoted(slip.word)} has letters that {language.name} does not write"
        hint = f"{_quoted(slip.meant)}?" if slip.meant else "is this the word of another language?"
        faults.append(_fault(entry, "foreign-letter", text, hint, Severity.WARNING))
    ends = {language.full_stop, language.question_mark, "."} - {""}
    is_sign = len(entry.text) == 1  # such as the decimal sign: no sentence that a mark ends
    if language.direction == "rtl" and not is_sign and is_backwards(entry.text, "".join(ends)):
        text = "the text seems to be stored from its end to its beginning"
        hint = "type it again: text copied from a PDF may come out backwards"
        faults.append(_fault(entry, "backwards", text, hint, Severity.WARNING))
    return faults


def check_markup(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    r"""Nothing that is meant for a program, such as ``<b>`` or ``\n``, but what the English has."""
    found = [mark for mark in markup_in(entry.text) if mark not in entry.source]
    if not found:
        return []
    text = f"{_list(dict.fromkeys(found))} would be printed as it stands here"
    return [_fault(entry, "markup", text, "delete it: a text is plain words", Severity.WARNING)]


def check_spaces(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No two spaces side by side."""
    text, hint = "two spaces stand side by side", "delete one of them"
    is_double = has_double_space(entry.text)
    return [_fault(entry, "double-space", text, hint, Severity.WARNING)] if is_double else []


def check_mixed_words(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """No word mixes Latin, Cyrillic and Greek letters, which look alike."""
    if not is_mixed(entry.text):  # This is the usual case.
        return []
    mixed = filter(is_mixed, words_of(without_markup(entry.text)))
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
    meant = {word.casefold() for word in words_of(entry.source)} | rules.names
    hint = "type the word again with the keyboard layout of the language"
    return [
        _fault(entry, "mixed-script", f"{word!r} is in Latin letters that look like others", hint)
        for word in dict.fromkeys(words_of(without_markup(entry.text)))
        if letters.issuperset(word) and word.casefold() not in meant
    ]


def check_script(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Letters are of the language's script; or Latin in names, units and what the glossary has.

    A name or address of the English may stand as it is there (WhatsApp, e-mail, www.example.org).
    """
    own = letters_of(rules.language.script)
    if own is None:
        return []
    if all(map(is_written_in, words_of(entry.text), repeat(own))):
        return []
    own_words = PLACEHOLDER.sub(" ", _OPTION.sub(" ", without_markup(entry.text)))
    names = names_in(entry.source) | rules.names
    words = [
        word
        for word in words_of(own_words)
        if not is_mixed(word) and (word.casefold() not in names or is_written_in(word, own))
    ]
    foreign = [word for word in words if not is_written_in(word, own)]
    wrong = [word for word in foreign if not may_be_latin(word)]
    letters = sum(map(len, words))
    if not wrong and 2 * sum(map(len, foreign)) > letters and entry.text != entry.source:
        wrong = foreign
    if not wrong:
        return []
    text = f"{_list(dict.fromkeys(wrong))} is not written in the letters of {rules.language.name}"
    hint = "translate it: it may be in another language, or still in English"
    if {word.casefold() for word in wrong} <= {word.casefold() for word in words_of(entry.source)}:
        hint = f"translate it; if people say it as the English does, add it to {paths.GLOSSARY}"
    return [_fault(entry, "wrong-script", text, hint)]


def check_numbers(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The same numbers stand in both, in whatever digits, and as the language writes them."""
    wanted, got = numbers.written(message.text), numbers.written(entry.text)
    if wanted == got and all(map(str.isdecimal, wanted)):  # nearly always
        return []
    language = rules.language
    verdict = numbers.compare(message.text, entry.text, language.tag)
    if verdict is numbers.Verdict.SAME:
        return []
    hint = "write the same numbers, in figures"
    if not language.digits.isascii():
        hint += f"; {language.digits} and 0123456789 are both right"
    if got and not any(map(str.isdecimal, got)) and (marks := numbers.marks_of(language.tag)):
        hint += f"; {language.name} writes 1{marks.group}000{marks.decimal}5"
    if verdict is numbers.Verdict.UNSURE:
        text = f"the English has {_list(wanted)}, and it is not clear how {_list(got)} is read"
        return [_fault(entry, "numbers", text, hint, Severity.WARNING)]
    text = f"numbers differ: the English has {_list(wanted)}, the translation {_list(got)}"
    return [_fault(entry, "numbers", text, hint)]


def check_placeholders(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """Source and translation have the same ``{name}`` placeholders."""
    source, own = (sorted(PLACEHOLDER.findall(each.text)) for each in (message, entry))
    if source == own:
        return []
    text = f"words in braces differ: the English has {_list(source)}, the translation {_list(own)}"
    hint = "copy them untranslated: the program puts values in their place"
    return [_fault(entry, "placeholder", text, hint)]


def check_end(rules: Rules, message: Message, entry: Translation) -> list[Diagnostic]:
    """The text ends like the source, with the marks of the language; a sign is no sentence."""
    if len(message.text) == 1:
        return []
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
    words = words_of(entry.text.casefold())
    if sum(map(len, words)) <= _UNCHANGED or rules.names.issuperset(words):
        return []
    hint = f"translate it, or leave it empty; if it is said so, add it to {paths.GLOSSARY}"
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
    check_forms,
    check_spaces,
    check_mixed_words,
    check_spelling,
    check_look_alikes,
    check_script,
    check_markup,
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


def _codes(characters: Iterable[str]) -> str:
    return " ".join(f"U+{code:04X}" for code in sorted({ord(each) for each in characters}))


def _list(found: Iterable[str]) -> str:
    return ", ".join(map(_quoted, sorted(found))) or "none"


def _quoted(text: str) -> str:
    return f"‘{text}’"
