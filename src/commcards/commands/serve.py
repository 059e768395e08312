"""``commcards serve``: a preview for translators, and a deck builder, only for this machine."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from commcards.base import paths
from commcards.text.templates import Templates
from commcards.workshop import HOST, open_server
from commcards.workshop.desk import Desk
from commcards.workshop.views import Views


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
def serve(port: int, root: Path) -> None:
    """Show every line with its card, and on paper, in a browser on this machine.

    It changes nothing in the project, and no other machine can reach it. Ctrl-C ends it.
    """
    desk = Desk(root)
    views = Views(desk, Templates.read(root / paths.TEMPLATES))
    try:
        server = open_server(port, views, partial(click.echo, err=True))
    except OSError as error:
        text = f"port {port} cannot be used ({error.strerror}): choose another with --port"
        raise click.ClickException(text) from error
    with server:
        click.echo(f"http://{HOST}:{server.server_port}/ (Ctrl-C ends it)")
        try:
            server.serve_forever()
        finally:
            desk.close()
