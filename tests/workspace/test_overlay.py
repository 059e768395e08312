"""A project over the library: a new name adds, the same name replaces, catalogs line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from commcards.base import layers
from commcards.base.diagnostics import Diagnostic, has_errors
from commcards.base.ledger import Ledger
from commcards.project.cards import OWN_CODES, read_cards
from commcards.project.decks import read_project
from commcards.text.templates import Templates
from commcards.workspace.workspace import Workspace, read_workspace
from tests.support.badinput import REPOSITORY, edit
from tests.support.overlay import CARD, DECKS, Overlay, catalog, lay_over

PO = "locales/uk/LC_MESSAGES/commcards.po"


@pytest.fixture
def over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Overlay:
    return lay_over(tmp_path, monkeypatch)


def read(over: Overlay) -> tuple[Workspace, list[Diagnostic]]:
    return read_workspace(over.root)


def told(faults: list[Diagnostic]) -> list[tuple[str, int, str]]:
    return [(fault.where.file, fault.where.line, fault.code) for fault in faults]


def test_a_new_project_has_all_of_the_library_and_no_fault(over: Overlay) -> None:
    workspace, faults = read(over)
    below, _ = read_workspace(over.library)
    assert told(faults) == []
    assert list(workspace.project.decks) == ["clinic"]  # the library's are not the project's
    assert list(workspace.project.services) == ["eu-emergency"]
    assert workspace.project.categories.keys() == below.project.categories.keys()
    assert workspace.project.layouts.keys() == below.project.layouts.keys()
    assert workspace.project.languages.keys() == below.project.languages.keys()
    assert (workspace.cards.keys(), workspace.words.keys()) == (
        below.cards.keys(),
        below.words.keys(),
    )
    assert workspace.symbols == below.symbols
    keys = {key for key in below.catalogs["uk"].entries if not key.startswith("decks.")}
    assert keys <= workspace.catalogs["uk"].entries.keys()


def test_a_folder_without_the_record_has_all_itself(over: Overlay) -> None:
    assert layers.beneath(over.library) is None
    assert layers.beneath(REPOSITORY) is None
    assert layers.beneath(over.root) == over.library
    (over.root / "library.lock").unlink()
    _, faults = read_project(over.root)
    assert ("languages.yaml", 0, "missing-file") in told(faults)


def test_a_new_card_adds_and_a_card_of_the_same_name_replaces(over: Overlay) -> None:
    own = (over.library / "cards/illness.yaml").read_text("utf-8")
    over.write({"cards/intake.yaml": CARD, "cards/illness.yaml": own.replace("E03", "X02")})
    edit(over.root / "decks.yaml", "[illness, violence]", "[intake, illness]")
    workspace, faults = read(over)
    assert told(faults) == []
    assert list(workspace.cards) == sorted(["answers", "illness", "intake", "violence"])
    assert workspace.cards["illness"].code == "X02"
    assert workspace.cards["illness"].where.file == "cards/illness.yaml"
    assert workspace.cards["violence"].where.file == "library:cards/violence.yaml"


def test_faults_of_own_cards_are_told_and_unused_cards_of_the_library_are_not(
    over: Overlay,
) -> None:
    edit(over.root / "decks.yaml", "[illness, violence]", "[violence]")
    over.write(
        {"cards/intake.yaml": CARD.replace("symbol: conversation\ntitle", "symbol: x\ntitle")}
    )
    _, faults = read(over)
    assert told(faults) == [
        ("cards/intake.yaml", 1, "unknown-symbol"),
        ("cards/intake.yaml", 1, "unused-card"),
    ]


def test_entries_are_laid_over_one_by_one(over: Overlay) -> None:
    over.write(
        {
            "symbols/symbols.yaml": "intake: {label: intake, sources: [own:desk]}\n"
            "ill: {label: ill of ours, sources: [own:desk]}\n",
            "symbols/own/desk.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
            '<path d="M4 4h40v40h-40z"/></svg>',
            "templates/words.yaml": "cards: {text: Our cards}\n",
            "languages.yaml": "tlh: {autonym: tlhIngan, name: Klingon, script: Latn, "
            "direction: ltr, fonts: [Noto Sans]}\n",
            "layouts/badge.yaml": "face: a6\nscale: 1\ngutter: 4mm\ncrop-marks: true\n"
            "flip: long-edge\ngrids: {a4: {columns: 1, rows: 1}}\n",
            "templates/mine.html.j2": "mine",
            "decks/desk.yaml": "title: Desk\nversion: '1'\ncards: [illness]\ntools: []\n"
            "staff: [bg]\nlanguages: [uk]\nlayouts: [badge]\npapers: [a4]\n",
        }
    )
    workspace, faults = read(over)
    below, _ = read_workspace(over.library, ())
    assert told(faults) == []
    assert workspace.symbols["ill"].label == "ill of ours"
    assert workspace.symbols.keys() - below.symbols.keys() == {"intake"}
    assert workspace.words["cards"].text == "Our cards"
    others = {key for key, word in below.words.items() if workspace.words[key].text == word.text}
    assert others == below.words.keys() - {"cards"}
    assert workspace.project.languages.keys() - below.project.languages.keys() == {"tlh"}
    assert workspace.project.layouts.keys() - below.project.layouts.keys() == {"badge"}
    assert list(workspace.project.decks) == ["clinic", "desk"]
    sources = Templates.of(over.root).sources
    assert sources.keys() - Templates.of(over.library).sources.keys() == {"mine.html.j2"}


def test_translations_are_laid_over_line_by_line(over: Overlay) -> None:
    below, _ = read_workspace(over.library, ["uk"])
    over.write({PO: catalog("uk", ("illness.fever", "I have a fever.", "Мене лихоманить."))})
    workspace, faults = read(over)
    assert told(faults) == []
    entries, former = workspace.catalogs["uk"].entries, below.catalogs["uk"].entries
    assert entries["illness.fever"].text == "Мене лихоманить."
    assert entries["illness.breathe"].text == former["illness.breathe"].text != ""
    assert entries["illness.breathe"].where.file == f"library:{PO}"


def test_words_of_the_library_do_not_stand_below_a_text_of_ones_own(over: Overlay) -> None:
    """A replaced card that says something else has no translation until somebody writes one."""
    own = (over.library / "cards/illness.yaml").read_text("utf-8")
    assert "I have a fever." in own
    over.write({"cards/illness.yaml": own.replace("I have a fever.", "I feel hot.")})
    workspace, faults = read(over)
    assert not has_errors(faults)
    assert "illness.fever" not in workspace.catalogs["uk"].entries
    assert "illness.breathe" in workspace.catalogs["uk"].entries


def test_an_own_line_of_a_former_text_steps_back(over: Overlay) -> None:
    """What stands below a picture must say what the picture's text says now."""
    over.write(
        {
            PO: catalog(
                "uk",
                ("illness.fever", "I am hot.", "Мені жарко."),
                ("illness.title", "Sickness", "Хвороба наша"),
            )
        }
    )
    po = over.library / PO
    kept = [
        entry for entry in po.read_text("utf-8").split("\n\n") if '"illness.title"' not in entry
    ]
    po.write_text("\n\n".join(kept), "utf-8")
    workspace, faults = read(over)
    entries = workspace.catalogs["uk"].entries
    below, _ = read_workspace(over.library, ["uk"])
    assert entries["illness.fever"] == below.catalogs["uk"].entries["illness.fever"]._replace(
        where=entries["illness.fever"].where
    )
    outdated = entries["illness.title"]
    assert (outdated.text, outdated.draft, outdated.stale) == ("Хвороба наша", True, True)
    assert {fault.code for fault in faults} == {"library-changed"}
    assert ["library's translation stands instead" in each.message for each in faults].count(
        True
    ) == 1
    assert not has_errors(faults)


def test_a_free_code_of_ones_own_range_is_offered(over: Overlay) -> None:
    edit(over.root / "decks.yaml", "[illness, violence]", "[one, two, three, four]")
    cards = {"one": "X01", "two": "E03", "three": "E90", "four": "T99"}
    over.write(
        {
            f"cards/{name}.yaml": CARD.replace("id: intake", f"id: {name}").replace("X01", code)
            for name, code in cards.items()
        }
        | {"cards/five.yaml": CARD.replace("id: intake", "id: five").replace("code: X01\n", "")}
    )
    _, faults = read_cards(over.root)
    assert sorted((f.where.file, f.code, str(f.severity)) for f in faults) == [
        ("cards/five.yaml", "missing-key", "error"),
        ("cards/four.yaml", "duplicate-code", "error"),
        ("cards/four.yaml", "library-code", "warning"),
        ("cards/three.yaml", "library-code", "warning"),
        ("cards/two.yaml", "duplicate-code", "error"),
        ("cards/two.yaml", "library-code", "warning"),
    ]
    assert all("X02" in fault.hint for fault in faults)
    (twice,) = (f for f in faults if (f.where.file, f.code) == ("cards/two.yaml", "duplicate-code"))
    assert "library:cards/illness.yaml" in twice.message


def test_the_library_leaves_the_own_range_free() -> None:
    cards, _ = read_cards(REPOSITORY)
    assert [card.id for card in cards.values() if card.code.startswith(OWN_CODES)] == []


def test_a_deck_stands_in_one_place(over: Overlay) -> None:
    deck = DECKS.split("clinic:\n")[1].replace("    ", "")
    over.write({"decks/clinic.yaml": deck, "decks/cards.yaml": deck})
    _, faults = read_project(over.root)
    assert [(f.where.file, f.code) for f in faults] == [
        ("decks/cards.yaml", "reserved-id"),
        ("decks/clinic.yaml", "duplicate-deck"),
    ]


def test_who_publishes_is_said_once(over: Overlay) -> None:
    imprint = "imprint: {organisation: A, base-url: https://a.example}\n"
    over.write({"decks.yaml": imprint + DECKS})
    project, faults = read_project(over.root)
    assert told(faults) == [("decks.yaml", 1, "imprint-twice")]
    (over.root / "organisation.yaml").unlink()
    project, faults = read_project(over.root)
    assert (told(faults), project.imprint.organisation) == ([], "A")
    over.write({"decks.yaml": DECKS})
    assert told(read_project(over.root)[1]) == [("decks.yaml", 1, "missing-key")]
    (over.root / "decks.yaml").unlink()
    assert told(read_project(over.root)[1]) == [("decks.yaml", 0, "missing-file")]


def test_a_change_of_the_library_is_seen(over: Overlay) -> None:
    """Files that are kept between builds are those of both layers."""
    ledger = Ledger(over.root, over.root / "output", None)
    ledger.scan()
    before = ledger.inputs("cards/illness.yaml"), ledger.inputs("cards/violence.yaml")
    edit(over.library / "cards/illness.yaml", "title: Illness", "title: Sickness")
    ledger.scan()
    after = ledger.inputs("cards/illness.yaml"), ledger.inputs("cards/violence.yaml")
    assert (before[0] != after[0], before[1] == after[1]) == (True, True)


def test_a_fault_of_the_librarys_glossary_is_not_told_as_the_projects(over: Overlay) -> None:
    path = over.library / "locales/glossary.csv"
    path.write_text(path.read_text("utf-8") + "doctor,A second one.\n", "utf-8")
    faults = [fault for fault in read(over)[1] if fault.where.file.endswith("glossary.csv")]
    assert faults
    assert all(layers.is_library(fault.where.file) for fault in faults)


def test_titles_of_a_deck_that_cannot_be_read_are_not_called_gone(over: Overlay) -> None:
    over.write({"decks/ours.yaml": "title: Ours\ncards: [\n"})
    workspace, faults = read(over)
    assert ("decks/ours.yaml" in {fault.where.file for fault in faults}, has_errors(faults)) == (
        True,
        True,
    )
    assert "decks" in workspace.unread
