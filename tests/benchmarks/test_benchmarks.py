"""What the benchmarks give other programs to print: all of each face, and the same."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from benchmarks import words
from benchmarks.documents import Document, read
from benchmarks.report import FIRST, further, medians, ratios
from benchmarks.typstfile import lines_of
from benchmarks.workload import Project, numbered
from benchmarks.write import Writer
from commcards.text.bidi import plain
from commcards.workspace.workspace import read_workspace
from tests.support.smalldeck import Built


@pytest.fixture(scope="module")
def folder(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "others"
    Writer(built.root, folder).write(("ar",), ("a6",))
    return folder


@pytest.fixture(scope="module")
def document(folder: Path) -> Document:
    (found,) = read(folder)
    return found


def test_every_face_and_word_is_in_html_and_typst(folder: Path, document: Document) -> None:
    html = (folder / "ar-a6.html").read_text("utf-8")
    typst = (folder / "ar-a6.typ").read_text("utf-8")
    assert html.count("<article") == typst.count("#page({") == document.faces > 3
    wanted = Counter(text.replace("\u200b", "") for text in document.words if text)
    in_html = Counter(
        plain(unescape(found)) for found in re.findall(r"<(?:p|h\d) [^>]*>([^<]+)<", html)
    )
    shown = re.findall(r'^words\(.*?, (?:left|center|right), "(.*?)"', typst, re.M)
    in_typst = Counter(map(plain, shown))
    assert wanted == in_html == in_typst


def test_both_have_the_same_pictures_and_they_are_there(folder: Path) -> None:
    html = re.findall(r'<img [^>]*src="([^"]+)"', (folder / "ar-a6.html").read_text("utf-8"))
    typst = re.findall(r'^picture\(.*"(.+)"\)$', (folder / "ar-a6.typ").read_text("utf-8"), re.M)
    assert html == typst
    assert any("qr" in name for name in html)
    assert all((folder / name).read_text("utf-8").startswith("<svg") for name in html)


def test_a_dropped_word_is_found(built: Built, document: Document) -> None:
    pdf = built.pdf("ar")
    assert words.missing(pdf, document.words) == []
    assert words.missing(pdf, [*document.words, "Изпуснато"]) == ["Изпуснато x 1"]
    assert len(words.missing(pdf, document.words * 2)) > 10
    assert "letters" in words.missing(pdf, ["مرحبا" * 100 * len(document.words)])[-1]


def test_copied_cards_are_whole_and_differ(tmp_path: Path) -> None:
    project = Project.copied(tmp_path)
    project.shorten(2)
    project.multiply(3, ["bn"])
    workspace, faults = read_workspace(project.root, ("bg", "bn"))
    assert [str(fault) for fault in faults if fault.severity == "error"] == []
    deck = workspace.project.decks["emergency"]
    assert len(deck.cards) == 6
    first, *copies = (workspace.cards[name] for name in deck.cards[::2])
    texts = {card.title.text for card in (first, *copies)}
    assert len(texts) == len({card.code for card in (first, *copies)}) == 3
    entries = workspace.catalogs["bn"].entries
    kept = entries[first.title.key]
    for number, copy in enumerate(copies, 2):
        assert entries[copy.title.key].text == numbered(kept.text, number)


def test_a_number_goes_before_the_last_sign() -> None:
    assert numbered("Where are you?", 2) == "Where are you 2?"
    assert numbered("আমি অসুস্থ।", 3) == "আমি অসুস্থ 3।"
    assert numbered("টাকা", 3) == "টাকা 3"


def test_a_string_and_the_look_can_be_changed(tmp_path: Path) -> None:
    project = Project.copied(tmp_path)
    project.translate("uk", "illness.fever", "Жар.")
    workspace, _ = read_workspace(project.root, ("uk",))
    assert workspace.catalogs["uk"].entries["illness.fever"].text == "Жар."
    with pytest.raises(ValueError, match="no translation"):
        project.translate("uk", "no.such", "")
    css = tmp_path / "templates" / "faces.css.j2"
    project.restyle(1)
    first = css.read_text("utf-8")
    project.restyle(2)
    assert first != css.read_text("utf-8")


def test_a_line_is_spread_about_its_font() -> None:
    above, below = lines_of((1.0, 0.3), 1.5)
    assert (above, below) == pytest.approx((1.1, 0.4))


def test_ratios_are_of_faces_and_of_one_round() -> None:
    rows = [
        {"round": number, "name": name, "faces": faces, "wall": wall}
        for number, ours, theirs in ((0, 1.0, 4.0), (1, 2.0, 6.0), (2, 1.0, 9.0))
        for name, faces, wall in ((FIRST, 10, ours), ("typst", 5, theirs))
    ]
    assert medians(rows, lambda row: row["wall"]) == {FIRST: 1.0, "typst": 6.0}
    assert ratios(rows, "wall") == {FIRST: 1.0, "typst": 8.0}


def test_a_further_face_is_one_beyond_those_of_the_first_row() -> None:
    rows = [
        {"round": number, "name": name, "faces": faces, "wall": base + faces / 100}
        for number, base in enumerate((1.0, 5.0, 3.0))
        for name, faces in (("one", 10), ("as many", 10), ("two", 20), ("ten", 100))
    ]
    found = further(rows, "wall")
    assert {name: round(value, 6) for name, value in found.items()} == {"two": 10, "ten": 10}
