"""The objects of a PDF as the bytes of a file (PDF 32000-1, 7.5).

pydyf collects and spells objects; it writes each several times over, and decks have thousands.
"""

from __future__ import annotations

import struct
import zlib
from typing import TypeVar

import pydyf

from commcards.digests import digest

T = TypeVar("T", bound=pydyf.Object)

_LEVEL = 7  # of compression, for what repeats itself as structure does; 8 takes twice the time


class Written(pydyf.Object):
    """An object that is spelled out already."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.written = data

    @property
    def data(self) -> bytes:
        """The bytes of the object."""
        return self.written


class Stream(Written):
    """A stream of compressed bytes; ``entries`` are what its dictionary says besides."""

    def __init__(self, content: bytes, entries: str = "") -> None:
        head = f"<<{entries}/Filter/FlateDecode/Length {len(content)}>>\nstream\n"
        super().__init__(head.encode() + content + b"\nendstream")

    @property
    def compressible(self) -> bool:
        """Whether it may lie in another stream."""
        return False


def add(pdf: pydyf.PDF, thing: T) -> T:
    """Add an object to a PDF; return it, numbered."""
    pdf.add_object(thing)
    return thing


def written(pdf: pydyf.PDF) -> bytes:
    """Return a finished PDF as PDF 1.7: all but streams in one object stream, compressed."""
    add(pdf, pdf.info)
    holder = len(pdf.objects)
    pieces = [b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"]
    position = len(pieces[0])
    places = [(0, 0, 65535)]  # of each object: as 7.5.8.3 has them
    index: list[str] = []
    held: list[bytes] = []
    offset = 0
    for number, thing in enumerate(pdf.objects[1:], 1):
        data: bytes = thing.data
        if thing.compressible:
            places.append((2, holder, len(held)))
            index.append(f"{number} {offset}")
            held.append(data)
            offset += len(data) + 1
        else:
            pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, data))
            places.append((1, position, 0))
            position += len(pieces[-1])
    first = " ".join(index).encode() + b"\n"
    stream = Stream(
        zlib.compress(first + b"\n".join(held), _LEVEL),
        f"/Type/ObjStm/N {len(held)}/First {len(first)}",
    )
    pieces.append(b"%d 0 obj\n%b\nendobj\n" % (holder, stream.data))
    places.append((1, position, 0))
    position += len(pieces[-1])
    places.append((1, position, 0))
    name = digest(*pieces)[:32]
    table = Stream(
        zlib.compress(b"".join(struct.pack(">BII", *place) for place in places), _LEVEL),
        f"/Type/XRef/W[1 4 4]/Size {len(places)}/Root {pdf.catalog.reference.decode()}"
        f"/Info {pdf.info.reference.decode()}/ID[<{name}><{name}>]",
    )
    pieces.append(b"%d 0 obj\n%b\nendobj\n" % (holder + 1, table.data))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % position)
    return b"".join(pieces)
