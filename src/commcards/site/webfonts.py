"""Fonts for pages: cut down to the letters of a language, once for all pages (HarfBuzz, WOFF2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

import uharfbuzz as hb

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.model.languages import Language
from commcards.text.fonts import FontFile, FontSet, Style

WEIGHT: Mapping[Style, int] = {"regular": 400, "bold": 700}
_STAND_INS = {"\u00ad": "-\u2010", "\u2011": "\u2010"}  # browsers draw these characters instead
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))) + "–—·…«»“”‘’✓"  # what templates write


class Subset(NamedTuple):
    """A font cut down to some characters, which are sorted."""

    family: str
    style: Style
    characters: str


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters that pages show in a language, by weight; each is a sorted string."""

    regular: str
    bold: str


class WebFonts:
    """Makes subsets and stores them; the same characters give the same bytes."""

    def __init__(self, fonts: FontSet, store: Store) -> None:
        self._fonts = fonts
        self._store = store
        self._opened = cache(_open)

    def credits(self, languages: Iterable[Language]) -> set[str]:
        """Return the licence lines of the fonts of some languages."""
        families = {family for language in languages for family in language.fonts}
        return {file.licence for file in self._fonts.files.values() if file.family in families}

    def needed(self, families: Iterable[str], letters: Letters) -> Iterator[Subset]:
        """Yield the fonts that show some letters, the first family that has each of them.

        What no family has is shown in the reader's own fonts. Raises KeyError for a font family
        that was not prepared.
        """
        names = tuple(families)
        for style, wanted in (("regular", letters.regular), ("bold", letters.bold)):
            left = frozenset(wanted)
            for family in names:
                file = self._fonts.files[family, style]  # type: ignore[index]
                shown = left & self._opened(file).has
                if shown - {" "}:
                    yield Subset(family, file.style, "".join(sorted(shown)))
                left -= shown

    def key(self, subset: Subset) -> str:
        """Return the digest of all that a subset depends on."""
        file = self._fonts.files[subset.family, subset.style]
        return digest("woff2", hb.version_string(), file.sha256, subset.characters)

    def woff2(self, subset: Subset) -> bytes:
        """Return a font with only these characters and all that shapes them."""
        key = self.key(subset)
        font = self._store.get(key)
        if font is None:
            file = self._fonts.files[subset.family, subset.style]
            request = hb.SubsetInput()
            request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
            request.unicode_set.update(map(ord, subset.characters))
            font = _packed(bytes(hb.subset(self._opened(file).face, request).blob.data))
            self._store.put(key, font)
        return font


def characters(text: str) -> str:
    """Return the characters that a font needs for a text, with marks composed or apart."""
    seen = text + "".join(_STAND_INS.get(character, "") for character in set(text))
    shown = {*seen}
    if not unicodedata.is_normalized("NFC", seen):  # nearly every text is
        shown.update(unicodedata.normalize("NFC", seen))
    shown.update(unicodedata.normalize("NFD", "".join(shown)))
    return "".join(sorted(shown - {*"\n\r\t"}))


def letters_of(language: Language, texts: Iterable[str], bold: Iterable[str]) -> Letters:
    """Return the letters of a language's texts; those in ``bold`` are also set in bold."""
    always = language.digits + language.autonym + _PRINTABLE
    in_bold = "".join(bold)
    return Letters(
        characters("".join(texts) + in_bold + always + language.speak),
        characters(in_bold + always),
    )


def _packed(font: bytes) -> bytes:
    """Return an OpenType font as WOFF2, without a date of its own."""
    from fontTools.ttLib import TTFont

    opened = TTFont(BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
    opened.flavor = "woff2"
    stream = BytesIO()
    opened.save(stream, reorderTables=False)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Opened:
    face: Any
    has: frozenset[str]


def _open(file: FontFile) -> _Opened:
    face = hb.Face(hb.Blob.from_file_path(str(file.path)))
    return _Opened(face, frozenset(map(chr, face.unicodes)))
