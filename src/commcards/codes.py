"""The QR codes of cards, each encoded once: choosing a mask takes long."""

from __future__ import annotations

from collections.abc import Iterable

from commcards import frozen, qr
from commcards.digests import digest
from commcards.engine import engine_seal
from commcards.qr import QrCode
from commcards.store import Store


class Codes:
    """Encodes and keeps codes; ``base_url`` is where pages will lie."""

    def __init__(self, base_url: str, store: Store) -> None:
        self._base_url = base_url
        self._store = store

    def address(self, page: str) -> str:
        """Return the URL of a page; a ``tel:`` URL is one already."""
        return page if page.startswith("tel:") else f"{self._base_url}/{page}"

    def of(self, pages: Iterable[str]) -> dict[str, QrCode]:
        """Return the code of each page or ``tel:`` URL."""
        keys = {page: digest("qr", engine_seal(), self.address(page)) for page in pages}
        found = {key: frozen.loads(kept) for key, kept in self._store.get_many(keys.values())}
        new = {key: qr.encode(self.address(p)) for p, key in keys.items() if key not in found}
        self._store.put_many((key, frozen.dumps(code)) for key, code in new.items())
        found |= new
        return {page: found[key] for page, key in keys.items()}
