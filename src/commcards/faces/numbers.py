"""Numbers on a face, in the digits of the languages of its card. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from commcards.base.units import Mm, Pt
from commcards.faces.blocks import PAD, Block
from commcards.faces.items import Item, Shape, Text, line_height
from commcards.localize.localcard import Line, Words
from commcards.model.languages import Language, localized_number
from commcards.model.layouts import FaceSpec

AIR = 0.6  # between a bar and its number


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a language, at a type size."""

    language: Language
    size: Pt
    bold: bool

    def words(self, number: int) -> Words:
        """Return a number in these digits."""
        return Words(self.language, localized_number(number, self.language.digits))

    @property
    def height(self) -> float:
        """The height of a line in millimetres."""
        return line_height(Words(self.language, "0"), self.size)


def counted(number: int, count: int, language: Language) -> Words:
    """Return "number of count" in a language's digits: ``2/5``."""
    both = (localized_number(each, language.digits) for each in (number, count))
    return Words(language, "/".join(both))


def beside(number: int, languages: Iterable[Language]) -> list[Words]:
    """Return a number in the digits of some languages, each kind of digits once.

    Of languages with the same digits, the one with the lowest lines writes them.
    """
    kinds: dict[str, Language] = {}
    for language in languages:
        other = kinds.setdefault(language.digits, language)
        if language.line_height < other.line_height:
            kinds[language.digits] = language
    return [Words(each, localized_number(number, each.digits)) for each in kinds.values()]


def digits_of(line: Line, spec: FaceSpec) -> list[Digits]:
    """Return the digits of a line's languages, each kind of digits once."""
    languages: dict[str, Language] = {}
    for words in line.words:
        languages.setdefault(words.language.digits, words.language)
    shown = []
    for language in languages.values():
        is_staff = language is line.staff.language
        size = spec.staff if is_staff else spec.person
        bold = not is_staff or spec.person == spec.staff
        shown.append(Digits(language, Pt(size * language.scale), bold))
    return shown


def narrowest(
    numbers: range, shown: Sequence[Digits], measure: Callable[[Words, Pt, bool], Mm]
) -> float:
    """Return how wide the place of each number must be."""
    return 0.4 + max(measure(each.words(numbers[-1]), each.size, each.bold) for each in shown)


def number_rows(
    key: str,
    numbers: range,
    shown: Sequence[Digits],
    width: float,
    measure: Callable[[Words, Pt, bool], Mm],
    bar: float = 0.0,
    least: float = 0.0,
) -> list[Block]:
    """Set numbers on one line, or on two where each would be less than a ``least`` width.

    With ``bar``, the height of the tallest bar, each number stands under a bar that grows with it;
    without, each has a frame.
    """
    half = (len(numbers) + 1) // 2
    parts = (
        [numbers]
        if max(narrowest(numbers, shown, measure), least) <= width / len(numbers)
        else [numbers[:half], numbers[half:]]
    )
    cell = width / len(parts[0])
    return [_row(key, cell, part, shown, bar, len(numbers)) for part in parts]


def _row(
    key: str, cell: float, numbers: range, shown: Sequence[Digits], bar: float, steps: int
) -> Block:
    top = bar + AIR if bar else 0.0
    height = top + sum(each.height for each in shown) + 2 * PAD
    items: list[Item] = []
    for index, number in enumerate(numbers):
        x = index * cell
        if bar:
            rise = bar * (number + 1) / steps
            items.append(Shape("bar", Mm(x + 0.8), Mm(PAD + bar - rise), Mm(cell - 1.6), Mm(rise)))
        else:
            items.append(Shape("option", Mm(x + 0.3), Mm(0), Mm(cell - 0.6), Mm(height)))
        y = PAD + top
        for each in shown:
            box = (Mm(x), Mm(y), Mm(cell), Mm(each.height))
            text = Text(key, "digit", each.words(number), each.size, *box, bold=each.bold)
            items.append(text._replace(align="center"))
            y += each.height
    return Block(tuple(items), height + PAD)
