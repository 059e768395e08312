"""Writes files: each whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """Yield an empty file to write and read, which is moved to ``path`` when the block ends.

    Missing folders are made; a reader sees the old bytes or the new. Raises OSError; then, and on
    any error of the block, ``path`` is unchanged and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:80]}.{uuid4().hex}.tmp")
    try:
        with temporary.open("x+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` by ``atomic``."""
    with atomic(path) as stream:
        stream.write(data)
