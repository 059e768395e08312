"""``commcards build``: cards, catalogs and layouts -> PDFs and pages in output/."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from commcards.base import paths
from commcards.base.errors import UserError
from commcards.build.unchanged import unchanged
from commcards.commands.names import papers_named
from commcards.commands.reporting import exit_code, show, show_json
from commcards.model.layouts import WHOLE, Design
from commcards.model.paper import PAPERS
from commcards.workspace.request import BuildReport, Edition, Request


@click.command()
@click.argument("names", nargs=-1, metavar="[DECK ...]")
@click.option("--deck", "decks", multiple=True, metavar="NAME", help="The same as DECK.")
@click.option(
    "--card",
    "cards",
    multiple=True,
    metavar="ID",
    help="Print this card alone, of any deck where none is named; repeat for more.",
)
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
    "--paper",
    "papers",
    multiple=True,
    metavar="NAME",
    callback=papers_named,
    help=f"Sheet size: {', '.join(sorted(PAPERS))}.",
)
@click.option("--no-cover", "cover", flag_value=False, default=True, help="Print no cover.")
@click.option(
    "--no-blank", "blank", flag_value=False, default=True, help="Print no card to write on."
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
    default=Path(paths.OUTPUT),
    help="Folder to write to.",
)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Processes.")
@click.option(
    "--scheduler",
    "address",
    default="",
    metavar="ADDRESS",
    help="Work on the Dask cluster at tcp://host:8786 instead.",
)
@click.option("--watch", is_flag=True, help="Build again at each change, until Ctrl-C.")
@click.option("--strict", is_flag=True, help="A missing translation is an error.")
@click.option("--release", is_flag=True, help="Refuse drafts, old entries and samples of services.")
@click.option("--reading-aid", is_flag=True, help="Spell the person's words in Latin letters.")
@click.option(
    "--design",
    type=click.Choice([str(design) for design in WHOLE]),
    help="Tiles to point at, or rows of sentences; without it what each layout says.",
)
@click.option("--no-cache", "cache", flag_value=False, default=True, help="Make everything again.")
@click.option("--verify", "verifies", is_flag=True, help="Write nothing; tell which files differ.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def build(
    context: click.Context,
    names: tuple[str, ...],
    decks: tuple[str, ...],
    cards: tuple[str, ...],
    staff: tuple[str, ...],
    languages: tuple[str, ...],
    layouts: tuple[str, ...],
    papers: tuple[str, ...],
    cover: bool,
    blank: bool,
    edition: Edition,
    flip: str | None,
    stacked: bool,
    back_offset: tuple[float, float],
    output: Path,
    jobs: int,
    address: str,
    watch: bool,
    strict: bool,
    release: bool,
    reading_aid: bool,
    design: str | None,
    cache: bool,
    verifies: bool,
    as_json: bool,
    root: Path,
) -> None:
    """Build decks: all that changed, and nothing else.

    Without DECK the default deck is built, in the languages and layouts that decks.yaml gives it.
    With --card it is one PDF of these cards, without pages.
    With --watch, faults are shown, and the build goes on when they are mended.
    With --verify, all of it is made anew in a temporary folder and compared with what lies there.
    """
    today = date.today()
    request = Request(
        root=root,
        output=output,
        decks=(*decks, *names),
        cards=cards,
        cover=cover,
        blank=blank,
        staff=staff,
        languages=languages,
        layouts=layouts,
        papers=papers,
        edition=edition,
        flip=flip or "",
        stacked=stacked,
        back_offset=back_offset,
        strict=strict,
        release=release,
        cache=cache,
        reading_aid=reading_aid,
        design=Design(design) if design else None,
    )
    if watch:
        if as_json or verifies:
            raise click.UsageError("--watch goes with neither --json nor --verify")
        _watch(request, jobs, address)
        return
    report = None if verifies else unchanged(request, today)
    if report is None:
        from commcards.commands import building  # slow to load, and not needed if unchanged

        make = building.verify if verifies else building.build
        report = make(request, jobs, address, today, quiet=as_json)
    if as_json:
        show_json(report.as_json())
    else:
        show(report.diagnostics)
        if verifies:
            _compare(report)
        else:
            _show_report(report, output)
    context.exit(exit_code(report.diagnostics))


def _watch(request: Request, jobs: int, address: str) -> None:
    """Build at every change until somebody stops it, and show each result."""
    from commcards.commands import building
    from commcards.workspace import watching

    for result in building.watch(request, jobs, address, watching.changes(request.root)):
        if isinstance(result, BuildReport):
            show(result.diagnostics)
            _sum_up(result)
        elif isinstance(result, UserError):
            show(result.diagnostics)
        else:
            click.echo(result.format_message(), err=True)


def _compare(report: BuildReport) -> None:
    differing = sum(fault.code == "output-differs" for fault in report.diagnostics)
    click.echo(f"{len(report.outputs)} files made anew, {differing} differ")


def _show_report(report: BuildReport, output: Path) -> None:
    front = [path for path in report.outputs if path == paths.INDEX]
    for path in (*report.downloads, *front):
        click.echo(output / path)
    if report.drafts:
        click.echo(f"drafts that no qualified person has reviewed: {', '.join(report.drafts)}")
    _sum_up(report)


def _sum_up(report: BuildReport) -> None:
    click.echo(f"{report.rendered} faces rendered, {report.reused} reused, {report.seconds:.1f} s")
