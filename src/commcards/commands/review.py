"""``commcards po review``: a qualified person accepts translations, or says what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commcards.base import paths
from commcards.base.diagnostics import Diagnostic, has_errors
from commcards.base.errors import UserError
from commcards.commands.names import language_named, translated
from commcards.commands.selection import Selection, selection
from commcards.model.cards import Message
from commcards.translation.catalogs import ROLE_HINT, is_role, read_catalog
from commcards.translation.extraction import read_messages, translator_comments
from commcards.translation.review import Pending, pending, write_verdicts
from commcards.translation.verdicts import Verdict, one_line, read_verdicts

_CSV = click.Path(exists=True, dir_okay=False, path_type=Path)
_VERDICTS = click.Choice(["a", "r", "s", "q"])
_ASK = "a accept, r reject, s skip, q quit"


@click.command()
@click.argument("language", metavar="LANG")
@click.option("--role", default="", help="Your role, such as interpreter; never your name.")
@click.option("--accept", type=_CSV, help="CSV of right lines: context, role, optionally note.")
@click.option("--reject", type=_CSV, help="CSV of wrong lines: they stay drafts, the note is kept.")
@selection
@click.option("--root", type=click.Path(exists=True, path_type=Path), default=".", hidden=True)
def review(
    language: str,
    role: str,
    accept: Path | None,
    reject: Path | None,
    decks: tuple[str, ...],
    cards: tuple[str, ...],
    only: tuple[str, ...],
    root: Path,
) -> None:
    """Sign off translations into LANG, line by line or from a spreadsheet saved as CSV.

    Only a person who knows language and field well may accept. The role is noted, never a name.
    """
    project, messages = read_messages(root)
    have = translated(project.languages)
    have = {tag: each for tag, each in have.items() if (root / paths.catalog(tag)).exists()}
    tag = language_named(language, have)
    path = root / paths.catalog(tag)
    if accept or reject:
        _judge_files(messages, path, accept, reject)
    else:
        catalog, faults = read_catalog(path, root, tag)
        if has_errors(faults):
            raise UserError(faults)
        _walk(Selection(decks, cards, only).of(project, messages, catalog), path, role)


def _judge_files(
    messages: list[Message], path: Path, accept: Path | None, reject: Path | None
) -> None:
    verdicts: dict[str, Verdict] = {}
    faults: list[Diagnostic] = []
    for file, accepts in ((accept, True), (reject, False)):
        rows, file_faults = read_verdicts(file, accept=accepts) if file else ({}, [])
        faults += file_faults
        for key in rows.keys() & verdicts.keys():
            message = f"{key} is accepted at {verdicts[key].where} and rejected here"
            hint = "keep one of the two rows"
            faults.append(Diagnostic(rows[key].where, "review-duplicate", message, hint))
        verdicts |= rows
    if has_errors(faults):
        raise UserError(faults)
    write_verdicts(messages, path, verdicts, date.today())
    accepted = sum(verdict.accept for verdict in verdicts.values())
    click.echo(f"{accepted} accepted, {len(verdicts) - accepted} rejected")


def _walk(messages: list[Message], path: Path, role: str) -> None:
    """Ask for each draft; a verdict is written at once, so a reviewer may stop at any line."""
    lines = pending(messages, path)
    click.echo(f"{len(lines)} drafts to review")
    while lines and not is_role(role):
        click.echo(ROLE_HINT)
        role = click.prompt("Your role")
    for number, line in enumerate(lines, 1):
        _show(line, f"{number} of {len(lines)}")
        verdict = click.prompt(_ASK, type=_VERDICTS, show_choices=False)
        if verdict == "q":
            break
        if verdict != "s":
            note = one_line(click.prompt("What is wrong")) if verdict == "r" else ""
            signed = Verdict(verdict == "a", role, note, line.message.where)
            write_verdicts(messages, path, {line.message.key: signed}, date.today())


def _show(line: Pending, count: str) -> None:
    message = line.message
    click.echo(f"\n{count}  {message.key}  ({message.where.file}:{message.where.line})")
    for comment in (*translator_comments(message), *line.comments):
        click.echo(f"  {comment}")
    if line.previous:
        click.echo(f"  The English at the time of translation was: {line.previous}")
    click.secho(f"  {message.text}\n  {line.text}", bold=True)
