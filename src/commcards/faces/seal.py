"""What shapes the bytes of a face besides its HTML, CSS and fonts: libraries and our own code."""

from __future__ import annotations

import ctypes
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = {  # what tells a library's version, and the names that it goes by
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
}


@cache
def engine_seal() -> str:
    """Return a digest of the versions of WeasyPrint, pydyf, Pango, HarfBuzz, and our code."""
    total = sha256()
    for package in ("weasyprint", "pydyf"):
        total.update(f"{package} {version(package)}\n".encode())
    for function, names in _LIBRARIES.items():
        total.update(_version(function, names) + b"\n")
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def _version(function: str, names: tuple[str, ...]) -> bytes:
    """Ask a library itself, without the half second that importing WeasyPrint takes."""
    for name in names:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        ask = getattr(library, function)
        ask.restype = ctypes.c_char_p
        found: bytes = ask()
        return found
    return b"not found"
