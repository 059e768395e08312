"""What the YAML loader takes, and what it refuses."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.project import yamlnodes
from commcards.project.yamlnodes import MAX_BYTES, MAX_DEPTH, Mapping, Scalar, Sequence, parse, read
from tests.support.badinput import check, each_bad_file


def value(text: str) -> object:
    node, faults = parse(f"key: {text}\n", "f.yaml")
    assert faults == []
    assert isinstance(node, Mapping)
    scalar = node.get("key")
    assert isinstance(scalar, Scalar)
    return scalar.value


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "on", "off", "Null", "NULL", "~", "True", "FALSE", "0116016", "17:30"),
        *("1e3", "1.5", "0x1f", "0o17", "1_000", "+1", "-0", "2026-11-22", ".inf", "="),
        *("00", "1" * 16, "١٢", "2026.11"),
    ],
)
def test_text_stays_text(text: str) -> None:
    assert value(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("null", None), ("true", True), ("false", False)),
        *(("0", 0), ("7", 7), ("-12", -12), ("9" * 15, 10**15 - 1)),
        *(("'null'", "null"), ('"true"', "true"), ("'12'", "12"), ("", "")),
    ],
)
def test_null_booleans_and_integers(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_keys_are_text() -> None:
    node, faults = parse("no: 1\n12: 2\ntrue: 3\n1: {'1 ': x}\n", "f.yaml")
    assert faults == []
    assert isinstance(node, Mapping)
    assert [key.text for key, _ in node.entries] == ["no", "12", "true", "1"]


def test_places_count_characters_from_1() -> None:
    node, faults = parse("# ж\r\nключ: [è, 'b']\r\n\r\nc:\r\n  - 𝄞: x\r\n", "a/f.yaml")
    assert faults == []
    assert isinstance(node, Mapping)
    assert node.where == Location("a/f.yaml", 2, 1)
    items = node.get("ключ")
    assert isinstance(items, Sequence)
    assert [item.where for item in items.items] == [
        Location("a/f.yaml", 2, 8),
        Location("a/f.yaml", 2, 11),
    ]
    inner = node.get("c")
    assert isinstance(inner, Sequence)
    assert isinstance(inner.items[0], Mapping)
    assert inner.items[0].entries[0][1].where == Location("a/f.yaml", 5, 8)
    assert node.get("d") is None


@each_bad_file("yaml")
def test_bad_files(bad: Path) -> None:
    _, faults = parse(bad.read_text(encoding="utf-8"), "f.yaml")
    check(bad, "f.yaml", faults)


def test_duplicate_key_names_both_places_and_the_first_stays() -> None:
    node, faults = parse("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert [str(fault).splitlines()[0] for fault in faults] == [
        "f.yaml:3:1: error[duplicate-key]: the key 'a' is used at f.yaml:1:1 already"
    ]
    assert isinstance(node, Mapping)
    assert node.get("a") == Scalar(Location("f.yaml", 1, 4), "1", plain=True)


def test_depth_limit() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f.yaml")[1] == []
    faults = parse("[" * 100_000, "f.yaml")[1]
    assert [(f.code, f.where.column) for f in faults] == [("too-deep", MAX_DEPTH + 1)]


@pytest.mark.parametrize(
    "character", [0x00, 0x0B, 0x1B, 0x7F, 0x85, 0x2028, 0x202E, 0x2067, 0xFEFF]
)
def test_control_characters_where_they_stand(character: int) -> None:
    _, faults = parse(f"a: 1\nb: x{chr(character)}y\nc: [\n", "f.yaml")
    assert [(f.where.line, f.where.column, f.code) for f in faults] == [
        (2, 5, "control-character"),
        (4, 1, "yaml-syntax"),
    ]


def test_joiners_and_tabs_in_text_are_allowed() -> None:
    assert value("می‌کنم \u200d x\ty") == "می‌کنم \u200d x\ty"


def file_faults(root: Path, data: bytes) -> tuple[object, list[Diagnostic]]:
    (root / "f.yaml").write_bytes(data)
    return read(root, "f.yaml")


def test_byte_order_mark(tmp_path: Path) -> None:
    node, faults = file_faults(tmp_path, b"\xef\xbb\xbfa: 1\n")
    assert [(f.where, f.code) for f in faults] == [(Location("f.yaml", 1, 1), "byte-order-mark")]
    assert isinstance(node, Mapping)
    assert node.get("a") is not None


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ("a: é\nb: ж".encode() + b"\xff", 2, 5),
        (b"\xff\xfea\x00", 1, 1),
        (b"a\r\n\r\nb\x80", 3, 2),
        (b"a: \xed\xa0\x80", 1, 4),
    ],
)
def test_not_utf_8(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    node, faults = file_faults(tmp_path, data)
    assert node is None
    assert [(f.where, f.code) for f in faults] == [(Location("f.yaml", line, column), "not-utf-8")]


def test_size_limit(tmp_path: Path) -> None:
    at_most = b"a: 1\n#" + b"x" * (MAX_BYTES - 6)
    assert file_faults(tmp_path, at_most)[1] == []
    node, faults = file_faults(tmp_path, at_most + b"\xff")
    assert node is None
    assert [(f.where, f.code) for f in faults] == [(Location("f.yaml"), "file-too-large")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").mkdir()
    assert [f.code for f in read(tmp_path, "f.yaml")[1]] == ["unreadable-file"]
    assert [f.code for f in read(tmp_path, "g.yaml")[1]] == ["missing-file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.yaml")
    assert [f.code for f in read(tmp_path, "f.yaml")[1]] == ["unreadable-file"]


def test_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "c.yml", "d.YAML", "note.txt", ".e.yaml.swp"):
        (tmp_path / name).touch()
    found, faults = yamlnodes.files(tmp_path.parent, tmp_path.name)
    assert found == [f"{tmp_path.name}/a.yaml", f"{tmp_path.name}/b.yaml"]
    assert [(f.where.file, f.code) for f in faults] == [
        (f"{tmp_path.name}/c.yml", "wrong-extension"),
        (f"{tmp_path.name}/d.YAML", "wrong-extension"),
    ]
    assert [f.code for f in yamlnodes.files(tmp_path, "none")[1]] == ["missing-file"]


@given(
    st.text(
        alphabet=st.sampled_from("ab: -[]{},&*!|>'\"%@`#?\n\r\t\\~<1٣é\x07\u2028\ufeff"),
        max_size=60,
    )
)
def test_any_text_gives_a_node_or_a_fault(text: str) -> None:
    node, faults = parse(text, "f.yaml")
    assert node is not None or faults
    lines = len(text.splitlines()) + 1
    assert all(0 <= fault.where.line <= lines for fault in faults)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Zl", "Zp"])))
def test_quoted_text_comes_back(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert value("'" + text.replace("'", "''") + "'") == text


@pytest.mark.parametrize(("text", "line", "column"), [("a: 1\rb: 2\n", 1, 5), ("a: b\r\r\n", 1, 5)])
def test_a_carriage_return_ends_no_line(text: str, line: int, column: int) -> None:
    """Most editors show what follows it on the same line."""
    (fault,) = parse(text, "f.yaml")[1][:1]
    assert (fault.where, fault.code) == (Location("f.yaml", line, column), "control-character")


def test_so_many_faults_are_told_and_no_more() -> None:
    for text in ("- *a\n" * 1000, "a\x07" * 1000, "- !!str a\n" * 1000, '- "\\a"\n' * 1000):
        assert MOST_FAULTS <= len(parse(text, "f.yaml")[1]) <= MOST_FAULTS + 1


def test_a_letter_with_a_hundred_thousand_marks_is_refused_at_once() -> None:
    """To sort marks of two classes into normal form takes time by the square of their number."""
    node, (fault,) = parse("a: e" + "\u0316\u0301" * 30_000, "f.yaml")
    assert (fault.code, fault.message) == (
        "text-too-long",
        "the text has 60000 marks on one letter, 8 are allowed",
    )
    assert isinstance(node, Mapping)
    assert len(node.entries[0][1].text) <= 8  # type: ignore[union-attr]
