"""What people write who are no programmers, and that the message says what they meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.model.languages import Language
from commcards.project import yamlnodes
from commcards.project.cards import read_cards
from commcards.project.decks import read_project
from commcards.project.languages import read_languages
from commcards.project.names import id_of, near_ids, near_languages, tag_of
from commcards.translation.glossary import read_glossary
from tests.support.badinput import REPOSITORY, copy_project, edit

LANGUAGES = read_languages(REPOSITORY)[0]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


def faults_of(root: Path) -> list[Diagnostic]:
    return [*read_project(root)[1], *read_cards(root)[1]]


def only_fault(root: Path) -> Diagnostic:
    (fault,) = faults_of(root)
    return fault


def test_hints_name_words_and_not_their_types(project: Path) -> None:
    edit(project / "cards/illness.yaml", "kind: staff-says", "kind: staf-says")
    fault = only_fault(project)
    assert fault.hint.startswith("did you mean 'staff-says'?")
    assert "Kind" not in fault.hint


def test_a_scale_needs_its_tool_card(project: Path) -> None:
    (project / "cards/scale.yaml").unlink()
    edit(project / "decks.yaml", "[answers, scale, time]", "[answers, time]")
    fault = only_fault(project)
    assert (fault.code, fault.where.file) == ("unknown-card", "cards/illness.yaml")
    assert fault.hint == "write cards/scale.yaml with the phrases none and worst"


def test_what_is_no_id_may_have_meant_one(project: Path) -> None:
    edit(project / "cards/illness.yaml", "id: i-am-ill", "id: I am Ill")
    assert only_fault(project).hint.endswith("between them; write: id: i-am-ill")


def test_a_file_whose_name_is_no_id(project: Path) -> None:
    (project / "cards/time.yaml").rename(project / "cards/My time.yaml")
    faults = [fault for fault in faults_of(project) if fault.where.file == "cards/My time.yaml"]
    assert [(fault.code, fault.where.line) for fault in faults] == [("bad-id", 0)]
    assert faults[0].hint.startswith("rename it to my-time.yaml: small letters")


def test_both_cards_of_one_code_are_told(project: Path) -> None:
    text = (project / "cards/time.yaml").read_text("utf-8")
    (project / "cards/a-time.yaml").write_text(text.replace("id: time", "id: a-time"), "utf-8")
    faults = faults_of(project)
    assert [(f.where.file, f.where.line, f.code) for f in faults] == [
        ("cards/a-time.yaml", 2, "duplicate-code"),
        ("cards/time.yaml", 2, "duplicate-code"),
    ]
    assert "cards/time.yaml:2:7" in faults[0].message
    assert faults[0].hint == "give the newer card another code, such as T02"


@pytest.mark.parametrize(
    ("name", "better"), [("x.yaml.txt", "x"), ("x.yml", "x"), ("X.YAML", "X"), ("x.yml.txt", "x")]
)
def test_files_that_look_like_yaml_are_not_passed_over(
    name: str, better: str, tmp_path: Path
) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / name).touch()
    found, (fault,) = yamlnodes.files(tmp_path, "cards")
    assert found == []
    assert (fault.code, fault.hint) == ("wrong-extension", f"rename it to {better}.yaml")


def test_other_files_are(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    for name in ("notes.txt", ".x.yaml.swp", "x.yaml~", "README.md"):
        (tmp_path / "cards" / name).touch()
    assert yamlnodes.files(tmp_path, "cards") == ([], [])


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "hint"),
    [
        ("layouts/card.yaml", "picture: 15mm", "picture: 94,5mm", "bad-length", "such as 94.5mm"),
        ("layouts/card.yaml", "picture: 15mm", "picture: wide", "bad-length", "98mm or 94.5mm"),
        (
            *("decks.yaml", "https://cards.example.org/", "https://карти.бг/x", "bad-url"),
            "programs have such a host in Latin letters; write: base-url: https://xn--80aqezk.xn--90ae/x",
        ),
        ("decks.yaml", "https://cards.example.org/", "http://карти.бг", "bad-url", "https:// and"),
    ],
)
def test_hints_say_how_it_is_written(
    file: str, old: str, new: str, code: str, hint: str, project: Path
) -> None:
    path = project / file
    text = path.read_text("utf-8")
    if old not in text:  # the picture of this layout has another size
        old = next(line.strip() for line in text.splitlines() if line.strip().startswith("picture"))
    edit(path, old, new)
    fault = only_fault(project)
    assert fault.code == code
    assert hint in fault.hint


def test_a_space_that_does_not_break_in_a_number(project: Path) -> None:
    (project / "services.yaml").write_text(
        "kinds: {clinic: ill}\nservices:\n  a:\n    {name: A, name-language: en, kind: clinic, "
        "country: BG, phone: '+359\u00a02 123', source: x, checked: '2026-01-01'}\n",
        "utf-8",
    )
    fault = only_fault(project)
    assert fault.code == "bad-phone"
    assert fault.hint.endswith("'+359 2 123'")
    assert "does not break" in fault.hint


@pytest.mark.parametrize(
    ("tag", "script", "bcp47"),
    [
        *(("es_419", "Latn", "es-419"), ("sr@latin", "Latn", "sr-Latn")),
        *(("sr_RS@latin", "Latn", "sr-Latn-RS"), ("ca@valencia", "Latn", "ca-valencia")),
        *(("zh_Hans", "Hans", "zh-Hans"), ("pt_BR", "Latn", "pt-BR")),
    ],
)
def test_tags_as_gettext_has_them(tag: str, script: str, bcp47: str, tmp_path: Path) -> None:
    (tmp_path / "languages.yaml").write_text(
        f"'{tag}': {{autonym: A, name: A, script: {script}, direction: ltr, fonts: [Noto Sans]}}\n"
    )
    languages, faults = read_languages(tmp_path)
    assert faults == []
    assert languages[tag].bcp47 == bcp47


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_glossary_with_other_marks_between_cells(mark: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / paths.GLOSSARY
    path.parent.mkdir()
    path.write_text("term,meaning,english,safety,bg\n".replace(",", mark), "utf-8")
    _, (fault,) = read_glossary(tmp_path, ["bg"])
    assert (fault.code, f"{fault.where}") == ("glossary-header", "locales/glossary.csv:1:5")
    assert name in fault.message


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        *(("ar", "ar"), ("AR", "ar"), ("Arabic", "ar"), ("arabic", "ar"), ("العربية", "ar")),
        *(("farsi", "fa"), ("zh-hans", "zh_Hans"), ("ZH_HANS", "zh_Hans"), ("УКРАЇНСЬКА", "uk")),
        *(("ua", ""), ("arabi", ""), ("", ""), ("klingon", "")),
    ],
)
def test_what_languages_are_called(name: str, tag: str) -> None:
    assert tag_of(name, LANGUAGES) == tag


@pytest.mark.parametrize(
    ("name", "tag"), [("ua", "uk"), ("arabi", "ar"), ("Ukranian", "uk"), ("Русский язык", "ru")]
)
def test_the_nearest_languages(name: str, tag: str) -> None:
    def tags(found: list[Language]) -> list[str]:
        return [language.tag for language in found]

    assert tag in tags(near_languages(name, LANGUAGES))
    assert tags(near_languages("klingon", LANGUAGES)) == []


@pytest.mark.parametrize(
    ("find", "name", "expected"),
    [
        *((id_of, "A6", "a6"), (id_of, "Letter", "letter"), (id_of, "a7", "")),
        *((near_ids, "emergancy", ["emergency"]), (near_ids, "xyz", [])),
    ],
)
def test_ids_in_any_case(find: Callable[..., object], name: str, expected: object) -> None:
    assert find(name, ["a6", "letter", "emergency", "camp-network"]) == expected
