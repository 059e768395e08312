"""Reads what a build is made from, each thing once for as long as its files stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.base.versions import code_digest
from commcards.model.catalogs import Catalog
from commcards.translation import pseudo
from commcards.translation.progress import GAP, missing
from commcards.workspace.checks import check_catalog, check_source, is_unreadable
from commcards.workspace.scope import WHOLE, Scope
from commcards.workspace.workspace import Workspace, read_catalogs, read_workspace

_SOURCE_FILES = (*paths.PROJECT_FILES, *paths.CARD_FILES, *paths.DESIGN_FILES)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class About:
    """What is wrong with a catalog, whether it has drafts, and which lines it lacks, by key.

    A language that nobody has begun lacks none: one of its faults says so.
    """

    faults: tuple[Diagnostic, ...]
    drafts: bool
    gaps: tuple[str, ...]

    @property
    def but_gaps(self) -> list[Diagnostic]:
        """The faults without those that say what is not translated."""
        return [fault for fault in self.faults if fault.code != GAP]


class Reader:
    """Reads one project; what was read stays at hand, and after ``keep`` in the store."""

    def __init__(self, root: Path, store: Store, ledger: Ledger) -> None:
        self._root = root
        self._store = store
        self._ledger = ledger
        self._memory: dict[str, tuple[str, Any]] = {}
        self._new: dict[str, object] = {}  # what the store has not, by key

    def recall(self, kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
        """Return what ``read`` returns, or what it returned when the files were the same.

        ``kind`` tells apart what is read of the same files; folders end in a slash.
        """
        key = self._key(kind, files)

        def find() -> T:
            kept = self._store.get(key)
            if kept is None:
                self._new[key] = value = read()
                return value
            found: T = serialize.loads(kept)
            return found

        return self._at_hand(kind, key, find)

    def workspace(self, invented: Sequence[str]) -> tuple[Workspace, list[Diagnostic]]:
        """Return all but the catalogs, which ``catalogs`` gives; made-up ones are in it."""
        key = self._key(f"workspace {invented}", (*_SOURCE_FILES, paths.GLOSSARY))
        workspace, faults = self._at_hand(
            "workspace", key, lambda: read_workspace(self._root, invented, self.recall)
        )
        return workspace, [*faults]

    def _at_hand(self, kind: str, key: str, find: Callable[[], T]) -> T:
        """Return what was last found of a kind, or find it where the key is another."""
        known, value = self._memory.get(kind, ("", None))
        if known != key:
            value = find()
            self._memory[kind] = key, value
        found: T = value
        return found

    def _key(self, kind: str, files: Sequence[str]) -> str:
        inputs = self._ledger.inputs(*files)
        return digest("read", code_digest(), str(self._root), kind, inputs)

    def keep(self) -> None:
        """Keep what was read for other processes; nobody has to wait for that."""
        for key, value in self._new.items():  # one by one: together they are large
            self._store.put(key, serialize.dumps(value))
        self._new.clear()

    def about(self, workspace: Workspace, tag: str, *, strict: bool = False) -> About:
        """Check a catalog; ``strict`` makes a missing translation an error."""
        all_files = (*_SOURCE_FILES, paths.GLOSSARY, paths.locale(tag))
        kind = f"about {tag}{' strictly' * strict}"
        return self.recall(kind, all_files, lambda: self.examine(workspace, tag, strict=strict))

    def examine(
        self, workspace: Workspace, tag: str, scope: Scope = WHOLE, *, strict: bool = False
    ) -> About:
        """Check the part of a catalog that is in the scope, as ``about`` checks all of it."""
        catalogs, faults = self.catalogs(workspace, [tag])
        catalog = catalogs.get(tag, Catalog(tag, {}))
        part, entries = scope.narrowed(workspace), scope.entries(workspace, catalog)
        drafts = any(entry.draft and entry.text for entry in entries)
        faults += self.recall(
            f"about the source {scope}", _SOURCE_FILES, lambda: check_source(part)
        )
        gaps: list[str] = []
        if tag in catalogs and not is_unreadable(catalog, faults):
            faults += check_catalog(part, catalog, strict=strict, entries=entries)
            gaps = missing(part.judged, catalog)
        return About(tuple(faults), drafts, tuple(gaps))

    def catalogs(
        self, workspace: Workspace, tags: Iterable[str]
    ) -> tuple[dict[str, Catalog], list[Diagnostic]]:
        """Return the catalogs of some languages, pseudo-locales too."""
        wanted = tuple(tags)
        read, faults = read_catalogs(workspace.project, wanted, self.recall)
        made_up = {tag: workspace.catalogs[tag] for tag in wanted if tag in pseudo.TAGS}
        return {**read, **made_up}, faults
