"""The read cache: reads each part of a project once while its files stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from commcards.base import paths, serialize
from commcards.base.diagnostics import Diagnostic
from commcards.base.digests import digest
from commcards.base.layers import is_library
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
class CatalogReport:
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


class ReadCache:
    """Reads one project; results stay in memory, and after ``keep`` in the store."""

    def __init__(self, root: Path, store: Store, ledger: Ledger) -> None:
        self._root = root
        self._store = store
        self._ledger = ledger
        self._memory: dict[str, tuple[str, Any]] = {}
        self._new: dict[str, object] = {}  # values that are not in the store yet, by key

    def recall(self, kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
        """Return the value of ``read``, or its former value if the files are unchanged.

        ``kind`` distinguishes values that are read from the same files; folders end in a slash.
        """
        key = self._key(kind, files)

        def find() -> T:
            data = self._store.get(key)
            if data is None:
                self._new[key] = value = read()
                return value
            stored: T = serialize.loads(data)
            return stored

        return self._in_memory(kind, key, find)

    def workspace(self, invented: Sequence[str]) -> tuple[Workspace, list[Diagnostic]]:
        """Return a workspace without catalogs, except those of ``invented`` languages."""
        key = self._key(f"workspace {invented}", (*_SOURCE_FILES, paths.GLOSSARY))
        workspace, faults = self._in_memory(
            "workspace", key, lambda: read_workspace(self._root, invented, self.recall)
        )
        return workspace, [*faults]

    def _in_memory(self, kind: str, key: str, find: Callable[[], T]) -> T:
        """Return the last value of a kind, or find it if its key has changed."""
        last_key, value = self._memory.get(kind, ("", None))
        if last_key != key:
            value = find()
            self._memory[kind] = key, value
        result: T = value
        return result

    def _key(self, kind: str, files: Sequence[str]) -> str:
        inputs = self._ledger.inputs(*files)
        return digest("read", code_digest(), str(self._root), kind, inputs)

    def keep(self) -> None:
        """Store what was read for other processes, when nobody is waiting."""
        for key, value in self._new.items():  # One at a time, because all together are large.
            self._store.put(key, serialize.dumps(value))
        self._new.clear()

    def report(self, workspace: Workspace, tag: str, *, strict: bool = False) -> CatalogReport:
        """Check a catalog; ``strict`` makes a missing translation an error."""
        all_files = (*_SOURCE_FILES, paths.GLOSSARY, paths.locale(tag))
        kind = f"about {tag}{' strictly' * strict}"
        return self.recall(kind, all_files, lambda: self.examine(workspace, tag, strict=strict))

    def examine(
        self, workspace: Workspace, tag: str, scope: Scope = WHOLE, *, strict: bool = False
    ) -> CatalogReport:
        """Check the part of a catalog that is in the scope, as ``report`` checks all of it."""
        catalogs, faults = self.catalogs(workspace, [tag])
        catalog = catalogs.get(tag, Catalog(tag, {}))
        messages = scope.messages(workspace, catalog)
        keys = {message.key for message in messages}
        entries = [each for each in catalog.entries.values() if scope.is_all or each.key in keys]
        judged = [each for each in entries if not is_library(each.where.file)]
        drafts = any(entry.draft and entry.text for entry in entries)
        source = self.recall("source", _SOURCE_FILES, lambda: check_source(workspace))
        faults += scope.told(workspace, source)
        gaps: list[str] = []
        if tag in catalogs and not is_unreadable(catalog, faults):
            faults += check_catalog(workspace, catalog, messages, judged, strict=strict)
            gaps = missing(workspace.judged(messages), catalog)
        return CatalogReport(tuple(faults), drafts, tuple(gaps))

    def catalogs(
        self, workspace: Workspace, tags: Iterable[str]
    ) -> tuple[dict[str, Catalog], list[Diagnostic]]:
        """Return the catalogs of some languages and pseudo-locales."""
        every = tuple(tags)
        known = workspace.messages
        catalogs, faults = read_catalogs(workspace.project, known, every, self.recall)
        invented = {tag: workspace.catalogs[tag] for tag in every if tag in pseudo.TAGS}
        return {**catalogs, **invented}, faults
