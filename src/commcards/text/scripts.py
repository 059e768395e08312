"""The script of a letter, by its Unicode name. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# ISO 15924 code -> prefix of the Unicode names of its letters.
_LETTERS = {
    "Arab": "ARABIC ",
    "Armn": "ARMENIAN ",
    "Beng": "BENGALI ",
    "Cyrl": "CYRILLIC ",
    "Deva": "DEVANAGARI ",
    "Ethi": "ETHIOPIC ",
    "Geor": "GEORGIAN ",
    "Grek": "GREEK ",
    "Guru": "GURMUKHI ",
    "Hans": "CJK ",
    "Hant": "CJK ",
    "Hebr": "HEBREW ",
    "Hmnp": "NYIAKENG PUACHUE HMONG ",
    "Khmr": "KHMER ",
    "Laoo": "LAO ",
    "Latn": "LATIN ",
    "Mymr": "MYANMAR ",
    "Rohg": "HANIFI ROHINGYA ",
    "Sinh": "SINHALA ",
    "Taml": "TAMIL ",
    "Tavt": "TAI VIET ",
    "Thai": "THAI ",
    "Tibt": "TIBETAN ",
}
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Rohg"})
_LATIN = "LATIN "
_LOOK_ALIKES = (_LATIN, "CYRILLIC ", "GREEK ")
# Latin letters that look like letters of another script, as c does like Russian с.
_DISGUISED = {
    "Cyrl": frozenset("aceijopsxyABCEHIJKMOPSTXY"),
    "Grek": frozenset("oviABEHIKMNOPTXYZ"),
}
_ANY_SCRIPT = ("MODIFIER ", "FEMININE ", "MASCULINE ", "MICRO ", "IDEOGRAPHIC ")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_](?:\S*[^\W_])?")
_JOINED = re.compile(r"[\d.@/:_-]")  # inside a word: an address, COVID-19, e-mail


def look_alikes_of(script: str) -> frozenset[str]:
    """Return the Latin letters that look like letters of a script."""
    return _DISGUISED.get(script, frozenset())


def letters_of(script: str) -> str | None:
    """Return the prefix of the Unicode names of a script's letters; None for an unknown script."""
    return _LETTERS.get(script)


def runs_from(script: str) -> str:
    """Return the direction in which a script is written, ltr or rtl; empty if it is not known."""
    if script not in _LETTERS:
        return ""
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def is_of(letter: str, script: str) -> bool:
    """Return whether a letter is of a script (a prefix from ``letters_of``), or stands in any."""
    return unicodedata.name(letter, "").startswith((script, *_ANY_SCRIPT))


@cache  # few letters make many words: this saves a sixth of a check of all catalogs
def _look_alike(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in _LOOK_ALIKES if name.startswith(script)), "")


def words_of(text: str) -> list[str]:
    """Return the words of a text: its runs of letters."""
    return _WORD.findall(text)


@cache  # few words make many texts: this saves a twentieth of such a check
def is_written_in(word: str, script: str) -> bool:
    """Return whether every letter ``is_of`` a script."""
    return all(is_of(letter, script) for letter in word)


def is_mixed(text: str) -> bool:
    """Return whether a text mixes Latin, Cyrillic and Greek letters."""
    return len(set(map(_look_alike, text)) - {""}) > 1


def may_be_latin(word: str) -> bool:
    """Return whether the word can be a name (WhatsApp), an acronym (SIM) or a unit (kg)."""
    is_name = word[0].isupper() or len(word) <= 2
    return is_name and all(is_of(letter, _LATIN) for letter in word)


def names_in(text: str) -> frozenset[str]:
    """Return the words of the names and addresses in a text, case folded.

    A name has a capital, a sign or a digit inside: WhatsApp, COVID-19, e-mail, www.example.org.
    """
    return frozenset(
        word.casefold()
        for token in _TOKEN.findall(text)
        if token != token.lower() or _JOINED.search(token)
        for word in words_of(token)
    )
