"""``commcards new``: each template builds, and nothing of anybody's is overwritten."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from commcards.cli import main
from commcards.workspace import starter
from commcards.workspace.workspace import read_workspace
from tests.support.smalldeck import snapshot


def new(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["new", *arguments])
    assert isinstance(stop.value.code, int)
    return stop.value.code


@pytest.mark.parametrize("template", ["minimal", "clinic", "translators"])
def test_each_template_is_a_project_without_faults(tmp_path: Path, template: str) -> None:
    assert starter.templates() == ["clinic", "minimal", "translators"]
    assert new(str(tmp_path / "ours"), "--template", template) == 0
    workspace, faults = read_workspace(tmp_path / "ours", ())
    assert [str(fault) for fault in faults] == []
    deck = next(iter(workspace.project.decks.values()))
    needed = {tool for name in deck.cards for tool in workspace.cards[name].tools}
    assert needed <= {*deck.tools}, "its questions have their answers"
    title = workspace.project.decks[deck.id].title
    own, _ = read_workspace(tmp_path / "ours", ["bg"])
    assert title.key in own.catalogs["bg"].entries, "the title is translated with the library"


def test_a_new_project_is_ready_for_git(tmp_path: Path) -> None:
    root = tmp_path / "ours"
    assert new(str(root)) == 0
    for folder in ("cards", "locales", "symbols", "layouts", "templates"):
        assert (root / folder).is_dir()
    (root / "output").mkdir()
    (root / "output/index.html").touch()
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"README.md", "decks.yaml", "library.lock", "cards/.gitkeep"} <= {*listed}
    assert "output/index.html" not in listed


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    before = snapshot(tmp_path)
    assert new(str(tmp_path)) == 1
    assert "error[folder-not-empty]" in capsys.readouterr().err
    assert new(str(tmp_path / "notes.txt")) == 1
    assert snapshot(tmp_path) == before
    (tmp_path / "empty/.git").mkdir(parents=True)
    assert new(str(tmp_path / "empty")) == 0


def test_an_unknown_template_is_answered_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(str(tmp_path / "ours"), "--template", "clinics") == 2
    assert "did you mean clinic?" in capsys.readouterr().err
    assert not (tmp_path / "ours").exists()
