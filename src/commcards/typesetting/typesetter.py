"""Cards -> fragments: plan, paint the new boxes, and plan again if they take other room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from commcards.base import serialize
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest
from commcards.base.store import Store
from commcards.base.units import CSS_PX, Mm, to_pt
from commcards.faces.flow import plan
from commcards.faces.items import (
    Face,
    Item,
    Leader,
    Look,
    Misfit,
    Picture,
    Planned,
    Text,
    line_height,
)
from commcards.faces.measure import Measure, correction_key
from commcards.faces.rowlayout import Lines, Width
from commcards.localize.localcard import LocalCard
from commcards.model.catalogs import Catalog
from commcards.model.decks import Category
from commcards.model.languages import Direction
from commcards.model.layouts import FaceSpec
from commcards.pdf import Fragment, Image, Part, Pointer, compose, fragment
from commcards.pdf.paintedbox import OVERHANG_PX, PaintedBox
from commcards.text.shaping import Shaper
from commcards.typesetting.painting import BoxPainter, BoxSpec, PaintError, aligned, box_spec

# Plans of one card: the first or second is nearly always right. Where lines are corrected, tiles
# may stand otherwise, and then have words in widths that nobody has painted yet.
ATTEMPTS = 6
BATCH = 60  # cards set at once: their plans and painted boxes take some 60 MB
BASE_URL = "http://deck.invalid/"  # RFC 2606: never resolves, and names no folder of this machine

Catalogs = Mapping[str, Catalog]  # by language
Places = tuple[tuple[Item, BoxSpec | None], ...]  # a face's items with their specs; pictures: None


@dataclass(slots=True)
class Job:
    """A card to set; its QR code leads to ``page``. An ``artifact`` gets no tags.

    ``faces`` and ``places`` are filled from planning until the fragments are composed; ``keys`` are
    the messages that then stand on each face. ``planner`` lays out something else than a card: a
    neutral back, a cover. ``about`` then says what, because it is part of the key in the store.
    """

    card: LocalCard
    category: Category
    page: str
    artifact: bool = False
    planner: Callable[[FaceSpec, Lines, Width], Planned] | None = None
    about: str = ""
    corrections: dict[tuple[str, str, float, float], int] = field(default_factory=dict)
    faces: tuple[Face, ...] = ()
    places: tuple[Places, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    looks: tuple[Look, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    rendered: bool = False

    def picture(self, item: Picture) -> str:
        """Return the URL that names a picture."""
        if item.symbol == "qr":
            return f"{BASE_URL}qr/{self.page}"
        if item.symbol.startswith("tel:"):
            return f"{BASE_URL}qr/{item.symbol}"
        if item.on_color:
            return f"{BASE_URL}on/{item.category or self.category.id}/{item.symbol}"
        return f"{BASE_URL}symbol/{item.symbol}"

    @property
    def pictures(self) -> set[str]:
        """Every URL that the faces use."""
        return {*chain.from_iterable(fragment.images for fragment in self.fragments)}


class Typesetter:
    """Sets cards on faces of one geometry; ``layout`` is its name in faults."""

    def __init__(
        self, layout: str, spec: FaceSpec, painter: BoxPainter, shaper: Shaper, store: Store
    ) -> None:
        self._layout = layout
        self._spec = spec
        self._painter = painter
        self._measure = Measure(shaper)
        self._store = store
        self._digest = digest("faces", painter.digest, repr(spec))
        wide, tall = (to_pt(Mm(side + 2 * spec.bleed)) for side in (spec.width, spec.height))
        self._page = wide, tall, spec.bleed

    def set_cards(self, jobs: Sequence[Job], catalogs: Catalogs) -> list[Diagnostic]:
        """Fill in the fragments of every job that has none yet.

        Returns a fault for every text that does not fit, at its place in ``catalogs``; the job
        stays without fragments.
        """
        due = [job for job in jobs if not job.fragments]
        batches = (due[start : start + BATCH] for start in range(0, len(due), BATCH))
        return [fault for batch in batches for fault in self._set(batch, catalogs)]

    def _set(self, jobs: Sequence[Job], catalogs: Catalogs) -> list[Diagnostic]:
        faults: list[Diagnostic] = []
        keys = {id(job): self._key(job) for job in jobs}
        waiting = self._recall(jobs, keys)
        for _ in range(ATTEMPTS):
            planned = []
            for job in waiting:
                misfits = self._plan(job)
                faults += [self._overflow(job, misfit, catalogs) for misfit in misfits]
                planned += [] if misfits else [job]
            planned, boxes = self._paint(planned, faults)
            waiting = []
            for job in planned:
                verdict = self._judge(job, boxes)
                faults += [self._overflow(job, misfit, catalogs) for misfit in verdict or ()]
                if verdict is None:
                    waiting.append(job)
                elif not verdict:
                    self.compose(job, boxes, keys[id(job)])
                    job.faces, job.places = (), ()  # those of a large deck would fill the memory
            if not waiting:
                break
        faults += [
            self._overflow(job, Misfit(job.card.card.title.key, ""), catalogs) for job in waiting
        ]
        return faults

    def _key(self, job: Job) -> str:
        what = (job.category, job.page, job.artifact, job.about)
        return digest("card", self._digest, repr(what), job.card.digest)

    def _plan(self, job: Job) -> tuple[Misfit, ...]:
        measure = self._measure
        corrected = replace(measure, corrections=job.corrections) if job.corrections else measure
        lines, width = corrected.lines, measure.width
        if job.planner:
            job.faces, misfits = job.planner(self._spec, lines, width)
        else:
            job.faces, misfits = plan(job.card, job.category, self._spec, lines, width)
        job.places = tuple(_places(face, job.category) for face in job.faces)
        return misfits

    def _paint(
        self, jobs: Sequence[Job], faults: list[Diagnostic]
    ) -> tuple[list[Job], Mapping[BoxSpec, PaintedBox]]:
        """Paint the boxes of some jobs; return the jobs whose boxes are all painted."""
        specs = [spec for job in jobs for spec in _specs(job)]
        try:
            return list(jobs), self._painter.paint(specs)
        except PaintError as error:
            hint = "check this card's text and the templates: the page engine cannot paint them"
            kept = []
            for job in jobs:
                if any(spec in error.specs for spec in _specs(job)):
                    card = job.card.card
                    message = f"{card.id}: {error}"
                    faults.append(Diagnostic(card.where, "render-warning", message, hint))
                else:
                    kept.append(job)
            return self._paint(kept, faults)

    def _judge(self, job: Job, boxes: Mapping[BoxSpec, PaintedBox]) -> list[Misfit] | None:
        """Return the words that cannot stay in their boxes; None if a new plan may help.

        If a text took another number of lines than planned, the number is noted as a correction.
        """
        corrections = {}
        misfits = []
        for item, spec in (each for face in job.places for each in face):
            if not isinstance(item, Text) or not spec:
                continue
            box = boxes[spec]
            planned = round(item.height / line_height(item.words, item.size))
            key = correction_key(item.words, item.size, item.width)
            if spec.single and box.wide > item.width * CSS_PX + OVERHANG_PX:
                corrections[key] = 2  # the least; painting by that plan counts the lines
                continue
            corrected = job.corrections.get(key) == box.lines  # this correction was tried already
            outside = box.too_wide or box.depth > item.height * CSS_PX
            if outside and (box.too_wide or box.lines <= planned or corrected):
                misfits.append(Misfit(item.key, item.words.language.tag))
            elif (outside or box.lines < planned) and not corrected:
                corrections[key] = box.lines
        if misfits or not corrections:
            return list(dict.fromkeys(misfits))
        job.corrections.update(corrections)
        return None

    def compose(self, job: Job, boxes: Mapping[BoxSpec, PaintedBox], key: str) -> None:
        """Compose the fragments of a job from its boxes and pictures, and store them."""
        job.fragments = tuple(
            compose(tuple(_parts(job, face, places, boxes)), *self._page, artifact=job.artifact)
            for face, places in zip(job.faces, job.places, strict=True)
        )
        job.looks = tuple(face.look for face in job.faces)
        job.keys = tuple(
            tuple(dict.fromkeys(item.key for item in face.items if isinstance(item, Text)))
            for face in job.faces
        )
        job.rendered = True
        looks = [tuple(look) for look in job.looks]
        self._store.put(key, serialize.dumps((fragment.dumps(job.fragments), looks, job.keys)))

    def _recall(self, jobs: Sequence[Job], keys: Mapping[int, str]) -> list[Job]:
        """Take fragments from the store; return the jobs that are not there."""
        kept = dict(self._store.get_many(keys.values()))
        for job in jobs:
            data = kept.get(keys[id(job)])
            if data:
                fragments, looks, job.keys = serialize.loads(data)
                job.fragments = fragment.loads(fragments, *self._page)
                job.looks = tuple(Look(*look) for look in looks)
        return [job for job in jobs if keys[id(job)] not in kept]

    def _overflow(self, job: Job, misfit: Misfit, catalogs: Catalogs) -> Diagnostic:
        card = job.card.card
        catalog = catalogs.get(misfit.language)
        entry = catalog.entries.get(misfit.key) if catalog else None
        return Diagnostic(
            entry.where if entry else card.where,
            "text-overflow",
            f"{misfit.key} ({misfit.language}) on card {card.id} does not fit the layout "
            f"{self._layout} at its least type size",
            "shorten the text, or let a long word break with a soft hyphen (U+00AD)",
        )


def _places(face: Face, category: Category) -> Places:
    """Return the items of a face, each with the spec of its box."""
    return tuple(
        (
            item,
            None
            if isinstance(item, Picture | Leader)
            else box_spec(item, category, face.direction),
        )
        for item in face.items
    )


def _specs(job: Job) -> Iterator[BoxSpec]:
    return (spec for places in job.places for _, spec in places if spec)


def _parts(
    job: Job, face: Face, places: Places, boxes: Mapping[BoxSpec, PaintedBox]
) -> Iterator[Part | Image | Pointer]:
    """Yield the boxes and pictures of a face, placed to a thousandth of a millimetre."""
    for item, spec in places:
        x, y = Mm(round(item.x, 3)), Mm(round(item.y, 3))
        if isinstance(item, Picture):
            box = Mm(round(item.width, 3)), Mm(round(item.height, 3))
            yield Image(job.picture(item), x, y, *box)
        elif isinstance(item, Leader):
            yield _pointer(item)
        elif spec:
            painted = boxes[spec]
            if spec.single and isinstance(item, Text):
                x = Mm(round(x + _indent(item, face.direction, painted.wide / CSS_PX), 3))
            yield Part(painted, x, y)


def _pointer(item: Leader) -> Pointer:
    """Return the line of an item."""
    return Pointer(*(Mm(round(end, 3)) for end in item.ends))


def _indent(item: Text, direction: Direction, wide: float) -> float:
    """Return how far from the left of its box words on one line begin, in millimetres."""
    spare = item.width - wide
    return {"left": 0.0, "center": spare / 2, "right": spare}[aligned(item, direction)]
