"""Reads gettext catalogs, and the review record beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from commcards.base import paths
from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location, Severity, has_errors
from commcards.base.files import read_bytes
from commcards.model.catalogs import Catalog, Translation
from commcards.translation.polines import Entry, parse
from commcards.translation.rows import RowError, rows_of

MAX_BYTES = 4 * 1024 * 1024
MAX_PLURALS = 6  # Arabic has six; programs allocate as many as the header says

REVIEW_COLUMNS = ("msgctxt", "sha256", "origin", "reviewer_role", "date")

_BOM = b"\xef\xbb\xbf"
_NPLURALS = re.compile(r"nplurals\s*=\s*0*(\d+)")
_CHARSET = re.compile(r"charset\s*=\s*([^\s;]+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ROLE = re.compile(r"[a-z]+((, |[ -])[a-z]+)*")
ROLE_HINT = "write a role in small letters, such as interpreter or nurse, never a name"

Signed = tuple[Mapping[str, str], list[Diagnostic]]


class Review(NamedTuple):
    """One row of review.csv; ``reviewer_role`` is empty until a qualified person has signed."""

    key: str
    sha256: str
    origin: str
    reviewer_role: str
    date: str
    line: int


def is_role(text: str) -> bool:
    """Return whether the text can be a reviewer's role; a name begins with a capital."""
    return _ROLE.fullmatch(text) is not None


def fingerprint(source: str, text: str) -> str:
    """Return the hex SHA-256 by which review.csv identifies a translation of ``source``."""
    return sha256(f"{source}\0{text}".encode()).hexdigest()


def read_catalog(
    path: Path, root: Path, language: str, signed: Signed | None = None, start: str = ""
) -> tuple[Catalog, list[Diagnostic]]:
    """Read a PO file and the review.csv beside it; a language without the file has no entries.

    ``signed`` is the result of ``read_signed`` for that review.csv, which is read if None. In
    faults the names of files begin with ``start``. A PO file with an error gives its faults and no
    entries. A translation is reviewed if it is not fuzzy, and a row of review.csv has its hash and
    a reviewer's role; otherwise it is a draft.
    """
    file = f"{start}{_name(path, root)}"
    text, faults = read_text(path, file, root)
    entries: list[Entry] = []
    if text is not None:
        entries, line_faults = parse(text, file)
        # Faults between entries may only follow from faulty lines.
        faults += line_faults or _misplaced(entries, language, file)
    hashes, review_faults = signed or read_signed(path.with_name(paths.REVIEWS), root)
    if has_errors(faults):
        entries = []
    translations = {}
    for key, source, translated, fuzzy, where, previous in entries:
        if key:
            is_draft = fuzzy or key not in hashes or hashes[key] != fingerprint(source, translated)
            is_stale = fuzzy and bool(translated) and previous not in ("", source)
            translations[key] = Translation(key, source, translated, is_draft, where, is_stale)
    return Catalog(language, translations), faults + review_faults


def read_signed(path: Path, root: Path, start: str = "") -> Signed:
    """Return the hashes in review.csv that a reviewer has signed, by msgctxt, and its faults."""
    rows, faults = review_rows(path, root, start)
    return {key: row.sha256 for key, row in rows.items() if row.reviewer_role}, faults


def review_rows(
    path: Path, root: Path, start: str = ""
) -> tuple[dict[str, Review], list[Diagnostic]]:
    """Read review.csv by msgctxt; without the file nothing is reviewed. Bad rows are left out."""
    file = f"{start}{_name(path, root)}"
    rows: dict[str, Review] = {}
    text, faults = read_text(path, file, root)
    if text is None:
        return rows, faults
    table = rows_of(text)
    try:
        _, header = next(table, (1, []))
        if tuple(header) != REVIEW_COLUMNS:
            hint = "make the first line " + ",".join(REVIEW_COLUMNS)
            message = "these are not the columns of a review record"
            return rows, [*faults, Diagnostic(Location(file, 1, 1), "review-header", message, hint)]
        for line, cells in table:
            fault = _add_row(cells, file, line, rows) if cells else None
            faults += [fault] if fault else []
            if len(faults) >= MOST_FAULTS:
                break
    except RowError as error:
        faults.append(Diagnostic(Location(file, error.line, 1), "review-row", str(error)))
    return rows, faults


def _add_row(cells: list[str], file: str, line: int, rows: dict[str, Review]) -> Diagnostic | None:
    """Add a row to ``rows``, or return what is wrong with it."""
    if len(cells) != len(REVIEW_COLUMNS):
        message = f"the row has {len(cells)} cells, not {len(REVIEW_COLUMNS)}"
        return Diagnostic(Location(file, line, 1), "review-row", message)
    key, digest, origin, role, day = cells
    row = Review(key, digest, origin, role, day, line)
    if row.key in rows:
        message = f"{row.key} has a row on line {rows[row.key].line} already"
        return Diagnostic(
            Location(file, line, 1), "review-duplicate", message, "keep one of the two"
        )
    if not row.key or not row.origin or not _SHA256.fullmatch(row.sha256):
        hint = "write a msgctxt, 64 hex digits in small letters, and an origin"
        return Diagnostic(Location(file, line, 1), "review-row", "the row is incomplete", hint)
    if role and not is_role(role):
        return Diagnostic(
            Location(file, line, 1), "review-role", f"{role!r} is not a role", ROLE_HINT
        )
    if not _is_date(row.date) or (row.reviewer_role and not row.date):
        hint = "write the day of the review like 2030-12-31"
        return Diagnostic(
            Location(file, line, 1), "review-date", f"{row.date!r} is not a date", hint
        )
    rows[row.key] = row
    return None


def _is_date(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _misplaced(entries: list[Entry], language: str, file: str) -> Iterator[Diagnostic]:
    """Find faults between the entries of a file whose lines are right."""
    if not entries or entries[0].key is not None or entries[0].source:
        hint = "put the header first; copy one that `commcards po init` has written"
        yield Diagnostic(Location(file, 1, 1), "po-header", "the file has no header", hint)
    seen: dict[str | None, Entry] = {}
    for entry in entries:
        if entry.key and entry.source and entry.key not in seen:  # This is the usual case.
            seen[entry.key] = entry
            continue
        is_header = entry.key is None and not entry.source
        if not entry.key and not is_header:
            hint = "run `commcards po sync`"
            message = "the entry has no msgctxt, so no card can use it"
            yield Diagnostic(entry.where, "po-no-context", message, hint)
        elif not entry.source and not is_header:
            yield Diagnostic(entry.where, "po-syntax", "the msgid is empty")
        elif entry.key in seen:
            what = "the header" if is_header else str(entry.key)
            message = f"{what} is on line {seen[entry.key].where.line} already"
            yield Diagnostic(entry.where, "po-duplicate", message, "keep one of the two")
        else:
            seen[entry.key] = entry
            yield from _header_faults(entry, language)


def _header_faults(header: Entry, language: str) -> Iterator[Diagnostic]:
    lines = (line.partition(":") for line in header.text.split("\n"))
    fields = {name.strip().lower(): value.strip() for name, _, value in lines}
    charset = _CHARSET.search(fields.get("content-type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        message = f"the header says {charset[1]}, but the file must be UTF-8"
        hint = "write Content-Type: text/plain; charset=UTF-8"
        yield Diagnostic(header.where, "po-charset", message, hint)
    plurals = _NPLURALS.search(fields.get("plural-forms", ""))
    if plurals and (len(plurals[1]) > 1 or int(plurals[1]) > MAX_PLURALS):
        message = f"the header has more than {MAX_PLURALS} plural forms"
        yield Diagnostic(header.where, "po-nplurals", message, "correct Plural-Forms")
    stated = fields.get("language", "")
    if stated and stated.replace("-", "_") != language:
        message = f"the header says language {stated}, but the folder is that of {language}"
        hint = "move the file to the folder of its language, or correct the header"
        yield Diagnostic(header.where, "po-language", message, hint)


def _name(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def read_text(
    path: Path, file: str, home: Path | None = None
) -> tuple[str | None, list[Diagnostic]]:
    """Return the text without BOM, or None where the bytes are unfit to read, or not there.

    The project in ``home`` must hold it; a file that a user names may lie anywhere.
    """
    if not path.is_symlink() and not path.exists():
        return None, []
    data, unfit = read_bytes(path, file, MAX_BYTES, home)
    if data is None:
        return None, unfit
    faults = []
    if data.startswith(_BOM):
        data = data.removeprefix(_BOM)
        message = "the file starts with a byte order mark"
        hint = "save it as UTF-8 without BOM"
        where = Location(file, 1, 1)
        faults.append(Diagnostic(where, "byte-order-mark", message, hint, Severity.WARNING))
    try:
        return data.decode(), faults
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode(errors="replace")) + 1
        where = Location(file, before.count(b"\n") + 1, column)
        message = "the file is not UTF-8 from here on"
        return None, [*faults, Diagnostic(where, "not-utf-8", message, "save the file as UTF-8")]
