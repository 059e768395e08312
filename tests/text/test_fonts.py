"""The prepared fonts as a build sees them, and the glyph gate."""

import json
import shutil
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from commcards.base.errors import UserError
from commcards.project.languages import read_languages
from commcards.text import shaping
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper

PROJECT = Path(__file__).parents[2]
ASSETS = PROJECT / ".assets"
LANGUAGES = read_languages(PROJECT)[0]
LATIN = ("Noto Sans",)
BENGALI = ("Noto Sans Bengali", "Noto Sans")
KHMER = ("Noto Sans Khmer", "Noto Sans")
BURMESE = ("Noto Sans Myanmar", "Noto Sans")
ARABIC = ("Vazirmatn", "Noto Sans")


@pytest.fixture(scope="module")
def fontset() -> FontSet:
    return FontSet.load(ASSETS)


@pytest.fixture(scope="module")
def shaper(fontset: FontSet) -> Shaper:
    return Shaper(fontset)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    assets = tmp_path / ".assets"
    shutil.copytree(ASSETS / "fonts", assets / "fonts")
    return assets


def test_every_family_has_regular_and_bold(fontset: FontSet) -> None:
    assert set(fontset.files) == {
        (family, style) for family in fontset.families for style in ("regular", "bold")
    }
    assert fontset.damaged() == ()


@pytest.mark.parametrize("manifest", [None, "", "{", "[]", "{}", '{"fonts": [{"family": "X"}]}'])
def test_unprepared_fonts_are_the_users_fault(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / ".assets/fonts").mkdir(parents=True)
        (tmp_path / ".assets/fonts/manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(UserError) as caught:
        FontSet.load(tmp_path / ".assets")
    (fault,) = caught.value.diagnostics
    assert fault.code == "fonts-missing"
    assert fault.where.file == ".assets/fonts/manifest.json"
    assert "make" in fault.hint


def test_an_absent_font_is_named(copied: Path) -> None:
    (copied / "fonts/NotoSans-Bold.ttf").unlink()
    with pytest.raises(UserError, match=r"NotoSans-Bold\.ttf"):
        FontSet.load(copied)


def test_a_changed_font_is_found(copied: Path) -> None:
    (copied / "fonts/NotoSans-Bold.ttf").write_bytes(b"other")
    assert [file.family for file in FontSet.load(copied).damaged()] == ["Noto Sans"]


def test_digest_depends_on_the_bytes_not_on_the_folder(fontset: FontSet, copied: Path) -> None:
    assert FontSet.load(copied).digest == fontset.digest
    path = copied / "fonts/manifest.json"
    data = json.loads(path.read_text("utf-8"))
    data["fonts"][0]["sha256"] = "0" * 64
    path.write_text(json.dumps(data), "utf-8")
    assert FontSet.load(copied).digest != fontset.digest


def test_fontconfig_knows_our_folder_alone(copied: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a & <b>"
    copied.rename(odd)
    xml = FontSet.load(odd).fontconfig_xml(tmp_path / "cache")
    tree = ET.fromstring(xml)
    assert [element.tag for element in tree] == ["dir", "cachedir"]
    assert [element.text for element in tree] == [str(odd / "fonts"), str(tmp_path / "cache")]


@pytest.mark.parametrize(
    ("text", "families", "language"),
    [
        ("I am ill. Ж é e\u0301 \u1ec7", LATIN, "vi"),
        ("নমস্কার। আমি 12 (ABC)", BENGALI, "bn"),
        ("মানুষ য\u09bc", BENGALI, "bn"),
        ("سلام +47 22 33 ABC\u200c\u2066x\u2069\n؟\u200f\u200e", ARABIC, "fa"),
        ("ሰላም ።", ("Noto Sans Ethiopic", "Noto Sans"), "am"),
        ("မြန်မာ", BURMESE, "my"),
        ("ខ្ញុំឈឺ", KHMER, "km"),
        ("\u00ad\t a\u00a0b\u200d", LATIN, "en"),
        ("\u25cc\u09bf", BENGALI, "bn"),  # a circle that the text has is no fault
        ("", LATIN, "en"),
    ],
)
def test_good_text_has_all_glyphs(
    shaper: Shaper, text: str, families: tuple[str, ...], language: str
) -> None:
    assert shaper.missing(text, families, language) == []


@pytest.mark.parametrize(
    ("text", "families", "fault", "offset", "cluster"),
    [
        ("a我b", LATIN, "missing glyph U+6211", 1, "我"),
        ("a\u0985b", LATIN, "missing glyph U+0985", 1, "\u0985"),
        ("Hi 😀", LATIN, "missing glyph U+1F600", 3, "😀"),
        ("ক \u09bf", BENGALI, "broken cluster", 2, "\u09bf"),
        ("\u103b\u1019", BURMESE, "broken cluster", 0, "\u103b"),  # as Zawgyi orders it
        ("\u17d2ក", KHMER, "broken cluster", 0, "\u17d2"),  # an orphan coeng
        ("\u0301a", LATIN, "broken cluster", 0, "\u0301"),
    ],
)
def test_bad_text_is_found(
    shaper: Shaper, text: str, families: tuple[str, ...], fault: str, offset: int, cluster: str
) -> None:
    found = shaper.missing(text, families, "en")
    assert [(each.offset, each.text, each.fault) for each in found] == [(offset, cluster, fault)]


def test_the_languages_are_those_that_were_promised() -> None:
    filled = "bg en nb tr pl vi ar fa prs ps ckb kmr ur uk ru fr es so ti am sw bn my zh_Hans"
    set_up = "kac mww ium blt rhg ne hi pa ta si ka hy el ro sq sr th lo km zh_Hant he"
    assert list(LANGUAGES) == [*filled.split(), *set_up.split()]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_fonts_can_write_every_language(shaper: Shaper, tag: str) -> None:
    language = LANGUAGES[tag]
    marks = f" {language.digits} {language.full_stop}{language.question_mark}"
    for text in (language.exemplar + marks, language.autonym):
        assert unicodedata.is_normalized("NFC", text)
        assert shaper.missing(text, language.fonts, language.bcp47) == []
    assert "." in language.exemplar or language.full_stop in language.exemplar
    if language.script != "Latn":
        first = language.fonts[0]
        own = [c for c in language.exemplar + language.digits if ord(c) >= 0x370 and c.isalpha()]
        assert len(set(own)) > 25
        assert not shaper.missing("".join(own[:10]), (first,), language.bcp47)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("zh_Hans", "恶心呕吐癫痫糖尿病哮喘过敏怀孕疫苗护照难民"),
        ("zh_Hant", "噁心嘔吐癲癇糖尿病哮喘過敏懷孕疫苗護照難民"),
    ],
)
def test_chinese_is_cut_down_to_more_than_a_card_needs(shaper: Shaper, tag: str, text: str) -> None:
    codec = {"zh_Hans": "gb2312", "zh_Hant": "big5"}[tag]
    letters = [chr(code) for code in range(0x4E00, 0xA000) if encodes(codec, chr(code))]
    assert len(letters) > 6000
    assert shaper.missing(text + "".join(letters), LANGUAGES[tag].fonts, tag) == []


@pytest.mark.parametrize("tag", ["hi", "ne"])
def test_devanagari_ra_stands_below_its_letter(shaper: Shaper, tag: str) -> None:
    def width(text: str) -> float:
        return shaper.width(text, LANGUAGES[tag].fonts, tag, False)

    assert width("ट्र") == width("ट")


def test_urdu_numbers_have_no_serifs(shaper: Shaper) -> None:
    for bold in (False, True):
        number = shaper.width("112", LANGUAGES["ur"].fonts, "ur", bold)
        assert number == shaper.width("112", ARABIC, "ur", bold)


def encodes(codec: str, letter: str) -> bool:
    return letter.encode(codec, "ignore") != b""


def test_only_doubtful_texts_are_shaped(fontset: FontSet, monkeypatch: pytest.MonkeyPatch) -> None:
    shaped = []
    shape = shaping._shape

    def note(run: shaping._Run, codes: list[int], language: str) -> object:
        shaped.append("".join(map(chr, codes)))
        return shape(run, codes, language)

    monkeypatch.setattr(shaping, "_shape", note)
    own = Shaper(fontset)
    assert own.missing("I am ill.", LATIN, "en") == []
    assert own.missing("আমি ভালো", BENGALI, "bn") == []
    assert set(shaped) == {"আমি ভালো"}
    assert [each.offset for each in own.missing("আমি \u09bf ভালো", BENGALI, "bn")] == [4]


def test_every_missing_character_is_reported_in_order(shaper: Shaper) -> None:
    assert [each.text for each in shaper.missing("我x是", LATIN, "zh-Hans")] == ["我", "是"]


def test_later_families_help_out(shaper: Shaper) -> None:
    assert shaper.missing("Ж", ("Noto Sans Bengali",), "ru")
    assert shaper.missing("Ж", BENGALI, "ru") == []


def test_an_unprepared_family_is_named(shaper: Shaper) -> None:
    with pytest.raises(UserError) as caught:
        shaper.missing("a", ("Noto Serif",), "en")
    assert caught.value.diagnostics[0].code == "font-unknown"


def test_width_grows_with_weight_and_text(shaper: Shaper) -> None:
    def width(text: str, bold: bool = False) -> float:
        return shaper.width(text, LATIN, "en", bold)

    assert width("") == 0
    assert width("n") == pytest.approx(0.618)  # 618 units of 1000
    assert width("nn") == pytest.approx(2 * 0.618)
    assert width("nn", bold=True) > width("nn")
    assert width("n\nn") == width("n\u200en") == pytest.approx(2 * 0.618)


def test_width_counts_ligatures_and_fallback(shaper: Shaper) -> None:
    joined = shaper.width("لا", ARABIC, "ar", False)
    apart = sum(shaper.width(letter, ARABIC, "ar", False) for letter in "لا")
    assert 0 < joined < apart
    mixed = shaper.width("আমি Ж", BENGALI, "bn", False)
    parts = shaper.width("আমি ", BENGALI, "bn", False) + shaper.width("Ж", LATIN, "ru", False)
    assert mixed == pytest.approx(parts)
