"""The project in its current state, and PDFs built from it, for the pages of the server."""

from __future__ import annotations

import gc
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TypeVar

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, in_order
from commcards.base.digests import digest
from commcards.base.errors import UserError
from commcards.build.builder import Builder
from commcards.model.decks import Deck
from commcards.model.languages import Language
from commcards.workshop.proof import Proof, page_count, page_picture, proofs
from commcards.workspace.checks import check_services
from commcards.workspace.request import Edition, Request
from commcards.workspace.watching import Watcher
from commcards.workspace.workspace import Workspace, read_workspace

MOST_BYTES = 32 * 1024 * 1024  # of PDFs in memory, and as much of pictures
BELIEVED = 2.0  # seconds: a watcher may see nothing of a network drive

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PdfRequest:
    """One PDF: a deck in one staff language, the person's (``ar``, ``ar+fa``), layout, paper.

    ``own`` is the deck where it stands in no file; an empty ``flip`` is the layout's.
    """

    deck: str
    staff: str
    person: str
    layout: str
    paper: str
    edition: Edition = "color"
    flip: str = ""
    own: Deck | None = None


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The bytes of a PDF, empty if a fault prevented it, and the faults.

    ``name`` is that of its file, ``pages`` how many it has, ``drafts`` are names of languages.
    """

    pdf: bytes
    faults: tuple[Diagnostic, ...]
    name: str = ""
    pages: int = 0
    drafts: tuple[str, ...] = ()
    version: str = ""  # the digest of its bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project in one state of its files, and every fault found by reading them."""

    workspace: Workspace
    faults: tuple[Diagnostic, ...]
    state: str  # the digest of the files


@dataclass(frozen=True, slots=True)
class _Looked:
    """A snapshot, the count of the watcher before it was taken, and the time."""

    snapshot: Snapshot
    number: int | None
    at: float


class Desk:
    """Reads ``root`` again when any byte of it has changed, and builds PDFs on demand.

    Several threads may use it. It has a thread of its own for each job, so that a page need not
    wait for a build: one reads, one builds, because neither a Builder nor Pango is safe for use by
    two threads at once, and one renders, because PDFium is not either. With a ``watcher`` the
    files are not looked at while it sees no change.
    """

    def __init__(self, root: Path, watcher: Watcher | None = None) -> None:
        self.root = root
        self._folder = root / paths.STORE / "preview"
        self._watcher = watcher
        request = Request(root=root, output=self._folder)
        self._reader, self._builder = Builder(request), Builder(request)
        self._reading, self._building, self._rendering = (
            ThreadPoolExecutor(1, name) for name in ("reading", "building", "rendering")
        )
        self._looked: _Looked | None = None
        self._last: Snapshot | None = None
        self._tidied = ""  # the state of the files when what was read was looked through
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, PdfRequest], PdfResult] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def snapshot(self) -> Snapshot:
        """Return the current state of the project.

        Raises UserError if fonts or pictures are not prepared.
        """
        return self._believed() or self._reading.submit(self._snapshot).result()

    def look_again(self) -> Snapshot:
        """Return the state of the project after something was written: a watcher is told later."""
        self._looked = None
        return self.snapshot()

    def faults(self, snapshot: Snapshot, language: Language) -> list[Diagnostic]:
        """Return the faults that ``commcards check`` finds for a language."""
        return self._reading.submit(self._faults, snapshot, language).result()

    def made(self, request: PdfRequest) -> PdfResult | None:
        """Return a PDF that was built from the current files; None if there is none."""
        return self._kept(self.snapshot().state, request)

    def pdf(self, request: PdfRequest) -> PdfResult:
        """Build a PDF, or return the one that was built from the same files."""
        return self._building.submit(self.build, request).result()

    def queue(self, work: Callable[[], None]) -> Future[None]:
        """Have something done when all builds before it are done."""
        return self._building.submit(work)

    def build(self, request: PdfRequest) -> PdfResult:
        """Build a PDF, in the thread that builds: by ``queue``."""
        state = self._state(self._builder)
        result = self._kept(state, request)
        if result is None:
            result = self._build(request)
            self._keep(state, request, result)
            self._building.submit(self._tidy, state)  # later, because the reader is waiting
        return result

    def _tidy(self, state: str) -> None:
        """Keep what was read, and collect garbage: Python would let that of hundreds of decks lie.

        What was read is the most of all, and is looked through only where files have changed.
        """
        self._builder.keep()
        if state != self._tidied:
            gc.unfreeze()
        gc.collect()
        if state != self._tidied:
            gc.freeze()
            self._tidied = state

    def proofs(self, pdf: bytes, code: str, words: tuple[str, ...]) -> list[Proof]:
        """Return the pages of a PDF that have words of a card."""
        return self._rendering.submit(proofs, pdf, code, words).result()

    def picture(self, result: PdfResult, page: int) -> bytes:
        """Return a page of a PDF as PNG; the first page is 1."""
        key = result.version, page
        with self._lock:
            known = self._pictures.get(key)
        return known or self._rendering.submit(self._picture, key, result.pdf).result()

    def close(self) -> None:
        """Stop the threads, without waiting."""
        for executor in (self._reading, self._building, self._rendering):
            executor.shutdown(wait=False, cancel_futures=True)

    def _believed(self) -> Snapshot | None:
        """Return what was read if nothing can have changed since."""
        looked = self._looked
        if looked is None or self._watcher is None or looked.number is None:
            return None
        fresh = time.monotonic() - looked.at < BELIEVED
        return looked.snapshot if fresh and self._watcher.number == looked.number else None

    def _snapshot(self) -> Snapshot:
        if believed := self._believed():  # another request was quicker
            return believed
        number = self._watcher.number if self._watcher else None
        at = time.monotonic()
        state = self._state(self._reader)
        snapshot = self._last
        if snapshot is None or snapshot.state != state:
            workspace, faults = read_workspace(self.root, recall=self._reader.read_cache.recall)
            snapshot = Snapshot(workspace, tuple(faults), state)
            self._reading.submit(self._reader.read_cache.keep)  # later, for the next run
        self._last, self._looked = snapshot, _Looked(snapshot, number, at)
        return snapshot

    def _faults(self, snapshot: Snapshot, language: Language) -> list[Diagnostic]:
        report = self._reader.read_cache.report(snapshot.workspace, language.tag)
        services = check_services(snapshot.workspace, date.today())
        return in_order([*snapshot.faults, *report.faults, *services])

    def _build(self, request: PdfRequest) -> PdfResult:
        whole = Request(
            root=self.root,
            output=self._folder,
            decks=() if request.own else (request.deck,),
            staff=(request.staff,),
            languages=(request.person,),
            layouts=(request.layout,),
            papers=(request.paper,),
            edition=request.edition,
            flip=request.flip,
            own=request.own,
        )
        try:
            report = self._builder.build(whole)
        except UserError as error:
            return PdfResult(b"", error.diagnostics)
        if not report.downloads:
            return PdfResult(b"", report.diagnostics)
        (path,) = report.downloads
        pdf = (self._folder / path).read_bytes()
        pages = self._rendering.submit(page_count, pdf).result()
        name, version = PurePosixPath(path).name, digest("version", pdf)[:16]
        return PdfResult(pdf, report.diagnostics, name, pages, report.drafts, version)

    def _kept(self, state: str, request: PdfRequest) -> PdfResult | None:
        with self._lock:
            result = self._made.get((state, request))
            if result:
                self._made.move_to_end((state, request))
            return result

    def _keep(self, state: str, request: PdfRequest, result: PdfResult) -> None:
        """Keep a result as long as there is room; those of former states go first."""
        with self._lock:
            for key in [key for key in self._made if key[0] != state]:
                del self._made[key]
            self._made[state, request] = result
            while sum(len(each.pdf) for each in self._made.values()) > MOST_BYTES:
                self._made.popitem(last=False)

    def _picture(self, key: tuple[str, int], pdf: bytes) -> bytes:
        png = page_picture(pdf, key[1])
        with self._lock:
            self._pictures[key] = png
            while sum(map(len, self._pictures.values())) > MOST_BYTES:
                self._pictures.popitem(last=False)
        return png

    def _state(self, builder: Builder) -> str:
        """Return the digest of all files that a build reads."""
        builder.look()
        return builder.ledger.inputs(*builder.ledger.sources)
