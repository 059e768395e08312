"""A translation comes by a catalog, a spreadsheet or a phrase table, and is judged alike."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.base.errors import UserError
from commcards.translation.po_write import Draft, put
from tests.support.badinput import REPOSITORY
from tests.support.sheetproject import cell, entries, lay_out_catalogs, opened, row_of, run, saved
from tests.support.smalldeck import commcards

FEVER = "illness.fever"
WRONG = [  # what somebody writes for "I have a fever.", and the code of what is wrong with it
    ("Имам треска \ue123.", "missing-glyph"),
    ("Имам c треска.", "mixed-script"),  # Latin c, all of a word
    ("Имам тpеска.", "mixed-script"),  # Latin p, in a word
    ("Имам тре\u200fска.", "bidi-control"),
    ("Имам\nтреска.", "line-break"),
    ("عندي حمى.", "wrong-script"),
    ("Имам 7 трески.", "numbers"),
    ("Имам {треска}.", "placeholder"),
]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ways") / "project"
    root.mkdir()
    lay_out_catalogs(root)
    shutil.copy(REPOSITORY / paths.GLOSSARY, root / paths.GLOSSARY)
    assert run(root, "export", "bg", root / "bg.xlsx").exit_code == 0
    return root


@pytest.fixture
def project(laid: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(laid, tmp_path / "project", symlinks=True))


def sheet(project: Path, text: str) -> Path:
    """Return the Bulgarian sheet with another text."""
    path = project / "bg.xlsx"
    edited = opened(path)
    cell(edited, "target", row_of(edited, FEVER)).value = text
    saved(edited, path)
    return path


def table(project: Path, text: str) -> Path:
    """Return a phrase table with the text, and a project that has none yet."""
    put(project / paths.catalog("bg"), {FEVER: Draft("", "")})
    path = project / "phrases.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = [["English", "Bulgarian"], [entries(project, "bg")[FEVER].source, text]]
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_catalog_with_a_fault_is_refused(
    text: str, code: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project / paths.catalog("bg"), {FEVER: Draft(text, "po")})
    status, written = commcards(project, "check", "bg", "--json", capsys=capsys)
    faults = json.loads(written)["diagnostics"]
    errors = [fault for fault in faults if fault["severity"] == "error"]
    assert status == 1
    assert code in {fault["code"] for fault in errors}
    assert all(fault["message"].startswith(FEVER) for fault in errors)


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_spreadsheet_with_the_fault_is_refused(text: str, code: str, project: Path) -> None:
    before = entries(project, "bg")
    result = run(project, "import", sheet(project, text))
    assert isinstance(result.exception, UserError)
    assert code in {fault.code for fault in result.exception.diagnostics}
    assert entries(project, "bg") == before


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_phrase_with_the_fault_is_not_taken(text: str, code: str, project: Path) -> None:
    result = run(project, "suggest", "bg", table(project, text))
    assert result.exit_code == 0
    (told,) = (line for line in result.output.splitlines() if line.startswith(f"{FEVER}: "))
    assert code in told.partition("not used: ")[2]
    assert entries(project, "bg")[FEVER].text == ""


def by_sheet(project: Path, text: str) -> str:
    return run(project, "import", sheet(project, text)).output


def by_table(project: Path, text: str) -> str:
    return run(project, "suggest", "bg", table(project, text)).output


@pytest.mark.parametrize("way", [by_sheet, by_table])
def test_a_text_that_is_right_is_taken(way: Callable[[Path, str], str], project: Path) -> None:
    assert "1 " in way(project, "Вдигнах температура.").splitlines()[-1]
    assert entries(project, "bg")[FEVER].text == "Вдигнах температура."


def test_a_spreadsheet_warns_of_the_glossary_as_check_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"warning[glossary]: {FEVER}: " in by_sheet(project, "Имам болка.")
    assert f"warning[glossary]: {FEVER}: " in commcards(project, "check", "bg", capsys=capsys)[1]
    assert entries(project, "bg")[FEVER].text == "Имам болка."


def test_a_spreadsheet_of_an_older_card_is_refused(project: Path) -> None:
    card = project / "cards/illness.yaml"
    card.write_text(card.read_text("utf-8").replace("I have a fever.", "I am hot."), "utf-8")
    result = run(project, "import", sheet(project, "Вдигнах температура."))
    assert isinstance(result.exception, UserError)
    assert {fault.code for fault in result.exception.diagnostics} == {"stale-source"}
