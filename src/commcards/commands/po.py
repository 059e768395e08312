"""``commcards po``: begins catalogs, brings them up to date with the cards, and reviews them."""

from __future__ import annotations

from pathlib import Path

import click

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic
from commcards.base.errors import UserError
from commcards.commands import spreadsheet
from commcards.commands.names import language_named, translated
from commcards.commands.review import review
from commcards.translation.catalogs import read_catalog
from commcards.translation.extraction import read_messages
from commcards.translation.overlay import own_messages
from commcards.translation.po_write import init as init_catalog
from commcards.translation.po_write import sync as sync_catalog
from commcards.translation.po_write import write_template
from commcards.translation.scope import wanted

_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder.",
)


@click.group()
def po() -> None:
    """Begin catalogs, keep them up to date, and review them."""


@po.command()
@click.argument("language", metavar="LANG")
@_root
def init(language: str, root: Path) -> None:
    """Make an empty catalog for LANG, a tag of languages.yaml."""
    project, messages = read_messages(root)
    tag = language_named(language, translated(project.languages))
    own = wanted(project, tag, own_messages(messages))
    path = init_catalog(own, project.languages[tag], root)
    click.echo(f"{path.relative_to(root).as_posix()}: {len(own)} messages")


@po.command()
@_root
def sync(root: Path) -> None:
    """Write the template and merge it into every catalog, by msgctxt only.

    Catalogs of a project over the library keep the library's lines that they have.
    """
    project, messages = read_messages(root)
    own = own_messages(messages)
    if write_template(own, root / paths.POT):
        click.echo(f"{paths.POT}: {len(own)} messages")
    faults: list[Diagnostic] = []
    for tag, language in project.languages.items():
        path = root / paths.catalog(tag)
        if not path.exists():
            continue
        try:
            had, _ = read_catalog(path, root, tag)
            own = wanted(project, tag, own_messages(messages, had))
            merge = sync_catalog(own, path, language)
        except UserError as error:
            faults += error.diagnostics
            continue
        if merge.written:
            many = len(merge.changed)
            click.echo(f"{tag}: {merge.added} new, {many} changed, {merge.obsolete} obsolete")
            for key in merge.changed:
                click.echo(f"  {key}: the translation is of the former text; check it again")
    if faults:
        raise UserError(faults)


for _command in (review, spreadsheet.export, spreadsheet.import_, spreadsheet.suggest):
    po.add_command(_command)
