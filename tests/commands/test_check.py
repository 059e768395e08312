"""``commcards check`` beyond the command line's tests: annotations, and words for translators."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commcards.base import ledger, paths
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.commands.reporting import show_github
from commcards.project import yamlnodes
from tests.support.badinput import REPOSITORY, copy_project
from tests.support.smalldeck import commcards, translate

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
