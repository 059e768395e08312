"""What the pages of a site share: style sheets, fonts and pictures, each named by its digest.

A page knows the paths without the files; the builder writes the files at the end, once each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from commcards.base.digests import digest
from commcards.base.versions import code_digest
from commcards.model.languages import Language
from commcards.model.symbols import Symbol
from commcards.pictures import draw
from commcards.pictures.draw import Palette
from commcards.site.webfonts import WEIGHT, Letters, Subset, WebFonts, characters
from commcards.text.fonts import Style

FOLDER = "assets"  # in the output folder
_NAMED = 10  # hexadecimal digits of a digest
_UNSAFE = re.compile(r"[^a-z0-9]+")


class Asset(NamedTuple):
    """A shared file: its path in the output folder, and what it is made of, one of the three."""

    path: str
    text: str = ""
    font: Subset | None = None
    picture: tuple[str, Palette] | None = None  # a symbol and its colours


@dataclass(frozen=True, slots=True)
class Assets:
    """Names the shared files of one project, and makes them."""

    symbols: Mapping[str, Symbol]
    fonts: WebFonts

    def text(self, name: str, content: str) -> Asset:
        """Return a file of text; ``name`` has its ending, such as ``page.css``."""
        stem, _, ending = name.rpartition(".")
        return Asset(f"{FOLDER}/{stem}-{digest(content)[:_NAMED]}.{ending}", content)

    def picture(self, name: str, palette: Palette = draw.COLOR) -> Asset:
        """Return a symbol in some colours. Raises KeyError for an unknown one.

        Its path does not say what it shows, for the sake of sensitive cards.
        """
        value = digest("picture", code_digest(), self.symbols[name].digest, repr(palette))
        return Asset(f"{FOLDER}/{value[:_NAMED]}.svg", picture=(name, palette))

    def language(self, language: Language, letters: Letters) -> list[Asset]:
        """Return the style sheet of a language, and then its fonts."""
        return self._sheet(language.bcp47, {language: letters})

    def names(self, languages: Iterable[Language]) -> list[Asset]:
        """Return the style sheet for the names of all languages in their scripts, then its fonts.

        Its fonts have the letters of names alone, so that a list of languages loads quickly.
        """
        texts = {each: characters(each.autonym + each.speak) for each in languages}
        letters = {each: Letters(text, text) for each, text in texts.items()}
        return self._sheet("names", letters, within=".names ")

    def _sheet(
        self, name: str, letters: Mapping[Language, Letters], within: str = ""
    ) -> list[Asset]:
        wanted: dict[tuple[str, Style], set[str]] = {}
        for language, own in letters.items():
            for family, style, shown in self.fonts.needed(language.fonts, own):
                wanted.setdefault((family, style), set()).update(shown)
        subsets = [Subset(*key, "".join(sorted(shown))) for key, shown in wanted.items()]
        fonts = [
            Asset(f"{FOLDER}/{_file_name(each)}-{self.fonts.key(each)[:_NAMED]}.woff2", font=each)
            for each in subsets
        ]
        # A family of two languages has other letters in each, and so needs two names.
        rules = [_face(each, name) for each in fonts]
        rules += [_rule(each, name, within) for each in letters]
        return [self.text(f"{name.lower()}.css", "".join(rules)), *fonts]

    def made(self, asset: Asset) -> bytes:
        """Return the bytes of a shared file. Raises KeyError for a picture that is gone."""
        if asset.font:
            return self.fonts.woff2(asset.font)
        if asset.picture:
            name, palette = asset.picture
            return draw.svg(self.symbols[name], palette).encode()
        return asset.text.encode()


def _face(asset: Asset, name: str) -> str:
    """Return the rule that loads a font, where a page has letters of it."""
    assert asset.font
    url = asset.path.removeprefix(f"{FOLDER}/")
    return (
        f'@font-face{{font-family:"{asset.font.family} {name}";'
        f"font-weight:{WEIGHT[asset.font.style]};font-display:swap;"
        f'src:url({url}) format("woff2")}}\n'
    )


def _rule(language: Language, name: str, within: str) -> str:
    """Return the rule for text in a language."""
    fonts = "".join(f'"{font} {name}",' for font in language.fonts)
    size = f"--s:{language.scale:g};line-height:{language.line_height:g}"
    return f'{within}[lang="{language.bcp47}"]{{{size};font-family:{fonts}sans-serif}}\n'


def _file_name(subset: Subset) -> str:
    return _UNSAFE.sub("-", f"{subset.family} {subset.style}".lower())
