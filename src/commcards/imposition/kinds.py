"""The table of layout kinds. CONTRIBUTING.md has the steps that add one."""

from __future__ import annotations

from collections.abc import Mapping

from commcards.base.tables import complete
from commcards.imposition.booklet import Booklet
from commcards.imposition.folded import Foldover, Tent
from commcards.imposition.kind import Imposition
from commcards.imposition.leaflet import Leaflet
from commcards.imposition.nup import NUp
from commcards.imposition.poster import Poster
from commcards.model.layouts import Layout, LayoutKind

KINDS: Mapping[LayoutKind, type[Imposition]] = complete(
    LayoutKind,
    {
        LayoutKind.N_UP: NUp,
        LayoutKind.FOLDOVER: Foldover,
        LayoutKind.TENT: Tent,
        LayoutKind.BOOKLET: Booklet,
        LayoutKind.LEAFLET: Leaflet,
        LayoutKind.POSTER: Poster,
    },
)


def on_paper(layout: Layout, paper: str) -> Imposition:
    """Return the imposition of a layout on one of its papers."""
    return KINDS[layout.kind](layout, paper)
