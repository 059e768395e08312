"""Planned faces as the source of one Typst document, as a careful user of Typst would write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.faces import Set
from commcards.faces.items import Face, Item, Leader, Picture, Shape, Text
from commcards.model.decks import Category
from commcards.model.languages import Language
from commcards.typesetting.painting import COLORED
from commcards.typesetting.typesetter import Job

# x, y, width, height in mm. CSS borders lie outside the box, Typst's on its edge.
_PREAMBLE = """\
#set document(title: "Faces")
#set page(width: {wide}mm, height: {tall}mm, margin: 0pt)
#set text(lang: "{language}", hyphenate: false)
#set par(leading: 0pt, spacing: 0pt)
#show heading: it => block(it.body)
#let words(x, y, width, size, look, side, body, fill: black, bold: false, level: 0) = {{
  let set-in(body) = text(
    size: size * 1pt, fill: fill, weight: if bold {{ 700 }} else {{ 400 }}, ..look, body)
  place(top + left, dx: x * 1mm, dy: y * 1mm, block(width: width * 1mm, align(side,
    if level > 0 {{ heading(level: level, set-in(body)) }} else {{ set-in(par(body)) }})))
}}
#let box-at(x, y, width, height, border, ..look) = place(top + left,
  dx: (x + border / 2) * 1mm, dy: (y + border / 2) * 1mm,
  rect(width: (width + border) * 1mm, height: (height + border) * 1mm, ..look))
#let picture(x, y, width, height, name) = place(top + left, dx: x * 1mm, dy: y * 1mm,
  image(name, width: width * 1mm, height: height * 1mm))
#let strokes = ((white, 1.7pt, 4.2pt), (black, .6pt, 3pt))
#let pointer(x1, y1, x2, y2) = for (tone, wide, dot) in strokes {{
  place(top + left, line(start: (x1 * 1mm, y1 * 1mm), end: (x2 * 1mm, y2 * 1mm),
    stroke: (paint: tone, thickness: wide, cap: "round")))
  place(top + left, dx: x2 * 1mm - dot / 2, dy: y2 * 1mm - dot / 2,
    circle(radius: dot / 2, fill: tone))
}}
"""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a shape is painted: ``border`` in mm, the rest arguments of Typst's rect."""

    border: float
    arguments: str


# The same as templates/faces.css.j2 says.
_ASKED = (
    'fill: rgb("#eee"), stroke: (paint: rgb("#444"), thickness: .4mm, dash: "dashed"), '
    "radius: 1.5mm"
)
_LOOKS = {
    "band": _Look(0, 'fill: rgb("#e9e9e9"), radius: 1mm'),
    "option": _Look(0.3, 'stroke: .3mm + rgb("#8a8a8a"), radius: 1.2mm'),
    "strip": _Look(0.4, 'fill: rgb("#f2f2f2"), stroke: .4mm + rgb("#444"), radius: 1.2mm'),
    "bar": _Look(0, 'fill: rgb("#444")'),
    "blank": _Look(0, "stroke: (bottom: .3mm + black)"),
    "punch": _Look(0.3, "fill: white, stroke: .3mm + black, radius: 50%"),
    "badge": _Look(0.4, "stroke: .4mm + black"),
    "tile": _Look(0.35, 'fill: white, stroke: .35mm + rgb("#222"), radius: 1.5mm'),
    "tile staff-asks": _Look(0.4, _ASKED),
    "tile staff-says": _Look(
        0.9, 'fill: rgb("#dcdcdc"), stroke: .9mm + rgb("#444"), radius: 1.5mm'
    ),
    "group": _Look(0.35, 'fill: white, stroke: .35mm + rgb("#222"), radius: 1.5mm'),
    "group staff-asks": _Look(0.4, _ASKED),
    "way": _Look(0.3, "fill: white, stroke: .3mm + black, radius: .8mm"),
}
_QUIET = frozenset({"staff", "heading-staff"})  # roles in dark grey


def source(
    faces: Set,
    document: Language,
    edges: Callable[[Language], tuple[float, float]],
    picture: Callable[[Job, Picture], str],
) -> str:
    """Return the document. ``edges`` says how far a line reaches above and below its base line.

    They are in em; ``picture`` gives the path of a picture.
    """
    spec = faces.spec
    languages = dict.fromkeys(
        item.words.language
        for job in faces.jobs
        for face in job.faces
        for item in face.items
        if isinstance(item, Text)
    )
    parts = [
        _PREAMBLE.format(
            wide=spec.width + 2 * spec.bleed,
            tall=spec.height + 2 * spec.bleed,
            language=_tag(document),
        ),
        *(_language(language, *edges(language)) for language in languages),
    ]
    for job in faces.jobs:
        for face in job.faces:
            body = "".join(_placed(item, job, face, spec.bleed, picture) for item in face.items)
            parts.append(f"#page({{\n{body}}})\n")
    return "".join(parts)


def _language(language: Language, above: float, below: float) -> str:
    families = "".join(f'"{family}", ' for family in language.fonts)
    return (
        f'#let l-{language.tag} = (font: ({families}), lang: "{_tag(language)}", '
        f"dir: {language.direction}, top-edge: {above:.4f}em, bottom-edge: {-below:.4f}em)\n"
    )


def _tag(language: Language) -> str:
    return language.tag.split("_")[0]


def _placed(
    item: Item,
    job: Job,
    face: Face,
    bleed: float,
    picture: Callable[[Job, Picture], str],
) -> str:
    x, y = bleed + item.x, bleed + item.y
    if isinstance(item, Text):
        return _words(item, job.category, face, x, y)
    place = f"{x:.3f}, {y:.3f}, {item.width:.3f}, {item.height:.3f}"
    if isinstance(item, Picture):
        return f'picture({place}, "{picture(job, item)}")\n'
    if isinstance(item, Leader):
        ends = ", ".join(f"{bleed + end:.3f}" for end in item.ends)
        return f"pointer({ends})\n"
    return "".join(_shape(item, job.category, place))


def _words(item: Text, category: Category, face: Face, x: float, y: float) -> str:
    side: str = item.align
    if side != "center":
        side = "left" if (side == "start") is (face.direction == "ltr") else "right"
    fill = category.on_color if item.role in COLORED else "#222" if item.role in _QUIET else ""
    options = f', fill: rgb("{fill}")' if fill else ""
    options += ", bold: true" if item.bold else ""
    options += f", level: {item.element[1]}" if item.element != "p" else ""
    return (
        f"words({x:.3f}, {y:.3f}, {item.width:.2f}, {item.size:.2f}, "
        f"l-{item.words.language.tag}, {side}, {_quoted(item.printed)}{options})\n"
    )


def _shape(item: Shape, category: Category, place: str) -> Iterator[str]:
    kind = item.kind.split()[0]
    if kind not in COLORED:
        look = _LOOKS.get(item.kind) or _LOOKS[kind]
        yield f"box-at({place}, {look.border}, {look.arguments})\n"
        return
    yield f'box-at({place}, 0, fill: rgb("{category.color}"))\n'
    if kind == "header" and category.pattern != "none":
        weight, style = category.pattern.split()
        dash = "solid" if style == "double" else style
        stroke = f'(paint: rgb("{category.on_color}"), thickness: {weight}, dash: "{dash}")'
        yield f"box-at({place}, 0, stroke: (bottom: {stroke}))\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def lines_of(font: tuple[float, float], height: float) -> tuple[float, float]:
    """Return how far a line of CSS reaches above and below its base line, in em.

    ``font`` is the ascender and descender of the language's first, ``height`` that of the line.
    """
    above, below = font
    spare = (height - above - below) / 2
    return above + spare, below + spare
