"""Builds for the command line: names made sure of, worker processes, a progress bar."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from commcards import pipeline, pseudo
from commcards.model import MOST_TOGETHER, TOGETHER, Language
from commcards.project import Project, read_project
from commcards.request import BuildReport, Request


def build(request: Request, jobs: int, today: date, *, quiet: bool) -> BuildReport:
    """Build on as many processes as ``jobs``. Raises click.UsageError for unknown names."""
    named = with_names(request)
    with _executor(jobs) as executor, _progress(quiet) as progress:
        return pipeline.build(named, executor, progress, today, request)


def with_names(request: Request) -> Request:
    """Return the request with decks, languages and layouts told apart and known."""
    project, _ = read_project(request.root)
    decks, languages, layouts = _sort_names(
        project, request.decks, request.languages, request.layouts
    )
    people = [tag for together in languages for tag in _together(together)]
    _refuse_unknown("language", (*request.staff, *people), _languages(project))
    _refuse_unknown("layout", layouts, project.layouts)
    return replace(request, decks=decks, languages=languages, layouts=layouts)


def _languages(project: Project) -> dict[str, Language]:
    """Return the languages that a build can be asked for."""
    return {**project.languages, **pseudo.languages(project.languages)}


def _together(tags: str) -> list[str]:
    """Return the languages that share a card."""
    people = tags.split(TOGETHER)
    if len(people) > MOST_TOGETHER:
        raise click.UsageError(f"{tags}: a card has room for {MOST_TOGETHER} languages at most")
    return people


def _refuse_unknown(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = tuple(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        text = f"no {kind} {', '.join(unknown)}; there are: {', '.join(known)}"
        raise click.UsageError(text)


def _sort_names(
    project: Project, names: tuple[str, ...], languages: tuple[str, ...], layouts: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Tell decks from further values of an option: ``--language ar fa`` as well as repeated."""
    decks = []
    for name in names:
        if name in project.decks:
            decks.append(name)
        elif languages and set(name.split(TOGETHER)) <= set(_languages(project)):
            languages = (*languages, name)
        elif layouts and name in project.layouts:
            layouts = (*layouts, name)
        else:
            known = ", ".join(project.decks)
            raise click.UsageError(f"no deck {name!r} in decks.yaml, which has: {known}")
    return tuple(decks), languages, layouts


@contextmanager
def _executor(jobs: int) -> Iterator[Executor | None]:
    if jobs == 1:
        yield None
        return
    # Spawned workers start alike on every system, and share no locks with this process.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_deaf) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _deaf() -> None:
    """Leave Ctrl-C to the process that gives out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _progress(quiet: bool) -> Iterator[pipeline.Progress]:
    if quiet:
        yield lambda done, total: None
        return
    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("building", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
