"""What slips into a text unseen: broken and invisible characters, marks of other programs. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from commcards.text.limits import excess

# Marks for the direction of writing.
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What stands for a character or object that was lost on the way here.
BROKEN = re.compile("[\ufffc\ufffd]")
# C0 but the line feed, DEL, C1, line and paragraph separator, byte order mark, noncharacters, and
# what takes no room: U+200B, word joiners, U+180E, fillers, marks of other programs, tags. The soft
# hyphen is no slip, and the joiners are matters of a script.
CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029"
    "\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
JOINERS = re.compile("[\u200c\u200d]")
# Scripts whose letters join or stack, so that a joiner between them changes how they look.
_JOINING = frozenset(
    {"Arab", "Beng", "Deva", "Guru", "Khmr", "Laoo", "Mymr", "Rohg", "Sinh", "Taml", "Tibt"}
)
# Presentation forms of Arabic letters and ligatures of Latin and Armenian ones, which are made for
# fonts and come along when text is copied out of a PDF. U+FD3E and U+FD3F are brackets.
_FORMS = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefc]")
_MARKUP = re.compile(
    r"\\[nrt\"']"  # a line break as programs write it
    r"|</?[A-Za-z][^<>]*>"  # a tag of HTML
    r"|&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,6});"  # an entity of HTML
    r"|%(?:[0-9]\$)?[sd](?![A-Za-z])|%\([a-z_]+\)[sd]"  # where programs put words in
)
_SPACES = re.compile("[ \u00a0\u202f]{2,}")


def may_join(script: str) -> bool:
    """Return whether the letters of a script may need joiners."""
    return script in _JOINING


def markup_in(text: str) -> list[str]:
    """Return what is written for programs, such as ``<b>``, and would be printed as it stands."""
    return [match[0] for match in _MARKUP.finditer(text)]


def without_markup(text: str) -> str:
    """Return the text with spaces in place of what is written for programs."""
    return _MARKUP.sub(" ", text)


def has_double_space(text: str) -> bool:
    """Return whether two spaces stand side by side in the text."""
    return _SPACES.search(text) is not None


def forms_in(text: str) -> list[str]:
    """Return the presentation forms in a text, each once."""
    return list(dict.fromkeys(_FORMS.findall(text)))


def folded(text: str) -> str:
    """Return the text with letters in place of presentation forms, in normal form C.

    A line with too many letters or marks is returned unchanged: to sort them could take minutes.
    """
    if excess(text):
        return text
    return unicodedata.normalize("NFC", _FORMS.sub(lambda form: _letters(form[0]), text))


@cache
def _letters(form: str) -> str:
    return unicodedata.normalize("NFKC", form)
