"""``commcards po review``: a qualified person accepts translations, or says what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, has_errors
from commcards.base.errors import UserError
from commcards.commands.names import language_named, translated
from commcards.commands.selection import Selection, selection
from commcards.model.cards import Message
from commcards.model.languages import Language
from commcards.translation.catalogs import ROLE_HINT, is_role, read_catalog
from commcards.translation.extraction import read_messages, translator_comments
from commcards.translation.overlay import read_laid_over
from commcards.translation.po_write import take_over
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
    have = {tag: each for tag, each in have.items() if _has_catalog(root, tag)}
    tag = language_named(language, have)
    desk = _Desk(root, messages, have[tag])
    if accept or reject:
        _judge_files(desk, accept, reject)
    else:
        catalog, faults = read_laid_over(root, tag, messages)
        if has_errors(faults):
            raise UserError(faults)
        chosen = Selection(decks, cards, only).of(project, messages, catalog)
        _walk(desk, desk.pending(chosen), role)


def _has_catalog(root: Path, tag: str) -> bool:
    folder, _ = layers.find(root, paths.catalog(tag))
    return (folder / paths.catalog(tag)).exists()


@dataclass(frozen=True, slots=True)
class _Desk:
    """The catalog that is signed: the project's, which takes lines over from the library's."""

    root: Path
    messages: list[Message]
    language: Language

    @property
    def path(self) -> Path:
        """The catalog of the project."""
        return self.root / paths.catalog(self.language.tag)

    def pending(self, chosen: Iterable[Message]) -> list[Pending]:
        """Return the drafts among messages, in their order."""
        library = layers.beneath(self.root)
        if library is None:
            return pending(chosen, self.path)
        wanted = list(chosen)
        upper = {line.message.key: line for line in self._own(wanted)}
        lower = library / paths.catalog(self.language.tag)
        own, _ = read_catalog(self.path, self.root, self.language.tag)
        others = [m for m in wanted if not (m.key in own.entries and own.entries[m.key].text)]
        below = {line.message.key: line for line in pending(others, lower)}
        every = {**below, **upper}
        return [every[message.key] for message in wanted if message.key in every]

    def _own(self, wanted: list[Message]) -> list[Pending]:
        return pending(wanted, self.path) if self.path.exists() else []

    def sign(self, verdicts: Mapping[str, Verdict]) -> None:
        """Write verdicts. Raises UserError if one cannot be followed."""
        if layers.beneath(self.root):
            known = [message for message in self.messages if message.key in verdicts]
            take_over(known, self.language, self.root)
        write_verdicts(self.messages, self.path, verdicts, date.today())


def _judge_files(desk: _Desk, accept: Path | None, reject: Path | None) -> None:
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
    desk.sign(verdicts)
    accepted = sum(verdict.accept for verdict in verdicts.values())
    click.echo(f"{accepted} accepted, {len(verdicts) - accepted} rejected")


def _walk(desk: _Desk, lines: list[Pending], role: str) -> None:
    """Ask for each draft; a verdict is written at once, so a reviewer may stop at any line."""
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
            desk.sign({line.message.key: signed})


def _show(line: Pending, count: str) -> None:
    message = line.message
    click.echo(f"\n{count}  {message.key}  ({message.where.file}:{message.where.line})")
    for comment in (*translator_comments(message), *line.comments):
        click.echo(f"  {comment}")
    if line.previous:
        click.echo(f"  The English at the time of translation was: {line.previous}")
    click.secho(f"  {message.text}\n  {line.text}", bold=True)
