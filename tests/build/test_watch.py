"""``commcards build --watch``: builds at each change, in one process that reads nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from watchfiles import Change

from commcards.base.errors import UserError
from commcards.base.ledger import Ledger
from commcards.build.unchanged import unchanged
from commcards.cli import main
from commcards.commands import building
from commcards.pictures import symbols
from commcards.workspace import watching, workspace
from commcards.workspace.request import BuildReport, Request
from tests.support.smalldeck import STAFF

CATALOG = "locales/uk/LC_MESSAGES/commcards.po"
PDF = f"output/emergency/{STAFF}-uk/emergency_{STAFF}-uk_a6_a4.pdf"


def request(root: Path, **changes: Any) -> Request:
    return Request(root=root, output=root / "output", staff=(STAFF,), languages=("uk",), **changes)


def translate(root: Path, key: str, text: str) -> None:
    """Give one message another Ukrainian text."""
    path = root / CATALOG
    lines = path.read_text("utf-8").split("\n")
    at = lines.index(f'msgctxt "{key}"') + 2
    assert lines[at].startswith("msgstr ")
    lines[at] = f'msgstr "{text}"'
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.slow
def test_a_change_is_built_and_nothing_else_is_read(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def listen(module: ModuleType, name: str) -> None:
        function = getattr(module, name)

        def listening(*arguments: Any) -> Any:
            read.append(name)
            return function(*arguments)

        monkeypatch.setattr(module, name, listening)

    def edits() -> Iterator[object]:
        for name in ("read_project", "read_cards", "read_words", "read_catalog"):
            listen(workspace, name)
        listen(symbols, "read_symbols")
        translate(mini, "illness.fever", "Я маю гарячку.")
        yield {}

    before, after = building.watch(request(mini, cache=False), 1, "", edits())
    assert isinstance(before, BuildReport)
    assert isinstance(after, BuildReport)
    assert 0 < after.rendered < before.rendered
    # The words may take a face less, which has a number on either side of a sheet.
    assert after.reused >= before.rendered - 5
    assert read == ["read_catalog"]
    warm = (mini / PDF).read_bytes()
    building.build(request(mini, cache=False), 1, "", date.today(), quiet=True)
    assert (mini / PDF).read_bytes() == warm


def test_files_are_looked_at_once_a_build(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    scan = Ledger.scan

    def scanning(ledger: Ledger) -> None:
        looks.append("look")
        scan(ledger)

    monkeypatch.setattr(Ledger, "scan", scanning)
    for number, _ in enumerate(building.watch(request(mini), 1, "", iter([(), ()])), 1):
        assert len(looks) == number


def test_nobody_waits_for_what_the_next_process_will_need(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report of a change comes first, then the ledger is saved; and on Ctrl-C too."""
    happened: list[str] = []
    save = Ledger.save

    def saving(ledger: Ledger) -> None:
        happened.append("kept")
        save(ledger)

    monkeypatch.setattr(Ledger, "save", saving)
    builds = building.watch(request(mini), 1, "", iter([()]))
    for _ in range(2):
        assert isinstance(next(builds), BuildReport)
        happened.append("told")
    builds.close()  # as an interrupted command does
    assert happened == ["told", "kept", "told", "kept"]
    assert unchanged(request(mini), date.today())


@pytest.mark.slow
def test_a_broken_file_is_told_and_watching_goes_on(mini: Path) -> None:
    card, decks, catalog = mini / "cards/illness.yaml", mini / "decks.yaml", mini / CATALOG
    whole = {path: path.read_bytes() for path in (card, decks, catalog)}
    pdfs = []

    def edits() -> Iterator[object]:
        for path in whole:
            pdfs.append((mini / PDF).read_bytes())
            path.write_bytes(whole[path][:300] + b'\n"')
            yield {}
            pdfs.append((mini / PDF).read_bytes())
            path.write_bytes(whole[path])
            yield {}
        decks.write_bytes(whole[decks].replace(b"  emergency:\n", b"  other:\n"))
        yield {}

    asked = Request(
        root=mini, output=mini / "output", decks=("emergency",), staff=(STAFF,), languages=("uk",)
    )
    results = list(building.watch(asked, 1, "", edits()))
    told = [
        result.format_message() if isinstance(result, click.UsageError)
        else sorted({f.where.file for f in result.diagnostics if str(f.severity) == "error"})
        for result in results
    ]  # fmt: skip
    broken = [[path.relative_to(mini).as_posix()] for path in whole]
    assert told[:-1] == [[], broken[0], [], broken[1], [], broken[2], []]
    assert "no deck 'emergency'" in told[-1]
    assert isinstance(results[3], UserError)
    assert len(set(pdfs)) == 1


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_ctrl_c_ends_it(
    mini: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(root: Path) -> Iterator[set[tuple[Change, str]]]:
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "changes", interrupted)
    options = ("--staff", STAFF, "--language", "uk", "--jobs", "1", "--watch")
    assert run("build", *options, "--root", str(mini), "--output", str(mini / "output")) == 130
    told = capsys.readouterr()
    assert told.out.count("faces rendered") == 2
    assert "stopped" in told.err


@pytest.mark.parametrize("arguments", [("--json",), ("--language", "tlh")])
def test_wrong_usage(mini: Path, arguments: tuple[str, ...]) -> None:
    assert run("build", "--watch", "--jobs", "1", "--root", str(mini), *arguments) == 2


def test_new_folders_are_watched_too(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[tuple[Path, ...]] = []
    new = mini / "locales/eo/LC_MESSAGES"

    def watch(*folders: Path, **_: object) -> Iterator[set[tuple[Change, str]]]:
        watched.append(folders)
        if new.exists():
            raise KeyboardInterrupt
        yield {(Change.modified, "first")}
        new.mkdir(parents=True)
        yield {(Change.added, "second")}
        raise AssertionError("still watching the old folders")

    monkeypatch.setattr(watching, "watch", watch)
    changes = watching.changes(mini)
    assert [next(changes), next(changes)] == [
        {(Change.modified, "first")}, {(Change.added, "second")}
    ]  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        next(changes)
    assert {*watched[1]} - {*watched[0]} == {new, new.parent}
    assert {mini, mini / "cards", mini / "templates"} <= {*watched[0]}


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("decks.yaml", True),
        (CATALOG, True),
        ("cards/new.yaml", True),
        (".assets/icons.json", True),
        ("cards/.illness.yaml.swp", False),
        ("cards/illness.yaml~", False),
        ("output/index.html", False),
        (".store/entries.sqlite", False),
        ("decks.yaml.orig", False),
        ("README.md", False),
    ],
)
def test_what_counts_as_a_change(tmp_path: Path, path: str, counts: bool) -> None:
    assert watching.Filter(tmp_path)(Change.modified, str(tmp_path / path)) is counts
