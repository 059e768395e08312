"""Fonts of pages: small, whole, and shaping as the full fonts do."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from commcards.base.store import Store
from commcards.model.languages import Language
from commcards.project.decks import read_project
from commcards.site.assets import Assets
from commcards.site.webfonts import Letters, Subset, WebFonts, characters, letters_of
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


def unpacked(font: bytes) -> bytes:
    """Return a WOFF2 as the font that it holds."""
    assert font[:4] == b"wOF2"
    opened = TTFont(BytesIO(font))
    opened.flavor = None
    stream = BytesIO()
    opened.save(stream)
    return stream.getvalue()


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
    packed = webfonts.woff2(Subset(file.family, "regular", characters(TEXTS[tag])))
    assert len(packed) < len(whole) / 2
    small = unpacked(packed)
    assert _shape(small, TEXTS[tag], languages[tag]) == _shape(whole, TEXTS[tag], languages[tag])


def test_both_forms_of_composed_letters_are_there(webfonts: WebFonts) -> None:
    font = webfonts.woff2(Subset("Noto Sans", "regular", characters("e\u0301 \u0439")))
    has = set(hb.Face(hb.Blob(unpacked(font))).unicodes)
    assert {0xE9, ord("e"), 0x301, 0x439, 0x438, 0x306} <= has
    assert ord("z") not in has


def test_characters() -> None:
    assert characters("b\na\tb") == "ab"
    assert {*characters("\u00ad")} >= {"-", "\u2010"}
    assert "\u2010" in characters("1\u20112")


def test_only_the_fonts_that_are_used(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    letters = Letters("".join(sorted("مرضщ")), "щ")
    assert list(webfonts.needed(languages["ar"].fonts, letters)) == [
        ("Vazirmatn", "regular", "رضم"),
        ("Noto Sans", "regular", "щ"),
        ("Noto Sans", "bold", "щ"),
    ]


def test_letters_of_a_language(languages: dict[str, Language]) -> None:
    letters = letters_of(languages["ar"], ["مرض"], ["لا"])
    assert {*"مرضلا0123456789العربية"} <= {*letters.regular}
    assert {*"لا"} <= {*letters.bold}
    assert "ض" not in letters.bold


def test_the_sheet_of_a_language(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    assets = Assets({}, webfonts)
    sheet, *fonts = assets.language(languages["ti"], Letters("እየ", "።"))
    assert sheet.path.startswith("assets/ti-") and sheet.path.endswith(".css")
    assert '[lang="ti"]{--s:' in sheet.text
    for font, weight in zip(fonts, (400, 700), strict=True):
        name = font.path.removeprefix("assets/")
        rule = f'font-weight:{weight};font-display:swap;src:url({name}) format("woff2")}}'
        assert f'@font-face{{font-family:"Noto Sans Ethiopic ti";{rule}' in sheet.text
        assert assets.made(font)[:4] == b"wOF2"


def test_each_name_of_a_language_has_the_font_of_its_own(
    webfonts: WebFonts, languages: dict[str, Language]
) -> None:
    _, *fonts = Assets({}, webfonts).names([languages["ar"], languages["ur"]])
    shown = {font.font.family: {*font.font.characters} for font in fonts if font.font}
    assert {*"اردو"} <= shown["Noto Nastaliq Urdu"]
    assert {*"العربية"} <= shown["Vazirmatn"]


def test_a_kept_subset_is_used_again(
    webfonts: WebFonts, fontset: FontSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subset = Subset("Noto Sans", "regular", "ab")
    first = webfonts.woff2(subset)
    monkeypatch.delattr(hb, "subset")
    assert WebFonts(fontset, Store(tmp_path)).woff2(subset) == first


def test_a_subset_made_anew_has_the_same_bytes(fontset: FontSet) -> None:
    subset = Subset("Vazirmatn", "bold", "العربية")
    one, other = (WebFonts(fontset, Store(None)).woff2(subset) for _ in range(2))
    assert one == other


def test_credits(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    lines = sorted(webfonts.credits([languages["ar"]]))
    assert [line.split(",")[0] for line in lines] == ["Noto Sans", "Vazirmatn"]


def test_an_unknown_family(webfonts: WebFonts, languages: dict[str, Language]) -> None:
    unknown = Language("xx", "X", "X", "Latn", "ltr", ("No Such Font",))
    with pytest.raises(KeyError):
        list(webfonts.needed(unknown.fonts, Letters("x", "")))
