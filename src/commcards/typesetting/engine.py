"""The interface of a page engine. There are two engines: ``weasy`` and ``weasy_public``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from commcards.pdf.paintedbox import PaintedBox, PaintRequest


class Engine(Protocol):
    """Paints words and shapes in the styles of a document's boxes."""

    def paint(
        self, markup: str, styles: Sequence[Any], count: int, wanted: Sequence[PaintRequest]
    ) -> list[PaintedBox]:
        """Return a painted box for each request.

        ``markup`` is a well-formed document whose body holds the ``count`` style boxes; ``styles``
        are parsed style sheets. A painted box depends only on its own request, not on others.

        Raises ValueError if there are not ``count`` style boxes, if one gives words more than fonts
        and colours, or if a glyph is missing; SyntaxError if the markup is not well-formed;
        NotImplementedError if PDF would need a pattern. WeasyPrint logs its complaints.
        """
        ...
