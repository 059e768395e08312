"""The progress bar of a build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from commcards.build import builder


@contextmanager
def bar() -> Iterator[builder.Progress]:
    """Yield a function that moves the bar."""
    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("building", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
