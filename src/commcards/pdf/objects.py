"""The objects of a PDF as the bytes of a file (PDF 32000-1, 7.5)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache

from commcards.base.digests import digest

_LEVEL = 1  # of compression: 5 takes twice the time for a hundredth of a file
_COUNT = [bytes([number]) for number in range(256)]  # of the objects that lie in one stream
_ROW = struct.Struct(">BI")  # of the cross-reference stream, before a count
_HEAD = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class File:
    """The objects of one PDF, numbered from 1 as they are added; ``7 0 R`` refers to number 7.

    An object is spelled out: a stream, or a text that will lie in a stream with others.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._streams: dict[int, bytes] = {}

    @property
    def _next(self) -> int:
        return len(self._texts) + len(self._streams) + 1

    def add(self, text: str = "") -> int:
        """Add a text, or keep a place for it; return its number."""
        number = self._next
        self._texts[number] = text
        return number

    def extend(self, texts: Iterable[str]) -> None:
        """Add texts, numbered one after another."""
        self._texts.update(enumerate(texts, self._next))

    def put(self, number: int, text: str) -> None:
        """Put a text in the place that was kept for it."""
        self._texts[number] = text

    def stream(self, content: bytes, entries: str = "") -> int:
        """Add a stream of compressed bytes; ``entries`` are what its dictionary says besides."""
        return self.plain(content, f"{entries}/Filter/FlateDecode")

    def plain(self, content: bytes, entries: str) -> int:
        """Add a stream as it is."""
        number = self._next
        head = f"{number} 0 obj\n<<{entries}/Length {len(content)}>>\nstream\n".encode()
        self._streams[number] = b"%b%b\nendstream\nendobj\n" % (head, content)
        return number

    def written(self, catalog: int, info: int) -> bytes:
        """Return the file, which is PDF 1.7: streams, some of which hold all texts."""
        rows = {0: _ROW.pack(0, 0) + _COUNT[-1]}  # where each object is: see 7.5.8.3
        texts = tuple(self._texts.items())
        for start in range(0, len(texts), len(_COUNT)):
            bunch = texts[start : start + len(_COUNT)]
            row = _ROW.pack(2, self.stream(*_held(bunch)))
            rows |= {each[0]: row + _COUNT[index] for index, each in enumerate(bunch)}
        position = len(_HEAD)
        for number, data in self._streams.items():
            rows[number] = _ROW.pack(1, position) + _COUNT[0]
            position += len(data)
        table = self._next
        rows[table] = _ROW.pack(1, position) + _COUNT[0]
        body = b"".join((_HEAD, *self._streams.values()))
        name = digest(body)[:32]
        self.stream(
            zlib.compress(b"".join([rows[number] for number in range(table + 1)]), _LEVEL),
            f"/Type/XRef/W[1 4 1]/Size {table + 1}/Root {catalog} 0 R/Info {info} 0 R"
            f"/ID[<{name}><{name}>]",
        )
        return b"%b%bstartxref\n%d\n%%%%EOF\n" % (body, self._streams[table], position)


@lru_cache(maxsize=256)  # in a deck that is made again, most are as they were
def _held(bunch: tuple[tuple[int, str], ...]) -> tuple[bytes, str]:
    """Return the stream that holds numbered texts, and what its dictionary says (7.5.7)."""
    places: list[str] = []
    offset = 0
    for number, text in bunch:
        places.append(f"{number} {offset}")
        offset += len(text) + 1
    index = " ".join(places)
    content = "\n".join([index, *(text for _, text in bunch)]).encode("ascii")
    entries = f"/Type/ObjStm/N {len(bunch)}/First {len(index) + 1}"
    return zlib.compress(content, _LEVEL), entries


def text(value: str) -> str:
    """Return words as a PDF has them outside of pages (7.9.2.2)."""
    return f"<feff{value.encode('utf-16-be').hex()}>"
