"""``commcards symbols``: every picture on a sheet, found by a word, or added."""

from __future__ import annotations

from pathlib import Path

import click

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, has_errors
from commcards.base.errors import UserError
from commcards.base.files import read_bytes, write_atomic
from commcards.base.store import Store
from commcards.commands.reporting import exit_code, show
from commcards.pictures.cleaning import MAX_BYTES, cleaned
from commcards.pictures.contactsheet import contact_sheet
from commcards.typesetting.render import Renderer
from commcards.workspace.picturesearch import find, near_words
from commcards.workspace.workspace import read_workspace

NAME = "symbols.pdf"
_SHOWN = 3  # texts for each picture that is found

_root = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True
)


@click.group(invoke_without_command=True)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path(paths.OUTPUT)
)
@_root
@click.pass_context
def symbols(context: click.Context, output: Path, root: Path) -> None:
    """Print every picture, large, small and grey, with its name and source."""
    if context.invoked_subcommand:
        return
    workspace, faults = read_workspace(root, ())
    show(faults)
    path = output / NAME
    renderer = Renderer(workspace.fonts, Store(root / paths.STORE))
    write_atomic(path, renderer.document(contact_sheet(workspace.symbols)))
    click.echo(path)
    context.exit(exit_code(faults))


@symbols.command("find")
@click.argument("word")
@_root
@click.pass_context
def find_(context: click.Context, word: str, root: Path) -> None:
    """Name the pictures whose label, category or phrase has WORD, in any language."""
    workspace, faults = read_workspace(root)
    if has_errors(faults):
        raise UserError(faults)
    parts = workspace.cards, workspace.messages, workspace.catalogs.values()
    found = find(word, workspace.symbols, *parts)
    for each in found:
        click.echo(f"{each.symbol.name}: {each.symbol.label}")
        for tag, text in each.texts[:_SHOWN]:
            click.echo(f"  {tag}: {text}")
    if not found:
        near = near_words(word, workspace.symbols)
        hint = f"; labels have {', '.join(near)}" if near else ""
        click.echo(f"no picture is about {word}{hint}", err=True)
        context.exit(1)


@symbols.command()
@click.argument("drawing", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--name", default="", help="What the drawing is called; without, as its file.")
@_root
def add(drawing: Path, name: str, root: Path) -> None:
    """Clean DRAWING, an SVG as any program saves it, fit it to the grid, and add it as a symbol."""
    name = name or drawing.stem.lower().replace(" ", "-").replace("_", "-")
    path = root / paths.OWN_DRAWINGS / f"{name}.svg"
    file = path.relative_to(root).as_posix()
    if path.exists():
        text = f"there is a drawing {name} already"
        raise UserError([Diagnostic(Location(file), "symbol-exists", text, "choose a --name")])
    data, faults = read_bytes(drawing, str(drawing), MAX_BYTES)
    if data is None:
        raise UserError(faults)
    result = cleaned(data, str(drawing))
    write_atomic(path, result.svg.encode())
    for each in result.lost:
        click.echo(f"note: {each}")
    click.echo(f"{file}: write this into {paths.CONCEPTS}, and see it with `commcards symbols`:")
    click.echo(f"{name}: {{label: {name.replace('-', ' ')}, sources: [own:{name}]}}")
