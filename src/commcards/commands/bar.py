"""The bar that shows how far a build is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from commcards.build.builder import Progress as Told


@contextmanager
def bar() -> Iterator[Told]:
    """Yield what is told of each target that is done."""
    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("building", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
