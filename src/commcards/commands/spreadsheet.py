"""``commcards po export | import | suggest``: spreadsheets out and in, phrase tables in.

Modules that need openpyxl are imported where they are used, because they are slow to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location, has_errors, in_order
from commcards.base.errors import UserError
from commcards.base.files import write_atomic
from commcards.commands.names import language_named, translated
from commcards.commands.reporting import show
from commcards.commands.selection import Selection, selection
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog, Translation
from commcards.pictures.draw import COLOR
from commcards.pictures.symbols import read_symbols
from commcards.project.decks import Project
from commcards.text.fonts import FontSet
from commcards.text.shaping import Shaper
from commcards.translation.checks import Rules
from commcards.translation.extraction import read_messages
from commcards.translation.glossary import names, read_glossary, term_finder
from commcards.translation.overlay import read_laid_over
from commcards.translation.po_write import Draft, comments, put, take_over

if TYPE_CHECKING:
    from commcards.translation.spreadsheets.export import SheetRow

_ORIGIN = "spreadsheet"

_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder.",
)
_language = click.argument("language", metavar="LANG")
_path = click.Path(dir_okay=False, path_type=Path)
_file = click.argument("file", type=_path)
_workbook = click.argument("file", type=_path, metavar="FILE.xlsx")


@click.command("export")
@_language
@_workbook
@selection
@_root
def export(
    language: str,
    file: Path,
    decks: tuple[str, ...],
    cards: tuple[str, ...],
    only: tuple[str, ...],
    root: Path,
) -> None:
    """Write the catalog of LANG to FILE.xlsx, with a picture beside each line."""
    from commcards.translation.spreadsheets import export

    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{file.name} does not end in .xlsx", param_hint="FILE")
    project, messages = read_messages(root)
    catalog, po_path = _catalog(project, messages, language, root)
    if file.exists():  # It may hold a translator's work.
        hint = "choose another name, or move the file away"
        text = "the file exists already"
        raise UserError([Diagnostic(Location(file.name), "file-exists", text, hint)])
    lines = Selection(decks, cards, only).of(project, messages, catalog)
    rows, pictures = _rows(lines, catalog, po_path, root)
    write_atomic(file, export.write(project.languages[catalog.language], rows, pictures))
    click.echo(f"{file}: {len(rows)} lines")


@click.command("import")
@_workbook
@_root
def import_(file: Path, root: Path) -> None:
    """Take the lines that a translator changed in FILE.xlsx, as drafts."""
    from commcards.translation.spreadsheets import changes
    from commcards.translation.spreadsheets.workbook import read_workbook

    project, messages = read_messages(root)
    book, faults = read_workbook(file)
    _stop_at(faults)
    sheet, faults = changes.find_sheet(book, file.name, translated(project.languages))
    if sheet is None:
        raise UserError(faults)
    catalog, po_path = _catalog(project, messages, sheet.title, root)
    rules = _rules(project, messages, sheet.title, root)
    changed, faults = changes.changes(sheet, rules, catalog)
    _stop_at(faults)
    show(faults)
    _put(project, messages, po_path, {key: Draft(text, _ORIGIN) for key, text in changed.items()})
    reviewed = sum(_is_reviewed(catalog.entries[key]) for key in changed)
    name = po_path.relative_to(root).as_posix()
    click.echo(f"{name}: {len(changed)} lines changed")
    if emptied := sum(not text for text in changed.values()):
        click.echo(f"{emptied} of them are empty now")
    if reviewed:
        click.echo(f"{reviewed} of them had been reviewed, and are drafts again")


@click.command()
@_language
@_file
@_root
def suggest(language: str, file: Path, root: Path) -> None:
    """Fill empty lines of LANG from another project's phrase table, as drafts."""
    from commcards.translation.spreadsheets.phrasetable import read_table
    from commcards.translation.spreadsheets.suggest import offers

    project, messages = read_messages(root)
    catalog, po_path = _catalog(project, messages, language, root)
    pairs, faults = read_table(file, project.languages, catalog.language)
    _stop_at(faults)
    offered = list(offers(_rules(project, messages, catalog.language, root), catalog, pairs))
    good = {offer.key: offer for offer in offered if offer.text}
    origins = {key: f"{file.name}:{offer.rows[0]}" for key, offer in good.items()}
    drafts = {key: Draft(offer.text, origins[key]) for key, offer in good.items()}
    _put(project, messages, po_path, drafts)
    for offer in offered:
        rows = ", ".join(map(str, offer.rows))
        outcome = offer.text or f"not used: {offer.fault}"
        click.echo(f"{offer.key}: {offer.source} -> {outcome} ({file.name}:{rows})")
    name = po_path.relative_to(root).as_posix()
    click.echo(f"{name}: {len(good)} of {len(pairs)} phrases used as drafts")


def _put(
    project: Project, messages: Sequence[Message], po_path: Path, drafts: dict[str, Draft]
) -> None:
    """Put drafts into a catalog; lines of the library below a project are taken over before."""
    if layers.beneath(project.root) and drafts:
        language = project.languages[po_path.parents[1].name]
        take_over([m for m in messages if m.key in drafts], language, project.root)
    put(po_path, drafts)


def _catalog(
    project: Project, messages: Sequence[Message], language: str, root: Path
) -> tuple[Catalog, Path]:
    """Read the catalog of a language. Raises UsageError or UserError if it cannot be read."""
    language = language_named(language, translated(project.languages))
    file = paths.catalog(language)
    if not layers.find(root, file)[0].joinpath(file).exists():
        hint = f"run `commcards po init {language}`"
        text = "the language has no catalog"
        raise UserError([Diagnostic(Location(file), "missing-file", text, hint)])
    catalog, faults = read_laid_over(root, language, messages)
    _stop_at(faults)
    return catalog, root / file


def _rules(project: Project, messages: Sequence[Message], language: str, root: Path) -> Rules:
    """Return the rules by which `commcards check` judges translations."""
    terms, faults = read_glossary(root, tuple(project.languages))
    _stop_at(faults)
    by_key = {message.key: message for message in messages}
    shaper = Shaper(FontSet.load(layers.prepared(root)))
    own = names(terms, language)
    return Rules(project.languages[language], by_key, term_finder(terms), shaper, own)


def _rows(
    messages: Sequence[Message], catalog: Catalog, po_path: Path, root: Path
) -> tuple[list[SheetRow], dict[str, bytes]]:
    """Return a row for each message, and their pictures by name."""
    from commcards.pictures.raster import pngs
    from commcards.translation.spreadsheets import export

    symbols, faults = read_symbols(root, layers.prepared(root))
    _stop_at(faults)
    entries, notes = catalog.entries, comments(po_path)
    if any(m.key not in entries or entries[m.key].source != m.text for m in messages):
        where = Location(paths.catalog(catalog.language))
        text = "the catalog is not up to date with the cards"
        raise UserError([Diagnostic(where, "stale-source", text, "run `commcards po sync`")])
    rows = [export.SheetRow(m, entries[m.key], notes.get(m.key, "")) for m in messages]
    names = {message.symbol for message in messages}
    drawn = [symbol for name, symbol in symbols.items() if name in names]
    return rows, pngs(drawn, COLOR, 2 * export.PICTURE)


def _stop_at(faults: list[Diagnostic]) -> None:
    if has_errors(faults):
        raise UserError(in_order(faults))


def _is_reviewed(entry: Translation) -> bool:
    return bool(entry.text) and not entry.draft
