"""How a language is written, and which languages share a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from commcards.base.diagnostics import Location
from commcards.model.romanization import Romanization

SOURCE_LANGUAGE = "en"  # the language of the cards, which needs no catalog
TOGETHER = "+"  # joins the tags of languages that share a card: ar+fa
MOST_TOGETHER = 3  # languages of the person on one card

_SCRIPTS = ("arabic", "cyrillic", "devanagari", "latin")  # what gettext writes after @

Direction = Literal["ltr", "rtl"]
Breaks = Literal["spaces", "words", "characters"]


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is written; ``tag`` names its folder in locales/ (``zh_Hans``)."""

    tag: str
    autonym: str
    name: str
    script: str
    direction: Direction
    fonts: tuple[str, ...]
    scale: float = 1.0  # multiplies the layout's type sizes; Arabic script has 1.2
    line_height: float = 1.25
    digits: str = "0123456789"
    full_stop: str = "."
    question_mark: str = "?"
    plural: str = "nplurals=2; plural=(n != 1);"
    speak: str = ""  # "I speak this language"
    exemplar: str = ""  # sample text for the glyph gate
    breaks: Breaks = "spaces"  # lines break there, or at words of a dictionary, or anywhere
    voices: bool = True  # whether most phones and computers can speak it
    latin: Romanization | None = field(default=None, repr=False)  # for the reading aid
    # Where some of the texts stand in the file, by key.
    places: Mapping[str, Location] = field(default_factory=dict, repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.tag)  # quick, because languages are often keys of dictionaries

    @property
    def bcp47(self) -> str:
        """The tag for HTML and PDF: sr@latin is sr-Latn there."""
        tag, _, modifier = self.tag.partition("@")
        language, *others = tag.split("_")
        if modifier in _SCRIPTS:
            return "-".join((language, self.script, *others))
        return "-".join((language, *others, *filter(None, (modifier,))))


def localized_number(number: int, digits: str) -> str:
    """Write a number with a language's own digits."""
    return "".join(digits[int(digit)] for digit in str(number))
