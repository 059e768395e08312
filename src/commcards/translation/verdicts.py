"""Reads the verdicts of a reviewer from a spreadsheet that was saved as CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.translation.catalogs import ROLE_HINT, is_role, read_text
from commcards.translation.rows import RowError, rows_of

REQUIRED = ("context", "role")
_DELIMITERS = ",;\t"  # spreadsheet programs choose one by the locale

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's verdict on one translation; ``role`` is never a name.

    ``source`` and ``target`` are the texts that the reviewer saw; None if the file lacks them.
    """

    accept: bool
    role: str
    note: str
    where: Location
    source: str | None = None
    target: str | None = None


def one_line(text: str) -> str:
    """Return a note as one line that a PO file can hold, without invisible characters."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def read_verdicts(path: Path, *, accept: bool) -> tuple[dict[str, Verdict], list[Diagnostic]]:
    """Read a CSV file with the columns context and role, and optionally note, source and target.

    Other columns are ignored, and so are rows without a context.
    """
    file = path.as_posix()
    verdicts: dict[str, Verdict] = {}
    text, faults = read_text(path, file)
    if text is None:
        return verdicts, faults
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = rows_of(text, delimiter)
    try:
        header = [cell.strip().casefold() for cell in next(rows, (1, []))[1]]
        missing = [name for name in REQUIRED if header.count(name) != 1]
        if missing:
            message = f"the first line must have each of {', '.join(missing)} once"
            hint = "head the columns context and role, and optionally note, source and target"
            return verdicts, [
                *faults,
                Diagnostic(Location(file, 1, 1), "verdict-header", message, hint),
            ]
        for line, cells in rows:
            where = Location(file, line, 1)
            row = dict(zip(header, cells, strict=False))
            faults += _add(row, accept, where, verdicts)
            if len(faults) >= MOST_FAULTS:
                break
    except RowError as error:
        faults.append(Diagnostic(Location(file, error.line, 1), "verdict-row", str(error)))
    return verdicts, faults


def _add(
    row: dict[str, str], accept: bool, where: Location, verdicts: dict[str, Verdict]
) -> list[Diagnostic]:
    """Add a row to ``verdicts``, or return its fault."""
    key, role = row.get("context", "").strip(), row.get("role", "").strip()
    if not key:
        return []
    if key in verdicts:
        message = f"{key} has a row on line {verdicts[key].where.line} already"
        return [Diagnostic(where, "review-duplicate", message, "keep one of the two")]
    if not is_role(role):
        return [Diagnostic(where, "review-role", f"{role!r} is not a role", ROLE_HINT)]
    note = one_line(row.get("note", ""))
    verdicts[key] = Verdict(accept, role, note, where, row.get("source"), row.get("target"))
    return []
