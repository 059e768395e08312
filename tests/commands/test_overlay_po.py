"""``commcards po`` in a project over the library: its catalogs hold what is its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from commcards.base import paths
from commcards.translation.catalogs import read_catalog
from commcards.workspace.workspace import read_workspace
from tests.support.badinput import edit
from tests.support.overlay import CARD, Overlay, lay_over
from tests.support.sheetproject import cell, opened, row_of, run, saved
from tests.support.smalldeck import snapshot

OWN = {"intake.title", "intake.wait", "decks.clinic.title", "service.eu-emergency"}


@pytest.fixture
def over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Overlay:
    overlay = lay_over(tmp_path, monkeypatch)
    overlay.write({"cards/intake.yaml": CARD})
    edit(overlay.root / "decks.yaml", "[illness, violence]", "[intake, illness, violence]")
    return overlay


def keys(over: Overlay, tag: str) -> set[str]:
    path = over.root / paths.catalog(tag)
    return {*read_catalog(path, over.root, tag)[0].entries}


def test_a_catalog_begins_with_what_is_ones_own(over: Overlay) -> None:
    before = snapshot(over.library)
    assert run(over.root, "init", "uk").exit_code == 0
    assert keys(over, "uk") == OWN
    edit(over.root / "cards/intake.yaml", "Please wait here.", "Please wait.")
    assert "uk: 0 new, 1 changed, 0 obsolete" in run(over.root, "sync").output
    assert keys(over, "uk") == OWN
    assert snapshot(over.library) == before


def test_a_line_that_a_translator_corrects_becomes_ones_own(over: Overlay, tmp_path: Path) -> None:
    before = snapshot(over.library)
    run(over.root, "init", "uk")
    file = tmp_path / "lines.xlsx"
    done = run(over.root, "export", "uk", str(file))
    assert done.exit_code == 0, done.output
    sheet = opened(file)
    cell(sheet, "target", row_of(sheet, "illness.fever")).value = "Мене лихоманить."
    cell(sheet, "target", row_of(sheet, "intake.wait")).value = "Будь ласка, зачекайте тут."
    saved(sheet, file)
    done = run(over.root, "import", str(file))
    assert "2 lines changed" in done.output
    assert keys(over, "uk") == OWN | {"illness.fever"}
    workspace, faults = read_workspace(over.root, ["uk"])
    assert [str(fault) for fault in faults] == []
    assert workspace.catalogs["uk"].entries["illness.fever"].text == "Мене лихоманить."
    assert snapshot(over.library) == before
    assert run(over.root, "sync").exit_code == 0
    assert keys(over, "uk") == OWN | {"illness.fever"}


def test_a_line_of_the_library_is_signed_in_the_project(over: Overlay, tmp_path: Path) -> None:
    """The signature counts for this project; the library's catalog stays a draft."""
    before = snapshot(over.library)
    verdicts = tmp_path / "right.csv"
    verdicts.write_text("context,role,note\nillness.breathe,nurse,\n", "utf-8")
    done = run(over.root, "review", "uk", "--accept", str(verdicts))
    assert (done.exit_code, done.output) == (0, "1 accepted, 0 rejected\n")
    entries = read_workspace(over.root, ["uk"])[0].catalogs["uk"].entries
    below = read_workspace(over.library, ["uk"])[0].catalogs["uk"].entries
    assert entries["illness.breathe"].text == below["illness.breathe"].text
    assert (entries["illness.breathe"].draft, below["illness.breathe"].draft) == (False, True)
    assert entries["illness.fever"].draft
    assert snapshot(over.library) == before


def test_a_reviewer_sees_the_drafts_of_both(over: Overlay) -> None:
    from click.testing import CliRunner

    from commcards.commands.po import po

    arguments = ["review", "uk", "--role", "nurse", "--card", "illness", "--root", str(over.root)]
    done = CliRunner().invoke(po, arguments, input="a\nr\ntoo formal\nq\n")
    assert done.exit_code == 0, done.output
    again = CliRunner().invoke(po, arguments, input="q\n")
    first, second = (int(each.output.split(maxsplit=1)[0]) for each in (done, again))
    assert second == first - 1
    assert len(keys(over, "uk")) == 2
