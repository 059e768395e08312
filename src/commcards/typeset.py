"""Cards -> fragments: plan, render what the store lacks, mend the plan where a page disagrees."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from commcards.diagnostics import Diagnostic, Location
from commcards.faces.fragment import Fragment, dumps, loads
from commcards.faces.render import Rendered, Renderer, RenderError
from commcards.flow import Face, Misfit, plan
from commcards.html import Templates
from commcards.items import Picture, Text, line_height
from commcards.localize import LocalCard
from commcards.measure import Measure, correction_key
from commcards.model import Category, FaceSpec
from commcards.setting import Lines, Width
from commcards.shaping import Shaper
from commcards.store import Store, digest
from commcards.units import Mm, to_pt

BATCH = 40  # faces in one document; the time a face is flat around it
ATTEMPTS = 4  # plans of one card; the first or second is nearly always right
BASE_URL = "http://deck.invalid/"  # RFC 2606: never resolves, so bytes know no folder


Planned = tuple[tuple[Face, ...], tuple[Misfit, ...]]


@dataclass(slots=True)
class Job:
    """A card to be set; the QR code leads to ``page``. An ``artifact`` gets no tags.

    ``planner`` lays out what is no card: a neutral back, a list of contents.
    """

    card: LocalCard
    category: Category
    page: str
    artifact: bool = False
    planner: Callable[[FaceSpec, Lines, Width], Planned] | None = None
    corrections: dict[tuple[str, str, float, float], int] = field(default_factory=dict)
    faces: tuple[Face, ...] = ()
    html: str = ""
    fragments: tuple[Fragment, ...] = ()
    rendered: bool = False

    def picture(self, item: Picture) -> str:
        """Return the URL that stands for a picture in the HTML of a face."""
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
        return {
            self.picture(item)
            for face in self.faces
            for item in face.items
            if isinstance(item, Picture)
        }


@dataclass(frozen=True, slots=True)
class Look:
    """How faces of one layout look; ``seal`` is the digest of all else that shapes their bytes."""

    layout: str
    spec: FaceSpec
    css: str
    seal: str


class Typesetter:
    """Sets cards in one look and one process."""

    def __init__(
        self, templates: Templates, look: Look, shaper: Shaper, store: Store, renderer: Renderer
    ) -> None:
        self._templates = templates
        self._look = look
        self._shaper = shaper
        self._store = store
        self._renderer = renderer

    def set_cards(self, jobs: Sequence[Job], where: Mapping[str, Location]) -> list[Diagnostic]:
        """Fill in the faces and fragments of every job.

        ``where`` is the place of a message's translation. Returns what cannot be set; such a job
        is left without fragments.
        """
        faults: list[Diagnostic] = []
        waiting = list(jobs)
        for _ in range(ATTEMPTS):
            fresh = []
            for job in waiting:
                misfits = self._plan(job)
                faults += [self._overflow(job, misfit, where) for misfit in misfits]
                if not misfits and not self._recall(job):
                    fresh.append(job)
            waiting = [
                job for batch in _batches(fresh) for job in self._render(batch, faults, where)
            ]
        faults += [
            self._overflow(job, Misfit(job.card.card.title.key, ""), where) for job in waiting
        ]
        return faults

    def _plan(self, job: Job) -> tuple[Misfit, ...]:
        measure = Measure(self._shaper, job.corrections)
        spec = self._look.spec
        lines, width = measure.lines, measure.width
        if job.planner:
            job.faces, misfits = job.planner(spec, lines, width)
        else:
            job.faces, misfits = plan(job.card, job.category, spec, lines, width)
        job.html = self._templates.render("face.html.j2", {"job": job, "bleed": spec.bleed})
        return misfits

    def _key(self, job: Job) -> str:
        return digest("faces", self._look.seal, self._look.css, str(job.artifact), job.html)

    def _recall(self, job: Job) -> bool:
        """Take the job's fragments from the store, by way of earlier corrections."""
        seen = set()  # words whose place no plan can change come back to the same key
        while (key := self._key(job)) not in seen and (kept := self._store.get(key)):
            seen.add(key)
            if kept[:1] == b"[":
                job.fragments = loads(kept)
                return True
            for tag, text, size, width, lines in json.loads(kept)["lines"]:
                job.corrections[tag, text, size, width] = lines
            self._plan(job)
        return False

    def _render(
        self, batch: Sequence[Job], faults: list[Diagnostic], where: Mapping[str, Location]
    ) -> Iterator[Job]:
        """Render jobs in one document; yield those to be planned again."""
        known = {url for job in batch for url in job.pictures}
        html = self._templates.render(
            "faces.html.j2",
            {"faces": [job.html for job in batch], "language": batch[0].card.title.staff.language},
        )
        artifacts = [job.artifact for job in batch for _ in job.faces]
        try:
            spec = self._look.spec
            height = to_pt(Mm(spec.height + 2 * spec.bleed))
            pages = self._renderer.render(html, self._look.css, height, known, artifacts)
        except RenderError as error:
            if len(batch) > 1:  # find the card at fault
                for job in batch:
                    yield from self._render([job], faults, where)
                return
            card = batch[0].card.card
            hint = "the page engine complains of this card's text or pictures, or of the templates"
            faults.append(Diagnostic(card.where, "render-warning", f"{card.id}: {error}", hint))
            return
        start = 0
        for job in batch:
            own = pages[start : start + len(job.faces)]
            start += len(job.faces)
            if self._judge(job, own, faults, where):
                job.fragments = tuple(page.fragment for page in own)
                job.rendered = True
                self._store.put(self._key(job), dumps(job.fragments))
            elif job.corrections:
                yield job

    def _judge(
        self,
        job: Job,
        pages: Sequence[Rendered],
        faults: list[Diagnostic],
        where: Mapping[str, Location],
    ) -> bool:
        """Tell whether all words fill their boxes and stay in them; learn corrections if not."""
        learned = {}
        wrong = []
        for face, page in zip(job.faces, pages, strict=True):
            for measured in page.measured:
                item = face.items[measured.index]
                if not isinstance(item, Text):
                    continue
                planned = round(item.height / line_height(item.words, item.size))
                key = correction_key(item.words, item.size, item.width)
                known = job.corrections.get(key) == measured.lines  # no plan heeds it
                outside = measured.too_wide or measured.too_tall
                if outside and (measured.too_wide or measured.lines <= planned or known):
                    wrong.append(Misfit(item.key, item.words.language.tag))
                elif (outside or measured.lines < planned) and not known:
                    learned[key] = measured.lines
        if wrong:
            faults += [self._overflow(job, misfit, where) for misfit in dict.fromkeys(wrong)]
            job.corrections.clear()
            return False
        if learned:
            record = {"lines": [[*key, lines] for key, lines in learned.items()]}
            self._store.put(self._key(job), json.dumps(record).encode())
            job.corrections.update(learned)
        return not learned

    def _overflow(self, job: Job, misfit: Misfit, where: Mapping[str, Location]) -> Diagnostic:
        card = job.card.card
        return Diagnostic(
            where.get(f"{misfit.language}:{misfit.key}", card.where),
            "text-overflow",
            f"{misfit.key} ({misfit.language}) on card {card.id} does not fit the layout "
            f"{self._look.layout} at its least type size",
            "shorten the text, or let a long word break with a soft hyphen (U+00AD)",
        )


def _batches(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    batch: list[Job] = []
    for job in jobs:
        if batch and sum(len(j.faces) for j in batch) + len(job.faces) > BATCH:
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch
