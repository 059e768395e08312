"""``commcards serve``: a preview for translators, and a deck builder, only for this machine."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import click

from commcards.commands.names import named
from commcards.commands.selection import selection
from commcards.text.templates import Templates
from commcards.workshop import HOST, Server
from commcards.workshop.app import application
from commcards.workshop.desk import Desk
from commcards.workspace.watching import Watcher


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@selection
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
def serve(
    port: int, decks: tuple[str, ...], cards: tuple[str, ...], only: tuple[str, ...], root: Path
) -> None:
    """Show every line with its card, and make decks of one's own, in a browser.

    It writes nothing but decks that are saved there. No other machine can reach it. Ctrl-C ends it.
    With --deck, --card or --only its first address is that of these lines.
    """
    watcher = Watcher(root)
    desk = Desk(root, watcher)
    asked: dict[str, tuple[str, ...]] = {"show": only}
    if decks or cards:
        workspace = desk.snapshot().workspace
        asked["deck"] = tuple(named("deck", name, workspace.project.decks) for name in decks)
        asked["card"] = tuple(named("card", name, workspace.cards) for name in cards)
    query = urlencode({name: values[-1] for name, values in asked.items() if values})
    log = partial(click.echo, err=True)
    templates = Templates.of(root)
    try:
        server = Server(port, partial(application, desk, templates, log), log)
    except OSError as error:
        text = f"port {port} cannot be used ({error.strerror}): choose another with --port"
        raise click.ClickException(text) from error
    page = f"lines?{query}" if query else ""
    click.echo(f"http://{HOST}:{server.port}/{page} (Ctrl-C ends it)")
    try:
        server.run()
    finally:
        desk.close()
        watcher.close()
