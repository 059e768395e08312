"""What leads to a card, read from real PDFs by Poppler: contents, index, numbers, the key."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from commcards.base import paths
from commcards.model.languages import localized_number
from commcards.project.languages import read_languages
from tests.support.badinput import REPOSITORY
from tests.support.exported import export
from tests.support.smalldeck import build, commcards, lay_out, translate, translation

MARKS = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CARDS = ("illness", "violence", "answers")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("found")
    lay_out(root)
    shutil.copyfile(REPOSITORY / paths.LICENCE, root / paths.LICENCE)
    for language in ("uk", "ar"):
        options = ("--language", language, "--layout", "board", "--output", str(root / "output"))
        code, _ = commcards(root, "build", *options, "--jobs", "1")
        assert code == 0
    return root


def sheet_of(root: Path, language: str, layout: str = "board") -> Path:
    folder = root / "output" / "emergency" / f"bg-{language}"
    return folder / f"emergency_bg-{language}_{layout}_a4.pdf"


def faces_of(path: Path) -> dict[int, list[str]]:
    """Return the words of each face as they are drawn, by its number at its foot.

    A board has a face a page. Its number in the staff's digits is the last of it in the file, or
    the first where that of the person follows.
    """
    text = subprocess.run(
        ["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    faces = {}
    for page in MARKS.sub("", text).split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        if lines and "Карти за общуване" not in page:  # a neutral back
            number = re.findall(r"[0-9]+", " ".join(lines[-2:]))[-1]
            faces[int(number)] = lines
    return faces


def words_of(lines: list[str]) -> str:
    return re.sub(r"\s+", "", "".join(lines))


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_contents_lead_to_the_face_of_each_card(project: Path, language: str) -> None:
    faces = faces_of(sheet_of(project, language))
    assert [*faces] == [*range(1, len(faces) + 1)]
    digits = read_languages(project)[0][language].digits
    cover = " ".join(faces[1])
    listed = {}
    for card in CARDS:
        sensitive = card == "violence"
        title = translation(project, "bg", "words.neutral-title" if sensitive else f"{card}.title")
        shown = f"{title} E18" if sensitive else title
        found = re.search(rf"{shown}\s+([0-9]+)?\D*", cover)
        assert found, (shown, cover)
        numbers = [n for n in faces if re.search(rf"\b{n}\b", cover[found.start() :][:40])]
        start = next(
            number
            for number, lines in sorted(faces.items())
            if number > 1 and title in " ".join(lines[:3])
        )
        assert start in numbers
        around = cover[found.start() : found.end() + 12]
        assert localized_number(start, digits) in around
        listed[card] = start
    assert [*listed.values()] == sorted(listed.values())


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_the_index_leads_to_the_face_of_each_phrase(project: Path, language: str) -> None:
    faces = faces_of(sheet_of(project, language))
    title = translation(project, "bg", "words.index")
    index = next(lines for lines in faces.values() if lines[0].startswith(title))
    text = " ".join(index)
    phrases = [f"illness.{name}" for name in ("i-am-ill", "child-ill", "fever", "breathe")]
    for key in phrases:
        said = translation(project, "bg", key)
        found = re.search(rf"{re.escape(said)}.*?([0-9]+)", text)
        assert found or key == "illness.i-am-ill", key  # its forms stand beside one another
        if found:
            assert words_of([said]) in words_of(faces[int(found[1])])
    hidden = translation(project, "bg", "violence.hit")
    assert hidden in " ".join(line for lines in faces.values() for line in lines)
    assert hidden not in text


def test_the_key_is_a_file_of_its_own_that_nothing_leads_to(project: Path) -> None:
    folder = project / "output" / "emergency" / "bg-uk"
    key = folder / "emergency_bg-uk_staff-key_a4.pdf"
    told = subprocess.run(
        ["pdftotext", key, "-"], check=True, capture_output=True, text=True
    ).stdout
    title = translation(project, "bg", "violence.title")
    heading = translation(project, "bg", "words.key")
    assert f"E18 · {title}" in told
    assert heading in told
    for page in [*folder.glob("*.html"), project / "output" / "index.html"]:
        assert "staff-key" not in page.read_text("utf-8")
    with pikepdf.open(sheet_of(project, "uk")) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root if heading in item.title] == []
    printed = words_of([line for lines in faces_of(sheet_of(project, "uk")).values()
                        for line in lines])  # fmt: skip
    assert words_of([heading]) not in printed


def test_the_key_goes_to_no_partner(project: Path) -> None:
    assert export(project, "zip", "--language", "uk") == 0
    (archive,) = (project / "output").rglob("*.zip")
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
    assert any(name.endswith("_board_a4.pdf") for name in names)
    assert [name for name in names if "staff-key" in name] == []


def test_a_deck_without_neutral_titles_has_no_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path)
    card = tmp_path / "cards" / "violence.yaml"
    card.write_text(card.read_text("utf-8").replace("sensitive: true\n", ""), "utf-8")
    code, told = build(tmp_path, capsys, "--json")
    assert code == 0
    outputs = json.loads(told)["outputs"]
    assert any(path.endswith("_a6_a4.pdf") for path in outputs)
    assert [path for path in outputs if "staff-key" in path] == []


def test_the_index_is_the_staffs_even_if_a_title_is_not_translated(tmp_path: Path) -> None:
    lay_out(tmp_path)
    translate(tmp_path, "bg", "illness.title", "")
    options = ("--language", "uk", "--layout", "board", "--output", str(tmp_path / "output"))
    assert commcards(tmp_path, "build", *options, "--jobs", "1")[0] == 0
    title = translation(tmp_path, "bg", "words.index")
    faces = faces_of(sheet_of(tmp_path, "uk"))
    index = next(lines for lines in faces.values() if lines[0].startswith(title))
    assert translation(tmp_path, "bg", "illness.fever") in " ".join(index)
