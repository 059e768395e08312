"""The table of exports: files for other programs and other people, a file for each target.

A new kind is a subclass of Export, and a row here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from commcards.base.diagnostics import Diagnostic, has_errors, in_order, is_error
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.base.store import Store
from commcards.build.builder import Builder, named
from commcards.build.outputs import downloads
from commcards.export import lines, obf, partner
from commcards.model.decks import Deck
from commcards.pictures.draw import COLOR
from commcards.pictures.raster import pngs
from commcards.site.publish import Site, style_assets
from commcards.text.templates import Templates
from commcards.translation import pseudo
from commcards.workspace import targets
from commcards.workspace.checks import check_services, gap_sums
from commcards.workspace.output import LocalDeck, Tools
from commcards.workspace.request import Request
from commcards.workspace.targets import Target


class ExportReport(NamedTuple):
    """The paths of files that were written, relative to the output folder, and warnings.

    ``drafts`` are the names and tags of languages with unreviewed lines.
    """

    written: Sequence[str]
    warnings: Sequence[Diagnostic]
    drafts: Sequence[str]


class Export(ABC):
    """One kind of export of some decks."""

    def __init__(self, request: Request, decks: Sequence[LocalDeck]) -> None:
        self._request = request
        self._decks = decks

    @staticmethod
    @abstractmethod
    def path(deck: Deck, target: Target) -> str:
        """Return the path of a deck's file, relative to the output folder."""

    def faults(self, deck: LocalDeck) -> list[Diagnostic]:
        """Find what a deck lacks for this export."""
        return []

    @abstractmethod
    def make(self, deck: LocalDeck) -> bytes:
        """Return the file of a deck without errors. Raises OSError."""


class Boards(Export):
    """Open Board Format packages, for apps of AAC."""

    path = staticmethod(targets.package)

    def make(self, deck: LocalDeck) -> bytes:
        """Return the boards of a deck."""
        return obf.package(deck, self._pictures)

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        """The pictures of all decks, which have most of them in common."""
        symbols = self._decks[0].workspace.symbols
        names = {name for deck in self._decks for name in obf.pictures_of(deck.cards)}
        return pngs((symbols[name] for name in sorted(names)), COLOR, obf.SIDE)


class Archives(Export):
    """ZIPs of what was built, for partners."""

    path = staticmethod(targets.archive)

    def faults(self, deck: LocalDeck) -> list[Diagnostic]:
        """Find what was not built."""
        return partner.faults(deck, partner.built(deck, self._request.output))

    def make(self, deck: LocalDeck) -> bytes:
        """Return what was built of a deck, with front pages of its own."""
        output = self._request.output
        found = partner.built(deck, output)
        offered = downloads(deck.workspace, deck.target, found)
        site = Site(deck.workspace, self._tools)
        entries = [site.entry(deck, offered, style_assets(site.pages, deck))]
        shared = {path: site.made(asset) for path, asset in site.assets(entries).items()}
        return partner.packed(deck, output, found, {**site.files(entries), **shared})

    @cached_property
    def _tools(self) -> Tools:
        root, store = self._request.root, self._request.store
        templates = Templates.of(root)
        workspace = self._decks[0].workspace
        return Tools.of(workspace, templates, Store(store), store, self._request.output)


class Tables(Export):
    """The lines of decks as CSV."""

    path = staticmethod(targets.table)

    def make(self, deck: LocalDeck) -> bytes:
        """Return the lines of a deck."""
        return lines.table(deck)


EXPORTS: Mapping[str, type[Export]] = {"obf": Boards, "zip": Archives, "csv": Tables}


def export(builder: Builder, request: Request, kind: str, today: date) -> ExportReport:
    """Write one kind of export of each target; ``request`` has only known names.

    Raises UserError, before anything is written, for each fault in the files that would stop a
    build, and for what an export lacks.
    """
    reader = builder.read_cache
    workspace, faults = reader.workspace(pseudo.among(request.languages))
    todo = targets.asked(workspace.project, workspace.cards, request)
    tags = targets.languages_of(todo)
    checked = {tag: reader.report(workspace, tag) for tag in tags}
    faults += gap_sums(workspace, {tag: report.gaps for tag, report in checked.items()})
    faults += [fault for report in checked.values() for fault in report.faults if is_error(fault)]
    faults += check_services(workspace, today)
    _stop_at(faults)
    catalogs, _ = reader.catalogs(workspace, tags)
    workspace = replace(workspace, catalogs=catalogs)
    decks = [LocalDeck(workspace, target, workspace.localized(target), {}) for target in todo]
    exports = EXPORTS[kind](request, decks)
    faults += [fault for deck in decks for fault in exports.faults(deck)]
    _stop_at(faults)
    written = {exports.path(deck.deck, deck.target): deck for deck in decks}
    for path, deck in written.items():
        write_atomic(request.output / path, exports.make(deck))
    drafts = [named(workspace, tag) for tag in tags if checked[tag].drafts]
    return ExportReport([*written], in_order(faults), drafts)


def _stop_at(faults: Iterable[Diagnostic]) -> None:
    if has_errors(ordered := in_order(faults)):
        raise UserError(ordered)
