"""Writes the POT and the catalogs, and merges new cards into catalogs by msgctxt only.

Similar texts are not matched: with that, "I am cold" once received the Arabic for "I am ill".
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import polib

from commcards.base import layers, paths
from commcards.base.diagnostics import Diagnostic, Location, has_errors
from commcards.base.errors import UserError
from commcards.base.files import read_bytes, write_atomic
from commcards.model.cards import Message
from commcards.model.catalogs import Catalog
from commcards.model.languages import Language
from commcards.translation.catalogs import (
    MAX_BYTES,
    REVIEW_COLUMNS,
    fingerprint,
    read_catalog,
    review_rows,
)
from commcards.translation.extraction import translator_comments

ReviewRow = tuple[str, str, str, str]  # sha256, origin, reviewer's role, date

_UNWRAPPED = 0  # no line is wrapped: msgcat --no-wrap and Weblate write it so too
_FOREIGN = re.compile(b"^\xef\xbb\xbf|\r")
_NO_DATE = "YEAR-MO-DA HO:MI+ZONE"  # gettext's own mark of a template


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge changed: ``changed`` are the keys of entries with another source.

    ``written`` says whether the file changed.
    """

    added: int
    changed: tuple[str, ...]
    obsolete: int
    written: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A translation that nobody has reviewed, and its origin, such as "mt"."""

    text: str
    origin: str


def write_template(messages: Iterable[Message], path: Path) -> bool:
    """Write the POT; return whether the file changed. Equal messages give equal bytes."""
    template = _new_catalog("Texts of the cards, for translators.", "", _NO_DATE)
    template.extend(_updated(polib.POEntry(msgctxt=m.key), m) for m in messages)
    return write_catalog(path, template)


def init(messages: Iterable[Message], language: Language, root: Path) -> Path:
    """Make an empty catalog and review.csv for a language; return the catalog's path.

    Raises UserError if the language has a catalog.
    """
    file = paths.catalog(language.tag)
    path = root / file
    if path.exists():
        hint = "run `commcards po sync` to bring it up to date"
        text = "the language has a catalog already"
        raise UserError([Diagnostic(Location(file), "catalog-exists", text, hint)])
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000")
    catalog = _new_catalog(f"The cards in {language.name}.", language.tag, now)
    catalog.metadata["Plural-Forms"] = language.plural
    catalog.extend(_updated(polib.POEntry(msgctxt=m.key), m) for m in messages)
    write_reviews(path, {})
    write_catalog(path, catalog)
    return path


def sync(messages: Iterable[Message], po_path: Path, language: Language) -> Merge:
    """Bring a catalog up to date with the messages; a file that needs no change is not touched.

    Wrapped lines are no reason to write it; a byte order mark or Windows line ends are. A message
    with a changed source keeps its translation, fuzzy and with the previous source. A new message
    is empty; one that is gone becomes obsolete, and is used again when it returns.
    Raises UserError if the catalog cannot be read, or would lose a comment.
    """
    catalog, _ = open_catalog(po_path, language.tag)
    before = str(catalog)
    current = [entry for entry in catalog if not entry.obsolete]
    obsolete = [entry for entry in catalog if entry.obsolete]
    by_key = {entry.msgctxt: entry for entry in (*obsolete, *current)}
    merged = []
    added, changed = 0, []
    for message in messages:
        entry = by_key.pop(message.key, None)
        added += entry is None or bool(entry.obsolete)
        if entry is not None and entry.msgid != message.text:
            changed.append(message.key)
        merged.append(_updated(entry or polib.POEntry(msgctxt=message.key), message))
    merged_keys = {entry.msgctxt for entry in merged}
    gone = [entry for entry in current if entry.msgctxt not in merged_keys]
    for entry in gone:
        entry.obsolete = True
        entry.previous_msgid = None  # polib could not read it back
    catalog[:] = [
        *merged,
        *(entry for entry in gone if entry.msgstr or entry.tcomment),
        *(entry for entry in obsolete if entry.obsolete),
    ]
    catalog.metadata.setdefault("Language", language.tag)
    catalog.metadata.setdefault("Plural-Forms", language.plural)
    is_current = str(catalog) == before and not _FOREIGN.search(po_path.read_bytes())
    written = not is_current and write_catalog(po_path, catalog)
    return Merge(added, tuple(changed), len(gone), written)


def put(po_path: Path, drafts: Mapping[str, Draft]) -> int:
    """Replace translations by drafts, by msgctxt; return how many changed.

    An empty text empties the entry. A reviewed entry becomes a draft again. Raises UserError if the
    catalog cannot be read or lacks a message.
    """
    catalog, _ = open_catalog(po_path, po_path.parents[1].name)
    rows = read_reviews(po_path)
    by_key = entries_of(catalog)
    unknown = sorted(drafts.keys() - by_key.keys())
    if unknown:
        where = Location(_file(po_path))
        raise UserError(
            [Diagnostic(where, "unknown-key", f"there is no message {key}") for key in unknown]
        )
    changed = 0
    for key, draft in drafts.items():
        entry = by_key[key]
        digest = fingerprint(entry.msgid, draft.text)
        if entry.msgstr == draft.text and (not draft.text or rows.get(key, ("",))[0] == digest):
            continue
        entry.msgstr = draft.text
        entry.previous_msgid = None
        if draft.text:
            mark_fuzzy(entry)
            rows[key] = (digest, draft.origin, "", "")
        else:
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            rows.pop(key, None)
        changed += 1
    if changed:
        write_catalog(po_path, catalog)
        write_reviews(po_path, rows)
    return changed


def take_over(messages: Iterable[Message], language: Language, root: Path) -> Path:
    """Put lines into the catalog of a project over the library, to be changed or signed there.

    A line of the library comes with its translation, comments and review; any other is empty. The
    catalog is begun if there is none. Lines that it has stay. Returns its path.
    """
    path, library = root / paths.catalog(language.tag), layers.beneath(root)
    if not path.exists():
        init((), language, root)
    catalog, _ = open_catalog(path, language.tag)
    lower = library / paths.catalog(language.tag) if library else path
    below = entries_of(open_catalog(lower, language.tag)[0]) if lower.exists() else {}
    signed, rows = read_reviews(lower), read_reviews(path)
    have, taken = entries_of(catalog), 0
    for message in messages:
        if message.key in have:
            continue
        found = below.get(message.key)
        if found and found.msgid != message.text:
            found = None
        catalog.append(_updated(found or polib.POEntry(msgctxt=message.key), message))
        taken += 1
        if found and message.key in signed:
            rows[message.key] = signed[message.key]
    if taken:
        write_catalog(path, catalog)
        write_reviews(path, rows)
    return path


def comments(po_path: Path) -> dict[str, str]:
    """Return the translators' comments of a catalog, by msgctxt; none where there is no catalog."""
    if not po_path.exists():
        return {}
    catalog, _ = open_catalog(po_path, po_path.parents[1].name)
    return {key: entry.tcomment for key, entry in entries_of(catalog).items()}


def read_reviews(po_path: Path) -> dict[str, ReviewRow]:
    """Return the rows of the review.csv beside a catalog, by msgctxt."""
    reviews, _ = review_rows(po_path.with_name(paths.REVIEWS), _root(po_path))
    return {key: (r.sha256, r.origin, r.reviewer_role, r.date) for key, r in reviews.items()}


def write_reviews(po_path: Path, rows: Mapping[str, ReviewRow]) -> None:
    """Write the review.csv beside a catalog."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(REVIEW_COLUMNS)
    writer.writerows((key, *rows[key]) for key in sorted(rows))
    write_atomic(po_path.with_name(paths.REVIEWS), text.getvalue().encode())


def _new_catalog(comment: str, tag: str, revised: str) -> polib.POFile:
    catalog = polib.POFile(wrapwidth=_UNWRAPPED)
    catalog.header = comment
    catalog.metadata = {
        "Project-Id-Version": "commcards",
        "PO-Revision-Date": revised,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return catalog


def _updated(entry: polib.POEntry, message: Message) -> polib.POEntry:
    """Return the entry with today's source, note and place."""
    if entry.msgid != message.text and entry.msgstr:
        translated = entry.previous_msgid if entry.fuzzy else None
        translated = translated or entry.msgid
        entry.previous_msgid = None if translated == message.text else translated
        mark_fuzzy(entry)
    entry.msgid = message.text
    entry.obsolete = False
    entry.comment = "\n".join(translator_comments(message))
    entry.occurrences = [(message.where.file, str(message.where.line or ""))]
    return entry


def mark_fuzzy(entry: polib.POEntry) -> None:
    """Make an entry a draft."""
    if not entry.fuzzy:
        entry.flags.insert(0, "fuzzy")


def open_catalog(path: Path, tag: str) -> tuple[polib.POFile, Catalog]:
    """Open a catalog to change it; return it as polib and our reader read it.

    Raises UserError if it or the review.csv beside it has an error, so that neither is overwritten.
    """
    catalog, faults = read_catalog(path, _root(path), tag)
    if has_errors(faults):
        raise UserError(faults)
    try:
        return polib.pofile(str(path), wrapwidth=_UNWRAPPED, encoding="utf-8"), catalog
    except OSError as error:  # polib raises it for syntax that only our reader accepts.
        line = re.search(r"\(line (\d+)\)", str(error))
        where = Location(_file(path), int(line[1]) if line else 0)
        text, hint = "this line cannot be written back unchanged", "write it as gettext tools do"
        raise UserError([Diagnostic(where, "po-syntax", text, hint)]) from error


def entries_of(catalog: polib.POFile) -> dict[str, polib.POEntry]:
    """Return the entries of a catalog that are not obsolete, by msgctxt."""
    return {entry.msgctxt: entry for entry in catalog if not entry.obsolete}


def write_catalog(path: Path, catalog: polib.POFile) -> bool:
    """Write the catalog if its bytes changed; return whether it was written.

    Raises UserError if a comment would be lost.
    """
    data = (str(catalog).rstrip("\n") + "\n").encode()
    old = _bytes(path) if path.exists() else b""
    if old == data:
        return False
    if path.suffix == ".po":
        _keep_comments(old.decode("utf-8-sig"), data.decode(), path)
    write_atomic(path, data)
    return True


def _bytes(path: Path) -> bytes:
    data, faults = read_bytes(path, _file(path), MAX_BYTES, _root(path))
    if data is None:
        raise UserError(faults)
    return data


def _keep_comments(old: str, new: str, path: Path) -> None:
    """Raise UserError if a translator's comment would be lost: polib drops those at the end."""
    counts = Counter(text for _, text in _comments(new))
    lost = []
    for number, text in _comments(old):
        counts[text] -= 1
        if counts[text] < 0:
            where = Location(_file(path), number, 1)
            hint = "move it to the line above an entry's msgctxt"
            message = "this comment belongs to no entry and would be lost"
            lost.append(Diagnostic(where, "po-loose-comment", message, hint))
    if lost:
        raise UserError(lost)


def _comments(text: str) -> Sequence[tuple[int, str]]:
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    found = ((number, line.strip("# \t")) for number, line in lines if re.match(r"#+(\s|$)", line))
    return [(number, comment) for number, comment in found if comment]


def _root(path: Path) -> Path:
    """Return the project of the template or of ``locales/<tag>/LC_MESSAGES/commcards.po``."""
    return path.parents[1 if path.suffix == ".pot" else 3]


def _file(path: Path) -> str:
    return path.relative_to(_root(path)).as_posix()
