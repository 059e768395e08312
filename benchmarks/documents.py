"""The files that the other programs print, and what they say: see ``write``.

This loads little: what a process holds counts as the memory of those that it starts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

LIST = "documents.json"


class Document(NamedTuple):
    """One PDF to print: ``name`` with .html and .typ is its source, ``words`` what it says."""

    name: str
    language: str
    layout: str
    faces: int
    words: list[str]


def read(folder: Path) -> list[Document]:
    """Return the documents in a folder."""
    return [Document(*each) for each in json.loads((folder / LIST).read_text("utf-8"))]


def fontconfig(folder: Path) -> Path:
    """Return the fontconfig file in a folder: it knows only our fonts."""
    return folder / "fonts.conf"
