"""``commcards status``: the progress of each language and deck."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from commcards.base import paths
from commcards.commands.reporting import exit_code, show, show_json
from commcards.model.cards import VARIANT, Message
from commcards.model.decks import Deck
from commcards.model.languages import SOURCE_LANGUAGE
from commcards.project.cards import messages
from commcards.translation.progress import status as catalog_status
from commcards.workspace.workspace import Workspace, read_workspace


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", hidden=True)
@click.pass_context
def status(context: click.Context, as_json: bool, root: Path) -> None:
    """Show what is translated, draft, reviewed and empty."""
    workspace, faults = read_workspace(root)
    report = summary(workspace)
    if as_json:
        show_json(report)
    else:
        _show(report)
        show(faults)
    context.exit(exit_code(faults))


def summary(workspace: Workspace) -> dict[str, object]:
    """Return the object that ``--json`` prints; variants do not count as phrases."""
    cards = messages(workspace.cards, {})
    decks = []
    for deck in workspace.project.decks.values():
        decks.append(
            {
                "id": deck.id,
                "cards": len(deck.cards) + len(deck.tools),
                "phrases": len(_distinct(_on_deck(workspace, deck))),
                "staff": list(deck.staff),
                "languages": list(deck.languages),
            }
        )
    languages = [
        asdict(catalog_status(workspace.project.languages[tag], workspace.wanted(tag), catalog))
        for tag, catalog in workspace.catalogs.items()
    ]
    return {
        "cards": len(workspace.cards),
        "phrases": len(_distinct(cards)),
        "symbols": len(workspace.symbols),
        "decks": decks,
        "languages": languages,
        "layouts": _printed(workspace.project.root / paths.OUTPUT),
    }


def _printed(output: Path) -> dict[str, object]:
    """Return what the faces of each layout are like, as the last build into output/ told it."""
    try:
        report = json.loads((output / paths.REPORT).read_text("utf-8"))
        layouts: dict[str, object] = report["layouts"]
    except (OSError, ValueError, KeyError):
        return {}
    return layouts


def _on_deck(workspace: Workspace, deck: Deck) -> list[Message]:
    names = deck.printed
    return messages({name: workspace.cards[name] for name in names if name in workspace.cards}, {})


def _distinct(found: list[Message]) -> set[str]:
    return {message.text for message in found if VARIANT not in message.key}


def _show(report: dict[str, object]) -> None:
    console = Console()
    console.print(
        f"{report['cards']} cards, {report['phrases']} phrases, {report['symbols']} symbols"
    )
    for title, rows in (("decks", report["decks"]), ("languages", report["languages"])):
        assert isinstance(rows, list)
        table = Table(title=title)
        for column in rows[0] if rows else ():
            table.add_column(column)
        for row in rows:
            table.add_row(*(" ".join(v) if isinstance(v, list) else str(v) for v in row.values()))
        console.print(table)
    console.print(f"{SOURCE_LANGUAGE} is the source and has no catalog; a draft is unreviewed")
