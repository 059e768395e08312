"""Reads the terms of locales/glossary.csv, and finds them in texts.

A cell lists the ways to say a term: ``съглас*|*приема*`` are two ways, and ``*`` stands for any
letters before or after others, because languages inflect. Case, punctuation and joiners do not
count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from commcards.base import layers, paths
from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.model.cards import PLACEHOLDER
from commcards.model.languages import Language
from commcards.text.scripts import names_in, words_of
from commcards.translation.catalogs import read_text
from commcards.translation.rows import RowError, TooManyError, rows_of

COLUMNS = ("term", "meaning", "english", "safety")  # one column for each language follows
SAFETY = ("consent", "dosage")
MOST_TERMS = 500
MOST_WAYS = 50  # to say a term in one language
MOST_LETTERS = 1000  # of a cell

_MOST_COLUMNS = 20_000  # of a line; cells further to the right are told at the last one
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^,"]*)(?:,|$)')
_ANY = "*"
_WHOLE = "="  # marks English that must be the whole text: "No", but not "no food"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that every card says alike; ``words`` are the ways to say it, by language tag.

    ``safety`` is "consent" or "dosage" if a line with the term must never be wrong, else empty.
    """

    name: str
    meaning: str
    english: tuple[str, ...]
    safety: str
    words: Mapping[str, tuple[str, ...]]


TermFinder = Callable[[str], tuple[Term, ...]]


def read_glossary(
    root: Path, languages: Collection[str]
) -> tuple[tuple[Term, ...], list[Diagnostic]]:
    """Read the glossary of a project over the library's; without the file there are no terms.

    ``languages`` are the tags that a column may have. Bad rows are reported and left out.
    """
    terms: dict[str, Term] = {}
    faults: list[Diagnostic] = []
    for folder, start in layers.holding(root, paths.GLOSSARY):
        own, found = _read_terms(folder, languages)
        terms |= {term.name: term for term in own}
        faults += [_at(fault, start) for fault in found]
    return tuple(terms.values()), faults


def _at(fault: Diagnostic, start: str) -> Diagnostic:
    """Return a fault with the name that its file has: the library's begins with ``start``."""
    return replace(fault, where=fault.where._replace(file=f"{start}{fault.where.file}"))


def _read_terms(
    folder: Path, languages: Collection[str]
) -> tuple[tuple[Term, ...], list[Diagnostic]]:
    """Read the glossary of one layer."""
    text, faults = read_text(folder / paths.GLOSSARY, paths.GLOSSARY, folder)
    if text is None:
        return (), faults
    table = rows_of(text)
    lines = text.split("\n")
    terms: dict[str, Term] = {}
    try:
        _, header = next(table, (1, []))
        found = _check_header(header, languages)
        if found:
            return (), [*faults, *found]
        for line, cells in table:
            if cells:
                term, found = _term(header, cells, _Row(line, lines[line - 1]), terms)
                faults += found
                if term:
                    terms[term.name] = term
            if len(terms) > MOST_TERMS or len(faults) >= MOST_FAULTS:
                raise TooManyError(line, f"a glossary has {MOST_TERMS} terms at most")
    except RowError as error:
        where = Location(paths.GLOSSARY, error.line, 1)
        hint = 'put a cell with a comma in "quotes", and write a row on one line'
        faults.append(Diagnostic(where, "glossary-row", str(error), hint))
    return tuple(terms.values()), faults


def term_finder(terms: Iterable[Term]) -> TermFinder:
    """Return a function that finds the terms of an English text.

    If terms overlap, only the longest counts: "birth certificate" is not about a birth.
    """
    ways = [(term, way, _needle(way, anywhere=False)) for term in terms for way in term.english]

    @cache  # all languages have the same sources: this saves a quarter of checking all catalogs
    def terms_in(source: str) -> tuple[Term, ...]:
        text = _folded(PLACEHOLDER.sub(" ", source))
        found = [
            (span, term)
            for term, way, needle in ways
            if needle in text and _is_said(way, text, anywhere=False)
            for span in _spans(needle, text)
        ]
        longest = [t for span, t in found if not any(_holds(other, span) for other, _ in found)]
        return tuple({term.name: term for term in longest}.values())

    return terms_in


def names(terms: Iterable[Term], tag: str) -> frozenset[str]:
    """Return the words, case folded, that may stand in a language as the glossary writes them.

    They are all words of the language's own column, and the names among the English ones.
    """
    found: set[str] = set()
    for term in terms:
        found.update(*map(names_in, term.english))
        found.update(word.casefold() for way in term.words.get(tag, ()) for word in words_of(way))
    return frozenset(found)


def _spans(needle: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield where the words around each occurrence of a needle begin and end."""
    at = folded.find(needle)
    while at >= 0:
        first, last = at + (needle[0] == " "), at + len(needle) - (needle[-1] == " ")
        yield folded.rfind(" ", 0, first) + 1, folded.index(" ", last)
        at = folded.find(needle, at + 1)


def unsaid(
    text: str, terms: Iterable[Term], language: Language
) -> list[tuple[Term, tuple[str, ...]]]:
    """Return the terms that a text says in other words, each with its ways in the glossary."""
    anywhere = language.breaks != "spaces"  # The language puts no spaces between words.
    folded = _folded(text)
    terms_with_ways = [(term, term.words.get(language.tag, ())) for term in terms]
    return [
        (term, ways)
        for term, ways in terms_with_ways
        if ways and not any(_is_said(way, folded, anywhere=anywhere) for way in ways)
    ]


def _is_said(way: str, folded: str, *, anywhere: bool) -> bool:
    needle = _needle(way, anywhere=anywhere)
    return folded == needle if way.startswith(_WHOLE) else needle in folded


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]


@dataclass(frozen=True, slots=True)
class _Row:
    """The first line of a row, which gives the places of its cells."""

    number: int
    text: str

    def place(self, cell: int) -> Location:
        """Return where a cell begins."""
        starts = [match.start() for match in _CELL.finditer(self.text[:_MOST_COLUMNS])]
        column = starts[min(cell, len(starts) - 1)] + 1
        return Location(paths.GLOSSARY, self.number, column)


def _check_header(header: list[str], languages: Collection[str]) -> list[Diagnostic]:
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if tuple("".join(header).split(mark)[: len(COLUMNS)]) == COLUMNS:
            message = f"the columns are parted by {name}, not by commas"
            hint = "save the file anew as CSV (UTF-8), with the comma as the field delimiter"
            where = Location(paths.GLOSSARY, 1, len(COLUMNS[0]) + 1)
            return [Diagnostic(where, "glossary-header", message, hint)]
    if tuple(header[: len(COLUMNS)]) != COLUMNS:
        hint = "make the first columns " + ",".join(COLUMNS)
        message = "these are not the columns of a glossary"
        return [Diagnostic(Location(paths.GLOSSARY, 1, 1), "glossary-header", message, hint)]
    tags = header[len(COLUMNS) :]
    column = 1 + sum(len(cell) + 1 for cell in COLUMNS)
    faults = []
    for number, tag in enumerate(tags):
        if tag not in languages or tag in tags[:number]:
            is_known = tag in languages
            message = f"{tag!r} has two columns" if is_known else f"there is no language {tag!r}"
            hint = "head each column with a tag of languages.yaml, each tag once"
            where = Location(paths.GLOSSARY, 1, column)
            faults.append(Diagnostic(where, "glossary-header", message, hint))
        column += len(tag) + 1
    return faults


def _term(
    header: list[str], cells: list[str], row: _Row, before: Mapping[str, Term]
) -> tuple[Term | None, list[Diagnostic]]:
    """Return the term of a row, or None and what is wrong with the row."""
    if len(cells) != len(header):
        message = f"the row has {len(cells)} cells, not {len(header)}"
        hint = "put a cell with a comma in it in quotes"
        return None, [Diagnostic(row.place(0), "glossary-row", message, hint)]
    faults = []
    if max(map(len, cells)) > MOST_LETTERS or max(cell.count("|") for cell in cells) >= MOST_WAYS:
        message = f"a cell has {MOST_LETTERS} letters and {MOST_WAYS} ways to say a term at most"
        return None, [Diagnostic(row.place(0), "glossary-row", message, "take some out")]
    for number, (head, cell) in enumerate(zip(header, cells, strict=True)):
        if head in COLUMNS[:3] and not cell.strip():
            message = f"the term has no {head}"
            faults.append(Diagnostic(row.place(number), "glossary-row", message, "write it"))
        elif head == "safety" and cell and cell not in SAFETY:
            message = f"`safety` cannot be {cell!r}"
            hint = f"leave it empty, or write {' or '.join(SAFETY)}"
            faults.append(Diagnostic(row.place(number), "glossary-word", message, hint))
        elif head not in COLUMNS[:2] and cell and not all(map(_is_way, _ways(cell))):
            message = f"{cell!r} ({head}) holds a part that is not words"
            hint = "write words between | signs; * stands for any letters before or after others"
            faults.append(Diagnostic(row.place(number), "glossary-word", message, hint))
    name, meaning, english, safety = cells[: len(COLUMNS)]
    if name in before:
        message = f"the term {name!r} has a row already"
        faults.append(Diagnostic(row.place(0), "glossary-duplicate", message, "join the two rows"))
    if faults:
        return None, faults
    spoken = zip(header[len(COLUMNS) :], cells[len(COLUMNS) :], strict=True)
    words = {tag: _ways(cell) for tag, cell in spoken if cell}
    return Term(name, meaning, _ways(english), safety, words), []


def _ways(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|"))


def _is_way(way: str) -> bool:
    """Return whether a way is words with letters at both edges, and stars only outside them."""
    is_whole = way.startswith(_WHOLE)
    words = way[1:] if is_whole else way.removeprefix(_ANY).removesuffix(_ANY)
    if _ANY in words or not any(map(str.isalnum, words)):
        return False
    return all(_folded(edge).strip() for edge in (words[0], words[-1]))


class _Letters(dict[int, str]):
    """Characters as they count: punctuation as a space, joiners and soft hyphens not at all."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        group = unicodedata.category(letter)
        self[code] = "" if group == "Cf" else " " if group[0] in "PSZC" else letter
        return self[code]


_LETTERS = _Letters({ord("ı"): "i", 0x307: ""})  # Turkish ı and İ count as i


def _folded(text: str) -> str:
    """Return the words in small letters, with one space before and after each."""
    words = text.casefold().translate(_LETTERS).split()
    return f" {' '.join(words)} "


def _needle(way: str, *, anywhere: bool) -> str:
    """Return the string that every folded text holds if it says a term in this way.

    A space in it marks the edge of a word; ``anywhere`` ignores edges.
    """
    words = _folded(way).strip()
    before, after = ("" if anywhere or edge == _ANY else " " for edge in (way[0], way[-1]))
    return f"{before}{words}{after}"
