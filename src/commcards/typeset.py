"""Cards -> fragments: plan, cast the slugs that are new, mend the plan where they disagree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commcards.casting import Cast, CastError, Foundry, Pattern, aligned, pattern
from commcards.diagnostics import Diagnostic, Location
from commcards.digests import digest
from commcards.faces.slug import SLACK, Fragment, Image, Part
from commcards.flow import Face, Misfit, plan
from commcards.items import Picture, Shape, Text, line_height
from commcards.localize import LocalCard
from commcards.measure import Measure, correction_key
from commcards.model import Category, Direction, FaceSpec
from commcards.setting import Lines, Width
from commcards.shaping import Shaper
from commcards.store import Store
from commcards.units import Mm, to_pt

ATTEMPTS = 4  # plans of one card; the first or second is nearly always right
BASE_URL = "http://deck.invalid/"  # RFC 2606: never resolves, so bytes know no folder
PX = 96 / 25.4  # CSS pixels in a millimetre


Planned = tuple[tuple[Face, ...], tuple[Misfit, ...]]
Where = Mapping[str, Location]


@dataclass(slots=True)
class Job:
    """A card to be set; the QR code leads to ``page``. An ``artifact`` gets no tags.

    ``planner`` lays out what is no card: a neutral back, a list of contents; ``about`` tells one
    such job from another.
    """

    card: LocalCard
    category: Category
    page: str
    artifact: bool = False
    planner: Callable[[FaceSpec, Lines, Width], Planned] | None = None
    about: str = ""
    corrections: dict[tuple[str, str, float, float], int] = field(default_factory=dict)
    faces: tuple[Face, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    rendered: bool = False

    def picture(self, item: Picture) -> str:
        """Return the URL that stands for a picture."""
        if item.symbol == "qr":
            return f"{BASE_URL}qr/{self.page}"
        if item.symbol.startswith("tel:"):
            return f"{BASE_URL}qr/{item.symbol}"
        if item.on_color:
            return f"{BASE_URL}on/{self.category.id}/{item.symbol}"
        return f"{BASE_URL}symbol/{item.symbol}"

    @property
    def pictures(self) -> set[str]:
        """Every URL that the faces use."""
        return {url for fragment in self.fragments for url in fragment.images}


class Typesetter:
    """Sets cards on faces of one geometry; ``layout`` is its name in faults."""

    def __init__(
        self, layout: str, spec: FaceSpec, foundry: Foundry, shaper: Shaper, store: Store
    ) -> None:
        self._layout = layout
        self._spec = spec
        self._foundry = foundry
        self._measure = Measure(shaper)
        self._store = store
        self._seal = digest("faces", foundry.seal, repr(spec))

    def set_cards(self, jobs: Sequence[Job], where: Where) -> list[Diagnostic]:
        """Fill in the fragments of every job.

        ``where`` is the place of a message's translation. Returns what cannot be set; such a job
        is left without fragments.
        """
        faults: list[Diagnostic] = []
        keys = {id(job): self._key(job) for job in jobs}
        waiting = self._recall(jobs, keys)
        for _ in range(ATTEMPTS):
            planned = []
            for job in waiting:
                misfits = self._plan(job)
                faults += [self._overflow(job, misfit, where) for misfit in misfits]
                planned += [] if misfits else [job]
            planned, casts = self._cast(planned, faults)
            waiting = []
            for job in planned:
                wrong = self._judge(job, casts)
                faults += [self._overflow(job, misfit, where) for misfit in wrong or ()]
                if wrong is None:
                    waiting.append(job)
                elif not wrong:
                    self._compose(job, casts, keys[id(job)])
            if not waiting:
                break
        faults += [
            self._overflow(job, Misfit(job.card.card.title.key, ""), where) for job in waiting
        ]
        return faults

    def _key(self, job: Job) -> str:
        what = (job.category, job.page, job.artifact, job.about)
        return digest("card", self._seal, repr(what), job.card.fingerprint)

    def _plan(self, job: Job) -> tuple[Misfit, ...]:
        measure = self._measure  # always the same one, so that what was set with it is known
        corrected = replace(measure, corrections=job.corrections) if job.corrections else measure
        lines, width = corrected.lines, measure.width
        if job.planner:
            job.faces, misfits = job.planner(self._spec, lines, width)
        else:
            job.faces, misfits = plan(job.card, job.category, self._spec, lines, width)
        return misfits

    def _cast(
        self, jobs: Sequence[Job], faults: list[Diagnostic]
    ) -> tuple[list[Job], Mapping[Pattern, Cast]]:
        """Cast what the faces of some jobs need; return the jobs that have all of it."""
        patterns = [found for job in jobs for found, _ in _patterns(job)]
        try:
            return list(jobs), self._foundry.cast(patterns)
        except CastError as error:
            hint = "the page engine complains of this card's text, or of the templates"
            kept = []
            for job in jobs:
                if any(found in error.patterns for found, _ in _patterns(job)):
                    card = job.card.card
                    message = f"{card.id}: {error}"
                    faults.append(Diagnostic(card.where, "render-warning", message, hint))
                else:
                    kept.append(job)
            return self._cast(kept, faults)

    def _judge(self, job: Job, casts: Mapping[Pattern, Cast]) -> list[Misfit] | None:
        """Return the words that cannot stay in their boxes; None where a new plan may help."""
        learned = {}
        wrong = []
        for found, item in _patterns(job):
            if not isinstance(item, Text):
                continue
            slug = casts[found].slug
            planned = round(item.height / line_height(item.words, item.size))
            key = correction_key(item.words, item.size, item.width)
            if found.single and slug.wide > item.width * PX + SLACK:
                learned[key] = 2  # or more: the next plan will tell
                continue
            known = job.corrections.get(key) == slug.lines  # no plan heeds it
            outside = slug.too_wide or slug.depth > item.height * PX
            if outside and (slug.too_wide or slug.lines <= planned or known):
                wrong.append(Misfit(item.key, item.words.language.tag))
            elif (outside or slug.lines < planned) and not known:
                learned[key] = slug.lines
        if wrong or not learned:
            return list(dict.fromkeys(wrong))
        job.corrections.update(learned)
        return None

    def _compose(self, job: Job, casts: Mapping[Pattern, Cast], key: str) -> None:
        """Put the slugs and pictures of a job where they stand, and keep that."""
        keys: dict[str, int] = {}
        urls: dict[str, int] = {}
        faces = []
        for face in job.faces:
            parts: list[list[float]] = []
            for item in face.items:
                x, y = round(item.x, 3), round(item.y, 3)
                if isinstance(item, Picture):
                    number = urls.setdefault(job.picture(item), len(urls))
                    parts.append([number, x, y, round(item.width, 3), round(item.height, 3)])
                else:
                    found = pattern(item, job.category, face.direction)
                    cast = casts[found]
                    if found.single and isinstance(item, Text):
                        x = round(x + _indent(item, face.direction, cast.slug.wide / PX), 3)
                    parts.append([keys.setdefault(cast.key, len(keys)), x, y])
            faces.append(parts)
        record = json.dumps([list(keys), list(urls), faces], separators=(",", ":")).encode()
        self._store.put(key, record)
        slugs = {cast.key: cast.slug for cast in casts.values()}
        job.fragments = self._fragments(json.loads(record), slugs, record)
        job.rendered = True

    def _recall(self, jobs: Sequence[Job], keys: Mapping[int, str]) -> list[Job]:
        """Take fragments from the store; return the jobs that it lacks."""
        kept = dict(self._store.get_many(keys.values()))
        records = {key: json.loads(record) for key, record in kept.items()}
        slugs = self._foundry.recall({slug for names, *_ in records.values() for slug in names})
        waiting = []
        for job in jobs:
            key = keys[id(job)]
            if key in records and slugs.keys() >= set(records[key][0]):
                job.fragments = self._fragments(records[key], slugs, kept[key])
            else:
                waiting.append(job)
        return waiting

    def _fragments(
        self, record: Any, slugs: Mapping[str, Any], data: bytes
    ) -> tuple[Fragment, ...]:
        names, urls, faces = record
        spec = self._spec
        wide, tall = (to_pt(Mm(side + 2 * spec.bleed)) for side in (spec.width, spec.height))
        return tuple(
            Fragment(
                wide,
                tall,
                spec.bleed,
                tuple(
                    Image(urls[number], *map(Mm, box)) if len(box) == 4
                    else Part(slugs[names[number]], *map(Mm, box))
                    for number, *box in parts
                ),
                digest(str(index), data),
            )
            for index, parts in enumerate(faces)
        )  # fmt: skip

    def _overflow(self, job: Job, misfit: Misfit, where: Where) -> Diagnostic:
        card = job.card.card
        return Diagnostic(
            where.get(f"{misfit.language}:{misfit.key}", card.where),
            "text-overflow",
            f"{misfit.key} ({misfit.language}) on card {card.id} does not fit the layout "
            f"{self._layout} at its least type size",
            "shorten the text, or let a long word break with a soft hyphen (U+00AD)",
        )


def _indent(item: Text, direction: Direction, wide: float) -> float:
    """Return how far into its box words of one line stand, from the left in millimetres."""
    spare = item.width - wide
    return {"left": 0.0, "center": spare / 2, "right": spare}[aligned(item, direction)]


def _patterns(job: Job) -> Iterator[tuple[Pattern, Text | Shape]]:
    for face in job.faces:
        for item in face.items:
            if not isinstance(item, Picture):
                yield pattern(item, job.category, face.direction), item
