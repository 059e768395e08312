"""Values of this package as bytes, to be kept in the store or sent to another process.

Pickle, kept to what a value is made of: bytes that name anything else are refused, so that they
can build values, and do nothing.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

_PATHS = ("PosixPath", "WindowsPath")
_ALSO = {
    ("datetime", "date"),
    *(("pathlib", name) for name in _PATHS),
    *(("pathlib._local", name) for name in _PATHS),  # Python 3.13
}


def dumps(value: object) -> bytes:
    """Return a value as bytes."""
    stream = io.BytesIO()
    _Writer(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def loads(data: bytes) -> Any:
    """Read what ``dumps`` wrote. Raises pickle.UnpicklingError for anything but values."""
    try:
        return _Reader(io.BytesIO(data)).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # pickle raises nearly anything for bytes that are none of its own
        raise pickle.UnpicklingError(str(error)) from error


class _Writer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """Have a value made by its own call: several times faster than by its state."""
        kind = type(value)
        if issubclass(kind, Enum):  # Python 3.11.2 would name getattr
            return kind, (value.value,)
        if issubclass(kind, tuple):
            return kind, tuple(value)
        names = _fields(kind)  # type: ignore[arg-type]  # types are hashable
        if names is None:
            return NotImplemented
        return kind, tuple(getattr(value, name) for name in names)


@cache
def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the fields that a call takes in their order; None where pickle does it by state."""
    if not is_dataclass(kind) or any(field.kw_only for field in fields(kind)):
        return None
    return tuple(field.name for field in fields(kind))


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALSO:
            return super().find_class(module, name)
        if module.split(".")[0] == "commcards" and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum | tuple)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of commcards")
