"""The faces that commcards prints, as planned: what the other programs are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workload import DECK, STAFF
from commcards.base.diagnostics import Diagnostic
from commcards.base.store import Store
from commcards.faces.items import Face, Text
from commcards.model.layouts import FaceSpec
from commcards.pdf.paintedbox import PaintedBox
from commcards.text.templates import Templates
from commcards.typesetting.painting import BoxPainter, BoxSpec
from commcards.typesetting.render import Renderer
from commcards.typesetting.typesetter import Catalogs, Job, Typesetter
from commcards.workspace import targets
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace, read_workspace


@dataclass(frozen=True, slots=True)
class Set:
    """The cards of a deck in one language of the people and one layout, planned."""

    language: str
    layout: str
    spec: FaceSpec
    jobs: tuple[Job, ...]

    @property
    def count(self) -> int:
        """Faces in all."""
        return sum(len(job.faces) for job in self.jobs)

    @property
    def words(self) -> list[str]:
        """Every text that is printed, as often as it is."""
        return [
            item.words.text
            for job in self.jobs
            for face in job.faces
            for item in face.items
            if isinstance(item, Text)
        ]


class _Setter(Typesetter):
    """Leaves jobs their faces, which others let go when they are composed."""

    def set_cards(self, jobs: Sequence[Job], catalogs: Catalogs) -> list[Diagnostic]:
        self._planned: dict[int, tuple[Face, ...]] = {}
        faults = super().set_cards(jobs, catalogs)
        for job in jobs:
            job.faces = self._planned.get(id(job), ())
        return faults

    def compose(self, job: Job, painted_boxes: Mapping[BoxSpec, PaintedBox], key: str) -> None:
        self._planned[id(job)] = job.faces


class Planner:
    """Plans the faces of a project as a build does, in colour, without covers and backs."""

    def __init__(self, root: Path) -> None:
        """Raises UserError without set-up."""
        self.workspace: Workspace
        self.workspace, _ = read_workspace(root)
        templates = Templates.read(root / "templates")
        categories = self.workspace.project.categories.values()
        self.css = templates.render(
            "faces.css.j2",
            {
                "categories": [
                    {
                        "id": category.id,
                        "color": category.color,
                        "on_color": category.on_color,
                        "pattern": category.pattern,
                    }
                    for category in categories
                ]
            },
        )
        fonts = self.workspace.fonts
        store = Store(None)
        self._shelf = store
        renderer = Renderer(fonts, store)
        self._painter = BoxPainter(templates, store, renderer, self.css, fonts.digest)

    def sets(self, languages: tuple[str, ...], layouts: tuple[str, ...]) -> Iterator[Set]:
        """Yield the faces of each language in each layout. Raises ValueError where one misfits."""
        project = self.workspace.project
        deck = project.decks[DECK]
        for tag in languages:
            target = Target(
                deck=DECK,
                staff=STAFF,
                person=(tag,),
                layouts=layouts,
                papers=("a4",),
                edition="color",
            )
            cards = self.workspace.localized(target)
            for name in layouts:
                spec = project.layouts[name].face
                jobs = [
                    Job(
                        card,
                        project.categories[card.card.category],
                        targets.page(deck, target, card.card),
                    )
                    for card in cards
                ]
                setter = _Setter(name, spec, self._painter, self.workspace.shaper, self._shelf)
                faults = setter.set_cards(jobs, {})
                if faults:
                    raise ValueError("\n".join(map(str, faults)))
                yield Set(tag, name, spec, tuple(jobs))
