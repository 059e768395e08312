"""``commcards export``: paths, exit codes, and that faults stop it before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.exported import export
from tests.support.obz import Package
from tests.support.smalldeck import files, translate


@pytest.mark.parametrize(
    ("kind", "name"), [("obf", "emergency.obz"), ("csv", "emergency_bg-{}.csv")]
)
def test_a_file_for_each_pair(
    mini: Path, kind: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(mini, kind, "emergency", "--staff", "bg", "--language", "ar", "uk") == 0
    written = capsys.readouterr().out
    paths = [
        mini / "output/emergency" / f"bg-{person}" / name.format(person) for person in ("ar", "uk")
    ]
    assert [*files(mini / "output")] == paths
    assert written.splitlines()[:2] == [str(path) for path in paths]
    assert "Ukrainian (uk)" in written.splitlines()[2]  # a draft


def test_all_languages_of_the_default_deck(mini: Path) -> None:
    assert export(mini, "csv") == 0
    assert [path.parent.name for path in files(mini / "output")] == [
        "bg-ar", "bg-bn", "bg-fa", "bg-fr", "bg-ti", "bg-uk",
    ]  # fmt: skip


def test_a_sensitive_deck_goes_by_its_neutral_name(mini: Path) -> None:
    decks = mini / "decks.yaml"
    text = decks.read_text("utf-8")
    neutral = "    sensitive: true\n    neutral: talking\n    cards:"
    decks.write_text(text.replace("    cards:", neutral), "utf-8")
    assert export(mini, "obf", "--language", "ar") == 0
    (path,) = files(mini / "output")
    assert path == mini / "output/talking/bg-ar/talking.obz"
    assert "emergency" not in "".join(Package.of(path.read_bytes()).files)


def test_unknown_names(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(mini, "obf", "--language", "xx") == 2
    assert "xx" in capsys.readouterr().err
    assert export(mini, "csv", "nothing") == 2
    assert "there is no deck 'nothing'" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["obf", "csv"])
def test_a_fault_stops_it(mini: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As it stops a build."""
    line = translate(mini, "uk", "illness.fever", "У мене \u13a0.")
    assert export(mini, kind, "--language", "uk", "ar") == 1
    assert f"locales/uk/LC_MESSAGES/commcards.po:{line}:1: error[missing-glyph]" in (
        capsys.readouterr().err
    )
    assert not (mini / "output").exists()
