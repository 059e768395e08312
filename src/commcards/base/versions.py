"""The versions of our code and of libraries, on which the bytes of outputs depend."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # Path is slower
_LIBRARIES = {  # the function that returns a library's version, and the library's file names
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
}


@cache
def code_digest() -> str:
    """Return the digest of our code and of the versions of libraries."""
    total = sha256(libraries().encode())
    for name, path in files():
        total.update(name.encode() + Path(path).read_bytes())
    return total.hexdigest()


def files() -> Iterator[tuple[str, str]]:
    """Yield the files of our code, and those in which Python libraries state their version."""
    for folder, folders, names in os.walk(_PACKAGE):
        passed_over = ("__pycache__", "library") if folder == _PACKAGE else ("__pycache__",)
        folders[:] = sorted(name for name in folders if name not in passed_over)
        inside = folder[len(_PACKAGE) + 1 :].replace(os.sep, "/")
        for name in sorted(names):
            yield f"commcards:{inside}/{name}".replace(":/", ":"), f"{folder}{os.sep}{name}"
    for package in ("weasyprint", "pydyf", "jinja2"):  # Importing them takes a third of a second.
        places = (f"{place}/{package}/__init__.py" for place in sys.path)
        yield from ((f"{package}:", path) for path in places if os.path.isfile(path))  # noqa: PTH113


@cache
def libraries() -> str:
    """Return the versions of the C libraries, as they report them."""
    return "\n".join(_version(function, names) for function, names in _LIBRARIES.items())


def _version(function: str, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        version_string = getattr(library, function)
        version_string.restype = ctypes.c_char_p
        version: bytes = version_string()
        return version.decode()
    return "not found"
