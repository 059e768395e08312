"""The pictures of printed faces, symbols and QR codes, as PDF forms by URL."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.model.decks import Category
from commcards.model.symbols import Symbol
from commcards.pdf import Form
from commcards.pictures import draw
from commcards.pictures.qrcache import QrCache
from commcards.typesetting.typesetter import BASE_URL
from commcards.workspace import targets
from commcards.workspace.request import Edition

_Subject = str | tuple[Symbol, draw.Palette]  # the page of a QR code; a symbol and its colours
_SIDES = struct.Struct(">dd")  # before a stored drawing: its width and height


class Pictures:
    """Draws pictures and stores them."""

    def __init__(
        self,
        symbols: Mapping[str, Symbol],
        categories: Mapping[str, Category],
        codes: QrCache,
        store: Store,
    ) -> None:
        self._symbols = symbols
        self._categories = categories
        self._codes = codes
        self._store = store

    def forms(self, urls: Iterable[str], edition: Edition) -> Mapping[str, Form]:
        """Return the picture of each URL. Raises KeyError for an unknown symbol."""
        subjects = {url: self._subject(url.removeprefix(BASE_URL), edition) for url in sorted(urls)}
        keys = {url: digest("form", code_digest(), *self._named(subjects[url])) for url in subjects}
        forms = {key: _form(data) for key, data in self._store.get_many(keys.values())}
        new = {key: self._drawn(subjects[url]) for url, key in keys.items() if key not in forms}
        self._store.put_many((key, _flat(form)) for key, form in new.items())
        forms |= new
        return {url: forms[key] for url, key in keys.items()}

    def credits(self, urls: Iterable[str]) -> set[str]:
        """Return the credit lines that the sources of the symbols ask for."""
        names = {url.rsplit("/", 1)[1] for url in urls if not url.startswith(f"{BASE_URL}qr/")}
        return {line for name in names for line in self._symbols[name].credits}

    def _subject(self, path: str, edition: Edition) -> _Subject:
        """Return the subject that the path of a URL names."""
        kind, _, name = path.partition("/")
        if kind == "qr":
            return name
        if kind == "on":
            category_id, _, name = name.partition("/")
            category = self._categories[category_id]
            ground = targets.color(category, edition)
            return self._symbols[name], draw.inverted(category.on_color, ground)
        return self._symbols[name], draw.COLOR if edition == "color" else draw.GREY

    def _drawn(self, subject: _Subject) -> Form:
        if isinstance(subject, str):
            code = self._codes.of([subject])[subject]
            return Form.of(code.operators(), code.side, code.side)
        symbol, _ = subject
        return Form.of(draw.operators(*subject), symbol.width, symbol.height)

    def _named(self, subject: _Subject) -> tuple[str, str]:
        """Return all that a drawing depends on."""
        if isinstance(subject, str):
            return "qr", self._codes.address(subject)
        symbol, palette = subject
        return symbol.digest, repr(palette)


def _flat(form: Form) -> bytes:
    """Return a form as bytes, for the store."""
    return _SIDES.pack(form.width, form.height) + form.content


def _form(data: bytes) -> Form:
    """Return the form of bytes from ``_flat``."""
    return Form(data[_SIDES.size :], *_SIDES.unpack_from(data))
