from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import Language
from commcards.translation.checks import check_entry
from commcards.translation.glossary import Term
from commcards.translation.progress import CatalogStatus, check_gaps, status
from tests.support.rules import rules

WHERE = Location("cards/a.yaml", 3, 5)
LINE = Location("locales/x/LC_MESSAGES/commcards.po", 7, 1)


def language(script: str = "Latn", stop: str = ".", question: str = "?") -> Language:
    return Language("x", "X", "X-ish", script, "ltr", (), full_stop=stop, question_mark=question)


LATIN = language()
CYRILLIC = language("Cyrl")
ARABIC = language("Arab", question="؟")
CHINESE = language("Hans", stop="。", question="？")
THAI = language("Thai", stop="", question="")


def message(text: str, key: str = "a.b") -> Message:
    return Message(key, text, "", WHERE)


def entry(text: str, source: str = "Stop.", key: str = "a.b", draft: bool = False) -> Translation:
    return Translation(key, source, text, draft, LINE)


def catalog(*entries: Translation) -> Catalog:
    return Catalog("x", {entry.key: entry for entry in entries})


def check_catalog(
    of: Language, messages: list[Message], have: Catalog, strict: bool = False
) -> list[Diagnostic]:
    held_against = rules(of, messages)
    found = check_gaps(of, messages, have, strict)
    for each in have.entries.values():
        found += check_entry(held_against, each)
    return found


def faults(of: Language, source: str, text: str) -> list[Diagnostic]:
    return check_catalog(of, [message(source)], catalog(entry(text, source)))


def codes(of: Language, source: str, text: str) -> list[str]:
    return [fault.code for fault in faults(of, source, text)]


@pytest.mark.parametrize(
    ("of", "source", "text"),
    [
        (LATIN, "Where does it hurt?", "Où avez-vous mal ?"),
        (CYRILLIC, "Call 112.", "Обадете се на 112."),
        (CYRILLIC, "Do you use WhatsApp?", "Ползвате ли WhatsApp?"),
        (CYRILLIC, "I weigh 50 kg.", "Тежа 50 kg."),
        (CYRILLIC, "Thank you", "Дякую за здоров'я"),
        (ARABIC, "Do you have 3 children?", "هل لديك ٣ أطفال؟"),
        (ARABIC, "I want to go.", "می\u200cخواهم بروم."),
        (CHINESE, "Call 112. Now!", "拨打112。现在！"),
        (CHINESE, "Do you hurt?", "你疼吗？"),
        (THAI, "I am ill.", "ฉันป่วย"),
        (THAI, "Are you ill?", "คุณป่วยไหม"),
        (language("Ethi", stop="።"), "I am ill.", "አሞኛል።"),
        (language("Mymr", "။", "။"), "Are you ill?", "နေမကောင်းဘူးလား။"),
        (LATIN, "At {time} in {place}.", "A {place}, {time}."),
        (LATIN, "OK", "OK"),
        (CYRILLIC, "UNHCR", "UNHCR (ВКБООН)"),
        (LATIN, "He said: “stop.”", "Il a dit « arrête. »"),
        (language("Zzzz"), "Stop.", "ꓢꓕ."),
    ],
)
def test_good_translations_have_no_fault(of: Language, source: str, text: str) -> None:
    assert faults(of, source, text) == []


@pytest.mark.parametrize(
    ("of", "source", "text", "code"),
    [
        (LATIN, "Stop.", " Arrêtez.", "edge-space"),
        (LATIN, "Stop.", "Arrêtez.\u00a0", "edge-space"),
        (LATIN, "Stop.", "Arrêtez\nvous.", "line-break"),
        (LATIN, "Stop.", "Arre\u0302tez.", "not-nfc"),
        (ARABIC, "Stop.", "قف\u200f.", "bidi-control"),
        (ARABIC, "Stop.", "\u2067قف\u2069.", "bidi-control"),
        (LATIN, "Stop.", "Arrê\u0007tez.", "control-character"),
        (LATIN, "Stop.", "Arrê\ttez.", "control-character"),
        (LATIN, "Stop.", "Arrê\ufefftez.", "control-character"),
        (LATIN, "Stop.", "Arrê\u2028tez.", "control-character"),
        (CYRILLIC, "Stop.", "Cпрете.", "mixed-script"),  # Latin C
        (LATIN, "Stop.", "Аrrêtez.", "mixed-script"),  # Cyrillic A
        (CYRILLIC, "Stop.", "Спрете a.", "mixed-script"),  # Latin a, a word of its own
        (ARABIC, "Stop.", "Спрете.", "wrong-script"),
        (CYRILLIC, "Stop now.", "Спрете now.", "wrong-script"),
        (CYRILLIC, "Stop.", "Arrêtez.", "wrong-script"),
        (CYRILLIC, "Please stop now.", "Arrêtez Maintenant да.", "wrong-script"),
        (LATIN, "Stop.", "Arrêtez 停.", "wrong-script"),
        (CHINESE, "Stop.", "止まれ。", "wrong-script"),
        (CYRILLIC, "Call 112.", "Обадете се на 113.", "numbers"),
        (ARABIC, "Call 112.", "اتصل ١١٣.", "numbers"),
        (CYRILLIC, "Take 1 of 2.", "Вземете 1.", "numbers"),
        (CYRILLIC, "Take 1 or 1.", "Вземете 1.", "numbers"),
        (CYRILLIC, "Call.", "Обадете се на 112.", "numbers"),
        (CYRILLIC, "At {time}.", "В час.", "placeholder"),
        (CYRILLIC, "At {time}.", "В {час}.", "placeholder"),
    ],
)
def test_errors(of: Language, source: str, text: str, code: str) -> None:
    found = [fault for fault in faults(of, source, text) if fault.code == code]
    assert [(fault.severity, fault.where) for fault in found] == [(Severity.ERROR, LINE)]
    assert "a.b" in found[0].message


@pytest.mark.parametrize(
    ("of", "source", "text", "code"),
    [
        (CYRILLIC, "Stop.", "Спрете", "end-mark"),
        (CYRILLIC, "Illness", "Болест.", "end-mark"),
        (CHINESE, "Stop.", "停.", "end-mark"),
        (ARABIC, "Are you ill?", "هل أنت مريض?", "end-mark"),
        (LATIN, "Stop.", "Stop.", "unchanged"),
        (LATIN, "Stop.", "STOP.", "unchanged"),
    ],
)
def test_warnings(of: Language, source: str, text: str, code: str) -> None:
    assert [(f.code, f.severity) for f in faults(of, source, text)] == [(code, Severity.WARNING)]


def test_a_name_that_stays_english_is_only_unchanged() -> None:
    assert codes(CYRILLIC, "Telegram", "Telegram") == ["unchanged"]


def test_stale_source_is_an_error_and_silences_comparisons() -> None:
    (fault,) = check_catalog(
        CYRILLIC, [message("Call 112.")], catalog(entry("Спрете сега.", "Stop now."))
    )
    assert (fault.code, fault.severity, fault.where) == ("stale-source", Severity.ERROR, LINE)
    assert "cards/a.yaml:3:5" in fault.message


def test_stale_source_does_not_silence_what_is_wrong_by_itself() -> None:
    found = check_catalog(CYRILLIC, [message("Go.")], catalog(entry(" Спрете.", "Stop.")))
    assert {fault.code for fault in found} == {"stale-source", "edge-space"}


def test_unknown_key_warns() -> None:
    found = check_catalog(
        LATIN, [message("Go.", "a.c")], catalog(entry("Va.", "Go.", "a.c"), entry("Vite."))
    )
    assert [(f.code, f.severity, f.where) for f in found] == [
        ("unknown-key", Severity.WARNING, LINE)
    ]


def test_missing_translation_is_an_error_under_strict() -> None:
    wanted = [message("Stop."), message("Go.", "a.c"), message("Come.", "a.d")]
    have = catalog(entry("Arrêtez."), entry("", "Go.", "a.c"))
    for strict, severity in ((False, Severity.WARNING), (True, Severity.ERROR)):
        found = check_catalog(LATIN, wanted, have, strict)
        assert [(f.code, f.severity) for f in found] == [("missing-translation", severity)] * 2
        assert found[0].where == LINE
        assert "a.c" in found[0].message
        assert "a.d" in found[1].message
        assert "po sync" in found[1].hint


def test_a_language_nobody_has_begun_has_one_fault() -> None:
    wanted = [message("Stop."), message("Go.", "a.c")]
    (fault,) = check_catalog(LATIN, wanted, catalog(entry("")), strict=True)
    assert (fault.code, fault.severity) == ("missing-translation", Severity.ERROR)
    assert "2" in fault.message


def test_variants_may_be_empty_or_replace_the_message() -> None:
    wanted = [
        message("I am ill."),
        message("I am ill.", "a.b@speaker=f"),
        message("I am ill.", "a.b@speaker=m"),
        message("Stop.", "a.c"),
    ]
    stop = entry("Спрете.", "Stop.", "a.c")
    plain = entry("Болен съм.", "I am ill.")
    she = entry("Болна съм.", "I am ill.", "a.b@speaker=f")
    he = entry("Болен съм.", "I am ill.", "a.b@speaker=m")
    assert check_catalog(CYRILLIC, wanted, catalog(stop, plain), strict=True) == []
    assert check_catalog(CYRILLIC, wanted, catalog(stop, she, he), strict=True) == []
    (fault,) = check_catalog(CYRILLIC, wanted, catalog(stop, she))
    assert fault.code == "missing-translation"
    assert status(CYRILLIC, wanted, catalog(stop, plain)).messages == 2
    assert status(CYRILLIC, wanted, catalog(stop, plain, she)).messages == 3
    assert status(CYRILLIC, wanted, catalog(stop, she, he)) == CatalogStatus("x", 3, 3, 0, 0, 3, 0)


def test_status_counts_outdated_text_as_draft() -> None:
    wanted = [message(f"{n}", f"a.{n}") for n in "bcde"]
    have = catalog(
        entry("Б", "b", "a.b"),
        entry("Ц", "c", "a.c", draft=True),
        entry("Д", "older", "a.d"),
        entry("", "e", "a.e", draft=True),
        entry("Никой", "f", "a.f"),
    )
    assert status(CYRILLIC, wanted, have) == CatalogStatus("x", 4, 3, 2, 1, 1, 1)


@pytest.mark.parametrize(("strict", "severity"), [(False, "warning"), (True, "error")])
def test_a_translation_of_an_older_text_is_reported(strict: bool, severity: str) -> None:
    older = entry("Спрете.")._replace(draft=True, stale=True)
    have = catalog(older)
    (fault,) = check_catalog(CYRILLIC, [message("Stop.")], have, strict)
    assert (fault.code, fault.severity, fault.where) == ("stale-translation", severity, LINE)
    assert status(CYRILLIC, [message("Stop.")], have).stale == 1


def named(tag: str, script: str, question: str = "?", direction: str = "ltr") -> Language:
    digits = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹"}.get(tag, "0123456789")
    way: Literal["ltr", "rtl"] = "rtl" if direction == "rtl" else "ltr"
    return Language(
        *(tag, tag, tag, script, way, ()), digits=digits, full_stop=".", question_mark=question
    )


BG, UK = named("bg", "Cyrl"), named("uk", "Cyrl")
FR, ES = named("fr", "Latn"), named("es", "Latn")
AR, FA = named("ar", "Arab", "؟", "rtl"), named("fa", "Arab", "؟", "rtl")
UR, CKB, PS = (
    named("ur", "Arab", "؟", "rtl"),
    named("ckb", "Arab", "؟", "rtl"),
    named("ps", "Arab", "؟", "rtl"),
)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Do you have WhatsApp?", "Имате ли WhatsApp?"),
        ("Do you have WhatsApp?", "WhatsApp?"),
        ("I had COVID-19.", "Боледувах от COVID-19."),
        ("Do you have e-mail?", "Имате ли e-mail?"),
        ("E-mail address.", "Адрес на e-mail."),
        ("Write to help@example.org.", "Пишете на help@example.org."),
        ("See www.example.org now.", "Вижте www.example.org сега."),
        ("An SOS card.", "Карта SOS."),
    ],
)
def test_names_and_addresses_of_the_english_may_stand(source: str, text: str) -> None:
    assert codes(BG, source, text) == []


def test_other_latin_words_need_the_glossary() -> None:
    source, text = "Do you have a laptop or a smartphone?", "Имате ли laptop или smartphone?"
    (fault,) = faults(BG, source, text)
    assert (fault.code, fault.severity) == ("wrong-script", Severity.ERROR)
    assert "locales/glossary.csv" in fault.hint
    term = Term("laptop", "A computer.", ("laptop",), "", {"bg": ("laptop", "smartphone*")})
    held_against = rules(BG, [message(source)], [term])
    assert check_entry(held_against, entry(text, source)) == []
    of_others = rules(UK, [message(source)], [term])
    assert [f.code for f in check_entry(of_others, entry(text, source))] == ["wrong-script"]


@pytest.mark.parametrize(
    ("of", "source", "text"),
    [
        (FR, "It costs 1000 euros.", "Cela coûte 1 000 euros."),
        (FR, "It costs 1,000 euros.", "Cela coûte 1\u202f000 euros."),
        (ES, "It costs 1000 euros.", "Cuesta 1.000 euros."),
        (AR, "It costs 1,000 euros.", "يكلف ١٬٠٠٠ يورو."),
        (FA, "Take 2.5 ml.", "۲٫۵ میلی لیتر بخورید."),
        (BG, "Take 2.5 ml.", "Вземете 2,5 ml."),
        (named("hi", "Deva"), "100,000 people.", "1,00,000 लोग."),
        (FR, "Come at 8:30 pm.", "Venez à 20 h 30."),
        (BG, "Come at 8:30 pm.", "Елате в 20:30."),
        (BG, "Come at 8:30 pm.", "Елате в 8:30 вечерта."),
        (BG, "Come at 8 a.m. or 12 pm.", "Елате в 8 или 12:00."),
        (BG, "Come at 12 am.", "Елате в 0:00."),
        (FR, "Come at 20:30.", "Venez à 20h30."),
        (FR, "Call 116 000 for 1,000 euros.", "Appelez le 116 000 pour 1 000 euros."),
        (BG, "Two: 38-39.", "Две: 38–39."),
    ],
)
def test_the_same_numbers_as_each_language_writes_them(
    of: Language, source: str, text: str
) -> None:
    assert [code for code in codes(of, source, text) if code != "wrong-script"] == []


@pytest.mark.parametrize(
    ("of", "source", "text", "severity"),
    [
        (BG, "Take 2.5 ml.", "Вземете 5,2 ml.", Severity.ERROR),
        (ES, "Take 1.500 mg.", "Tome 1.500 mg.", Severity.ERROR),  # fifteen hundred in Spanish
        (BG, "Come at 8:30 pm.", "Елате в 21:30.", Severity.ERROR),
        (BG, "Come at 8:30 am.", "Елате в 20:30.", Severity.ERROR),
        (FR, "It costs 1000 euros.", "Cela coûte 10 000 euros.", Severity.ERROR),
        (BG, "Room 007.", "Стая 7.", Severity.ERROR),
        (BG, "Call 116 000.", "Обадете се на 116001.", Severity.ERROR),
        (BG, "It costs 1000 euros.", "Струва 1.000 евро.", Severity.WARNING),
        (LATIN, "It costs 1000 euros.", "Ça coûte 1.000 euros.", Severity.WARNING),  # no such tag
    ],
)
def test_other_numbers(of: Language, source: str, text: str, severity: Severity) -> None:
    assert [(f.code, f.severity) for f in faults(of, source, text)] == [("numbers", severity)]


@pytest.mark.parametrize(
    ("of", "text", "code"),
    [
        (BG, "Спре\ufffdте.", "broken-character"),
        (BG, "Спрете \ufffc.", "broken-character"),
        (BG, "Спре\u200bте.", "control-character"),
        (BG, "Спре\u2060те.", "control-character"),
        (BG, "Спре\u180eте.", "control-character"),
        (BG, "Спре\u200cте.", "control-character"),  # a joiner where no letters join
        (LATIN, "Arrêtez\ufe0f.", "control-character"),
        (FA, "ایست\u200b.", "control-character"),
    ],
)
def test_characters_that_nobody_sees(of: Language, text: str, code: str) -> None:
    assert [(f.code, f.severity) for f in faults(of, "Stop.", text)] == [(code, Severity.ERROR)]


def test_characters_that_a_language_needs() -> None:
    khmer = replace(named("km", "Khmr"), full_stop="។", breaks="words")
    assert codes(khmer, "Stop.", "សូម\u200bឈប់។") == []
    assert codes(FA, "Stop.", "می\u200cایستم.") == []
    assert codes(LATIN, "Stop.", "Krankenhaus\u00adaufenthalt.") == []


@pytest.mark.parametrize(
    ("of", "text", "code", "hint"),
    [
        (FA, "می خواهم بروي.", "foreign-letter", "‘بروی’?"),
        (named("prs", "Arab"), "كمک.", "foreign-letter", "‘کمک’?"),
        (PS, "كمک.", "foreign-letter", "‘کمک’?"),
        (UR, "ميں ہوں.", "foreign-letter", "‘میں’?"),
        (UR, "یہاں نه.", "foreign-letter", "‘نہ’?"),
        (AR, "علی هنا.", "foreign-letter", "‘علي’?"),
        (CKB, "ئه\u200cمه باشە.", "foreign-letter", "‘ئەمە’?"),
        (CKB, "کهس نییە.", "foreign-letter", "‘کەس’?"),
        (BG, "Это.", "foreign-letter", "is this the word of another language?"),
        (UK, "Вы.", "foreign-letter", "is this the word of another language?"),
        (UK, "П'ять.", "foreign-letter", "‘П’ять’?"),
        (named("ro", "Latn"), "Şi.", "foreign-letter", "‘Și’?"),
        (AR, "ﻗﻒ.", "presentation-form", "قف."),
        (LATIN, "Pro\ufb01l.", "presentation-form", "Profil."),
    ],
)
def test_letters_of_another_language(of: Language, text: str, code: str, hint: str) -> None:
    (fault,) = faults(of, "Stop.", text)
    assert (fault.code, fault.severity) == (code, Severity.WARNING)
    assert hint in fault.hint


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (PS, "زه يم."),  # this ye is one of five in Pashto
        (CKB, "هەیە، ڕاهێنان."),  # h with a vowel beside it
        (AR, "على كل."),
        (UK, "П’ять."),
        (named("fr", "Latn"), "L'ami."),
        (named("so", "Latn"), "Go'aan."),
    ],
)
def test_letters_of_the_language_itself(of: Language, text: str) -> None:
    assert codes(of, "Stop.", text) == []


def test_text_that_is_stored_backwards() -> None:
    for text in (".ضيرم انأ", "ةسردم يف."):
        found = [fault for fault in faults(AR, "Stop.", text) if fault.code == "backwards"]
        assert [fault.severity for fault in found] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r"Спрете\nсега.", "markup"),
        ("Спрете <b>сега</b>.", "markup"),
        ("Спрете&nbsp;сега.", "markup"),
        ("Спрете %s.", "markup"),
        ("Спрете  сега.", "double-space"),
        ("Спрете \u00a0сега.", "double-space"),
    ],
)
def test_what_other_programs_leave_in_a_text(text: str, code: str) -> None:
    found = faults(BG, "Stop now.", text)
    assert [(fault.code, fault.severity) for fault in found] == [(code, Severity.WARNING)]


def test_a_percentage_is_no_mark_of_a_program() -> None:
    assert codes(FR, "It is 50% sure & safe.", "C'est 50 % sûr & sans danger ; bien.") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 501 + ".", "502 characters, 500 are allowed"),
        ("\u0644" + "\u064e" * 100_000 + ".", "100002 characters, 500 are allowed"),
        ("Стоп" + "\u0316\u0301" * 40 + ".", "80 marks on one letter, 8 are allowed"),
    ],
    ids=["letters", "marks", "a few dozen marks"],
)
def test_a_line_with_too_much_of_anything_is_one_fault(text: str, told: str) -> None:
    (fault,) = faults(CYRILLIC, "Stop.", text)
    assert (fault.code, fault.message) == ("text-too-long", f"a.b: the translation has {told}")
