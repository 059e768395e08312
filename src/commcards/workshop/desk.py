"""What lies on the translator's desk: the project as it is now, and sheets built from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, in_order
from commcards.base.errors import UserError
from commcards.build.builder import Builder
from commcards.model.languages import Language
from commcards.workshop.proof import Proof, proofs
from commcards.workspace.checks import check_services
from commcards.workspace.request import Request
from commcards.workspace.workspace import Workspace, read_workspace

KEPT = 12  # sheets in memory; a deck has about as many layouts


@dataclass(frozen=True, slots=True)
class Order:
    """One PDF: a deck in one staff language, the person's (``ar``, ``ar+fa``), layout, paper."""

    deck: str
    staff: str
    person: str
    layout: str
    paper: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """What an order came to: the PDF's bytes, empty where a fault kept it from being made."""

    pdf: bytes
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A project read whole, and every fault that reading found."""

    workspace: Workspace
    faults: tuple[Diagnostic, ...]


class Desk:
    """Reads ``root`` when any byte of it changed, and builds into its cache on demand.

    May be used by several threads: one thread of its own reads, builds and renders, because the
    caches of a Builder, Pango and PDFium must not be used by two at once.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / paths.STORE / "preview"
        self._builder = Builder(Request(root=root, output=self._folder))
        self._thread = ThreadPoolExecutor(1, "preview")
        self._read: tuple[str, Reading] | None = None
        self._made: dict[tuple[str, Order], Sheets] = {}

    def reading(self) -> Reading:
        """Return the project as it is now.

        Raises UserError where fonts or pictures are not prepared.
        """
        return self._thread.submit(self._reading).result()

    def faults(self, reading: Reading, language: Language) -> list[Diagnostic]:
        """Return the faults that ``commcards check`` finds for a language."""
        return self._thread.submit(self._faults, reading, language).result()

    def sheets(self, order: Order) -> Sheets:
        """Build what is asked for, or return what was built of the same files."""
        return self._thread.submit(self._sheets, order).result()

    def proofs(self, pdf: bytes, code: str, words: tuple[str, ...]) -> list[Proof]:
        """Return the pages of a PDF on which words of a card stand."""
        return self._thread.submit(proofs, pdf, code, words).result()

    def close(self) -> None:
        """Begin nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _reading(self) -> Reading:
        now = self._look()
        if self._read is None or self._read[0] != now:
            workspace, faults = read_workspace(self._root, recall=self._builder.reader.recall)
            self._read = now, Reading(workspace, tuple(faults))
        return self._read[1]

    def _faults(self, reading: Reading, language: Language) -> list[Diagnostic]:
        about = self._builder.reader.about(reading.workspace, language.tag)
        services = check_services(reading.workspace, date.today())
        return in_order([*reading.faults, *about.faults, *services])

    def _sheets(self, order: Order) -> Sheets:
        now = self._look()
        found = self._made.get((now, order))
        if found is None:
            found = self._build(order)
            kept = [item for item in self._made.items() if item[0][0] == now]
            self._made = dict([*kept[1 - KEPT :], ((now, order), found)])
            self._thread.submit(self._builder.keep)  # when nobody waits
        return found

    def _build(self, order: Order) -> Sheets:
        request = Request(
            root=self._root,
            output=self._folder,
            decks=(order.deck,),
            staff=(order.staff,),
            languages=(order.person,),
            layouts=(order.layout,),
            papers=(order.paper,),
        )
        try:
            report = self._builder.build(request)
        except UserError as error:
            return Sheets(b"", error.diagnostics)
        made = [self._folder / path for path in report.downloads]
        return Sheets(made[0].read_bytes() if made else b"", report.diagnostics)

    def _look(self) -> str:
        """Return the digest of all that people edit, as it is now."""
        self._builder.look()
        return self._builder.ledger.inputs(*self._builder.ledger.sources)
