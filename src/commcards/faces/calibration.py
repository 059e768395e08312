"""A sheet that measures how far a printer's backs miss their fronts. Pure.

Each scale is a slanting line of short strokes on the back, and a straight line on the front that
shines through. Each stroke stands a tenth of a millimetre beside the one before it, so the lines
cross at the stroke whose number moves the backs onto their fronts.

Lengths are millimetres from the top left corner of the back, as a reader sees it; y runs down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commcards.base.units import Mm, Pt
from commcards.faces.items import Face, Item, Misfit, Planned, Shape, Text, line_height
from commcards.faces.rowlayout import Lines, Width
from commcards.imposition.geometry import turns_sideways
from commcards.localize.localcard import Line, Words
from commcards.model.languages import Language
from commcards.model.layouts import FaceSpec

REACH = 40  # tenths of a millimetre to either side; a second print measures the rest
PITCH = Mm(0.7)  # from stroke to stroke: seven times the shift, so that the crossing is easy to see
LENGTH = Mm((2 * REACH + 1) * PITCH)
THIN, THICK = Mm(0.15), Mm(0.25)  # printers thicken lines, and paper blurs those that shine through
EDGE = Mm(12)  # from the sheet's edge
GAP = Mm(6)
MIDDLE = Mm(5)  # from a site's edge to the middle of a scale
RULER = Mm(10)  # from the middle of a scale to the foot of its ruler
TICKS = {10: Mm(3.5), 5: Mm(2.2), 1: Mm(1.2)}  # whole millimetres, halves, tenths
NUMBER = Mm(6)
BESIDE = Mm(28)  # from a site's edge to its second scale
SITE = (Mm(BESIDE + LENGTH), Mm(LENGTH))
ARROW, HEAD = Mm(11), Mm(3)
CROSS = Mm(8)
BODY, SMALL, TINY = Pt(10), Pt(8), Pt(7)

# Added to the style sheet of faces: black that no printer screens, and heads of arrows.
CSS = """
.ruled { background: #000 }
.rightwards, .downwards { box-sizing: border-box; border: 1.5mm solid #fff }
.rightwards { border-width: 1.5mm 0 1.5mm 3mm; border-left-color: #000 }
.downwards { border-width: 3mm 1.5mm 0 1.5mm; border-top-color: #000 }
"""


def face_spec(size: tuple[Mm, Mm]) -> FaceSpec:
    """Return the geometry of a face that fills a sheet of a size."""
    none = Mm(0)
    return FaceSpec(
        width=size[0], height=size[1], bleed=none, margin=EDGE, columns=1, picture=none,
        option_columns=1, option_picture=none, person=BODY, staff=BODY, small=SMALL, strip=(),
    )  # fmt: skip


def plan(
    lines: Mapping[str, Line],
    command: Words,
    flip: str,
    spec: FaceSpec,
    count: Lines,
    _width: Width,
) -> Planned:
    """Lay out the front and the back; ``lines`` are those of templates/words.yaml, by id.

    ``command`` is printed on the sheet as the command that makes it. Returns the two faces, and
    the words that have no room.
    """
    wide, tall = spec.width, spec.height
    sites = [
        (EDGE, EDGE),
        (Mm((wide - SITE[0]) / 2), Mm((tall - SITE[1]) / 2)),
        (Mm(wide - EDGE - SITE[0]), Mm(tall - EDGE - SITE[1])),
    ]
    latin = command.language
    straight = [item for site in sites for item in _lines(*site)]
    scales = [item for site in sites for item in _scales(*site, latin)]
    room = Mm(wide - 2 * EDGE - SITE[0] - GAP)
    free = Mm((tall - SITE[1]) / 2 - EDGE - GAP)
    before = [lines[f"calibration-{key}"] for key in ("print", flip, "hold")]
    after = [lines[f"calibration-{key}"] for key in ("read", "type", "again")]
    title = lines["calibration"]
    # Words stand where the other side is blank, so that nothing shines through them.
    low = Mm(tall - EDGE - free)
    words, over = _column((title, *before), (EDGE, low, room, free), count, title=True)
    front = [_turned(item, spec, flip) for item in (*straight, *words)]
    x = Mm(wide - EDGE - room)
    high = Mm(count(command, TINY, room, False) * line_height(command, TINY))
    words, also_over = _column(after, (x, EDGE, room, Mm(free - high)), count)
    typed = Text("command", "small", command, TINY, x, Mm(EDGE + free - high), room, high)
    direction = title.staff.language.direction
    back = (*scales, *words, typed)
    faces = (Face(1, 2, direction, tuple(front)), Face(2, 2, direction, back))
    return faces, (*over, *also_over)


def _turned(item: Item, spec: FaceSpec, flip: str) -> Item:
    """Return an item of the front as it lies on its own side of the sheet."""
    if turns_sideways(spec.height >= spec.width, flip):
        return item._replace(x=Mm(spec.width - item.x - item.width))
    return item._replace(y=Mm(spec.height - item.y - item.height))


def _column(
    lines: Sequence[Line], room: tuple[Mm, Mm, Mm, Mm], count: Lines, *, title: bool = False
) -> tuple[list[Item], tuple[Misfit, ...]]:
    """Stack lines: the staff's words, and the source below where it differs.

    With ``title``, the first line is the title of the document.
    """
    x, y, width, tall = room
    end = y + tall
    items: list[Item] = []
    missing = []
    for number, line in enumerate(lines):
        others = [words for words in line.person if words.language != line.staff.language]
        for words in (line.staff, *others):
            size = Pt((BODY if words is line.staff else SMALL) * words.language.scale)
            bold = title and number == 0
            high = count(words, size, width, bold) * line_height(words, size)
            text = Text(line.key, "person", words, size, x, Mm(y), width, Mm(high), bold=bold)
            if bold and words is line.staff:
                text = text._replace(element="h1")
            items.append(text)
            y = Mm(y + high)
            if y > end:
                missing.append(Misfit(line.key, words.language.tag))
        y = Mm(y + GAP / 3)
    return items, tuple(missing)


def _lines(x: Mm, y: Mm) -> Iterator[Shape]:
    """Yield the front's part of a site: the straight lines of both scales, and a cross."""
    reach = Mm(LENGTH + PITCH)
    yield _upright(x + MIDDLE, y - PITCH / 2, reach, THICK)
    yield _level(x + BESIDE - PITCH / 2, y + MIDDLE, reach, THICK)
    yield from _cross(x, y)


def _scales(x: Mm, y: Mm, language: Language) -> Iterator[Item]:
    """Yield the back's part of a site: two slanting lines with their rulers, and arrows.

    Their numbers are for typing, so digits and minus are those of the command line.
    """
    for step in range(-REACH, REACH + 1):
        along = (step + REACH + 0.5) * PITCH
        aside = step / 10
        yield _upright(x + MIDDLE + aside, y + along - PITCH / 2, PITCH, THICK)
        yield _level(x + BESIDE + along - PITCH / 2, y + MIDDLE + aside, PITCH, THICK)
        tick = next(tick for every, tick in TICKS.items() if step % every == 0)
        yield _level(x + MIDDLE + RULER - tick, y + along, tick, THIN)
        yield _upright(x + BESIDE + along, y + MIDDLE + RULER - tick, tick, THIN)
        if step % 10 == 0:
            words = Words(language, str(step // 10))
            high = line_height(words, SMALL)
            beside = (Mm(x + MIDDLE + RULER + 1), Mm(y + along - high / 2))
            below = (Mm(x + BESIDE + along - NUMBER / 2), Mm(y + MIDDLE + RULER + 0.5))
            size = (NUMBER, Mm(high))
            yield Text("number", "digit", words, SMALL, *beside, *size)
            yield Text("number", "digit", words, SMALL, *below, *size, align="center")
    yield from _cross(x, y)
    yield from _arrows(x, y, language)


def _arrows(x: Mm, y: Mm, language: Language) -> Iterator[Item]:
    """Yield which way the number of a scale moves the backs: X to the right, Y down."""
    start, level = x + MIDDLE + RULER + NUMBER + 2, y + LENGTH / 2
    yield _letter("X", start, level, language)
    start += NUMBER
    yield _level(start, level, ARROW - HEAD, THICK)
    yield Shape("rightwards", Mm(start + ARROW - HEAD), Mm(level - HEAD / 2), HEAD, HEAD)
    start, level = x + BESIDE + LENGTH / 2, y + MIDDLE + RULER + 9
    yield _letter("Y", start - NUMBER - HEAD, level, language)
    yield _upright(start, level - HEAD / 2, ARROW - HEAD, THICK)
    top = level - HEAD / 2 + ARROW - HEAD
    yield Shape("downwards", Mm(start - HEAD / 2), Mm(top), HEAD, HEAD)


def _letter(name: str, x: float, y: float, language: Language) -> Text:
    words = Words(language, name)
    high = line_height(words, BODY)
    box = (Mm(x), Mm(y - high / 2), NUMBER, Mm(high))
    return Text("axis", "digit", words, BODY, *box, bold=True)


def _cross(x: Mm, y: Mm) -> Iterator[Shape]:
    """Yield a cross that stands on both sides, and shows at a glance whether they agree."""
    middle, level = x + SITE[0] - 1.5 * CROSS, y + SITE[1] - 1.5 * CROSS
    yield _upright(middle, level - CROSS, Mm(2 * CROSS), THIN)
    yield _level(middle - CROSS, level, Mm(2 * CROSS), THIN)


def _upright(x: float, top: float, length: float, thick: Mm) -> Shape:
    return Shape("ruled", Mm(x - thick / 2), Mm(top), thick, Mm(length))


def _level(left: float, y: float, length: float, thick: Mm) -> Shape:
    return Shape("ruled", Mm(left), Mm(y - thick / 2), Mm(length), thick)
