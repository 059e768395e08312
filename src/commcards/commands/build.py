"""``commcards build``: cards, catalogs and layouts -> PDFs and pages in output/."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from commcards import pipeline, pseudo
from commcards.commands.reporting import exit_code, show, show_json
from commcards.model import MOST_TOGETHER, TOGETHER, Language
from commcards.paper import PAPERS
from commcards.project import Project, read_project
from commcards.targets import Edition


@click.command()
@click.argument("names", nargs=-1, metavar="[DECK ...]")
@click.option("--staff", multiple=True, metavar="TAG", help="Staff language; repeat for more.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="The people's language; ar+fa+uk puts up to three on one card.",
)
@click.option("--layout", "layouts", multiple=True, metavar="NAME", help="Sheet format.")
@click.option(
    "--paper", "papers", multiple=True, type=click.Choice(sorted(PAPERS)), help="Sheet size."
)
@click.option("--edition", type=click.Choice(["color", "grey"]), default="color", help="Inks.")
@click.option(
    "--flip",
    type=click.Choice(["long-edge", "short-edge", "none"]),
    help="How the printer turns the sheet; none prints on one side.",
)
@click.option(
    "--cut-and-stack", "stacked", is_flag=True, help="Order faces so that cut stacks pile up."
)
@click.option(
    "--back-offset",
    type=(click.FloatRange(-20, 20), click.FloatRange(-20, 20)),
    default=(0.0, 0.0),
    metavar="X Y",
    help="Move backs by mm to the right and down; `commcards calibrate` measures it.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"),
    help="Folder to write to; give colour and grey one each.",
)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Processes.")
@click.option("--strict", is_flag=True, help="A missing translation is an error.")
@click.option("--release", is_flag=True, help="Refuse drafts, old entries and samples of services.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def build(
    context: click.Context,
    names: tuple[str, ...],
    staff: tuple[str, ...],
    languages: tuple[str, ...],
    layouts: tuple[str, ...],
    papers: tuple[str, ...],
    edition: Edition,
    flip: str | None,
    stacked: bool,
    back_offset: tuple[float, float],
    output: Path,
    jobs: int,
    strict: bool,
    release: bool,
    as_json: bool,
    root: Path,
) -> None:
    """Build decks: all that changed, and nothing else.

    Without DECK the default deck is built, in the languages and layouts that decks.yaml gives it.
    """
    project, _ = read_project(root)
    decks, languages, layouts = _sort_names(project, names, languages, layouts)
    people = [tag for together in languages for tag in _together(together)]
    _refuse_unknown("language", (*staff, *people), _languages(project))
    _refuse_unknown("layout", layouts, project.layouts)
    request = pipeline.Request(
        root, output, decks, staff, languages, layouts, papers, edition, flip or "", stacked,
        back_offset, strict, release,
    )  # fmt: skip
    with _executor(jobs) as executor, _progress(as_json) as progress:
        report = pipeline.build(request, executor, progress, date.today())
    if as_json:
        show_json(report.as_json())
    else:
        show(report.diagnostics)
        _tell(report, output, project)
    context.exit(exit_code(report.diagnostics))


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
    with ProcessPoolExecutor(jobs, mp_context=context) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _progress(quiet: bool) -> Iterator[pipeline.Progress]:
    if quiet:
        yield lambda done, total: None
        return
    columns: tuple[Any, ...] = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("building", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell(report: pipeline.BuildReport, output: Path, project: Project) -> None:
    for path in report.outputs:
        if path.endswith((".pdf", "index.html")):
            click.echo(output / path)
    if report.drafts:
        known = _languages(project)
        names = ", ".join(f"{known[tag].name} ({tag})" for tag in report.drafts)
        click.echo(f"drafts, reviewed by no qualified person: {names}")
    click.echo(f"{report.rendered} faces rendered, {report.reused} reused, {report.seconds:.1f} s")
