"""What earlier builds wrote and no deck has any more is deleted; all else stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commcards.build import builder
from commcards.workspace.request import Request
from tests.support.smalldeck import KEPT, STAFF, lay_out

DECKS = "decks.yaml"


def project(tmp_path: Path) -> Request:
    """Lay out a small project, and build it into two languages."""
    lay_out(tmp_path, KEPT)
    request = Request(
        root=tmp_path,
        output=tmp_path / "output",
        languages=("fr", "uk"),
        layouts=("a6",),
        papers=("a4",),
    )
    builder.build(request)
    return request


def files(request: Request) -> set[str]:
    """Return the files of the output but for those that pages share."""
    found = {path.relative_to(request.output).as_posix() for path in request.output.rglob("*.*")}
    return {name for name in found if not name.startswith("assets/")}


def unused(request: Request) -> set[str]:
    """Return the shared files that no page and no style sheet names."""
    texts = [path for ending in ("html", "css") for path in request.output.rglob(f"*.{ending}")]
    named = "".join(path.read_text("utf-8") for path in texts)
    return {path.name for path in (request.output / "assets").iterdir() if path.name not in named}


def page(language: str, name: str) -> str:
    return f"emergency/{STAFF}-{language}/{name}.html"


def test_the_page_of_a_removed_card_goes(tmp_path: Path) -> None:
    """A page that somebody changed is theirs, and so is a file of their own."""
    request = project(tmp_path)
    before = files(request)
    assert {page("fr", "illness"), page("uk", "illness")} <= before
    (request.output / page("uk", "illness")).write_text("mine", "utf-8")
    (request.output / page("uk", "notes")).write_text("mine", "utf-8")
    decks = tmp_path / DECKS
    decks.write_text(decks.read_text("utf-8").replace("[illness, violence]", "[violence]"), "utf-8")
    builder.build(request)
    assert files(request) == before - {page("fr", "illness")} | {page("uk", "notes")}
    assert unused(request) == set()


def test_a_language_asked_for_before_stays_on_the_front_page(tmp_path: Path) -> None:
    request = project(tmp_path)
    builder.build(replace(request, languages=("ar",)))
    index = (request.output / "index.html").read_text("utf-8")
    for language in ("ar", "fr", "uk"):
        assert f"{STAFF}-{language}.html" in index
        pair = (request.output / f"{STAFF}-{language}.html").read_text("utf-8")
        assert page(language, "illness") in pair
    assert unused(request) == set()


def test_the_folder_of_a_removed_deck_goes(tmp_path: Path) -> None:
    request = project(tmp_path)
    decks = tmp_path / DECKS
    decks.write_text(decks.read_text("utf-8").replace("  emergency:\n", "  clinic:\n"), "utf-8")
    builder.build(replace(request, languages=("fr",)))
    assert {name.partition("/")[0] for name in files(request)} == {
        "clinic",
        "index.html",
        f"{STAFF}-fr.html",
        "report.json",
    }
    assert not (request.output / "emergency" / f"{STAFF}-uk").exists()
