"""Translations into one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from commcards.base.diagnostics import Location


class Translation(NamedTuple):
    """One entry of a catalog; ``text`` is empty if nobody has translated it.

    ``source`` is the entry's msgid; it may lag behind the card. A ``stale`` text translates the
    former msgid.
    """

    key: str
    source: str
    text: str
    draft: bool
    where: Location
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Catalog:
    """All translations into one language, by msgctxt."""

    language: str
    entries: Mapping[str, Translation]
