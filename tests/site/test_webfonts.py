"""Fonts of pages: small, whole, and shaping as the full fonts do."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

import pytest
import uharfbuzz as hb

from commcards.base.store import Store
from commcards.model.languages import Language
from commcards.project.decks import read_project
from commcards.site.webfonts import WebFonts, characters, page_text
from commcards.text.fonts import FontSet
from tests.support.badinput import REPOSITORY

TEXTS = {
    "ar": "هل أنتِ حامل؟ لا، شكرًا. الله",
    "fa": "می‌فهمید؟ گچ پژ خانهٔ ما",
    "bn": "ক্ষুধা জ্ঞান রাষ্ট্র দুঃখ কো",
    "ti": "ጽቡቕ፡ እየ።",
    "uk": "Об’єкт, їжа – «так».",
    "fr": "Où êtes-vous né ? Cœur, maïs.",
}


@pytest.fixture(scope="module")
def fontset() -> FontSet:
    return FontSet.load(REPOSITORY / ".assets")


@pytest.fixture
def webfonts(fontset: FontSet, tmp_path: Path) -> WebFonts:
    return WebFonts(fontset, Store(tmp_path))


@pytest.fixture(scope="module")
def languages() -> dict[str, Language]:
    return dict(read_project(REPOSITORY)[0].languages)


def _shape(font: bytes, text: str, language: Language) -> Sequence[tuple[int, int, int, int]]:
    face = hb.Face(hb.Blob(font))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.language = language.bcp47
    buffer.guess_segment_properties()
    hb.shape(hb.Font(face), buffer)
    assert all(info.codepoint for info in buffer.glyph_infos)
    places = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.cluster, at.x_advance, at.x_offset, at.y_offset) for info, at in places]


@pytest.mark.parametrize("tag", TEXTS)
def test_a_subset_shapes_like_the_whole_font(
    webfonts: WebFonts, fontset: FontSet, languages: dict[str, Language], tag: str
) -> None:
    file = fontset.files[languages[tag].fonts[0], "regular"]
    whole = file.path.read_bytes()
    small = webfonts.subset(file, characters(TEXTS[tag]))
    assert len(small) < len(whole)
    assert _shape(small, TEXTS[tag], languages[tag]) == _shape(whole, TEXTS[tag], languages[tag])


def test_both_forms_of_composed_letters_are_there(webfonts: WebFonts, fontset: FontSet) -> None:
    file = fontset.files["Noto Sans", "regular"]
    has = set(hb.Face(hb.Blob(webfonts.subset(file, characters("e\u0301 \u0439")))).unicodes)
    assert {0xE9, ord("e"), 0x301, 0x439, 0x438, 0x306} <= has
    assert ord("z") not in has


def test_characters() -> None:
    assert characters("a\nb\t") == {"a", "b"}
    assert characters("\u00ad") >= {"-", "\u2010"}
    assert "\u2010" in characters("1\u20112")


def test_page_text_by_language_and_weight() -> None:
    html = (
        '<html lang="fa"><head><title>T</title><style>S</style><meta charset="utf-8"></head>'
        'ک<b>گ</b><p lang="en">a<br>b<svg><title>X</title><path/></svg><b>c</b>&amp;</p>ل</html>'
    )
    assert page_text(html) == {
        ("fa", "regular"): "کل",
        ("fa", "bold"): "گ",
        ("en", "regular"): "ab&",
        ("en", "bold"): "c",
    }


def test_only_the_fonts_that_are_used(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    page = '<body lang="ar">مرض<p lang="bg">Болест <b>1</b></p><p lang="km">x</p></body>'
    needed = webfonts.needed(page, [languages["ar"], languages["bg"]])
    found = {(file.family, file.style): "".join(sorted(text)) for file, text in needed.items()}
    assert found == {
        ("Vazirmatn", "regular"): "رضم",
        ("Noto Sans", "regular"): " Белост",
        ("Noto Sans", "bold"): "1",
    }


def test_css_embeds_what_is_needed(
    webfonts: WebFonts, fontset: FontSet, languages: dict[str, Language]
) -> None:
    css = webfonts.css('<body lang="ti">እየ <b>።</b></body>', [languages["ti"]])
    rule = re.compile(
        r'@font-face\{font-family:"([^"]+)";font-weight:(\d+);'
        r"src:url\(data:font/ttf;base64,([A-Za-z0-9+/=]+)\)\}"
    )
    rules = [rule.fullmatch(line) for line in css.split("\n")]
    assert [(m[1], m[2]) for m in rules if m] == [
        ("Noto Sans Ethiopic", "400"),
        ("Noto Sans Ethiopic", "700"),
    ]
    for match in rules:
        assert match and b64decode(match[3])[:4] == b"\0\1\0\0"


def test_a_kept_subset_is_used_again(
    webfonts: WebFonts, fontset: FontSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = fontset.files["Noto Sans", "regular"]
    first = webfonts.subset(file, frozenset("ab"))
    monkeypatch.delattr(hb, "subset")
    assert WebFonts(fontset, Store(tmp_path)).subset(file, frozenset("ba")) == first


def test_credits(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    lines = sorted(webfonts.credits([languages["ar"]]))
    assert [line.split(",")[0] for line in lines] == ["Noto Sans", "Vazirmatn"]


def test_an_unknown_family(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    unknown = Language("xx", "X", "X", "Latn", "ltr", ("No Such Font",))
    with pytest.raises(KeyError):
        webfonts.css('<body lang="xx">x</body>', [unknown])
