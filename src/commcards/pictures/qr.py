"""QR codes as squares: level M, quiet zone of four modules, no picture library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

QUIET_ZONE = 4
LEAST_SIDE_MM = 20  # of the whole code with its quiet zone
LEAST_MODULE_MM = 0.4  # below it, office printers and cheap cameras fail

_LIKE_FINDERS = ("10111010000", "00001011101")  # what a reader may take for a corner of the code


@dataclass(frozen=True, slots=True)
class QrCode:
    """Rows of modules, ``1`` for a dark one; ``side`` counts modules with the quiet zone."""

    rows: tuple[str, ...]

    @property
    def side(self) -> int:
        """Modules on an edge, with the quiet zone on both sides."""
        return len(self.rows) + 2 * QUIET_ZONE

    def operators(self) -> bytes:
        """Return PDF operators that fill the code on white in a ``side`` x ``side`` box, y up."""
        parts = [b"1 1 1 rg 0 0 %d %d re f 0 0 0 rg" % (self.side, self.side)]
        for index, row in enumerate(self.rows):
            y = self.side - QUIET_ZONE - 1 - index
            for start, length in _runs(row):
                parts.append(b"%d %d %d 1 re" % (QUIET_ZONE + start, y, length))
        return b"\n".join([*parts, b"f"])

    def svg(self) -> str:
        """Return a self-contained SVG element."""
        path = "".join(
            f"M{QUIET_ZONE + start} {QUIET_ZONE + index}h{length}v1h-{length}z"
            for index, row in enumerate(self.rows)
            for start, length in _runs(row)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.side} {self.side}" '
            f'aria-hidden="true" focusable="false"><path fill="#fff" d="M0 0h{self.side}v'
            f'{self.side}H0z"/><path d="{path}"/></svg>'
        )


@lru_cache(maxsize=1024)
def encode(text: str) -> QrCode:
    """Encode a URL."""
    import qrcode  # it takes its time, with Pillow, and most codes are kept
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.mask_pattern = _best_mask(code)
    code.make()
    return QrCode(tuple(map(_row, code.get_matrix())))


def _best_mask(code: Any) -> int:
    """Return the mask that the library would choose, in a fraction of its time.

    The library lays the data out anew under each of the eight masks, and looks at every module.
    Here a code is two numbers of one bit a module, by rows and by columns: a mask is one XOR, and
    all modules are compared with their neighbours by one shift.
    """
    code.makeImpl(True, 0)
    rows, columns = _bits(code.modules)
    penalties = [
        _penalty(rows ^ by_rows, columns ^ by_columns, code.modules_count)
        for by_rows, by_columns in _masks(code.version)
    ]
    return penalties.index(min(penalties))


@cache
def _masks(version: int) -> list[tuple[int, int]]:
    """Return what each mask changes in a code of a version that has the first mask."""
    import qrcode

    bare = qrcode.QRCode(version)
    bare.data_cache = b""  # without data a code shows its mask
    masks = []
    for number in range(8):
        bare.makeImpl(True, number)
        masks.append(_bits(bare.modules))
    first_rows, first_columns = masks[0]
    return [(rows ^ first_rows, columns ^ first_columns) for rows, columns in masks]


def _bits(modules: list[list[bool]]) -> tuple[int, int]:
    return _number(modules), _number(zip(*modules, strict=True))


def _number(lines: Iterable[Iterable[bool]]) -> int:
    return int("".join(map(_row, lines)), 2)


def _row(modules: Iterable[bool]) -> str:
    return "".join("1" if dark else "0" for dark in modules)


def _penalty(rows: int, columns: int, side: int) -> int:
    """Return how hard to read a code is: ISO/IEC 18004, 7.8.3.1."""
    points = 10 * int(abs(rows.bit_count() / side**2 * 100 - 50) / 5)
    for lines in (rows, columns):
        five = _pairs(lines, side)
        five &= five >> 1 & five >> 2 & five >> 3  # here begin five modules alike
        points += five.bit_count() + 2 * (five & ~(five << 1)).bit_count()  # a run of n: n - 2
        points += 40 * sum(_count(pattern, lines, side) for pattern in _LIKE_FINDERS)
    pairs = _pairs(rows, side)
    blocks = pairs & pairs >> side & ~(rows ^ rows >> side)
    return points + 3 * blocks.bit_count()


def _pairs(lines: int, side: int) -> int:
    """Return a bit for each module that is like the one before it in its line."""
    return ~(lines ^ lines >> 1) & _ends(2, side)


def _count(pattern: str, lines: int, side: int) -> int:
    found = _ends(len(pattern), side)
    for index, module in enumerate(reversed(pattern)):
        found &= lines >> index if module == "1" else ~(lines >> index)
    return found.bit_count()


@cache
def _ends(length: int, side: int) -> int:
    """Return a bit for each module where a piece of a line can end that is so long."""
    return int(("0" * (length - 1)).ljust(side, "1") * side, 2)


def _runs(row: str) -> list[tuple[int, int]]:
    """Return where dark modules begin, and how many there are."""
    return [(match.start(), len(match[0])) for match in re.finditer("1+", row)]
