"""The reader: what was read once is not read again while its files are the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commcards.base.diagnostics import Severity
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.workspace.recall import ReadCache
from commcards.workspace.workspace import read_workspace
from tests.support.smalldeck import translate


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of two files."""
    root = tmp_path / "project"
    (root / "cards").mkdir(parents=True)
    (root / "cards/illness.yaml").write_text("one")
    (root / "decks.yaml").write_text("decks")
    return root


class Reading:
    """Reads the card, and counts."""

    def __init__(self, root: Path, store: Store) -> None:
        self.times = 0
        self._root = root
        self._ledger = Ledger(root, root / "out", None)
        self._reader = ReadCache(root, store, self._ledger)

    def __call__(self, kind: str = "cards", file: str = "cards/") -> tuple[str, str]:
        """Return what the reader gives, as a build asks for it."""

        def read() -> tuple[str, str]:
            self.times += 1
            return kind, (self._root / "cards/illness.yaml").read_text()

        self._ledger.scan()
        found = self._reader.recall(kind, (file,), read)
        self._reader.keep()
        return found


@pytest.fixture(params=["kept", "for this process"])
def reading(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> Reading:
    return Reading(root, Store(tmp_path / ".store" if request.param == "kept" else None))


def write(root: Path, text: str) -> None:
    (root / "cards/illness.yaml").write_text(text)


def test_files_are_read_once(reading: Reading) -> None:
    assert [reading() for _ in range(3)] == [("cards", "one")] * 3
    assert reading.times == 1


def test_a_changed_file_is_read_again(reading: Reading, root: Path) -> None:
    reading()
    write(root, "two")
    assert [reading(), reading()] == [("cards", "two")] * 2
    assert reading.times == 2
    write(root, "one")
    assert reading() == ("cards", "one")
    assert reading.times == 2  # the store has it from before


@pytest.mark.parametrize("file", ["cards/", "cards/illness.yaml"])
def test_another_file_does_not_matter(file: str, reading: Reading, root: Path) -> None:
    reading(file=file)
    (root / "decks.yaml").write_text("other")
    reading(file=file)
    assert reading.times == 1


def test_a_new_file_in_a_folder_matters(reading: Reading, root: Path) -> None:
    reading()
    (root / "cards/new.yaml").write_text("")
    reading()
    assert reading.times == 2


def test_kinds_stand_apart(reading: Reading) -> None:
    for _ in range(2):
        assert reading("cards") == ("cards", "one")
        assert reading("words") == ("words", "one")
    assert reading.times == 2


def test_the_store_gives_to_the_next_build(root: Path, tmp_path: Path) -> None:
    first, second = (Reading(root, Store(tmp_path / ".store")) for _ in range(2))
    assert first() == second() == ("cards", "one")
    assert (first.times, second.times) == (1, 0)


def test_the_store_has_it_once_it_is_kept(root: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / ".store")
    ledger = Ledger(root, root / "out", None)
    ledger.scan()
    readers = [ReadCache(root, store, ledger) for _ in range(3)]
    texts = []
    for number, reader in enumerate(readers):
        texts.append(reader.recall("cards", ("cards/",), f"read by {number}".__str__))
        if number == 1:
            reader.keep()
    assert texts == ["read by 0", "read by 1", "read by 1"]


def test_without_a_store_nothing_is_given(root: Path) -> None:
    first, second = (Reading(root, Store(None)) for _ in range(2))
    assert first() == second()
    assert (first.times, second.times) == (1, 1)


def test_projects_stand_apart(root: Path, tmp_path: Path) -> None:
    """Values name their project's folder, so equal files elsewhere are others."""
    moved = tmp_path / "moved"
    store = Store(tmp_path / ".store")
    Reading(root, store)()
    root.rename(moved)
    second = Reading(moved, store)
    second()
    assert second.times == 1


def test_what_fails_is_tried_again(root: Path) -> None:
    ledger = Ledger(root, root / "out", None)
    reader = ReadCache(root, Store(None), ledger)
    ledger.scan()

    def fail() -> str:
        raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        reader.recall("cards", ("cards/",), fail)
    assert reader.recall("cards", ("cards/",), lambda: "read") == "read"


# What is wrong with a catalog


@pytest.fixture
def reader(mini: Path, tmp_path: Path) -> Callable[[], ReadCache]:
    """Return what opens the small project as the next build does."""

    def opened() -> ReadCache:
        ledger = Ledger(mini, tmp_path / "out", None)
        ledger.scan()
        return ReadCache(mini, Store(tmp_path / ".store"), ledger)

    return opened


def test_about_a_catalog(reader: Callable[[], ReadCache], mini: Path) -> None:
    translate(mini, "uk", "illness.fever", "")
    first = reader()
    workspace, _ = read_workspace(mini, [], first.recall)

    def found(strict: bool, reading: ReadCache) -> set[Severity]:
        report = reading.report(workspace, "uk", strict=strict)
        reading.keep()
        assert report.drafts
        return {fault.severity for fault in report.faults if "illness.fever" in fault.message}

    for reading in (first, first, reader()):
        assert found(False, reading) == {Severity.WARNING}
        assert found(True, reading) == {Severity.ERROR}
    translate(mini, "uk", "illness.fever", "У мене температура.")
    assert Severity.ERROR not in found(True, reader())
    assert first.report(workspace, "en", strict=True).drafts is False


def test_catalogs_of_languages_and_made_up_ones(
    reader: Callable[[], ReadCache], mini: Path
) -> None:
    reading = reader()
    workspace, _ = read_workspace(mini, ["en-XA"], reading.recall)
    catalogs, faults = reading.catalogs(workspace, ["bg", "uk", "en", "en-XA"])
    assert sorted(catalogs) == ["bg", "en-XA", "uk"]
    assert faults == []
    assert catalogs["uk"].entries["illness.fever"].text
