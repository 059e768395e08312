"""The cache forgets what is damaged, and output/ is written whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.files import write_atomic
from commcards.store import Output, Store, digest

KEY = digest("a key")


def entry(folder: Path) -> Path:
    (found,) = [path for path in folder.rglob("*") if path.is_file()]
    return found


@given(st.dictionaries(st.binary(max_size=8), st.binary(max_size=64), max_size=5))
def test_round_trip(bodies: dict[bytes, bytes]) -> None:
    with TemporaryDirectory() as folder:
        for key, body in bodies.items():
            Store(Path(folder)).put(digest(key), body)
        for key, body in bodies.items():
            assert Store(Path(folder)).get(digest(key)) == body


def test_absent(tmp_path: Path) -> None:
    assert Store(tmp_path / "nothing").get(KEY) is None
    assert not (tmp_path / "nothing").exists()


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_damaged_entry_counts_as_absent(body: bytes, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.put(KEY, body)
        path = entry(Path(folder))
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            broken = whole[:at]
        else:
            broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))])
            broken += whole[at + 1 :]
        path.write_bytes(broken)
        assert store.get(KEY) is None
        store.put(KEY, body)
        assert store.get(KEY) == body


def test_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    bodies = {digest(str(number)): bytes([number]) * 50_000 for number in range(4)}

    def work(key: str) -> bytes | None:
        store = Store(tmp_path)
        store.put(key, bodies[key])
        return store.get(key)

    keys = [*bodies] * 12
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, keys)) == [bodies[key] for key in keys]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == len(bodies)


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_digests_tell_parts_apart(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)


def test_digest_takes_text_as_utf_8() -> None:
    assert digest("я", b"x") == digest("я".encode(), "x")
    assert len(digest()) == 64


def make_output(tmp_path: Path, name: str = "out") -> Output:
    return Output(tmp_path / name, Store(tmp_path / "store"))


def test_output_knows_what_it_was_made_from(tmp_path: Path) -> None:
    output = make_output(tmp_path)
    assert not output.is_current("a/b.pdf", "inputs")
    output.write("a/b.pdf", b"bytes", "inputs")
    assert (tmp_path / "out/a/b.pdf").read_bytes() == b"bytes"
    assert make_output(tmp_path).is_current("a/b.pdf", "inputs")
    assert not output.is_current("a/b.pdf", "other inputs")
    assert not output.is_current("a/c.pdf", "inputs")
    assert not make_output(tmp_path, "elsewhere").is_current("a/b.pdf", "inputs")


def test_output_that_was_touched_is_not_current(tmp_path: Path) -> None:
    output = make_output(tmp_path)
    output.write("b.pdf", b"bytes", "inputs")
    (tmp_path / "out/b.pdf").write_bytes(b"other")
    assert not output.is_current("b.pdf", "inputs")
    (tmp_path / "out/b.pdf").unlink()
    assert not output.is_current("b.pdf", "inputs")


def test_two_versions_that_take_turns_stay_current(tmp_path: Path) -> None:
    output = make_output(tmp_path)
    for body, inputs in ((b"1", "one"), (b"2", "two"), (b"1", "one")):
        output.write("b.pdf", body, inputs)
        assert output.is_current("b.pdf", inputs)
    assert not output.is_current("b.pdf", "two")


def test_json_is_readable_text(tmp_path: Path) -> None:
    make_output(tmp_path).write_json("report.json", {"name": "чай"})
    text = (tmp_path / "out/report.json").read_text("utf-8")
    assert json.loads(text) == {"name": "чай"}
    assert "чай" in text


def test_a_failed_write_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("commcards.files.os.fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]
