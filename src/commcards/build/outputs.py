"""The table of outputs, in the order of making them: pages link to the PDFs before them.

A new kind is a subclass of workspace.output.Output, and a row here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from commcards.base.ledger import Ledger
from commcards.build.printing import Printing
from commcards.build.staffkey import StaffKey
from commcards.site.publish import CardPages
from commcards.translation import pseudo
from commcards.workspace.output import Download, Output
from commcards.workspace.targets import Target, folder
from commcards.workspace.workspace import Workspace

OUTPUTS: Mapping[str, type[Output]] = {"pdf": Printing, "key": StaffKey, "html": CardPages}


def downloads(workspace: Workspace, target: Target, there: Collection[str]) -> list[Download]:
    """Return the downloads of a target among the existing files, by path."""
    labels = {
        path: label
        for output in OUTPUTS.values()
        if output.is_download
        for path, label in output.paths(workspace, target).items()
    }
    return [Download(path, labels[path]) for path in sorted(labels) if path in there]


def remove_leftovers(workspace: Workspace, ledger: Ledger, output: Path) -> None:
    """Delete outputs that no build of this project would make, unless somebody changed them."""
    written = ledger.outputs()
    for own, (deck, *tags) in ledger.folders().items():
        possible = _possible(workspace, own, deck, tags)
        for path in written.get(own, ()):
            if path not in possible:
                drop(ledger, output, path)
        if not possible:
            ledger.forget_folder(own)
            with suppress(OSError):  # The folder may hold other files.
                (output / own).rmdir()


def drop(ledger: Ledger, output: Path, path: str) -> None:
    """Delete an output that nothing leads to any more, unless somebody changed it."""
    if ledger.intact(path):
        (output / path).unlink()
        ledger.forget(path)


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
