"""A further card needs a YAML file, a line in decks.yaml and translations: no Python."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from commcards.cli import main

CARD = """\
id: tablets
code: E99
category: health
symbol: medicine
title: Tablets
sections:
  - kind: person-says
    phrases:
      - {id: tablets, text: I need tablets., symbol: medicine}
"""


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    assert stop.value.code == 0


def test_a_card_is_added_by_data_alone(mini: Path) -> None:
    (mini / "cards" / "tablets.yaml").write_text(CARD, encoding="utf-8")
    decks = mini / "decks.yaml"
    text = decks.read_text("utf-8")
    assert "cards: [illness," in text
    decks.write_text(text.replace("cards: [illness,", "cards: [tablets, illness,"), "utf-8")
    output = mini / "output"
    run("po", "sync", "--root", str(mini))
    build = ("build", "--staff", "bg", "--language", "fr", "--jobs", "1")
    run(*build, "--root", str(mini), "--output", str(output))
    folder = output / "emergency" / "bg-fr"
    assert "E99" in (folder / "tablets.html").read_text("utf-8")
    printed = subprocess.run(
        ["pdftotext", folder / f"{folder.parent.name}_{folder.name}_a6_a4.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "E99" in printed.stdout
