"""Fonts cut down to the characters of one page, as ``data:`` URLs in its style sheet (HarfBuzz)."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

import uharfbuzz as hb

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.model.languages import Language
from commcards.text.fonts import FontFile, FontSet, Style

BOLD = ("b", "strong")  # the only elements that page.css.j2 sets in bold
_UNSEEN = ("style", "title")
_VOID = ("br", "hr", "img", "link", "meta")
# A tag and the text after it: templates write no comments, and escape < and > in all values.
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>([^<]*)")
_LANG = re.compile(r'\blang="([^"]*)"')
_STAND_INS = {"\u00ad": "-\u2010", "\u2011": "\u2010"}  # browsers draw these characters instead


class WebFonts:
    """Makes subsets and stores them; the same characters give the same bytes."""

    def __init__(self, fonts: FontSet, store: Store) -> None:
        self._fonts = fonts
        self._store = store
        self._opened = cache(_open)

    @property
    def digest(self) -> str:
        """The digest of everything that shapes a subset besides its characters."""
        return digest(hb.version_string(), self._fonts.digest)

    def css(self, html: str, languages: Iterable[Language]) -> str:
        """Return the @font-face rules for a page whose elements have their ``lang``.

        Text in other languages is shown in the reader's own fonts. Raises KeyError for a font
        family that was not prepared.
        """
        return "\n".join(
            f'@font-face{{font-family:"{file.family}";font-weight:{_WEIGHT[file.style]};'
            f"src:url(data:font/ttf;base64,{b64encode(self.subset(file, text)).decode()})}}"
            for file, text in self.needed(html, languages).items()
        )

    def credits(self, languages: Iterable[Language]) -> set[str]:
        """Return the licence lines of the fonts of some languages."""
        families = {family for language in languages for family in language.fonts}
        return {file.licence for file in self._fonts.files.values() if file.family in families}

    def needed(self, html: str, languages: Iterable[Language]) -> dict[FontFile, frozenset[str]]:
        """Return the fonts that a page needs, each with the characters that it shows."""
        texts = page_text(html)
        fonts: dict[FontFile, frozenset[str]] = {}
        for language in languages:
            for style in _WEIGHT:
                left = characters(texts.get((language.bcp47, style), ""))
                for family in language.fonts:
                    file = self._fonts.files[family, style]
                    shown = left & self._opened(file).has
                    if shown:
                        fonts[file] = fonts.get(file, frozenset()) | shown
                    left -= shown
        return fonts

    def subset(self, file: FontFile, shown: frozenset[str]) -> bytes:
        """Return a TrueType font with only these characters and all that shapes them."""
        text = "".join(sorted(shown))
        key = digest("webfont", hb.version_string(), file.sha256, text)
        font = self._store.get(key)
        if font is None:
            request = hb.SubsetInput()
            request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
            request.unicode_set.update(map(ord, text))
            font = bytes(hb.subset(self._opened(file).face, request).blob.data)
            self._store.put(key, font)
        return font


_WEIGHT: Mapping[Style, int] = {"regular": 400, "bold": 700}


def characters(text: str) -> frozenset[str]:
    """Return the characters that a font needs for a text, with marks composed or apart."""
    seen = text + "".join(_STAND_INS.get(character, "") for character in set(text))
    forms = (seen, unicodedata.normalize("NFC", seen), unicodedata.normalize("NFD", seen))
    return frozenset("".join(forms)) - frozenset("\n\r\t")


def page_text(html: str) -> dict[tuple[str, Style], str]:
    """Return the text that a page shows, by its ``lang`` and weight.

    ``html`` comes from our templates: every element is closed, or void, or ends in ``/>``.
    """
    found: dict[tuple[str, Style], list[str]] = defaultdict(list)
    opened: list[tuple[str, Style, bool]] = [("", "regular", True)]
    for end, tag, attributes, text in _TAG.findall(html):
        if end:
            opened.pop()
        elif tag not in _VOID and not attributes.endswith("/"):
            lang, style, seen = opened[-1]
            named = _LANG.search(attributes)
            opened.append(
                (
                    named[1] if named else lang,
                    "bold" if tag in BOLD else style,
                    seen and tag not in _UNSEEN,
                )
            )
        lang, style, seen = opened[-1]
        if seen and text:
            found[lang, style].append(text)
    return {key: unescape("".join(texts)) for key, texts in found.items()}


@dataclass(frozen=True, slots=True)
class _Opened:
    face: Any
    has: frozenset[str]


def _open(file: FontFile) -> _Opened:
    face = hb.Face(hb.Blob.from_file_path(str(file.path)))
    return _Opened(face, frozenset(map(chr, face.unicodes)))
