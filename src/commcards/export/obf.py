"""Boards -> an Open Board Format package (.obz, open-board-0.1), for apps of AAC. Pure.

https://www.openboardformat.org/ has the format. A button's label is in the person's language and
its vocalization in the staff's, so that both understand it in an app that knows one locale. An app
that knows the format's string lists shows and speaks either language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from commcards.export.archive import zipped
from commcards.export.boards import DRAFT, ROOT, Board, Button, boards
from commcards.export.wording import wording
from commcards.localize.localcard import Line, LocalCard
from commcards.model.symbols import CONTENT_CREDIT
from commcards.workspace.output import LocalDeck

SIDE = 288  # pixels of a picture, which is PNG because not every app shows SVG

_FORMAT = "open-board-0.1"
_MANIFEST = "manifest.json"  # where the format wants it
# Licences of cards and pictures by their names in credits, and where their texts are.
_LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "MIT": "https://opensource.org/license/mit",
}

_Object = dict[str, Any]  # of JSON


def pictures_of(cards: Iterable[LocalCard]) -> set[str]:
    """Return the symbols that the package of some cards shows."""
    return {name for card in cards for name in card.pictures} | {DRAFT}


def package(deck: LocalDeck, pictures: Mapping[str, bytes]) -> bytes:
    """Return the package of a deck; ``pictures`` are PNGs of ``SIDE`` pixels by symbol.

    Raises KeyError for a picture that is not among them.
    """
    made = boards(deck)
    names = sorted({name for board in made for name in _symbols(board)})
    # Numbers, because the names of pictures tell what a sensitive card is about.
    ids = {name: str(number) for number, name in enumerate(names, 1)}
    writer = _Writer(deck, {board.id: _name(board.title) for board in made}, ids)
    manifest = {
        "format": _FORMAT,
        "root": _board_path(made[0].id),
        "paths": {
            "boards": {board.id: _board_path(board.id) for board in made},
            "images": {number: _image_path(number) for number in ids.values()},
            "sounds": {},
        },
    }
    files = {_board_path(board.id): _json(writer.board(board)) for board in made}
    files |= {_image_path(number): pictures[name] for name, number in ids.items()}
    return zipped({_MANIFEST: _json(manifest), **files})


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the boards of one package; ``names`` are of boards by id, ``ids`` of pictures."""

    deck: LocalDeck
    names: Mapping[str, str]
    ids: Mapping[str, str]

    def board(self, board: Board) -> _Object:
        numbers = {id(button): str(n) for n, button in enumerate(board.buttons, 1)}
        languages = self.deck.workspace.project.languages
        return {
            "format": _FORMAT,
            "id": board.id,
            "locale": languages[self.deck.target.person[0]].bcp47,
            "name": self.names[board.id],
            "description_html": self._description(board),
            "license": _licence([CONTENT_CREDIT]),
            "strings": {
                languages[tag].bcp47: self._strings(board, tag) for tag in self.deck.target.tags
            },
            "buttons": [self._button(numbers[id(button)], button) for button in board.buttons],
            "grid": {
                "rows": len(board.rows),
                "columns": len(board.rows[0]),
                "order": [
                    [numbers[id(button)] if button else None for button in row]
                    for row in board.rows
                ],
            },
            "images": [self._image(name) for name in sorted(set(_symbols(board)))],
            "sounds": [],
        }

    def _button(self, number: str, button: Button) -> _Object:
        label, spoken = self._texts(button.line)
        written: _Object = {"id": number, "label": label, "vocalization": spoken}
        if button.line.symbol:
            written["image_id"] = self.ids[button.line.symbol]
        if button.color:
            red, green, blue = (int(button.color[at : at + 2], 16) for at in (1, 3, 5))
            written["border_color"] = f"rgb({red}, {green}, {blue})"
        if button.board:
            written["load_board"] = {
                "id": button.board,
                "name": self.names[button.board],
                "path": _board_path(button.board),
            }
        return written

    def _image(self, name: str) -> _Object:
        number = self.ids[name]
        return {
            "id": number,
            "path": _image_path(number),
            "width": SIDE,
            "height": SIDE,
            "content_type": "image/png",
            "license": _licence(self.deck.workspace.symbols[name].credits),
        }

    def _texts(self, line: Line) -> tuple[str, str]:
        """Return the label of a line, with its notes, and its vocalization."""
        words = wording(line, self.deck.target.person)
        notes = [note.text for note in line.notes]
        return "\n".join([*words.shown, *notes]), words.staff or "\n".join(words.shown)

    def _strings(self, board: Board, tag: str) -> _Object:
        """Return the labels and vocalizations that are translated into a language.

        The same words may translate differently on one board; they stay as they are.
        """
        found: dict[str, set[str]] = {}
        for button in board.buttons:
            line = button.line
            words = wording(line, self.deck.target.person)
            own = words.person.get(tag) or (words.staff if line.staff.language.tag == tag else "")
            if own:
                label, spoken = self._texts(line)
                notes = [note.text for note in line.notes]
                found.setdefault(label, set()).add("\n".join([own, *words.common, *notes]))
                found.setdefault(spoken, set()).add(own)
        return {text: own.pop() for text, own in sorted(found.items()) if len(own) == 1}

    def _description(self, board: Board) -> str:
        """Return what deck this is, and that nobody has reviewed it, as HTML."""
        about = f"{self.names[ROOT]} {self.deck.deck.version}"
        notice = self.deck.cards[0].words["draft-long"]
        lines = [about, *(words.text for words in notice.words if words.text and board.draft)]
        return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _symbols(board: Board) -> Iterator[str]:
    return (button.line.symbol for button in board.buttons if button.line.symbol)


def _name(title: Line) -> str:
    """Return a title in all its languages, the person's first."""
    return " – ".join(dict.fromkeys(words.text for words in title.words if words.text))


def _board_path(board: str) -> str:
    return f"boards/{board}.obf"


def _image_path(number: str) -> str:
    return f"images/{number}.png"


def _licence(credits: Iterable[str]) -> _Object:
    """Return the licence of what has some credits; with several, the first has its text linked."""
    lines = "; ".join(credits)
    names = [name for name in _LICENCES if name in lines]
    return {
        "type": " AND ".join(names),
        "copyright_notice_url": _LICENCES[names[0]],
        "author_name": lines,
    }


def _json(value: _Object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
