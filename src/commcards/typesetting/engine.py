"""What the typesetter wants of a page engine. There are two: ``weasy`` and ``weasy_public``."""

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

        ``markup`` is a well-formed document, whose body holds the ``count`` style boxes; ``styles``
        are parsed style sheets. What is painted depends on its request alone, not on others.

        Raises ValueError where the style boxes are not as many or give words more than a style,
        where words lack a glyph, SyntaxError where the markup is not well-formed, and
        NotImplementedError for what PDF would need a pattern for. What WeasyPrint complains of is
        in its log.
        """
        ...
