"""``build --verify`` makes all of it anew beside the output, and names what differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.smalldeck import Built, build, files, snapshot


def verify(
    root: Path, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, list[str]]:
    code, written = build(root, capsys, "--verify", *arguments)
    return code, written.splitlines()


def test_what_was_built_is_what_a_build_makes(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(mini, capsys)[0] == 0
    before, store = snapshot(mini / "output"), snapshot(mini / ".store")
    code, lines = verify(mini, capsys)
    count = len(list(files(mini / "output"))) - 1  # but the report
    assert code == 0
    assert f"{count} files made anew, 0 differ" in lines
    assert snapshot(mini / "output") == before
    assert snapshot(mini / ".store") == store


def test_what_differs_is_named_and_left_as_it_is(
    mini: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(mini, capsys)[0] == 0
    (pdf,) = (mini / "output").rglob("*_a6_a4.pdf")
    page, gone, *_ = (path for path in files(pdf.parent) if path.suffix == ".html")
    data = bytearray(pdf.read_bytes())
    data[len(data) // 2] ^= 1
    pdf.write_bytes(data)
    page.write_bytes(page.read_bytes() + b"\n")
    gone.unlink()
    before = snapshot(mini / "output")
    code, lines = verify(mini, capsys)
    assert code == 1
    told = [line.partition(":0:0: error[output-differs]")[0] for line in lines]
    assert {str(pdf), str(page), str(gone)} <= set(told)
    assert any(line.endswith(" made anew, 3 differ") for line in lines)
    assert snapshot(mini / "output") == before


def test_nothing_is_there_yet(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = verify(mini, capsys)
    assert code == 1
    assert not (mini / "output").exists()


def test_more_on_the_front_page_is_no_fault(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(mini, capsys, language="fr")[0] == 0
    assert build(mini, capsys)[0] == 0
    assert verify(mini, capsys)[0] == 0


def test_faults_of_the_project_are_told_alone(
    mini: Path, built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    (mini / "decks.yaml").write_text("", "utf-8")
    code, lines = verify(mini, capsys)
    assert code == 1
    assert not [line for line in lines if "output-differs" in line]


def test_it_prints_one_json_object(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(mini, capsys)[0] == 0
    (pdf,) = (mini / "output").rglob("*_a6_a4.pdf")
    pdf.unlink()
    code, lines = verify(mini, capsys, "--json")
    found = json.JSONDecoder().raw_decode("\n".join(lines))[0]["diagnostics"]
    assert code == 1
    assert [each["file"] for each in found if each["code"] == "output-differs"] == [str(pdf)]


def test_a_watcher_verifies_nothing(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(mini, capsys, "--verify", "--watch")[0] == 2
