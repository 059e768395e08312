"""Where the glyphs of a painted box stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from commcards.pdf.paintedbox import PaintedBox

UNSEEN = 3  # a text rendering mode


class Placed(NamedTuple):
    """A glyph: the text that it stands for, and how far from the left it begins."""

    text: str
    x: float


def standing(box: PaintedBox) -> list[str]:
    """Return the text of each line, glyph by glyph from left to right, spaces as plain ones."""
    return [
        "".join(glyph.text for glyph in sorted(line, key=lambda glyph: glyph.x))
        .replace("\u200b", "")
        .replace("\u00a0", " ")
        for line in placed(box)
    ]


def placed(box: PaintedBox) -> list[list[Placed]]:
    """Return the glyphs of each line that are seen, in the order in which they are painted."""
    head, *parts = box.parts
    content = head + b"".join(b"%d%b" % (number, part) for number, part in enumerate(parts))
    lines: list[list[Placed]] = []
    painter = _Painter(box)
    with pikepdf.new() as pdf:
        for instruction in pikepdf.parse_content_stream(pdf.make_stream(content)):
            name = str(instruction.operator)
            if name == "BDC" and "/MCID" in instruction.operands[1]:
                lines.append([])
            shown = list(painter.glyphs(name, instruction.operands))
            if lines:
                lines[-1] += shown
    return lines


class _Painter:
    """Follows the operators of text."""

    def __init__(self, box: PaintedBox) -> None:
        self._fonts = box.fonts or {}
        self._glyphs: Any = {}
        self._size = self._x = 0.0
        self._mode = 0
        self._modes: list[int] = []

    def glyphs(self, name: str, operands: Any) -> Iterator[Placed]:
        """Yield what an operator shows."""
        if name == "q":
            self._modes.append(self._mode)
        elif name == "Q":
            self._mode = self._modes.pop()
        elif name == "Tr":
            self._mode = int(operands[0])
        elif name == "Tf":
            self._glyphs = self._fonts[str(operands[0])[1:]].glyphs
            self._size = float(operands[1])
        elif name == "Tm":
            self._x = float(operands[4])
        elif name == "TJ":
            for item in operands[0]:
                if isinstance(item, pikepdf.String):
                    yield from self._shown(bytes(item))
                else:
                    self._x -= float(item) / 1000 * self._size
        elif name == "Tj":
            yield from self._shown(bytes(operands[0]))

    def _shown(self, codes: bytes) -> Iterator[Placed]:
        for at in range(0, len(codes), 2):
            glyph = self._glyphs[int.from_bytes(codes[at : at + 2])]
            if self._mode != UNSEEN:
                yield Placed(glyph.text, round(self._x, 3))
            self._x += glyph.width / 1000 * self._size
