"""200 languages and 300 partners: a sample measured for real, the whole simulated from it.

``python benchmarks/scale.py`` writes the tables of docs/scaling.md; ``--samples N`` for more.

Measured: CPU seconds of one process, for whole targets of our real decks (all their cards, in
their layouts) in invented languages. Simulated: which targets 300 partners ask for, and how many
workers share them out. The partners are drawn from a fixed seed; measured seconds vary by machine.
"""

from __future__ import annotations

import argparse
import heapq
import platform
import random
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from commcards.base.store import Store
from commcards.build.deck import DeckBuilder, TargetReport
from commcards.model.catalogs import Catalog
from commcards.model.decks import Deck
from commcards.text.templates import Templates
from commcards.translation import pseudo
from commcards.workspace.output import Tools
from commcards.workspace.targets import Target
from commcards.workspace.workspace import Workspace, read_workspace

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/scaling.md"
LANGUAGES, PARTNERS, SEED = 200, 300, 1
WORKERS = (2, 16, 64, 256)
SAMPLED = ("camp-network", "child-protection")  # the smallest and a large list of languages


@dataclass(frozen=True)
class Cost:
    """CPU seconds a card: to paint the words of a language, and to make a target of painted words.

    ``string`` and ``card`` are seconds a target when one string, or all of one card, changed.
    """

    paint: float
    make: float
    string: float
    card: float
    bytes: float  # of output, a card


@dataclass(frozen=True)
class Job:
    """One target of one partner; ``deck`` is the real deck that its cards are those of."""

    deck: str
    staff: str
    person: str


class Bench:
    """One deck in invented languages, made again and again from one store."""

    def __init__(self, workspace: Workspace, deck: Deck, folder: Path) -> None:
        self._workspace = workspace
        self._store = Store(folder)
        self._folder = folder
        self._templates = Templates.read(ROOT / "templates")
        self._deck_builder = self._prepared(deck)
        self._deck = deck
        self._latin = pseudo.catalog(pseudo.ACCENTED, [*workspace.messages])

    def _prepared(self, deck: Deck) -> DeckBuilder:
        """Return a deck builder for one deck; it has faces only in the store."""
        project = replace(self._workspace.project, decks={deck.id: deck})
        workspace = replace(self._workspace, project=project)
        output = self._folder / "output"
        tools = Tools.of(workspace, self._templates, self._store, self._folder, output)
        return DeckBuilder(workspace, tools)

    def partner(self, name: str) -> None:
        """Go on with another partner's deck of the same cards."""
        self._deck = replace(self._deck, id=name)
        self._deck_builder = self._prepared(self._deck)

    def seconds(self, change: Callable[[Catalog], Catalog]) -> tuple[float, TargetReport]:
        """Make the deck for English staff and one invented language; return CPU seconds."""
        target = Target(
            deck=self._deck.id,
            staff="en",
            person=(pseudo.ACCENTED,),
            layouts=self._deck.layouts,
            papers=self._deck.papers,
            edition="color",
        )
        catalogs = {pseudo.ACCENTED: change(self._latin)}
        before = time.process_time()
        report = self._deck_builder.make(target, catalogs, {})
        return time.process_time() - before, report


def changed(catalog: Catalog, mark: str, wanted: Callable[[str], bool]) -> Catalog:
    """Return another language, or another state of one: some of its messages end otherwise."""
    entries = {
        key: entry._replace(text=entry.text + mark) if wanted(key) else entry
        for key, entry in catalog.entries.items()
    }
    return replace(catalog, entries=entries)


def measure(samples: int) -> Cost:
    """Make targets for real and return what they cost on average."""
    workspace, _ = read_workspace(ROOT, pseudo.TAGS)
    found: list[Cost] = []
    for name in SAMPLED:
        for _ in range(samples):
            with TemporaryDirectory() as folder:
                found.append(_measure(workspace, workspace.project.decks[name], Path(folder)))
    return Cost(*(mean(column) for column in zip(*map(_row, found), strict=True)))


def _row(cost: Cost) -> tuple[float, ...]:
    return (cost.paint, cost.make, cost.string, cost.card, cost.bytes)


def _measure(workspace: Workspace, deck: Deck, folder: Path) -> Cost:
    bench = Bench(workspace, deck, folder)
    size = len(deck.cards) + len(deck.tools)
    first = deck.cards[0]
    one = f"{first}.title"
    bench.seconds(lambda catalog: catalog)  # loads WeasyPrint, paints the staff's words
    new, _ = bench.seconds(lambda catalog: changed(catalog, " ä", lambda key: True))
    string, _ = bench.seconds(
        lambda c: changed(changed(c, " ä", lambda key: True), " ö", lambda key: key == one)
    )
    card, _ = bench.seconds(
        lambda c: changed(
            changed(c, " ä", lambda key: True), " ü", lambda key: key.startswith(f"{first}.")
        )
    )
    bench.partner("partner")
    again, report = bench.seconds(lambda catalog: changed(catalog, " ä", lambda key: True))
    written = sum((folder / "output" / made.path).stat().st_size for made in report.made)
    print(
        f"{deck.id}: {size} cards, new language {new:.2f} s, another partner {again:.2f} s, "
        f"one string {string:.2f} s, one card {card:.2f} s",
        flush=True,
    )
    return Cost((new - again) / size, again / size, string, card, written / size)


def invent(decks: Sequence[Deck]) -> list[list[Job]]:
    """Return the targets of each partner, the same at every run."""
    draw = random.Random(SEED)
    tags = [f"q{number:03}" for number in range(LANGUAGES)]
    weights = [1 / (rank + 1) for rank in range(LANGUAGES)]  # a few languages are asked for most
    partners = []
    for _ in range(PARTNERS):
        deck = draw.choice(decks)
        staff = draw.sample(["en", "fr", "es", "ar", "ru"], draw.choice([1, 2]))
        people = {*draw.choices(tags, weights, k=draw.randint(4, 20))}
        partners.append([Job(deck.id, tag, person) for tag in staff for person in sorted(people)])
    return partners


def simulate(
    jobs: Iterable[Job], workers: int, seconds: Callable[[Job], float], paint: dict[str, float],
    *, shared: bool,
) -> tuple[float, float]:  # fmt: skip
    """Return CPU and wall seconds of jobs, each begun by the first worker that is free.

    Words are painted where they are not known: to any worker (``shared``), or to the one.
    """
    known: list[set[tuple[str, str]]] = [set()] * workers
    if not shared:
        known = [set() for _ in range(workers)]
    free = [(0.0, number) for number in range(workers)]
    total = end = 0.0
    for job in jobs:
        start, number = heapq.heappop(free)
        words = {(job.deck, job.staff), (job.deck, job.person)}
        spent = seconds(job) + paint[job.deck] * len(words - known[number])
        known[number] |= words
        total += spent
        end = max(end, start + spent)
        heapq.heappush(free, (start + spent, number))
    return total, end


def table(decks: Sequence[Deck], cost: Cost) -> str:
    """Return the figures as Markdown."""
    partners = invent(decks)
    every = list(chain.from_iterable(partners))
    size = {deck.id: len(deck.cards) + len(deck.tools) for deck in decks}
    paint = {name: cards * cost.paint for name, cards in size.items()}
    nothing = dict.fromkeys(paint, 0.0)
    common = max({job.person for job in every}, key=lambda tag: sum(j.person == tag for j in every))
    largest = max(size, key=lambda name: sum(job.deck == name for job in every))

    asked = [jobs[0] for jobs in partners[:100]]
    new = [replace(job, person="new") for job in asked]
    rows: list[tuple[str, Sequence[Job], Callable[[Job], float], dict[str, float]]] = [
        ("everything, from nothing", every, lambda job: size[job.deck] * cost.make, paint),
        ("a new language, for 100 partners", new, lambda job: size[job.deck] * cost.make, paint),
        (
            "one string of the commonest language",
            [job for job in every if job.person == common],
            lambda job: cost.string,
            nothing,
        ),
        (
            "one card, in all languages",
            [job for job in every if job.deck == largest],
            lambda job: cost.card,
            nothing,
        ),
    ]
    head = " | ".join(f"{n} workers" for n in WORKERS)
    lines = [
        f"| what changed | targets | caches | CPU hours | {head} |",
        f"|---|---|---|---|{'---|' * len(WORKERS)}",
    ]
    for what, jobs, seconds, painting in rows:
        for shared in (False, True) if painting is paint else (True,):
            runs = [simulate(jobs, n, seconds, painting, shared=shared) for n in WORKERS]
            caches = ("shared" if shared else "one a worker") if painting is paint else "any"
            hours = f"{min(cpu for cpu, _ in runs) / 3600:.2f}"
            if max(cpu for cpu, _ in runs) > 1.01 * min(cpu for cpu, _ in runs):
                hours += f" to {max(cpu for cpu, _ in runs) / 3600:.2f}"
            walls = " | ".join(_span(wall) for _, wall in runs)
            lines.append(f"| {what} | {len(jobs)} | {caches} | {hours} | {walls} |")
    cards = sum(size[job.deck] for job in every)
    measured = (
        f"Measured (Python {platform.python_version()}, {platform.machine()}, CPU seconds of one "
        f"process): to paint the words of a language {1000 * cost.paint:.0f} ms a card; to make "
        f"PDFs and pages of painted words {1000 * cost.make:.0f} ms a card; a deck in which one "
        f"string changed {cost.string:.2f} s, in which a card changed {cost.card:.2f} s; output "
        f"{cost.bytes / 1e3:.0f} KB a card, so {cards * cost.bytes / 1e9:.0f} GB in all."
    )
    return f"{measured}\n\nSimulated from it:\n\n" + "\n".join(lines)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def main() -> None:
    """Measure, simulate, and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--samples", type=int, default=2, help="of each deck that is measured")
    samples = options.parse_args().samples
    decks = list(read_workspace(ROOT, ())[0].project.decks.values())
    found = table(decks, measure(samples))
    page = PAGE.read_text("utf-8")
    begin, end = "<!-- scale.py begins -->", "<!-- scale.py ends -->"
    pattern = re.compile(f"{begin}.*{end}", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: f"{begin}\n{found}\n{end}", page), "utf-8")
    print(found)


if __name__ == "__main__":
    main()
