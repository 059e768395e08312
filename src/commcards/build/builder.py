"""What to make, made by workers or in this process, and what came of it.

Nothing is read, checked or made that was before from the same files: the ledger knows the files,
the store keeps what came of them.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
from commcards.build.outputs import downloads
from commcards.build.unchanged import request_key
from commcards.build.workers import Workers
from commcards.model.cards import Card
from commcards.project.decks import Project
from commcards.site.pages import IndexDeck
from commcards.site.publish import front_page
from commcards.text.templates import Templates
from commcards.translation import pseudo
from commcards.workspace.checks import check_address, check_services, prints_services
from commcards.workspace.output import Tools
from commcards.workspace.recall import Reader
from commcards.workspace.release import release_faults
from commcards.workspace.request import BuildReport, Request
from commcards.workspace.targets import (
    Target,
    asked,
    folder,
    languages_of,
    needed_cards,
    pairs,
    spread,
)
from commcards.workspace.workspace import (
    Workspace,
    read_known_cards,
    read_known_project,
)

Progress = Callable[[int, int], None]  # targets done, targets in all


def build(
    request: Request,
    start: Callable[[], Workers] | None = None,
    progress: Progress = lambda done, total: None,
    today: date | None = None,
) -> BuildReport:
    """Build what is asked for; see Builder.build."""
    builder = Builder(request)
    try:
        return builder.build(request, start, progress, today)
    finally:
        builder.keep()


class Builder:
    """Builds one request again and again; what it has read and made stays at hand.

    ``keep`` comes when nobody waits any more.
    """

    def __init__(self, asked: Request) -> None:
        """``asked`` is the request in the user's own words; ``ledger.unchanged`` knows it so."""
        self._asked = self._request = asked
        self._folder = asked.store
        self._store = Store(self._folder)
        self.ledger = Ledger(asked.root, asked.output, self._folder)
        self.reader = Reader(asked.root, self._store, self.ledger)
        self._looked = False  # whether all files were looked at for the next build
        self._kept: tuple[str, DeckBuilder] | None = None

    def look(self) -> tuple[Project, list[Diagnostic]]:
        """Return decks, languages and layouts as they are now, with what is wrong with them.

        The next build is of the files as they are now.
        """
        self._looked = True
        self.ledger.scan()
        return read_known_project(self._asked.root, self.reader.recall)

    def keep(self) -> None:
        """Keep what was read and made for the next process, which goes on from there."""
        self.reader.keep()
        self.ledger.save()

    def build(
        self,
        request: Request,
        start: Callable[[], Workers] | None = None,
        progress: Progress = lambda done, total: None,
        today: date | None = None,
    ) -> BuildReport:
        """Build what has changed; without workers to ``start``, in this process.

        ``request`` is what was asked for, names told apart. ``today`` is the day that services
        must not be out of date on; None does not check them.

        Faults in what the build reads stop it before anything is written; a fault that only a page
        can show stops the layouts that have it. Raises UserError when set-up is missing, and any
        error of a worker; what was finished until then is kept.
        """
        started = time.perf_counter()
        self._request = request
        if not self._looked:
            self.look()
        self._looked = False
        invented = [tag for tag in pseudo.TAGS if tag in "+".join(request.languages).split("+")]
        project, of_project = read_known_project(request.root, self.reader.recall)
        cards, of_cards = read_known_cards(request.root, self.reader.recall)
        todo = asked(project, request)
        keys = {target: self._key(project, cards, target) for target in todo}
        fresh = self._fresh(keys)
        workers, stale = None, len(keys) - len(fresh)
        if start and stale > 1 and not has_errors([*of_project, *of_cards]):
            workers = start()
            workers.prepare(stale)  # while the rest is read and checked
        workspace, faults = self.reader.workspace(invented)
        used = languages_of(todo)
        about = {tag: self.reader.about(workspace, tag, strict=request.strict) for tag in used}
        faults += [fault for each in about.values() for fault in each.faults]
        faults += self._further_faults(workspace, todo, today, has_errors(faults))
        results: list[_Result] = []
        outputs: list[str] = []
        if not has_errors(faults):
            found = dict(self._run(workspace, keys, fresh, workers, progress))
            results = [found[target] for target in todo]
            outputs = [path for result in results for path in result.outputs]
            faults += [fault for result in results for fault in result.faults]
            outputs.append(self._index(workspace, todo))
        report = BuildReport(
            targets=len(todo),
            rendered=sum(result.rendered for result in results),
            reused=sum(result.reused for result in results),
            seconds=time.perf_counter() - started,
            outputs=tuple(outputs),
            diagnostics=tuple(in_order(faults)),
            drafts=tuple(_named(workspace, tag) for tag in used if about[tag].drafts),
            downloads=_downloads(workspace, todo, outputs),
        )
        if results:
            report.write(request.output)
            if today:
                told = [report.as_json(), report.drafts, report.downloads]
                self.ledger.note_request(request_key(self._asked, today), told, outputs)
        return report

    def _further_faults(
        self, workspace: Workspace, todo: Sequence[Target], today: date | None, broken: bool
    ) -> list[Diagnostic]:
        """Find what is wrong with services, and with a release where it can be judged."""
        faults: list[Diagnostic] = []
        release = self._request.release
        if today:
            released = release and prints_services(workspace, todo)
            faults += check_services(workspace, today, release=released)
            faults += check_address(workspace, release=release)
        if release and not broken:
            catalogs, _ = self.reader.catalogs(workspace, languages_of(todo))
            faults += release_faults(replace(workspace, catalogs=catalogs), todo)
        return faults

    def _fresh(self, keys: Mapping[Target, str]) -> dict[Target, _Result]:
        """Return what came before of targets that need not be made again."""
        ledger = self.ledger
        noted = {target: ledger.target(repr(target)) for target in keys}
        return {
            target: _Result.noted(before)
            for target, before in noted.items()
            if before and before["key"] == keys[target] and ledger.are_current(before["outputs"])
        }

    def _run(
        self,
        workspace: Workspace,
        keys: Mapping[Target, str],
        fresh: Mapping[Target, _Result],
        workers: Workers | None,
        progress: Progress,
    ) -> Iterator[tuple[Target, _Result]]:
        """Make what is not there yet, and write it."""
        yield from fresh.items()
        stale = [target for target in keys if target not in fresh]
        progress(len(fresh), len(keys))
        reports = self._make(workspace, spread(stale), workers)
        for done, report in enumerate(reports, len(fresh) + 1):
            own = folder(workspace.project.decks[report.target.deck], report.target.tags)
            yield report.target, self._write(report, keys[report.target], own)
            progress(done, len(keys))

    def _key(self, project: Project, cards: Mapping[str, Card], target: Target) -> str:
        """Return the digest of everything that a target is made from."""
        needed = map(paths.card, needed_cards(cards, project.decks[target.deck]))
        catalogs = map(paths.locale, target.tags)
        files = self.ledger.inputs(*paths.PROJECT_FILES, *paths.DESIGN_FILES, *needed, *catalogs)
        return digest("target", code_digest(), repr(target), files)

    def _make(
        self, workspace: Workspace, stale: Sequence[Target], workers: Workers | None
    ) -> Iterator[TargetReport]:
        catalogs, _ = self.reader.catalogs(workspace, languages_of(stale))
        written, decks = self.ledger.outputs(), workspace.project.decks
        owned = (written.get(folder(decks[each.deck], each.tags), ()) for each in stale)
        current = map(self.ledger.untouched, owned)
        work = zip(stale, current, strict=True)
        if workers:
            tools = self._tools(workspace)
            yield from workers.make(work, workspace, tools, catalogs)
            return
        maker = self._deck_builder(workspace)
        for target, lying in work:
            own = {tag: catalogs[tag] for tag in target.tags if tag in catalogs}
            yield maker.make(target, own, lying)

    def _deck_builder(self, workspace: Workspace) -> DeckBuilder:
        """Return the deck builder of this process, made anew when its material has changed."""
        key = self.ledger.inputs(
            *paths.PROJECT_FILES, *paths.CARD_FILES, *paths.DESIGN_FILES
        ) + repr(sorted(workspace.catalogs))
        if self._kept is None or self._kept[0] != key:
            self._kept = key, DeckBuilder(workspace, self._tools(workspace))
        return self._kept[1]

    def _tools(self, workspace: Workspace) -> Tools:
        templates = Templates.read(self._request.root / paths.TEMPLATES)
        return Tools.of(workspace, templates, self._store, self._folder, self._request.output)

    def _write(self, report: TargetReport, key: str, own: str) -> _Result:
        for made in report.made:
            if made.data is not None:
                write_atomic(self._request.output / made.path, made.data)
            if made.sha256:
                self.ledger.wrote(made.path, made.sha256, made.inputs)
        entry = serialize.dumps(report.entry)
        entry_key = digest("entry", code_digest(), entry)
        self._store.put(entry_key, entry)
        outputs = {made.path: made.inputs for made in report.made}
        noted = {
            "key": key,
            "outputs": outputs,
            "faces": report.rendered + report.reused,
            "faults": [fault.as_json() for fault in report.diagnostics],
        }
        self.ledger.note_target(repr(report.target), noted)
        self.ledger.note_entry(own, entry_key)
        faults = tuple(report.diagnostics)
        return _Result(tuple(outputs), report.rendered, report.reused, faults)

    def _index(self, workspace: Workspace, todo: Sequence[Target]) -> str:
        """Write the front page: what was made now, and what lies in output/ from before."""
        project = workspace.project
        decks = project.decks
        known = [
            (deck, (staff, *person)) for deck in decks.values() for staff, person in pairs(deck)
        ]
        known += [(decks[target.deck], target.tags) for target in todo]
        folders = dict.fromkeys(folder(deck, tags) for deck, tags in known)
        keys = [key for each in folders if (key := self.ledger.entry(each))]
        found = dict(self._store.get_many(keys))
        kept = [found[key] for key in keys if key in found]
        files = self.ledger.inputs(*paths.PROJECT_FILES, *paths.DESIGN_FILES)
        inputs = digest("index", code_digest(), files, *kept)
        if self.ledger.intact(paths.INDEX) != inputs:
            entries = [entry for data in kept if (entry := _loaded(data))]
            html = front_page(workspace, self._tools(workspace), entries)
            write_atomic(self._request.output / paths.INDEX, html)
            self.ledger.wrote(paths.INDEX, sha256(html).hexdigest(), inputs)
        return paths.INDEX


@dataclass(frozen=True, slots=True)
class _Result:
    """What a target came to, made now or before."""

    outputs: tuple[str, ...]
    rendered: int
    reused: int
    faults: tuple[Diagnostic, ...]

    @classmethod
    def noted(cls, noted: Mapping[str, Any]) -> _Result:
        faults = tuple(map(Diagnostic.from_json, noted["faults"]))
        return cls(tuple(noted["outputs"]), 0, noted["faces"], faults)


def _downloads(
    workspace: Workspace, todo: Sequence[Target], outputs: Collection[str]
) -> tuple[str, ...]:
    """Return those of the outputs that people fetch."""
    return tuple(
        download.path for target in todo for download in downloads(workspace, target, outputs)
    )


def _named(workspace: Workspace, tag: str) -> str:
    return f"{workspace.project.languages[tag].name} ({tag})"


def _loaded(data: bytes) -> IndexDeck | None:
    """Return an entry of the front page; None where another version of commcards wrote it."""
    try:
        entry: IndexDeck = serialize.loads(data)
    except pickle.UnpicklingError:
        return None
    return entry
