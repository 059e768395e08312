"""Deletes files of earlier builds that no deck has any more: of removed cards, decks, languages."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from commcards.base.ledger import Ledger
from commcards.build.outputs import OUTPUTS
from commcards.translation import pseudo
from commcards.workspace.targets import Target, folder
from commcards.workspace.workspace import Workspace


def remove(workspace: Workspace, ledger: Ledger, output: Path) -> None:
    """Delete outputs that no build of this project would make, unless somebody changed them."""
    written = ledger.outputs()
    for own, (deck, *tags) in ledger.folders().items():
        possible = _possible(workspace, own, deck, tags)
        for path in written.get(own, ()):
            if path not in possible and ledger.intact(path):
                (output / path).unlink()
                ledger.forget(path)
        if not possible:
            ledger.forget_folder(own)
            with suppress(OSError):  # The folder may hold other files.
                (output / own).rmdir()


def _possible(workspace: Workspace, own: str, deck_id: str, tags: Sequence[str]) -> set[str]:
    """Return every path that a build may write in the folder of a deck and languages."""
    deck = workspace.project.decks.get(deck_id)
    if deck is None or folder(deck, tags) != own:
        return set()
    languages = workspace.project.languages
    if not set(tags) <= {*languages, *pseudo.languages(languages)}:
        return set()
    staff, *person = tags
    target = Target(
        deck=deck_id, staff=staff, person=tuple(person), layouts=(), papers=(), edition="color"
    )
    return {path for each in OUTPUTS.values() for path in each.paths(workspace, target)}
