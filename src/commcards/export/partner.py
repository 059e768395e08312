"""What was built of a deck -> a ZIP for a partner, with credits, licence and checksums."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location, Severity
from commcards.export.archive import zipped
from commcards.model.languages import TOGETHER
from commcards.workspace.credits import credit_lines
from commcards.workspace.output import LocalDeck
from commcards.workspace.targets import folder, page, sheet, staff_keys
from commcards.workspace.workspace import Workspace

_CREDITS = "CREDITS.txt"
_SUMS = "SHA256SUMS"  # for `sha256sum -c`


def built(deck: LocalDeck, output: Path) -> list[str]:
    """Return the PDFs and pages of a deck that lie in the output folder, without the staff's key.

    Whoever gets them prints from them and hands the prints out.
    """
    own = output / folder(deck.deck, deck.target.tags)
    found = [path for ending in ("pdf", "html") for path in own.rglob(f"*.{ending}")]
    names = {path.relative_to(output).as_posix() for path in found}
    return sorted(names - {*staff_keys(deck.deck, deck.target)})


def faults(deck: LocalDeck, found: Collection[str]) -> list[Diagnostic]:
    """Find what a build of the deck makes and was not found, and that there is no licence.

    A missing page is an error, and so is no PDF at all; other PDFs may be left out on purpose.
    """
    target, layouts = deck.target, deck.workspace.project.layouts
    pages = [page(deck.deck, target, card.card) for card in deck.cards]
    sheets = [
        sheet(deck.deck, target, name, paper, target.edition)
        for name in target.layouts
        for paper in target.papers
        if paper in layouts[name].grids
    ]
    missing = [path for path in (*sheets, *pages) if path not in found]
    complaints = []
    if not _licence(deck.workspace).is_file():
        hint = "write on what terms others may use your cards"
        text = "there is no licence to send along"
        complaints.append(Diagnostic(Location(paths.LICENCE), "missing-file", text, hint))
    if missing:
        own = folder(deck.deck, target.tags)
        names = ", ".join(path.removeprefix(f"{own}/") for path in missing) if found else "all"
        text = f"{len(missing)} of {len(pages) + len(sheets)} PDFs and pages are missing: {names}"
        person = TOGETHER.join(target.person)
        build = f"commcards build {deck.deck.id} --staff {target.staff} --language {person}"
        has_pdf = any(path.endswith(".pdf") for path in found)
        severity = Severity.WARNING if has_pdf and {*pages} <= {*found} else Severity.ERROR
        hint = f"run `{build}` first"
        complaints.append(Diagnostic(Location(own), "not-built", text, hint, severity))
    return complaints


def packed(
    deck: LocalDeck, output: Path, found: Collection[str], site: Mapping[str, bytes]
) -> bytes:
    """Return the ZIP of what was found, in folders as here, with what leads to it and is shared.

    Raises OSError if a file or the project's licence cannot be read.
    """
    workspace = deck.workspace
    pictures = {name for card in deck.cards for name in card.pictures}
    lines = {line for name in pictures for line in workspace.symbols[name].credits}
    credits = credit_lines(workspace, deck.target, deck.cards, lines)
    files = {**site, **{path: (output / path).read_bytes() for path in found}}
    files[paths.LICENCE] = _licence(workspace).read_bytes()
    files[_CREDITS] = "".join(f"{line}\n" for line in credits).encode()
    sums = (f"{sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
    return zipped({**files, _SUMS: "".join(sums).encode()})


def _licence(workspace: Workspace) -> Path:
    """Return the terms of the project, or else the library's."""
    return layers.find(workspace.project.root, paths.LICENCE)[0] / paths.LICENCE
