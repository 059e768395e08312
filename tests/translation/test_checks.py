from __future__ import annotations

import pytest

from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog, Translation
from commcards.model.languages import Language
from commcards.translation.checks import check_entry
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
