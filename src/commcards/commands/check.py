"""``commcards check``: every fault in cards, catalogs, symbols, layouts, services, in one run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, Location, in_order, is_error
from commcards.base.errors import UserError
from commcards.base.ledger import Ledger
from commcards.base.store import Store
from commcards.commands.names import languages_named, named
from commcards.commands.reporting import exit_code, show, show_github, show_json
from commcards.commands.selection import selection
from commcards.workspace.checks import check_address, check_services, gap_sums, prints_services
from commcards.workspace.library import Changes, changes, check_replaced
from commcards.workspace.recall import CatalogReport, ReadCache
from commcards.workspace.scope import Scope
from commcards.workspace.workspace import Workspace, read_workspace


@click.command()
@click.argument("tags", nargs=-1, metavar="[LANG ...]")
@click.option("--language", "languages", multiple=True, metavar="TAG", help="The same as LANG.")
@selection
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--github", is_flag=True, help="Print annotations for GitHub Actions.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def check(
    context: click.Context,
    tags: tuple[str, ...],
    languages: tuple[str, ...],
    decks: tuple[str, ...],
    cards: tuple[str, ...],
    only: tuple[str, ...],
    as_json: bool,
    github: bool,
    root: Path,
) -> None:
    """Find every fault in cards, catalogs, symbols, layouts and services.

    With LANG, such as `ar fa`, the catalogs of these languages alone are looked at, line by line.
    Warnings about languages that no deck prints are left out unless they are asked for.
    """
    if as_json and github:
        raise click.UsageError("choose one of --json and --github")
    if as_json:
        context.exit(_check_as_json(root, (*tags, *languages), Scope(decks, cards, only)))
    library = changes(root)
    found = _find(root, (*tags, *languages), Scope(decks, cards, only), library)
    if github:
        show_github(found, root)
    else:
        for name in library.replaced if library else ():
            click.echo(f"{name} stands in place of the library's")
        show(found)
        if not found:
            click.echo("no faults")
    context.exit(exit_code(found))


def _check_as_json(root: Path, wanted: tuple[str, ...], scope: Scope) -> int:
    """Print one object whatever comes; return the exit code."""
    code = 0
    try:
        found = _find(root, wanted, scope, changes(root))
    except UserError as error:
        found = list(error.diagnostics)
    except click.UsageError as error:
        found = [Diagnostic(Location(""), "usage", error.format_message())]
        code = error.exit_code
    show_json({"diagnostics": [fault.as_json() for fault in found]})
    return code or exit_code(found)


def _find(
    root: Path, wanted: tuple[str, ...], scope: Scope, library: Changes | None
) -> list[Diagnostic]:
    """Return every fault that is asked for, in order.

    Raises click.UsageError for names that are unknown.
    """
    with _read_cache(root) as cache:
        workspace, faults = read_workspace(root, (), cache.recall, judged_only=True)
        project = workspace.project
        wanted = languages_named(wanted, project.languages)
        decks = tuple(named("deck", name, project.decks) for name in scope.decks)
        cards = tuple(named("card", name, workspace.cards) for name in scope.cards)
        scope = Scope(decks, cards, scope.states)
        printed = scope.printed(workspace)
        faults = scope.told(workspace, faults)
        gaps = {}
        for tag in wanted or (printed if decks or cards else project.languages):
            report = _report(cache, workspace, tag, scope)
            if wanted:
                faults += report.faults
            elif tag in printed:
                faults += report.but_gaps
                gaps[tag] = report.gaps
            else:
                faults += filter(is_error, report.faults)
        faults += gap_sums(workspace, gaps)
        if not cards and not scope.states:
            chosen = [project.decks[name] for name in decks]
            if not decks or prints_services(workspace, chosen):
                faults += check_services(workspace, date.today())
            faults += check_address(workspace)
            faults += check_replaced(library)
        return in_order(faults)


def _report(cache: ReadCache, workspace: Workspace, tag: str, scope: Scope) -> CatalogReport:
    if scope.is_all:
        return cache.report(workspace, tag)
    return cache.examine(workspace, tag, scope)


@contextmanager
def _read_cache(root: Path) -> Iterator[ReadCache]:
    """Yield what reads the project, and keep what it read."""
    ledger = Ledger(root, root / paths.OUTPUT, root / paths.STORE)
    ledger.scan()
    cache = ReadCache(root, Store(root / paths.STORE), ledger)
    yield cache
    cache.keep()
    if ledger.learned:
        ledger.save()
