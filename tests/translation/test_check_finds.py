"""What `check` finds in our own catalogs, each fault put into a line of a real language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from commcards.base.diagnostics import Severity
from commcards.model.catalogs import Catalog
from commcards.workspace.checks import check_catalog
from commcards.workspace.workspace import Workspace

FEVER, CALL, DOCTOR = "illness.fever", "violence.emergency", "border-post.need-doctor"


def put(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def end(new: str) -> Callable[[str], str]:
    return lambda text: text[:-1] + new


def after(new: str) -> Callable[[str], str]:
    return lambda text: text + new


def whole(new: str) -> Callable[[str], str]:
    return lambda text: new


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def codes(workspace: Workspace, tag: str, key: str, text: str) -> list[tuple[str, str]]:
    """Return what check says of one translation."""
    entry = workspace.catalogs[tag].entries[key]._replace(text=text)
    alone = replace(workspace, catalogs={tag: Catalog(tag, {key: entry})})
    faults = check_catalog(alone, alone.catalogs[tag])
    return [(f.code, str(f.severity)) for f in faults if f.where == entry.where]


@pytest.mark.parametrize(
    ("code", "tag", "key", "change"),
    [
        ("wrong-script", "ar", FEVER, whole("Имам температура.")),
        ("wrong-script", "am", FEVER, whole("حرارتي مرتفعة።")),
        ("wrong-script", "bn", FEVER, whole("मुझे बुखार है।")),
        ("wrong-script", "zh_Hans", FEVER, whole("熱があります。")),
        ("wrong-script", "kmr", FEVER, whole("تام هەیە.")),
        ("wrong-script", "my", FEVER, whole("ฉันมีไข้။")),
        ("mixed-script", "uk", FEVER, put("и", "u")),
        ("mixed-script", "ru", FEVER, put("а", "a")),
        ("mixed-script", "tr", FEVER, put("a", "а")),
        ("mixed-script", "ru", FEVER, put("У", "Y")),  # the whole word
        ("mixed-script", "uk", FEVER, put("У", "B")),
        ("bidi-control", "ar", FEVER, after("\u200f")),
        ("bidi-control", "fa", CALL, put("112", "\u2066112\u2069")),
        ("not-nfc", "vi", FEVER, decomposed),
        ("not-nfc", "uk", FEVER, whole("У мене и\u0306.")),
        ("not-nfc", "bn", FEVER, put("হয়ে", "হ\u09dfে")),  # NFC takes this letter apart
        ("edge-space", "ur", FEVER, after(" ")),
        ("edge-space", "zh_Hans", FEVER, after("\u3000")),
        ("edge-space", "my", FEVER, put("က", " က")),
        ("numbers", "fa", CALL, put("112", "۱۱۳")),
        ("numbers", "my", CALL, put("112", "၁၁")),
        ("numbers", "bn", CALL, put("112", "১১২ ১১২")),
        ("numbers", "ar", CALL, put("112", "")),
    ],
)
def test_errors(
    ours: Workspace, code: str, tag: str, key: str, change: Callable[[str], str]
) -> None:
    text = ours.catalogs[tag].entries[key].text
    assert codes(ours, tag, key, text) == []
    assert (code, str(Severity.ERROR)) in codes(ours, tag, key, change(text))


@pytest.mark.parametrize(
    ("code", "tag", "key", "change"),
    [
        ("end-mark", "am", FEVER, end(".")),
        ("end-mark", "bn", FEVER, end(".")),
        ("end-mark", "my", FEVER, end("")),
        ("end-mark", "zh_Hans", DOCTOR, end("?")),
        ("end-mark", "ar", DOCTOR, end("?")),
        ("end-mark", "ur", FEVER, end(".")),
        ("end-mark", "fr", FEVER, end("")),
        ("unchanged", "fr", FEVER, whole("I have a fever.")),
        ("unchanged", "vi", FEVER, whole("I HAVE a fever.")),
        ("glossary", "uk", DOCTOR, put("лікар", "юрист")),
        ("glossary", "ar", DOCTOR, put("طبيب", "محام")),
        ("glossary", "am", DOCTOR, put("ሐኪም", "ጠበቃ")),
        ("glossary", "zh_Hans", DOCTOR, put("医生", "律师")),
        ("glossary", "my", DOCTOR, put("ဆရာဝန်", "ရှေ့နေ")),
        ("glossary", "tr", FEVER, put("ateş", "ağrı")),
    ],
)
def test_warnings(
    ours: Workspace, code: str, tag: str, key: str, change: Callable[[str], str]
) -> None:
    text = ours.catalogs[tag].entries[key].text.replace("Ateş", "ateş")
    assert codes(ours, tag, key, text) == []
    assert codes(ours, tag, key, change(text)) == [(code, str(Severity.WARNING))]


@pytest.mark.parametrize(
    ("tag", "digits"), [("fa", "۱۱۲"), ("ar", "١١٢"), ("bn", "১১২"), ("my", "၁၁၂")]
)
def test_digits_count_by_their_value(ours: Workspace, tag: str, digits: str) -> None:
    text = ours.catalogs[tag].entries[CALL].text
    assert codes(ours, tag, CALL, text.replace("112", digits)) == []


@pytest.mark.parametrize(("tag", "text"), [("ru", "Позвоните {name}."), ("ar", "اتصل بـ{phone}.")])
def test_a_lost_placeholder(ours: Workspace, tag: str, text: str) -> None:
    """No card has placeholders yet; a line that had one would keep it."""
    message = replace(ours.words["draft"], text="Call {phone}.")
    catalog = ours.catalogs[tag]
    entry = catalog.entries["words.draft"]._replace(source=message.text, text=text)
    workspace = replace(
        ours,
        words={**ours.words, "draft": message},
        catalogs={tag: Catalog(tag, {entry.key: entry})},
    )
    faults = check_catalog(workspace, workspace.catalogs[tag])
    found = [f.code for f in faults if f.where == entry.where]
    assert found == (["placeholder"] if "{name}" in text else [])


def test_a_word_that_english_has_too_is_no_disguise(ours: Workspace) -> None:
    entry = ours.catalogs["bg"].entries[FEVER]._replace(source="Take AC.", text="Вземете AC.")
    message = next(message for message in ours.messages if message.key == FEVER)
    assert message.text != entry.source
    alone = replace(ours, catalogs={"bg": Catalog("bg", {FEVER: entry})})
    faults = check_catalog(alone, alone.catalogs["bg"])
    found = [f.code for f in faults if f.where == entry.where]
    assert found == ["stale-source"]
