"""Where lines break in text without spaces, and that pages break there too."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from commcards.base.store import Store
from commcards.base.units import Mm, Pt
from commcards.faces.items import Text
from commcards.faces.measure import Measure
from commcards.localize.localcard import Words
from commcards.project.languages import read_languages
from commcards.text.fonts import FontSet
from commcards.text.linebreak import ZERO_WIDTH_SPACE, bare, marked, pieces
from commcards.text.shaping import Shaper
from commcards.text.templates import Templates
from commcards.typesetting.painting import BoxPainter, box_spec
from commcards.typesetting.render import Renderer
from tests.support.invented import HEALTH

PROJECT = Path(__file__).parents[2]
LANGUAGES = read_languages(PROJECT)[0]
SIZE = Pt(14)
HEIGHT = Mm(250)
JOINING = {"\u1039", "\u17d2", "\u0e3a"}  # what follows a virama or coeng is of its cluster
LEADING = set("เแโใไເແໂໃໄ")  # vowels that are written before their consonant

# Plain sentences of our own, longer than a line of a card.
SENTENCES = {
    "my": "ကျွန်တော် မနေ့ညကတည်းက အဖျားကြီးပြီး ဗိုက်အောင့်နေလို့ ဆရာဝန်နဲ့ တွေ့ချင်ပါတယ်။",
    "th": "ฉันมีไข้สูงและปวดท้องมากตั้งแต่เมื่อคืนนี้ ฉันต้องการพบแพทย์",
    "lo": "ຂ້ອຍເປັນໄຂ້ແລະເຈັບທ້ອງຫຼາຍຕັ້ງແຕ່ຄືນວານນີ້ ຂ້ອຍຢາກພົບທ່ານໝໍ",
    "km": "ខ្ញុំក្តៅខ្លួននិងឈឺពោះខ្លាំងតាំងពីយប់មិញ ខ្ញុំសូមជួបគ្រូពេទ្យ។",
    "zh_Hans": "我从昨天晚上开始发高烧，肚子也疼得厉害，需要马上看医生。",
    "zh_Hant": "我從昨天晚上開始發高燒，肚子也疼得厲害，需要馬上看醫生。",
    "vi": "Tôi bị sốt cao và đau bụng từ tối hôm qua, tôi cần gặp bác sĩ ngay.",
}


def test_languages_without_spaces_say_so() -> None:
    breaks = {tag: language.breaks for tag, language in LANGUAGES.items()}
    assert {tag for tag in breaks if breaks[tag] == "words"} == {"my", "th", "lo", "km"}
    assert {tag for tag in breaks if breaks[tag] == "characters"} == {"zh_Hans", "zh_Hant"}


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "I am ill", ["I ", "am ", "ill"]),
        ("en", " a  b ", [" a  ", "b "]),
        ("en", "", []),
        ("th", "ฉันปวดท้อง", ["ฉัน", "ปวด", "ท้อง"]),
        ("lo", "ຂ້ອຍເວົ້າພາສາລາວ", ["ຂ້ອຍ", "ເວົ້າ", "ພາສາ", "ລາວ"]),
        ("km", "សូមជួយខ្ញុំផង។", ["សូម", "ជួយ", "ខ្ញុំ", "ផង។"]),
        ("my", "ဗိုက်နာတယ်။", ["ဗိုက်", "နာ", "တယ်။"]),
        ("zh_Hans", "请叫医生！", ["请", "叫", "医", "生！"]),
        ("zh_Hant", "「醫生」，藥", ["「醫", "生」，", "藥"]),
    ],
)
def test_pieces(tag: str, text: str, expected: list[str]) -> None:
    assert list(pieces(text, LANGUAGES[tag])) == expected


def test_spaces_need_no_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commcards.text.linebreak._segments", None)
    assert pieces("I am", LANGUAGES["en"]) == ("I ", "am")
    assert marked("I am", LANGUAGES["en"]) == "I am"
    assert marked("医生", LANGUAGES["zh_Hans"]) == "医生"  # Pango breaks there by itself


def test_marks_stand_between_words_and_nothing_is_lost() -> None:
    thai = LANGUAGES["th"]
    assert marked("ฉันปวด ท้อง", thai) == "ฉัน\u200bปวด ท้อง"
    assert marked("ฉัน\u200bปวด", thai) == "ฉัน\u200bปวด"  # a mark that the text has is not doubled
    assert marked("", thai) == ""
    for tag in ("my", "th", "lo", "km"):
        text = SENTENCES[tag]
        printed = marked(text, LANGUAGES[tag])
        assert printed.count(ZERO_WIDTH_SPACE) > 4
        assert printed.replace(ZERO_WIDTH_SPACE, "") == text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_cluster_is_broken(tag: str) -> None:
    language = LANGUAGES[tag]
    text = f"{language.exemplar} {SENTENCES.get(tag, '')}"
    assert "".join(pieces(text, language)) == text
    for piece in pieces(text, language):
        assert unicodedata.category(piece[0])[0] != "M"
        assert bare(piece)[-1:] not in JOINING | LEADING or len(bare(piece)) == 1


def test_the_estimate_agrees_with_the_page() -> None:
    fonts = FontSet.load(PROJECT / ".assets")
    measure = Measure(Shaper(fonts))
    css = "body, p { margin: 0 } body > * { position: absolute; left: 0; top: 0 }"
    templates, renderer = (
        Templates.read(PROJECT / "templates"),
        Renderer(fonts, Store(None)),
    )
    painter = BoxPainter(templates, Store(None), renderer, css, fonts.digest)
    texts = [
        Text("key", "person", Words(LANGUAGES[tag], sentence), SIZE, Mm(0), Mm(0), width, HEIGHT)
        for tag, sentence in SENTENCES.items()
        for width in (Mm(30), Mm(47), Mm(66))
    ]
    keys = [box_spec(text, HEALTH, "ltr") for text in texts]
    painted = painter.paint(keys)
    painted_boxes = [painted[each] for each in keys]
    assert not any(painted.too_wide for painted in painted_boxes)
    tags = [text.words.language.tag for text in texts]
    printed = [(tag, painted.lines) for tag, painted in zip(tags, painted_boxes, strict=True)]
    assert printed == [
        (tag, measure.lines(text.words, SIZE, text.width, False))
        for tag, text in zip(tags, texts, strict=True)
    ]
    assert {tag for tag, lines in printed if lines > 2} == {*SENTENCES}
