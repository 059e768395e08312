"""``commcards new``: a project of one's own over the library."""

from __future__ import annotations

from pathlib import Path

import click

from commcards.commands.names import named
from commcards.workspace import starter


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--template", default="minimal", show_default=True, metavar="NAME",
              help="What to begin with: minimal, clinic or translators.")  # fmt: skip
def new(folder: Path, template: str) -> None:
    """Lay out a project of your own in DIR, over the cards that come with the program."""
    starter.lay_out(folder, named("template", template, starter.templates()))
    click.echo(f"{folder}: write your languages into decks.yaml and your name into")
    click.echo(f"organisation.yaml, then build it: cd {folder} && commcards build")
