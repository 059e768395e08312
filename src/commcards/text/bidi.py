"""How numbers, codes, units, names and addresses stand in right-to-left text. Pure.

The Unicode Bidirectional Algorithm (UAX 9) does not know telephone numbers and doses: after an
Arabic letter it shows ``116 000`` as ``000 116``. So this module finds the runs that have to stand
from left to right. Paper and spreadsheets put them between ``START`` and ``END``, pages and the
preview in ``<bdi dir="ltr">``. The direction within a run is overridden, because Arabic digits
change places within an isolate too. docs/adr/0013-numbers-in-sentences.md gives the reasons for
these rules:

- Telephone numbers, codes (``B12``, ``*100#``), decimals, thousands, fractions, times and dates
  run from left to right, with the digits of any script.
- A plus or minus stands at the left of its number; ``%``, ``°`` and signs of currencies stand as
  typed; ``٪`` stands at the left, as Arabic units do.
- A unit in Latin letters follows its number within the run: ``2,5 ml``.
- A range runs from right to left in Arabic and Sorani, whose digits have the class AN, and from
  left to right in Persian, Dari, Pashto, Urdu and Hebrew. A hyphen between longer groups of digits
  is that of a telephone number: ``050-123``.
- Latin words and the numbers beside them are one run, but a number before a right-to-left word
  belongs to that word: in ``Paracetamol 500 mg 3 مرات`` the 3 is a run of its own.
- Text between direction marks, or beside one, stays as its author wrote it. Texts of left-to-right
  languages have no runs.

No line ends within a number, between a number and its unit, or within an address. A run that is
wider than its line is divided after a space, a hyphen or a sign of an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple
from unicodedata import bidirectional, category, name, numeric

from commcards.model.languages import Language

START = "\u2066\u202d"  # LEFT-TO-RIGHT ISOLATE, LEFT-TO-RIGHT OVERRIDE
END = "\u202c\u2069"  # POP DIRECTIONAL FORMATTING, POP DIRECTIONAL ISOLATE
WORD_JOINER, NO_BREAK_SPACE = "\u2060", "\u00a0"  # where no line ends

_WORDS = re.compile(" +|[^ ]+")
_OURS = re.compile(f"{START}|{END}|{WORD_JOINER}")
_OPENING = ("LRE", "RLE", "LRO", "RLO", "LRI", "RLI", "FSI")
_CLOSING = ("PDF", "PDI")
_NAMED = {**{sign: sign for sign in ":/()@*"}, "'": ",", "’": ",", "–": "~", "—": "~", "−": "-"}
_UNIT = 6  # signs of the longest unit: mmol/L


class Run(NamedTuple):
    """Characters ``start`` to ``end`` of a text, which run from left to right.

    What follows up to ``close`` belongs to it: ``٪``, or the dash before the end of a range. No
    line ends before an offset in ``firm``.
    """

    start: int
    end: int
    close: int
    firm: tuple[int, ...]


def isolated(text: str, language: Language) -> str:
    """Return the text with each of its runs between ``START`` and ``END``."""
    return "".join(
        f"{START}{part}{END}" if is_run else part
        for segment in segments(text, language)
        for part, is_run in segment
    )


@lru_cache(maxsize=4096)  # a text stands on many faces
def joined(text: str, language: Language) -> str:
    """Return the text as ``isolated`` does, marked wherever no line is to end.

    A space becomes one that does not break: readers of PDF would part the groups of a number at
    any other.
    """
    found = runs(text, language)
    if not found:
        return text
    firm = {at for run in found for at in run.firm}
    starts, ends = {run.start for run in found}, {run.end for run in found}
    written = []
    for at, sign in enumerate(text):
        if at in ends:
            written.append(END)
        if at in firm and text[at - 1] != " ":
            written.append(WORD_JOINER)
        if at in starts:
            written.append(START)
        written.append(NO_BREAK_SPACE if sign == " " and at + 1 in firm else sign)
    return "".join((*written, END if len(text) in ends else ""))


def plain(text: str) -> str:
    """Return a text without what ``isolated`` and ``joined`` have put into it."""
    return _OURS.sub("", text)


def visual(text: str) -> str:
    """Return a line of right-to-left text, marked or not, as it stands from left to right."""
    pieces = _STANDING.finditer(_kinds(text))
    return plain("".join(text[found.start() : found.end()] for found in reversed(list(pieces))))


def segments(text: str, language: Language) -> Iterator[tuple[tuple[str, bool], ...]]:
    """Divide a text into segments of parts, of which True marks a run.

    No line ends between the parts of a segment: what stands beside a run without a space is in it.
    """
    found = runs(text, language)
    if not found:
        yield ((text, False),)
        return
    parts: list[tuple[str, bool]] = []
    at = 0
    for run in found:
        parts += [(word, False) for word in _WORDS.findall(text, at, run.start)]
        parts.append((text[run.start : run.end], True))
        parts += [(text[run.end : run.close], False)] * (run.close > run.end)
        at = run.close
    parts += [(word, False) for word in _WORDS.findall(text, at)]
    for _, segment in groupby(parts, lambda part: not part[0].strip(" ")):
        yield tuple(segment)


@lru_cache(maxsize=4096)  # a text is measured in several widths, painted, and put on a page
def runs(text: str, language: Language) -> tuple[Run, ...]:
    """Return the runs of a text, in its order."""
    if language.direction == "ltr":
        return ()
    kinds = _kinds(text)
    to_left = bidirectional(language.digits[0]) == "AN"
    phrases = list(_phrases(kinds, _numbers(kinds, to_left=to_left)))
    return tuple(_run(kinds, items) for items in phrases if _needs_isolate(kinds, items))


# What a character counts as:
#
#   9  a digit, a fraction; 0 a zero       a  a letter that runs from left to right
#   ,  a point, comma, apostrophe          r  a letter that runs from right to left, q another sign
#   -  a hyphen, a minus; ~ a long dash    %  a sign beside numbers: % ° $ #
#   +  another mathematical sign           p  one of the Arabic script: ٪
#   x  a bidi control, and what it embeds  o  any other sign
#
# A space, : / ( ) @ and * count as themselves, a mark or joiner as what stands before it.


class _Kinds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        kind = self[code] = _kind(chr(code))
        return kind


def _kind(sign: str) -> str:
    bidi, general = bidirectional(sign), category(sign)
    if general[0] == "N":
        return "0" if numeric(sign, 1) == 0 else "9"
    if general == "Cf" and bidi != "BN":
        return "9" if bidi == "AN" else "x"  # U+0600 and its like hold the digits after them
    if bidi in ("NSM", "BN"):
        return "m"
    if general == "Zs" or bidi == "WS":
        return " "
    if bidi in ("R", "AL"):
        return "r" if general[0] == "L" else "q"
    if bidi == "L":
        return "a"
    if sign in _NAMED:
        return _NAMED[sign]
    if general == "Pd":
        return "-"
    if bidi in ("CS", "AN"):
        return ","
    if bidi == "ET":
        return "p" if name(sign).startswith("ARABIC") else "%"
    return "+" if general == "Sm" else "o"


_TABLE = _Kinds()
_MARKED = re.compile("(.)(m+)")
_STANDING = re.compile("x+|[09a](?:[^rqx]*[09a])?|.")  # what keeps its order in a turned line


def _kinds(text: str) -> str:
    """Return what each character of a text counts as."""
    kinds = _MARKED.sub(lambda found: found[1] * len(found[0]), text.translate(_TABLE))
    if "x" not in kinds:
        return kinds
    depth = 0
    result = []
    for sign, kind in zip(text, kinds, strict=True):
        depth += (bidirectional(sign) in _OPENING) - (bidirectional(sign) in _CLOSING and depth > 0)
        result.append("x" if depth else kind)
    return "".join(result)


class _Item(NamedTuple):
    """A number, or a word that may hold digits."""

    start: int
    end: int
    is_number: bool


# Digits and letters without a space, and the signs that belong to them. A hyphen joins a number to
# a right-to-left word before it; signs before such a word belong to the word.
_TIGHT = re.compile(
    r"""(?: (?<![09ar])-{1,2} | (?<![^-+%*@ (o]), | [+%*@(] )*
        [09a] (?:[^ rqx]*[09a])?
        (?: [%+*)/]++ (?!r) )?""",
    re.VERBOSE,
)
_DIGITS = "[09]+"
_GROUP = rf"(?:\({_DIGITS}\)(?:{_DIGITS})?|{_DIGITS})"
_VALUE = rf"-?{_DIGITS}(?:[,:/]{_DIGITS})*%?"
# A number that begins as those that are dialled do, with the sign or zeros of a country or a town.
_DIALLED = re.compile(
    rf"(?:\([+0]{_DIGITS}\)|\+{_DIGITS}|0{_DIGITS})"
    rf"(?:(?:[- ]| - | ?/ ?(?=[09]{{3}})|(?=\()){_GROUP})*"
)
_MORE = re.compile(rf"{_GROUP}(?:[-/]{_DIGITS})*")
_GROUPS = re.compile(rf"[-+%]?{_GROUP}(?:(?:[- ]|(?=\()){_GROUP})*")
_LONGER = re.compile(rf"\(?[09]{{2,}}\)?(?:-{_DIGITS})*[%+]?")
_THOUSANDS = re.compile(r"[-+%]?[09]{1,3}(?: [09]{3})*")
_DECIMALS = re.compile(r"[09]{3},[09]+%?")
_DATE = re.compile(r"[09]{4}-[09]{1,2}-[09]{1,2}|[09]{1,2}-[09]{1,2}(?:-[09]{4})?")
_RANGE = re.compile(rf"({_VALUE})([-~])({_VALUE}(?:(?<=%)a+)?)")  # 38-39, and 38-39°C
_SHORT = re.compile(r"-?[09]{1,2}|.*[,:/%].*")
_FURTHER = re.compile(" ?[09]")
_COUNTED = re.compile(" ?r")
_AFTER = re.compile(" %+(?![09ar])")
_BEHIND = re.compile(" ?p|[-~](?=[09])")


def _tight(kinds: str) -> Iterator[_Item]:
    """Yield digits and letters that stand without a space."""
    for found in _TIGHT.finditer(kinds):
        start, end = found.span()
        is_number = "a" not in found[0]
        if is_number:
            end -= kinds[end - 1] == "/"
        else:  # <b>
            start += len(found[0]) - len(found[0].lstrip("+"))
            end -= len(found[0]) - len(found[0].rstrip("+"))
        while kinds[start] == "(" and kinds.count("(", start, end) > kinds.count(")", start, end):
            start += 1
        while kinds[end - 1] == ")" and kinds.count(")", start, end) > kinds.count("(", start, end):
            end -= 1
        yield _Item(start, end, is_number)


def _numbers(kinds: str, *, to_left: bool) -> Iterator[_Item]:
    """Yield words and numbers, the groups of a number as one; the ends of a range ``to_left``."""
    items: list[_Item] = []
    for item in _tight(kinds):
        if items and _continues(kinds, items[-1], item, to_left=to_left):
            items[-1] = items[-1]._replace(end=item.end)
        else:
            items.append(item)
    for start, end, is_number in items:
        if "x" in (kinds[start - 1 : start], kinds[end : end + 1]):
            continue
        if kinds[start] == "(" and kinds[end - 1] == ")" and kinds.count("(", start, end) == 1:
            start, end = start + 1, end - 1
        found = _RANGE.fullmatch(kinds, start, end) if to_left else None
        if found and _is_range(*found.groups()):
            yield _Item(start, found.end(1), is_number=True)
            start = found.start(3)
        after = _AFTER.match(kinds, end) if is_number else None
        yield _Item(start, after.end() if after else end, is_number)


def _continues(kinds: str, one: _Item, two: _Item, *, to_left: bool) -> bool:
    """Tell whether two numbers are groups of one, or a range, with spaces between them."""
    if not (one.is_number and two.is_number):
        return False
    gap = kinds[one.end : two.start]
    before, after = kinds[one.start : one.end], kinds[two.start : two.end]
    if after[-1] == ")" and not _FURTHER.match(kinds, two.end):
        return False  # An aside: 116 000 (24).
    if _DIALLED.fullmatch(before) and _MORE.fullmatch(after):
        return gap == " " or (gap in (" - ", " / ") and len(after) > 2)
    if gap != " ":
        found = _RANGE.fullmatch(before.rpartition(" ")[2] + gap.strip(" ") + after)
        return bool(found and not to_left and _is_range(*found.groups()))
    if _THOUSANDS.fullmatch(before) and _DECIMALS.fullmatch(after):
        return True
    parted = _GROUPS.fullmatch(before) and not _DATE.fullmatch(before)
    return bool(parted and _LONGER.fullmatch(after))


def _is_range(one: str, dash: str, two: str) -> bool:
    """Tell two values from two groups of a telephone number."""
    both_short = _SHORT.fullmatch(one) and _SHORT.fullmatch(two)
    return bool(both_short or (dash == "~" and not _DIALLED.fullmatch(one)))


def _phrases(kinds: str, items: Iterator[_Item]) -> Iterator[Sequence[_Item]]:
    """Yield words with the numbers beside them, and the numbers that stand alone."""
    phrase: list[_Item] = []
    for item in items:
        is_beside = phrase and kinds[phrase[-1].end : item.start] == " "
        if is_beside and not all(each.is_number for each in (*phrase, item)):
            phrase.append(item)
            continue
        yield from _parted(kinds, phrase)
        phrase = [item]
    yield from _parted(kinds, phrase)


def _parted(kinds: str, phrase: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Part what ends a phrase but is counted with the right-to-left word after it."""
    if not phrase:
        return
    is_counted = _COUNTED.match(kinds, phrase[-1].end)
    last = len(phrase)
    while is_counted and last and phrase[last - 1].is_number:
        last -= 1
    yield from filter(None, (phrase[:last], *([item] for item in phrase[last:])))


def _needs_isolate(kinds: str, phrase: Sequence[_Item]) -> bool:
    """Tell whether there is more than letters, whose order is clear."""
    return any(set(kinds[item.start : item.end]) != {"a"} for item in phrase)


def _run(kinds: str, phrase: Sequence[_Item]) -> Run:
    end = phrase[-1].end
    firm = [
        at + 1
        for item in phrase
        for at in range(item.start, item.end - 1)
        if _is_firm(kinds, item, at)
    ]
    for one, two in pairwise(phrase):
        if one.is_number and not two.is_number and two.end - two.start <= _UNIT:
            firm.append(two.start)
    behind = _BEHIND.match(kinds, end)
    if behind and behind[0] != "p":
        firm.append(end + 1)
    return Run(phrase[0].start, end, behind.end() if behind else end, tuple(sorted(firm)))


def _is_firm(kinds: str, item: _Item, at: int) -> bool:
    """Tell whether a line might end after a sign within an item."""
    kind = kinds[at]
    if item.is_number:
        is_leading = kinds[at - 1 : at] not in ("0", "9")  # .5
        return (kind in " -~" and at > item.start) or (kind == "," and is_leading)
    is_decimal = kind in ",:" and kinds[at - 1] in "09" and kinds[at + 1] in "09"
    return kind not in "09a%" and not is_decimal
