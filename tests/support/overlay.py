"""A project over a small library, both in folders of their own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from commcards.base import layers
from commcards.workspace import starter
from tests.support.badinput import REPOSITORY
from tests.support.smalldeck import KEPT, lay_out

DECKS = """decks:
  clinic:
    title: Clinic
    version: '1'
    cards: [illness, violence]
    tools: [answers]
    staff: [bg]
    languages: [uk]
    layouts: [a6]
    papers: [a4]
"""
CARD = """id: intake
code: X01
category: health
symbol: conversation
title: Intake
sections:
  - kind: staff-says
    phrases:
      - id: wait
        text: Please wait here.
        symbol: conversation
"""


@dataclass(frozen=True)
class Overlay:
    """The folders of a library and of a project over it."""

    library: Path
    root: Path

    def write(self, files: Mapping[str, str]) -> None:
        """Write files of the project."""
        for name, text in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text, "utf-8")


def lay_over(folder: Path, patch: pytest.MonkeyPatch) -> Overlay:
    """Make a small library, and a project over it with one deck of two cards."""
    library, root = folder / "library", folder / "project"
    library.mkdir()
    lay_out(library, KEPT)
    shutil.copyfile(REPOSITORY / "services.yaml", library / "services.yaml")
    shutil.copytree(REPOSITORY / "symbols", library / "symbols", dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "starters", library / "starters")
    patch.setattr(layers, "LIBRARY", library)
    starter.lay_out(root, "minimal")
    overlay = Overlay(library, root)
    overlay.write({"decks.yaml": DECKS})
    return overlay


def catalog(tag: str, *entries: tuple[str, str, str]) -> str:
    """Return a catalog with lines: key, English, translation."""
    head = (
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {tag}\\n"\n'
    )
    lines = (
        f'\n#, fuzzy\nmsgctxt "{key}"\nmsgid "{source}"\nmsgstr "{text}"\n'
        for key, source, text in entries
    )
    return head + "".join(lines)
