"""The digest of what a step of set-up reads: it is done again when the digest changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest(parts: Iterable[bytes]) -> str:
    """Return the sha256 of the parts; lengths are hashed too, so parts cannot run together."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()
