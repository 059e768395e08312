"""What lies on the translator's desk: the project as it is now, and sheets built from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, in_order
from commcards.base.errors import UserError
from commcards.base.ledger import Ledger
from commcards.build import builder
from commcards.model.languages import Language
from commcards.workshop.proof import Proof, proofs
from commcards.workspace.checks import check_languages
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

    def of(self, language: Language) -> list[Diagnostic]:
        """Return the faults that ``commcards check`` finds for a language."""
        return in_order([*self.faults, *check_languages(self.workspace, [language.tag])])


class Desk:
    """Reads ``root`` when any byte of it changed, and builds into its cache on demand.

    May be used by several threads: one at a time reads, and one thread of its own does all that
    leans on Pango and PDFium, which want it so.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / paths.STORE / "preview"
        self._ledger = Ledger(root, self._folder, None)
        self._looking = Lock()
        self._lock = Lock()
        self._read: tuple[str, Reading] | None = None
        self._press = ThreadPoolExecutor(1, "press")
        self._made: dict[tuple[str, Order], Sheets] = {}

    def reading(self) -> Reading:
        """Return the project as it is now.

        Raises UserError where fonts or pictures are not prepared.
        """
        with self._lock:
            now = self._state()
            if self._read is None or self._read[0] != now:
                workspace, faults = read_workspace(self._root)
                self._read = now, Reading(workspace, tuple(faults))
            return self._read[1]

    def sheets(self, order: Order) -> Sheets:
        """Build what is asked for, or return what was built of the same files."""
        return self._press.submit(self._sheets, order).result()

    def proofs(self, pdf: bytes, code: str, words: tuple[str, ...]) -> list[Proof]:
        """Return the pages of a PDF on which words of a card stand."""
        return self._press.submit(proofs, pdf, code, words).result()

    def close(self) -> None:
        """Begin nothing more."""
        self._press.shutdown(wait=False, cancel_futures=True)

    def _sheets(self, order: Order) -> Sheets:
        now = self._state()
        found = self._made.get((now, order))
        if found is None:
            found = self._build(order)
            kept = [item for item in self._made.items() if item[0][0] == now]
            self._made = dict([*kept[1 - KEPT :], ((now, order), found)])
        return found

    def _build(self, order: Order) -> Sheets:
        """Build with the pipeline; the only place that does."""
        request = Request(
            self._root, self._folder, (order.deck,), (order.staff,), (order.person,),
            (order.layout,), (order.paper,),
        )  # fmt: skip
        try:
            report = builder.build(request)
        except UserError as error:
            return Sheets(b"", error.diagnostics)
        made = [self._folder / path for path in report.outputs if path.endswith(".pdf")]
        return Sheets(made[0].read_bytes() if made else b"", report.diagnostics)

    def _state(self) -> str:
        """Return the digest of all that people edit."""
        with self._looking:
            self._ledger.scan()
            return self._ledger.inputs(*self._ledger.sources)
