"""The numbers of a source and of its translation, compared as values.

``1,000`` is ``1 000`` in French and ``1.000`` in Spanish, and ``8:30 pm`` is ``20 h 30``. The
marks are those of CLDR, by language and digits. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import chain, product
from typing import NamedTuple

from commcards.model.cards import PLACEHOLDER
from commcards.model.languages import SOURCE_LANGUAGE


class Verdict(Enum):
    """How the numbers of two texts compare; UNSURE where a program cannot read one of them."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


class Marks(NamedTuple):
    """The signs before a fraction and between groups of digits."""

    decimal: str
    group: str


_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"\d+(?:[.,:'’٫٬]\d+|[{_SPACES}]\d{{3}}(?!\d))*")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\b", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+\.\d+")
_SYSTEMS = {"٠": "arab", "۰": "arabext"}  # the digits that have marks of their own
_LOCALES = {"prs": "fa_AF", "kmr": "ku"}  # as CLDR calls them
_MOST_CLOCKS = 3  # in one text; each may be written in several ways


class _Number(NamedTuple):
    """A number as it is written: its runs of digits in 0-9, and its value where it has one."""

    text: str
    runs: tuple[str, ...]
    value: Decimal | None

    @property
    def parts(self) -> tuple[_Number, ...]:
        """The runs as numbers of their own."""
        return tuple(_Number(run, (run,), _whole(run)) for run in self.runs)

    def agrees(self, other: _Number) -> bool:
        """Return whether both say the same; where one cannot be read, whether they look alike."""
        if self.value is not None and other.value is not None:
            return self.value == other.value
        return self.runs == other.runs


def written(text: str) -> list[str]:
    """Return the numbers of a text as they stand there."""
    return _NUMBER.findall(PLACEHOLDER.sub("", text))


def compare(source: str, text: str, tag: str) -> Verdict:
    """Compare the numbers of an English source with those of its translation into ``tag``."""
    source, text = (PLACEHOLDER.sub("", each) for each in (source, text))
    own = _read(text, tag)
    clocks = list(_CLOCK.finditer(source))[:_MOST_CLOCKS]
    plain = _read(_CLOCK.sub(" ", source, _MOST_CLOCKS), SOURCE_LANGUAGE)
    ways = ([*plain, *chain(*choice)] for choice in product(*map(_clock_ways, clocks)))
    left = [_unmatched(way, own) for way in ways]
    if any(not wanted and not extra for wanted, extra in left):
        return Verdict.SAME
    unread = any(_is_unread(number) for number in own)
    return Verdict.UNSURE if unread else Verdict.DIFFERENT


@cache
def marks_of(tag: str, system: str = "latn") -> Marks | None:
    """Return the marks that a language writes numbers with; None where CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(_LOCALES.get(tag, tag))
    except (UnknownLocaleError, ValueError):
        return None
    symbols = locale.number_symbols.get(system) or locale.number_symbols["latn"]
    if symbols.get("decimal") is None:
        symbols = locale.number_symbols["latn"]
    return Marks(symbols["decimal"], symbols["group"])


def _read(text: str, tag: str) -> list[_Number]:
    return [_number(token, tag) for token in _NUMBER.findall(text)]


def _number(token: str, tag: str) -> _Number:
    digits = "".join(_ascii(each) for each in token)
    runs = tuple(re.findall(r"[0-9]+", digits))
    if len(runs) == 1:
        return _Number(token, runs, _whole(runs[0]))
    zero = chr(ord(token[0]) - unicodedata.decimal(token[0]))
    marks = marks_of(tag, _SYSTEMS.get(zero, "latn"))
    plain = "".join(_plain_mark(each, marks) for each in digits)
    value = Decimal(plain.replace(",", "")) if _GROUPED.fullmatch(plain) else None
    return _Number(token, runs, value)


def _ascii(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def _plain_mark(character: str, marks: Marks | None) -> str:
    """Return a digit as it is, and a mark as English writes it; ``?`` where it is unknown.

    A space parts groups in any language (ISO 80000-1).
    """
    if character.isdigit():
        return character
    if marks and character == marks.decimal:
        return "."
    is_group = character in _SPACES or (marks is not None and character == marks.group)
    return "," if is_group else "?"


def _whole(run: str) -> Decimal | None:
    """Return the value of a run of digits; a code or telephone number such as 007 has none."""
    return Decimal(run) if run == "0" or run[0] != "0" else None


def _clock_ways(clock: re.Match[str]) -> Iterator[tuple[_Number, ...]]:
    """Yield the ways to write a time of the day: 8:30 pm, 20:30, 20 h 30."""
    hour, minute = int(clock[1]), clock[2]
    day = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    for written_hour in dict.fromkeys((clock[1], str(day), f"{day:02}", f"{hour:02}")):
        runs = (written_hour, minute or "00")
        yield (_Number(":".join(runs), runs, None),)
        yield _Number("", runs, None).parts
        if minute in (None, "00"):
            yield _Number("", (written_hour,), None).parts


def _unmatched(
    wanted: Sequence[_Number], own: Sequence[_Number]
) -> tuple[list[_Number], list[_Number]]:
    """Return what of each side has no like on the other.

    A space may part two numbers as well as two groups of one (116 000 is dialled, 1 000 is
    counted), and a colon may be written as a word: what is joined so counts whole or in parts.
    """
    left = list(wanted)
    extra = _taken(own, left)
    if extra and left:
        # What is one number here may be two there: 20:30 is also 20 h 30.
        apart = [part for number in left for part in _loose_parts(number)]
        rest = _taken([part for number in extra for part in _loose_parts(number)], apart)
        return apart, rest
    return left, extra


def _taken(own: Sequence[_Number], left: list[_Number]) -> list[_Number]:
    """Take what agrees with each of ``own`` out of ``left``; return those without a like."""
    extra = []
    for number in own:
        like = next((each for each in left if number.agrees(each)), None)
        if like is None:
            extra.append(number)
        else:
            left.remove(like)
    return extra


def _loose_parts(number: _Number) -> tuple[_Number, ...]:
    """Return the parts of what a space or colon joins, or the number itself."""
    return number.parts if _is_loose(number) else (number,)


def _is_loose(number: _Number) -> bool:
    """Return whether a number is joined by spaces or colons alone: 116 000, 20:30."""
    return {each for each in number.text if not each.isdigit()} <= {*_SPACES, ":"}


def _is_unread(number: _Number) -> bool:
    """Return whether a number has marks that its language does not write so."""
    return number.value is None and not _is_loose(number)
