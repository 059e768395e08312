"""Reviews of translations: drafts that wait for a verdict, and writing verdicts to a catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polib

from commcards.base.diagnostics import Diagnostic
from commcards.base.errors import UserError
from commcards.model.cards import Message
from commcards.translation.catalogs import fingerprint
from commcards.translation.po_write import (
    ReviewRow,
    entries_of,
    mark_fuzzy,
    open_catalog,
    read_reviews,
    write_catalog,
    write_reviews,
)
from commcards.translation.verdicts import Verdict

_BY_HAND = "edit"  # the origin of a text that changed after its row was written


@dataclass(frozen=True, slots=True)
class Pending:
    """A translation that waits for a verdict; ``comments`` are those of translators."""

    message: Message
    text: str
    comments: tuple[str, ...]
    previous: str  # the former source of the text, if the card has changed since


def pending(messages: Iterable[Message], po_path: Path) -> list[Pending]:
    """Return the drafts of a catalog that translate today's cards, in the order of the cards.

    Raises UserError if the catalog cannot be read.
    """
    catalog, read = open_catalog(po_path, po_path.parents[1].name)
    by_key = entries_of(catalog)
    waiting = []
    for message in messages:
        draft = read.entries.get(message.key)
        if draft and draft.text and draft.draft and draft.source == message.text:
            entry = by_key[message.key]
            comments = tuple(entry.tcomment.splitlines())
            waiting.append(Pending(message, draft.text, comments, entry.previous_msgid or ""))
    return waiting


def write_verdicts(
    messages: Iterable[Message], po_path: Path, verdicts: Mapping[str, Verdict], day: date
) -> None:
    """Write verdicts, by msgctxt, into a catalog and the review.csv beside it.

    An accepted translation loses ``fuzzy`` and is signed with role, day, and the hash of source and
    text. A rejected one stays fuzzy and unsigned, with the reason as a translator's comment.
    Raises UserError, and writes nothing, if one of the verdicts cannot be followed.
    """
    catalog, _ = open_catalog(po_path, po_path.parents[1].name)
    entries = entries_of(catalog)
    sources = {message.key: message.text for message in messages}
    faults = [
        fault
        for key, verdict in verdicts.items()
        for fault in _faults(key, verdict, entries.get(key), sources.get(key))
    ]
    if faults:
        raise UserError(faults)
    rows = read_reviews(po_path)
    for key, verdict in verdicts.items():
        entry = entries[key]
        _mark(entry, verdict, day)
        rows[key] = _row(entry, rows.get(key), verdict, day)
    write_catalog(po_path, catalog)
    write_reviews(po_path, rows)


def _faults(
    key: str, verdict: Verdict, entry: polib.POEntry | None, source: str | None
) -> Iterator[Diagnostic]:
    """Find why a verdict cannot be followed."""
    if entry is None or source is None:
        hint = "write the msgctxt of an entry as context"
        yield Diagnostic(verdict.where, "unknown-key", f"there is no message {key}", hint)
    elif not entry.msgstr:
        hint = "delete the row, or translate the entry first"
        yield Diagnostic(verdict.where, "review-empty", f"{key} is not translated", hint)
    elif entry.msgid != source:
        text = f"the English of {key} has changed to {source!r}"
        hint = "run `commcards po sync`, then review it again"
        yield Diagnostic(verdict.where, "stale-source", text, hint)
    elif (verdict.source or entry.msgid, verdict.target or entry.msgstr) != (
        entry.msgid,
        entry.msgstr,
    ):
        text = f"{key} was changed after the reviewer saw it"
        hint = "have the new text reviewed, or correct the columns source and target"
        yield Diagnostic(verdict.where, "review-changed", text, hint)


def _mark(entry: polib.POEntry, verdict: Verdict, day: date) -> None:
    """Set or remove the fuzzy flag, and note the reviewer's comment."""
    if verdict.accept:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = None
    else:
        mark_fuzzy(entry)
    said = "Accepted" if verdict.accept else "Rejected"
    comment = f"{said} by {verdict.role}, {day.isoformat()}"
    comment = f"{comment}: {verdict.note}" if verdict.note else comment
    # review.csv records acceptance without a note.
    needs_comment = verdict.note or not verdict.accept
    if needs_comment and comment not in entry.tcomment.splitlines():
        entry.tcomment = "\n".join(filter(None, (entry.tcomment, comment)))


def _row(entry: polib.POEntry, old: ReviewRow | None, verdict: Verdict, day: date) -> ReviewRow:
    digest = fingerprint(entry.msgid, entry.msgstr)
    origin = old[1] if old and old[0] == digest else _BY_HAND
    if verdict.accept:
        return digest, origin, verdict.role, day.isoformat()
    return digest, origin, "", ""
