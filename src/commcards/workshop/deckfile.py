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
        f"version: {_quoted(deck.version)}",
        f"date: {_quoted(deck.date)}",
        *(("sensitive: true", f"neutral: {deck.neutral}") if deck.sensitive else ()),
        *_block("cards", deck.cards),
        f"tools: {_flow(deck.tools)}",
        f"staff: {_flow(deck.staff)}",
        f"languages: {_flow(deck.languages)}",
        f"layouts: {_flow(deck.layouts)}",
        f"papers: {_flow(deck.papers)}",
    ]
    return "\n".join(lines) + "\n"


def save(root: Path, deck: Deck, now: datetime, *, replaces: bool) -> Saved:
    """Write a deck into its file; a former version is kept beside it, under the time ``now``.

    Raises Exists if there is such a file with other words and ``replaces`` is not said, or if the
    deck stands in decks.yaml; UserError if it is at fault or cannot be written.
    """
    file = f"{paths.OWN_DECKS}/{deck.id}.yaml"
    text = text_of(deck)
    _check(text, file)
    path, data = root / file, text.encode()
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise UnfitError(0, f"{paths.OWN_DECKS} is a link that leads out of the project")
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


def _check(text: str, file: str) -> None:
    """Raise UserError if the reader of decks would refuse a file."""
    node, diagnostics = yamlnodes.parse(text, file)
    faults = Faults(diagnostics)
    if node:
        read_fields(node, DECK, faults)
    if faults.found:
        raise UserError(faults.found)


def _block(key: str, values: Iterable[str]) -> list[str]:
    return [f"{key}:", *(f"  - {value}" for value in values)]


def _flow(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_scalar, values))}]"


def _scalar(value: str) -> str:
    """Return an id or a tag: `no` is a language, and quotes say so to every reader of YAML."""
    return f"'{value}'" if value in ("no", "on", "off", "yes", "y", "n", "null") else value


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
