"""The QR codes of cards, each encoded once, because choosing a mask takes some 4 ms."""

from __future__ import annotations

from collections.abc import Iterable

from commcards.base import serialize
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.model.decks import Imprint
from commcards.model.layouts import Layout
from commcards.pictures import qr
from commcards.pictures.qr import QrCode


class QrCache:
    """Encodes and keeps codes, for pages below the address of an imprint."""

    def __init__(self, imprint: Imprint, store: Store) -> None:
        self._imprint = imprint
        self._store = store
        self._sides: dict[str, int] = {}  # modules on an edge, by page

    def address(self, page: str) -> str:
        """Return the URL of a page; a ``tel:`` URL is one already."""
        return page if page.startswith("tel:") else f"{self._imprint.base_url}/{page}"

    def of(self, pages: Iterable[str]) -> dict[str, QrCode]:
        """Return the code of each page or ``tel:`` URL."""
        keys = {page: digest("qr", code_digest(), self.address(page)) for page in pages}
        codes = {key: serialize.loads(data) for key, data in self._store.get_many(keys.values())}
        new = {key: qr.encode(self.address(p)) for p, key in keys.items() if key not in codes}
        self._store.put_many((key, serialize.dumps(code)) for key, code in new.items())
        codes |= new
        return {page: codes[key] for page, key in keys.items()}

    def faults(self, pages: Iterable[str], layout: Layout) -> list[Diagnostic]:
        """Return a fault for each code that would be too small on the faces of a layout."""
        side = layout.face.qr * layout.scale
        shown = list(pages) if side else []
        new = self.of(page for page in shown if page not in self._sides)
        self._sides |= {page: code.side for page, code in new.items()}
        modules = {page: side / self._sides[page] for page in shown}
        return [
            Diagnostic(
                layout.where if side < qr.LEAST_SIDE_MM else self._imprint.where,
                "qr-too-dense",
                f"the QR code of {page} is {side:.1f} mm wide with modules of "
                f"{module:.2f} mm on {layout.id}, but phones need {qr.LEAST_SIDE_MM} mm and "
                f"{qr.LEAST_MODULE_MM} mm at least",
                "choose a shorter base-url, or a larger `qr` or scale",
            )
            for page, module in modules.items()
            if module < qr.LEAST_MODULE_MM or side < qr.LEAST_SIDE_MM
        ]
