"""An update of the library below a project: it builds on, is told what changed, and stays."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.workspace import library
from tests.support.badinput import edit
from tests.support.overlay import CARD, Overlay, catalog, lay_over
from tests.support.smalldeck import build, commcards, snapshot, translate

PO = "locales/uk/LC_MESSAGES/commcards.po"
GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture
def over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Overlay:
    monkeypatch.setattr(library, "__version__", "1.0")
    return lay_over(tmp_path, monkeypatch)


def git(over: Overlay, *arguments: str) -> str:
    done = subprocess.run(
        [*GIT, *arguments], cwd=over.root, check=True, capture_output=True, text=True
    )
    return done.stdout


def make_ones_own(over: Overlay) -> None:
    """Add a card and its translation, correct a translation, and replace a card."""
    violence = (over.library / "cards/violence.yaml").read_text("utf-8")
    over.write(
        {
            "cards/intake.yaml": CARD,
            "cards/violence.yaml": violence.replace("title: Violence", "title: Violence, ours"),
            PO: catalog(
                "uk",
                ("intake.title", "Intake", "Прийом"),
                ("intake.wait", "Please wait here.", "Будь ласка, зачекайте тут."),
                ("illness.fever", "I have a fever.", "Мене лихоманить."),
            ),
        }
    )
    edit(over.root / "decks.yaml", "[illness, violence]", "[intake, illness, violence]")
    git(over, "init", "--quiet")
    git(over, "add", "--all")
    git(over, "commit", "--quiet", "--message", "Ours")


def update(over: Overlay, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the next version of the library in place: cards, texts and layouts have changed."""
    below = over.library
    edit(below / "cards/illness.yaml", "text: I have a fever.", "text: I am hot.")
    edit(below / "cards/illness.yaml", "text: My child is ill.", "text: My child feels ill.")
    edit(below / "cards/violence.yaml", "title: Violence", "title: Harm")
    card = CARD.replace("id: intake", "id: queue").replace("X01", "E91")
    (below / "cards/queue.yaml").write_text(card, "utf-8")
    edit(below / "layouts/a6.yaml", "margin: 3mm", "margin: 3.5mm")
    (below / "layouts/ring.yaml").unlink()
    edit(below / paths.WORDS, "text: Draft translation", "text: A draft translation")
    translate(below, "uk", "illness.breathe", "Мені важко дихати зараз.")
    monkeypatch.setattr(library, "__version__", "2.0")


@pytest.mark.slow
def test_a_project_outlives_an_update(
    over: Overlay, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_ones_own(over)
    assert build(over.root, capsys)[0] == 0
    assert commcards(over.root, "check", capsys=capsys)[1].count("library-") == 0
    assert git(over, "status", "--porcelain") == ""

    update(over, monkeypatch)
    code, told = build(over.root, capsys)
    assert code == 0
    assert "library.lock:0:0: warning[library-updated]" in told
    assert "illness.fever: the library now says 'I am hot.'" in told
    code, told = commcards(over.root, "check", capsys=capsys)
    assert code == 0
    assert "cards/violence.yaml stands in place of the library's\n" in told
    assert "cards/violence.yaml:0:0: warning[library-changed]" in told
    assert git(over, "status", "--porcelain") == ""  # and so no conflict with anybody's changes

    code, told = commcards(over.root, "upgrade", capsys=capsys)
    assert code == 0
    assert told.splitlines() == [
        "commcards 1.0 -> 2.0",
        "new      cards: queue.yaml",
        "changed  cards: illness.yaml, violence.yaml",
        "changed  layouts: a6.yaml",
        "changed  locales/uk/LC_MESSAGES: commcards.po",
        "changed  templates/words.yaml: draft",
        "gone     layouts: ring.yaml",
        "yours    cards/violence.yaml stands in place of the library's: compare it with "
        f"{over.library / 'cards/violence.yaml'}",
        "noted in library.lock",
    ]
    assert git(over, "status", "--porcelain") == " M library.lock\n"
    code, told = commcards(over.root, "check", capsys=capsys)
    assert (code, "cards/violence.yaml:0:0" in told, "library-updated" in told) == (0, False, False)
    assert commcards(over.root, "upgrade", capsys=capsys)[1] == (
        "nothing has changed\nnoted in library.lock\n"
    )


def test_a_record_with_a_conflict_is_told(
    over: Overlay, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = over.root / "library.lock"
    lock.write_text("<<<<<<< HEAD\n" + lock.read_text("utf-8"), "utf-8")
    code, told = commcards(over.root, "check", capsys=capsys)
    assert (code, "library.lock:1:1: error[bad-lock]" in told) == (1, True)
    lock.unlink()
    assert commcards(over.root, "upgrade", capsys=capsys)[0] == 0
    assert commcards(over.root, "check", capsys=capsys)[0] == 0


def test_the_library_itself_is_no_project(
    over: Overlay, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(over.library)
    code, told = commcards(over.library, "upgrade", capsys=capsys)
    assert (code, "no-library-below" in told) == (1, True)
    assert snapshot(over.library) == before
