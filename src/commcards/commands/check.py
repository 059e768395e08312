"""``commcards check``: every fault in cards, catalogs, symbols, layouts, services, in one run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commcards.base import paths
from commcards.base.diagnostics import in_order
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.commands.reporting import exit_code, show, show_github, show_json
from commcards.model.languages import TOGETHER
from commcards.workspace.checks import check_address, check_services
from commcards.workspace.recall import ReadCache
from commcards.workspace.workspace import Workspace, read_workspace


@click.command()
@click.argument("tags", nargs=-1, metavar="[LANG ...]")
@click.option("--language", "languages", multiple=True, metavar="TAG", help="The same as LANG.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--github", is_flag=True, help="Print annotations for GitHub Actions.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def check(
    context: click.Context,
    tags: tuple[str, ...],
    languages: tuple[str, ...],
    as_json: bool,
    github: bool,
    root: Path,
) -> None:
    """Find every fault in cards, catalogs, symbols, layouts and services.

    With LANG, such as `ar fa`, only the catalogs of these languages are checked.
    """
    if as_json and github:
        raise click.UsageError("choose one of --json and --github")
    chosen = (*tags, *languages)
    store = Store(root / paths.STORE)
    ledger = Ledger(root, root / paths.OUTPUT, root / paths.STORE)
    ledger.scan()
    read_cache = ReadCache(root, store, ledger)
    workspace, faults = read_workspace(root, (), read_cache.recall)
    known = workspace.project.languages
    unknown = [tag for tag in chosen if tag not in known]
    if unknown:
        text = f"there is no language {', '.join(unknown)}; languages.yaml has: {', '.join(known)}"
        raise click.UsageError(text)
    printed = _printed(workspace)
    for tag in chosen or known:
        report = read_cache.report(workspace, tag)
        if chosen or tag in printed or report.begun:
            faults += report.faults
    read_cache.keep()
    if ledger.learned:
        ledger.save()
    faults += check_services(workspace, date.today())
    faults += check_address(workspace)
    ordered = in_order(faults)
    if as_json:
        show_json({"diagnostics": [fault.as_json() for fault in ordered]})
    elif github:
        show_github(ordered, root)
    else:
        show(ordered)
        if not ordered:
            click.echo("no faults")
    context.exit(exit_code(ordered))


def _printed(workspace: Workspace) -> set[str]:
    """Return the languages that a deck prints."""
    return {
        tag
        for deck in workspace.project.decks.values()
        for together in (*deck.staff, *deck.languages)
        for tag in together.split(TOGETHER)
    }
