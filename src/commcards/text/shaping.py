"""Shapes text with the prepared fonts: finds text that they cannot write, and measures lines.

Text is divided as Pango divides it: each character takes the first family of the chain that has it,
spaces and invisible characters stay with their neighbours, and characters of one font and script
are shaped as one run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uharfbuzz as hb

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.text.fonts import FontSet, Style

DOTTED_CIRCLE = "\u25cc"

# In these scripts HarfBuzz sets a dotted circle only under marks: letters cannot be in wrong order.
# The other scripts have letters that count as signs of a syllable.
_PLAIN_SCRIPTS = frozenset({None, "Arab", "Armn", "Cyrl", "Ethi", "Geor", "Grek", "Hani", "Latn"})

# (whether a run begins the text, whether it ends the text) -> flags
_FLAGS = {
    (False, False): hb.BufferFlags(0),
    (True, False): hb.BufferFlags.BOT,
    (False, True): hb.BufferFlags.EOT,
    (True, True): hb.BufferFlags.BOT | hb.BufferFlags.EOT,
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Characters that the fonts write wrongly; ``offset`` counts characters, from 0."""

    offset: int
    text: str
    fault: str  # "missing glyph U+XXXX" or "broken cluster"


@dataclass(frozen=True, slots=True)
class _Font:
    font: Any
    upem: int
    has: frozenset[int]
    dotted_circle: int  # glyph id, 0 where the font has none


@dataclass(frozen=True, slots=True)
class _Chain:
    fonts: tuple[_Font, ...]
    known: dict[str, tuple[_Font | None, str | None]] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)

    def is_sure(self, text: str) -> bool:
        """Return whether the fonts can surely write the text, judged by its characters."""
        if not self.judged.issuperset(text):
            new = set(text) - self.judged
            self.judged.update(new)
            self.sure.update(filter(self._is_sure, new))
        return self.sure.issuperset(text)

    def _is_sure(self, character: str) -> bool:
        """Return whether the character needs no glyph, or has one that fits every place."""
        if _is_blank(character):
            return True
        is_mark = unicodedata.category(character).startswith("M")
        if is_mark or _script(character) not in _PLAIN_SCRIPTS:
            return False
        return bool(self.font_for(character).font.get_nominal_glyph(ord(character)))

    def font_for(self, character: str) -> _Font:
        """Return the first font that has the character, whole or in parts."""
        parts = {ord(part) for part in unicodedata.normalize("NFD", character)}
        return next(
            (font for font in self.fonts if ord(character) in font.has),
            next((font for font in self.fonts if parts <= font.has), self.fonts[0]),
        )

    def own(self, character: str) -> tuple[_Font | None, str | None]:
        """Return the font and the script of a character; None if its neighbours decide."""
        known = self.known.get(character)
        if known is None:
            font = None if _is_blank(character) else self.font_for(character)
            known = self.known[character] = font, _script(character)
        return known


@dataclass(frozen=True, slots=True)
class _Run:
    font: _Font
    script: str | None
    start: int
    end: int


class Shaper:
    """Shapes text; it opens each font once, so use one object for a whole run."""

    def __init__(self, fontset: FontSet) -> None:
        self._fontset = fontset
        self._fonts: dict[tuple[str, Style], _Font] = {}
        self._chains: dict[tuple[tuple[str, ...], Style], _Chain] = {}

    def missing(self, text: str, families: tuple[str, ...], language: str) -> list[Cluster]:
        """Return the clusters that the families cannot write, in the order of the text.

        ``language`` is a BCP 47 tag. A dotted circle that the shaper puts under a lone mark is a
        fault, unless the text itself has one. Raises UserError with code ``font-unknown`` for a
        family that is not prepared.
        """
        chain = self._chain(families, "regular")
        # Nearly all texts are sure, and looking takes a fraction of the time of shaping.
        return [] if chain.is_sure(text) else self._faults(text, chain, language)

    def _faults(self, text: str, chain: _Chain, language: str) -> list[Cluster]:
        """Shape a text, and find the glyphs that should not be there."""
        own_circle = DOTTED_CIRCLE in text
        codes = [ord(character) for character in text]
        faults: dict[int, Cluster] = {}
        for run in _runs(text, chain):
            for info in _shape(run, codes, language).glyph_infos:
                glyph, at = info.codepoint, info.cluster
                if glyph == 0 and not _is_blank(text[at]):
                    faults[at] = Cluster(
                        at, _cluster_at(text, at), f"missing glyph U+{codes[at]:04X}"
                    )
                elif glyph and glyph == run.font.dotted_circle and not own_circle:
                    faults.setdefault(at, Cluster(at, _cluster_at(text, at), "broken cluster"))
        return [faults[at] for at in sorted(faults)]

    def width(self, text: str, families: tuple[str, ...], language: str, bold: bool) -> float:
        """Return the length of the text on one line in em; control characters count nothing.

        Raises UserError with code ``font-unknown`` for a family that is not prepared.
        """
        chain = self._chain(families, "bold" if bold else "regular")
        codes = [ord(character) for character in text]
        ems = 0.0
        for run in _runs(text, chain):
            shaped = _shape(run, codes, language)
            places = shaped.glyph_positions
            if not text.isprintable():
                pairs = zip(shaped.glyph_infos, places, strict=True)
                places = [at for info, at in pairs if not _is_control(text[info.cluster])]
            ems += sum(place.x_advance for place in places) / run.font.upem
        return ems

    def _chain(self, families: tuple[str, ...], style: Style) -> _Chain:
        chain = self._chains.get((families, style))
        if chain is None:
            if not families:
                raise ValueError("no font family")
            chain = _Chain(tuple(self._font(family, style) for family in families))
            self._chains[families, style] = chain
        return chain

    def _font(self, family: str, style: Style) -> _Font:
        font = self._fonts.get((family, style))
        if font is None:
            file = self._fontset.files.get((family, style))
            if file is None:
                raise _unknown(family, self._fontset)
            face = hb.Face(hb.Blob.from_file_path(str(file.path)))
            opened = hb.Font(face)
            circle = opened.get_nominal_glyph(ord(DOTTED_CIRCLE)) or 0
            font = _Font(opened, face.upem, frozenset(face.unicodes), circle)
            self._fonts[family, style] = font
        return font


def _unknown(family: str, fontset: FontSet) -> UserError:
    return UserError(
        [
            Diagnostic(
                Location(paths.LANGUAGES),
                "font-unknown",
                f"no font family {family!r} is prepared",
                f"name one of: {', '.join(fontset.families)}",
            )
        ]
    )


def _shape(run: _Run, codes: list[int], language: str) -> Any:
    """Shape one run with the text around it as context, as Pango does."""
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_codepoints(codes, run.start, run.end - run.start)
    buffer.flags = _FLAGS[run.start == 0, run.end == len(codes)]
    buffer.language = language
    if run.script is not None:
        buffer.script = run.script
    buffer.guess_segment_properties()
    hb.shape(run.font.font, buffer)
    return buffer


def _runs(text: str, chain: _Chain) -> Iterator[_Run]:
    """Divide the text where the font or the script changes."""
    start = 0
    font: _Font | None = None
    script: str | None = None
    for at, character in enumerate(text):
        own_font, own_script = chain.own(character)
        new_font = own_font is not None and font is not None and own_font is not font
        new_script = own_script is not None and script is not None and own_script != script
        if new_font or new_script:
            yield _Run(font or chain.fonts[0], script, start, at)
            start, font, script = at, own_font or font, own_script
        else:
            font, script = font or own_font, script or own_script
    if start < len(text):
        yield _Run(font or chain.fonts[0], script, start, len(text))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc"


class NoShaper(Shaper):
    """Stands in where fonts are not prepared: it judges nothing."""

    def __init__(self) -> None: ...

    def missing(self, text: str, families: tuple[str, ...], language: str) -> list[Cluster]:
        """Return nothing."""
        return []


def _is_blank(character: str) -> bool:
    """Return whether a character needs no glyph: space, control, joiner, bidi mark, selector."""
    code = ord(character)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Zs"}


def _script(character: str) -> str | None:
    """Return the ISO 15924 code of a character's script; None if any script may use it."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(character)])
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script


def _cluster_at(text: str, start: int) -> str:
    """Return a character and the marks and joiners that belong to it."""
    end = start + 1
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Mc", "Me", "Cf"}:
        end += 1
    return text[start:end]
