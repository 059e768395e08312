"""``commcards calibrate``: a sheet that measures how far a printer's backs miss their fronts."""

from __future__ import annotations

from pathlib import Path

import click

from commcards.base import paths
from commcards.base.files import write_atomic
from commcards.build import calibration
from commcards.commands.reporting import exit_code, show
from commcards.model.paper import PAPERS
from commcards.project.decks import read_project
from commcards.workspace.workspace import read_workspace

OFFSET = click.FloatRange(-20, 20)  # the range of `build`


@click.command()
@click.option(
    "--paper",
    "papers",
    multiple=True,
    type=click.Choice(sorted(PAPERS)),
    help="Sheet size; repeat for more. The default is a4.",
)
@click.option("--landscape", is_flag=True, help="For layouts on landscape sheets.")
@click.option(
    "--flip",
    type=click.Choice(["long-edge", "short-edge"]),
    default="long-edge",
    help="How the printer turns the sheet.",
)
@click.option("--staff", metavar="TAG", help="Language of the words; by default the first deck's.")
@click.option(
    "--back-offset",
    type=(OFFSET, OFFSET),
    default=(0.0, 0.0),
    metavar="X Y",
    help="Print with a measured offset: the sheet should now read 0 0.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path(paths.OUTPUT)
)
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def calibrate(
    context: click.Context,
    papers: tuple[str, ...],
    landscape: bool,
    flip: str,
    staff: str | None,
    back_offset: tuple[float, float],
    output: Path,
    root: Path,
) -> None:
    """Make a test sheet that measures the X Y of `build --back-offset`.

    Print it on both sides, hold it against the light, and read two numbers. Measure upright and
    landscape sheets separately, and each flip too: printers turn them differently.
    """
    project, _ = read_project(root)
    tag = staff or next(iter(project.decks.values())).staff[0]
    if tag not in project.languages:
        known = ", ".join(project.languages)
        raise click.UsageError(f"there is no language {tag}; choose from: {known}")
    workspace, faults = read_workspace(root, (tag,))
    sheets = [calibration.Sheet(paper, landscape, flip, back_offset) for paper in papers or ("a4",)]
    made, sheet_faults = calibration.make(workspace, tag, sheets)
    for name, data in made.items():
        write_atomic(output / name, data)
        click.echo(output / name)
    faults += sheet_faults
    show(faults)
    context.exit(exit_code(faults))
