"""``commcards check`` beyond the command line's tests: annotations, and words for translators."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base import ledger, paths
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.commands.reporting import show_github
from commcards.project import yamlnodes
from tests.support.badinput import REPOSITORY, copy_project, edit
from tests.support.smalldeck import build, commcards, line_of, translate, translation

CHECK = "from commcards.cli import main; main()"
PLACEHOLDERS = ("placeholder-address", "sample-service")
HOOKS = ".pre-commit-hooks.yaml"


def annotation(fault: Diagnostic, capsys: pytest.CaptureFixture[str], root: str = ".") -> str:
    show_github([fault], Path(root))
    return capsys.readouterr().out


def test_annotation_of_an_error_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    fault = Diagnostic(Location("locales/ar.po", 3, 7), "numbers", "they differ", "write them")
    assert annotation(fault, capsys) == (
        "::error file=locales/ar.po,line=3,col=7,title=numbers::they differ%0Ahint: write them\n"
    )


def test_annotation_of_a_whole_file(capsys: pytest.CaptureFixture[str]) -> None:
    fault = Diagnostic(Location("a.po"), "unchanged", "same", severity=Severity.WARNING)
    assert annotation(fault, capsys, "sub") == "::warning file=sub/a.po,title=unchanged::same\n"


def test_annotations_are_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    fault = Diagnostic(Location("a,b:c%.po", 1), "x", "50 %, so:\r\n::error::no")
    assert annotation(fault, capsys) == (
        "::error file=a%2Cb%3Ac%25.po,line=1,title=x::50 %25, so:%0D%0A::error::no\n"
    )


def test_check_of_languages_by_name(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = translate(mini, "ar", "illness.fever", " عندي حمى.")
    assert commcards(mini, "check", "fa", "uk", capsys=capsys)[0] == 0
    for given in (("ar",), ("uk", "ar"), ("uk", "--language", "ar")):
        code, written = commcards(mini, "check", *given, "--github", capsys=capsys)
        assert code == 1
        assert f",line={line},col=1,title=edge-space::illness.fever: " in written


def test_a_second_check_hashes_no_file_again(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AGE", 0)
    commcards(mini, "check", "uk")
    again = ledger.Ledger(mini, mini / paths.OUTPUT, mini / paths.STORE)
    again.scan()
    assert again.sources
    assert not again.learned


def test_one_form_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    code, written = commcards(REPOSITORY, "check", "--github", "--json", capsys=capsys)
    assert (code, "--json and --github" in written) == (2, True)


def test_the_hook_runs_check_on_what_it_reads(tmp_path: Path) -> None:
    text = (REPOSITORY / HOOKS).read_text("utf-8")
    assert "entry: commcards check" in text
    assert "pass_filenames: false" in text
    files = re.search(r"files: (\S+)", text)
    assert files
    root = copy_project(tmp_path)
    names = [name for folder in ("cards", "layouts") for name in yamlnodes.files(root, folder)[0]]
    names += ["decks.yaml", "services.yaml", "locales/ar/LC_MESSAGES/commcards.po"]
    names += ["locales/ar/LC_MESSAGES/review.csv", "templates/words.yaml", "symbols/own/a.svg"]
    assert [name for name in names if not re.search(files[1], name)] == []
    assert not re.search(files[1], "src/commcards/cards.py")


def told(root: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """Return what ``check --json`` says, but of what everybody has to write anew."""
    capsys.readouterr()
    _, written = commcards(root, "check", *arguments, "--json", capsys=capsys)
    found: list[dict[str, str]] = json.loads(written)["diagnostics"]
    return [fault for fault in found if fault["code"] not in PLACEHOLDERS]


def codes(found: list[dict[str, str]]) -> list[str]:
    return [fault["code"] for fault in found]


@pytest.fixture
def quiet(mini: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the small project; ``check`` finds nothing wrong with it."""
    assert told(mini, capsys=capsys) == []
    return mini


def spoil(root: Path, tag: str, key: str, change: Callable[[str], str]) -> None:
    """Change one translation."""
    translate(root, tag, key, change(translation(root, tag, key)))


def new_card(root: Path, card_id: str = "visit", code: str = "X01") -> None:
    """Write a card of three lines, which no deck names and nobody has translated."""
    (root / f"cards/{card_id}.yaml").write_text(
        f"id: {card_id}\ncode: {code}\ncategory: health\nsymbol: ill\ntitle: A visit\n"
        "sections:\n  - kind: staff-says\n    phrases:\n"
        "      - {id: one, text: We come now., symbol: medicine}\n"
        "      - {id: two, text: We go now., symbol: fever}\n",
        "utf-8",
    )


def test_only_the_fault_of_a_broken_card_is_told(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = quiet / "cards/illness.yaml"
    whole = path.read_text("utf-8")
    for old, new, code in (
        ("title: Illness", "title: 'Illness", "yaml-syntax"),
        ("id: fever", "id: Fever", "bad-id"),
        ("code: E03", "code: e3", "bad-code"),
        ("text: I have a fever.", "text: I have #1 fever.", "text-cut-off"),
    ):
        path.write_text(whole.replace(old, new, 1), "utf-8")
        assert codes(told(quiet, capsys=capsys)) == [code]


@pytest.mark.parametrize("card", ["answers", "violence"])
def test_what_asks_for_a_broken_card_is_not_at_fault(
    card: str, quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet / f"cards/{card}.yaml").write_text("id: [\n", "utf-8")
    assert codes(told(quiet, capsys=capsys)) == ["yaml-syntax"]


def test_cards_do_not_lack_what_a_broken_file_would_have(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("decks.yaml", "symbols/symbols.yaml", "templates/words.yaml"):
        path = quiet / name
        whole = path.read_text("utf-8")
        path.write_text(f"a: b: c\n{whole}", "utf-8")
        assert codes(told(quiet, capsys=capsys)) == ["yaml-syntax"]
        path.write_text(whole, "utf-8")


def test_an_unreadable_catalog_is_not_called_empty(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet / paths.catalog("uk")).write_bytes(b'msgid ""\nmsgstr "\xff"\n')
    for given in ((), ("uk",)):
        assert codes(told(quiet, *given, capsys=capsys)) == ["not-utf-8"]


def test_a_new_card_is_one_line(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_card(quiet)
    edit(quiet / "decks.yaml", "[illness, violence]", "[illness, violence, visit]")
    (fault,) = told(quiet, capsys=capsys)
    assert fault["message"] == "3 lines are not translated into 7 languages"
    assert fault["file"] == "cards/visit.yaml"
    assert codes(told(quiet, "uk", capsys=capsys)) == ["missing-translation"] * 3
    translate(quiet, "uk", "illness.fever", "")
    assert [fault["message"] for fault in told(quiet, capsys=capsys)] == [
        "illness.fever is not translated into Ukrainian",
        "3 lines are not translated into 7 languages",
    ]


def test_a_build_sums_up_a_new_card_too(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_card(quiet)
    edit(quiet / "decks.yaml", "[illness, violence]", "[illness, violence, visit]")
    capsys.readouterr()
    _, written = build(quiet, capsys)
    assert written.count("missing-translation") == 1
    assert "3 lines are not translated into Bulgarian, Ukrainian" in written


def test_a_card_that_no_deck_names(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_card(quiet)
    found = told(quiet, capsys=capsys)
    assert codes(found) == ["unused-card", "missing-translation"]
    assert (found[0]["file"], found[0]["severity"]) == ("cards/visit.yaml", "warning")
    (quiet / "decks.yaml").write_text("a: [\n", "utf-8")
    assert codes(told(quiet, capsys=capsys)) == ["yaml-syntax"]


def test_errors_come_last_and_then_the_sums(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(quiet, "fa", "illness.fever", lambda text: text[:-1])
    spoil(quiet, "ar", "illness.fever", lambda text: f" {text}")
    code, written = commcards(quiet, "check", capsys=capsys)
    lines = [line for line in written.splitlines() if not line.startswith("  hint: ")]
    assert code == 1
    told_of = [match[1] for line in lines if (match := re.search(r"(error|warning)\[", line))]
    assert told_of == ["warning", "warning", "error"]
    assert ("end-mark" in lines[1], "edge-space" in lines[2]) == (True, True)
    assert lines[3:] == ["1 error, 2 warnings"]


def test_warnings_of_languages_that_no_deck_prints_wait_until_they_are_asked_for(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(quiet, "es", "illness.fever", lambda text: text[:-1])
    assert told(quiet, capsys=capsys) == []
    assert codes(told(quiet, "es", capsys=capsys)) == ["end-mark"]
    spoil(quiet, "es", "illness.fever", lambda text: f" {text}.")
    assert codes(told(quiet, capsys=capsys)) == ["edge-space"]
    assert codes(told(quiet, "--deck", "emergency", capsys=capsys)) == []


def test_a_card_or_a_deck_alone(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_card(quiet)
    for key in ("illness.fever", "violence.hit", "words.version"):
        spoil(quiet, "uk", key, lambda text: f" {text}")
    edit(quiet / "cards/violence.yaml", "code: E18", "code: e18")

    def found(*arguments: str) -> list[tuple[str, str]]:
        faults = told(quiet, *arguments, capsys=capsys)
        return [(fault["code"], fault["message"].partition(":")[0]) for fault in faults]

    assert found("--card", "illness") == [("edge-space", "illness.fever")]
    assert found("--card", "illness", "ar") == []
    assert [code for code, _ in found("--card", "visit", "uk")] == [
        "unused-card",
        *["missing-translation"] * 3,
    ]
    assert [code for code, _ in found("--card", "violence")] == ["bad-code", "edge-space"]
    assert found("--deck", "emergency")[1:] == [
        ("edge-space", "illness.fever"),
        ("edge-space", "violence.hit"),
        ("edge-space", "words.version"),
    ]
    assert commcards(quiet, "check", "--card", "ilness", capsys=capsys)[0] == 2
    assert commcards(quiet, "check", "--deck", "emergncy", capsys=capsys)[0] == 2


def test_a_deck_alone_is_told_what_its_build_would_say(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def placeholders(*arguments: str) -> list[str]:
        _, written = commcards(quiet, "check", *arguments, "--json", capsys=capsys)
        return sorted({*codes(json.loads(written)["diagnostics"])} & {*PLACEHOLDERS})

    assert placeholders("--deck", "emergency") == ["placeholder-address"]
    assert placeholders("--card", "illness") == []
    shutil.copyfile(REPOSITORY / "cards/services.yaml", quiet / "cards/services.yaml")
    shutil.copyfile(REPOSITORY / "services.yaml", quiet / "services.yaml")
    edit(quiet / "decks.yaml", "[illness, violence]", "[illness, violence, services]")
    assert placeholders("--deck", "emergency") == sorted(PLACEHOLDERS)


def test_without_set_up_cards_and_catalogs_are_judged(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet / paths.ASSETS).unlink()
    spoil(quiet, "uk", "illness.fever", lambda text: f" {text}")
    found = told(quiet, capsys=capsys)
    assert codes(found) == ["fonts-missing", "icons-missing", "edge-space"]
    assert ["cannot be judged" in fault["message"] for fault in found] == [True, True, False]
    assert [fault["severity"] for fault in found] == ["warning", "warning", "error"]


def test_one_object_whatever_the_names(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, written = commcards(mini, "check", "tlh", "--json", capsys=capsys)
    (fault,) = json.loads(written)["diagnostics"]
    assert (code, fault["code"]) == (2, "usage")
    assert "tlh" in fault["message"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251"])
def test_one_object_on_any_standard_output(encoding: str, mini: Path) -> None:
    spoil(mini, "ar", "illness.fever", lambda text: text[:-1])
    done = subprocess.run(
        [sys.executable, "-c", CHECK, "check", "ar", "--json", "--root", str(mini)],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    *_, fault = json.loads(done.stdout)["diagnostics"]
    assert translation(mini, "ar", "illness.fever")[-1] in fault["message"]


def test_what_is_told_of_this_project(capsys: pytest.CaptureFixture[str]) -> None:
    """A translator can act on each warning; what nobody can is no warning."""
    found = told(REPOSITORY, capsys=capsys)
    assert [fault["message"].partition(":")[0] for fault in found] == []


def test_glyphs_that_no_font_has_where_they_stand(
    quiet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(quiet / "decks.yaml", "organisation: commcards", "organisation: commcards 𓀀")
    edit(quiet / "languages.yaml", "autonym: Türkçe", "autonym: Türkçe 𓀀")
    found = told(quiet, capsys=capsys)
    assert codes(found) == ["missing-glyph"] * 2
    for fault, text in zip(found, ("organisation: ", "autonym: Türkçe 𓀀"), strict=True):
        assert int(fault["line"]) == line_of(quiet / fault["file"], text)


def test_a_drawing_that_is_no_svg(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (quiet / "symbols/own/me.PNG").touch()
    (fault,) = told(quiet, capsys=capsys)
    assert (fault["code"], fault["file"]) == ("wrong-extension", "symbols/own/me.PNG")


def test_names_as_people_write_them(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(quiet, "ar", "illness.fever", lambda text: f" {text}")
    for given in ("AR", "Arabic", "العربية", "ar,uk"):
        assert codes(told(quiet, given, capsys=capsys)) == ["edge-space"]
    _, written = commcards(quiet, "check", "ua", capsys=capsys)
    assert "did you mean uk (Ukrainian, Українська)?" in written
    _, written = commcards(quiet, "check", "--deck", "emergancy", capsys=capsys)
    assert "did you mean emergency?" in written


def test_lines_in_a_state_alone(quiet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for key in ("illness.fever", "violence.hit"):
        spoil(quiet, "uk", key, lambda text: f" {text}")
    translate(quiet, "uk", "illness.breathe", "")
    assert codes(told(quiet, "uk", "--only", "empty", capsys=capsys)) == ["missing-translation"]
    assert codes(told(quiet, "uk", "--only", "draft", capsys=capsys)) == ["edge-space"] * 2
    assert codes(told(quiet, "uk", "--only", "stale", capsys=capsys)) == []
    given = ("uk", "--only", "draft", "--card", "illness")
    assert codes(told(quiet, *given, capsys=capsys)) == ["edge-space"]
