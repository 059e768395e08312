"""``commcards upgrade``: what an update has changed below a project of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location
from commcards.base.errors import UserError
from commcards.workspace.library import Changes, changes, note

_NAMED = 8  # pieces of a kind: more are counted


@click.command()
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
def upgrade(root: Path) -> None:
    """Tell what is new, changed and gone in the library below this project, and note it.

    It changes no file but library.lock; whatever is yours stays as it is.
    """
    found = changes(root)
    if found is None and (root / paths.LANGUAGES).exists():
        text = "this folder has all itself, and lies over no library"
        hint = "lay out a project of your own with `commcards new DIR`"
        raise UserError([Diagnostic(Location(str(root)), "no-library-below", text, hint)])
    if found:
        for line in told(found):
            click.echo(line)
    note(root)
    click.echo(f"noted in {paths.LOCK}")


def told(found: Changes) -> Iterator[str]:
    """Yield what has changed, as lines for people."""
    if found.before != found.now:
        yield f"commcards {found.before or 'unknown'} -> {found.now}"
    for what, names in (("new", found.new), ("changed", found.changed), ("gone", found.gone)):
        for place, group in groupby(names, _place):
            inner = [name.removeprefix(place).lstrip("/#") for name in group]
            yield f"{what:8} {place}: {_some(inner)}"
    if not (found.new or found.changed or found.gone):
        yield "nothing has changed"
    for name in found.stale:
        beside = f"compare it with {layers.LIBRARY / name.partition('#')[0]}"
        now = "which has it no more" if name in found.gone else beside
        yield f"yours    {name} stands in place of the library's: {now}"


def _place(name: str) -> str:
    """Return the file or folder that a piece is named under."""
    file, _, entry = name.partition("#")
    return file if entry else file.rpartition("/")[0]


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
