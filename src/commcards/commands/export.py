"""``commcards export``: decks for apps of AAC, for partners, and for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from commcards.base import paths
from commcards.build import exports
from commcards.build.builder import Builder
from commcards.commands.building import with_names
from commcards.commands.reporting import show
from commcards.workspace.request import Request

_OPTIONS = (
    click.argument("names", nargs=-1, metavar="[DECK ...]"),
    click.option("--staff", multiple=True, metavar="TAG", help="Staff language; repeat for more."),
    click.option(
        "--language",
        "languages",
        multiple=True,
        metavar="TAG",
        help="The people's language; ar+fa+uk puts up to three on one card.",
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(paths.OUTPUT),
        help="Folder to write to.",
    ),
    click.option(
        "--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True
    ),
)


@click.group()
def export() -> None:
    """Write decks for apps, for partners, and for spreadsheets."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all exports have."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@export.command()
@_options
def obf(**options: Any) -> None:
    """Write each deck as boards of an app for AAC (Open Board Format).

    Without DECK it is the default deck, and without languages those that decks.yaml gives it.
    """
    _export("obf", **options)


@export.command("zip")
@_options
def zip_(**options: Any) -> None:
    """Pack what was built of each deck, with credits, licence and checksums, for a partner.

    Run `commcards build` first; it says what is missing.
    """
    _export("zip", **options)


@export.command("csv")
@_options
def csv_(**options: Any) -> None:
    """Write the lines of each deck as a table, in English and both languages."""
    _export("csv", **options)


def _export(
    kind: str,
    names: tuple[str, ...],
    staff: tuple[str, ...],
    languages: tuple[str, ...],
    output: Path,
    root: Path,
) -> None:
    """Write one kind of export, and show what was written."""
    request = Request(root=root, output=output, decks=names, staff=staff, languages=languages)
    builder = Builder(request)
    try:
        named = with_names(request, builder)
        report = exports.export(builder, named, kind, date.today())
    finally:
        builder.keep()
    show(report.warnings)
    for path in report.written:
        click.echo(output / path)
    if report.drafts:
        click.echo(f"drafts that no qualified person has reviewed: {', '.join(report.drafts)}")
