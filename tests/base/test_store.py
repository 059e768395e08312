"""The cache forgets what is damaged, and files are written whole."""

from __future__ import annotations

import gc
import io
import os
import re
import sqlite3
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base import store as module
from commcards.base.digests import digest, sha256_of
from commcards.base.errors import UserError
from commcards.base.files import atomic, write_atomic
from commcards.base.store import FILE, Store

KEY = digest("a key")
OTHERS = {digest(str(number)): bytes([number]) * 90 for number in range(8)}


def closed(folder: Path, bodies: Mapping[str, bytes]) -> Path:
    """Return the file of a store with these entries that no process has open."""
    Store(folder).put_many(bodies.items())
    gc.collect()  # SQLite writes everything into the one file when the last connection ends
    assert [path.name for path in folder.iterdir()] == [FILE]
    return folder / FILE


def changed(path: Path, statement: str, *values: object) -> None:
    """Change the database behind the store's back."""
    base = sqlite3.connect(path)
    with base:
        assert base.execute(statement, values).rowcount > 0
    base.close()


@given(st.dictionaries(st.binary(max_size=8), st.binary(max_size=64), max_size=5))
def test_round_trip(bodies: dict[bytes, bytes]) -> None:
    with TemporaryDirectory() as folder:
        for key, body in bodies.items():
            Store(Path(folder)).put(digest(key), body)
        for key, body in bodies.items():
            assert Store(Path(folder)).get(digest(key)) == body


@pytest.mark.parametrize("lasting", [True, False])
def test_many_at_once(lasting: bool, tmp_path: Path) -> None:
    """More than one query takes, with what is absent among them."""
    store = Store(tmp_path if lasting else None)
    bodies = {digest(str(number)): str(number).encode() for number in range(1203)}
    store.put_many(bodies.items())
    found = store.get_many([*bodies, KEY, *bodies])
    assert len(found) == len(bodies)
    assert dict(found) == bodies
    assert store.get_many([]) == store.get_many([KEY]) == []
    store.put_many([])


def test_the_last_writer_wins(tmp_path: Path) -> None:
    for store in (Store(tmp_path), Store(None)):
        store.put(KEY, b"one")
        store.put(KEY, b"other")
        assert store.get(KEY) == b"other"


def test_absent(tmp_path: Path) -> None:
    assert Store(tmp_path / "nothing").get(KEY) is None
    assert not (tmp_path / "nothing").exists()


def test_a_store_without_a_folder_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(None)
    assert store.get(KEY) is None
    store.put(KEY, b"body")
    assert store.get(KEY) == b"body"
    assert Store(None).get(KEY) is None
    assert list(tmp_path.iterdir()) == []


# Damage


class Whole(bytes):
    """The bytes of a database, too many to be shown."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    path = closed(tmp_path_factory.mktemp("whole"), {KEY: b"body", **OTHERS})
    return Whole(path.read_bytes())


@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_what_a_damaged_file_gives_is_whole_or_nothing(
    whole: Whole, place: float, change: int
) -> None:
    """A byte anywhere: in the header, the schema, an index, a row."""
    written = [at for at, byte in enumerate(whole) if byte]
    at = written[int(place * len(written))]
    with TemporaryDirectory() as folder:
        other = bytes([whole[at] ^ change])
        (Path(folder) / FILE).write_bytes(whole[:at] + other + whole[at + 1 :])
        store = Store(Path(folder))
        found = dict(store.get_many([KEY, *OTHERS]))
        assert found.items() <= {KEY: b"body", **OTHERS}.items()
        store.put(KEY, b"body")
        assert store.get(KEY) in (b"body", None)


def test_a_damaged_key_gives_nothing_of_its_own(whole: Whole, tmp_path: Path) -> None:
    """It stands in the row and in the index, and either may lead to the other.

    Every byte of a key is damaged, of one key in nine.
    """
    every = {KEY: b"body", **OTHERS}
    for number, key in enumerate(every):
        for found in re.finditer(key.encode(), whole):
            for at in range(*found.span())[number :: len(every)]:
                data = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
                (tmp_path / FILE).write_bytes(data)
                assert dict(Store(tmp_path).get_many(every)).items() <= every.items()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"SQLite",
        lambda whole: b"not a database at all" * 99,
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"\xff" * 100 + whole[100:],
        lambda whole: whole[:16] + b"\0" * (len(whole) - 16),
        # The schema: the name of a column, in letters and not.
        lambda whole: whole.replace(b"checksum BLOB", b"checksun BLOB"),
        lambda whole: whole.replace(b"checksum BLOB", b"checksu\x93 BLOB"),
    ],
)
def test_a_damaged_file_begins_anew(damage: object, whole: Whole, tmp_path: Path) -> None:
    assert callable(damage)
    (tmp_path / FILE).write_bytes(damage(whole))
    store = Store(tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, b"body")
    assert store.get(KEY) == b"body"
    assert Store(tmp_path).get(KEY) == b"body"


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE entries SET body = ? WHERE key = ?", b"b0dy"),
        ("UPDATE entries SET body = ? WHERE key = ?", "body"),
        ("UPDATE entries SET body = ? WHERE key = ?", b""),
        ("UPDATE entries SET checksum = ? WHERE key = ?", b"checksum"),
        ("UPDATE entries SET used = ? WHERE key = ?", b"used"),
        ("UPDATE entries SET body = CAST(? AS TEXT) WHERE key = ?", b"\x93\xff"),
    ],
)
def test_a_damaged_entry_counts_as_absent(statement: str, value: object, tmp_path: Path) -> None:
    path = closed(tmp_path, {KEY: b"body", **OTHERS})
    changed(path, statement, value, KEY)
    store = Store(tmp_path)
    assert dict(store.get_many([KEY, *OTHERS])) == OTHERS
    store.put(KEY, b"body")
    assert store.get(KEY) == b"body"


# Builds at once


def work(folder: Path, key: str) -> bytes | None:
    store = Store(folder)
    store.put(key, OTHERS[key] * 500)
    return store.get(key)


@pytest.mark.parametrize("processes", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_builds_at_once_do_not_disturb_each_other(processes: bool, tmp_path: Path) -> None:
    """Each opens the database for itself, and the first of them make it."""
    keys = [*OTHERS] * 3
    with (
        ProcessPoolExecutor(4, get_context("spawn")) if processes else ThreadPoolExecutor(8)
    ) as pool:
        found = list(pool.map(partial(work, tmp_path), keys))
    assert found == [OTHERS[key] * 500 for key in keys]


def test_a_build_waits_for_the_one_that_makes_the_file(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE entries_to_be (key)")
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor() as pool:
        kept = pool.submit(Store(tmp_path).put, KEY, b"body")
        assert wait([kept], 0.1).not_done
        other.execute("COMMIT")
        kept.result()
    other.close()
    assert Store(tmp_path).get(KEY) == b"body"


def test_threads_may_share_a_store(tmp_path: Path) -> None:
    for store in (Store(tmp_path), Store(None)):

        def use(key: str, store: Store = store) -> bytes | None:
            store.put(key, OTHERS[key])
            return store.get(key)

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(use, [*OTHERS] * 5)) == [*OTHERS.values()] * 5


# Room


def test_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 400_000
    days = iter(range(20_000, 30_000))
    keys = [digest(str(number)) for number in range(200)]
    for key in keys:
        today = next(days)
        monkeypatch.setattr(module, "_today", lambda today=today: today)
        store = Store(tmp_path, limit)
        store.put(key, bytes.fromhex(key) * 300)
        store.get(keys[0])  # used every day
    kept = {key for key, _ in store.get_many(keys)}
    assert keys[0] in kept
    assert kept == {keys[0], *keys[len(keys) - len(kept) + 1 :]}
    del store
    gc.collect()
    assert 0.3 * limit < (tmp_path / FILE).stat().st_size < 1.05 * limit  # whole pages


def test_entries_of_one_day_go_in_the_order_of_their_writing() -> None:
    store = Store(None, 300_000)
    keys = [digest(str(number)) for number in range(100)]
    for key in keys:
        store.put(key, bytes.fromhex(key) * 300)
    kept = [key for key in keys if store.get(key)]
    assert 5 < len(kept) < 40
    assert kept == keys[-len(kept) :]


# No place to write


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = Store(tmp_path / "file" / ".store")
    assert store.faults == []
    store.put(KEY, b"body")
    assert store.get(KEY) == b"body"
    (fault,) = store.faults
    assert (fault.code, fault.severity) == ("cache-unusable", "warning")
    assert Store(tmp_path / "file" / ".store").get(KEY) is None


def test_a_file_that_cannot_be_opened_is_done_without(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    store = Store(tmp_path)
    assert store.faults == []
    store.put(KEY, b"body")
    assert store.get(KEY) == b"body"
    (fault,) = store.faults
    assert (fault.code, fault.severity) == ("cache-unusable", "warning")
    assert Store(tmp_path / "file" / ".store").get(KEY) is None
    assert (tmp_path / FILE).is_dir()


def test_a_file_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(tmp_path, {KEY: b"body"})
    before = path.read_bytes()
    connect = sqlite3.connect

    def read_only(place: Path, *, timeout: float, check_same_thread: bool) -> sqlite3.Connection:
        return connect(f"file:{place}?mode=ro", uri=True, check_same_thread=check_same_thread)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    store = Store(tmp_path)
    store.put(KEY, b"other")
    assert store.get(KEY) in (b"body", None)
    assert path.read_bytes() == before


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_digests_tell_parts_apart(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)


def test_digest_takes_text_as_utf_8() -> None:
    assert digest("я", b"x") == digest("я".encode(), "x")
    assert len(digest()) == 64


def test_a_failed_write_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("commcards.base.files.os.fsync", refuse)
    with pytest.raises(UserError, match="disk full"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_a_file_that_cannot_be_finished_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")
    with pytest.raises(ValueError, match="no more"), atomic(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
        raise ValueError("no more")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@given(st.lists(st.binary(max_size=100), max_size=3))
def test_a_file_has_the_digest_of_its_bytes(parts: list[bytes]) -> None:
    data = b"".join(parts)
    file = io.BytesIO(data)
    assert sha256_of(file) == sha256(data).hexdigest()
    assert sha256_of(file, len(data).to_bytes(8, "big")) == digest(data)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells what is in memory")
def test_without_a_folder_entries_are_not_held_in_memory() -> None:
    store, entry = Store(None), os.urandom(1 << 20)
    store.put("first", entry)
    before = resident()
    for number in range(64):
        store.put(str(number), entry)
    assert resident() - before < 16 << 20
    assert store.get("63") == entry


def resident() -> int:
    """Return the bytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
