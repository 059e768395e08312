"""``commcards check``: every fault in cards, catalogs, symbols, layouts, services, in one run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commcards.checks import check_languages, check_services
from commcards.commands.reporting import exit_code, show, show_json
from commcards.diagnostics import in_order
from commcards.model import TOGETHER
from commcards.workspace import Workspace, read_workspace


@click.command()
@click.option("--language", "languages", multiple=True, metavar="TAG", help="Check these catalogs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def check(context: click.Context, languages: tuple[str, ...], as_json: bool, root: Path) -> None:
    """Find every fault in cards, catalogs, symbols, layouts and services."""
    workspace, faults = read_workspace(root, languages or None)
    unknown = [tag for tag in languages if tag not in workspace.project.languages]
    if unknown:
        known = ", ".join(workspace.project.languages)
        text = f"no language {', '.join(unknown)} in languages.yaml, which has: {known}"
        raise click.UsageError(text)
    faults += check_languages(workspace, languages or begun(workspace))
    faults += check_services(workspace, date.today())
    found = in_order(faults)
    if as_json:
        show_json({"diagnostics": [fault.as_json() for fault in found]})
    else:
        show(found)
        if not found:
            click.echo("no faults")
    context.exit(exit_code(found))


def begun(workspace: Workspace) -> list[str]:
    """Return the languages that a deck prints or that somebody has begun to translate."""
    printed = {
        tag
        for deck in workspace.project.decks.values()
        for together in (*deck.staff, *deck.languages)
        for tag in together.split(TOGETHER)
    }
    return [tag for tag, found in workspace.catalogs.items() if tag in printed or found.entries]
