"""A deck of one's own as a file: decks/<id>.yaml."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commcards.base import paths
from commcards.base.errors import UserError
from commcards.base.files import UnfitError, open_regular, write_atomic
from commcards.model.decks import Deck
from commcards.project import yamlnodes
from commcards.project.fields import Faults, read_fields
from commcards.project.records import DECK

# What YAML takes for something else than text.
_OTHERWISE = ("no", "on", "off", "yes", "y", "n", "null", "true", "false")


class Exists(Exception):
    """A deck of this name is there already; the text is its file."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The file of a deck, and that of its former version; empty if there was none."""

    file: str
    former: str = ""


def text_of(deck: Deck) -> str:
    """Return a deck as YAML, with the keys of a deck of decks.yaml."""
    lines = [
        "# Made by the deck builder of `commcards serve`.",
        f"title: {_quoted(deck.title.text)}",
        *((f"title-language: {_scalar(deck.title.language)}",) if deck.title.language else ()),
        f"version: {_quoted(deck.version)}",
        f"date: {_quoted(deck.date)}",
        *(("sensitive: true", f"neutral: {_scalar(deck.neutral)}") if deck.sensitive else ()),
        *_block("cards", deck.cards),
        f"tools: {_flow(deck.tools)}",
        f"staff: {_flow(deck.staff)}",
        f"languages: {_flow(deck.languages)}",
        f"layouts: {_flow(deck.layouts)}",
        f"papers: {_flow(deck.papers)}",
    ]
    return "\n".join(lines) + "\n"


def check(deck: Deck) -> None:
    """Raise UserError if the reader of decks would refuse the words of a deck."""
    node, diagnostics = yamlnodes.parse(text_of(deck), deck.where.file)
    faults = Faults(diagnostics)
    fields = read_fields(node, DECK, faults) if node else None
    if fields:
        for key in ("version", "date"):
            fields.word(key)
        fields.text("title")
        if deck.sensitive:
            fields.id("neutral")
    if faults.found:
        raise UserError(faults.found)


def save(root: Path, deck: Deck, now: datetime, *, replaces: bool) -> Saved:
    """Write a deck into its file; a former version is kept beside it, under the time ``now``.

    Raises Exists if there is such a file with other words and ``replaces`` is not said; OSError if
    what lies there is no file of the project; UserError if it cannot be written.
    """
    file = f"{paths.DECK_FILES}/{deck.id}.yaml"
    path, data = root / file, text_of(deck).encode()
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise UnfitError(0, f"{paths.DECK_FILES} is a link that leads out of the project")
    former = _former(path, root)
    if former in (None, data):
        write_atomic(path, data)
        return Saved(file)
    if not replaces:
        raise Exists(file)
    kept = f"{file}.{now:%Y%m%d-%H%M%S}.bak"
    write_atomic(root / kept, former or b"")
    write_atomic(path, data)
    return Saved(file, kept)


def _former(path: Path, root: Path) -> bytes | None:
    """Return what lies there; None if nothing does. Raises UnfitError if it is no file."""
    try:
        with open_regular(path, root) as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def _block(key: str, values: Iterable[str]) -> list[str]:
    return [f"{key}:", *(f"  - {_scalar(value)}" for value in values)]


def _flow(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_scalar, values))}]"


def _scalar(value: str) -> str:
    """Return an id or a tag: 2024 is a folder and `no` a language, and quotes say so in YAML."""
    return f"'{value}'" if value[0].isdigit() or value in _OTHERWISE else value


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
