"""``commcards clean``: removes the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from commcards.base import paths


@click.command()
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
def clean(root: Path) -> None:
    """Remove the cache, but not the output. The next build takes its full time."""
    folder = root / paths.STORE
    if folder.is_dir():
        shutil.rmtree(folder)
        click.echo(f"removed {folder}")
    else:
        click.echo("there is no cache")
