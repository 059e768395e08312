"""Casts the words and shapes of faces into slugs, each once, and keeps them in the store.

The same words stand on many faces: the answers on every one, a question in every deck, the
staff's words beside every language. They are laid out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.base.units import Mm
from commcards.base.versions import engine_seal
from commcards.faces.items import Shape, Text, line_height
from commcards.model.decks import Category
from commcards.model.languages import Direction, Language
from commcards.pdf.slug import Slug, Wanted, dumps, loads
from commcards.text.templates import Templates
from commcards.typesetting.render import Renderer, RenderError

BATCH = 4000  # slugs in one document: each document has to lay out its styles
WIDE = 900.0  # mm: more than any face, for words that are to stand on one line
KEPT = 3000  # slugs that a process keeps at hand, about 10 KB each
# What templates/faces.css.j2 paints in the colours of the category.
COLORED = frozenset({"header", "tab", "title", "title-staff"})


class Pattern(NamedTuple):
    """What a slug is cast from. Widths and heights in millimetres, type sizes in points.

    ``language`` is None for a shape. Words planned on one line are cast without a box, and so once
    for all boxes.
    """

    element: str
    classes: str
    language: Language | None
    text: str
    size: float
    width: float
    height: float

    @property
    def style(self) -> Pattern:
        """What words of one style have in common; a shape is one of its own."""
        return self._replace(text="", width=0) if self.language else self

    @property
    def single(self) -> bool:
        """Whether it is words on one line."""
        return self.width == WIDE


class CastError(Exception):
    """The page engine complains of these patterns."""

    def __init__(self, patterns: Sequence[Pattern], reason: str) -> None:
        super().__init__(reason)
        self.patterns = patterns


class Foundry:
    """Casts slugs of one look in one process."""

    def __init__(
        self,
        templates: Templates,
        store: Store,
        renderer: Renderer,
        css: str,
        fonts: str,
    ) -> None:
        """``css`` is that of the look, ``fonts`` the digest of the fonts."""
        self._templates = templates
        self._store = store
        self._renderer = renderer
        self._css = css
        markup = (templates.sources["slugs.html.j2"], templates.sources["slugs.css.j2"])
        self.seal = digest(engine_seal(), fonts, css, *markup)
        self._kept: dict[Pattern, Slug] = {}
        self._samples: dict[Pattern, Pattern] = {}  # by style, so that documents come again

    def cast(self, patterns: Iterable[Pattern]) -> Mapping[Pattern, Slug]:
        """Return a slug for each pattern; what the store lacks is rendered.

        Raises CastError where the page engine complains, with the patterns at fault.
        """
        wanted = dict.fromkeys(patterns)
        found, fresh = self._found(wanted)
        for batch in _batches(fresh):
            found |= self._cast(batch, self._render([pattern for _, pattern in batch]))
        result = {pattern: found.get(pattern) or self._kept[pattern] for pattern in wanted}
        self._keep(found)
        return result

    def _found(
        self, wanted: Iterable[Pattern]
    ) -> tuple[dict[Pattern, Slug], list[tuple[str, Pattern]]]:
        """Return what the store has of what is not at hand, and what is new, with its key."""
        absent = [pattern for pattern in wanted if pattern not in self._kept]
        keys = {self._key(pattern): pattern for pattern in absent}
        found = {keys[key]: loads(body) for key, body in self._store.get_many(keys)}
        return found, [(key, pattern) for key, pattern in keys.items() if pattern not in found]

    def _cast(
        self, batch: Sequence[tuple[str, Pattern]], slugs: Sequence[Slug]
    ) -> dict[Pattern, Slug]:
        """Put slugs into the store; return them by their patterns."""
        self._store.put_many(
            (key, dumps(slug)) for (key, _), slug in zip(batch, slugs, strict=True)
        )
        for _, pattern in batch:
            self._samples.setdefault(pattern.style, pattern)
        return {pattern: slug for (_, pattern), slug in zip(batch, slugs, strict=True)}

    def _keep(self, found: Mapping[Pattern, Slug]) -> None:
        """Keep slugs at hand, and let the oldest go."""
        self._kept |= found
        surplus = len(self._kept) - KEPT
        for pattern in list(islice(self._kept, max(0, surplus))):
            del self._kept[pattern]

    def _key(self, pattern: Pattern) -> str:
        language = pattern.language
        written = (
            (language.tag, language.direction, language.fonts, language.line_height)
            if language
            else ()
        )
        return digest("slug", self.seal, repr(written), repr(pattern._replace(language=None)))

    def _render(self, patterns: Sequence[Pattern]) -> list[Slug]:
        try:
            return self._renderer.render(*self._question(patterns))
        except RenderError as error:
            if len(patterns) == 1:
                raise CastError(patterns, str(error)) from error
        half = len(patterns) // 2  # find the one at fault
        return [*self._render(patterns[:half]), *self._render(patterns[half:])]

    def _question(
        self, patterns: Sequence[Pattern]
    ) -> tuple[str, tuple[str, str], int, list[Wanted]]:
        """Return what a renderer is asked for."""
        samples: dict[Pattern, Pattern] = {}  # one of each style
        for pattern in patterns:
            style = pattern.style
            samples.setdefault(style, self._samples.get(style, pattern))
        numbers = {style: number for number, style in enumerate(samples)}
        wanted = [Wanted(numbers[p.style], p.text, Mm(p.width)) for p in patterns]
        molds = list(samples.values())
        sizes = {size: n for n, size in enumerate(dict.fromkeys(p.size for p in molds))}
        widths = {width: n for n, width in enumerate(dict.fromkeys(p.width for p in molds))}
        languages = dict.fromkeys(p.language for p in molds if p.language)
        values = {"molds": molds, "languages": languages, "sizes": sizes, "widths": widths}
        markup = self._templates.render("slugs.html.j2", values)
        measures = self._templates.render("slugs.css.j2", values)
        return markup, (self._css, measures), len(molds), wanted


def pattern(item: Text | Shape, category: Category, direction: Direction) -> Pattern:
    """Return what a slug of the item is cast from, on a face that reads in a direction."""
    width = round(item.width, 2)
    if isinstance(item, Shape):
        color = f" c-{category.id}" if item.kind in COLORED else ""
        return Pattern("div", item.kind + color, None, "", 0, width, round(item.height, 2))
    color = f" c-{category.id}" if item.role in COLORED else ""
    align = "left"
    if item.height < 1.5 * line_height(item.words, item.size):
        width = WIDE
    else:
        align = aligned(item, direction)
    classes = f"{item.role} {align}{color}{' bold' if item.bold else ''}"
    language = item.words.language
    return Pattern(item.element, classes, language, item.printed, round(item.size, 2), width, 0)


def aligned(item: Text, direction: Direction) -> Literal["left", "center", "right"]:
    """Return at which side of its box a text stands, on a face that reads in a direction."""
    if item.align == "center":
        return "center"
    return "left" if (item.align == "start") is (direction == "ltr") else "right"


def _batches(fresh: Sequence[tuple[str, Pattern]]) -> Iterator[Sequence[tuple[str, Pattern]]]:
    for start in range(0, len(fresh), BATCH):
        yield fresh[start : start + BATCH]
