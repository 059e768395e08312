"""Reads what a build is made from, each thing once for as long as its files stay the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from commcards import frozen, pseudo
from commcards.checks import check_languages
from commcards.diagnostics import Diagnostic, has_errors
from commcards.digests import digest
from commcards.engine import engine_seal
from commcards.glossary import GLOSSARY
from commcards.ledger import Ledger
from commcards.model import Catalog
from commcards.store import Store
from commcards.workspace import CARDS, DESIGN, PROJECT, Workspace, read_catalogs

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class About:
    """What is wrong with a catalog, whether it has drafts, and whether there is anything in it."""

    faults: tuple[Diagnostic, ...]
    drafts: bool
    begun: bool


class Reader:
    """Reads one project; what was read stays at hand, and in the store."""

    def __init__(self, root: Path, store: Store, ledger: Ledger) -> None:
        self._root = root
        self._store = store
        self._ledger = ledger
        self._memory: dict[str, tuple[str, Any]] = {}

    def recall(self, kind: str, files: Sequence[str], read: Callable[[], T]) -> T:
        """Return what ``read`` returns, or what it returned when the files were the same.

        ``kind`` tells apart what is read of the same files; folders end in a slash.
        """
        inputs = digest("read", engine_seal(), str(self._root), kind, self._ledger.inputs(*files))
        known, value = self._memory.get(kind, ("", None))
        if known != inputs:
            kept = self._store.get(inputs)
            if kept is None:
                value = read()
                self._store.put(inputs, frozen.dumps(value))
            else:
                value = frozen.loads(kept)
            self._memory[kind] = inputs, value
        found: T = value
        return found

    def about(self, workspace: Workspace, tag: str, *, strict: bool = False) -> About:
        """Check a catalog; ``strict`` makes a missing translation an error."""

        def examine() -> About:
            catalogs, faults = self.catalogs(workspace, [tag])
            read = replace(workspace, catalogs=catalogs)
            entries = catalogs[tag].entries.values() if tag in catalogs else ()
            drafts = any(entry.draft and entry.text for entry in entries)
            begun = bool(entries) or has_errors(faults)
            return About((*faults, *check_languages(read, [tag], strict=strict)), drafts, begun)

        files = (*PROJECT, *CARDS, *DESIGN, GLOSSARY, f"locales/{tag}/")
        return self.recall(f"about {tag}{' strictly' * strict}", files, examine)

    def catalogs(
        self, workspace: Workspace, tags: Iterable[str]
    ) -> tuple[dict[str, Catalog], list[Diagnostic]]:
        """Return the catalogs of some languages, pseudo-locales too."""
        wanted = tuple(tags)
        read, faults = read_catalogs(workspace.project, wanted, self.recall)
        made_up = {tag: workspace.catalogs[tag] for tag in wanted if tag in pseudo.TAGS}
        return {**read, **made_up}, faults
