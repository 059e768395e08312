"""``commcards symbols``: a contact sheet of every picture."""

from __future__ import annotations

from pathlib import Path

import click

from commcards.base import paths
from commcards.base.files import write_atomic
from commcards.base.store import Store
from commcards.commands.reporting import exit_code, show
from commcards.pictures.contactsheet import contact_sheet
from commcards.typesetting.render import Renderer
from commcards.workspace.workspace import read_workspace

NAME = "symbols.pdf"


@click.command()
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path(paths.OUTPUT)
)
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def symbols(context: click.Context, output: Path, root: Path) -> None:
    """Print every picture, large, small and grey, with its name and source."""
    workspace, faults = read_workspace(root, ())
    show(faults)
    path = output / NAME
    cache = root / paths.STORE
    renderer = Renderer(workspace.fonts, Store(cache), cache)
    write_atomic(path, renderer.document(contact_sheet(workspace.symbols)))
    click.echo(path)
    context.exit(exit_code(faults))
