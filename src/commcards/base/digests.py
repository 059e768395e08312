"""Digests: names of things by their content or inputs."""

from __future__ import annotations

from hashlib import sha256
from typing import BinaryIO

_AT_ONCE = 1 << 16  # bytes of a file in memory at a time


def digest(*parts: bytes | str) -> str:
    """Return the hex SHA-256 of parts, each preceded by its length; file names are allowed."""
    total = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def sha256_of(file: BinaryIO, before: bytes = b"") -> str:
    """Return the hex SHA-256 of ``before`` and all bytes of a file."""
    total = sha256(before)
    file.seek(0)
    while data := file.read(_AT_ONCE):
        total.update(data)
    return total.hexdigest()
