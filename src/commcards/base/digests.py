"""The one way to name a thing by what it was made from."""

from __future__ import annotations

from hashlib import sha256
from typing import BinaryIO

_AT_ONCE = 1 << 16  # bytes of a file that are in memory


def digest(*parts: bytes | str) -> str:
    """Return the hex SHA-256 of parts, each set off by its length; names of files too."""
    total = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def sha256_of(file: BinaryIO, before: bytes = b"") -> str:
    """Return the hex SHA-256 of all that a file holds, with some bytes ``before`` it."""
    total = sha256(before)
    file.seek(0)
    while data := file.read(_AT_ONCE):
        total.update(data)
    return total.hexdigest()
