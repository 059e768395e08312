"""Decks, their categories, services and publisher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from commcards.base.diagnostics import Location
from commcards.base.units import Mm
from commcards.model.cards import Message

TABS = 10  # tab positions on the edge of a face


@dataclass(frozen=True, slots=True)
class Category:
    """A group of cards: a colour, a shape, a pattern and a tab, so that grey print sorts too."""

    id: str
    color: str  # #rrggbb
    grey: str  # #rrggbb, for the grey edition
    on_color: str  # text on either, #000000 or #ffffff
    shape: str  # project.SHAPES
    tab: int  # 0 is the topmost of TABS
    pattern: str = "none"  # along the foot of the header: its weight and CSS border style

    @property
    def pattern_depth(self) -> Mm:
        """How far the pattern reaches into the header: ``2mm dashed`` two millimetres."""
        return Mm(0 if self.pattern == "none" else float(self.pattern.partition("mm")[0]))


@dataclass(frozen=True, slots=True)
class Deck:
    """Which cards, in which languages and layouts; ``tools`` are printed after the cards."""

    id: str
    title: Message
    version: str
    cards: tuple[str, ...]
    tools: tuple[str, ...]
    staff: tuple[str, ...]
    languages: tuple[str, ...]
    layouts: tuple[str, ...]
    papers: tuple[str, ...]
    where: Location
    sensitive: bool = False
    neutral: str = ""  # folder name of a sensitive deck
    date: str = ""  # of this version, as YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Service:
    """Who helps, and where; words stand as they are written in services.yaml.

    ``name_language`` is the tag of what they are written in, ``languages`` are those spoken there.
    ``message`` is the name where it is translated, as that of a number of many countries is.
    """

    id: str
    name: str
    name_language: str
    kind: str
    symbol: str
    country: str  # ISO 3166 alpha-2, or EU
    phone: str
    source: str
    checked: date
    expires: date  # the last day on which the entry is good
    where: Location
    city: str = ""
    address: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    sample: bool = False
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes the decks: shown on them, and the base of the QR codes.

    ``where`` is the place of the base.
    """

    organisation: str
    base_url: str
    where: Location

    @property
    def has_address(self) -> bool:
        """Whether the codes can lead anywhere: example.org belongs to nobody (RFC 2606)."""
        host = self.base_url.partition("://")[2].partition("/")[0].partition(":")[0]
        return not re.search(r"(^|\.)(example(\.(com|net|org))?|invalid|test|localhost)$", host)
