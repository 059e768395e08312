"""Composed cards by key, in the store; those that were asked for before stay at hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from commcards.base.store import Store
from commcards.base.units import Mm, Pt
from commcards.pdf import Fragment, fragment

KEPT = 500  # cards at hand, about 60 KB each


class Shelf:
    """Keeps the fragments of cards.

    Only what is taken from the store stays at hand: a build from nothing needs each card once, a
    watcher most of them again and again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, tuple[Fragment, ...]] = {}

    def take(
        self, keys: Iterable[str], width: Pt, height: Pt, bleed: Mm
    ) -> dict[str, tuple[Fragment, ...]]:
        """Return the fragments of each key that is known; all are of one geometry."""
        wanted = list(keys)
        found = {key: self._kept[key] for key in wanted if key in self._kept}
        read = {
            key: fragment.loads(data, width, height, bleed)
            for key, data in self._store.get_many(key for key in wanted if key not in found)
        }
        self._kept |= read
        for oldest in list(islice(self._kept, max(0, len(self._kept) - KEPT))):
            del self._kept[oldest]
        return found | read

    def put(self, key: str, fragments: tuple[Fragment, ...]) -> None:
        """Keep fragments in the store."""
        self._store.put(key, fragment.dumps(fragments))
