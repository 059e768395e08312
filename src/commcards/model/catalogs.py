"""Translations into one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from commcards.base.diagnostics import Location


class Translation(NamedTuple):
    """One entry of a catalog; ``text`` is empty if nobody has translated it.

    ``source`` is the msgid that the text translates; it may lag behind the card.
    """

    key: str
    source: str
    text: str
    draft: bool
    where: Location


@dataclass(frozen=True, slots=True)
class Catalog:
    """All translations into one language, by msgctxt."""

    language: str
    entries: Mapping[str, Translation]
