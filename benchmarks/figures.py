"""The figures: what is measured, in which order, how often."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import sleep

from benchmarks import ROOT, documents
from benchmarks.chromium import Chromium
from benchmarks.clients import measured
from benchmarks.contenders import Commcards, Others, again
from benchmarks.documents import Document
from benchmarks.measuring import Usage
from benchmarks.workload import CHANGED, FURTHER, LANGUAGES, OURS, Project

SLOW = ("weasyprint", "chromium")  # they print fewer languages
GROWN_IN = ("uk", "ar")  # languages that growing decks are printed in
LEAST = "one card"  # the smallest deck: what it takes is start-up, for the most part
_SETTLED = 2.1  # seconds after which the ledger believes a file's time


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured. ``scale`` are the languages that slow programs print.

    ``cards`` of the deck's are printed, 0 for all of them.
    """

    rounds: int
    scale: int
    languages: tuple[str, ...] = LANGUAGES
    cards: int = 0
    times: tuple[int, ...] = (1, 4, 16)
    grown_in: tuple[str, ...] = GROWN_IN
    spread: tuple[int, ...] = (1, 4, 12, len(LANGUAGES) + len(FURTHER))
    sitting: float = 20  # seconds that people sit at the deck builder

    @property
    def few(self) -> tuple[str, ...]:
        """The languages that slow programs print."""
        return self.languages[: self.scale]


QUICK = Extent(
    rounds=1,
    scale=1,
    languages=("uk", "ar"),
    cards=1,
    times=(1, 2),
    grown_in=("uk",),
    spread=(1, 2),
    sitting=2,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A project to build, its documents for others to print, and Chromium open."""

    ours: Commcards
    others: Others
    documents: list[Document]

    def of(self, languages: Sequence[str]) -> list[Document]:
        """Return the documents of some languages."""
        return [document for document in self.documents if document.language in languages]


@contextmanager
def bench(extent: Extent) -> Iterator[Bench]:
    """Get everything ready in a temporary folder."""
    with ExitStack() as stack:
        project = stack.enter_context(_project(extent))
        folder = project.root / "others"
        # In a process of its own: what this one holds would count as the others' peak memory.
        command = [sys.executable, "-m", "benchmarks.write", str(project.root), str(folder)]
        subprocess.run([*command, *extent.languages], check=True, cwd=ROOT)
        chromium = stack.enter_context(Chromium(documents.fontconfig(folder)))
        others = Others(folder, chromium)
        yield Bench(Commcards(project), others, documents.read(folder))


@contextmanager
def _project(extent: Extent) -> Iterator[Project]:
    with tempfile.TemporaryDirectory(prefix="commcards-bench-") as name:
        project = Project.copied(Path(name))
        if extent.cards:
            project.shorten(extent.cards)
        yield project


def cold(extent: Extent) -> Iterator[dict[str, object]]:
    """Build everything with nothing there; the others print the same faces."""
    with bench(extent) as ready:
        whole, few = ready.of(extent.languages), ready.of(extent.few)
        # Chromium reads what it needs for a page of cards, as it has been for a while.
        ready.others.print("chromium", few[:1])
        for number in range(extent.rounds):
            for name, jobs in OURS.items():
                ready.ours.project.clean()
                usage, _ = ready.ours.build(extent.languages, jobs)
                for document in whole:
                    ready.ours.check(document)
                yield _row(number, name, usage, whole)
            for name in ("typst", *SLOW):
                chosen = few if name in SLOW else whole
                yield _row(number, name, ready.others.print(name, chosen), chosen)


def edits(extent: Extent) -> Iterator[dict[str, object]]:
    """Change one thing where everything was built before; the others print its two PDFs again."""
    with bench(extent) as ready:
        ours, project, languages = ready.ours, ready.ours.project, extent.languages
        ours.build(languages, 2)
        mine = ready.of(CHANGED[:1])
        with ours.warm(languages) as process:
            again(process)  # loads what it needs
            for number in range(extent.rounds):
                project.translate(*CHANGED, _wording(3 * number))
                yield _row(
                    number, "string: commcards, new process", ours.build(languages, 2)[0], mine
                )
                again(process)  # it learns of that
                project.translate(*CHANGED, _wording(3 * number + 1))
                again(process)  # and what an editor changed last is at hand
                sleep(_SETTLED)  # nobody changes a phrase sooner
                project.translate(*CHANGED, _wording(3 * number + 2))
                yield _row(number, "string: commcards, warm", again(process), mine)
                for name in ("typst", *SLOW):
                    usage = ready.others.print(name, mine)
                    yield _row(number, f"string: {name}", usage, mine)
                project.restyle(number)
                usage, _ = ours.build(languages, 2)
                yield _row(number, "style sheet: commcards, new process", usage, ready.documents)
                # As an hour later: so young a file's time does not yet tell that it is unchanged.
                sleep(_SETTLED)
                for name in ("nothing: commcards, new process", "nothing: commcards, once more"):
                    usage, _ = ours.build(languages, 2)
                    yield _row(number, name, usage, ready.documents)


def growth(extent: Extent) -> Iterator[dict[str, object]]:
    """Build decks of more cards, and of more languages, with nothing there."""
    every = (*extent.languages, *FURTHER)
    for number in range(extent.rounds):
        with _project(extent) as project:
            project.shorten(1)
            usage, faces = Commcards(project).build(extent.grown_in, 2)
        yield {"round": number, "name": LEAST, "faces": faces, **asdict(usage)}
        for times in extent.times:
            with _project(extent) as project:
                project.multiply(times, extent.grown_in)
                usage, faces = Commcards(project).build(extent.grown_in, 2)
            yield {"round": number, "name": f"cards x {times}", "faces": faces, **asdict(usage)}
        with _project(extent) as project:
            for count in extent.spread:
                project.clean()
                usage, faces = Commcards(project).build(every[:count], 2)
                row = {"round": number, "name": f"languages {count}", "faces": faces}
                yield {**row, **asdict(usage)}


def clients(extent: Extent) -> Iterator[dict[str, object]]:
    """Let fifty people use the deck builder at once."""
    with _project(replace(extent, cards=0)) as project:
        yield from measured(project.root, extent.rounds, extent.sitting)


FIGURES = {"cold": cold, "edits": edits, "growth": growth, "clients": clients}


def _wording(number: int) -> str:
    """Return a text of its own for each number, without digits: a check counts those."""
    return f"У мене {'дуже ' * (number % 2)}висока температура{'!' * (1 + number // 2)}."


def _row(number: int, name: str, usage: Usage, printed: Sequence[Document]) -> dict[str, object]:
    faces = sum(document.faces for document in printed)
    return {"round": number, "name": name, "faces": faces, **asdict(usage)}
