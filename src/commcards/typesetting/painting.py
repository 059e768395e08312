"""Paints the words and shapes of faces, each once, and keeps the painted boxes in the store.

The same words stand on many faces: the answers on every one, a question in every deck, the
staff's words beside every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.base.units import Mm
from commcards.base.versions import code_digest
from commcards.faces.items import Shape, Text, line_height
from commcards.model.decks import Category
from commcards.model.languages import Direction, Language
from commcards.pdf.paintedbox import PaintedBox, PaintRequest, dumps, loads
from commcards.text.bidi import plain
from commcards.text.templates import Templates
from commcards.typesetting.complaints import RenderError
from commcards.typesetting.render import Renderer

BATCH = 4000  # boxes in one document; every document lays out its styles anew
WIDE = 900.0  # mm: wider than any face, for words on one line
KEPT = 3000  # painted boxes that a process keeps in memory; one takes about 10 KB
# Classes that templates/faces.css.j2 paints in the colours of the category
COLORED = frozenset({"header", "tab", "title", "title-staff", "chip", "place"})


class BoxSpec(NamedTuple):
    """What a box is painted from: widths and heights in millimetres, type sizes in points.

    ``language`` is None for a shape. Words planned on one line have the width ``WIDE``, so they are
    painted once for all boxes.
    """

    element: str
    classes: str
    language: Language | None
    text: str
    size: float
    width: float
    height: float

    @property
    def style(self) -> BoxSpec:
        """The spec without words and width; a shape is a style of its own."""
        return self._replace(text="", width=0) if self.language else self

    @property
    def single(self) -> bool:
        """Whether these are words on one line."""
        return self.width == WIDE


class PaintError(Exception):
    """The page engine cannot paint the boxes of these ``specs``."""

    def __init__(self, specs: Sequence[BoxSpec], reason: str) -> None:
        super().__init__(reason)
        self.specs = specs


class BoxPainter:
    """Paints boxes by one style sheet in one process."""

    def __init__(
        self, templates: Templates, store: Store, renderer: Renderer, css: str, fonts: str
    ) -> None:
        """``css`` is the style sheet of faces, ``fonts`` the digest of the fonts."""
        self._templates = templates
        self._store = store
        self._renderer = renderer
        self._css = css
        markup = (templates.sources["boxes.html.j2"], templates.sources["boxes.css.j2"])
        self.digest = digest(code_digest(), renderer.engine_name, fonts, css, *markup)
        self._kept: dict[BoxSpec, PaintedBox] = {}

    def paint(self, specs: Iterable[BoxSpec]) -> Mapping[BoxSpec, PaintedBox]:
        """Return a painted box for each spec; boxes that the store lacks are rendered.

        Raises PaintError with the specs that the page engine cannot paint.
        """
        wanted = dict.fromkeys(specs)
        absent = {self._key(spec): spec for spec in wanted if spec not in self._kept}
        found = {absent[key]: loads(body) for key, body in self._store.get_many(absent)}
        fresh = [(key, spec) for key, spec in absent.items() if spec not in found]
        for start in range(0, len(fresh), BATCH):
            batch = fresh[start : start + BATCH]
            painted = self._render([spec for _, spec in batch])
            self._store.put_many(
                (key, dumps(box)) for (key, _), box in zip(batch, painted, strict=True)
            )
            found.update((spec, box) for (_, spec), box in zip(batch, painted, strict=True))
        result = {spec: found.get(spec) or self._kept[spec] for spec in wanted}
        self._keep(found)
        return result

    def _keep(self, found: Mapping[BoxSpec, PaintedBox]) -> None:
        """Keep boxes in memory, and drop the oldest."""
        self._kept |= found
        surplus = len(self._kept) - KEPT
        for spec in list(islice(self._kept, max(0, surplus))):
            del self._kept[spec]

    def _key(self, spec: BoxSpec) -> str:
        language = spec.language
        written = (
            (language.tag, language.direction, language.fonts, language.line_height)
            if language
            else ()
        )
        return digest("box", self.digest, repr(written), repr(spec._replace(language=None)))

    def _render(self, specs: Sequence[BoxSpec]) -> list[PaintedBox]:
        try:
            return self._renderer.render(*self._document(specs))
        except RenderError as error:
            if len(specs) == 1:
                raise PaintError(specs, str(error)) from error
        half = len(specs) // 2  # Halving finds the spec at fault.
        return [*self._render(specs[:half]), *self._render(specs[half:])]

    def _document(
        self, specs: Sequence[BoxSpec]
    ) -> tuple[str, tuple[str, str], int, list[PaintRequest]]:
        """Return a document with one box of each style, its style sheets, and the requests."""
        samples: dict[BoxSpec, BoxSpec] = {}
        for spec in specs:
            samples.setdefault(spec.style, spec)
        numbers = {style: number for number, style in enumerate(samples)}
        wanted = [PaintRequest(numbers[s.style], s.text, Mm(s.width)) for s in specs]
        # A sample stands there for its style: WeasyPrint itself would not mend a run that it parts.
        boxes = [sample._replace(text=plain(sample.text)) for sample in samples.values()]
        values = {
            "boxes": boxes,
            "languages": dict.fromkeys(box.language for box in boxes if box.language),
            "sizes": _numbered(box.size for box in boxes),
            "widths": _numbered(box.width for box in boxes),
        }
        markup = self._templates.render("boxes.html.j2", values)
        measures = self._templates.render("boxes.css.j2", values)
        return markup, (self._css, measures), len(boxes), wanted


def _numbered(values: Iterable[float]) -> dict[float, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def box_spec(item: Text | Shape, category: Category, direction: Direction) -> BoxSpec:
    """Return the spec of an item's box, on a face that reads in a direction."""
    width = round(item.width, 2)
    color = f" c-{item.category or category.id}"
    if isinstance(item, Shape):
        kind = item.kind + (color if item.kind in COLORED else "")
        return BoxSpec("div", kind, None, "", 0, width, round(item.height, 2))
    color = color if item.role in COLORED else ""
    align = "left"
    if item.height < 1.5 * line_height(item.words, item.size):
        width = WIDE
    else:
        align = aligned(item, direction)
    classes = f"{item.role} {align}{color}{' bold' if item.bold else ''}"
    language = item.words.language
    return BoxSpec(item.element, classes, language, item.printed, round(item.size, 2), width, 0)


def aligned(item: Text, direction: Direction) -> Literal["left", "center", "right"]:
    """Return at which side of its box a text stands, on a face that reads in a direction."""
    if item.align == "center":
        return "center"
    return "left" if (item.align == "start") is (direction == "ltr") else "right"
