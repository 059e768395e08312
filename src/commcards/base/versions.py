"""What shapes bytes besides the project: libraries, and our own code."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # no Path: each look at a file is as quick
_LIBRARIES = {  # what tells a library's version, and the names that it goes by
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
}


@cache
def code_digest() -> str:
    """Return a digest of our code, and of the versions of the libraries that shape bytes."""
    total = sha256(libraries().encode())
    for name, path in files():
        total.update(name.encode() + Path(path).read_bytes())
    return total.hexdigest()


def files() -> Iterator[tuple[str, str]]:
    """Yield our own code, and the files in which the libraries that we use say their version."""
    for folder, folders, names in os.walk(_PACKAGE):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        inside = folder[len(_PACKAGE) + 1 :].replace(os.sep, "/")
        for name in sorted(names):
            yield f"commcards:{inside}/{name}".replace(":/", ":"), f"{folder}{os.sep}{name}"
    for package in ("weasyprint", "pydyf", "jinja2"):  # unloaded: that takes a third of a second
        places = (f"{place}/{package}/__init__.py" for place in sys.path)
        yield from ((f"{package}:", path) for path in places if os.path.isfile(path))  # noqa: PTH113


@cache
def libraries() -> str:
    """Return the versions of the C libraries; each is asked itself."""
    return "\n".join(_version(function, names) for function, names in _LIBRARIES.items())


def _version(function: str, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        ask = getattr(library, function)
        ask.restype = ctypes.c_char_p
        found: bytes = ask()
        return found.decode()
    return "not found"
