"""The main story of a build: which targets are stale, making them, and the report.

Nothing is read, checked or made twice from the same files: the ledger knows the files, the store
keeps the results.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic, has_errors, in_order
from commcards.base.digests import digest
from commcards.base.files import write_atomic
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.build.deck import DeckBuilder, TargetReport
from commcards.build.outputs import downloads, drop, remove_leftovers
from commcards.build.unchanged import request_key
from commcards.build.workers import Workers
from commcards.model.cards import Card
from commcards.project.decks import Project
from commcards.site.pages import IndexDeck
from commcards.site.publish import Site
from commcards.text.templates import Templates
from commcards.translation import pseudo
from commcards.workspace.checks import (
    check_address,
    check_services,
    check_title,
    gap_sums,
    prints_services,
)
from commcards.workspace.output import Tools
from commcards.workspace.recall import ReadCache
from commcards.workspace.release import release_faults
from commcards.workspace.request import BuildReport, PrintedFaces, Request, together
from commcards.workspace.targets import (
    Target,
    asked,
    combined,
    folder,
    languages_of,
    needed_cards,
    place,
    spread,
)
from commcards.workspace.workspace import (
    Workspace,
    recall_cards,
    recall_project,
)

_SITE = "site"  # what the ledger calls the front pages and shared files

Progress = Callable[[int, int], None]  # targets done, targets in all


def build(
    request: Request,
    start: Callable[[], Workers] | None = None,
    progress: Progress = lambda done, total: None,
    today: date | None = None,
) -> BuildReport:
    """Build a request once; see ``Builder.build``."""
    builder = Builder(request)
    try:
        return builder.build(request, start, progress, today)
    finally:
        builder.keep()


class Builder:
    """Builds again and again; what it has read and made stays in memory.

    Call ``keep`` when nobody is waiting any more.
    """

    def __init__(self, asked: Request) -> None:
        """``asked`` is the request in the user's own words, by which ``unchanged`` finds it."""
        self._asked = self._request = asked
        self._folder = asked.store
        self._store = Store(self._folder)
        self.ledger = Ledger(asked.root, asked.output, self._folder)
        self.read_cache = ReadCache(asked.root, self._store, self.ledger)
        self._looked = False  # whether the files were examined for the next build
        self._last_deck_builder: tuple[str, DeckBuilder] | None = None

    def cards(self) -> tuple[dict[str, Card], list[Diagnostic]]:
        """Return the cards, as the files are that were looked at last."""
        return recall_cards(self._asked.root, self.read_cache.recall)

    def look(self) -> tuple[Project, list[Diagnostic]]:
        """Examine all files, for the next build; return the project without its cards."""
        self._looked = True
        self.ledger.scan()
        return recall_project(self._asked.root, self.read_cache.recall)

    def keep(self) -> None:
        """Store what was read and made, for the next process."""
        self.read_cache.keep()
        self.ledger.save()

    def build(
        self,
        request: Request,
        start: Callable[[], Workers] | None = None,
        progress: Progress = lambda done, total: None,
        today: date | None = None,
    ) -> BuildReport:
        """Build the stale targets, by the workers that ``start`` returns or in this process.

        ``request`` has only known names. Services must be valid ``today``; None does not check
        them.

        Faults in the files stop the build before anything is written; a fault that only the layout
        shows stops the layouts that have it. Raises UserError if set-up is missing, and any error
        of a worker; targets that are finished by then are kept.
        """
        started = time.perf_counter()
        self._request = request
        if not self._looked:
            self.look()
        self._looked = False
        invented = pseudo.among(request.languages)
        project, project_faults = recall_project(request.root, self.read_cache.recall)
        project = project.with_deck(request.own)
        cards, card_faults = self.cards()
        todo = asked(project, cards, request)
        keys = {target: self._key(project, cards, target) for target in todo}
        fresh = self._fresh(project, keys)
        workers, stale = None, len(keys) - len(fresh)
        if start and stale > 1 and not has_errors([*project_faults, *card_faults]):
            workers = start()
            workers.prepare(stale)  # They load while the rest is read and checked.
        workspace, faults = self.read_cache.workspace(invented)
        workspace = workspace.with_deck(request.own)
        tags = languages_of(todo)
        check = partial(self.read_cache.report, workspace, strict=request.strict)
        checked = {tag: check(tag) for tag in tags}
        summed = {tag: each.gaps for tag, each in checked.items() if not request.strict}
        faults += gap_sums(workspace, summed)
        for tag, each in checked.items():
            faults += each.but_gaps if summed.get(tag) else each.faults
        faults += self._further_faults(workspace, todo, today, has_errors(faults))
        results: list[_Result] = []
        outputs: list[str] = []
        shared: list[str] = []
        if not has_errors(faults):
            by_target = dict(self._run(workspace, keys, fresh, workers, progress))
            results = [by_target[target] for target in todo]
            outputs = [path for result in results for path in result.outputs]
            faults += [fault for result in results for fault in result.faults]
            remove_leftovers(workspace, self.ledger, request.output)
            if not request.cards:
                front, *shared = self._site(workspace)
                outputs.append(front)
        faults += self._store.faults
        report = BuildReport(
            targets=len(todo),
            rendered=sum(result.rendered for result in results),
            reused=sum(result.reused for result in results),
            layouts=together(result.layouts for result in results),
            seconds=time.perf_counter() - started,
            outputs=tuple(outputs),
            diagnostics=tuple(in_order(faults)),
            drafts=tuple(named(workspace, tag) for tag in tags if checked[tag].drafts),
            downloads=_downloads(workspace, todo, outputs),
        )
        if results:
            report.write(request.output)
            if today and not self._store.faults:
                key = request_key(self._asked, today)
                told = [report.as_json(), report.drafts, report.downloads]
                self.ledger.note_request(key, told, [*outputs, *shared])
        return report

    def _further_faults(
        self, workspace: Workspace, todo: Sequence[Target], today: date | None, broken: bool
    ) -> list[Diagnostic]:
        """Find the faults of services, and of a release unless the project is ``broken``."""
        faults = check_title(workspace, self._request.own) if self._request.own else []
        release = self._request.release
        if today:
            released = release and prints_services(workspace, map(workspace.deck, todo))
            faults += check_services(workspace, today, release=released)
            faults += check_address(workspace, release=release)
        if release and not broken:
            catalogs, _ = self.read_cache.catalogs(workspace, languages_of(todo))
            faults += release_faults(replace(workspace, catalogs=catalogs), todo)
        return faults

    def _fresh(self, project: Project, keys: Mapping[Target, str]) -> dict[Target, _Result]:
        """Return what came before of targets that need not be made again."""
        ledger = self.ledger
        noted = {target: ledger.target(repr(target)) for target in keys}
        own = {each: ledger.entry(place(project.decks, each)) for each in keys if not each.cards}
        kept = dict(self._store.get_many(key for key in own.values() if key))
        return {
            target: _Result.noted(before)
            for target, before in noted.items()
            if before
            and before["key"] == keys[target]
            and (target.cards or own[target] in kept)  # or the front page would leave it out
            and ledger.are_current(before["outputs"])
        }

    def _run(
        self,
        workspace: Workspace,
        keys: Mapping[Target, str],
        fresh: Mapping[Target, _Result],
        workers: Workers | None,
        progress: Progress,
    ) -> Iterator[tuple[Target, _Result]]:
        """Yield the results of all targets; make the stale ones, and note them."""
        yield from fresh.items()
        stale = [target for target in keys if target not in fresh]
        progress(len(fresh), len(keys))
        reports = self._make(workspace, spread(stale), workers)
        for done, report in enumerate(reports, len(fresh) + 1):
            own = place(workspace.project.decks, report.target)
            yield report.target, self._write(report, keys[report.target], own)
            progress(done, len(keys))

    def _key(self, project: Project, cards: Mapping[str, Card], target: Target) -> str:
        """Return the digest of all inputs of a target."""
        printed = target.cards or project.decks[target.deck].printed
        needed = map(paths.card, needed_cards(cards, printed))
        catalogs = map(paths.locale, target.tags)
        files = self.ledger.inputs(*paths.PROJECT_FILES, *paths.DESIGN_FILES, *needed, *catalogs)
        return digest("target", code_digest(), repr(target), files)

    def _make(
        self, workspace: Workspace, stale: Sequence[Target], workers: Workers | None
    ) -> Iterator[TargetReport]:
        catalogs, _ = self.read_cache.catalogs(workspace, languages_of(stale))
        by_folder, decks = self.ledger.outputs(), workspace.project.decks
        files = (by_folder.get(place(decks, each), ()) for each in stale)
        work = zip(stale, map(self.ledger.untouched, files), strict=True)
        if workers:
            tools = self._tools(workspace)
            yield from workers.make(work, workspace, tools, catalogs)
            return
        deck_builder = self._deck_builder(workspace)
        for target, current in work:
            own = {tag: catalogs[tag] for tag in target.tags if tag in catalogs}
            yield deck_builder.make(target, own, current)

    def _deck_builder(self, workspace: Workspace) -> DeckBuilder:
        """Return the deck builder of this process, a new one if its inputs have changed."""
        key = self.ledger.inputs(
            *paths.PROJECT_FILES, *paths.CARD_FILES, *paths.DESIGN_FILES
        ) + repr(sorted(workspace.catalogs))
        if self._last_deck_builder is None or self._last_deck_builder[0] != key:
            self._last_deck_builder = key, DeckBuilder(workspace, self._tools(workspace))
        return self._last_deck_builder[1]

    def _tools(self, workspace: Workspace) -> Tools:
        templates = Templates.of(self._request.root)
        return Tools.of(workspace, templates, self._store, self._folder, self._request.output)

    def _write(self, report: TargetReport, key: str, own: str) -> _Result:
        for made in report.made:
            if made.data is not None:
                write_atomic(self._request.output / made.path, made.data)
            if made.sha256:
                self.ledger.wrote(made.path, made.sha256, made.inputs)
        outputs = {made.path: made.inputs for made in report.made}
        noted = {
            "key": key,
            "outputs": outputs,
            "faces": report.rendered + report.reused,
            "layouts": {layout: asdict(each) for layout, each in report.layouts.items()},
            "faults": [fault.as_json() for fault in report.diagnostics],
        }
        if not report.target.own:  # Nobody asks for just this deck again, and there are many.
            self.ledger.note_target(repr(report.target), noted)
        if not report.target.cards:  # Selections are not on the front page.
            entry = serialize.dumps(report.entry)
            entry_key = digest("entry", code_digest(), entry)
            self._store.put(entry_key, entry)
            self.ledger.note_entry(own, entry_key, (report.target.deck, *report.target.tags))
        faults = tuple(report.diagnostics)
        return _Result(tuple(outputs), report.rendered, report.reused, faults, report.layouts)

    def _site(self, workspace: Workspace) -> list[str]:
        """Write what leads to the pages of this build and of those before, and what they share.

        Return the paths of all of it, the front page first.
        """
        project = workspace.project
        usual = [
            folder(deck, (staff, *person))
            for deck in project.decks.values()
            for staff, person in combined(deck.staff, deck.languages)
        ]
        folders = dict.fromkeys([*usual, *sorted(self.ledger.folders())])
        keys = [key for each in folders if (key := self.ledger.entry(each))]
        stored = dict(self._store.get_many(keys))
        data = [stored[key] for key in keys if key in stored]
        files = self.ledger.inputs(*paths.PROJECT_FILES, *paths.DESIGN_FILES)
        inputs = digest("site", code_digest(), files, *data)
        noted = self.ledger.target(_SITE)
        if noted and noted["key"] == inputs and self.ledger.are_current(noted["outputs"]):
            return [*noted["outputs"]]
        entries = [entry for each in data if (entry := _loaded(each))]
        site = Site(workspace, self._tools(workspace))
        written = site.files(entries)
        for path, html in written.items():
            self._put(path, html, inputs)
        assets = site.assets(entries)
        for path, asset in assets.items():
            if self.ledger.intact(path) is None:
                self._put(path, site.made(asset), path)
        made = {path: self.ledger.intact(path) or "" for path in (*written, *assets)}
        for path in {*noted["outputs"]} - made.keys() if noted else ():
            drop(self.ledger, self._request.output, path)
        self.ledger.note_target(_SITE, {"key": inputs, "outputs": made})
        return [*made]

    def _put(self, path: str, data: bytes, inputs: str) -> None:
        write_atomic(self._request.output / path, data)
        self.ledger.wrote(path, sha256(data).hexdigest(), inputs)


@dataclass(frozen=True, slots=True)
class _Result:
    """The result of a target that was made now or before."""

    outputs: tuple[str, ...]
    rendered: int
    reused: int
    faults: tuple[Diagnostic, ...]
    layouts: Mapping[str, PrintedFaces]

    @classmethod
    def noted(cls, noted: Mapping[str, Any]) -> _Result:
        faults = tuple(map(Diagnostic.from_json, noted["faults"]))
        layouts = {layout: PrintedFaces(**each) for layout, each in noted["layouts"].items()}
        return cls(tuple(noted["outputs"]), 0, noted["faces"], faults, layouts)


def _downloads(
    workspace: Workspace, todo: Sequence[Target], outputs: Collection[str]
) -> tuple[str, ...]:
    """Return the outputs that people download."""
    return tuple(
        download.path for target in todo for download in downloads(workspace, target, outputs)
    )


def named(workspace: Workspace, tag: str) -> str:
    """Return the name and tag of a language."""
    return f"{workspace.project.languages[tag].name} ({tag})"


def _loaded(data: bytes) -> IndexDeck | None:
    """Return an entry of the front page; None if another version of commcards wrote it."""
    try:
        entry: IndexDeck = serialize.loads(data)
    except pickle.UnpicklingError:
        return None
    return entry
