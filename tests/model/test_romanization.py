"""The reading aid: letter by letter as each published system has it, on paper and page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commcards.faces.flow import plan
from commcards.faces.items import Text
from commcards.faces.rows import RowLayout
from commcards.localize.localcard import Line, LocalCard, Words
from commcards.localize.localizer import Localizer
from commcards.model.cards import Kind
from commcards.model.languages import Language
from commcards.model.romanization import Romanization
from commcards.project.languages import read_languages
from commcards.text.scripts import is_of, letters_of
from tests.support.badinput import REPOSITORY
from tests.support.invented import (
    ARABIC,
    BULGARIAN,
    ENGLISH,
    HEALTH,
    SPEC,
    card,
    catalog,
    lines,
    local,
    phrase,
    section,
    width,
)

LANGUAGES = read_languages(REPOSITORY)[0]
UKRAINIAN = LANGUAGES["uk"]
GREEK = LANGUAGES["el"]
WITH_TABLE = [tag for tag, language in LANGUAGES.items() if language.latin]
# Names and words that the systems themselves, or the gazetteers that follow them, write so.
GOLDEN = {
    "uk": (
        "Алушта = Alushta | Борщагівка = Borshchahivka | Вінниця = Vinnytsia | "
        "Гадяч = Hadiach | Згурський = Zghurskyi | Ґалаґан = Galagan | Рівне = Rivne | "
        "Єнакієве = Yenakiieve | Гаєвич = Haievych | Короп’є = Koropie | Житомир = Zhytomyr | "
        "Михайленко = Mykhailenko | Їжакевич = Yizhakevych | Кадиївка = Kadyivka | "
        "Мар’їне = Marine | Йосипівка = Yosypivka | Стрий = Stryi | Олексій = Oleksii | "
        "Київ = Kyiv | Ужгород = Uzhhorod | Біла Церква = Bila Tserkva | Стеценко = Stetsenko | "
        "Щербухи = Shcherbukhy | Гоща = Hoshcha | Юрій = Yurii | Корюківка = Koriukivka | "
        "Яготин = Yahotyn | Костянтин = Kostiantyn | Знам’янка = Znamianka | п'ять = piat | "
        "Феодосія = Feodosiia | Згорани = Zghorany | Розгон = Rozghon | ЩО = SHCHO | "
        "Що = Shcho | Я тут, о 17:30. «Так» – №\u00a01! = Ya tut, o 17:30. «Tak» – №\u00a01!"
    ),
    "bg": (
        "Стара Загора = Stara Zagora | София = Sofia | България = Bulgaria | "
        "Търново = Tarnovo | Щъркел = Shtarkel | Жечо Цочев = Zhecho Tsochev | "
        "Кърджали = Kardzhali | Юлия Яневска = Yulia Yanevska | шофьор = shofyor | "
        "Благоевград = Blagoevgrad | Хасково = Haskovo | ЧАЙ = CHAY | ѝ = i"
    ),
    "ru": (
        "Москва = Moskva | Екатеринбург = Yekaterinburg | Ельцин = Yel’tsin | Артём = Artëm | "
        "Достоевский = Dostoyevskiy | подъезд = pod”yezd | "
        "Её шея длиннее. = Yeyë sheya dlinneye. | Щёкино = Shchëkino | Чехов = Chekhov | "
        "по-русски = po-russki | Ещё раз? = Yeshchë raz?"
    ),
    "el": (
        "Αθήνα = Athína | Θεσσαλονίκη = Thessaloníki | Εύβοια = Évvoia | Ναύπλιο = Náfplio | "
        "Πειραιάς = Peiraiás | Άγγελος = Ángelos | Μπάμπης = Bámpis | Λούβρου = Loúvrou | "
        "ευχαριστώ = efcharistó | ταυ; = taf? | ΨΥΧΗ = PSYCHI"
    ),
    "ka": (
        "თბილისი = tbilisi | მცხეთა = mtskheta | ჭიათურა = ch’iatura | ქუთაისი = kutaisi | "
        "წყალტუბო = ts’q’alt’ubo | ახალციხე = akhaltsikhe"
    ),
    "hy": (
        "Երևան = Yerevan | Հայաստան = Hayastan | Ոսկեվան = Voskevan | Գյումրի = Gyumri | "
        "Դուք հասկանո՞ւմ եք։ = Duk’ haskanu?m yek’. | ո՞վ = o?v"
    ),
}


def romanization(tag: str) -> Romanization:
    found = LANGUAGES[tag].latin
    assert found
    return found


@pytest.mark.parametrize("tag", GOLDEN)
def test_the_systems_own_examples(tag: str) -> None:
    expected = dict(pair.split(" = ") for pair in GOLDEN[tag].split(" | "))
    assert {text: romanization(tag).latin(text) for text in expected} == expected


def test_every_language_with_a_table_has_examples_and_no_other_may_mislead() -> None:
    assert set(WITH_TABLE) == set(GOLDEN)
    # Vowels or tones are not written, or the letters do not tell whether a vowel is spoken.
    assert not {"ar", "fa", "he", "th", "my", "km", "hi", "bn", "ti", "am"} & set(WITH_TABLE)


@pytest.mark.parametrize("tag", WITH_TABLE)
def test_every_letter_of_the_language_is_written(tag: str) -> None:
    language = LANGUAGES[tag]
    script = letters_of(language.script)
    assert script
    for word in language.exemplar.split():
        made = romanization(tag).latin(word)
        assert made or not any(letter.isalpha() for letter in word)
        assert not any(
            is_of(letter, script) for letter in made if letter.isalpha() and letter != "’"
        )


def test_a_letter_of_another_alphabet_leaves_no_line() -> None:
    assert romanization("uk").latin("Ты тут?") == ""
    assert romanization("uk").latin("WhatsApp і SIM") == "WhatsApp i SIM"
    assert romanization("uk").latin("+380 112 / WhatsApp") == ""  # nothing to add
    assert romanization("uk").latin("пере\u00adкладач") == "perekladach"


TEXTS = {"ill.p1": "Я хвора.", "answers.yes": "Так", "ill.title": "Хвороба", "words.draft": "Ні"}


def shown(
    staff: Language = ENGLISH, person: tuple[Language, ...] = (UKRAINIAN,), *, aid: bool = True
) -> LocalCard:
    catalogs = {each.tag: catalog(each, TEXTS) for each in (*person, staff)}
    made = card([section(Kind.PERSON_SAYS, [phrase("ill.p1", "I am ill.")])])
    return local(made, Localizer(ENGLISH, staff, person, catalogs, reading_aid=aid))


def spoken(made: LocalCard) -> tuple[Words, ...]:
    return made.sections[0].rows[0].line.person


def test_staff_read_latin_letters_or_their_own() -> None:
    assert spoken(shown()) == (Words(UKRAINIAN, "Я хвора.", aid="Ya khvora."),)
    assert shown().strip["yes"].person[0].aid == "Tak"
    assert spoken(shown(BULGARIAN))[0].aid == ""  # who reads Cyrillic reads it
    assert spoken(shown(ARABIC))[0].aid == ""
    greek = {"ill.p1": "Μιλώ"}
    using = Localizer(
        ENGLISH, BULGARIAN, (GREEK,), {"el": catalog(GREEK, greek), "bg": catalog(BULGARIAN, {})},
        reading_aid=True,
    )  # fmt: skip
    assert using.phrase(phrase("ill.p1")).person[0].aid == "Miló"


def test_titles_and_headings_are_not_spelled() -> None:
    made = shown()
    assert made.title.person[0].aid == ""
    assert made.sections[0].heading.person[0].aid == ""


def test_nothing_changes_where_none_is_asked_for() -> None:
    off = shown(aid=False)
    plain = replace(UKRAINIAN, latin=None)
    assert all(words.aid == "" for line in off.lines for words in line.words)
    assert off.digest == shown(person=(plain,)).digest
    assert off.digest != shown().digest


@pytest.mark.parametrize("others", [(), (ARABIC,)], ids=["alone", "beside another"])
def test_the_aid_stands_below_its_words_in_a_box_of_its_own(others: tuple[Language, ...]) -> None:
    made = shown(person=(UKRAINIAN, *others))
    faces, misfits = plan(made, HEALTH, SPEC, lines, width)
    assert not misfits
    texts = [item for item in faces[0].items if isinstance(item, Text) and item.key == "ill.p1"]
    words = next(item for item in texts if item.words.text == "Я хвора.")
    aid = next(item for item in texts if item.words.text == "Ya khvora.")
    staff = next(item for item in texts if item.role == "staff")
    assert (aid.role, aid.size, aid.words.language.bcp47) == ("small", SPEC.small, "uk-Latn")
    assert words.y + words.height == pytest.approx(aid.y)
    assert (words.x, words.width) == (aid.x, aid.width)
    assert aid.y + aid.height <= staff.y + 1e-6
    assert aid.words.language.fonts == ("Noto Sans",)


def test_a_long_word_of_the_aid_has_its_room() -> None:
    words = Words(UKRAINIAN, "ю", aid="iu" * 40)
    line = Line("ill.p1", "", (words,), Words(ENGLISH, "x"))
    assert RowLayout(SPEC, lines, width).longest_word(line) == width(
        words.spelled, SPEC.small, False
    )
