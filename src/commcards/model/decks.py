"""Decks, their categories, services and publisher."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commcards.base import paths
from commcards.base.diagnostics import Location
from commcards.base.units import Mm
from commcards.model.cards import Message

TABS = 10  # tab positions on the edge of a face


@dataclass(frozen=True, slots=True)
class Category:
    """A group of cards: a colour, a shape, a pattern and a tab, so that grey print sorts too.

    Cards are printed in the order of their categories.
    """

    id: str
    color: str  # #rrggbb
    grey: str  # #rrggbb, for the grey edition
    on_color: str  # text on either, #000000 or #ffffff
    shape: str  # one of project.records.SHAPES
    tab: int  # 0 is the topmost of TABS
    pattern: str = "none"  # weight and CSS border style of the lower edge of the header
    symbol: str = ""  # the picture on its tab; its shape where there is none
    where: Location = field(default=Location(paths.DECKS), repr=False, compare=False)

    @property
    def picture(self) -> str:
        """The picture on its tab."""
        return self.symbol or f"shape-{self.shape}"

    @property
    def pattern_depth(self) -> Mm:
        """The height of the pattern: ``2mm dashed`` gives 2 mm."""
        return Mm(0 if self.pattern == "none" else float(self.pattern.partition("mm")[0]))


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards with their languages and layouts; ``tools`` are printed after the cards."""

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
    date: str = ""  # the day of this version, as YYYY-MM-DD

    def outside_title(self, words: Mapping[str, Message]) -> Message:
        """Return the title for the outside: a sensitive deck has the neutral one of ``words``."""
        return words["neutral-title"] if self.sensitive else self.title

    @property
    def printed(self) -> tuple[str, ...]:
        """All cards, in the order of printing."""
        return (*self.cards, *self.tools)


@dataclass(frozen=True, slots=True)
class Service:
    """Somebody who helps and can be called, in the words of services.yaml.

    ``name_language`` is the tag of the language of these words; ``languages`` are spoken there.
    ``message`` is the name if translators translate it, as for a number of many countries.
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
    """The publisher of the decks, and the address that QR codes begin with, with its place."""

    organisation: str
    base_url: str
    where: Location
    organisation_where: Location | None = None

    @property
    def has_address(self) -> bool:
        """Whether the codes can lead anywhere: example.org belongs to nobody (RFC 2606)."""
        host = self.base_url.partition("://")[2].partition("/")[0].partition(":")[0]
        return not re.search(r"(^|\.)(example(\.(com|net|org))?|invalid|test|localhost)$", host)
