"""The ZIP for a partner: what is in it, and what is said if something was not built."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.badinput import REPOSITORY
from tests.support.exported import export
from tests.support.smalldeck import Built

ZIP = "emergency/bg-uk/emergency_bg-uk.zip"


@pytest.fixture
def project(built: Built, tmp_path: Path) -> Path:
    """Return a copy of the small project with what was built of it."""
    root = tmp_path / "project"
    shutil.copytree(built.root, root, symlinks=True)
    shutil.copy(REPOSITORY / "LICENSE.md", root)
    return root


def test_what_was_built(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(project, "zip", "--language", "uk") == 0
    path = project / "output" / ZIP
    assert f"{path}\n" in capsys.readouterr().out
    there = tmp_path / "there"
    with ZipFile(path) as archive:
        archive.extractall(there)
    own = there / "emergency/bg-uk"
    assert {each.name for each in own.iterdir()} == {
        "emergency_bg-uk_a6_a4.pdf", "illness.html", "card-e18.html", "answers.html",
    }  # fmt: skip
    for each in own.iterdir():
        assert each.read_bytes() == (project / "output/emergency/bg-uk" / each.name).read_bytes()
    assert (there / "LICENSE.md").read_bytes() == (REPOSITORY / "LICENSE.md").read_bytes()
    credits = (there / "CREDITS.txt").read_text("utf-8")
    assert "commcards cards, CC BY 4.0" in credits
    assert "Noto Sans: SIL OFL 1.1" in credits
    check = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=there,
        capture_output=True,
        text=True,
    )
    assert check.returncode == 0, check.stderr
    files = [each for each in there.rglob("*") if each.is_file()]
    assert check.stdout.count(": OK\n") == len(files) - 1
    for page in there.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#:]+)"', page.read_text("utf-8")):
            assert (page.parent / link).resolve().is_file(), (page.name, link)


def test_the_front_page_has_this_deck_alone(project: Path) -> None:
    assert export(project, "zip", "--language", "uk") == 0
    with ZipFile(project / "output" / ZIP) as archive:
        front = archive.read("index.html").decode()
        pair = archive.read("bg-uk.html").decode()
    assert "bg-uk.html" in front
    assert "bg-fr" not in front
    assert "emergency/bg-uk/illness.html" in pair


def test_the_same_files_give_the_same_bytes(project: Path) -> None:
    assert export(project, "zip", "--language", "uk") == 0
    first = (project / "output" / ZIP).read_bytes()
    (project / "output" / ZIP).unlink()
    for path in (project / "output").rglob("*.html"):
        path.touch()
    assert export(project, "zip", "--language", "uk") == 0
    assert (project / "output" / ZIP).read_bytes() == first
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_was_built(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(mini, "zip", "--language", "uk", "fr") == 1
    written = capsys.readouterr().err
    for person in ("uk", "fr"):
        assert (
            f"emergency/bg-{person}:0:0: error[not-built]: 4 of 4 PDFs and pages are missing: all\n"
            f"  hint: run `commcards build emergency --staff bg --language {person}` first\n"
        ) in written
    assert not (mini / "output").exists()


def test_a_page_is_missing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "output/emergency/bg-uk/illness.html").unlink()
    assert export(project, "zip", "--language", "uk", "fr") == 1
    assert "error[not-built]: 1 of 4 PDFs and pages are missing: illness.html" in (
        capsys.readouterr().err
    )
    assert not [*(project / "output").rglob("*.zip")]


def test_some_layouts_were_left_out(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decks = project / "decks.yaml"
    decks.write_text(decks.read_text("utf-8").replace("[a6]", "[a6, board]"), "utf-8")
    assert export(project, "zip", "--language", "uk") == 0
    written = capsys.readouterr().err
    assert "warning[not-built]" in written
    assert "1 of 5 PDFs and pages are missing: emergency_bg-uk_board_a4.pdf\n" in written
    assert (project / "output" / ZIP).is_file()


def test_there_is_no_licence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "LICENSE.md").unlink()
    assert export(project, "zip", "--language", "uk") == 1
    assert "LICENSE.md:0:0: error[missing-file]" in capsys.readouterr().err
    assert not [*(project / "output").rglob("*.zip")]
