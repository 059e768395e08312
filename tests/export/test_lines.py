"""The lines of a deck as CSV: read back, each once, and no formula among them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from commcards.export.lines import table
from commcards.workspace.workspace import Workspace
from tests.support.exported import local, reviewed, text, translated


def rows(data: bytes) -> list[dict[str, str]]:
    return [*csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))]


def row(data: bytes, key: str) -> dict[str, str]:
    """Return the one row of a message."""
    found = [each for each in rows(data) if each["msgctxt"] == key]
    assert len(found) == 1
    return found[0]


def test_a_line(workspace: Workspace) -> None:
    assert row(table(local(workspace, "ar")), "illness.fever") == {
        "card": "illness",
        "msgctxt": "illness.fever",
        "speaker": "person",
        "English": "I have a fever.",
        "Bulgarian (bg)": text(workspace, "bg", "illness.fever"),
        "Arabic (ar)": text(workspace, "ar", "illness.fever"),
        "status": "draft",
        "symbol": "fever",
    }


def test_who_speaks(workspace: Workspace) -> None:
    data = table(local(workspace, "uk"))
    assert row(data, "illness.title")["speaker"] == ""
    assert row(data, "illness.allergy")["speaker"] == "staff"
    assert row(data, "illness.next")["speaker"] == "staff"
    assert row(data, "violence.who.partner")["speaker"] == "person"
    assert row(data, "answers.yes")["speaker"] == "person"


def test_status(workspace: Workspace) -> None:
    good = reviewed(workspace)
    assert row(table(local(good, "ar")), "illness.fever")["status"] == "reviewed"
    empty = translated(good, "ar", {"illness.fever": ""})
    assert row(table(local(empty, "ar")), "illness.fever")["status"] == "empty"
    assert row(table(local(empty, "ar")), "illness.allergy")["status"] == "reviewed"


def test_spreadsheets_see_utf_8(workspace: Workspace) -> None:
    data = table(local(workspace, "ar"))
    assert data.startswith(b"\xef\xbb\xbfcard,msgctxt,")
    assert b"\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n") == len(rows(data)) + 1


@pytest.mark.parametrize("bad", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_no_cell_is_a_formula(workspace: Workspace, bad: str) -> None:
    hostile = translated(workspace, "ar", {"illness.fever": bad})
    assert row(table(local(hostile, "ar")), "illness.fever")["Arabic (ar)"] == f"'{bad}"


def test_every_line_of_a_deck_once(ours: Workspace) -> None:
    """Answers of tool cards stand with these, not below the questions that ask for them."""
    deck = local(ours, "ar", "fa")
    data = rows(table(deck))
    keys = [each["msgctxt"] for each in data]
    assert len(keys) == len(set(keys))
    assert {line.key for card in deck.cards for line in card.lines} == set(keys)
    assert {each["card"] for each in data if each["msgctxt"].startswith("duration.")} == {
        "duration"
    }
    assert [name for name in data[0] if name.endswith(")")] == [
        "Bulgarian (bg)",
        "Arabic (ar)",
        "Persian (fa)",
    ]


def test_services_and_names_of_languages(ours: Workspace) -> None:
    data = table(local(ours, "ar"))
    emergency = row(data, "service.eu-emergency")
    assert emergency["Arabic (ar)"].endswith(" · 112")
    assert emergency["English"] == "European emergency number"
    assert row(data, "languages.fa")["English"] == "Persian"
