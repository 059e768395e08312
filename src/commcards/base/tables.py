"""Tables with a row for each member of an enumeration."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def complete(kinds: type[E], rows: Mapping[E, T]) -> Mapping[E, T]:
    """Return the rows, read-only.

    Raises NotImplementedError for a member without a row. Tables are module constants, so this
    happens at import.
    """
    missing = [kind.name for kind in kinds if kind not in rows]
    if missing:
        raise NotImplementedError(f"no row for {kinds.__name__}.{', '.join(missing)}")
    return MappingProxyType(dict(rows))
