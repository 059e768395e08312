"""QR codes of level M with a quiet zone of four modules, as SVG and PDF operators."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUIET_ZONE = 4
LEAST_SIDE_MM = 20  # the whole code with its quiet zone
LEAST_MODULE_MM = 0.4  # office printers and cheap cameras fail with smaller modules


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as rows of modules, ``1`` for a dark one."""

    rows: tuple[str, ...]

    @property
    def side(self) -> int:
        """The number of modules on an edge, with the quiet zone on both sides."""
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


def encode(text: str) -> QrCode:
    """Encode a URL."""
    import qrcode  # slow to import, with Pillow, and most codes are in the store
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    return QrCode(tuple("".join("1" if dark else "0" for dark in row) for row in rows))


def _runs(row: str) -> list[tuple[int, int]]:
    """Return the start and length of each run of dark modules."""
    return [(match.start(), len(match[0])) for match in re.finditer("1+", row)]
