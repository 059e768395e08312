"""Content-addressed cache, and the only writer of output/.

An entry's name is the digest of everything it was made from, so that it is never stale; it starts
with the digest of its own bytes, so that a damaged one counts as absent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from commcards.files import write_atomic


def digest(*parts: bytes | str) -> str:
    """Return the SHA-256 of parts, each set off by its length."""
    total = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


class Store:
    """Keeps bytes by key below ``folder``; safe for several builds at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what was kept, or None."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        seal, body = data[:32], data[32:]
        return body if sha256(body).digest() == seal else None

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes; the last writer of equal keys wins, with equal bytes."""
        write_atomic(self._path(key), sha256(body).digest() + body)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


class Output:
    """The output folder: knows what each file was made from, and writes only what changed."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self._store = store

    def is_current(self, path: str, inputs: str) -> bool:
        """Tell whether the file is there, untouched, made from the inputs with this digest."""
        made = self._store.get(self._key(path, inputs))
        try:
            return made is not None and sha256((self.folder / path).read_bytes()).digest() == made
        except OSError:
            return False

    def write(self, path: str, data: bytes, inputs: str) -> None:
        """Write a file whole or not at all."""
        write_atomic(self.folder / path, data)
        self._store.put(self._key(path, inputs), sha256(data).digest())

    def write_json(self, path: str, value: Mapping[str, object]) -> None:
        """Write a report."""
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        write_atomic(self.folder / path, text.encode())

    def _key(self, path: str, inputs: str) -> str:
        return digest("output", str(self.folder.resolve()), path, inputs)
