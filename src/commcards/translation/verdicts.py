"""Read a reviewer's spreadsheet, saved as CSV: which translations are right, and which are not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from commcards.base.diagnostics import MOST_FAULTS, Diagnostic, Location
from commcards.translation.catalogs import ROLE_HINT, is_role, read_text
from commcards.translation.rows import RowError, rows_of

REQUIRED = ("context", "role")
_DELIMITERS = ",;\t"  # which one, a spreadsheet program takes from the country it runs in

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says of one translation; ``role`` is theirs, never a name.

    ``source`` and ``target`` are what the reviewer saw, or None where the file does not say.
    """

    accept: bool
    role: str
    note: str
    where: Location
    source: str | None = None
    target: str | None = None


def one_line(text: str) -> str:
    """Return a note as one line that a PO file can hold, without what nobody sees."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def read_verdicts(path: Path, *, accept: bool) -> tuple[dict[str, Verdict], list[Diagnostic]]:
    """Read a CSV file with the columns context, role, and if you like note, source, target.

    Other columns are passed over, and so are rows without a context.
    """
    file = path.as_posix()
    found: dict[str, Verdict] = {}
    text, faults = read_text(path, file)
    if text is None:
        return found, faults
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = rows_of(text, delimiter)
    try:
        header = [cell.strip().casefold() for cell in next(rows, (1, []))[1]]
        missing = [name for name in REQUIRED if header.count(name) != 1]
        if missing:
            message = f"the first line must have each of {', '.join(missing)} once"
            hint = "its columns are context, role, and if you like note, source, target"
            return found, [
                *faults,
                Diagnostic(Location(file, 1, 1), "verdict-header", message, hint),
            ]
        for line, cells in rows:
            where = Location(file, line, 1)
            row = dict(zip(header, cells, strict=False))
            faults += _add(row, accept, where, found)
            if len(faults) >= MOST_FAULTS:
                break
    except RowError as error:
        faults.append(Diagnostic(Location(file, error.line, 1), "verdict-row", str(error)))
    return found, faults


def _add(
    row: dict[str, str], accept: bool, where: Location, found: dict[str, Verdict]
) -> list[Diagnostic]:
    """Add a row to ``found``, or return what is wrong with it."""
    key, role = row.get("context", "").strip(), row.get("role", "").strip()
    if not key:
        return []
    if key in found:
        message = f"{key} has a row on line {found[key].where.line} already"
        return [Diagnostic(where, "review-duplicate", message, "keep one of the two")]
    if not is_role(role):
        return [Diagnostic(where, "review-role", f"{role!r} is not a role", ROLE_HINT)]
    note = one_line(row.get("note", ""))
    found[key] = Verdict(accept, role, note, where, row.get("source"), row.get("target"))
    return []
