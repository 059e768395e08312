from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from commcards.base import paths
from commcards.base.diagnostics import has_errors
from commcards.base.errors import UserError
from commcards.commands.po import po
from commcards.project.decks import read_project

REPOSITORY = Path(__file__).parents[2]
INPUTS = ("cards", "decks.yaml", "languages.yaml", "layouts", "templates/words.yaml")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in INPUTS:
        source, target = REPOSITORY / name, tmp_path / name
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    assert not has_errors(read_project(tmp_path)[1])
    return tmp_path


def run(project: Path, *arguments: str) -> str:
    result = CliRunner().invoke(po, [*arguments, "--root", str(project)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_init_then_sync_has_nothing_to_do(project: Path) -> None:
    file = paths.catalog("bg")
    assert run(project, "init", "bg").startswith(f"{file}: ")
    assert run(project, "sync").startswith(f"{paths.POT}: ")
    before = (project / file).read_bytes()
    assert run(project, "sync") == ""
    assert (project / file).read_bytes() == before


def test_sync_in_the_working_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(project, "init", "bg")
    monkeypatch.chdir(project)
    run(Path(), "sync")
    assert run(Path(), "sync") == ""


def test_template_holds_cards_words_and_deck_titles(project: Path) -> None:
    run(project, "sync")
    template = (project / paths.POT).read_text("utf-8")
    deck = next(iter(read_project(project)[0].decks.values()))
    for key in ("illness.title", "words.person-says", deck.title.key):
        assert f'\nmsgctxt "{key}"\n' in template


def test_sync_in_the_project_itself(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    run(Path(), "sync")
    assert run(Path(), "sync") == ""


def test_sync_tells_what_a_new_card_brings(project: Path) -> None:
    run(project, "init", "bg")
    text = (project / "cards" / "illness.yaml").read_text("utf-8")
    changed = text.replace("title: Illness\n", "title: Being ill\n")
    assert changed != text
    (project / "cards" / "illness.yaml").write_text(changed, "utf-8")
    assert "bg: 0 new, 1 changed, 0 obsolete\n" in run(project, "sync")


@pytest.mark.parametrize("tag", ["en", "tlh"])
def test_init_takes_only_languages_that_need_a_catalog(tag: str, project: Path) -> None:
    result = CliRunner().invoke(po, ["init", tag, "--root", str(project)])
    assert result.exit_code == 2
    assert not (project / "locales").exists()


def test_sync_does_the_rest_when_one_catalog_is_faulty(project: Path) -> None:
    run(project, "init", "bg")
    run(project, "init", "ar")
    (project / paths.catalog("bg")).write_text("nonsense", "utf-8")
    whole = (project / paths.catalog("ar")).read_text("utf-8")
    (project / paths.catalog("ar")).write_text(whole.split("\n\n")[0] + "\n", "utf-8")
    with pytest.raises(UserError) as caught:
        run(project, "sync")
    places = {(fault.where.file, fault.code) for fault in caught.value.diagnostics}
    assert (paths.catalog("bg"), "po-syntax") in places
    assert (project / paths.catalog("ar")).read_text("utf-8") == whole
