"""A small project built for real, and built again."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from commcards.base import paths
from commcards.base.diagnostics import has_errors
from commcards.base.errors import UserError
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.build import builder
from commcards.build.workers import Workers, processes
from commcards.project.decks import read_project
from commcards.workspace import targets
from commcards.workspace.request import BuildReport, Request

REPOSITORY = Path(__file__).parents[2]
INPUTS = ("cards", "layouts", "locales", "symbols", "templates", "decks.yaml", "languages.yaml")
CATALOG = "locales/ar/LC_MESSAGES/commcards.po"
PDF = "emergency/en-ar/emergency_en-ar_a6_a4.pdf"


def make_project(folder: Path) -> Path:
    """Copy our own project with two cards on its deck, and an empty store."""
    for name in INPUTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    (folder / ".assets").symlink_to(REPOSITORY / ".assets")
    decks = (folder / "decks.yaml").read_text("utf-8")
    head, _, rest = decks.partition("    cards:\n")
    tail = rest[rest.index("    tools:") :]
    lines = ["    cards: [illness, violence]", *tail.splitlines()]
    lines = ["    tools: [answers]" if line.startswith("    tools:") else line for line in lines]
    (folder / "decks.yaml").write_text(head + "\n".join(lines) + "\n", "utf-8")
    return folder


def request(root: Path, output: str = "out", **changes: object) -> Request:
    asked = Request(
        root=root,
        output=root / output,
        decks=("emergency",),
        staff=("en",),
        languages=("ar",),
        layouts=("a6",),
        papers=("a4",),
        edition="color",
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    root = make_project(tmp_path_factory.mktemp("built"))
    return root, builder.build(request(root))


def files(root: Path, output: str = "out") -> dict[str, bytes]:
    folder = root / output
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "report.json"  # it tells how long the build took
    }


def test_first_build(built: tuple[Path, BuildReport]) -> None:
    root, report = built
    assert not has_errors(report.diagnostics)
    assert report.targets == 1
    assert report.rendered > 0
    assert report.reused == 0
    assert report.drafts == ("Arabic (ar)",)
    assert set(report.outputs) <= set(files(root))
    pages = {"illness", "card-e18", "answers"}
    assert {*report.outputs} >= {
        PDF, "index.html", *(f"emergency/en-ar/{page}.html" for page in pages)
    }  # fmt: skip
    assert files(root)[PDF].startswith(b"%PDF-")


def test_second_build_renders_nothing_and_changes_nothing(
    built: tuple[Path, BuildReport],
) -> None:
    root, first = built
    before = files(root)
    stamps = {path: (root / "out" / path).stat().st_mtime_ns for path in before}
    again = builder.build(request(root))
    assert (again.rendered, again.reused) == (0, first.rendered)
    assert again.outputs == first.outputs
    assert files(root) == before
    assert {path: (root / "out" / path).stat().st_mtime_ns for path in before} == stamps


def test_report_is_what_json_prints(built: tuple[Path, BuildReport]) -> None:
    root, _ = built
    report = builder.build(request(root, "told"))
    told = json.loads((root / "told/report.json").read_text("utf-8"))
    assert told == report.as_json()


def test_a_pdf_that_is_not_ours_is_not_listed(built: tuple[Path, BuildReport]) -> None:
    root, _ = built
    stranger = root / "out" / Path(PDF).with_name("notes.pdf")
    stranger.write_bytes(b"")
    builder.build(request(root))
    index = (root / "out/en-ar.html").read_text("utf-8")
    stranger.unlink()
    assert PDF in index
    assert "notes.pdf" not in index


def test_a_spoilt_file_is_written_again(built: tuple[Path, BuildReport]) -> None:
    root, _ = built
    before = files(root)
    (root / "out" / PDF).write_bytes(b"spoilt")
    assert builder.build(request(root)).rendered == 0
    assert files(root)[PDF] == before[PDF]


def test_an_executor_makes_the_same_bytes(built: tuple[Path, BuildReport]) -> None:
    root, _ = built
    ticks: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as executor:
        workers = Workers(executor, 1, bytes)
        asked = request(root, "pool")
        report = builder.build(
            asked, lambda: workers, lambda done, total: ticks.append((done, total))
        )
    assert ticks == [(0, 1), (1, 1)]
    assert report.rendered == 0
    assert files(root, "pool") == files(root)


def with_translation(root: Path, key: str, text: str, asked: Request) -> BuildReport:
    """Build with another Arabic text for one message, and put the old one back."""
    path = root / CATALOG
    whole = path.read_text("utf-8")
    lines = whole.split("\n")
    at = lines.index(f'msgctxt "{key}"') + 2
    assert lines[at].startswith("msgstr ")
    lines[at] = f'msgstr "{text}"'
    path.write_text("\n".join(lines), "utf-8")
    try:
        return builder.build(asked)
    finally:
        path.write_text(whole, "utf-8")


def test_a_changed_card_alone_is_set_again(built: tuple[Path, BuildReport]) -> None:
    root, first = built
    report = with_translation(root, "illness.cough", "سعال.", request(root, "changed"))
    assert not has_errors(report.diagnostics)
    assert 0 < report.rendered < first.rendered
    assert report.rendered + report.reused == first.rendered


def test_a_release_refuses_drafts(built: tuple[Path, BuildReport]) -> None:
    root, _ = built
    report = builder.build(request(root, "release", release=True))
    assert {f.code for f in report.diagnostics if str(f.severity) == "error"} == {
        "draft-in-release",
        "draft-safety",
    }
    assert report.outputs == ()
    assert files(root, "release") == {}


def test_strict_refuses_gaps(built: tuple[Path, BuildReport]) -> None:
    root, _ = built
    strict = with_translation(root, "illness.cough", "", request(root, "strict", strict=True))
    errors = [fault for fault in strict.diagnostics if str(fault.severity) == "error"]
    assert [(fault.code, "illness.cough" in fault.message) for fault in errors] == [
        ("missing-translation", True)
    ]
    assert files(root, "strict") == {}


def test_targets() -> None:
    project, _ = read_project(REPOSITORY)
    deck = next(iter(project.decks.values()))
    nothing = Request(root=Path(), output=Path())
    usual = targets.asked(project, {}, nothing)
    assert [(t.staff, t.person) for t in usual] == [
        (staff, (tag,)) for staff in deck.staff for tag in deck.languages if tag != staff
    ]
    assert {(t.deck, t.layouts, t.papers) for t in usual} == {(deck.id, deck.layouts, deck.papers)}
    asked = replace(
        nothing,
        staff=("fr",),
        languages=("fr", "ar"),
        layouts=("a6",),
        papers=("letter",),
        edition="grey",
        flip="short-edge",
    )
    (target,) = targets.asked(project, {}, asked)
    assert (target.staff, target.person) == ("fr", ("ar",))
    assert (target.layouts, target.papers) == (("a6",), ("letter",))
    assert (target.edition, target.flip) == ("grey", "short-edge")


def test_an_entry_of_another_version_is_left_out_of_the_front_page(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """An upgrade may change what an entry holds; other folders are built anew only when asked."""
    root = make_project(tmp_path_factory.mktemp("upgraded"))
    assert (root / "out" / builder.build(request(root)).outputs[-1]).is_file()
    ledger = Ledger(root, root / "out", root / paths.STORE)
    ledger.note_entry("emergency/en-ar", "key of another version", ["emergency", "en", "ar"])
    ledger.save()
    value = b"\x80\x04\x8c\x14commcards.site.pages\x8c\x09IndexDeck\x93)R."
    Store(root / paths.STORE).put("key of another version", value)
    report = builder.build(request(root, languages=("bg",)))
    index = (root / "out" / report.outputs[-1]).read_text("utf-8")
    assert "en-bg.html" in index
    assert "en-ar.html" not in index


def test_a_folder_in_the_place_of_a_file_is_named_and_all_else_stays(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = make_project(tmp_path_factory.mktemp("folder"))
    report = builder.build(request(root))
    path = root / "out" / next(path for path in report.outputs if path.endswith(".pdf"))
    path.unlink()
    path.mkdir()
    before = files(root, "out")
    with pytest.raises(UserError) as caught:
        builder.build(request(root))
    (fault,) = caught.value.diagnostics
    assert (fault.where.file, fault.code) == (str(path), "system-error")
    assert files(root, "out") == before
    path.rmdir()
    builder.build(request(root))
    assert path.is_file()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_cache_that_cannot_be_kept_is_done_without(
    jobs: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = make_project(tmp_path_factory.mktemp("unkept"))
    (root / paths.STORE).write_text("a file where the folder should be", "utf-8")
    asked = request(root, languages=("ar", "bg"))
    with processes(jobs) as workers:
        report = builder.build(asked, (lambda: workers) if jobs > 1 else None)
    told = [fault for fault in report.diagnostics if fault.code == "cache-unusable"]
    assert [str(fault.severity) for fault in told] == ["warning"]
    index = (root / "out" / "index.html").read_text("utf-8")
    assert all(f"en-{tag}.html" in index for tag in ("ar", "bg"))
    (root / paths.STORE).unlink()
    again = builder.build(request(root, "again", languages=("ar", "bg")))
    assert files(root, "again") == files(root, "out")
    assert not [fault for fault in again.diagnostics if fault.code == "cache-unusable"]


def test_the_front_page_keeps_a_deck_whose_entry_was_lost(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = make_project(tmp_path_factory.mktemp("lost"))
    builder.build(request(root))
    before = files(root, "out")
    for path in (root / paths.STORE).glob("entries*"):
        path.unlink()
    builder.build(request(root, "out", strict=False))
    assert files(root, "out") == before
