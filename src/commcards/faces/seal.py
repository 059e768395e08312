"""What shapes the bytes of a face besides its HTML, CSS and fonts: libraries and our own code."""

from __future__ import annotations

import ctypes
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")


@cache
def engine_seal() -> str:
    """Return a digest of the versions of WeasyPrint, pydyf and Pango, and of this package."""
    total = sha256()
    for package in ("weasyprint", "pydyf"):
        total.update(f"{package} {version(package)}\n".encode())
    total.update(_pango_version())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def _pango_version() -> bytes:
    """Ask Pango itself, without the half second that importing WeasyPrint takes."""
    for name in _PANGO:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.pango_version_string.restype = ctypes.c_char_p
        found: bytes = library.pango_version_string()
        return found
    return b"no Pango"
