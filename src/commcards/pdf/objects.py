"""Writes the objects of a PDF to a file (PDF 32000-1, 7.5)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from commcards.base.digests import sha256_of

_LEVEL = 1  # compression level: 5 takes twice the time and saves a hundredth of a file
_TOGETHER = 256  # objects in one object stream
_ROW = struct.Struct(">BIB")  # a row of the cross-reference stream
_FREE, _STREAM, _TEXT = range(3)  # the kinds of rows
_HEAD = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


class File:
    """The objects of one PDF, numbered from 1 in the order of adding; ``7 0 R`` means number 7.

    A stream is written at once; other objects are texts, which are written at the end, together in
    object streams.
    """

    def __init__(self, file: BinaryIO) -> None:
        """``file`` must be empty, writable and readable."""
        self._file = file
        self._end = file.write(_HEAD)
        self._count = 0
        self._texts: dict[int, Iterable[str]] = {}  # by the number of the first
        self._places: dict[int, int] = {}  # number of a stream -> its offset

    def add(self, text: str = "") -> int:
        """Add a text, or reserve a number for it; return the number."""
        self.extend(1, (text,))
        return self._count

    def extend(self, count: int, texts: Iterable[str]) -> None:
        """Add ``count`` texts with consecutive numbers; they are read when the file ends."""
        self._texts[self._count + 1] = texts
        self._count += count

    def put(self, number: int, text: str) -> None:
        """Set the text of a reserved number."""
        self._texts[number] = (text,)

    def stream(self, content: bytes, entries: str = "") -> int:
        """Write a stream of compressed bytes; ``entries`` are further entries of its dictionary."""
        return self.plain(content, f"{entries}/Filter/FlateDecode")

    def plain(self, content: bytes, entries: str) -> int:
        """Write a stream unchanged."""
        self._count += 1
        self._places[self._count] = self._end
        head = f"{self._count} 0 obj\n<<{entries}/Length {len(content)}>>\nstream\n".encode()
        for part in (head, content, b"\nendstream\nendobj\n"):
            self._end += self._file.write(part)
        return self._count

    def finish(self, catalog: int, info: int) -> None:
        """Write the rest of the file: object streams with all texts, and the cross-references."""
        first = self._count + 1
        texts = self._numbered()
        while bunch := list(islice(texts, _TOGETHER)):
            self.stream(*_held(bunch))
        name = sha256_of(self._file, self._end.to_bytes(8, "big"))[:32]  # as ``digest`` would
        start, number = self._end, self._count + 1
        self._places[number] = start
        self.stream(
            zlib.compress(self._table(first), _LEVEL),
            f"/Type/XRef/W[1 4 1]/Size {number + 1}/Root {catalog} 0 R/Info {info} 0 R"
            f"/ID[<{name}><{name}>]",
        )
        self._file.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """Yield every text with its number."""
        for first, texts in self._texts.items():
            yield from enumerate(texts, first)

    def _table(self, holder: int) -> bytes:
        """Return the cross-references (7.5.8.3); texts are in streams numbered from ``holder``."""
        table = bytearray(_ROW.pack(_FREE, 0, 255))
        texts = 0
        for number in range(1, self._count + 2):
            place = self._places.get(number)
            if place is not None:
                table += _ROW.pack(_STREAM, place, 0)
            else:
                table += _ROW.pack(_TEXT, holder + texts // _TOGETHER, texts % _TOGETHER)
                texts += 1
        return bytes(table)


def _held(bunch: list[tuple[int, str]]) -> tuple[bytes, str]:
    """Return an object stream of numbered texts, and the entries of its dictionary (7.5.7)."""
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
    """Return a text string for use outside of pages (7.9.2.2)."""
    return f"<feff{value.encode('utf-16-be').hex()}>"
