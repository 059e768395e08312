"""The pictures of printed faces, by the URLs that stand for them: symbols and QR codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commcards import draw, frozen, qr, targets
from commcards.digests import digest
from commcards.engine import engine_seal
from commcards.model import Category
from commcards.pictogram import Symbol
from commcards.qr import QrCode
from commcards.request import Edition
from commcards.sheets import Form
from commcards.store import Store
from commcards.typeset import BASE_URL


class Pictures:
    """Draws pictures, each symbol once a process; ``base_url`` is where QR codes lead."""

    def __init__(
        self,
        symbols: Mapping[str, Symbol],
        categories: Mapping[str, Category],
        base_url: str,
        store: Store,
    ) -> None:
        self._symbols = symbols
        self._categories = categories
        self._base_url = base_url
        self._store = store
        self._drawn: dict[tuple[str, Edition], Form] = {}

    def forms(self, urls: Iterable[str], edition: Edition) -> dict[str, Form]:
        """Return the picture of each URL. Raises KeyError for a symbol that is not there."""
        return {url: self._form(url.removeprefix(BASE_URL), edition) for url in sorted(urls)}

    def credits(self, urls: Iterable[str]) -> set[str]:
        """Return the credit lines that the sources of the symbols ask for."""
        names = {url.rsplit("/", 1)[1] for url in urls if not url.startswith(f"{BASE_URL}qr/")}
        return {line for name in names for line in self._symbols[name].credits}

    def code(self, page: str) -> QrCode:
        """Return the code of a page or a ``tel:`` URL; choosing its mask takes long."""
        url = page if page.startswith("tel:") else f"{self._base_url}/{page}"
        key = digest("qr", engine_seal(), url)
        kept = self._store.get(key)
        if kept:
            known: QrCode = frozen.loads(kept)
            return known
        code = qr.encode(url)
        self._store.put(key, frozen.dumps(code))
        return code

    def _form(self, path: str, edition: Edition) -> Form:
        kind, _, name = path.partition("/")
        if kind == "qr":
            code = self.code(name)
            return Form(code.operators(), code.side)
        if (path, edition) not in self._drawn:
            palette = draw.COLOR if edition == "color" else draw.GREY
            if kind == "on":
                category_id, _, name = name.partition("/")
                category = self._categories[category_id]
                palette = draw.inverted(category.on_color, targets.color(category, edition))
            operators = draw.operators(self._symbols[name], palette)
            self._drawn[path, edition] = Form(operators, draw.GRID)
        return self._drawn[path, edition]
