"""The project in its current state, and PDFs built from it, for the preview."""

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

KEPT = 12  # PDFs in memory; a deck has about as many layouts


@dataclass(frozen=True, slots=True)
class PdfRequest:
    """One PDF: a deck in one staff language, the person's (``ar``, ``ar+fa``), layout, paper."""

    deck: str
    staff: str
    person: str
    layout: str
    paper: str


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The bytes of a PDF, empty if a fault prevented it, and the faults."""

    pdf: bytes
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project in one state of its files, and every fault found by reading them."""

    workspace: Workspace
    faults: tuple[Diagnostic, ...]


class Desk:
    """Reads ``root`` again when any byte of it has changed, and builds PDFs on demand.

    Several threads may use it. Only one thread of its own reads, builds and renders, because a
    Builder, Pango and PDFium are not safe for use by two threads at once.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / paths.STORE / "preview"
        self._builder = Builder(Request(root=root, output=self._folder))
        self._thread = ThreadPoolExecutor(1, "preview")
        self._read: tuple[str, Snapshot] | None = None
        self._made: dict[tuple[str, PdfRequest], PdfResult] = {}

    def snapshot(self) -> Snapshot:
        """Return the current state of the project.

        Raises UserError if fonts or pictures are not prepared.
        """
        return self._thread.submit(self._snapshot).result()

    def faults(self, snapshot: Snapshot, language: Language) -> list[Diagnostic]:
        """Return the faults that ``commcards check`` finds for a language."""
        return self._thread.submit(self._faults, snapshot, language).result()

    def pdf(self, request: PdfRequest) -> PdfResult:
        """Build a PDF, or return the one that was built from the same files."""
        return self._thread.submit(self._pdf, request).result()

    def proofs(self, pdf: bytes, code: str, words: tuple[str, ...]) -> list[Proof]:
        """Return the pages of a PDF that have words of a card."""
        return self._thread.submit(proofs, pdf, code, words).result()

    def close(self) -> None:
        """Stop the thread, without waiting."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _snapshot(self) -> Snapshot:
        now = self._look()
        if self._read is None or self._read[0] != now:
            workspace, faults = read_workspace(self._root, recall=self._builder.read_cache.recall)
            self._read = now, Snapshot(workspace, tuple(faults))
        return self._read[1]

    def _faults(self, snapshot: Snapshot, language: Language) -> list[Diagnostic]:
        report = self._builder.read_cache.report(snapshot.workspace, language.tag)
        services = check_services(snapshot.workspace, date.today())
        return in_order([*snapshot.faults, *report.faults, *services])

    def _pdf(self, request: PdfRequest) -> PdfResult:
        now = self._look()
        result = self._made.get((now, request))
        if result is None:
            result = self._build(request)
            current = [item for item in self._made.items() if item[0][0] == now]
            self._made = dict([*current[1 - KEPT :], ((now, request), result)])
            self._thread.submit(self._builder.keep)  # later, because the reader is waiting
        return result

    def _build(self, request: PdfRequest) -> PdfResult:
        whole = Request(
            root=self._root,
            output=self._folder,
            decks=(request.deck,),
            staff=(request.staff,),
            languages=(request.person,),
            layouts=(request.layout,),
            papers=(request.paper,),
        )
        try:
            report = self._builder.build(whole)
        except UserError as error:
            return PdfResult(b"", error.diagnostics)
        made = [self._folder / path for path in report.downloads]
        return PdfResult(made[0].read_bytes() if made else b"", report.diagnostics)

    def _look(self) -> str:
        """Return the digest of all files that a build reads."""
        self._builder.look()
        return self._builder.ledger.inputs(*self._builder.ledger.sources)
